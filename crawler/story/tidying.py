"""What is taken out of a story's blocks: labels, bylines, pointers elsewhere; and the sources tied to its quotes."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from crawler.blocks import HEADINGS, UNDER_PICTURE, Block
from crawler.items import Article
from crawler.layout import is_dateline, is_prose
from crawler.page import Page
from crawler.pieces import pieces
from crawler.reading.bylines.bylines import read_byline, starts_byline, starts_credit
from crawler.reading.counter_lines import is_unfilled_counter
from crawler.reading.counts import is_counter_line
from crawler.reading.furniture import is_furniture, is_note, is_notice, is_placeholder, is_plea
from crawler.reading.quotes.attribution_lines import attribution_speaker, is_attribution_line
from crawler.reading.quotes.quotation import marked_runs
from crawler.reading.quotes.quote_boxes import may_sign, quote_box, signs, stands_under
from crawler.reading.standfirsts import summed_up
from crawler.reading.text import clean, ends_sentence, folded
from crawler.story.boxes import author_boxes, boxes_beside, labels_of_links, notes_on, stands_in
from crawler.story.clutter import (
    is_caption,
    is_feed_line,
    is_linked,
    is_pointer,
    is_row_of_links,
    is_signature,
    leads_to_channel,
)
from crawler.story.features import overlap
from crawler.story.gallery import said_by_pictures
from crawler.story.remnants import remnants
from crawler.story.repeated import repeated

SHORTEST_QUOTE = 25  # characters
LONGEST_LABEL = 40  # characters
LONGEST_HEADING = 60
LONGEST_SOURCE = 140  # characters
MOST_UNDER_QUOTE = 2  # parts: a name, and what the person is
FARTHEST_SOURCE = 3  # blocks: an advert may stand between a quote and the line under it
SAID_AGAIN = 0.5  # of an opening paragraph
SHORTEST_TEASER = 40  # letters
SHORTEST_HEADLINE = 10  # letters
SOON = 6  # paragraphs
LONGEST_ANNOUNCEMENT = 160  # characters
LONGEST_LINK = 60  # characters: longer sentences that are links are the story's own
FEWEST_ENTRIES = 3  # of a live blog
_BARE_NUMBER = re.compile(r"\d[\d.,\s]{0,9}[KM]?")
_CAPTION = re.compile(rf"(?<![a-z])(?:{UNDER_PICTURE})")
_NUMBER = re.compile(r"\d+")
_CLOCK_LINE = re.compile(r"\d{1,2}[:.]\d\d(?: Uhr)?\n")


def tidy(blocks: list[Block], page: Page, article: Article) -> list[Block]:
    """Return *blocks* without labels, repeated headlines and pointers elsewhere, and quotes tied to their sources."""
    headlines = {folded(text) for text in (article.title, page.structured.get("headline")) if text}
    long = [key for key in headlines if len(key) >= SHORTEST_HEADLINE]
    boxes = boxes_beside(blocks, page) | author_boxes(blocks) | notes_on(article.people, page.blocks)
    odd = (
        said_by_pictures(blocks)
        | labels_of_links(blocks, page)
        | remnants(blocks, page.blocks, page.site_names.keys)
        | repeated(blocks)
    )
    blocks = _without_clocks(_without_channels([block for block in blocks if block not in odd]))
    kept: list[Block] = []
    tied: Block | None = None  # a quote has one source line
    for block in map(_with_source_apart, blocks):
        if block.says(headlines) or not any(map(str.isalnum, block.text)) or (boxes and stands_in(block, boxes)):
            continue
        if (
            not kept
            and block.tag in HEADINGS
            and any(key in block.key and len(block.key) < 2 * len(key) for key in long)
        ):
            continue  # <h2><span>Harbour</span> Ferry strike ends</h2>, not "Ferry strike: what we know so far"
        above = kept[-1] if kept else None
        if above is not None and above is not tied and _is_source_of(above, block):
            tied = above
            tied.attribution = clean(block.text)
        elif above and above is tied and stands_under(block, above) and not ends_sentence(block.text):
            continue  # what the person is
        elif not _is_clutter(block):
            kept.append(block)
        elif is_linked(block) and kept and _is_label(kept[-1]):
            kept.pop()
    return _without_loose_headings(_without_bylines(_without_teaser(_without_pull_quotes(kept)), article))


def with_sources(blocks: list[Block], page: Page) -> list[Block]:
    """Return *blocks* with the lines that name the source of the quote above them: they leave again, tied to it."""
    kept = set(map(id, blocks))
    found: list[Block] = []
    last: Block | None = None  # of the kept ones, unless a line that names its source came after it
    distance = 0
    for block in page.blocks:
        distance += 1
        if id(block) in kept:
            found.append(block)
            last, distance = block, 0
        elif last is not None and distance <= FARTHEST_SOURCE and _is_source_of(last, block):
            found.append(block)
            last = None
    return found


def _is_source_of(quote: Block, line: Block) -> bool:
    """Whether *line*, which stands below it, names who says the words of *quote*."""
    may = len(line.text) <= LONGEST_SOURCE or line.tag == "cite"
    return may and _is_quote(quote) and (_names_source(line) or signs(line, quote))


def _without_clocks(blocks: list[Block]) -> list[Block]:
    """Take the line of its time off each entry of a live blog: <li><time>14:22</time><br>The ferry has sailed.</li>."""
    timed = {id(block) for block in blocks if _CLOCK_LINE.match(block.text)}
    if len(timed) < FEWEST_ENTRIES:
        return blocks
    return [
        replace(block, text=block.text.partition("\n")[2], _key=None, _has_digit=None) if id(block) in timed else block
        for block in blocks
    ]


def _without_bylines(blocks: list[Block], article: Article) -> list[Block]:
    """Drop the lines above the first paragraph that date or sign the story, and the signatures below the last one."""
    first = next((i for i, b in enumerate(blocks) if is_prose(b) and not is_dateline(b.text)), 0)
    last = next((i for i, b in enumerate(reversed(blocks)) if is_prose(b) and not is_signature(b, article.people)), 0)
    end = len(blocks) - last
    if blocks and _sums_up(blocks[first], article.description):
        blocks, end = [*blocks[:first], *blocks[first + 1 :]], end - 1
    head = [b for b in blocks[:first] if not (_signs(b, article) or is_dateline(b.text) or _credits(b))]
    head = [b for b in head if not _sums_up(b, article.description)]
    under = blocks[first + 1] if first + 1 < end else None
    dated = under is not None and under.tag not in HEADINGS and is_dateline(under.text)
    if under is not None and (dated or _is_byline(under, article)):
        head.append(blocks[first])  # a standfirst, and under it "By Ann Lee, 3 September 2024, 07:25 · 8 min. read"
        first += 2
    return [*head, *blocks[first:end], *(b for b in blocks[end:] if not (_signs(b, article) or _tells_of_story(b)))]


def _tells_of_story(block: Block) -> bool:
    """Whether each of the lines of *block* is a counter or who it is from: "Views: 345<br>Source: The Gazette"."""
    lines = block.text.split("\n")
    return len(lines) > 1 and all(is_counter_line(line) or is_furniture(line) or starts_credit(line) for line in lines)


def _sums_up(block: Block, description: str | None) -> bool:
    """Whether *block* is the standfirst with a label before it: "Summary: The ferries are back."."""
    # "HARBOUR: The ferries are back." begins the story, and is cut for its description.
    return description is not None and block.text.endswith(description) and summed_up(block.text) is not None


def _signs(block: Block, article: Article) -> bool:
    """Whether *block* says who wrote, edited or translated; in a story, on books, it may be what is told of one."""
    return is_signature(block, article.people) or is_note(block.text)


def _credits(block: Block) -> bool:
    """Whether *block* says who took the pictures or edited: "Illustrations by Tom Ray"; or what body signs."""
    if len(block.text) > LONGEST_HEADING or block.tag in HEADINGS or ends_sentence(block.text):
        return False
    return starts_credit(block.text) or (starts_byline(block.text) and bool(read_byline(block.text).others))


def _is_byline(block: Block, article: Article) -> bool:
    return is_signature(block, article.people) and not is_prose(block) and not ends_sentence(block.text)


def _without_channels(blocks: list[Block]) -> list[Block]:
    """Drop the last lines where they lead to the site's channel: "For more news follow our WhatsApp channel"."""
    while len(blocks) > 1 and leads_to_channel(blocks[-1]):
        blocks = blocks[:-1]
    return blocks


