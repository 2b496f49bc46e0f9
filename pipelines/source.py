"""The agency or the desk that the story is credited to, where it is not the site itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from crawler.blocks import Block
from crawler.items import Article
from crawler.page import Page
from crawler.pieces import is_of_picture, pieces
from crawler.reading.bylines.agency_lines import DATELINE, agencies_of, dateline_agencies
from crawler.reading.bylines.byline_labels import without_label
from crawler.reading.bylines.bylines import read_byline, starts_credit
from crawler.reading.bylines.signers import ROLES, WORDS, is_account, is_agency, is_body
from crawler.reading.names.people import is_given
from crawler.reading.text import clean, folded
from crawler.structured_data import page_titles, text_of
from pipelines.authors import meta as author_meta
from pipelines.field import Candidate, TextPipeline
from pipelines.places.headline_place import headline_at
from pipelines.places.marked_authors import markup
from pipelines.places.printed_subjects import WORDS as DECLARED_WORDS

LONGEST = 60
LONGEST_SIGNED = 40
_PASSED_ON = tuple(WORDS["passed_on"])
CREDIT = 60  # at its end
LONGEST_CREDIT = 80  # a paragraph of nothing else
_CREDIT = re.compile(r"[(（\[]([^()（）\[\]]{2,40})[)）\]]\s*$")
# "... in July. — AFP"
_DASHED = re.compile(r"\s[—–-]{1,2}\s?([^—–()\[\]\s][^—–()\[\]]{0,30})$")
_WITH = re.compile(rf"\W*(?:{'|'.join(DECLARED_WORDS['with_files'])})\b", re.IGNORECASE)
_PICTURES = re.compile(r"\bimages\b|imago", re.IGNORECASE)
_NAME = re.compile(r"[^\W_][\w.&'’-]*(?: [A-Z][\w.&'’-]*)*")
_LABEL = re.compile(rf"(?:^|(?<=[\s|·]))(?:{'|'.join(WORDS['sources'])})\s*[:：՝]\s*", re.IGNORECASE)
_SOURCES = frozenset(WORDS["sources"])
# Where the name after a label ends: at a bar, at a gap, or at the next label.
_NAME_ENDS = re.compile(r"\s*[|·•\n\t，]|\s{2,}|\s+[^\s:：]{1,20}\s?[:：]|\s+\d|[(（]")
_COLON = re.compile("[:：՝]")
_SIGNED = re.compile(r"(?<=[^\W\d_]{2})/[a-z]{2,3}$")  # "Gazette/hs", who wrote for it
ABOVE, BELOW = 3, 8  # blocks around the headline
SIGNED = 5  # blocks below the headline, of which one may be an agency's signature
BELOW_STORY = 6
LONGEST_LINE = 200
LONGEST_MARKED, MOST_MARKED = 30, 5
_SOURCE = re.compile(
    r"(?:^|\s)(?:(?:ent|article|news|media|post|story|detail|meta|info)[-_]{1,2}){0,2}source(?:[-_]name)?(?:\s|$)",
    re.IGNORECASE,
)


def site_publishes(name: str, page: Page) -> bool:
    """Return whether *name* is the page's own site: no source but the site."""
    return name in page.site_names


def json_ld(page: Page) -> str | None:
    """The organisation that the page declares as source, provider or author."""
    for field in ("sourceOrganization", "author", "creator"):
        for value in page.structured.values(field):
            name = text_of(value)
            if name and (_is_organisation(value) or is_body(name)) and not site_publishes(name, page):
                return name
    return None


def byline(page: Page) -> str | None:
    """The agency or desk among the names of the byline: "Mira Holt, dpa"."""
    texts = [text for v in page.structured.values("author") if (text := text_of(v))]
    # Naver and Daum name the paper there: "Harbour Daily | Naver".
    shared = page.meta.get("og:article:author", "").split(" | ")[:1]
    return _body_in((*texts, *(author_meta(page) or ()), *shared), page)


def marked_byline(page: Page) -> str | None:
    """The same, of the bylines that only the markup tells."""
    return _body_in(markup(page) or (), page)


def _body_in(texts: Iterable[str], page: Page) -> str | None:
    lines = ((text, read_byline(text, "marked")) for text in texts if not starts_credit(text))
    # "Ann Lee, Sports Editor": what she is
    named = (
        (name, text)
        for text, (people, others) in lines
        for name in others
        if not (people and name.rpartition(" ")[2].lower() in ROLES)
    )
    # "Press Release: | Harbour Arts Trust"
    names = (name for name, text in named if not _is_button(name, text))
    said = [name for name in names if not site_publishes(name, page)]
    return next(filter(is_agency, said), said[0] if said else None)  # "Redacción y Colprensa"


def _is_button(name: str, line: str) -> bool:
    """Whether *name* is the button for larger letters among others, and not Anadolu's sign: "Ann Lee | Share | AA"."""
    return name in ("AA", "Aa") and len(line) > LONGEST_SIGNED


