"""Tags and a section of which neither an address nor a class tells, but a label: "関連キーワード みかん JA"."""

from __future__ import annotations

from itertools import pairwise

from crawler.items import Article
from crawler.page import Page
from crawler.reading.text import clean
from pipelines.headline_place import headline_at
from pipelines.pieces import pieces
from pipelines.printed_subjects import LONGEST_STEP, MOST, WORDS, is_foreign, is_subject
from pipelines.printed_tags import LONGEST_LABEL

BELOW = 8  # blocks under the story
AROUND = 8  # blocks above the headline, and below it
_CATEGORY_LABELS = frozenset(WORDS["category_labels"])
_LABELS = frozenset(WORDS["tag_labels"]) - frozenset(WORDS["menu_labels"])


def labelled_section(page: Page, article: Article) -> str | None:
    """Return what stands behind a label of a category by the headline.

    <span>دسته‌بندی:</span> <a href="/s/4">اجتماعی</a>
    """
    at = headline_at(page, article)
    near = page.blocks[max(0, at - AROUND) : at + AROUND] if at is not None else []
    for block in near:
        if block.links and any(colon in block.text for colon in ":："):
            for label, name in pairwise(pieces(block)):
                told = label[-1:] in ":：" and label.strip(" :：|·•").casefold() in _CATEGORY_LABELS
                if told and len(name) <= LONGEST_STEP and is_subject(name):
                    return name
    return None


def labelled_tags(page: Page, article: Article) -> list[str] | None:
    """Return the names of the links behind a label of tags right below the story.

    <h2>関連キーワード</h2><a href="/kw/1">みかん</a>, <div><b>Keywords:</b> <a href="/k/12">ferries</a></div>
    """
    last = article.blocks[-1] if article.blocks else None
    end = next((at for at, block in enumerate(page.blocks) if block is last), len(page.blocks))
    for block in page.blocks[end + 1 : end + 1 + BELOW]:
        label = block.text[:LONGEST_LABEL] if block.element is not None else ""
        if block.links:
            label = pieces(block)[0]
        if label.strip(" :：#|").casefold() not in _LABELS or block.element is None:
            continue
        box = block.element if block.links else block.element.parent
        links = [] if box is None or is_foreign(box.node, page) else box.node.css("a[href]")[: MOST + 1]
        names = [clean(link.text()) for link in links]
        rest = len(clean(box.node.text(separator=" "))) - sum(map(len, names)) if box is not None else 0
        if 0 < len(names) <= MOST and rest <= LONGEST_LABEL + 2 * len(names):
            told = dict.fromkeys(name.lstrip("#") for name in names)
            return [name for name in told if len(name) <= LONGEST_STEP and is_subject(name)] or None  # no "All topics"
    return None
