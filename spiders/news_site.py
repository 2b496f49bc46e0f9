"""`news_site`: any site, from its home page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urljoin

from crawler.reading.urls import UrlError, site_of, web_url
from crawler.site import Site
from spiders.base import NewsSpider


class NewsSiteSpider(NewsSpider):
    """Finds a site's articles through its feeds, its sitemaps and the links of its home page, `-a url=`."""

    name = "news_site"

    def __init__(self, url: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if not url:
            raise UrlError("the spider `news_site` needs the site's address: -a url=https://site.example/")
        self.home = web_url(url if "://" in url else f"https://{url}")
        self.site = Site(domain=site_of(self.home))

    def start_listings(self) -> Iterable[str]:
        return (self.home, urljoin(self.home, "/robots.txt"))
