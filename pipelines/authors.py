"""The people who wrote the story."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from crawler.items import ORGANISATION, Article
from crawler.page import Page
from crawler.reading.bylines.byline_labels import without_label
from crawler.reading.bylines.bylines import (
    Trust,
    names_desk,
    names_editor,
    read_byline,
    starts_byline,
    starts_credit,
)
from crawler.reading.bylines.signers import is_account, is_initials
from crawler.reading.names.people import is_given
from crawler.reading.text import clean, folded
from crawler.site_names import SEPARATOR
from crawler.structured_data import text_of
from pipelines.field import Candidate, NamesPipeline
from pipelines.places.author_links import author_links
from pipelines.places.marked_authors import markup
from pipelines.places.printed_bylines import (
    dateline_reporters,
    lower_byline,
    near_account,
    near_byline,
    near_profile,
    signing_agency,
)
from pipelines.places.signatures import closing_name, closing_note, closing_signature, signature
from pipelines.places.site_words import named_home
from pipelines.title import title_tag

LONGEST = 160  # characters, of a line that names authors
MOST = 20
LONGEST_ORGANISATION = 60
DEEPEST_LIST = 3
METAS = ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "byl")
LATE_METAS = ("cxenseparse:author", "content_author", "twitter:data1", "citation_author", "authors", "article.author")
METAS_SAY = ("meta", "late_meta")
_PRINTED = (
    "near_byline dateline lower_byline closing_name closing_note closing_signature signature signing_agency".split()
)
_MARKED = "markup author_links near_profile near_account".split()
TRUST: dict[str, Trust] = {**dict.fromkeys(_PRINTED, "printed"), **dict.fromkeys(_MARKED, "marked")}

FEWEST_IN_NAME = 3  # words of a site's name that only the title tag tells
MOST_IN_PERSON = 4  # words of a person's name
SHORTEST_OF_HOST = 5
SHORTEST_IN_ADDRESS = 8  # letters, of a name


def site_rule(page: Page) -> list[str] | None:
    return page.select_texts(page.site.selectors.authors) or None


def json_ld(page: Page) -> list[str] | None:
    values = page.structured.values("author") or page.structured.values("creator")
    return [name for name in _names_of(values, page) if name][:MOST] or None


def _names_of(values: list[Any], page: Page, depth: int = 0) -> Iterator[str]:
    """The names in a JSON-LD value: {"name": ["A", "B"]}, [[{"name": "A"}]], {"givenName": "A", "familyName": "B"}."""
    for value in map(page.structured.resolve, values[:MOST]):
        inner = value.get("name", value.get("@list")) if isinstance(value, dict) else value
        if isinstance(inner, list) and depth < DEEPEST_LIST:
            yield from _names_of(inner, page, depth + 1)
        elif isinstance(value, dict) and not inner:
            yield " ".join(filter(None, (text_of(value.get(part)) for part in ("givenName", "familyName"))))
        else:
            yield text_of(inner) or ""


def meta(page: Page) -> list[str] | None:
    for name in METAS:
        if values := [v for v in page.meta_values.get(name, []) if not v.startswith(("http", "/"))]:
            return values
    return None


def late_meta(page: Page) -> list[str] | None:
    for name in LATE_METAS:
        # twitter:data1 holds whatever twitter:label1 says.
        if name == "twitter:data1" and not starts_byline(f"{page.meta.get('twitter:label1', '')}: x"):
            continue
        if values := page.meta_values.get(name):
            # "Hagen, Pernille"
            return [_given_first(value) for value in values] if name == "citation_author" else values
    return None


def _given_first(name: str) -> str:
    """*name* as it is printed: "Hagen, Pernille"; no "Ann Lee, Tom Ray", no "Ann Lee, PhD"."""
    family, _, given = name.partition(", ")
    first, space, _ = family.partition(" ")
    turned = given and "," not in given and not (space and is_given(first))
    return f"{given} {family}" if turned else name


class AuthorsPipeline(NamesPipeline):
    """`authors`: people's names in the order printed; the agency, the desk or the site where it alone signs."""

    field = "authors"
    sources = (site_rule, json_ld, meta)
    dear_sources = (markup, late_meta)

    def candidates(self, page: Page, article: Article) -> list[Candidate[list[str]]]:
        """Each source's people, split and cleaned; where none names any, the organisations that sign."""
        told = [(c.source, c.value) for c in super().candidates(page, article)]
        found = [self._people(*one, page) for one in told]
        full = [c for c in found if is_full(c.value)]
        if full and full[0].source != "meta" and all(self.same(c.value, full[0].value) for c in full):
            return self._longer(full[0], page, article) + found
        marked = [(source.__name__, texts) for source in self.dear_sources if (texts := source(page))]
        # A name in the metas may be an editor's, or the account of who typed the story.
        told = sorted(told + marked, key=lambda one: one[0] in METAS_SAY)
        found += [self._people(*one, page) for one in marked]
        found.sort(key=lambda c: c.source in METAS_SAY)
        if any(is_full(c.value) for c in found):
            return found
        for name, texts in self._printed(page, article, told):
            told.append((name, texts))
            found.append(self._people(name, texts, page))
        if any(c.refused is None for c in found):
            return found
        return found + [self._organisations(*one, page) for one in by_signer(told, page)]

    def _longer(self, declared: Candidate[list[str]], page: Page, article: Article) -> list[Candidate[list[str]]]:
        """The byline near the headline, where it names more than the one person of JSON-LD, or that as an editor."""
        line = near_byline(page, article) if declared.source == "json_ld" and len(declared.value) == 1 else None
        printed = self._people("near_byline", [line], page) if line else None
        if line is None or printed is None or not printed.value:
            return []
        behind = line.partition(printed.value[-1])[2].strip(" |,")
        edits = names_editor(behind) and declared.value[0] in behind and declared.value[0] not in printed.value
        return [printed] if edits or set(declared.value) < set(printed.value) else []

    def _printed(
        self, page: Page, article: Article, told: list[tuple[str, list[str]]]
    ) -> Iterator[tuple[str, list[str]]]:
        """Yield the lines that are printed as bylines and the source that each is."""
        if (page.declared_language or "zh")[:2] in ("zh", "ko") and (names := dateline_reporters(page)):
            yield "dateline", [names]
            return
        if line := near_byline(page, article):
            yield "near_byline", [line]
            return
        if line := near_profile(page, article):
            yield "near_profile", [line]
            return
        if account := near_account(page, article):
            yield "near_account", [account]
        if line := signing_agency(page, article):
            yield "signing_agency", [line]
            if not names_desk(line):
                return
        if not told and (links := author_links(page)):
            yield "author_links", links
        found = [name for source, texts in told for name in organisations_in(texts, page, source)]
        agencies = not all(map(names_desk, found))  # a desk's account may have typed what a person signs
        if not found and (line := lower_byline(page, article)):
            yield "lower_byline", [line]
        elif not agencies and (line := signature(page, article)):
            yield "signature", [line]
        elif not agencies and (line := closing_name(page, article)):
            yield "closing_name", [line]
        elif not agencies and not found and not told and (line := closing_note(page, article)):
            yield "closing_note", [line]
        elif page.declared_language == "ja" and (line := closing_signature(page)):
            yield "closing_signature", [line]

    def _people(self, source: str, texts: list[str], page: Page) -> Candidate[list[str]]:
        people = [_as_printed(name, page) for name in people_in(texts, page, TRUST.get(source, "declared"))]
        # "Ann Lee, Harbour Gazette" of <a href="/"><img alt="Harbour Gazette">
        if len(people) > 1:
            # A blog is called by who writes it: "Ann Lee and Tom Roe"
            people = [n for n in people if is_given(n.split()[0]) or n not in named_home(page)] or people
        if people and not _declares_person("json_ld", page) and (bodies := json_ld(page)):
            # {"@type": "Organization", "name": "Wieści nad Notecią"} reads as a name; some sites call people so.
            # "Department for Transport", "Department of Health and Social Care"
            people = [name for name in people if is_given(name.split()[0]) or not any(name in body for body in bodies)]
        return self.candidate(people[:MOST], source, "; ".join(texts), page)

    def _organisations(self, source: str, texts: list[str], page: Page) -> Candidate[list[str]]:
        names = organisations_in(texts, page, source, site=True)
        return self.candidate(names[:MOST], source + ORGANISATION, "; ".join(texts), page)

    def refusal(self, value: list[str], page: Page) -> str | None:
        return None if value else "no name of an author in it"

    def choose(self, candidates: list[Candidate[list[str]]]) -> Candidate[list[str]] | None:
        """The first source with a full name; a lone word, such as an account's name, only where nobody has one."""
        full = [c for c in candidates if is_full(c.value) and not c.source.endswith(ORGANISATION)]
        if not full:
            return candidates[0] if candidates else None
        first, rest = full[0], full[1:]
        if first.source == "json_ld" and len(first.value) == 1:
            # One name of several, or an editor's: two other sources that agree know better.
            for n, one in enumerate(rest):
                if any(self.same(one.value, other.value) for other in rest[n + 1 :]):
                    return one
        names = [_without_more(name, rest) for name in first.value]
        return first if names == first.value else replace(first, value=names)