def _without_teaser(blocks: list[Block]) -> list[Block]:
    """Drop an opening paragraph that the system cut out of one below it: "Ann Lee, who paints walls, was ..." twice."""
    key = blocks[0].key if blocks else ""
    if len(key) < SHORTEST_TEASER:
        return blocks
    # Reports in set phrases tell different things in the same words, but with other numbers.
    numbers = set(_NUMBER.findall(key))
    if "".join(b.key for b in blocks[1:SOON]).startswith(key):
        return blocks[1:]  # the first paragraphs in one
    again = any(
        overlap(key, b.key, 12, 9) > SAID_AGAIN and numbers <= set(_NUMBER.findall(b.key))
        for b in blocks[1:SOON]
        if len(b.key) > 0.8 * len(key)
    )
    return blocks[1:] if again else blocks


def _without_pull_quotes(blocks: list[Block]) -> list[Block]:
    """Drop a quote set apart to catch the eye, whose words a paragraph of the story says again.

    Not a subheading: <h2>'Between the fruit machine and the door'</h2>
    """
    quotes = [b for b in blocks if len(b.text) >= SHORTEST_QUOTE and _is_quote(b) and not _is_subheading(b)]
    texts = [block.key for block in blocks] if quotes else []

    def is_repeated(key: str) -> bool:
        return len(key) >= SHORTEST_QUOTE and any(key in text and len(text) > len(key) for text in texts)

    repeated = {id(block) for block in quotes if is_repeated(block.key)}
    return [block for block in blocks if id(block) not in repeated]


