"""The people who wrote the story."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from selectolax.lexbor import LexborNode

from crawler.elements import Elements
from crawler.items import ORGANISATION, Article
from crawler.page import Page, once
from crawler.reading.byline_labels import without_label
from crawler.reading.bylines import (
    Trust,
    names_desk,
    names_editor,
    read_byline,
    starts_byline,
    starts_credit,
)
from crawler.reading.people import is_given
from crawler.reading.signers import ABOUT_AUTHOR, is_account, is_initials
from crawler.reading.text import clean, ends_sentence, folded
from crawler.structured_data import text_of
from pipelines.author_links import author_links, near_each_other
from pipelines.field import Candidate, FieldPipeline
from pipelines.printed_bylines import (
    closing_name,
    closing_signature,
    dateline_reporters,
    lower_byline,
    near_account,
    near_byline,
    signature,
    signing_agency,
)

LONGEST = 160  # characters, of a line that names authors
MOST = 20
LONGEST_ORGANISATION = 60
LONGEST_ROLE = 8  # words: a sentence under a name tells of who signs, or of the site
SHORTEST_NOTE = 5  # characters that a note on an author has beyond the name
MOST_NODES = 60
DEEPEST = 40  # elements around a name
DEEPEST_LIST = 3
METAS = ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "byl")
LATE_METAS = ("cxenseparse:author", "content_author", "twitter:data1", "citation_author", "authors", "article.author")
METAS_SAY = ("meta", "late_meta")
_NAMED = tuple(  # in a class
    "author byline autor auteur vcard firma szerzo yazar penulis avtor forfatter verfasser writer tacgia".split()
)
_PRINTED = "near_byline dateline lower_byline closing_name closing_signature signature signing_agency".split()
_MARKED = "markup author_links near_account".split()
TRUST: dict[str, Trust] = {**dict.fromkeys(_PRINTED, "printed"), **dict.fromkeys(_MARKED, "marked")}
_WORD = re.compile(r"[a-z]+")
_BYLINE = frozenset(
    "author authors authorname authorline autorzeile autorenzeile byline bylines "
    "autor autores autoren autorin autori autore auteur auteurs tacgia firma "
    "vcard szerzo szerzok yazar yazari penulis avtor avtorji autorius autors forfatter verfasser writer writeby".split()
)
# A "firma" signs in these languages, or where none is declared; elsewhere it is a company.
_SIGNED_BY_FIRMA = frozenset((None, "es", "it", "ca", "gl", "eu"))
_PLACES = frozenset(("location", "place"))  # where who signs writes from: class="author-location"
# Around an author of another story, of a comment, or of the site.
_COMMENTS = re.compile(r"comment|kommentar|comentario|disqus|forum|reader|respond")
_FOREIGN = re.compile(r"related|sidebar|teaser|recent|popular|most-?read|recommend|trending|carousel|footer")
# <span class="x7" data-testid="author-name">: what a site's own tests look for, where its classes say nothing
_TEST_ID = re.compile(r"(?:article|story|post)?-?(?:author|byline|authors)-?(?:name|names|link)?", re.IGNORECASE)
# For those who hear a page, links that show as signs; and where an author writes from.
_HIDDEN = "[class*=screen-reader], .sr-only, [class*=visually], .element-invisible, [class$=place], [class$=location]"


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


@once
def markup(page: Page) -> list[str] | None:
    """Names that the markup calls an author: `itemprop=author`, `rel=author`, a class such as "byline"."""
    # In the order of trust, and of what it costs to look for them.
    known = _BYLINE if page.declared_language in _SIGNED_BY_FIRMA else _BYLINE - {"firma"}
    for find, words in ((_attributed, None), (_classed, known)):
        nodes = _of_the_article(find(page.elements), words)
        for node in nodes:
            texts = [text for text in _texts(node) if not names_editor(text)]
            if not any(_names_somebody(text) for text in texts):
                continue
            # The names of one byline stand together; further down stand other stories' authors.
            if words is None:
                texts = [text for other in nodes if near_each_other(node, other) for text in _texts(other)]
            return list(dict.fromkeys(texts))[:MOST]
    return None


def _attributed(elements: Elements) -> list[LexborNode]:
    """The elements that an attribute names as an author's."""
    named = {
        place
        for name in ("itemprop", "rel")
        for place, value in elements.with_attribute(name).items()
        if "author" in value.split()
    }
    tested = elements.with_attribute("data-testid").items()
    named.update(place for place, value in tested if _TEST_ID.fullmatch(value))
    return elements.at(named)[:MOST_NODES]


def _classed(elements: Elements) -> list[LexborNode]:
    """The elements that may have an author's class."""
    return elements.at(elements.classed(_NAMED))[:MOST_NODES]


def _names_somebody(text: str) -> bool:
    found = read_byline(text, "marked")
    return bool(found.people or found.others)


