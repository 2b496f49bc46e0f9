"""The story's paragraphs, and nothing that is printed around or between them."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from crawler.blocks import HEADINGS, Block
from crawler.items import Article
from crawler.layout import (
    headline_position,
    is_dateline,
    is_prose,
    line_under_headline,
    weighs,
)
from crawler.page import Page
from crawler.reading.attribution_lines import attribution_speaker, is_attribution_line
from crawler.reading.bylines import starts_credit
from crawler.reading.furniture import is_furniture, is_notice, is_placeholder, is_plea
from crawler.reading.quotation import marked_runs
from crawler.reading.quote_boxes import may_sign, quote_box, signs, stands_under
from crawler.reading.text import clean, clean_lines, count_words, ends_sentence, folded, unescape, weight
from crawler.story import choose_blocks
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
from crawler.story.gallery import beneath_pictures, said_by_pictures
from crawler.story.network import Network
from crawler.story.remnants import remnants
from crawler.story.repeated import repeated
from crawler.story.script_strings import state_blocks
from crawler.story.wholes import with_whole_lists
from pipelines.field import Candidate, FieldPipeline
from pipelines.pieces import pieces

SHORTEST = 25  # Latin characters; less is a page without a story
LONGEST_LABEL = 40  # characters
LONGEST_HEADING = 60
LONGEST_SOURCE = 140  # characters
MOST_UNDER_QUOTE = 2  # parts: a name, and what the person is
FARTHEST_SOURCE = 3  # blocks: an advert may stand between a quote and the line under it
TEASER = 600  # Latin characters: so short a text may be the teaser of a body that a script holds
LEAST_LONGER = 3  # times
SAID_AGAIN = 0.5  # of an opening paragraph
SHORTEST_TEASER = 40  # letters
SOON = 6  # paragraphs
LONGEST_ANNOUNCEMENT = 160  # characters
LONGEST_LINK = 60  # characters: longer sentences that are links are the story's own
_TAG = re.compile(r"<[^>]{1,500}>")
_PARAGRAPH = re.compile(r"(?:<br\s*/?>\s*){2,}|</?(?:p|div|h\d|li|ul|blockquote)\b[^>]{0,500}>|\n\s*\n|\r\n?|\n", re.I)
_NUMBER = re.compile(r"\d+")
FEWEST_ENTRIES = 3
_CLOCK_LINE = re.compile(r"\d{1,2}[:.]\d\d(?: Uhr)?\n")


def join(blocks: list[Block]) -> str:
    """Return the blocks' texts as a body: paragraphs parted by an empty line."""
    return "\n\n".join(block.text for block in blocks)


def story_blocks(page: Page, article: Article, network: Network | None) -> list[Block]:
    """Return the blocks of the story in their order, quotes with the line that names their source.

    *network* stands in for the one that ships.
    """
    if ruled := _ruled(page):
        return _tidy(ruled, page, article)
    if page.plain_text is not None:
        return _tidy(_below_head(page, article), page, article)
    likely = choose_blocks(page, article.title, article.people, network)
    return _tidy(_with_sources(with_whole_lists(likely, page.blocks), page), page, article)


def whole_story(page: Page, article: Article, network: Network | None) -> list[Block]:
    """Return the blocks of the story on *page* and on the pages on which it goes on, each paragraph once."""
    blocks = story_blocks(page, article, network)
    known = {block.key for block in blocks} if page.further else set()
    for part in page.further:
        further = [block for block in story_blocks(part, article, network) if block.key not in known]
        blocks += further
        known |= {block.key for block in further}
    return blocks


def _ruled(page: Page) -> list[Block]:
    """The blocks inside the elements that a site's own rule names; none where there is no rule, or it fits no more."""
    selector = page.site.selectors.body
    if not selector or not page.html:
        return []
    named = {node.mem_id for node in page.tree.css(selector)}
    removed = (
        {node.mem_id for node in page.tree.css(page.site.selectors.remove)} if page.site.selectors.remove else set()
    )

    def inside(block: Block) -> bool:
        ids = {e.node.mem_id for e in block.element.lineage()} if block.element else set()
        return bool(ids & named) and not ids & removed

    return [block for block in page.blocks if inside(block)]


