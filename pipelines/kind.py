"""What kind of text the page says it is."""

from __future__ import annotations

import re
from urllib.parse import unquote

from crawler.blocks import Block
from crawler.data_files import read_table
from crawler.items import Article, KindOfArticle
from crawler.layout import headline_position
from crawler.page import Page
from crawler.reading.text import folded
from crawler.reading.urls import path_of
from crawler.structured_data import text_of
from pipelines.entries import FEWEST, by_markup
from pipelines.field import Candidate, FieldPipeline, Found

WORDS = read_table("pipelines", "declared_words.toml")
_OPINION = frozenset(folded(word) for word in WORDS["opinion"])
_LIVE = frozenset(folded(word) for word in WORDS["live"])
# Folders of an address that hold other things too.
_AMBIGUOUS = frozenset(folded(word) for word in WORDS["ambiguous_folders"])
_FOLDERS: dict[str, KindOfArticle] = {
    **dict.fromkeys(_OPINION - _AMBIGUOUS, "opinion"),
    **dict.fromkeys(_LIVE - _AMBIGUOUS, "live_blog"),
}
# /ticker/storm, /storm-in-diretta; "live" within words of a headline may be a verb
_LIVE_IN_ADDRESS = re.compile(
    r"(?<![^/-])(?:live-?blog|(?:live-?|news)?ticker|en-direct|en-vivo|in-diretta|ao-vivo)(?![^/.-])|(?<![^/])live-|-live$"
)
_NAMED: dict[str, KindOfArticle] = {**dict.fromkeys(_OPINION, "opinion"), **dict.fromkeys(_LIVE, "live_blog")}
_AROUND = frozenset("nav header footer aside menu".split())
ABOVE = 2  # blocks over the headline
MENU = 0.9  # of a text in a menu is link
_PREFIX = re.compile(r"\s*[:|]\s*|\s+[-–—•]\s+")
_BY_TYPE: dict[str, KindOfArticle] = {
    "LiveBlogPosting": "live_blog",
    "OpinionNewsArticle": "opinion",
    "VideoObject": "video",
}  # fmt: skip
_ARTICLES = frozenset("article newsarticle news blog".split())
LONGEST = 30  # characters, of a label
MOST_FOLDERS = 10
_CLOCK = re.compile(r"(?:\w{1,12} )?(\d{1,2}[:.]\d\d)(?![\d.:])")  # "10:42", "Update 10:42 Uhr", "10.42 The ferry ..."
_ARTICLE = re.compile(r"\w*Article$|BlogPosting$|Report$")


def json_ld(page: Page) -> Found[KindOfArticle] | None:
    """The schema.org type: of the article, or of the page's only thing where it is a video."""
    article = page.structured.article
    types = _types(article.get("@type"))
    for name in types:
        if name in _BY_TYPE and not (name == "VideoObject" and page.meta.get("og:type", "").lower() == "article"):
            return Found(_BY_TYPE[name], name)
    if _is_followed_live(page):
        return Found("live_blog", "LiveBlogPosting")
    if genre := _genre(article.get("genre")):
        return Found("opinion", genre)
    if types and all(_ARTICLE.match(name) for name in types):
        return Found("article", ", ".join(types))
    # An article may hold a video and declare nothing but that.
    only = page.structured.nodes[:1] if not article and page.meta.get("og:type", "").lower() != "article" else []
    return Found("video", "VideoObject") if any("VideoObject" in _types(n.get("@type")) for n in only) else None


def _is_followed_live(page: Page) -> bool:
    """Whether the page declares its article once more as a live blog, under the same headline."""
    own = folded(page.structured.get("headline") or "")
    live = (node for node in page.structured.nodes if "LiveBlogPosting" in _types(node.get("@type")))
    return any(own and folded(text_of(node.get("headline")) or "") == own for node in live)


def _types(value: object) -> list[str]:
    return [name for name in (value if isinstance(value, list) else [value]) if isinstance(name, str)]


def _genre(value: object) -> str | None:
    return next((name for name in _types(value) if folded(name) in _OPINION), None)