def _is_organisation(value: Any) -> bool:
    kinds = str(value.get("@type")) if isinstance(value, dict) else ""
    return "Organization" in kinds and "Person" not in kinds


class SourcePipeline(TextPipeline):
    """`source`: the agency credited, or the desk that signs in place of people."""

    field = "source"
    sources = (json_ld, byline)

    def candidates(self, page: Page, article: Article) -> list[Candidate[str]]:
        found = super().candidates(page, article)
        # The line that named the authors may name an agency beside them.
        signed = article.provenance.get("authors", {}).get("evidence")
        name = _body_in(signed.split("; "), page) if signed else marked_byline(page)
        if not _says(found) and name:
            found.append(self.candidate(name, "signature", signed or name, page))
        if not _says(found) and (credited := labelled(page, article)):
            found.append(self.candidate(credited[0], "labelled", credited[1], page))
        if not _says(found) and (name := marked(page, article)):
            found.append(self.candidate(name, "marked", name, page))
        if not _says(found) and (signing := signing_line(page, article)):
            found.append(self.candidate(signing[0], "signed_line", signing[1], page))
        if not any(is_agency(c.value) for c in found):
            # "Newsroom" signs above the story, and "Πηγή: ΑΠΕ-ΜΠΕ" stands under it.
            if found and (credited := labelled(page, article)) and is_agency(credited[0]):
                found.append(self.candidate(credited[0], "labelled", credited[1], page))
            found += [self.candidate(name, how, text, page) for name, how, text in _printed(article)]
        return found

    def refusal(self, value: str, page: Page) -> str | None:
        if not folded(value) or len(value) > LONGEST or value.lower().startswith(_PASSED_ON) or value.startswith("in "):
            return "no name of a source"
        if _names_site(value, page):
            return "the site itself, with its edition or with who signs"
        if is_account(value):
            return "an account of the site's software, or a word that any site has"
        return None

    def choose(self, candidates: list[Candidate[str]]) -> Candidate[str] | None:
        """An agency before a desk: "Staff" says less than the wire that a story came by."""
        return next((c for c in candidates if is_agency(c.value)), candidates[0] if candidates else None)


def _says(found: list[Candidate[str]]) -> bool:
    return any(c.refused is None for c in found)


def _names_site(value: str, page: Page) -> bool:
    """Whether the site's name begins, ends or is *value*: "Portalnet Śląsk", "Ann Lee The Gazette"; desks stay."""
    words = value.split()
    cuts = range(1, len(words))
    begins = not is_body(value) and any(" ".join(words[:cut]) in page.site_names for cut in cuts)
    ends = bool(words) and is_given(words[0]) and any(" ".join(words[cut:]) in page.site_names for cut in cuts)
    site = (page.meta.get("og:site_name") or "").split()
    short = len(site) > 1 and value == "".join(word[0] for word in site)  # "HG" of the Harbour Gazette
    return begins or ends or short or any(_ends(title, value) for title in page_titles(page.elements))


def _ends(title: str, name: str) -> bool:
    """Whether *name* stands behind a mark at the end of *title*, as that of the site does."""
    return title.endswith(name) and title[: -len(name)].rstrip()[-1:] in tuple("|-–—_·«»")


def signing_line(page: Page, article: Article) -> tuple[str, str] | None:
    """Return the agency that signs in a line under the headline where a person is declared, and the line: "By AFP"."""
    head = headline_at(page, article)
    for block in page.blocks[head + 1 : head + 1 + SIGNED] if head is not None else ():
        line = block.text if len(block.text) <= LONGEST_SIGNED else ""
        for author in article.authors:  # "By Ann Lee The Associated Press", whom a page declares alone
            line = line.replace(author, " ")
        name = (without_label(clean(line)) or line).strip(" ,|/·-–—").split(",", 1)[0].strip()
        if "|" in line and any(map(str.isdigit, line)):  # "24 de Novembro de 2026, 12:48 | LUSA"
            name = next(filter(is_agency, map(str.strip, line.split("|"))), name)
        # "Getty Images", "AA": who took a picture, a button for larger letters
        if len(name) > 2 and is_agency(name) and not _PICTURES.search(name) and not is_of_picture(block):
            return name, block.text
    return None


