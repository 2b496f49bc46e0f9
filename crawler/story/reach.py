"""How far down a page its story reaches: from the headline to where another story begins."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from crawler.blocks import HEADINGS, Block, Element
from crawler.layout import headline_position, is_dateline, is_prose, prose_weight
from crawler.page import Page, once
from crawler.reading.bylines.bylines import read_dated_name, starts_byline
from crawler.reading.text import ends_sentence
from crawler.reading.topics import TEXT_TOPICS, text_topics

HIGHEST = 8  # elements climbed from a headline
NEAR = 8  # blocks from the top of a story to its headline and its date
ABOVE = 4  # blocks from a date down to the headline: a counter and how long it takes may stand in between
LINES_ABOVE, LONGEST_LINE = 5, 60  # and characters: who wrote, when, how often it was read, how long that takes
NEAR_LINE = 5  # blocks from a headline to its date
LONGEST_HEADLINE = 200  # characters
BARS = 2  # of "Ferry stays in port | Log in | 3 comments"
_OF_COMMENTS = 1 << TEXT_TOPICS.index("comment")
CLOCK = 4  # digits: "10:42 Uhr" stands over an entry of a live blog, "3 May 2026" over a story


@once
def below_headline(page: Page, title: str | None) -> range:
    """Return which blocks may be the story's: those below its headline and above the headline of a next story.

    All blocks, where no headline is found, or more prose stands above it than below. A page that goes on with the next
    story without end sets that as it set the first: its headline in the same surroundings, or in such an element.
    """
    blocks = page.blocks
    at = headline_position(page, title)
    if at is None:
        return range(len(blocks))
    ends = [end for next_ in (_next_headline, _next_line, _next_story) if (end := next_(blocks, at)) is not None]
    ends = [_without_lines_above(blocks, min(ends))] if ends else []
    # On newer pages the names of their elements tell.
    is_old = not page.structured.nodes and "og:title" not in page.meta
    if is_old and (end := comments(blocks, at)) is not None:
        ends.append(end)
    if ends and any(map(is_prose, blocks[at + 1 : min(ends)])):
        return range(at + 1, min(ends))
    below, above = (sum(map(prose_weight, part), 0.0) for part in (blocks[at + 1 :], blocks[:at]))
    return range(at + 1 if below > above else 0, len(blocks))


def _without_lines_above(blocks: Sequence[Block], end: int) -> int:
    """Where a story ends before the headline at *end*: above the day, the author and the counter over that headline."""
    lines = 0
    while lines < min(LINES_ABOVE, end) and _may_be_line(blocks[end - lines - 1].text):
        lines += 1
    return end - lines if _is_dated(blocks[end - lines : end]) else end


def _may_be_line(text: str) -> bool:
    return _tells_day(text) or (len(text) <= LONGEST_LINE and not ends_sentence(text))


def _next_headline(blocks: Sequence[Block], at: int) -> int | None:
    """The place of the first heading below the headline at *at* that is another story's."""
    headline = blocks[at]
    if headline.tag not in HEADINGS or headline.element is None:
        return None
    # What is no <h1> may be set as the subheadings of its story are.
    dated = headline.tag != "h1" and _is_dated(_around(blocks, at))
    alike = (i for i in range(at + 1, len(blocks)) if blocks[i].tag == headline.tag and _is_next(blocks[i], headline))
    return next((i for i in alike if not dated or _is_dated(_around(blocks, i))), None)


def _around(blocks: Sequence[Block], at: int) -> Sequence[Block]:
    """The lines near a headline among which its day may be."""
    above = 0
    while above < min(at, ABOVE) and _may_be_line(blocks[at - above - 1].text):
        above += 1
    return blocks[at - above : at + NEAR_LINE]


