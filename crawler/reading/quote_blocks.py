"""Quotes that stand as blocks: `<blockquote>`, `<q>`, a quoted paragraph above the line that names its source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from crawler.reading.attribution_lines import attribution_speaker
from crawler.reading.quotation import CLOSERS, Run, marked_runs, paragraphs
from crawler.reading.text import clean

if TYPE_CHECKING:
    from crawler.page import Block, Element

_EMBEDS = frozenset("twitter tweet instagram tiktok facebook fb bluesky mastodon reddit telegram".split())
_PULL = frozenset("pullquote pull pulledquote pullout".split())
_MOST_ELEMENTS = 200
_NEAR = 12  # elements looked at around a block
_SHORTEST_PULL = 20  # characters; shorter ones repeat by chance


@dataclass(frozen=True, slots=True)
class BlockQuote:
    """A block that is a quote as a whole, and the line that names its source."""

    run: Run
    line: str | None = None


@dataclass(frozen=True, slots=True)
class _Paragraph:
    text: str
    start: int
    block: Block | None

    @property
    def quoted_by(self) -> Element | None:
        """The `<blockquote>` around it, unless that embeds a post."""
        if self.block is None or self.block.element is None:
            return None
        lineage = list(islice(self.block.element.lineage(), _NEAR))
        if any(element.words & _EMBEDS for element in lineage):
            return None
        return next((element for element in lineage if element.tag == "blockquote"), None)


def block_quotes(body: str, blocks: Sequence[Block] = (), language: str | None = None) -> list[BlockQuote]:
    """Return the paragraphs of *body* that are quotes as a whole by their markup or the line after them."""
    parts = list(_paragraphs(body, blocks))
    found: list[BlockQuote] = []
    for i, part in enumerate(parts):
        following = parts[i + 1] if i + 1 < len(parts) else None
        quote = part.quoted_by
        marked = wholly_marked(part.text)
        if quote is None and not marked:
            continue
        if quote and i and parts[i - 1].quoted_by is quote and attribution_speaker(part.text, language):
            continue  # the line itself
        line = part.block.attribution if part.block else None
        if line is None and following and attribution_speaker(following.text, language):
            line = following.text
        run = _run(part, marked)
        if run is None or (quote is None and line is None):
            continue
        if quote and (cited := _cite(part)):
            run.end, line = (
                run.start + len(part.text[run.start - part.start :].removesuffix(cited).rstrip(" ,—–-")),
                cited,
            )
            if run.end <= run.start:
                continue
        if quote and following and following.quoted_by is quote and not attribution_speaker(following.text, language):
            run.continued = True
        found.append(BlockQuote(run, line))
    for i in range(len(found) - 2, -1, -1):
        if found[i].run.continued and found[i].line is None:
            found[i] = BlockQuote(found[i].run, found[i + 1].line)
    return found + _q_elements(body, parts)


def wholly_marked(text: str) -> bool:
    """Whether one pair of quotation marks holds all of *text*.

    >>> [wholly_marked(t) for t in ('“All of it.”', '“Yes,” she said. “No.”', "None")]
    [True, False, False]
    """
    if text[:1] not in CLOSERS or text[-1] not in CLOSERS[text[0]]:
        return False
    runs = marked_runs(text)
    return len(runs) == 1 and runs[0].left == 0 and runs[0].right == len(text) and not runs[0].open


def _paragraphs(body: str, blocks: Sequence[Block]) -> Iterator[_Paragraph]:
    if blocks and "\n\n".join(block.text for block in blocks) == body:
        start = 0
        for block in blocks:
            yield _Paragraph(block.text, start, block)
            start += len(block.text) + 2
    else:
        for start, end in paragraphs(body):
            yield _Paragraph(body[start:end].rstrip(), start, None)


def _run(part: _Paragraph, marked: bool) -> Run | None:
    left, right = part.start, part.start + len(part.text)
    start, end = (left + 1, right - 1) if marked else (left, right)
    if not any(map(str.isalnum, part.text)):
        return None
    inner = part.text[start - left : end - left]
    start += len(inner) - len(inner.lstrip())
    end -= len(inner) - len(inner.rstrip())
    return Run(start, end, left, right, part.text[0] if marked else "")


def _cite(part: _Paragraph) -> str | None:
    """The text of a `<cite>` that ends the paragraph."""
    if part.block is None or part.block.element is None:
        return None
    node = part.block.element.node.css_first("cite")
    text = clean(node.text()) if node else ""
    return text if text and part.text.endswith(text) and len(text) < len(part.text) else None


def _q_elements(body: str, parts: list[_Paragraph]) -> list[BlockQuote]:
    """The texts of `<q>`, whose marks only browsers print."""
    element = next((p.block.element for p in parts if p.block and p.block.element), None)
    if element is None:
        return []
    found, at = [], 0
    for node in list(element.lineage())[-1].node.css("q")[:_MOST_ELEMENTS]:
        text = clean(node.text())
        place = body.find(text, at) if text else -1
        if place >= 0:
            at = place + len(text)
            found.append(BlockQuote(Run(place, at, place, at, "q")))
    return found


def pull_quotes(body: str, blocks: Sequence[Block], spans: Sequence[tuple[int, int]]) -> dict[int, bool]:
    """Return which of the quotes at *spans* are pull quotes, and whether each repeats what another one says.

    A pull quote repeats words of the running text in large type. The words count once: the place in the running
    text stays, marked as pulled.
    """
    if not any(block.element for block in blocks):
        return {}
    inside = [(p.start, p.start + len(p.text)) for p in _paragraphs(body, blocks) if _is_pull(p)]
    pulled = [i for i, (start, end) in enumerate(spans) if any(a <= start and end <= b for a, b in inside)]
    verdict: dict[int, bool] = {}
    for i in pulled[:_MOST_ELEMENTS]:
        words = body[spans[i][0] : spans[i][1]].strip(" .,!?…")
        twin = next((k for k, (a, b) in enumerate(spans) if k not in pulled and words in body[a:b]), None)
        repeated = twin is not None and len(words) >= _SHORTEST_PULL
        verdict[i] = repeated
        if repeated and twin is not None:
            verdict[twin] = False
    return verdict


def _is_pull(part: _Paragraph) -> bool:
    element = part.block.element if part.block else None
    if element is None:
        return False
    return any(e.tag == "aside" or e.words & _PULL for e in islice(element.lineage(), 4))
