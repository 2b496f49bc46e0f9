"""What the tests of the demo's sites share: how they are asked, and what a page holds."""

from __future__ import annotations

import html
import http.client
import json
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from crawler.demo import DemoArticle, DemoServer, all_articles, outlets

HOST = "harbour-gazette.example"
HOME = f"http://{HOST}"
ARTICLES = pytest.mark.parametrize("article", all_articles(), ids=lambda article: article.name)
OUTLETS = pytest.mark.parametrize("outlet", outlets().values(), ids=lambda outlet: outlet.host)
NOT_ARTICLES = ["/about/", "/contact/", "/tag/harbour/", "/author/marta-oakes/", "/gallery/", "/most-read/", "/search"]
COMMAND = [sys.executable, "-m", "crawler.demo", "--port"]
CHECKOUT = Path(__file__).parents[2]
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
ATOM = "{http://www.w3.org/2005/Atom}"
DENSE = {"ja": 2.5, "zh": 1.8, "ko": 2.6}  # characters that say as much as a word


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    content: bytes

    @property
    def text(self) -> str:
        charset = self.headers.get_content_charset() or "utf-8"
        return self.content.decode({"shift_jis": "cp932", "gb2312": "gb18030"}.get(charset, charset))


Fetch = Callable[..., Answer]


def fetching_from(server: DemoServer) -> Fetch:
    """Return a function that asks *server* for an address, or for a path of the first outlet."""

    def fetch(target: str, host: str = HOST, method: str = "GET", **headers: str) -> Answer:
        url = urlsplit(target)
        path = url.path + (f"?{url.query}" if url.query else "")
        connection = http.client.HTTPConnection(server.address, timeout=10)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, headers={"Host": url.netloc or host, **named})
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())
        finally:
            connection.close()

    return fetch


def visible(page: str) -> str:
    """Return the text of *page* without scripts, styles and tags, its whitespace as single spaces."""
    page = re.sub(r"(?is)<(script|style).*?</\1>", " ", page)
    return " ".join(html.unescape(re.sub(r"(?i)</?(a|b|i|em|strong|span)\b[^>]*>", "", page)).split())


def held_in(page: str, article: DemoArticle) -> str:
    """Return all that *page* tells about its story: what is visible, or the state that a browser would print."""
    if article.markup != "next_state":
        return visible(page)
    [state] = re.findall(r'<script id="__NEXT_DATA__" type="application/json">(.*?)</script>', page)
    told = json.loads(state)["props"]["pageProps"]["article"]
    texts = [block.get("html") or block.get("text") or "" for block in told["blocks"]]
    return visible(" ".join([told["title"], told["subtitle"], *(author["name"] for author in told["authors"]), *texts]))


def read_article(name: str, state: int = 0, host: str | None = None) -> DemoArticle:
    found = [article for article in all_articles(state) if article.name == name]
    [article] = [article for article in found if host is None or urlsplit(article.url).netloc.endswith(host)]
    return article


def paragraphs(article: DemoArticle) -> list[str]:
    return article.body.split("\n\n")


def documents(fetch: Fetch, first: str, following: Callable[[Answer], str | None]) -> Iterator[Answer]:
    """Yield the answer of *first* and of every page that follows it."""
    url: str | None = first
    while url:
        answer = fetch(url)
        assert answer.status == 200, url
        yield answer
        url = following(answer)
