"""One fetched page, parsed once. Reading it touches neither network nor disk."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from functools import cached_property, wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.blocks import Block, text_blocks
from crawler.elements import Elements
from crawler.reading.encoding import decode, read_utf8
from crawler.reading.originals import original_of
from crawler.reading.text import clean, ends_sentence, weight
from crawler.reading.urls import site_or_none, web_url_or_none
from crawler.script_state import ScriptedStory, scripted_story
from crawler.site import Site, parted_selector
from crawler.site_names import SiteNames
from crawler.structured_data import StructuredData, meta_tags, microdata, text_of
from crawler.walk import Walk

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

LONG_LINE = 80  # Latin characters
SHOWS_A_STORY = 600  # Latin characters in long lines
MOST_TEASERS, LONGEST_TEASER = 12, 250  # and characters
HIDES_A_STORY = 300  # the same; less is a plea to switch scripts on
NO_SITE = Site(domain="unknown")
P = ParamSpec("P")
T = TypeVar("T")


# What no text without markup holds: <editor@wharf.example> may stand in one.
_MARKUP = re.compile(
    r"<(?:!doctype|\?xml|html|head|body|title|meta|p|br|hr|div|table|font|pre|img|a|h[1-6])\b", re.IGNORECASE
)
_BLANK_LINE = re.compile(r"\S[^\S\n]*\n[^\S\n]*\n\s*\S")
_FRAMES = re.compile(r"</?(?:frameset|frame|noframes)\b[^<>]{0,2000}>", re.IGNORECASE)
FRAMES_BEGIN = 10_000  # characters, before which a page of frames says that it is one
_TEMPLATE = re.compile(r"(<template\b[^<>]{0,2000}>|</template\s{0,9}>)", re.IGNORECASE)


class Page:
    """One page: its address, when it was fetched, its site, and lazily everything that steps look at.

    `fetched_at` is an aware datetime, or None where it is not known. `language` is what the caller knows
    of the language. Build it with `from_html`, `from_text` (the text of a whole page) or `from_body`
    (the text of an article, which stays as it is). `further` are the pages on which its story goes on,
    `counter_answer` is what the site's counter said when the page was fetched.
    """

    def __init__(
        self,
        url: str = "",
        *,
        html: str | None = None,
        utf8: bytes | None = None,
        text: str | None = None,
        body: str | None = None,
        fetched_at: datetime | None = None,
        site: Site | None = None,
        language: str | None = None,
    ) -> None:
        self.url = url
        self.html = html
        self._utf8 = utf8
        self.plain_text = text
        self.given_body = body
        self.fetched_at = fetched_at
        self.language = language
        self.site = site or _site(url)
        self.readings: dict[Any, Any] = {}  # what steps found and others look at again
        self.further: list[Page] = []
        self.counter_answer: bytes | None = None

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
        """Return the page in *html*; bytes are decoded as declared, or as they look.

        Paragraphs without any markup are a page of plain text. A copy that says of what it is one is of that site, and
        has its address where *url* is none of the web.
        """
        utf8 = None
        if isinstance(html, bytes):
            if (text := read_utf8(html, content_type)) is not None:
                utf8 = html
            html = decode(html, content_type) if text is None else text
        if copied := original_of(html, url):
            site, fetched_at = site or _site(copied.url), fetched_at or copied.copied_at
            url = url if url.startswith(("http://", "https://")) else copied.url
        if "</" not in html and _BLANK_LINE.search(html) and not _MARKUP.search(html):
            return cls(url, text=html, fetched_at=fetched_at, site=site, language=language)
        return cls(url, html=html, utf8=utf8, fetched_at=fetched_at, site=site, language=language)

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

    @property
    def utf8(self) -> bytes:
        """The document in UTF-8, as most came and as the parser takes it; empty on pages of plain text."""
        if self._utf8 is None:
            self._utf8 = (self.html or "").encode("utf-8", "replace")
        return self._utf8

    @cached_property
    def tree(self) -> LexborHTMLParser:
        """The parsed document; empty on pages of plain text."""
        html = _without_frames(_with_shadows(self.html or ""))
        return LexborHTMLParser(self.utf8 if html == self.html else html)

    @cached_property
    def elements(self) -> Elements:
        """All elements of the document, for whoever looks for some; none on pages of plain text."""
        return Elements(self.tree if self.html else None)

    @cached_property
    def structured(self) -> StructuredData:
        """The page's JSON-LD, with what the state of a script says where the story stands there alone."""
        if not self.html:
            return StructuredData([], self.url)
        found = StructuredData.of(self.elements, self.url)
        if self.scripted is not None:
            found.article = self.scripted.article | found.article
        return found

    @cached_property
    def scripted(self) -> ScriptedStory | None:
        """The story in a script's state, where the page itself shows next to none, or no more than others' teasers."""
        if not self.html:
            return None
        shows = _tell(self._shown_blocks, SHOWS_A_STORY)
        if shows and not _are_apart(self._shown_blocks):
            return None
        title = self.elements.first("title")
        return scripted_story(self.elements, title.text() if title else None, only_named=shows)

    @cached_property
    def meta_values(self) -> dict[str, list[str]]:
        """Contents of the meta tags by name or property, in lower case."""
        return meta_tags(self.elements)

    @cached_property
    def meta(self) -> dict[str, str]:
        """The first content of each meta tag."""
        return {name: values[0] for name, values in self.meta_values.items()}

    @cached_property
    def microdata(self) -> dict[str, list[str]]:
        """Values of `itemprop` attributes."""
        return microdata(self.elements)

    @cached_property
    def site_names(self) -> SiteNames:
        """The names that the page's site goes by: its domain's, and those that the page declares."""
        node = self.structured.resolve(self.structured.article.get("publisher"))
        # A blog is published by the person who writes it.
        publisher = None if isinstance(node, dict) and "Person" in str(node.get("@type")) else text_of(node)
        handle = (self.meta.get("twitter:site") or "").lstrip("@")
        names = ("og:site_name", "application-name", "apple-mobile-web-app-title", "copyright")
        declared = [*map(self.meta.get, names), publisher, handle]
        return SiteNames(self.site.domain, [self.site.name, *declared])

    @cached_property
    def declared_language(self) -> str | None:
        """The language that the caller, the page's `lang` or its metas declare, as a two or three letter code."""
        root = self.elements.first("html")
        declared = [self.language, root.attributes.get("lang") if root else None]
        declared += [self.meta.get(name) for name in ("og:locale", "content-language", "language")]
        declared += [self.site.language]
        codes = ((d or "").strip().replace("_", "-").split("-")[0].lower() for d in declared)
        return next((code for code in codes if code.isalpha() and len(code) in (2, 3)), None)

    @cached_property
    def canonical_url(self) -> str | None:
        """The address that the page itself gives: `rel=canonical`, else `og:url`; absolute, or None."""
        links = map(self.elements.attributes.__getitem__, self.elements.tagged("link"))
        named = (
            link["href"] for link in links if "href" in link and "canonical" in (link.get("rel") or "").lower().split()
        )
        told = filter(None, (next(named, None), self.meta.get("og:url")))
        return next(filter(None, (web_url_or_none(address, self.url) for address in told)), None)

    @cached_property
    def blocks(self) -> list[Block]:
        """All visible blocks of text in the page's order."""
        if self.given_body is not None:
            return [Block(p, "p") for p in self.given_body.split("\n\n")]
        if self.plain_text is not None:
            return list(text_blocks(self.plain_text))
        if self.scripted is not None:
            self._drawn = LexborHTMLParser(self.scripted.html)  # blocks hold on to its nodes
            return list(Walk(self._drawn.body)) if self._drawn.body is not None else []
        return self._shown_blocks

    @cached_property
    def _shown_blocks(self) -> list[Block]:
        root = self.tree.body
        if root is None:
            return []
        blocks = list(Walk(root))
        if _tell(blocks, LONG_LINE):
            return blocks
        # <noscript><h1>Ferry strike ends</h1>..., <div id="page" style="display:none"> until a script has run
        revealed = list(Walk(root, revealed=True))
        return revealed if _tell(revealed, HIDES_A_STORY) else blocks

    @property
    def counter_url(self) -> str | None:
        """Where the site serves this page's view count, if its file says so."""
        counter = self.site.counter
        if counter is None:
            return None
        if counter.id is not None:
            return counter.address(self.url, self.select_text(counter.id))
        found = self.site.article_pattern.search(self.url) if self.site.article_pattern else None
        return counter.address(self.url, found[found.lastindex or 0] if found else None)

    def select_text(self, selector: str | None) -> str | None:
        """Return the value of the first element that *selector* finds: see `select_texts`."""
        return next(iter(self.select_texts(selector)), None)

    def select_texts(self, selector: str | None) -> list[str]:
        """Return the values of all elements that *selector* finds, without the empty ones.

        That is the attribute that it names, as "a::attr(title)" does, else `content`, `datetime` or the text.
        """
        if not selector or not self.html:
            return []
        css, attribute = parted_selector(selector)
        texts = []
        for node in self.tree.css(css):
            attributes = node.attributes
            if attribute:
                value = attributes.get(attribute)
            else:
                value = attributes.get("content") or attributes.get("datetime") or node.text(separator=" ")
            texts.append(clean(value or ""))
        return [text for text in texts if text]

    def soup(self, node: LexborNode) -> BeautifulSoup:
        """Return *node* as BeautifulSoup, for markup where its API earns its cost: give it elements, not pages."""
        from bs4 import BeautifulSoup  # noqa: PLC0415 - an eighth of what `newsarc extract` needs to begin

        return BeautifulSoup(node.html or "", "lxml")


