"""The picture that the page declares for its story, or that it shows there with a caption."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from crawler.items import Article
from crawler.page import Page
from crawler.reading.picture_names import file_name
from crawler.reading.text import clean
from crawler.reading.urls import web_url_or_none
from pipelines.field import Candidate, FieldPipeline
from pipelines.places.printed_pictures import printed

LONGEST_URL = 2000
_NO_PICTURE = re.compile(
    r"(?:^|[/_.-])(?:logo|placeholder|favicon|blank|spacer|default[_-]?(?:image|share|og)|no-?image)", re.IGNORECASE
)


def _address(value: Any, page: Page) -> str | None:
    """The absolute address in *value*: a string, or an ImageObject's `url`, `contentUrl` or `@id`."""
    value = page.structured.resolve(value)
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("url") or value.get("contentUrl") or value.get("@id")
        return _address(value, page) if isinstance(value, list | str) else None
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST_URL:
        return None
    return web_url_or_none(clean(value), page.url)


def json_ld(page: Page) -> str | None:
    return next(filter(None, (_address(v, page) for v in page.structured.values("image"))), None)


def open_graph(page: Page) -> str | None:
    return _address(page.meta.get("og:image") or page.meta.get("og:image:url"), page)


def microdata(page: Page) -> str | None:
    return next(filter(None, (_address(value, page) for value in page.microdata.get("image", [])[:1])), None)


def twitter(page: Page) -> str | None:
    return _address(page.meta.get("twitter:image") or page.meta.get("twitter:image:src"), page)


class ImageUrlPipeline(FieldPipeline[str]):
    """`image_url`, absolute: the picture declared for the story, not the site's mark; else the first with a caption."""

    field = "image_url"
    sources = (json_ld, open_graph)

    def candidates(self, page: Page, article: Article) -> list[Candidate[str]]:
        found = super().candidates(page, article)
        # It repeats og:image, and reading an address costs more than all else here.
        if not any(c.refused is None for c in found) and (address := twitter(page)):
            found.append(self.candidate(address, "twitter", address, page))
        if not any(c.refused is None for c in found) and (address := microdata(page)):
            found.append(self.candidate(address, "microdata", address, page))
        if not any(c.refused is None for c in found) and (shown := printed(page, article)):
            found.append(self.candidate(shown.value, "printed", shown.evidence, page))
        return found

    def refusal(self, value: str, page: Page) -> str | None:
        return "the site's mark, or a stand-in" if _NO_PICTURE.search(urlsplit(value).path) else None

    def same(self, one: str, other: str) -> bool:
        return file_name(one) == file_name(other)