def by_signer(told: list[tuple[str, list[str]]], page: Page) -> list[tuple[str, list[str]]]:
    """Return *told* with those first that name another organisation than the site, or the site as if it were a person.

    JSON-LD's {"@type": "Organization"} with the site's name stands on every page, whoever wrote it.
    """
    return sorted(told, key=lambda one: not (organisations_in(one[1], page, one[0]) or _declares_person(one[0], page)))


def _declares_person(source: str, page: Page) -> bool:
    values = page.structured.values("author") if source == "json_ld" else []
    return any("Organization" not in str(value.get("@type")) if isinstance(value, dict) else True for value in values)


def people_in(texts: Iterable[str], page: Page, trust: Trust) -> list[str]:
    """Return the people that *texts* name, without the page's site.

    Initials are kept with the agency that they are printed beside: "det/dpa".
    """
    names: dict[str, None] = {}
    for text in texts:
        if is_of_site(clean(text), page):
            continue
        found = read_byline(text, trust)
        people = [name for name in found.people if not is_of_site(name, page)]
        names |= dict.fromkeys(people + (found.others if people and all(map(is_initials, people)) else []))
    return list(names)


def _as_printed(name: str, page: Page) -> str:
    """*name*, or how the page prints it where that is not in capitals alone: "ANN LEE" is declared, Ann Lee signs."""
    if not name.isupper() or " " not in name:
        return name
    lines = (block.text for block in page.blocks if len(block.text) <= LONGEST)
    found = (line[at : at + len(name)] for line in lines if (at := line.upper().find(name)) >= 0)
    return next((printed for printed in found if not printed.isupper() and printed.upper() == name), name)


