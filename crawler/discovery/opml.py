"""OPML, the lists of feeds that feed readers write, to sites."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice

from crawler.discovery.feeds import local_name, xml_root
from crawler.reading.urls import site_of, site_or_none, web_url, web_url_or_none

MOST_FEEDS = 5000


@dataclass(slots=True)
class ListedSite:
    """A site in a list: its home page, and those of its feeds that it serves itself."""

    home: str
    feeds: list[str] = field(default_factory=list)


def opml_sites(body: bytes) -> list[ListedSite]:
    """Return the sites that an OPML file lists, in its order, each once; [] if *body* is no OPML."""
    root = xml_root(body)
    if root is None or local_name(root).lower() != "opml":
        return []
    found: dict[str, ListedSite] = {}
    outlines = (element for element in root.iter() if local_name(element) == "outline")
    for outline in islice(outlines, MOST_FEEDS):
        attributes = {name.lower(): value.strip() for name, value in outline.attrib.items()}
        feed, home = _url(attributes.get("xmlurl")), _url(attributes.get("htmlurl")) or _url(attributes.get("url"))
        if (url := home or feed) is None:
            continue
        site = found.setdefault(site_of(url), ListedSite(home or web_url("/", url)))
        if feed and site_of(feed) == site_of(url) and feed not in site.feeds:
            site.feeds.append(feed)
    return list(found.values())


def _url(text: str | None) -> str | None:
    url = web_url_or_none(text or "")
    return url if url and site_or_none(url) else None