def _is_next(block: Block, headline: Block) -> bool:
    """Whether *block*, of the same tag, is another story's headline: with its tags around it, and its names near it.

    A day is no headline: "3 March 1944" heads a chapter.
    """
    if block.text == headline.text or block.element is None or headline.element is None or _tells_day(block.text):
        return False
    if block.element.named.shape != headline.element.named.shape:
        return False
    one, other = list(block.element.lineage()), list(headline.element.lineage())
    if [e.tag for e in one] != [e.tag for e in other]:
        return False
    return [e.named.shape for e in one[:3]] == [e.named.shape for e in other[:3]]


def _next_line(blocks: Sequence[Block], at: int) -> int | None:
    """The place of the first line made like a headline that is no heading by its tag, with a day near it too."""
    headline = blocks[at]
    if headline.tag in HEADINGS or headline.element is None or not _is_dated(_around(blocks, at)):
        return None
    alike = (i for i in range(at + NEAR_LINE, len(blocks)) if _is_made_like(blocks[i], headline))
    return next((i for i in alike if _is_dated(_around(blocks, i))), None)


def _is_made_like(block: Block, headline: Block) -> bool:
    if block.element is None or headline.element is None or block.element.path != headline.element.path:
        return False
    text = block.text
    is_line = len(text) <= LONGEST_HEADLINE and not ends_sentence(text) and not _tells_day(text)
    return is_line and text != headline.text


def _next_story(blocks: Sequence[Block], at: int) -> int | None:
    """The place where an element begins that is like one around the headline at *at*, with a headline and a date too.

    <div class="story"><h1>Ferries sail</h1><i>3 May 2026</i>...</div><div class="story"><h2>Whales seen</h2>...
    """
    headline = blocks[at].element
    lineage = islice(headline.lineage() if headline else (), HIGHEST)
    own = {e.path: e for e in lineage if e.tag != "body" and at - e.first < NEAR and e.last > at + 1}
    # What holds the headline and its day alone is like no story: the entries of a live blog may be made so.
    own = {path: e for path, e in own.items() if _is_dated(blocks[e.first : at + NEAR]) and _has_prose(e, blocks)}
    for i in range(at + 2, len(blocks)) if own else ():
        element = blocks[i].element
        while element is not None and element.first == i:
            if element.path in own and element is not own[element.path] and _opens(element, blocks, headline):
                return i
            element = element.parent
    return None


def comments(blocks: Sequence[Block], at: int) -> int | None:
    """Return the place of the line that heads what readers say, or who links here, with a line below it that signs.

    <h2>Comments</h2><p>I saw it too, and it was blue.</p><p>Posted by: Dot | Nov 9, 2005 5:14:09 PM</p>
    """
    for i in range(at + 2, len(blocks)):
        text = blocks[i].text
        if len(text) > LONGEST_LINE and text.count("|") < BARS:
            continue
        if text.startswith("TrackBack") or (_OF_COMMENTS & text_topics(text)[0] and not ends_sentence(text)):
            below = blocks[i + 1 : i + NEAR]
            if any(block.has_digit and _signs(block.text) for block in below):
                return i
    return None


def _signs(text: str) -> bool:
    """Whether *text* says who wrote: "Posted by: Dot", "Hakan Tunç 24 Kasım 2025, 13:00"."""
    lines = text.split("\n") if len(text) <= LONGEST_HEADLINE else ()
    return any(starts_byline(line) or read_dated_name(line) for line in lines)


def _opens(element: Element, blocks: Sequence[Block], headline: Element | None) -> bool:
    """Whether *element* begins as a story does: with what may be its headline, and its day."""
    top = blocks[element.first : min(element.last, element.first + NEAR)]
    kind = headline.kind if headline else None
    headed = any(b.tag in HEADINGS or (b.element is not None and b.element.kind == kind) for b in top)
    return headed and _is_dated(top) and _has_prose(element, blocks)


def _has_prose(element: Element, blocks: Sequence[Block]) -> bool:
    return any(map(is_prose, blocks[element.first : element.last]))


def _is_dated(blocks: Sequence[Block]) -> bool:
    return any(_tells_day(block.text) for block in blocks)


def _tells_day(text: str) -> bool:
    return is_dateline(text) and sum(map(str.isdigit, text)) > CLOCK
