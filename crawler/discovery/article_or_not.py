"""Whether a page is one article, by what the page itself shows."""

from __future__ import annotations

from itertools import pairwise
from urllib.parse import urlsplit

from crawler.blocks import HEADINGS, Block, Element
from crawler.discovery.links import LETTERS_OF_WORD, UNSPACED, is_page_of_list, link_kind
from crawler.layout import find_story, is_dateline, prose_weight
from crawler.page import Page
from crawler.reading.dates.date_labels import label_before
from crawler.reading.dates.dates import find_printed
from crawler.reading.text import folded

FEWEST = 200  # Latin characters of prose in an article that does not declare itself as one
MOST_TEASERS = 6
FEWEST_UNDER = 3  # paragraphs that stand under a linked headline each
MOST_OF = 0.8  # of all paragraphs
SHORT = 12  # characters, of a linked line that is no headline
FEWEST_TEASERS = 2  # of a list
_WORDPRESS_PAGE = 'body.page[class*="page-id-"]'
_ARTICLE_ITEM = '[itemtype$="Article" i], [itemtype$="BlogPosting" i]'
AT_START = 40  # characters of a story
# Lines of a page's head that may hold its date.
NEAR_HEAD = 60
# Of an article that neither declares itself nor has an address of one.
FEWEST_UNDECLARED = 3 * FEWEST
FEWEST_WORDS = 4  # of its headline
MOST_BETWEEN = 4  # blocks from its headline to its date


def why_not_article(page: Page, *, trusts_type: bool = True) -> str | None:
    """Return why *page* is no article, in words for the ledger, or None if it is one.

    An article is declared as one or dated, holds prose, and is not a list of headlines. For *trusts_type* see
    `is_declared`.
    """
    path = urlsplit(page.url).path
    if page.url and path in ("", "/"):
        return "home page"
    if not _has_article(page) and (system := _standing_in(page)):
        return f"a page of {system}, no post"
    if kind := page.structured.other_thing:
        return f"it declares itself as a {kind}"
    story = find_story(page.blocks)
    inside = [block for block in page.blocks if story.holds(block)] if story else []
    prose = sum(map(prose_weight, inside))
    declared = is_declared(page, trusts_type=trusts_type)
    text = page.structured.article.get("articleBody")
    # Ten books under a linked title each, with the day of publication in the head, are a story.
    if not _is_published(page) and (teasers := _teasers_with_text(inside)):
        return f"a list: {teasers} linked headlines with a text below"
    if declared and (prose >= FEWEST / 2 or (isinstance(text, str) and len(text) >= FEWEST)):
        return None
    teasers = _linked_headings(page)
    if teasers >= MOST_TEASERS and prose < 5 * FEWEST:
        return f"a list: {teasers} linked headings"
    if not declared and page.url and is_page_of_list(page.url):
        return "a page of a list"
    if not declared and page.url and link_kind(page.url, page.site) is None:
        return "its address is of a page that lists or explains"
    if prose < FEWEST:
        return f"no story: {int(prose)} characters of prose"
    if not declared and not is_dated(page):
        return "no date, and not declared as an article"
    return None


def why_a_list(page: Page) -> str | None:
    """Return why *page*, whose address is like a section's, is a list, or None: fewer teasers tell than elsewhere."""
    if is_declared(page):
        return None
    if (teasers := _linked_headings(page)) >= FEWEST_TEASERS:
        return f"a list by its address: {teasers} linked headings"
    articles = {element for block in page.blocks if prose_weight(block) and (element := _article_around(block))}
    return f"a list by its address: {len(articles)} articles with a text" if len(articles) >= FEWEST_UNDER else None


def _article_around(block: Block) -> Element | None:
    element: Element | None = block.element
    while element is not None and element.tag != "article":
        element = element.parent
    return element


def _teasers_with_text(blocks: list[Block]) -> int:
    """Return how many paragraphs stand under a linked headline of their own, 0 unless most do: some sites declare every
    page an article. In a story a link to read as well stands between paragraphs now and then.
    """
    kinds = [
        prose_weight(b) > 0 for b in blocks if prose_weight(b) > 0 or (b.link_density > 0.8 and len(b.text) > SHORT)
    ]
    under = sum(1 for above, below in pairwise(kinds) if below and not above)
    return under if under >= FEWEST_UNDER and under >= MOST_OF * sum(kinds) else 0