def open_graph(page: Page) -> Found[KindOfArticle] | None:
    declared = page.meta.get("og:type", "").lower()
    if declared.startswith("video"):
        return Found("video", declared)
    return Found("article", declared) if declared in _ARTICLES else None


def microdata(page: Page) -> Found[KindOfArticle] | None:
    """Whether the page marks a headline as that of an article."""
    headline = next(iter(page.microdata.get("headline", [])), None)
    return Found("article", headline) if headline else None


def address(page: Page) -> Found[KindOfArticle] | None:
    """What a folder of the page's address says: /opinion/let-readers-in, /liveblog/2601234-storm."""
    *folders, last = path_of(page.url).strip("/").split("/")[:MOST_FOLDERS]
    for name in [*folders, last.partition("-")[0] if last.lower().startswith("liveblog-") else ""]:
        if kind := _FOLDERS.get(folded(unquote(name))):
            return Found(kind, name)
    return None


def entries(page: Page, article: Article) -> Found[KindOfArticle] | None:
    """Whether the story is told in entries, each with its time, at an address that says live: /live/storm."""
    path = path_of(page.url).strip("/").lower()
    *folders, _ = path.split("/")[:MOST_FOLDERS]
    name = next((name for name in folders if folded(unquote(name)) in _LIVE), None)
    if name is None and (said := _LIVE_IN_ADDRESS.search(path)):
        name = said[0].strip("-")
    if name is None or not article.blocks:
        return None
    told = {block.element for block in article.blocks if block.element is not None}
    inside = [n for n, block in enumerate(page.blocks) if block.element in told]
    lines = page.blocks[max(0, inside[0] - 1) : inside[-1] + 1] if inside else []
    times = {found[1] for block in lines if (found := _CLOCK.match(block.text))}
    if len(times) >= FEWEST or len(by_markup(page, article)) >= FEWEST:
        return Found("live_blog", f"{name}: {len(times)} times")
    return None


def headline(page: Page, title: str | None) -> Found[KindOfArticle] | None:
    """What stands before the headline, or on a line of its own over it: "LIVE: Storm hits coast", "Ledare"."""
    for text in (title, page.meta.get("og:title"), page.structured.get("headline")):
        first, *rest = _PREFIX.split(text or "", maxsplit=1)
        if rest and folded(first) in _LIVE:
            return Found("live_blog", text or "")
    at = headline_position(page, title)
    for n in range(max(0, at - ABOVE), at) if at else ():
        block = page.blocks[n]
        kind = _NAMED.get(folded(block.text)) if len(block.text) <= LONGEST else None
        if not kind or block.element is None or (n and _is_beside(block, page.blocks[n - 1])):
            continue
        if not any(above.tag in _AROUND for above in block.element.lineage()):
            return Found(kind, block.text)
    return None


def _is_beside(block: Block, other: Block) -> bool:
    """Whether both are links made alike: of a menu that no tag tells, <div><ul><li><a>Sports</a><li><a>Opinion</a>."""
    linked = block.link_density > MENU and other.link_density > MENU
    return (
        linked and other.element is not None and block.element is not None and block.element.path == other.element.path
    )


class KindPipeline(FieldPipeline[KindOfArticle]):
    """`kind`: one of `KindOfArticle`. A section named for opinions says so of its stories."""

    field = "kind"
    sources = (json_ld, open_graph)

    def candidates(self, page: Page, article: Article) -> list[Candidate[KindOfArticle]]:
        found = super().candidates(page, article)
        said = []
        if article.section and folded(article.section) in _OPINION:
            said.append(self.candidate("opinion", "section", article.section, page))
        if page.given_body is None and not any(c.value != "article" for c in found):
            told = (("address", address(page) or entries(page, article)), ("headline", headline(page, article.title)))
            said += [self.candidate(what.value, how, what.evidence, page) for how, what in told if what]
        if not found and not said and (marked := microdata(page)):
            found.append(self.candidate(marked.value, "microdata", marked.evidence, page))
        if said:
            # "NewsArticle" is what systems write for everything; a live blog or a video is said on purpose.
            found = [c for c in found if c.value != "article"] + said + [c for c in found if c.value == "article"]
        return found
