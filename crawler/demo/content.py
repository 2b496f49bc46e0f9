"""The demo's news: outlets and stories as their data files give them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import quote
from zlib import crc32

from crawler.data_files import read_table
from crawler.demo.templates import plain_text


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str


@dataclass(frozen=True, slots=True)
class Subheading:
    text: str


@dataclass(frozen=True, slots=True)
class BlockQuote:
    """Words set apart, with their marks if they are printed with any; `source` is the line below."""

    text: str
    source: str
    kind: str = "block"


@dataclass(frozen=True, slots=True)
class ItemList:
    items: list[str]


@dataclass(frozen=True, slots=True)
class Image:
    path: str
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Update:
    """An entry of a live blog: when it was added, its headline, its paragraphs."""

    at: str
    title: str
    texts: list[str]


@dataclass(frozen=True, slots=True)
class PageBreak:
    """Where the story goes on at another address."""


Part = Paragraph | Subheading | BlockQuote | ItemList | Image | Update | PageBreak


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """One newspaper: a table of `outlets.toml`."""

    host: str
    prefix: str = ""  # of the name that its pages are linked under: "" or "www."
    name: str
    tagline: str
    language: str
    offset: str  # what its feeds say where a story prints no offset
    look: str  # of the pages that are no articles: a name of `listing_looks.LOOKS`
    colour: str
    paging: str  # what a section's address gets for its second page
    feeds: dict[str, str]  # paths of rss, atom, json
    feed_query: str = ""  # what the links of its feeds carry to be counted
    disallow: list[str]
    sections: list[str]
    editions: list[str]  # languages with a front page of their own, at /language/
    pages: list[dict[str, Any]]  # texts that are no news: path, title, paragraphs

    def url(self, path: str) -> str:
        """Return the address under which the outlet's pages link to *path*.

        >>> outlets()["harbour-gazette.example"].url("/ja/潮")
        'http://harbour-gazette.example/ja/%E6%BD%AE'
        """
        return f"http://{self.prefix}{self.host}{quote(path, safe='/?=&%')}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One article as its file in `articles/` gives it. Knows nothing of how it will be printed."""

    name: str
    outlet: str
    path: str
    language: str
    section: str
    markup: str
    charset: str = "utf-8"
    title: str
    description: str
    authors: list[str]
    published: str
    modified: str | None = None
    view_count: int | None = None
    comment_count: int = 0
    tags: list[str] = field(default_factory=list)
    related: list[str] = field(default_factory=list)
    access: str | None = None  # "teaser": the body is all that is printed, the rest costs money
    paging: str | None = None  # what the path gets for a further page: "?page={number}", "{number}/"
    body: list[Part]
    quotes: list[dict[str, str]] | None = None

    @property
    def number(self) -> int:
        """The number under which a content system would keep the story."""
        return 10_000 + crc32(self.path.encode()) % 90_000

    @property
    def images(self) -> list[Image]:
        return [part for part in self.body if isinstance(part, Image)]

    @property
    def pages(self) -> list[list[Part]]:
        """The parts of each page; one page, but for stories with page breaks."""
        pages: list[list[Part]] = [[]]
        for part in self.body:
            if isinstance(part, PageBreak):
                pages.append([])
            else:
                pages[-1].append(part)
        return pages

    def page_path(self, number: int) -> str:
        """Return the path of a page of the story, the first being 1."""
        return self.path if number == 1 or self.paging is None else self.path + self.paging.format(number=number)

    def texts(self) -> list[str]:
        """Return what belongs to the body on all pages: no captions, no sources of quotes."""
        return texts_of(self.body)


def texts_of(parts: Iterable[Part]) -> list[str]:
    """Return the texts of *parts* that belong to a body, as readers see them."""
    texts: list[str] = []
    for part in parts:
        match part:
            case ItemList(items):
                texts += items
            case Paragraph(text) | Subheading(text) | BlockQuote(text):
                texts.append(text)
            case Update():
                texts += [part.title, *part.texts]
    return [as_read(text) for text in texts]


def as_read(text: str) -> str:
    """Return a text of a data file as readers see it, with ordinary spaces."""
    return plain_text(text).replace("\u00a0", " ")


def instant(when: str, offset: str) -> datetime:
    """Return an ISO date as an instant: *offset* is taken where it has none, midnight where only the day is known.

    >>> instant("2025-11-21", "+01:00").isoformat()
    '2025-11-21T00:00:00+01:00'
    """
    at = datetime.fromisoformat(when)
    return at if at.tzinfo else datetime.fromisoformat(f"{at.isoformat()}{offset}")


def read_story(text: str, name: str = "") -> Story:
    """Return the story that the TOML in *text* describes; *name* is the file's, without ending."""
    table = tomllib.loads(text)
    return Story(**{**table, "name": name, "body": [read_part(part) for part in table["body"]]})


def read_part(part: Any) -> Part:
    """Return a part of a body as TOML gives it."""
    match part:
        case str(text):
            return Paragraph(text)
        case {"subheading": text}:
            return Subheading(text)
        case {"quote": text, "source": source}:
            return BlockQuote(text, source, part.get("kind", "block"))
        case {"list": items}:
            return ItemList(items)
        case {"image": path}:
            return Image(path, part.get("caption", ""), part.get("credit", ""))
        case {"at": at, "title": title, "texts": texts}:
            return Update(at, title, texts)
        case {"page_break": True}:
            return PageBreak()
    expected = "subheading, quote with source, list, image, at with title and texts, page_break"
    raise ValueError(f"expected a paragraph or one of {expected}; found {part!r}")


@cache
def outlets() -> dict[str, Outlet]:
    """Return the outlets by host name."""
    tables = read_table("crawler.demo", "outlets.toml")
    return {host: Outlet(host=host, **table) for host, table in tables.items()}


@cache
def stories() -> tuple[Story, ...]:
    """Return all stories as they are before anything changes, the newest first."""
    folder = files("crawler.demo").joinpath("articles")
    found = [file for file in folder.iterdir() if file.name.endswith(".toml")]
    return newest_first(read_story(file.read_text("utf-8"), file.name.removesuffix(".toml")) for file in found)


def newest_first(stories: Iterable[Story]) -> tuple[Story, ...]:
    """Return *stories* by their dates; those of one instant by their paths."""

    def when(story: Story) -> tuple[datetime, str]:
        return instant(story.published, outlets()[story.outlet].offset), story.path

    return tuple(sorted(stories, key=when, reverse=True))
