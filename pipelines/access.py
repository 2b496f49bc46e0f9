"""What reading the story costs: free, metered or paywalled, as the page says."""

from __future__ import annotations

import re
from typing import Any

from crawler.data_files import read_table
from crawler.items import Access, Article
from crawler.layout import weighs
from crawler.page import Page
from crawler.reading.text import clean, folded
from crawler.structured_data import text_of
from pipelines.field import Candidate, FieldPipeline, Found

WORDS = read_table("pipelines", "declared_words.toml")
TIERS: dict[str, Access] = {value: tier for tier, values in WORDS["tiers"].items() for value in values}
METAS = (
    "article:content_tier", "content_tier", "og:article:content_tier", "article:access", "cxenseparse:articletype",
    "article.access", "access", "paywall", "ispremium", "is_premium", "premium", "article:premium", "contentaccess",
)  # fmt: skip
_WALL = re.compile(
    r"(?<![a-z])(?:pay[-_]?(?:wall|layer|gate|box|block|barrier)"
    r"|(locked[-_]?(?:box|content|article|story)))",
    re.IGNORECASE,
)
_IN_CLASSES = ("pay", "locked")
MOST_ELEMENTS = 5
LONGEST = 2000
_SUBSCRIBE = re.compile("|".join(WORDS["subscribe"]))
_SUBSCRIPTION = re.compile(
    r"subscri|abonn|\babo\b|suscri|abbon|assin|prenum|předpl|predpl|pretpl|подпи|підпи|передпл|претпл|tilaa|előfiz|구독|订阅|訂閱|付费|付費"
)
_METER = re.compile("|".join(WORDS["meter"]))
_READ_ON = tuple(WORDS["read_on"])
_SUBSCRIBER = re.compile(
    _SUBSCRIPTION.pattern
    + "|abone|wykup|naročni|abonați|مشترك|اشتراك|اشترك|مشترک|اشتراک|מנוי|सदस्य|会員|會員|会员|購読|회원"
    "|สมาชิก|langganan|đăng ký|συνδρομ"
)
_OF_LETTERS = re.compile(
    r"newsletter|e-?mail|telegram|whatsapp|youtube|podcast|rss"
)  # what is subscribed to for nothing
LONGEST_SHOWN = 3000  # Latin characters: what a wall lets through is the beginning
FARTHEST_WALL = 5  # blocks below the story
LONGEST_PLEA = 250
_FREE = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def json_ld(page: Page) -> Found[Access] | None:
    """`isAccessibleForFree` of the article, declared once or twice, or of a part of it that is not."""
    article = page.structured.article
    parts = article.get("hasPart")
    nodes = [article, *(parts if isinstance(parts, list) else [parts])]
    nodes += [node for node in page.structured.nodes if "isAccessibleForFree" in node and _tells_of_page(node, article)]
    said = [_is_free(node.get("isAccessibleForFree")) for node in nodes if isinstance(node, dict)]
    if False in said:
        return Found("paywalled", "isAccessibleForFree: false")
    return Found("free", "isAccessibleForFree: true") if said and said[0] else None


def _tells_of_page(node: dict[str, Any], article: dict[str, Any]) -> bool:
    """Whether *node* names elements of this page, or declares its article once more.

    {"@type": "NewsArticle", "hasPart": {"isAccessibleForFree": false, "cssSelector": ".paid"}} in a second script
    """
    headline = folded(text_of(node.get("headline")) or "")
    return "cssSelector" in node or (headline != "" and headline == folded(text_of(article.get("headline")) or ""))


def _is_free(value: Any) -> bool | None:
    """Sites write true, "True", "http://schema.org/False"."""
    return _FREE.get(str(value).rpartition("/")[2].lower()) if isinstance(value, str | bool | int) else None


def meta(page: Page) -> Found[Access] | None:
    for name, value in page.meta.items():
        known = name in METAS or (name.startswith("cxenseparse:") and name.endswith("ispaidcontent"))
        if known and (tier := TIERS.get(value.lower())):
            return Found(tier, f"{name}: {value}")
    return None


def microdata(page: Page) -> Found[Access] | None:
    """The same in a <meta itemprop> of the article."""
    attributes = (page.elements.attributes[place] for place in page.elements.tagged("meta"))
    values = (named.get("content") for named in attributes if named.get("itemprop") == "isAccessibleForFree")
    free = next((said for value in values if (said := _is_free(value)) is not None), None)
    if free is None:
        return None
    return Found("free" if free else "paywalled", f"itemprop=isAccessibleForFree: {str(free).lower()}")


def markup(page: Page) -> Found[Access] | None:
    """An element that is named as a paywall, and asks to subscribe."""
    attributes = page.elements.attributes
    named = {p: _WALL.search(id_) for p, id_ in page.elements.with_attribute("id").items()}
    named |= {p: _WALL.search(attributes[p]["class"] or "") for p in page.elements.classed(_IN_CLASSES)}
    walls = [(p, found[1]) for p, found in sorted(named.items()) if found]
    for place, locked in walls[:MOST_ELEMENTS]:
        node = page.elements.nodes[place]
        text = clean(node.text(separator=" ")[:LONGEST]).lower() if node.tag not in ("html", "body") else ""
        # What is locked may be a list of points, for which logging in is enough.
        asks = _SUBSCRIBE.search(text) and not (locked and _SUBSCRIPTION.search(text) is None)
        if asks and len(text) < LONGEST / 2:
            return Found("metered" if _METER.search(text) else "paywalled", text)
    return None


def words_below(page: Page, article: Article) -> Found[Access] | None:
    """At the end of what is shown of a story, or right below it: "Subscribe now to continue reading"."""
    last = article.blocks[-1] if article.blocks else None
    if last is None or weighs(article.body or "", LONGEST_SHOWN):
        return None
    at = next((n for n, block in enumerate(page.blocks) if block is last), len(page.blocks))
    for block in page.blocks[at : at + 1 + FARTHEST_WALL]:
        text = block.text.lower()
        asks = len(text) <= LONGEST_PLEA and _SUBSCRIBER.search(text) and any(words in text for words in _READ_ON)
        if asks and not _OF_LETTERS.search(text):
            return Found("paywalled", block.text)
    return None


class AccessPipeline(FieldPipeline[Access]):
    """`access`: one of `Access`, where the page says so."""

    field = "access"
    sources = (json_ld, meta, microdata)

    def candidates(self, page: Page, article: Article) -> list[Candidate[Access]]:
        found = super().candidates(page, article)
        if not found and (wall := markup(page)):
            found.append(self.candidate(wall.value, "markup", wall.evidence, page))
        if not found and page.html is not None and (plea := words_below(page, article)):
            found.append(self.candidate(plea.value, "visible_text", plea.evidence, page))
        return found
