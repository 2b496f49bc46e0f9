"""Tags and a section of which neither an address nor a class tells, but a label: "関連キーワード みかん JA"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice, pairwise, takewhile

from selectolax.lexbor import LexborNode

from crawler.blocks import Block
from crawler.items import Article
from crawler.layout import is_dateline
from crawler.page import Page
from crawler.pieces import pieces
from crawler.reading.furniture import is_row_of_tags
from crawler.reading.text import clean, ends_sentence, folded
from pipelines.places.headline_place import headline_at
from pipelines.places.printed_subjects import LONGEST_STEP, MOST, WORDS, is_foreign, is_subject, leads_to, name_of_link

BELOW = 8  # blocks under the story
ABOVE_END = 6  # a release tells whom to ask below its tags
LONGEST_LINE = 40
LONGEST_META = 200  # characters, of a line of labels
MOST_WORDS = 5  # of a tag
_COMMA = re.compile("[,;|،、，]")
_BAR = re.compile(r"\s[|·•]\s")
_COLON = re.compile("[:：]")
AROUND = 8  # blocks above the headline, and below it
_CATEGORY_LABELS = frozenset(WORDS["category_labels"])
_LABELS = frozenset(WORDS["tag_labels"]) - frozenset(WORDS["menu_labels"])


def labelled_section(page: Page, article: Article) -> str | None:
    """Return what stands behind a label of a category by the headline.

    <span>دسته‌بندی:</span> <a href="/s/4">اجتماعی</a>, <span>Категорія: Культура</span>
    """
    at = headline_at(page, article)
    near = page.blocks[max(0, at - AROUND) : at + AROUND] if at is not None else []
    for block in near:
        if any(colon in block.text for colon in ":：") and (block.links or len(block.text) <= LONGEST_META):
            parts = pieces(block)
            beside: Iterable[tuple[str, str]] = pairwise(parts) if block.links else ()
            inside = (
                (part[: colon.end()], _BAR.split(part[colon.end() :].strip(), 1)[0])
                for part in parts
                if (colon := _COLON.search(part))
            )
            for label, name in (*beside, *inside):
                # "3 May 2026, category: Sport, 315 views", "Ann Lee | 3 May 2026 | category: Sport"
                said = label.strip(" :：|·•").rpartition(", ")[2].rpartition("| ")[2]
                told = label[-1:] in ":：" and said.casefold() in _CATEGORY_LABELS
                if told and 0 < len(name) <= LONGEST_STEP and is_subject(name):
                    return name
    return _linked_beside_date(page.blocks[at : at + AROUND], page) if at is not None else None


def _linked_beside_date(below: list[Block], page: Page) -> str | None:
    """The category that a line with a date links to: 3 May 2026 by Ann Lee in <a href="/category/harbour/">Harbour."""
    for block in below:
        dated = block.links and block.has_digit and len(block.text) <= LONGEST_META and is_dateline(block.text)
        links = block.element.node.css("a[href]")[:MOST] if dated and block.element is not None else []
        for link in links:
            name = name_of_link(link)
            leads = leads_to(link.attributes.get("href")) == "category" and not is_foreign(link, page)
            if leads and name and len(name) <= LONGEST_STEP and is_subject(name):
                return name
    return None


def labelled_tags(page: Page, article: Article) -> list[str] | None:
    """Return the names of the links behind a label of tags right below the story.

    <h2>関連キーワード</h2><a href="/kw/1">みかん</a>, <div><b>Keywords:</b> <a href="/k/12">ferries</a></div>
    """
    last = article.blocks[-1] if article.blocks else None
    end = next((at for at, block in enumerate(page.blocks) if block is last), len(page.blocks))
    first = headline_at(page, article)
    for block in page.blocks[first : min(first + AROUND, end)] if first is not None else ():
        if names := _row_of_tags(block):
            return names
    for block in page.blocks[max(0, end - ABOVE_END) : end + 1 + BELOW]:
        label = block.text[:LONGEST_LINE] if block.element is not None else ""
        if names := _row_of_tags(block) or _listed(block):
            return names
        if block.links:
            label = pieces(block)[0]
        if not _is_label(label) or block.element is None:
            continue
        for boxes in _boxes(block):
            links = [link for box in boxes if not is_foreign(box, page) for link in box.css("a[href]")][: MOST + 1]
            names = [clean(link.text()) for link in links]
            rest = sum(len(clean(box.text(separator=" "))) for box in boxes) - sum(map(len, names)) if names else 0
            if 0 < len(names) <= MOST and rest <= LONGEST_LINE + 2 * len(names):
                told = dict.fromkeys(name.lstrip("#") for name in names)
                # no "All topics"
                return [name for name in told if len(name) <= LONGEST_STEP and is_subject(name)] or None
            if names := [] if links else _hashed(boxes):
                return names
    return None


def _hashed(boxes: list[LexborNode]) -> list[str]:
    """The names in what holds them alone, each in an element of its own: <div><div>#ferries</div><div>#ports</div>."""
    for box in boxes:
        texts = [clean(child.text()) for child in islice(box.iter(), MOST + 1)]
        if texts and all(text[:1] == "#" and len(text) <= LONGEST_STEP for text in texts):
            return [text.strip("# ") for text in texts]
    return []