def _below_head(page: Page, article: Article) -> list[Block]:
    """The blocks of a plain text below its headline, standfirst, date and repeated headline."""
    blocks = page.blocks
    start = headline_position(page, article.title)
    start = 0 if start is None else start + 1
    if (under := line_under_headline(page, article.title)) is not None:
        start = next(i for i, block in enumerate(blocks) if block is under) + 1
    return blocks[start:]


def _with_sources(blocks: list[Block], page: Page) -> list[Block]:
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


def _tidy(blocks: list[Block], page: Page, article: Article) -> list[Block]:
    """Take out labels, counters, repeated headlines and pointers elsewhere; tie quotes to their sources."""
    headlines = {folded(text) for text in (article.title, page.structured.get("headline")) if text}
    boxes = boxes_beside(page) | author_boxes(blocks) | notes_on(article.people, page.blocks)
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
    head = [b for b in blocks[:first] if not (is_signature(b, article.people) or is_dateline(b.text) or _credits(b))]
    under = blocks[first + 1] if first + 1 < end else None
    dated = under is not None and under.tag not in HEADINGS and is_dateline(under.text)
    if under is not None and (dated or _is_byline(under, article)):
        head.append(blocks[first])  # a standfirst, and under it "By Ann Lee, 3 September 2024, 07:25 · 8 min. read"
        first += 2
    return [*head, *blocks[first:end], *(b for b in blocks[end:] if not is_signature(b, article.people))]


def _credits(block: Block) -> bool:
    """Whether *block* says who took the pictures or edited: "Illustrations by Tom Ray"."""
    return len(block.text) <= LONGEST_HEADING and starts_credit(block.text) and not ends_sentence(block.text)


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
    quotes = [b for b in blocks if len(b.text) >= SHORTEST and _is_quote(b) and not _is_subheading(b)]
    texts = [block.key for block in blocks] if quotes else []

    def is_repeated(key: str) -> bool:
        return len(key) >= SHORTEST and any(key in text and len(text) > len(key) for text in texts)

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
        ends = len(words) >= SHORTEST and (ends_sentence(words) or is_quoted(words))
        alone = 0 < len(rest) <= MOST_UNDER_QUOTE and not any(map(ends_sentence, rest[1:]))
        named = ends and alone and may_sign(rest[0]) and attribution_speaker(rest[0], after_quote=True)
        last = rest[0] if named else ""
    elif not is_quoted(words) or not (is_attribution_line(last) or may_sign(last)):
        return block
    return replace(block, text=words, attribution=clean(last), _key=None, _has_digit=None) if last else block


def _is_label(block: Block) -> bool:
    """Whether *block* may be the words above a link elsewhere: "Up next", "LEIA TAMBÉM:"."""
    return len(block.text) <= LONGEST_LABEL and block.tag != "li" and not ends_sentence(block.text)


def _names_source(block: Block) -> bool:
    """Whether *block* names the source of the quote above it: by its markup, or as such lines are printed."""
    return block.tag == "cite" or is_attribution_line(block.text)


def _is_quote(block: Block) -> bool:
    return block.within("blockquote", "q") or is_quoted(block.text) or quote_box(block) is not None


def is_quoted(text: str) -> bool:
    """Return whether *text* is somebody's words in marks from its first character to its last, full stop aside.

    >>> is_quoted("“We sail tomorrow”."), is_quoted("“We sail”, he said.")
    (True, False)
    """
    if text[:2].isalnum():
        return False  # no mark opens it
    return _is_one_run(text)


@lru_cache(maxsize=64)  # three steps ask of the same paragraphs, which may be long
def _is_one_run(text: str) -> bool:
    return any(run.left <= 1 and len(text) - run.right <= 1 for run in marked_runs(text))


