"""The story's paragraphs, and nothing that is printed around or between them."""

from __future__ import annotations

import re

from crawler.items import Article
from crawler.layout import (
    find_story,
    folded,
    headline_position,
    is_prose,
    line_under_headline,
    weight,
)
from crawler.page import HEADINGS, Block, Page
from crawler.reading.attribution_lines import is_attribution_line
from crawler.reading.counts import is_counter_line
from crawler.reading.furniture import is_furniture
from crawler.reading.quotation import marked_runs
from crawler.reading.text import clean, clean_lines, count_words, unescape
from pipelines.field import Candidate, FieldPipeline

SHORTEST = 25  # Latin characters; less is a page without a story
_TAG = re.compile(r"<[^>]{1,500}>")
_PARAGRAPH = re.compile(r"(?:<br\s*/?>\s*){2,}|</?(?:p|div|h\d|li|ul|blockquote)\b[^>]{0,500}>|\n\s*\n|\r\n?|\n", re.I)


def join(blocks: list[Block]) -> str:
    """Return the blocks' texts as a body: paragraphs parted by an empty line."""
    return "\n\n".join(block.text for block in blocks)


def story_blocks(page: Page, article: Article) -> list[Block]:
    """Return the blocks of the story in their order, quotes with the line that names their source."""
    selector = page.site.selectors.body
    if selector and page.html and (ruled := _ruled(page, selector)):
        return _tidy(ruled, page, article)
    if page.plain_text is not None:
        return _tidy(_below_head(page, article), page, article)
    story = find_story(page.blocks)
    return _tidy([b for b in page.blocks if story.holds(b)], page, article) if story else []


def _ruled(page: Page, selector: str) -> list[Block]:
    """The blocks inside the elements that a site's own rule names."""
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


def _tidy(blocks: list[Block], page: Page, article: Article) -> list[Block]:
    """Take out labels, counters, repeated headlines and pointers elsewhere; tie quotes to their sources."""
    repeated = {folded(text) for text in (article.title, page.structured.get("headline")) if text}
    under = line_under_headline(page, article.title)
    kept: list[Block] = []
    tied: Block | None = None  # a quote has one source line
    for block in blocks:
        if block is under or folded(block.text) in repeated or not folded(block.text):
            continue
        if kept and kept[-1] is not tied and _is_quote(kept[-1]) and is_attribution_line(block.text):
            tied = kept[-1]
            tied.attribution = clean(block.text)
        elif not _is_clutter(block):
            kept.append(block)
    return _without_loose_headings(kept)


def _is_quote(block: Block) -> bool:
    return block.within("blockquote") or is_quoted(block.text)


def is_quoted(text: str) -> bool:
    """Return whether *text* is somebody's words in marks from its first character to its last, full stop aside.

    >>> is_quoted("“We sail tomorrow”."), is_quoted("“We sail”, he said.")
    (True, False)
    """
    return any(run.left <= 1 and len(text) - run.right <= 1 for run in marked_runs(text))


def _is_clutter(block: Block) -> bool:
    if is_furniture(block.text) or is_counter_line(block.text):
        return True
    return block.link_density > (0.75 if is_prose(block) else 0.6)


def _without_loose_headings(blocks: list[Block]) -> list[Block]:
    """Drop a heading that no paragraph follows: it announces what was taken out, or the page's next part."""
    kept: list[Block] = []
    for block in reversed(blocks):
        if block.tag in HEADINGS and (not kept or kept[-1].tag in HEADINGS):
            continue
        kept.append(block)
    return kept[::-1]


def declared_paragraphs(text: str) -> list[Block]:
    """Return the paragraphs of a declared `articleBody`, which may hold markup."""
    parts = (clean_lines(_TAG.sub("", unescape(part))) for part in _PARAGRAPH.split(unescape(text)))
    return [Block(clean(part), "p") for part in parts if part.strip()]


class BodyPipeline(FieldPipeline[list[Block]]):
    """`body`, paragraphs joined by an empty line, and the blocks it is made of; `word_count` beside it."""

    field = "body"

    def candidates(self, page: Page, article: Article) -> list[Candidate[list[Block]]]:
        if page.given_body is not None:
            return [self.candidate(page.blocks, "given", "the text handed in", page)]
        visible = story_blocks(page, article)
        found = [self._found(visible, "site_rule" if page.site.selectors.body else "visible_text", page)]
        declared = page.structured.article.get("articleBody")
        if isinstance(declared, str):
            # A check and a last resort: it is a teaser or cut in a quarter of cases.
            found.append(self._found(declared_paragraphs(declared), "json_ld", page))
        return found

    def _found(self, blocks: list[Block], source: str, page: Page) -> Candidate[list[Block]]:
        size = sum(len(block.text) for block in blocks)
        return self.candidate(blocks, source, f"{len(blocks)} paragraphs, {size} characters", page)

    def refusal(self, value: list[Block], page: Page) -> str | None:
        if page.given_body is None and weight(join(value)) < SHORTEST:
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