def _tell(blocks: list[Block], least: float) -> bool:
    """Whether so many Latin characters stand in lines that may be a story's; no letter weighs less than one."""
    lengths = [len(block.text) for block in blocks]
    if sum([length for length in lengths if length >= LONG_LINE]) >= least:
        return True
    return sum(size for block in blocks if (size := weight(block.text)) >= LONG_LINE) >= least


def _are_apart(blocks: list[Block]) -> bool:
    """Whether the long lines are few, and each stands in an element of its own, as what is told of other stories."""
    long = [block for block in blocks if len(block.text) >= LONG_LINE and ends_sentence(block.text)]
    around = {block.element.parent for block in long if block.element is not None}
    return len(around) == len(long) <= MOST_TEASERS and not any(len(block.text) > LONGEST_TEASER for block in long)


def _with_shadows(html: str) -> str:
    """*html* with the trees that a browser shows in place of an element's content: the parser keeps templates apart.

    <news-story><template shadowrootmode="open"><h1>Ferry strike ends</h1>...</template></news-story>
    """
    if "shadowrootmode" not in html:
        return html
    # Other templates are no more shown as what they become here: a <div hidden>.
    parts = _TEMPLATE.split(html)
    for at in range(1, len(parts), 2):
        end, attributes = parts[at].startswith("</"), parts[at][len("<template") : -1]
        parts[at] = "</div>" if end else f"<div{attributes}{'' if 'shadowrootmode' in attributes else ' hidden'}>"
    return "".join(parts)


def _without_frames(html: str) -> str:
    """*html* with what it shows where there are no frames: the parser takes that for a text of its own.

    <frameset cols="160,*"><frame src="menu.htm"><noframes><body><h2>Ferry strike ends</h2>...
    """
    top = html[:FRAMES_BEGIN]
    framed = "<frameset" in top or "<FRAMESET" in top
    return _FRAMES.sub("", html) if framed else html


def _site(url: str) -> Site:
    domain = site_or_none(url)
    return Site(domain=domain) if domain else NO_SITE


def once(read: Callable[Concatenate[Page, P], T]) -> Callable[Concatenate[Page, P], T]:
    """Return *read* so that it reads a page once, however many steps look at what it found with the same words."""

    @wraps(read)
    def reading(page: Page, /, *args: P.args, **kwargs: P.kwargs) -> T:
        known = (read, *args, *kwargs.items())
        if known not in page.readings:
            page.readings[known] = read(page, *args, **kwargs)
        found: T = page.readings[known]
        return found

    return reading
