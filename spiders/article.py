"""`article`: the pages it is given, and no others."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from crawler.discovery.links import Link
from crawler.page import Page
from crawler.reading.urls import UrlError, may_be_address, site_of, web_url
from crawler.site import Site
from spiders.base import NewsSpider


class ArticleSpider(NewsSpider):
    """Reads the URLs of `-a url=` (several with spaces between) and of `-a file=`, one a line: see `read_list`."""

    name = "article"
    only_given = True

    def __init__(self, url: str = "", file: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        listed, self.no_urls = read_list(file) if file else ([], [])
        given = [web_url(one) for one in url.split()] + listed
        if not given:
            needed = "the spider `article` needs URLs: -a url=https://site.example/page or -a file=urls.txt"
            raise UrlError(". ".join([*self.no_urls[:1], needed]))
        self.urls = list(dict.fromkeys(given))
        self.site = Site(domain=site_of(self.urls[0]))

    async def start(self) -> AsyncIterator[Any]:
        if self.crawler.stats:
            self.crawler.stats.set_value("pages/named", len(self.urls) + len(self.no_urls))
            self.crawler.stats.inc_value("pages/article/failed", len(self.no_urls))
        for told in self.no_urls:
            self.logger.warning(told)
        for url in self.urls:
            yield self.request(Link(url, "article"))

    def covers(self, url: str) -> bool:
        """Return True: each page is of the site it is on."""
        return True

    def why_not_article(self, page: Page) -> str | None:
        """Return None: who names a page wants it. The archive step refuses one without a title or a body."""
        return None


def read_list(file: str) -> tuple[list[str], list[str]]:
    """Return the addresses in a file of one a line, and of each line that is none what is said of it.

    Empty lines and those that begin with "#" are passed over; "site.example/page" is taken for one at https.
    Raises `UrlError` with what is wrong with the file.
    """
    urls, told = [], []
    for number, line in enumerate(_lines_of(file), 1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        try:
            if not may_be_address(text):  # "url", the head of a table
                raise UrlError(f"{text!r} is not a web address. Expected one like https://site.example/page.")
            urls.append(web_url(text if "://" in text else f"https://{text}"))
        except UrlError as error:
            told.append(f"{file}, line {number}: {error}")
    return urls, told


def _lines_of(file: str) -> list[str]:
    """Return the lines of a file in UTF-8, "-" for stdin, whatever ends them; see `read_list`."""
    try:
        content = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        return content.decode("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not in UTF-8"
        raise UrlError(f"the list {file} cannot be read: {why}. Expected a text with one URL a line") from error
