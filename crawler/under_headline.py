"""The standfirst: the line between the headline and the date, or one that a class names so."""

from __future__ import annotations

import re
from itertools import islice, pairwise
from typing import NamedTuple

from crawler.blocks import HEADINGS, Block, Element
from crawler.layout import LONGEST_LINE, headline_position, is_dateline, is_prose
from crawler.page import Page, once
from crawler.reading.counts import find_views, is_counter_line
from crawler.reading.dates.dates import find_printed
from crawler.reading.text import weight

STANDFIRST = frozenset((
    "standfirst lead lede deck dek intro synopsis subtitle subheadline subhead summary teaser excerpt vorspann bajada "
    "entradilla chapeau sottotitolo anons lid abstract perex chapo catenaccio occhiello ingress manchet opener sapo "
    "introtext leadtext spot copete sumario sommario subtitulo zusammenfassung bevezeto podtitul podnaslov podnadpis "
    "untertitel ondertitel undertitel underrubrik underoverskrift alaotsikko alapealkiri alcim zajawka wstep uvod "
    "ozet sazetak rezumat kivonat ievads ivadas santrauka"
).split())  # fmt: skip
_PICTURED = re.compile(rf"(?:{'|'.join(sorted(STANDFIRST))})[-_]?(?:foto|photo|image|picture|caption|bild|img|imagen)")
LONGEST_UNDER_HEADLINE = 600
MOST_IN_STANDFIRST = 3  # paragraphs
NEAR_STANDFIRST = 3  # blocks: names of authors may stand between it and the date
FARTHEST_STANDFIRST = 7  # blocks below the headline
FEWEST_SHARED, STEM = 2, 4  # words that two lines share, told by their first letters
_WORD = re.compile(r"\w{4,}")
_QUESTION = ("?", "？", "؟", ";")  # Greek asks with the last
_COUNT = re.compile(r"[\d.,\s]*\d[\d.,\s]*[kKmM]?\s*")


@once
def line_under_headline(page: Page, title: str | None) -> Block | None:
    """Return the block that stands between the headline and the date or counter line under it, or None.

    A block named as a standfirst is one wherever it stands near the headline; an unnamed one only where the
    date follows, since otherwise it may be the story's first paragraph.
    """
    at = headline_position(page, title)
    if at is None:
        return None
    below = page.blocks[at + 1 : at + 1 + FARTHEST_STANDFIRST]
    begun = False
    for block in below:
        # <div class="page-lead"><figure>; <h2 class="subhead"> between paragraphs
        if block.within("figcaption") or (begun and block.tag in HEADINGS):
            continue
        # <div class="opener-photo"> holds a caption.
        around = islice(block.element.lineage(), 3) if block.element else ()
        if any(_is_named(e) and not holds_story(e, page) for e in around):
            return block if _could_be_standfirst(block) else None
        begun = begun or is_prose(block)
    if len(below) > 1 and _could_be_standfirst(below[0]) and not is_counter_line(below[0].text):
        # Below a second paragraph, "12K views" is a video's.
        nearest = below[1:2] if is_prose(below[1]) else below[1:3]
        followed = any(is_dateline(block.text) for block in nearest)
        return below[0] if followed or _is_second_headline(below[0], page.blocks[at], page) else None
    return None


def _is_second_headline(block: Block, headline: Block, page: Page) -> bool:
    """Whether *block* is the one heading of its rank beside *headline*, and the paragraph below it speaks of the same.

    <h1>Ferry strike ends</h1><h2>Crews are back on board after a week</h2><p>After a week the crews ...
    """
    box = headline.element.parent if headline.element else None
    if box is None or block.element is None or block.element.parent is not box or block.tag not in HEADINGS:
        return False
    own = page.blocks[box.first : box.last]
    alone = sum(other.tag == block.tag for other in own) == 1 and block.tag > headline.tag
    following = next((other for before, other in pairwise(own) if before is block), None)
    if not alone or following is None or not is_prose(following):
        return False
    if block.text.endswith(_QUESTION) or block.text[:1].isdigit():
        return False  # "When do the ferries sail again?", "10:42 Crews go back"
    # "Ingredients for the plum cake" says again what the headline does
    return len((_stems(block.text) - _stems(headline.text)) & _stems(following.text)) >= FEWEST_SHARED


def _stems(text: str) -> set[str]:
    return {word[:STEM] for word in _WORD.findall(text.casefold())}


def holds_story(element: Element, page: Page) -> bool:
    """Return whether *element* has more paragraphs than a standfirst: <div class="summary"> around a whole story."""
    return sum(map(is_prose, page.blocks[element.first : element.last])) > MOST_IN_STANDFIRST


def _is_named(element: Element) -> bool:
    """Whether *element* is called a standfirst."""
    return (
        bool(element.words & STANDFIRST) and not _PICTURED.search(element.names) and not is_text_with_summary(element)
    )


def is_text_with_summary(element: Element) -> bool:
    """Return whether *element* is what Drupal calls a text "with-summary": it is the story."""
    return "with-summary" in element.names


class Standfirst(NamedTuple):
    """The block that is the standfirst. `counted`: a counter of views, or a bare number, stands beside it."""

    block: Block
    counted: bool


def standfirst(page: Page, title: str | None) -> Standfirst | None:
    """Return the line under the headline with a date or a counter above it, or between it and the story.

    Where none does, a line named as a teaser may as well be the story's first paragraph.
    """
    block = line_under_headline(page, title)
    at = headline_position(page, title)
    if block is None or at is None:
        return None
    place = next((i for i in range(at + 1, len(page.blocks)) if page.blocks[i] is block), at)
    lines = [b.text for b in page.blocks[at + 1 : place + 1 + NEAR_STANDFIRST] if b is not block]
    if not any(map(is_dateline, lines)):
        return None
    return Standfirst(block, any(map(_counts, lines)))


def _counts(line: str) -> bool:
    """Whether *line* holds a counter: of views, or bare numbers, beside a date or alone: "3 May 2024 <eye> 2.3K"."""
    if find_views(line):
        return True
    if len(line) > LONGEST_LINE or not any(map(str.isdigit, line)):
        return False
    for printed in reversed(find_printed(line)):
        line = line[: printed.start] + line[printed.end :]
    return bool(_COUNT.fullmatch(line))


def _could_be_standfirst(block: Block) -> bool:
    is_line = len(block.text) <= LONGEST_UNDER_HEADLINE and block.link_density < 0.5 and weight(block.text) >= 25
    is_line = is_line and not block.text.endswith((":", "："))  # <td>Published on:</td><td>3 May 2026</td>
    return is_line and not block.within("figcaption")
