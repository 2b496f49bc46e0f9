"""RSS, Atom, RDF and JSON feeds to links with dates."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from lxml import etree

from crawler.discovery.links import Link
from crawler.reading.dates import parse_declared
from crawler.reading.instants import utc_text
from crawler.reading.urls import UrlError, web_url

_DATES = ("updated", "modified", "pubDate", "published", "date", "issued", "lastmod")


def xml_root(body: bytes) -> Any:
    """Return the root of the XML in *body*, mended where it is malformed, or None where nothing is left of it.

    No entity is resolved and nothing is loaded from elsewhere.
    """
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        return etree.fromstring(body.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def local_name(element: Any) -> str:
    """Return an element's name without its namespace; "" for comments and instructions."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def date_of(text: str | None) -> str | None:
    """Return a declared date as UTC text, or None."""
    moment = parse_declared(text.strip()) if text else None
    return utc_text(moment.when) if moment else None


def feed_links(body: bytes, url: str) -> Iterator[Link]:
    """Yield the articles that a feed lists, newest as the feed has it; nothing if *body* is no feed."""
    if body.lstrip()[:1] == b"{":
        yield from _json_feed(body, url)
        return
    root = xml_root(body)
    if root is None:
        return
    for entry in root.iter():
        if local_name(entry) in ("item", "entry") and (link := _entry(entry, url)):
            yield link


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
    address = found.get("link") or found.get("guid")
    date = next((d for d in (date_of(found.get(name)) for name in _DATES) if d), None)
    return _link(address, base, date)


def _json_feed(body: bytes, url: str) -> Iterator[Link]:
    try:
        items = json.loads(body).get("items")
    except (ValueError, AttributeError, RecursionError):
        return
    for item in items if isinstance(items, list) else ():
        if isinstance(item, dict):
            date = item.get("date_modified") or item.get("date_published")
            address = item.get("url")
            if isinstance(address, str) and (
                link := _link(address, url, date_of(date if isinstance(date, str) else None))
            ):
                yield link


def _link(address: str | None, base: str, date: str | None) -> Link | None:
    try:
        return Link(web_url(address, base), "article", date, is_told=True) if address else None
    except UrlError:
        return None
