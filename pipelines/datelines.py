"""Where on a page dates are printed, and how likely each is the article's own."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

from crawler.items import Article
from crawler.layout import folded, headline_position, is_comments
from crawler.page import HEADINGS, Block, Page
from crawler.reading.calendars import WORDS
from crawler.reading.dates import Moment, Printed, find_printed

LONGEST_LINE = 300
LONGEST_PLAIN = 140  # longer lines are sentences that mention a date
SHORT = 60
MOST_IN_LINE = 4  # dates
MOST_LINES = 200
DEEPEST = 60  # elements around a line
FARTHEST_ABOVE, FARTHEST_BELOW = 20, 60  # blocks from the headline
WELL_PLACED = 4.0
_DIGIT = re.compile(r"\d")
PLACES = tomllib.loads(files("pipelines").joinpath("date_places.toml").read_text("utf-8"))
FOREIGN_TAGS = frozenset(PLACES["foreign_tags"])
_DATE_WORDS = frozenset(PLACES["date_words"])
_NEAR_WORDS = frozenset(PLACES["near_words"])
_FOREIGN_WORDS = frozenset(PLACES["foreign_words"])
_WORDS = re.compile(r"[^\s\d!-/:-@\[-`{-~：。，、（）|•·–—]+|©")


@dataclass(frozen=True, slots=True)
class Dateline:
    """A date printed on the page: `label` is what the words before it say, `score` how well it is placed."""

    moment: Moment
    text: str
    label: str | None
    score: float
    relative: bool


_FOREIGN_NAMES = re.compile(r"related|sidebar|widget|comment|teaser|recent|popular|card")


def is_foreign(names: str) -> bool:
    """Return whether an element of such class and id holds what is of other articles, of readers or of the site."""
    return bool(_FOREIGN_NAMES.search(names))


def find_datelines(page: Page, article: Article, language: str | None) -> list[Dateline]:
    """Return the dates printed on the page, the best placed first."""
    if page.given_body is not None:
        return []  # a date in a story is not the story's
    at = _headline(page, article)
    body = {id(block) for block in article.blocks}
    placed: list[tuple[int, Block, list[Printed]]] = []
    for i, block in enumerate(page.blocks):
        if len(block.text) > LONGEST_LINE or not (_DIGIT.search(block.text) or page.fetched_at):
            continue
        if not -FARTHEST_ABOVE <= i - at <= FARTHEST_BELOW and not label_before(block.text[:40]):
            continue
        printed = find_printed(block.text, language=language, fetched_at=page.fetched_at, zone=page.site.zone)
        if 0 < len(printed) <= MOST_IN_LINE and len(placed) < MOST_LINES:
            placed.append((i - at, block, printed))
    alike = Counter(_kind(block) for _, block, _ in placed)
    found: list[Dateline] = []
    for distance, block, printed in placed:
        score = _place(distance) + _surroundings(block)
        score -= 3.0 if len(block.text) > LONGEST_PLAIN or (id(block) in body and len(block.text) > SHORT) else 0.0
        # A list of other articles: each with its date.
        score -= 2.0 if distance > 6 and alike[_kind(block)] > 2 else 0.0
        found.extend(_in_block(block, printed, score))
    return sorted(found, key=lambda line: -line.score)


def _kind(block: Block) -> tuple[str, str, str]:
    element = block.element
    parent = element.parent if element else None
    return block.tag, element.names if element else "", parent.names if parent else ""


def _headline(page: Page, article: Article) -> int:
    """The index of the block that prints the headline: of the title, else the first `h1`, else the body's start."""
    title = folded(article.title or "")
    headings = [(i, block) for i, block in enumerate(page.blocks) if block.tag in HEADINGS]
    position = next((i for i, block in headings if title and folded(block.text) == title), None)
    if position is None:
        position = next((i for i, block in headings if block.tag == "h1"), None)
    if position is None:
        position = headline_position(page, article.title)
    if position is None and article.blocks:
        position = next((i for i, block in enumerate(page.blocks) if block is article.blocks[0]), None)
    return position or 0


def _place(distance: int) -> float:
    """How near the headline: below it rather than above."""
    if distance >= 0:
        return max(-2.0, 4.0 - 0.2 * distance)
    return max(-3.0, 3.0 + 0.35 * distance)


def _surroundings(block: Block) -> float:
    score = 0.0
    if block.tag in HEADINGS:
        score -= 2.0
    if block.element is None:
        return score
    for depth, element in enumerate(block.element.lineage()):
        if element.tag == "body" or depth == DEEPEST:
            break
        if depth < 3:
            score += 2.0 if element.words & _DATE_WORDS else 0.7 if element.words & _NEAR_WORDS else 0.0
        if element.tag in FOREIGN_TAGS or is_comments(element):
            score -= 4.0
        elif element.words & _FOREIGN_WORDS:
            score -= 3.0 if depth < 5 else 1.0
    if block.link_density > 0.7:
        score -= 1.0
    return score


def _in_block(block: Block, printed: list[Printed], place: float) -> Iterator[Dateline]:
    text = block.text
    end = 0
    for n, date in enumerate(printed):
        label = label_before(text[end : date.start])
        end = date.end
        score = place - 0.3 * n + 2.0 * (date.end - date.start) / max(1, len(text))
        score += 0.7 if date.moment.precision != "day" else 0.0
        score -= 1.0 if date.relative else 0.0
        score += {"published": 3.0, "modified": 0.0, "other": -4.0}.get(label or "", 0.0)
        # Words on both sides, and none that labels it: a sentence that mentions a date.
        words = len(_WORDS.findall(text[: date.start]))
        if label is None and words > 8:
            score -= 2.5
        yield Dateline(date.moment, text, label, score, date.relative)


_LABELS: dict[str, str] = {
    " ".join(_WORDS.findall(word)): kind for kind, words in WORDS["labels"].items() for word in words
}


def label_before(text: str) -> str | None:
    """Return what the words right before a date make it: "published", "modified", "other", or None.

    >>> label_before("By Ann Lee | Last updated: "), label_before("公開日："), label_before("Ann Lee, ")
    ('modified', 'published', None)
    """
    words = _WORDS.findall(text[-60:].lower())[-4:]
    for end in range(len(words), 0, -1):
        for start in range(max(0, end - 3), end):
            if kind := _LABELS.get(" ".join(words[start:end])):
                return kind
    # Chinese and Japanese put no space before the word.
    last = words[-1] if words else ""
    tails = (_LABELS.get(last[cut:]) for cut in range(max(1, len(last) - 5), len(last) - 1))
    return next(filter(None, tails), None) if last > "\u2e7f" else None