def _is_subheading(block: Block) -> bool:
    return block.tag in HEADINGS and not block.within("blockquote", "q") and quote_box(block) is None


def _with_source_apart(block: Block) -> Block:
    """Return *block* with the last line of a quote taken for its source: "«He asked.»<br>— Ann Lee, judge".

    So it is where style alone parts them: <div class="pullquote"><span>He asked.</span><span>Ann Lee</span></div>.
    """
    words, line_break, last = block.text.rpartition("\n")
    if not line_break and (box := quote_box(block)) is not None and box.blocks == 1:
        words, *rest = pieces(block)
        # "We sail with <a>Ann Lee</a> tomorrow." goes on; a name stands behind words that end.
        ends = len(words) >= SHORTEST_QUOTE and (ends_sentence(words) or _is_quoted(words))
        alone = 0 < len(rest) <= MOST_UNDER_QUOTE and not any(map(ends_sentence, rest[1:]))
        named = ends and alone and may_sign(rest[0]) and attribution_speaker(rest[0], after_quote=True)
        last = rest[0] if named else ""
    elif not _is_quoted(words) or not (is_attribution_line(last) or may_sign(last)):
        return block
    return replace(block, text=words, attribution=clean(last), _key=None, _has_digit=None) if last else block


def _is_label(block: Block) -> bool:
    """Whether *block* may be the words above a link elsewhere: "Up next", "LEIA TAMBÉM:"."""
    return len(block.text) <= LONGEST_LABEL and block.tag != "li" and not ends_sentence(block.text)


def _names_source(block: Block) -> bool:
    """Whether *block* names the source of the quote above it: by its markup, or as such lines are printed."""
    return block.tag == "cite" or is_attribution_line(block.text)


def _is_quote(block: Block) -> bool:
    return block.within("blockquote", "q") or _is_quoted(block.text) or quote_box(block) is not None


def _is_quoted(text: str) -> bool:
    """Whether *text* is somebody's words in marks from its first character to its last, full stop aside.

    >>> _is_quoted("“We sail tomorrow”."), _is_quoted("“We sail”, he said.")
    (True, False)
    """
    if text[:2].isalnum():
        return False  # no mark opens it
    return _is_one_run(text)


@lru_cache(maxsize=64)  # three steps ask of the same paragraphs, which may be long
def _is_one_run(text: str) -> bool:
    return any(run.left <= 1 and len(text) - run.right <= 1 for run in marked_runs(text))


def _is_clutter(block: Block) -> bool:
    if (
        is_caption(block)
        or _is_named_caption(block)
        or is_row_of_links(block)
        or (is_linked(block) and not _is_linked_sentence(block))
    ):
        return True
    text = block.text
    if is_notice(text) or is_pointer(block) or is_feed_line(block):
        return True
    if is_furniture(text) or is_plea(text) or is_placeholder(text) or is_unfilled_counter(text):
        return True
    if _BARE_NUMBER.fullmatch(text) and block.element is not None and block.element.node.css_first("i, svg, img"):
        return True  # <p><i class="bi-eye"></i> 512</p>
    return block.tag not in HEADINGS[1:] and is_dateline(text, most_words=0)  # "3 March 1944" heads a chapter


def _is_named_caption(block: Block) -> bool:
    """Whether *block* itself is named as what stands under a picture: <img><p class="img-caption">The lock</p>."""
    return block.element is not None and bool(block.element.names) and bool(_CAPTION.search(block.element.names))


def _is_linked_sentence(block: Block) -> bool:
    """Whether *block* is a sentence that is all link; pointers elsewhere are titles, without a full stop."""
    return len(block.text) >= LONGEST_LINK and block.text[-1] in ".。।"


def _without_loose_headings(blocks: list[Block]) -> list[Block]:
    """Drop a heading that no paragraph follows and a last line that announces one: it was taken out, or is no part."""
    kept: list[Block] = []
    for block in reversed(blocks):
        if (not kept or kept[-1].tag in HEADINGS) and _is_heading(block):
            continue
        if not kept and block is not blocks[0] and _announces(block):
            continue
        kept.append(block)
    return kept[::-1]


def _announces(block: Block) -> bool:
    """Whether *block* leads to what stands below it: "More on this in our live blog:"."""
    return len(block.text) <= LONGEST_ANNOUNCEMENT and block.text.endswith((":", "："))


def _is_heading(block: Block) -> bool:
    """Whether *block* is a heading by its tag or, where a page is laid out by hand, by its look."""
    if block.tag in ("td", "font", "center"):
        if _is_cell(block):
            return False
        return len(block.text) <= LONGEST_HEADING and not ends_sentence(block.text) and not _is_quoted(block.text)
    return block.tag in HEADINGS and not is_prose(block)


def _is_cell(block: Block) -> bool:
    """Whether *block* is all that a cell holds, in a row of several."""
    cell = block.element
    row = cell.parent if cell is not None and cell.tag == "td" and cell.blocks == 1 else None
    return row is not None and row.tag == "tr" and row.blocks > 1