def _of_the_article(nodes: list[LexborNode], known: frozenset[str] | None) -> list[LexborNode]:
    """Those of *nodes* that name an author of this article, with one of the *known* words in their class if any."""
    found: list[LexborNode] = []
    others: list[LexborNode] = []
    for node in nodes:
        if node.tag in ("body", "html", "main", "article", "link"):
            continue
        # class="authority-links" holds the letters alone
        words = _WORD.findall((node.attributes.get("class") or "").lower()) if known else []
        if known and (known.isdisjoint(words) or words[-1] in _PLACES):
            continue
        place = _place(node)
        if place != "comments":
            (found if place == "article" else others).append(node)
    return found or others


def _place(node: LexborNode) -> str:
    """Whose place *node* stands in: the "article"'s, that of "others" or of the site, or the readers' "comments"."""
    above: LexborNode | None = node
    found = "article"
    for _ in range(DEEPEST):
        if above is None or above.tag in ("body", "html"):
            break
        attributes = above.attributes
        names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".lower()
        if above.tag not in ("article", "main") and _COMMENTS.search(names):
            return "comments"
        if above.tag in ("footer", "nav", "aside", "form", "figure", "figcaption") or _FOREIGN.search(names):
            found = "others"
        if above.tag in ("article", "main"):
            break
        above = above.parent
    return found


def _texts(node: LexborNode) -> list[str]:
    """What an element named as an author's says: its own value, the name inside it, or its short text."""
    attributes = node.attributes
    if content := attributes.get("content"):
        return [clean(content)]
    if named := node.css('[itemprop~="name"]')[:MOST]:
        return [clean(n.attributes.get("content") or n.text(separator=" ")) for n in named]
    pieces = node.text(separator="\x1f")
    hidden = node.css(_HIDDEN)[:MOST] if "\x1f" in pieces.strip("\x1f \n") else []
    for part in hidden:  # Ann Lee <span class="sr-only">Send an email</span>
        pieces = pieces.replace(part.text(separator="\x1f"), "\x1f", 1)
    if len(pieces) > 4 * LONGEST:
        return []
    texts = _without_notes([said for piece in pieces.split("\x1f") if (said := clean(piece))])
    text = clean(" ".join(texts))
    # <span>Mira Holt</span><span>Harbour correspondent</span>
    apart = " | ".join(texts)
    if read_byline(apart).people:
        text = apart
    text = text[1:-1] if text[:1] in "（【(" and text[-1:] in "）】)" else text  # <p class="byline">（佐藤亮）
    return [text] if 1 < len(text) <= LONGEST * 2 else []


def _without_notes(texts: list[str]) -> list[str]:
    """Drop what is told of an author below the name, or under a heading that says so, and that heading.

    <b>高瀬みなと</b><p>高瀬みなとは取材を続けている。</p>, <h4>About the author</h4><p>Ann Lee lives by the sea.</p>
    """
    told = [text for text in texts if folded(text) not in ABOUT_AUTHOR]
    headed = len(told) < len(texts)
    return [
        text
        for at, text in enumerate(told)
        if not (ends_sentence(text) and (headed or (at and len(text.split()) >= LONGEST_ROLE)))
        and not any(text.startswith(above) and len(text) > len(above) + SHORTEST_NOTE for above in told[:at])
    ]


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
            return values
    return None


class AuthorsPipeline(FieldPipeline[list[str]]):
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
        elif page.declared_language == "ja" and (line := closing_signature(page)):
            yield "closing_signature", [line]

    def _people(self, source: str, texts: list[str], page: Page) -> Candidate[list[str]]:
        people = [_as_printed(name, page) for name in people_in(texts, page, TRUST.get(source, "declared"))]
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
        if longer := next((c for c in rest if c.source == "near_byline" and set(first.value) < set(c.value)), None):
            return longer
        if first.source == "json_ld" and len(first.value) == 1:
            # One name of several, or an editor's: two other sources that agree know better.
            for n, one in enumerate(rest):
                if any(self.same(one.value, other.value) for other in rest[n + 1 :]):
                    return one
        names = [_without_more(name, rest) for name in first.value]
        return first if names == first.value else replace(first, value=names)

    def same(self, one: list[str], other: list[str]) -> bool:
        return {folded(name) for name in one} == {folded(name) for name in other}


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
    return bool(first) and not is_given(first) and (name in page.site_names or first in page.site_names)


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
    return [name for name in allowed if site or name not in page.site_names]


def is_full(names: list[str]) -> bool:
    """Return whether one of *names* has more than a word, or is in a script that needs no space."""
    return any(" " in name or not name.isascii() for name in names)


def _without_more(name: str, others: list[Candidate[list[str]]]) -> str:
    """*name*, or the full name that another source gives for it, or its end: "Column Ann Lee", "ANN LEE" is Ann Lee."""
    known = (n for c in others for n in c.value if " " in n)
    ends = (n for n in known if name.endswith(f" {n}") or (name == n.upper() != n))
    return next(ends, name)
