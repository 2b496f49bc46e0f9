"""Whether a page is one article, by what the page itself shows."""

from __future__ import annotations

from urllib.parse import urlsplit

from crawler.discovery.links import link_kind
from crawler.layout import find_story, is_prose, weight
from crawler.page import HEADINGS, Page
from crawler.reading.dates import find_printed

FEWEST = 200  # Latin characters of prose in an article that does not declare itself as one
MOST_TEASERS = 6
# Lines of a page's head that may hold its date.
NEAR_HEAD = 60


def why_not_article(page: Page) -> str | None:
    """Return why *page* is no article, in words for the ledger, or None if it is one.

    An article is declared as one or dated, holds prose, and is not a list of headlines.
    """
    path = urlsplit(page.url).path
    if page.url and path in ("", "/"):
        return "home page"
    story = find_story(page.blocks)
    prose = sum(weight(b.text) for b in page.blocks if story.holds(b) and is_prose(b)) if story else 0.0
    declared = _declared(page)
    text = page.structured.article.get("articleBody")
    if declared and (prose >= FEWEST / 2 or (isinstance(text, str) and len(text) >= FEWEST)):
        return None
    teasers = sum(1 for block in page.blocks if block.tag in HEADINGS and block.link_density > 0.8)
    if teasers >= MOST_TEASERS and prose < 5 * FEWEST:
        return f"a list: {teasers} linked headings"
    if not declared and page.url and link_kind(page.url, page.site) is None:
        return "its address is of a page that lists or explains"
    if prose < FEWEST:
        return f"no story: {int(prose)} characters of prose"
    if not declared and not _dated(page):
        return "no date, and not declared as an article"
    return None


def _declared(page: Page) -> bool:
    structured = page.structured.article
    if structured.get("headline") or structured.get("datePublished"):
        return True
    return page.meta.get("og:type", "").lower() == "article" or "article:published_time" in page.meta


def _dated(page: Page) -> bool:
    if page.tree.css_first("time") is not None:
        return True
    head = [block.text for block in page.blocks if len(block.text) < 120][:NEAR_HEAD]
    return any(find_printed(line, language=page.declared_language, fetched_at=page.fetched_at) for line in head)
