"""Every address of the demo and what it answers, as bytes."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from urllib.parse import parse_qs, quote, unquote, urlsplit

from crawler.demo import content, feeds, listing, states
from crawler.demo.article_page import ArticlePage
from crawler.demo.content import Outlet, Story, instant
from crawler.demo.markups import MARKUPS, VARIANTS
from crawler.demo.words import all_words

BUILT_AT = datetime(2024, 1, 1, tzinfo=UTC)  # of what never changes: pictures, styles
CODECS = {"Shift_JIS": "cp932", "gb2312": "gb18030"}  # browsers read the label as this superset
STYLE_SHEET = b"html{scroll-behavior:smooth}\n"
RELATED = 3
PAGING = ("page", "start")  # the parameters that lead to another page; all others are ignored, as most sites do


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """What one address answers. `location` is where a redirect leads."""

    content: bytes
    content_type: str
    status: int = 200
    last_modified: datetime | None = None
    location: str | None = None


class DemoSite:
    """The outlets on their hosts, in one state.

    Each outlet has a name that its pages are linked under, bare or with `www.`; the other one leads there, and `m.`
    serves the same pages.
    """

    def __init__(
        self, outlets: Sequence[Outlet] | None = None, stories: Sequence[Story] | None = None, state: int = 0
    ) -> None:
        outlets = list(content.outlets().values()) if outlets is None else outlets
        stories = states.stories_at(state) if stories is None else stories
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
        """Return every path of the outlet on *host*, percent-encoded, with its query where that leads to a page."""
        return list(self._resources[host])

    def answer(self, host: str, target: str) -> Resource:
        """Return what *host* answers to a request for *target*, a path with or without a query.

        An unknown host or path gets a 404.
        """
        bare = host.removeprefix("www.").removeprefix("m.")
        if bare not in self._outlets:
            return _text(f"No site named {host!r} is served here. Known: {', '.join(self.hosts)}.\n", status=404)
        outlet = self._outlets[bare]
        if host != f"m.{bare}" and host != outlet.prefix + bare:
            return _redirect(f"http://{outlet.prefix}{bare}{target}")
        found = self._resources[bare].get(self._key(bare, target))
        return found or _html(listing.not_found(outlet), "utf-8", None, status=404)

    def _key(self, host: str, target: str) -> str:
        """Return the address among the resources that *target* asks for."""
        parts = urlsplit(target)
        path = quote(unquote(parts.path))
        query = parse_qs(parts.query)
        for name in PAGING:
            number = query.get(name, ["1"])[-1]
            pages = any(key.startswith(f"{path}?{name}=") for key in self._resources[host])
            if pages and number not in {"0", "1"}:
                return f"{path}?{name}={number}"
        return path

    def after(self, before: DemoSite, at: datetime) -> DemoSite:
        """Return this site as it follows *before*: what differs was changed *at*, what is gone says so or redirects."""
        site = DemoSite(list(self._outlets.values()), ())
        for host, old in before._resources.items():
            new = {
                path: now if path in old and old[path].content == now.content else replace(now, last_modified=at)
                for path, now in self._resources[host].items()
            }
            outlet = self._outlets[host]
            for path, moved in states.redirects().get(host, {}).items():
                new[quote(path)] = _redirect(outlet.url(moved))
            for path, status in states.removals().get(host, {}).items():
                new[quote(path)] = _html(listing.not_found(outlet, status), "utf-8", None, status=status)
            site._resources[host] = new
        return site


@cache
def site_at(state: int) -> DemoSite:
    """Return the demo in *state*; the same object each time."""
    site = DemoSite(state=state)
    return site if state == 0 else site.after(site_at(state - 1), states.changes().at)


def _resources(outlet: Outlet, stories: Sequence[Story]) -> Iterator[tuple[str, Resource]]:
    """Yield path (percent-encoded) and answer of everything that *outlet* serves; *stories* come newest first."""
    newest = max((_changed_at(outlet, story) for story in stories), default=BUILT_AT)
    for story in stories:
        yield from _article(outlet, story, stories)

    others = dict(listing.pages(outlet, stories))
    for path, html in others.items():
        yield _address(path), _html(html, "utf-8", newest)

    yield "/robots.txt", _text(feeds.robots(outlet), last_modified=BUILT_AT)
    plain = [path for path in others if "?" not in path and path != "/search"]
    for path, (kind, text) in feeds.documents(outlet, stories, plain).items():
        yield path, Resource(content=text.encode(), content_type=f"{kind}; charset=utf-8", last_modified=newest)

    yield "/assets/site.css", Resource(content=STYLE_SHEET, content_type="text/css", last_modified=BUILT_AT)
    for path in ["/media/logo.png", *(image.path for story in stories for image in story.images)]:
        yield quote(path), Resource(content=_picture(path), content_type="image/png", last_modified=BUILT_AT)


def _article(outlet: Outlet, story: Story, stories: Sequence[Story]) -> Iterator[tuple[str, Resource]]:
    """Yield the pages of one story: the first, those that follow, other forms of it such as AMP."""
    by_path = {other.path: other for other in stories}
    for old, moved in states.redirects().get(outlet.host, {}).items():
        if moved in by_path:
            by_path[old] = by_path[moved]
    chosen = [by_path[path] for path in story.related if path in by_path]
    alike = [other for other in stories if other.language == story.language and other is not story]
    page = ArticlePage(
        outlet=outlet,
        story=story,
        words=all_words()[story.language],
        related=chosen if story.related else alike[:RELATED],
        most_read=[other for other in listing.most_read(stories) if other is not story][:5],
    )
    changed = _changed_at(outlet, story)
    for number in range(1, len(story.pages) + 1):
        html = MARKUPS[story.markup](replace(page, number=number))
        yield _address(story.page_path(number)), _html(html, story.charset, changed)
    for suffix, variant in VARIANTS.get(story.markup, {}).items():
        yield _address(story.path + suffix), _html(variant(page), "utf-8", changed)


def _address(path: str) -> str:
    path, mark, query = path.partition("?")
    return quote(path) + mark + query


def _changed_at(outlet: Outlet, story: Story) -> datetime:
    return instant(story.modified or story.published, outlet.offset)


def _redirect(location: str) -> Resource:
    return Resource(content=b"", content_type="text/plain; charset=utf-8", status=301, location=location)


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


@cache
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
