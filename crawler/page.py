"""One fetched page, parsed once. Reading it touches neither network nor disk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from bs4 import BeautifulSoup
from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.reading.encoding import decode
from crawler.reading.text import clean, clean_lines
from crawler.reading.urls import UrlError, site_of, web_url
from crawler.site import Site
from crawler.structured_data import StructuredData, meta_tags, microdata

NO_SITE = Site(domain="unknown")

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_SKIPPED = frozenset(
    (
        "script style noscript template svg iframe select option button textarea input object embed canvas map audio "
        "video head datalist dialog"
    ).split()
)
_BLOCKS = frozenset(
    (
        "html body address article aside blockquote center dd details dir div dl dt fieldset figcaption figure footer "
        "form h1 h2 h3 h4 h5 h6 header hr legend li main menu nav ol p pre section summary table tbody td tfoot th "
        "thead tr ul caption time-block amp-ad"
    ).split()
)
_STYLES = frozenset("font b strong big small i em u".split())
# Elements whose lines may be anything: where a page is laid out by hand, <br> parts headline from byline.
_LAYOUT = frozenset("td th div center body article section main form".split())
# "has-sidebar", "with-comments": names that say what is elsewhere.
_STATE = re.compile(r"(?<!\S)(?:has|no|not|with|without|is)-\S+")
_WORDLESS = str.maketrans(dict.fromkeys("-_:/.", " "))


@dataclass(slots=True, eq=False)
class Element:
    """An element above some block: its tag and the words of its class and id, in lower case."""

    tag: str
    words: frozenset[str]
    names: str
    parent: Element | None
    node: LexborNode

    def lineage(self) -> Iterator[Element]:
        """Yield this element and those around it, inner ones first."""
        element: Element | None = self
        while element is not None:
            yield element
            element = element.parent

    def within(self, *tags: str) -> bool:
        """Whether this element or one around it is one of *tags*."""
        return any(e.tag in tags for e in self.lineage())


@dataclass(slots=True, eq=False)
class Block:
    """A run of text between two block-level borders, in the page's order.

    `text` has its spaces folded and keeps single line breaks (`<br>`). `links` counts the characters
    inside links. `element` is the block-level element that holds the text; None on pages of plain text.
    `attribution` is the line printed under a quote that names its source, once the body step found one.
    """

    text: str
    tag: str
    element: Element | None = None
    links: int = 0
    attribution: str | None = None

    @property
    def link_density(self) -> float:
        """Share of the characters that are inside links, 0 to 1."""
        return min(1.0, self.links / len(self.text)) if self.text else 0.0

    def within(self, *tags: str) -> bool:
        """Whether the block stands in one of *tags*."""
        return self.element is not None and self.element.within(*tags)


class Page:
    """One page: its address, when it was fetched, its site, and lazily everything that steps look at.

    `fetched_at` is an aware datetime, or None where it is not known. `language` is what the caller knows
    of the language. Build it with `from_html`, `from_text` (the text of a whole page) or `from_body`
    (the text of an article, which stays as it is).
    """

    def __init__(
        self,
        url: str = "",
        *,
        html: str | None = None,
        text: str | None = None,
        body: str | None = None,
        fetched_at: datetime | None = None,
        site: Site | None = None,
        language: str | None = None,
    ) -> None:
        self.url = url
        self.html = html
        self.plain_text = text
        self.given_body = body
        self.fetched_at = fetched_at
        self.language = language
        self.site = site or _site(url)

    @classmethod
    def from_html(
        cls,
        html: bytes | str,
        url: str = "",
        *,
        content_type: str | None = None,
        fetched_at: datetime | None = None,
        site: Site | None = None,
        language: str | None = None,
    ) -> Page:
        """Return the page in *html*; bytes are decoded as declared, or as they look."""
        text = decode(html, content_type) if isinstance(html, bytes) else html
        return cls(url, html=text, fetched_at=fetched_at, site=site, language=language)

    @classmethod
    def from_text(
        cls, text: bytes | str, url: str = "", *, fetched_at: datetime | None = None, language: str | None = None
    ) -> Page:
        """Return a page of which only the visible text is known, a line or an empty line between its blocks."""
        return cls(
            url, text=decode(text) if isinstance(text, bytes) else text, fetched_at=fetched_at, language=language
        )

    @classmethod
    def from_body(cls, body: str, url: str = "", *, language: str | None = None) -> Page:
        """Return a page of which the article's text is known already: it comes out unchanged."""
        return cls(url, body=body, language=language)

    def __repr__(self) -> str:
        return f"<Page {self.url}>"

    @cached_property
    def tree(self) -> LexborHTMLParser:
        """The parsed document; empty on pages of plain text."""
        return LexborHTMLParser(self.html or "")

    @cached_property
    def structured(self) -> StructuredData:
        """The page's JSON-LD."""
        return StructuredData.of(self.tree, self.url) if self.html else StructuredData([], self.url)

    @cached_property
    def meta_values(self) -> dict[str, list[str]]:
        """Contents of the meta tags by name or property, in lower case."""
        return meta_tags(self.tree) if self.html else {}

    @cached_property
    def meta(self) -> dict[str, str]:
        """The first content of each meta tag."""
        return {name: values[0] for name, values in self.meta_values.items()}

    @cached_property
    def microdata(self) -> dict[str, list[str]]:
        """Values of `itemprop` attributes."""
        return microdata(self.tree) if self.html else {}

    @cached_property
    def declared_language(self) -> str | None:
        """The language that the caller, the page's `lang` or its metas declare, as a two or three letter code."""
        root = self.tree.css_first("html") if self.html else None
        declared = [self.language, root.attributes.get("lang") if root else None]
        declared += [self.meta.get(name) for name in ("og:locale", "content-language", "language")]
        declared += [self.site.language]
        codes = ((d or "").strip().replace("_", "-").split("-")[0].lower() for d in declared)
        return next((code for code in codes if code.isalpha() and len(code) in (2, 3)), None)

    @cached_property
    def canonical_url(self) -> str | None:
        """The address that the page itself gives: `rel=canonical`, else `og:url`; absolute, or None."""
        link = self.tree.css_first('link[rel~="canonical" i][href]') if self.html else None
        for address in (link.attributes.get("href") if link else None, self.meta.get("og:url")):
            if address:
                try:
                    return web_url(address, self.url)
                except UrlError:
                    continue
        return None

    @cached_property
    def blocks(self) -> list[Block]:
        """All visible blocks of text in the page's order."""
        if self.given_body is not None:
            return [Block(p, "p") for p in self.given_body.split("\n\n")]
        if self.plain_text is not None:
            return list(_lines(self.plain_text))
        return list(Walk(self.tree.body)) if self.tree.body is not None else []

    def select_text(self, selector: str | None) -> str | None:
        """Return the value of the first element that *selector* finds: `content`, `datetime` or its text."""
        return next(iter(self.select_texts(selector)), None)

    def select_texts(self, selector: str | None) -> list[str]:
        """Return the values of all elements that *selector* finds, without the empty ones."""
        if not selector or not self.html:
            return []
        texts = []
        for node in self.tree.css(selector):
            attributes = node.attributes
            texts.append(clean(attributes.get("content") or attributes.get("datetime") or node.text(separator=" ")))
        return [text for text in texts if text]

    def soup(self, node: LexborNode) -> BeautifulSoup:
        """Return *node* as BeautifulSoup, for markup where its API earns its cost: parse elements, not pages."""
        return BeautifulSoup(node.html or "", "lxml")