def _is_clutter(block: Block) -> bool:
    if is_caption(block) or is_row_of_links(block) or (is_linked(block) and not _is_linked_sentence(block)):
        return True
    text = block.text
    if is_notice(text) or is_pointer(block) or is_feed_line(block):
        return True
    if is_furniture(text) or is_plea(text) or is_placeholder(text):
        return True
    return block.tag not in HEADINGS[1:] and is_dateline(text, most_words=0)  # "3 March 1944" heads a chapter


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
        return len(block.text) <= LONGEST_HEADING and not ends_sentence(block.text) and not is_quoted(block.text)
    return block.tag in HEADINGS and not is_prose(block)


def _is_cell(block: Block) -> bool:
    """Whether *block* is all that a cell holds, in a row of several."""
    cell = block.element
    row = cell.parent if cell is not None and cell.tag == "td" and cell.blocks == 1 else None
    return row is not None and row.tag == "tr" and row.blocks > 1


def declared_paragraphs(text: str) -> list[Block]:
    """Return the paragraphs of a declared `articleBody`, which may hold markup."""
    parts = (clean_lines(_TAG.sub("", unescape(part))) for part in _PARAGRAPH.split(unescape(text)))
    return [Block(clean(part), "p") for part in parts if part.strip()]


class BodyPipeline(FieldPipeline[list[Block]]):
    """`body`, paragraphs joined by an empty line, and the blocks it is made of; `word_count` beside it."""

    field = "body"
    network: Network | None = None  # in place of the one that ships, where one is measured

    def candidates(self, page: Page, article: Article) -> list[Candidate[list[Block]]]:
        if page.given_body is not None:
            return [self.candidate(page.blocks, "given", "the text handed in", page)]
        visible = whole_story(page, article, self.network)
        is_ruled = bool(_ruled(page))
        found = [self._found(visible, "site_rule" if is_ruled else "visible_text", page)]
        text = join(visible)
        if page.html and not is_ruled and not weighs(text, TEASER):
            hidden = _tidy(state_blocks(page, article.title), page, article)
            if weight(join(hidden)) > LEAST_LONGER * weight(text):
                found.insert(0, self._found(hidden, "script_state", page))
        if not weighs(text, SHORTEST) and (at := headline_position(page, article.title)) is not None:
            found.append(self._found(beneath_pictures(page.blocks[at + 1 :]), "captions", page))
        declared = page.structured.article.get("articleBody")
        if isinstance(declared, str):
            paragraphs = declared_paragraphs(declared)
            # A check and a last resort: it is a teaser or cut in a quarter of cases.
            is_all = (
                not is_ruled and not weighs(text, TEASER) and weight(join(paragraphs)) > LEAST_LONGER * weight(text)
            )
            found.insert(0 if is_all else len(found), self._found(paragraphs, "json_ld", page))
        return found

    def _found(self, blocks: list[Block], source: str, page: Page) -> Candidate[list[Block]]:
        size = sum(len(block.text) for block in blocks)
        if source == "site_rule" and blocks:
            return Candidate(blocks, source, f"{len(blocks)} paragraphs, {size} characters")
        return self.candidate(blocks, source, f"{len(blocks)} paragraphs, {size} characters", page)

    def refusal(self, value: list[Block], page: Page) -> str | None:
        if page.given_body is None and not weighs(join(value), SHORTEST):
            return f"fewer than {SHORTEST} characters of text"
        return None

    def same(self, one: list[Block], other: list[Block]) -> bool:
        """Whether two bodies are about as long: sources differ in their markup and in what they cut."""
        sizes = sorted(len(join(blocks)) for blocks in (one, other))
        return sizes[0] >= 0.8 * sizes[1]

    def fill(self, article: Article, value: list[Block]) -> None:
        article.blocks = value
        article.body = article.page.given_body if article.page.given_body is not None else join(value)
        article.word_count = count_words(article.body)
