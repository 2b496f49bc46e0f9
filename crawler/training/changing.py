"""Pages changed for training: joined with another story, with notices of their site in the story, cut short to a brief.

Marked pages are long and clean, and much of what is read is neither. What is put below a last paragraph stands in an
element like that paragraph's own, so that only words tell a notice from the short sentence a story may end with.
"""

from __future__ import annotations

import html
import random
import re
from collections.abc import Sequence
from enum import Enum, auto

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.blocks import HEADINGS, Block
from crawler.data_files import read_table
from crawler.page import Page
from crawler.story.features import MOST_BLOCKS
from crawler.training.joining import join_page, story_element
from crawler.training.labels import GRAM, Truth, gram_size, label, tokens, word_counts

NOTICES = "notices.toml"
AT_THE_END = 0.5  # of the pages with notices; others have one between two paragraphs
MOST_NOTICES = 3  # at the end
SHORT_END = 0.5  # of the briefs that end with notices have a short sentence above these
BRIEF = (1, 5)  # paragraphs
SHORT, SHORT_UNSPACED = (4, 13), (10, 28)  # words of a short sentence; characters in scripts without spaces
_PARAGRAPHS = frozenset(("p", "li", "h2", "h3", "h4"))
_OWN = frozenset(("p", "div"))  # a text in one of these has its element to itself
_SENTENCE_END = re.compile(r"(?<=[.!?。！？।])\s*")
_MARK = "@@newsarc-put-here@@"


class Way(Enum):
    """What is done to a page."""

    JOINED = auto()
    NOTICED = auto()
    SHORT_ENDED = auto()  # a brief whose last paragraph is one short sentence
    BRIEF_NOTICED = auto()
    BRIEF = auto()


def changed(page: Page, truth: Truth, way: Way, other: Sequence[str], chance: random.Random) -> Page | None:
    """Return *page* changed in one *way*, *other* being another story's paragraphs; None where it cannot be.

    The tree of the page given is no longer what was parsed.
    """
    blocks = page.blocks[:MOST_BLOCKS]
    share, _ = label(blocks, truth)
    if way is Way.JOINED:
        element = story_element(blocks, share, word_counts(blocks)) if blocks else None
        made = join_page(page.tree, element.node, other, chance) if element else None
    else:
        ours = [block for block, own in zip(blocks, share > 0.5, strict=True) if own]
        made = _retold(page.tree, _elements(ours), way, chance)
    return Page.from_html(made, page.url) if made else None


def _elements(blocks: Sequence[Block]) -> list[LexborNode]:
    nodes = [block.element.node for block in blocks if block.element]
    return list({node.mem_id: node for node in nodes}.values())


def _retold(page: LexborHTMLParser, nodes: Sequence[LexborNode], way: Way, chance: random.Random) -> str | None:
    """The page with its story cut short or with notices in it or both."""
    if way is Way.NOTICED:
        return with_notices(page, nodes, chance)
    left, removed = shorten(nodes, chance)
    if way is Way.SHORT_ENDED or (way is Way.BRIEF_NOTICED and chance.random() < SHORT_END):
        sentences = [sentence for text in removed for sentence in short_sentences(text)]
        if sentences and left and left[-1].tag in _OWN:
            notices = _some_notices(page, chance, MOST_NOTICES - 1) if way is Way.BRIEF_NOTICED else []
            return _with_below(page, left[-1], [chance.choice(sentences), *notices])
    return with_notices(page, left, chance) if way is Way.BRIEF_NOTICED else page.html


def with_notices(page: LexborHTMLParser, stories: Sequence[LexborNode], chance: random.Random) -> str | None:
    """Return *page* with notices of its site below the last of its story's paragraphs, or one below another.

    None where no paragraph has an element of its own, or no notice in the page's language is known.
    """
    own = [node for node in stories if node.tag in _OWN and node.parent is not None]
    at_the_end = chance.random() < AT_THE_END
    notices = _some_notices(page, chance, MOST_NOTICES if at_the_end else 1)
    if not own or not notices:
        return None
    return _with_below(page, own[-1] if at_the_end else chance.choice(own), notices)


def shorten(stories: Sequence[LexborNode], chance: random.Random) -> tuple[Sequence[LexborNode], list[str]]:
    """Take all but the first few of a story's paragraphs off their page; return those and the texts taken off."""
    paragraphs = [node for node in stories if node.tag in _PARAGRAPHS]
    count = min(chance.randint(*BRIEF), len(paragraphs))
    while count > 1 and paragraphs[count - 1].tag in HEADINGS:
        count -= 1  # a heading with nothing below it is no end
    removed = [node.text() for node in paragraphs[count:]]
    for node in paragraphs[count:]:
        node.decompose()
    return paragraphs[:count], removed


def short_sentences(text: str) -> list[str]:
    """Return the sentences of *text* that are as short as a last paragraph may be.

    >>> short_sentences("Nobody was hurt in the storm. “We sail when it is safe.” So be it. Four hundred are waiting.")
    ['Nobody was hurt in the storm.', 'Four hundred are waiting.']
    """
    found = []
    for sentence in map(str.strip, _SENTENCE_END.split(text)):
        spaced = gram_size(sentence) == GRAM
        least, most = SHORT if spaced else SHORT_UNSPACED
        begins = not spaced or not sentence[:1].islower()
        if least <= len(tokens(sentence)) <= most and begins and sentence[:1].isalpha():
            found.append(sentence)
    return found


def _some_notices(page: LexborHTMLParser, chance: random.Random, most: int) -> list[str]:
    """Some notices in the language that the page declares, English where it declares none."""
    language = ((page.root.attributes.get("lang") if page.root else None) or "en")[:2].lower()
    known = read_table("crawler.training", NOTICES).get(language, [])
    return chance.sample(known, min(chance.randint(1, most), len(known)))


def _with_below(page: LexborHTMLParser, node: LexborNode, texts: Sequence[str]) -> str:
    """The page with each of *texts* below *node*, in an element of the same tag and classes."""
    node.insert_after(_MARK)
    names = html.escape(node.attributes.get("class") or "")
    made = "".join(f'<{node.tag} class="{names}">{html.escape(text)}</{node.tag}>' for text in texts)
    return (page.html or "").replace(_MARK, made, 1)