def is_of_site(name: str, page: Page) -> bool:
    """Return whether *name* is the site's or one of its desks': "MDR Thüringen" at mdr.example; not a person's."""
    first = name.split(" ", maxsplit=1)[0]
    if not first or is_given(first):
        return False
    # "The Harbor Memo" of theharbormemo.beehiiv.example
    key, host = folded(name), folded((urlsplit(page.url).hostname or "").removeprefix("www."))
    address = len(key) >= SHORTEST_IN_ADDRESS and key in host
    # "Ann Lee/Memo" of memoharbor.example
    address = address or (len(key) >= SHORTEST_OF_HOST and " " not in name and host.startswith(key))
    # "Ferry strike ends - Anna van der Feld" ends in who wrote it.
    address = address or (name.count(" ") >= MOST_IN_PERSON and _ends_tag(name, page))
    return address or name in page.site_names or first in page.site_names


def _ends_tag(name: str, page: Page) -> bool:
    """Whether *name* ends the title tag: <title>Ferry strike ends - The Harbour Post</title>."""
    tag = title_tag(page) or ""
    if name.count(" ") + 1 < FEWEST_IN_NAME or not tag.endswith(name):
        return False
    # "A statement of the Ministry of Ports" is all title.
    return any(mark.end() == len(tag) - len(name) for mark in SEPARATOR.finditer(tag))


def organisations_in(texts: Iterable[str], page: Page, source: str, *, site: bool = False) -> list[str]:
    """Return the organisations that *texts* name as authors; the page's site only if *site* says so."""
    trust = TRUST.get(source, "declared")
    names: dict[str, None] = {}
    for text in texts:
        if starts_credit(text):
            continue
        whole = without_label(clean(text)) or clean(text)
        found = read_byline(text, trust).others
        # What is declared to be the author and is no person: "The Harbour Foundation".
        if (trust == "declared" and len(found) < 2) or whole in page.site_names:
            found = [whole]
        names |= dict.fromkeys(found)
    allowed = (n for n in names if not is_account(n) and len(n) <= LONGEST_ORGANISATION)
    return [name for name in allowed if site or not (name in page.site_names or _ends_tag(name, page))]


def is_full(names: list[str]) -> bool:
    """Return whether one of *names* has more than a word, or is in a script that needs no space."""
    return any(" " in name or not name.isascii() for name in names)


def _without_more(name: str, others: list[Candidate[list[str]]]) -> str:
    """*name*, or the full name that another source gives for it, or its end: "Column Ann Lee", "ANN LEE" is Ann Lee."""
    known = (n for c in others for n in c.value if " " in n)
    ends = (n for n in known if name.endswith(f" {n}") or (name == n.upper() != n))
    return next(ends, name)
