"""The demo's news: outlets and stories as their data files give them, and what a perfect reader gets out of each."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple
from urllib.parse import quote
from zlib import crc32

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


Part = Paragraph | Subheading | BlockQuote | ItemList | Image


class DemoQuote(NamedTuple):
    """Somebody's words without their marks; the fullest name of the speaker, or None if the story does not tell."""

    text: str
    speaker: str | None
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoArticle:
    """What a perfect reader gets out of one article's page.

    `published_at` has an offset where the page declares one, and is a day where only the day is printed. `body` is
    paragraphs, subheadings, quotes and list items joined by blank lines. `quotes` are the marked runs that clearly are
    somebody's words, in the order of the body; None where the story is not meant for testing them.
    """

    url: str
    title: str
    description: str
    authors: list[str]
    published_at: str
    modified_at: str | None
    view_count: int | None
    body: str
    quotes: list[DemoQuote] | None
    language: str
    section: str
    markup: str
    charset: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """One newspaper: a table of `outlets.toml`."""

    host: str
    name: str
    tagline: str
    language: str
    offset: str  # what its feeds say where a story prints no offset
    sections: list[str]
    editions: list[str]  # languages with a front page of their own, at /language/
    pages: list[dict[str, Any]]  # texts that are no news: path, title, paragraphs

    def url(self, path: str) -> str:
        """Return the address under which the outlet's pages link to *path*.

        >>> outlets()["harbour-gazette.example"].url("/ja/潮")
        'http://harbour-gazette.example/ja/%E6%BD%AE'
        """
        return f"http://{self.host}{quote(path, safe='/?=&%')}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One article as its file in `articles/` gives it. Knows nothing of how it will be printed."""

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
    body: list[Part]
    quotes: list[dict[str, str]] | None = None

    @property
    def number(self) -> int:
        """The number under which a content system would keep the story."""
        return 10_000 + crc32(self.path.encode()) % 90_000

    @property
    def images(self) -> list[Image]:
        return [part for part in self.body if isinstance(part, Image)]

    def texts(self) -> list[str]:
        """Return what belongs to the body: no captions, no sources of quotes."""
        texts: list[str] = []
        for part in self.body:
            match part:
                case ItemList(items):
                    texts += items
                case Paragraph(text) | Subheading(text) | BlockQuote(text):
                    texts.append(text)
        return [plain_text(text) for text in texts]


def instant(when: str, offset: str) -> datetime:
    """Return an ISO date as an instant: *offset* is taken where it has none, midnight where only the day is known.

    >>> instant("2025-11-21", "+01:00").isoformat()
    '2025-11-21T00:00:00+01:00'
    """
    at = datetime.fromisoformat(when)
    return at if at.tzinfo else datetime.fromisoformat(f"{at.isoformat()}{offset}")


def read_story(text: str) -> Story:
    """Return the story that the TOML in *text* describes."""
    table = tomllib.loads(text)
    return Story(**{**table, "body": [_read_part(part) for part in table["body"]]})


def _read_part(part: Any) -> Part:
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
    raise ValueError(f"expected a paragraph or one of subheading, quote with source, list, image; found {part!r}")


@cache
def outlets() -> dict[str, Outlet]:
    """Return the outlets by host name."""
    tables = tomllib.loads(files("crawler.demo").joinpath("outlets.toml").read_text("utf-8"))
    return {host: Outlet(host=host, **table) for host, table in tables.items()}


@cache
def stories() -> tuple[Story, ...]:
    """Return all stories, the newest first."""
    folder = files("crawler.demo").joinpath("articles")
    found = [read_story(file.read_text("utf-8")) for file in folder.iterdir() if file.name.endswith(".toml")]
    return tuple(sorted(found, key=_newest_last, reverse=True))


def _newest_last(story: Story) -> tuple[datetime, str]:
    return instant(story.published, outlets()[story.outlet].offset), story.path


def expected(story: Story) -> DemoArticle:
    """Return what a perfect reader gets out of the page that prints *story*."""
    kinds = {part.text: part.kind for part in story.body if isinstance(part, BlockQuote)}

    def kind(text: str) -> str:
        return next((kind for block, kind in kinds.items() if text in block), "inline")

    quotes = None
    if story.quotes is not None:
        quotes = [DemoQuote(quote["text"], quote.get("speaker"), kind(quote["text"])) for quote in story.quotes]
    return DemoArticle(
        url=outlets()[story.outlet].url(story.path),
        title=story.title,
        description=story.description,
        authors=story.authors,
        published_at=story.published,
        modified_at=story.modified,
        view_count=story.view_count,
        body="\n\n".join(story.texts()),
        quotes=quotes,
        language=story.language,
        section=story.section,
        markup=story.markup,
        charset=story.charset,
    )


def articles() -> list[DemoArticle]:
    """Return what a perfect reader gets out of every article of the demo, the newest first."""
    return [expected(story) for story in stories()]