def _site(url: str) -> Site:
    try:
        return Site(domain=site_of(url))
    except UrlError:
        return NO_SITE


def _lines(text: str) -> Iterator[Block]:
    """Yield the blocks of a plain text: its paragraphs, or its lines where no empty line parts them."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    parts = text.split("\n\n") if "\n\n" in text.strip() else text.split("\n")
    heading = True
    for part in parts:
        if line := clean_lines(part):
            yield Block(line, "h1" if heading else "p")
            heading = False


class Walk:
    """One walk over a document's nodes that yields its blocks. Iterative: pages nest 100,000 deep."""

    def __init__(self, root: LexborNode) -> None:
        self.root = root
        self.parts: list[str] = []
        self.links = 0  # characters
        self.link_depth = 0
        self.style_depth = 0
        # Of each part, whether it stands in an element that sets its looks: <font>, <b>.
        self.styled: list[bool] = []

    def __iter__(self) -> Iterator[Block]:
        element = _element(self.root, None)
        node: LexborNode | None = self.root.first_child
        open_blocks = [element]
        trail: list[tuple[LexborNode, str]] = []  # entered, not yet left
        while node is not None or trail:
            if node is None:
                left, tag = trail.pop()
                if tag in _BLOCKS:
                    yield from self.flush(open_blocks.pop())
                else:
                    self.link_depth -= tag == "a"
                    self.style_depth -= tag in _STYLES
                node = left.next
                continue
            tag = node.tag or ""
            if tag == "-text":
                self.add(node.text_content or "")
            elif tag == "br":
                if self.parts and self.parts[-1] == "\n":
                    yield from self.flush(open_blocks[-1])
                elif self.parts:
                    self.put("\n")
            elif tag[:1] not in "-!_" and tag not in _SKIPPED and not _hidden(node):
                if tag in _BLOCKS:
                    yield from self.flush(open_blocks[-1])
                    open_blocks.append(_element(node, open_blocks[-1]))
                else:
                    self.link_depth += tag == "a"
                    self.style_depth += tag in _STYLES
                trail.append((node, tag))
                node = node.first_child
                continue
            node = node.next
        yield from self.flush(element)

    def put(self, part: str) -> None:
        self.parts.append(part)
        self.styled.append(self.style_depth > 0)

    def add(self, text: str) -> None:
        if not text.strip():
            # White space alone keeps words apart, but must not part two <br>.
            if self.parts and self.parts[-1] != "\n":
                self.put(" ")
            return
        self.put(text.replace("\n", " "))
        if self.link_depth:
            self.links += len(" ".join(text.split()))

    def flush(self, element: Element) -> Iterator[Block]:
        """Yield the text gathered so far as a block of *element*, or as several."""
        if self.parts:
            texts = self.lines() if "\n" in self.parts and element.tag in _LAYOUT else ["".join(self.parts)]
            for part in texts:
                if text := clean_lines(part):
                    yield Block(text, element.tag, element, self.links // len(texts))
            self.parts.clear()
            self.styled.clear()
        self.links = 0

    def lines(self) -> list[str]:
        """Return the text gathered so far, parted where a line has looks of its own.

        <td><font size=5><b>A headline</b></font><br>A standfirst.<br><i>By Mira Holt</i><br>...
        """
        texts, line, was_styled = [""], "", False
        for part, styled in [*zip(self.parts, self.styled, strict=True), ("\n", False)]:
            if part != "\n":
                line += part
                was_styled = styled if not line.strip() or line == part else was_styled and (styled or not part.strip())
                continue
            if was_styled and line.strip():
                texts += [line, ""]
            else:
                texts[-1] += f"\n{line}"
            line, was_styled = "", False
        return [text for text in texts if text.strip()]


def _element(node: LexborNode, parent: Element | None) -> Element:
    attributes = node.attributes
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".strip().lower()
    if "-" in names:
        names = _STATE.sub("", names)
    words = frozenset(names.translate(_WORDLESS).split())
    return Element(node.tag or "", words, names, parent, node)


def _hidden(node: LexborNode) -> bool:
    attributes = node.attributes
    if not attributes:
        return False
    if "hidden" in attributes and attributes["hidden"] != "until-found":
        return True
    style = attributes.get("style") or ""
    return "display" in style and "display:none" in style.replace(" ", "").lower()