def labelled(page: Page, article: Article) -> tuple[str, str] | None:
    """Return whom a line by the headline or right under the story credits, and the line: "18:04 | Kaynak: AA"."""
    head = headline_at(page, article)
    for block in page.blocks[max(0, head - ABOVE) : head + BELOW] if head is not None else ():
        if len(block.text) > LONGEST_LINE or not _COLON.search(block.text) or is_of_picture(block):
            continue
        parts = _parts(block)
        apart = any(part.endswith((":", "：")) for part in parts[:-1])  # <span>Source:</span> <a>Harbour Post</a>
        for line in (*parts, " | ".join(parts)) if apart else parts:
            if name := _credited(_LABEL.search(line), page):
                return name, line
    story = {id(block) for block in article.blocks}
    last = max((n for n, block in enumerate(page.blocks) if id(block) in story), default=len(page.blocks))
    for block in page.blocks[last : last + BELOW_STORY]:
        if len(block.text) <= CREDIT and not is_of_picture(block) and (name := _agency_alone(block.text)):
            return name, block.text
        short = len(block.text) <= LONGEST_CREDIT and not is_of_picture(block)
        if short and (name := _credited(_LABEL.match(_labelled_line(block)), page)):
            return name, block.text
    return None


def _parts(block: Block) -> list[str]:
    """The pieces of *block*; all of it, where the first goes on: "Source: A page of <a>the crews</a>".

    No name ends in a small word.
    """
    parts = pieces(block)
    goes_on = len(parts) > 1 and ":" in parts[0] and parts[0].rpartition(" ")[2].islower()
    return [block.text] if goes_on else parts


def _labelled_line(block: Block) -> str:
    """The line *block* with a colon behind the label that markup alone sets apart: <b>SOURCE</b><a>Harbour Post</a>."""
    parts = _parts(block) if block.links or _COLON.search(block.text) else []
    if len(parts) > 1 and parts[0].casefold() in _SOURCES:
        return f"{parts[0]}: {' | '.join(parts[1:])}"
    return " | ".join(parts)


def _agency_alone(line: str) -> str | None:
    """The agency that *line* below a story names, alone or as one whose files were used: "(SID)", "With files from"."""
    bare = line.strip(" ()[]—–-.")
    label, _, rest = bare.partition(" ")
    if label.lower() in WORDS["sources"]:
        bare = rest  # "Theo TTXVN"
    if is_agency(bare):
        return bare
    return _agency_in(line) if _WITH.match(line) else None


def _agency_in(text: str) -> str | None:
    """The first agency among the words of *text*: "Con información de AFP, EFE y Reuters"."""
    words = _WITH.sub("", text)
    return next((name for name in _NAME.findall(words) if is_agency(name.removeprefix("The "))), None)


def marked(page: Page, article: Article) -> str | None:
    """Return what stands by the headline in an element that a class names the source: <a class="source">."""
    places = [
        p for p in page.elements.classed(("source",)) if _SOURCE.search(page.elements.attributes[p]["class"] or "")
    ]
    head = headline_at(page, article) if places else None
    if head is None:
        return None
    near = page.blocks[max(0, head - ABOVE) : head + BELOW]
    around = {e.node.mem_id for b in near if b.element and not is_of_picture(b) for e in islice(b.element.lineage(), 2)}
    for node in page.elements.at(places[:MOST_MARKED]):
        name = clean(node.text(separator=" "))
        inside = node.mem_id in around or (node.parent is not None and node.parent.mem_id in around)
        if inside and 1 < len(name) <= LONGEST_MARKED and not _COLON.search(name) and not site_publishes(name, page):
            return name
    return None


def _credited(label: re.Match[str] | None, page: Page) -> str | None:
    """The name after *label*, unless it is the site's or an address."""
    if label is None:
        return None
    name = clean(_NAME_ENDS.split(label.string[label.end() :].lstrip(" |"), maxsplit=1)[0]).strip(" ,;-–—")
    # "Quelle: ntv.de, ino/dpa"
    name = next(filter(is_agency, re.split(r"\s*[,;/]\s*", name)), name)
    name = _SIGNED.sub("", name)
    before, _, rest = name.partition(", ")
    name = before if rest.lower().startswith(_PASSED_ON) else name  # "Police Harbour, sent by the wire of releases"
    return name if name and not site_publishes(name, page) and not name.startswith(("http", "www.")) else None


def _printed(article: Article) -> Iterator[tuple[str, str, str]]:
    """The agencies that the story names in its dateline, in brackets at its end, or in a line "Source: ..."."""
    paragraphs = (article.body or "").split("\n\n")
    for name in dateline_agencies(paragraphs[0]):
        yield name, "dateline", paragraphs[0][:DATELINE]
    for paragraph in paragraphs[-2:]:
        end = paragraph[-CREDIT:]
        for credit in filter(None, (_CREDIT.search(end), _DASHED.search(end))):
            yield from ((name, "credit", end) for name in agencies_of(credit[1]))
        if len(paragraph) <= LONGEST_CREDIT and (agency := _agency_alone(paragraph)):
            yield agency, "credit", paragraph
        bare = paragraph.strip(" ()[]")  # "(Bron: Belga)"
        if len(paragraph) <= CREDIT and _LABEL.match(bare):
            for name in re.split(r"\s*[,;/]\s*", _LABEL.sub("", bare)):
                if is_agency(name):
                    yield clean(name), "credit", paragraph
