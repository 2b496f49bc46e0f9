"""What kind of text the page says it is."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

from crawler.items import Article
from crawler.page import Page
from crawler.reading.text import folded
from pipelines.field import Candidate, FieldPipeline, Found

WORDS = tomllib.loads(files("pipelines").joinpath("declared_words.toml").read_text("utf-8"))
_OPINION = frozenset(folded(word) for word in WORDS["opinion"])
_BY_TYPE = {
    "LiveBlogPosting": "live_blog",
    "OpinionNewsArticle": "opinion",
    "VideoObject": "video",
}  # fmt: skip
_ARTICLE = re.compile(r"\w*Article$|BlogPosting$|Report$")


def json_ld(page: Page) -> Found[str] | None:
    """The schema.org type: of the article, or of the page's only thing where it is a video."""
    article = page.structured.article
    types = _types(article.get("@type"))
    for name in types:
        if name in _BY_TYPE:
            return Found(_BY_TYPE[name], name)
    if genre := _genre(article.get("genre")):
        return Found("opinion", genre)
    if types and all(_ARTICLE.match(name) for name in types):
        return Found("article", ", ".join(types))
    # An article may hold a video and declare nothing but that.
    only = page.structured.nodes[:1] if not article and page.meta.get("og:type", "").lower() != "article" else []
    return Found("video", "VideoObject") if any("VideoObject" in _types(n.get("@type")) for n in only) else None


def _types(value: object) -> list[str]:
    return [name for name in (value if isinstance(value, list) else [value]) if isinstance(name, str)]


def _genre(value: object) -> str | None:
    return next((name for name in _types(value) if folded(name) in _OPINION), None)


def open_graph(page: Page) -> Found[str] | None:
    declared = page.meta.get("og:type", "").lower()
    if declared.startswith("video"):
        return Found("video", declared)
    return Found("article", declared) if declared in ("article", "newsarticle", "blog") else None


class KindPipeline(FieldPipeline[str]):
    """`kind`: "article", "live_blog", "video" or "opinion". A section named for opinions says so of its stories."""

    field = "kind"
    sources = (json_ld, open_graph)

    def candidates(self, page: Page, article: Article) -> list[Candidate[str]]:
        found = super().candidates(page, article)
        if article.section and folded(article.section) in _OPINION:
            said = self.candidate("opinion", "section", article.section, page)
            # "NewsArticle" is what systems write for everything; a live blog or a video is said on purpose.
            found = [c for c in found if c.value != "article"] + [said] + [c for c in found if c.value == "article"]
        return found
