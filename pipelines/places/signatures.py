"""Who signs where a story ends: at the right, in emphasis, in brackets, behind a dash, in a note on the author."""

from __future__ import annotations

import re
from itertools import islice, pairwise

from crawler.blocks import Block
from crawler.elements import Elements
from crawler.items import Article
from crawler.layout import is_prose
from crawler.page import Page
from crawler.pieces import is_emphasis
from crawler.reading.bylines.bylines import read_byline
from crawler.reading.bylines.signers import WORDS, reads_as_name
from crawler.reading.furniture import is_furniture
from crawler.reading.text import ends_sentence
from pipelines.places.headline_place import headline_at, story_end

ABOVE_DATED = 2  # blocks
LONGEST_SIGNATURE = 40
MOST_IN_NAME = 4  # words
SHORTEST_END = 40  # characters: a shorter paragraph that names who signs is taken for the signature alone
MOST_AROUND = 2  # elements that may set a line at the right
# （佐藤亮）, （本社・佐藤亮、田中愛）, 【佐藤亮】 at the end of a Japanese story
_CLOSING = re.compile(
    r"[（(【](?:[^（）()【】・=＝]{0,8}(?:支局|支社|総局|本社|記者|編集委員)[・=＝\s]?|(文|聞き手|取材|構成)[・=＝／/\s])?([々ぁ-んァ-ヶ\u4e00-\u9fff、・]{3,24})[）)】]\s*$"
)
_WROTE = frozenset(("文", "聞き手", "取材", "構成"))
LONGEST_JAPANESE = 7  # letters, of a name
_OF_JAPANESE_ROLES = ("部", "局", "室", "班", "者", "員", "家", "人", "長")  # "編集部", "論説委員", "絵本作家"
_SURNAMES = tuple(WORDS["japanese_surnames"])
LONGEST_NOTE = 400  # characters
FARTHEST_NOTE = 6  # blocks above the end of the story
_QUOTE_ENDS = tuple('"”»“’‘«」』')  # that end a quote, below which a name is that of who says it
_DASHED = re.compile(r"[-–—]{1,2}\s?(.{4,40})")
# "Ann Lee is a staff writer at the Gazette.", "Ann Lee covers the harbour. Reach her at 555-0134."
_NOTE = re.compile(rf"(\S+(?: \S+){{1,{MOST_IN_NAME - 1}}}?),? (?:{'|'.join(WORDS['notes_on_authors'])})\b")
_RIGHT = re.compile(r"text-align\s*:\s*right", re.IGNORECASE)


def signature(page: Page, article: Article) -> str | None:
    """Return the name that stands alone under the story at the right, as it does in Vietnam."""
    at_right = _at_right(page.elements)
    head = headline_at(page, article) or 0
    for block in page.blocks[head + ABOVE_DATED :] if at_right else ():
        if (
            len(block.text) <= LONGEST_SIGNATURE
            and block.element is not None
            and any(above.node.mem_id in at_right for above in islice(block.element.lineage(), MOST_AROUND))
            and read_byline(block.text).people == [block.text]
        ):
            return block.text
    return None


def closing_name(page: Page, article: Article) -> str | None:
    """Return the name that stands alone in emphasis right below the story's last paragraph, as it does in Central Asia.

    <p>The ferries are back.</p><p><em>Ann Lee</em></p><p>Read us on <a href="https://t.me/mole">Telegram</a></p>
    """
    head = headline_at(page, article) or 0
    for at, (above, block) in enumerate(pairwise(page.blocks[head:]), head + 1):
        short = len(block.text) <= LONGEST_SIGNATURE and block.element is not None and ends_sentence(above.text)
        around = block.element.parent if short and block.element is not None else None
        if around is None or above.element is None or above.element.parent is not around or not is_emphasis(block):
            continue
        ends = all(other.links or not is_prose(other) for other in page.blocks[at + 1 : around.last])
        if ends and 1 < len(block.text.split()) <= MOST_IN_NAME and reads_as_name(block.text):
            return block.text
    return None


def _may_be_japanese(name: str) -> bool:
    return 2 < len(name) <= LONGEST_JAPANESE and not name.endswith(_OF_JAPANESE_ROLES)


def closing_signature(page: Page) -> str | None:
    """Return who signs in brackets where a Japanese story ends: 話した。（佐藤亮）; （文・大谷みどり）."""
    for block in page.blocks:
        match = _CLOSING.search(block.text) if block.text[-1:] in "）)】" else None
        names = re.split(r"[、・,]", match[2]) if match else []
        known = all(len(name) > 2 and name.startswith(_SURNAMES) for name in names)
        labelled = match is not None and match[1] in _WROTE and all(map(_may_be_japanese, names))
        # <p>（田村健太）</p>, but <p>【関連記事】</p>, which begins as a surname does
        alone = block.tag == "p" and len(names) == 1 and match is not None and not match.start()
        alone = alone and not is_furniture(names[0])
        if names and ((known and (alone or len(block.text) > SHORTEST_END)) or labelled):
            return "、".join(names)
        # And who is named so for the pictures: ＝2026年11月23日、高瀬真理撮影
        if len(names) == 1 and len(names[0]) > 2 and f"{names[0]}撮影" in (page.html or ""):
            return names[0]
    return None


def _at_right(elements: Elements) -> set[int]:
    """The elements, by identity, that are set at the right."""
    found = {p for p, style in elements.with_attribute("style").items() if _RIGHT.search(style)}
    found.update(p for p, align in elements.with_attribute("align").items() if align.lower() == "right")
    return {node.mem_id for node in elements.at(found)}


def closing_note(page: Page, article: Article) -> str | None:
    """Return the name that signs below the story: "- Ann Lee", or who is told of there: "Ann Lee is a staff writer"."""
    head = headline_at(page, article) or 0
    end = story_end(page, article)
    blocks = page.blocks[head + 1 : end]
    for n, block in reversed(list(enumerate(blocks))[-FARTHEST_NOTE:]):
        if len(block.text) > LONGEST_NOTE:
            continue
        signs = n and ends_sentence(blocks[n - 1].text) and not _ends_quote(blocks[n - 1]) and not _ends_quote(block)
        match = (_DASHED.fullmatch(block.text) if signs else None) or _NOTE.match(block.text)
        name = match[1] if match else ""
        if 1 < len(name.split()) <= MOST_IN_NAME and reads_as_name(name) and read_byline(name).people == [name]:
            # Of whom the story tells it says what she is as well: "Ann Lee is a writer", at the end of her obituary.
            last = name.rpartition(" ")[2]
            return None if any(last in above.text for above in (page.blocks[head], *blocks[:n])) else name
    return None


def _ends_quote(block: Block) -> bool:
    """Whether *block* is a quote, or ends one, below which a name is that of who says it."""
    return block.text.endswith(_QUOTE_ENDS) or block.within("blockquote")
