"""`article`: the pages it is given, and no others."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from crawler.discovery.links import Link
from crawler.page import Page
from crawler.reading.urls import UrlError, site_of, web_url
from crawler.site import Site
from spiders.base import NewsSpider


class ArticleSpider(NewsSpider):
    """Reads the URLs of `-a url=` (several with spaces between) and of `-a file=`, one a line, "#" before notes."""

    name = "article"
    only_given = True

    def __init__(self, url: str = "", file: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        lines = _lines_of(file) if file else []
        given = url.split() + [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]
        if not given:
            raise UrlError("the spider `article` needs URLs: -a url=https://site.example/page or -a file=urls.txt")
        self.urls = list(dict.fromkeys(web_url(one) for one in given))
        self.site = Site(domain=site_of(self.urls[0]))

    async def start(self) -> AsyncIterator[Any]:
        if self.crawler.stats:
            self.crawler.stats.set_value("pages/named", len(self.urls))
        for url in self.urls:
            yield self.request(Link(url, "article"))

    def covers(self, url: str) -> bool:
        """Return True: each page is of the site it is on."""
        return True

    def why_not_article(self, page: Page) -> str | None:
        """Return None: who names a page wants it. The archive step refuses one without a title or a body."""
        return None


def _lines_of(file: str) -> list[str]:
    """Return the lines of a file in UTF-8, whatever ends them. Raises `UrlError` with what is wrong with it."""
    try:
        return Path(file).read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not in UTF-8"
        raise UrlError(f"-a file={file} cannot be read: {why}. Expected a text with one URL a line") from error