def _linked_headings(page: Page) -> int:
    return sum(1 for block in page.blocks if block.tag in HEADINGS and block.link_density > 0.8)


def is_declared(page: Page, *, trusts_type: bool = True) -> bool:
    """Return whether *page* says of itself that it is an article: by JSON-LD, meta tags or one item of microdata.

    *trusts_type*: its `og:type` counts, which some sites have alike on all pages: see `says_article`.
    """
    if _is_published(page):
        return True
    # Without a day of publication, but with one of a change: Yoast's head of "About us".
    if trusts_type and says_article(page) and "article:modified_time" not in page.meta:
        return True
    items = page.tree.css(_ARTICLE_ITEM)
    return len(items) == 1 and items[0].css_first("h1") is not None  # a list has several, or one under a lesser heading


def is_laid_out_as_one(page: Page) -> bool:
    """Return whether *page* is laid out as one article, though neither it nor its address says so.

    That is a headline which its title names, as long as one, with a date below, the only one of the page, and a text
    that does not lead on from most of its paragraphs, as teasers do.
    """
    node = page.tree.css_first("title")
    title = folded(node.text()) if node is not None else ""
    blocks = page.blocks
    heads = (i for i, b in enumerate(blocks) if b.tag in HEADINGS and _is_long(b.text) and b.key in title)
    if (at := next(heads, None)) is None:
        return False
    dates = [i for i, block in enumerate(blocks[at:], at) if _says_when(block, page)]
    text = [block for block in blocks[at:] if prose_weight(block)]
    linked = sum(block.links > 0 for block in text)
    if linked >= FEWEST_TEASERS and 2 * linked > len(text):
        return False
    return len(dates) == 1 and dates[0] - at <= MOST_BETWEEN and sum(map(prose_weight, text)) >= FEWEST_UNDECLARED


def _says_when(block: Block, page: Page) -> bool:
    """Whether *block* tells of a day, and not only of a change, as standing pages do: "Last updated 3 May 2026"."""
    if not is_dateline(block.text):
        return _begins_with_date(block, page)
    found = find_printed(block.text, language=page.declared_language, fetched_at=page.fetched_at)
    return not found or label_before(block.text[: found[0].start]) != "modified"


def _is_long(text: str) -> bool:
    return len(text.split()) + len(UNSPACED.findall(text)) // LETTERS_OF_WORD >= FEWEST_WORDS


def _begins_with_date(block: Block, page: Page) -> bool:
    found = find_printed(block.text[:AT_START], language=page.declared_language, fetched_at=page.fetched_at)
    return bool(found) and found[0].start == 0


def _standing_in(page: Page) -> str | None:
    """Return the content system that has *page* as a standing page, as "About us", or None.

    Both have those declared as articles too, WordPress by its plugins for search engines.
    """
    if page.tree.css_first(_WORDPRESS_PAGE) is not None:
        return "WordPress"
    is_p = urlsplit(page.url).path.startswith("/p/") and page.meta.get("generator", "").lower() == "blogger"
    return "Blogger" if is_p else None


def says_article(page: Page) -> bool:
    """Return whether *page* calls itself an article by its `og:type`. A home page that does shows that all do."""
    return page.meta.get("og:type", "").lower() == "article"


def _is_published(page: Page) -> bool:
    return _has_article(page) or "article:published_time" in page.meta


def _has_article(page: Page) -> bool:
    structured = page.structured.article
    return bool(structured.get("headline") or structured.get("datePublished"))


def is_dated(page: Page) -> bool:
    """Return whether *page* shows a date near its head."""
    if page.tree.css_first("time") is not None:
        return True
    head = [block.text for block in page.blocks if len(block.text) < 120][:NEAR_HEAD]
    if any(find_printed(line, language=page.declared_language, fetched_at=page.fetched_at) for line in head):
        return True
    # "3.9.2024, 10:00 Uhr The council ...": on old pages the date and the story are one block.
    first = next((block for block in page.blocks if prose_weight(block)), None)
    return first is not None and _begins_with_date(first, page)