def _row_of_tags(block: Block) -> list[str]:
    """The tags that *block* is a row of: "#ferries #harbour", <span>#ferries</span> <span>#Council of Ports</span>."""
    if block.text[:1] not in ("#", "＃") or block.links or block.element is None or block.within("blockquote"):
        return []  # a post that the story shows
    # <span>#<!-- -->ferries</span>, as React parts what it fills in
    parts = [clean(child.text()) for child in islice(block.element.node.iter(), MOST + 1)]
    if sum(len(folded(part)) for part in parts) != len(block.key):
        parts = block.text.split() if is_row_of_tags(block.text) else []
    names = [part.strip("#＃, ") for part in parts if part[:1] in ("#", "＃") and len(part) <= LONGEST_STEP]
    return names[:MOST] if len(names) == len(parts) > 1 else []


def _listed(block: Block) -> list[str]:
    """The names behind a label and a colon in *block*, which leads nowhere: "Tags: ferries, Council of Ports"."""
    label, *rest = _COLON.split(block.text, maxsplit=1) if len(block.text) <= LONGEST_META else ("",)
    if not rest or block.links or not _is_label(label) or ends_sentence(rest[0]):
        return []
    names = [name.strip(" #") for name in _COMMA.split(rest[0])]
    fit = all(0 < len(name) <= LONGEST_STEP and len(name.split()) <= MOST_WORDS for name in names)
    return names if fit and 1 < len(names) <= MOST else []


def _is_label(text: str) -> bool:
    """Whether *text* is a label of tags, in the plural too: "Topics" of "topic"."""
    label = text.strip(" :：#|").casefold()
    return label in _LABELS or label.removesuffix("s") in _LABELS


def _boxes(block: Block) -> Iterator[list[LexborNode]]:
    """Yield what may hold the links behind the label *block*: what stands right below it, itself, what is around.

    <h3>Topics</h3><ul><li><a>, <h3>Topics</h3><a><a>, <div><b>Topics</b> <ul><li><a>
    """
    if block.element is None:
        return
    node = block.element.node
    if not block.links:
        beside = [other for other in islice(_following(node), MOST) if other.tag not in ("-text", "-comment")]
        row = list(takewhile(lambda other: other.tag == "a", beside))
        yield row or beside[:1]
    if block.links or node.css_first("a[href]") is not None:
        yield [node]
    if not block.links and block.element.parent is not None:
        yield [block.element.parent.node]


def _following(node: LexborNode) -> Iterator[LexborNode]:
    while (beside := node.next) is not None:
        yield beside
        node = beside
