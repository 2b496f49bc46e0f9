"""Every address of the demo and what it answers, as bytes."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote, unquote, urlsplit

from crawler.demo import content, feeds, listing
from crawler.demo.article_page import ArticlePage
from crawler.demo.content import Outlet, Story, instant
from crawler.demo.markups import MARKUPS
from crawler.demo.words import all_words

BUILT_AT = datetime(2024, 1, 1, tzinfo=UTC)  # of what never changes: pictures, styles
CODECS = {"Shift_JIS": "cp932"}  # browsers read the label as this superset
STYLE_SHEET = b"html{scroll-behavior:smooth}\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """What one address answers. `location` is where a redirect leads."""

    content: bytes
    content_type: str
    status: int = 200
    last_modified: datetime | None = None
    location: str | None = None


class DemoSite:
    """The outlets on their hosts: the bare name, `www.` that leads there, and `m.` with the same pages."""

    def __init__(self, outlets: Sequence[Outlet] | None = None, stories: Sequence[Story] | None = None) -> None:
        outlets = list(content.outlets().values()) if outlets is None else outlets
        stories = content.stories() if stories is None else stories
        self._outlets = {outlet.host: outlet for outlet in outlets}
        self._resources = {
            host: dict(_resources(outlet, [story for story in stories if story.outlet == host]))
            for host, outlet in self._outlets.items()
        }

    @property
    def hosts(self) -> tuple[str, ...]:
        """All names that the site answers to."""
        return tuple(prefix + host for host in self._outlets for prefix in ("", "www.", "m."))

    def paths(self, host: str) -> list[str]:
        """Return every path of the outlet on *host*, percent-encoded."""
        return list(self._resources[host])

    def answer(self, host: str, target: str) -> Resource:
        """Return what *host* answers to a request for *target*, a path with or without a query.

        The query is ignored, as most sites ignore parameters they do not know. An unknown host or path gets a 404.
        """
        bare = host.removeprefix("m.")
        if host.startswith("www.") and host.removeprefix("www.") in self._outlets:
            location = f"http://{host.removeprefix('www.')}{target}"
            return Resource(content=b"", content_type="text/plain; charset=utf-8", status=301, location=location)
        if bare not in self._outlets:
            return _text(f"No site named {host!r} is served here. Known: {', '.join(self.hosts)}.\n", status=404)
        path = quote(unquote(urlsplit(target).path))
        found = self._resources[bare].get(path)
        return found or _html(listing.not_found(self._outlets[bare]), "utf-8", None, status=404)


def _resources(outlet: Outlet, stories: Sequence[Story]) -> Iterator[tuple[str, Resource]]:
    """Yield path (percent-encoded) and answer of everything that *outlet* serves; *stories* come newest first."""
    newest = max((_changed_at(outlet, story) for story in stories), default=BUILT_AT)
    by_path = {story.path: story for story in stories}
    for story in stories:
        page = ArticlePage(
            outlet=outlet,
            story=story,
            words=all_words()[story.language],
            related=[by_path[path] for path in story.related if path in by_path],
            most_read=[other for other in listing.most_read(stories) if other is not story][:5],
        )
        yield quote(story.path), _html(MARKUPS[story.markup](page), story.charset, _changed_at(outlet, story))

    others = dict(listing.pages(outlet, stories))
    for path, html in others.items():
        yield quote(path), _html(html, "utf-8", newest)

    yield "/robots.txt", _text(feeds.robots(outlet), last_modified=BUILT_AT)
    machines = {
        "/feed.xml": ("application/rss+xml", feeds.rss(outlet, stories)),
        "/sitemap_index.xml": ("text/xml", feeds.sitemap_index(outlet, ["/post-sitemap.xml", "/page-sitemap.xml"])),
        "/post-sitemap.xml": ("text/xml", feeds.sitemap_of_stories(outlet, stories)),
        "/page-sitemap.xml": (
            "text/xml",
            feeds.sitemap_of_pages(outlet, [path for path in others if path != "/search"]),
        ),
    }
    for path, (kind, text) in machines.items():
        yield path, Resource(content=text.encode(), content_type=f"{kind}; charset=utf-8", last_modified=newest)

    yield "/assets/site.css", Resource(content=STYLE_SHEET, content_type="text/css", last_modified=BUILT_AT)
    for path in ["/media/logo.png", *(image.path for story in stories for image in story.images)]:
        yield quote(path), Resource(content=_picture(path), content_type="image/png", last_modified=BUILT_AT)


def _changed_at(outlet: Outlet, story: Story) -> datetime:
    return instant(story.modified or story.published, outlet.offset)


def _html(html: str, charset: str, last_modified: datetime | None, status: int = 200) -> Resource:
    return Resource(
        # What the encoding lacks is written as a reference, as old systems do.
        content=html.encode(CODECS.get(charset, charset), "xmlcharrefreplace"),
        content_type=f"text/html; charset={charset}",
        status=status,
        last_modified=last_modified,
    )


def _text(text: str, status: int = 200, last_modified: datetime | None = None) -> Resource:
    kind = "text/plain; charset=utf-8"
    return Resource(content=text.encode(), content_type=kind, status=status, last_modified=last_modified)


def _picture(path: str) -> bytes:
    """Return a PNG of 160 by 90 pixels in one quiet colour that *path* decides."""
    colour = bytes(96 + byte // 3 for byte in zlib.crc32(path.encode()).to_bytes(4, "big")[:3])
    rows = (b"\0" + colour * 160) * 90
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", 160, 90, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )
