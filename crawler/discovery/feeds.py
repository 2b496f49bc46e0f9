"""RSS, Atom, RDF and JSON feeds to links with dates."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from lxml import etree

from crawler.discovery.links import Link
from crawler.reading.dates.dates import parse_declared
from crawler.reading.instants import utc_text
from crawler.reading.urls import web_url_or_none

_PUBLISHED = ("pubDate", "published", "issued", "date", "created")
_CHANGED = ("updated", "modified", "lastmod")
_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
# Of JSON: "next_url" of feeds, "next" and "nextPageUrl" of what a button loads.
NEXT = re.compile(r"next(?:_?page)?(?:_?(?:url|link|href))?|(?:load_?)?more_?url", re.IGNORECASE)
MOST_ENTRIES = 50_000  # of one listing; no sitemap may hold more
# Halves of letters as UTF-16 cuts them, "&#55357;&#56832;" for a smile: letters to the parser, none to Python.
_HALF_REFERENCE = re.compile(rb"&#(?:x0*d[89a-f][0-9a-f]{2}|0*5(?:529[6-9]|5[3-9]\d\d|[67]\d{3}));", re.I)
_HALF_LETTER = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")  # "нії" in windows-1251
_OTHER_ENCODING = re.compile(rb"""\xff\xfe|\xfe\xff|<\?xml[^<>]{0,100}\bencoding\s*=\s*["'](?!utf-?8["'])""", re.I)


def xml_root(body: bytes) -> Any:
    """Return the root of the XML in *body*, mended where it is malformed, or None where nothing is left of it.

    No entity is resolved and nothing is loaded from elsewhere.
    """
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    body = _HALF_REFERENCE.sub(b"?", body.lstrip())
    try:
        return etree.fromstring(body if _OTHER_ENCODING.match(body) else _HALF_LETTER.sub(b"?", body), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def local_name(element: Any) -> str:
    """Return an element's name without its namespace; "" for comments and instructions."""
    return namespace_and_name(element)[1]


def namespace_and_name(element: Any) -> tuple[str, str]:
    """Return both, "" where there is none. Of a mended document neither need be one that XML allows."""
    tag = element.tag if isinstance(element.tag, str) else ""
    namespace, _, name = tag.rpartition("}")
    return namespace.removeprefix("{"), name


def date_of(text: str | None) -> str | None:
    """Return a declared date as UTC text, or None."""
    moment = parse_declared(text.strip()) if text else None
    return utc_text(moment.when) if moment else None


def feed_links(body: bytes, url: str) -> Iterator[Link]:
    """Yield the articles that a feed lists, as the feed has them, then its next page; nothing if *body* is no feed."""
    if body.lstrip()[:1] == b"{":
        yield from _json_feed(body, url)
        return
    root = xml_root(body)
    if root is None:
        return
    base = urljoin(url, root.get(_XML_BASE) or "")
    following = None
    for element in root.iter():
        name = local_name(element)
        if name in ("item", "entry"):
            if link := _entry(element, base):
                yield link
        elif name == "link" and element.get("rel") == "next" and local_name(element.getparent()) in ("feed", "channel"):
            following = element.get("href")
    yield from _next_page(following, base)


def _entry(entry: Any, base: str) -> Link | None:
    found: dict[str, str] = {}
    for child in entry:
        name, text = local_name(child), (child.text or "").strip()
        if name == "link" and child.get("href") and child.get("rel", "alternate") == "alternate":
            found.setdefault("link", child.get("href"))
        elif name == "guid" and child.get("isPermaLink", "true") == "true" and text.startswith("http"):
            found.setdefault("guid", text)
        elif text:
            found.setdefault(name, text)
    # A feed that counts its readers links to the counter, and names the page aside.
    address = found.get("origLink") or found.get("link") or found.get("guid")
    published = _first_date(found.get(name) for name in _PUBLISHED)
    changed = _first_date(found.get(name) for name in _CHANGED)
    return _link(address, urljoin(base, entry.get(_XML_BASE) or ""), published, changed)


def _json_feed(body: bytes, url: str) -> Iterator[Link]:
    try:
        feed = json.loads(body)
        items = feed.get("items")
    except (ValueError, AttributeError, RecursionError):
        return
    has_entries = False
    for item in items if isinstance(items, list) else ():
        if isinstance(item, dict) and isinstance(address := item.get("url") or item.get("external_url"), str):
            published, changed = (date_of(_text(item.get(name))) for name in ("date_published", "date_modified"))
            if link := _link(address, url, published, changed):
                yield link
                has_entries = True
    if not has_entries:
        return
    following = next((name for name in feed if NEXT.fullmatch(name) and feed[name]), "")
    yield from _next_page(_text(feed.get(following)), url)


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _first_date(texts: Iterator[str | None] | Any) -> str | None:
    return next((date for date in map(date_of, texts) if date), None)


def _next_page(address: str | None, base: str) -> Iterator[Link]:
    if address and (url := web_url_or_none(address, base)):
        yield Link(url, "listing", onward=True)


def _link(address: str | None, base: str, published: str | None, changed: str | None) -> Link | None:
    url = web_url_or_none(address, base) if address else None
    dates = [date for date in (published, changed) if date]
    return Link(url, "article", max(dates, default=None), is_told=True, published_at=published) if url else None
