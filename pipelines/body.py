"""The story's paragraphs, and nothing that is printed around or between them."""

from __future__ import annotations

import re

from crawler.blocks import Block
from crawler.items import Article
from crawler.layout import headline_position, weighs
from crawler.page import Page
from crawler.reading.text import clean, clean_lines, count_words, unescape, weight
from crawler.story import choose_blocks
from crawler.story.gallery import beneath_pictures
from crawler.story.network import Network
from crawler.story.script_strings import state_blocks
from crawler.story.tidying import tidy, with_sources
from crawler.story.wholes import with_whole_lists
from crawler.under_headline import line_under_headline
from pipelines.field import Candidate, FieldPipeline

SHORTEST = 25  # Latin characters; less is a page without a story
TEASER = 600  # Latin characters: so short a text may be the teaser of a body that a script holds
LEAST_LONGER = 3  # times
_TAG = re.compile(r"<[^>]{1,500}>")
_PARAGRAPH = re.compile(r"(?:<br\s*/?>\s*){2,}|</?(?:p|div|h\d|li|ul|blockquote)\b[^>]{0,500}>|\n\s*\n|\r\n?|\n", re.I)


def join(blocks: list[Block]) -> str:
    """Return the blocks' texts as a body: paragraphs parted by an empty line."""
    return "\n\n".join(block.text for block in blocks)


def story_blocks(page: Page, article: Article, network: Network | None) -> list[Block]:
    """Return the blocks of the story in their order, quotes with the line that names their source.

    *network* stands in for the one that ships.
    """
    if ruled := _ruled(page):
        return tidy(ruled, page, article)
    if page.plain_text is not None:
        return tidy(_below_head(page, article), page, article)
    likely = choose_blocks(page, article.title, article.people, network)
    return tidy(with_sources(with_whole_lists(likely, page.blocks), page), page, article)


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
            hidden = tidy(state_blocks(page, article.title), page, article)
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
