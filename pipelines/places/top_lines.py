"""The line over the story that may be its headline, where no heading of the page is one."""

from __future__ import annotations

import re
from itertools import islice

from selectolax.lexbor import LexborNode

from crawler.blocks import HEADINGS
from crawler.layout import is_dateline, is_prose, weighs
from crawler.page import Page
from crawler.reading.text import clean, ends_sentence, folded
from crawler.reading.urls import web_url_or_none
from pipelines.places.folder_labels import says_trail
from pipelines.places.headings import declares
from pipelines.places.printed_subjects import WORDS

SHORTEST_LINE = 8
SHORTEST_START = 20  # characters, of a title that is cut short
LONGEST_MASTHEAD = 3  # words
MOST_LINKED = 0.45  # of a line
NEAR_DATE = 3  # blocks
NEAR_HEADING = 6  # blocks: date, author, counter and picture may stand below it
FARTHEST_DATE = 8  # blocks below a title with a label: the rows of a table
FEWEST_OF_MENU, LEAST_LINKED = 1, 0.8  # lines that are all link
MOST_TOP_LINES = 12  # blocks
LONGEST_TOP_LINE = 200
LONGEST_LINKED = 400
_LABELS = frozenset(WORDS["title_labels"])
# title, post-title, news_tit, post-single-title, bo_v_subject; not of the page or the site, nor a subtitle
_NAMED = re.compile(
    r"(?<![\w-])(?:(?:post|news|art(?:icle)?|entry|story|single|view|content|wz|detail|bo_v|h\d?)[-_]?(?:\w+[-_])?)?"
    r"(?:tit(?:le)?|judul|headline|subject)(?![\w-])"
)


def top_line(page: Page, *, dated: bool) -> str | None:
    """The first line above the story that may be its headline, on a page that declares nothing at all.

    *dated*: only the heading that the story begins under, or a line with a day right below it. Where a site declares
    other things and no more a headline, its pages have changed: that is to be noticed.
    """
    if (page.meta and (not dated or declares(page))) or page.structured.nodes:
        return None
    if dated and (heading := _heading_of_story(page)):
        return heading
    for n, block in enumerate(page.blocks[:MOST_TOP_LINES]):
        if is_prose(block):
            break
        is_line = SHORTEST_LINE <= len(block.text) <= LONGEST_TOP_LINE and not ends_sentence(block.text)
        # Home -> Local -> Ferry strike ends / Ferry strike ends
        ends = (other.key for other in page.blocks[n + 1 : n + 1 + NEAR_DATE] if len(other.key) < len(block.key))
        is_trail = any(sign in block.text for sign in ">»›/") and any(key and block.key.endswith(key) for key in ends)
        is_trail = is_trail or says_trail(block.text.lower())
        if is_line and not is_trail and block.link_density < MOST_LINKED and not is_dateline(block.text):
            below = page.blocks[n + 1 : n + 1 + NEAR_DATE]
            return block.text if not dated or any(is_dateline(other.text) for other in below) else None
    return None


def _heading_of_story(page: Page) -> str | None:
    """The heading right above the first paragraphs, which stand with it: <h3>Ferry strike ends</h3><div><p>...

    Nothing where a headline of another story may stand there: it is a link, or no second paragraph follows.
    """
    prose = [n for n, block in enumerate(page.blocks) if is_prose(block)][:2]
    if len(prose) < 2 or prose[1] - prose[0] > NEAR_DATE:
        return None
    above = page.blocks[max(0, prose[0] - NEAR_HEADING) : prose[0]]
    block = next((b for b in reversed(above) if b.tag in HEADINGS[:4] and not is_dateline(b.text)), None)
    if block is None or block.link_density >= MOST_LINKED or len(block.text) > LONGEST_TOP_LINE:
        return None
    # <h2>Ferry strike ends<br><small>By Ann Lee, 3 May 2026</small></h2>
    text = clean(" ".join(line for line in block.text.split("\n") if not is_dateline(line)))
    return text if len(text.split()) > LONGEST_MASTHEAD or weighs(text, SHORTEST_START * 2) else None


def heading_beyond_menu(page: Page, heading: str) -> str | None:
    """The heading that the story begins under, where a menu or a trail stands between it and a short *heading* above.

    <h1>Harbour</h1><ul><li><a>Home</a><li><a>Harbour</a></ul> ... <h2>Ferry strike ends</h2><p>...
    """
    story = _heading_of_story(page) if len(heading.split()) <= LONGEST_MASTHEAD else None
    if story is None or folded(story) == folded(heading):
        return None
    above = next((n for n, block in enumerate(page.blocks) if block.key == folded(heading)), None)
    below = next((n for n, block in enumerate(page.blocks) if folded(story) in block.key), 0)
    between = page.blocks[above + 1 : below] if above is not None else []
    return story if sum(block.link_density > LEAST_LINKED for block in between) >= FEWEST_OF_MENU else None


def named_line(page: Page) -> str | None:
    """The line right above a date or its counter that is named a title, or stands beside a label that says so.

    <div class="post-title">Ferry strike ends</div> <div>Ann Lee | 3 May 2026</div>
    <th>Title</th><td>Ferry strike ends</td><th>Date</th><td>3 May 2026</td>
    """
    for n, block in enumerate(page.blocks):
        if is_prose(block):
            return None
        if len(block.text) > LONGEST_TOP_LINE or not folded(block.text) or block.link_density > MOST_LINKED:
            continue
        labelled = n > 0 and page.blocks[n - 1].text.strip(" :：").lower() in _LABELS
        named = block.element is not None and _NAMED.search(block.element.names)
        below = page.blocks[n + 1 : n + 1 + (FARTHEST_DATE if labelled else NEAR_DATE)]
        if (labelled or named) and any(is_dateline(other.text) for other in below):
            return block.text
    return None


def own_heading(page: Page) -> str | None:
    """Return the only heading that leads to its own page: <h2><a href="/news/412">Ferry strike ends</a></h2>."""
    linked = [b for b in page.blocks if b.tag in HEADINGS[:3] and b.link_density > LEAST_LINKED]
    here = links_here(page) if linked else {}
    told = {block.key: block.text for block in linked if block.key in here}
    return next(iter(told.values())) if len(told) == 1 else None


def links_here(page: Page) -> dict[str, str]:
    """Return the texts of the links that lead to their own page, by their keys."""
    own = (a for place in page.elements.tagged("a") if _leads_here(page, a := page.elements.nodes[place]))
    return {folded(text): text for a in islice(own, MOST_TOP_LINES) if len(text := clean(a.text())) < LONGEST_LINKED}


def _leads_here(page: Page, link: LexborNode) -> bool:
    """Whether *link* leads to its own page, as a headline may: <a href="/412.html">Ferry strike ends</a>."""
    address = (link.attributes.get("href") or "").partition("#")[0]
    may = bool(address) and page.url.endswith(address.rstrip("/").rpartition("/")[2])
    return may and web_url_or_none(address, page.url) == page.url
