"""Quotes that stand as blocks: `<blockquote>`, `<q>`, a quoted paragraph above the line that names its source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TYPE_CHECKING, NamedTuple

from crawler.reading.quotes.attribution_lines import attribution_speaker, opens_with_dash
from crawler.reading.quotes.quotation import CLOSERS, Run, marked_runs, paragraphs
from crawler.reading.quotes.quote_boxes import EMBEDS, quote_box
from crawler.reading.text import clean, folded

if TYPE_CHECKING:
    from crawler.blocks import Block, Element

_PULL = frozenset("pullquote pull pulledquote pullout".split())
_MOST_ELEMENTS = 200
_STOPS = ".,…。"  # may follow the closing mark
_NEAR = 12  # elements looked at around a block
_AROUND_PULL = 4  # elements looked at, from a text outwards
_SHORTEST_PULL = 20  # characters; shorter ones repeat by chance
_INDENTED = 0.6  # of an article's paragraphs, from here on a <blockquote> around them is how old pages set a margin
_FEWEST_INDENTED = 5


@dataclass(frozen=True, slots=True)
class BlockQuote:
    """A block that is a quote as a whole, and the line that names its source."""

    run: Run
    line: str | None = None


class _Paragraph(NamedTuple):
    text: str
    start: int
    block: Block | None

    @property
    def quoted_by(self) -> Element | None:
        """The `<blockquote>` around it, or the `<q>` that it is alone in, unless that embeds a post.

        A box that is only named so is one where it holds the line that names its source too.
        """
        if self.block is None or self.block.element is None:
            return None
        if not self.block.within("blockquote", "q"):
            return quote_box(self.block) if self.block.attribution else None
        lineage = list(islice(self.block.element.lineage(), _NEAR))
        if any(element.words & EMBEDS for element in lineage):
            return None
        return next((element for element in lineage if element.tag in ("blockquote", "q")), None)

    def names_source(self, language: str | None) -> bool:
        """Whether it only names who said what stands before it."""
        cited = self.block is not None and self.block.tag == "cite"
        return cited or (attribution_speaker(self.text, language, after_quote=opens_with_dash(self.text)) is not None)


def block_quotes(
    body: str, blocks: Sequence[Block], language: str | None, page_blocks: Sequence[Block]
) -> list[BlockQuote]:
    """Return the paragraphs of *body* that are quotes as a whole by their markup or the line after them.

    That line may stand on the page alone: *page_blocks*, which the body has a choice of.
    """
    parts = [part for part in _paragraphs(body, blocks) if any(map(str.isalnum, part.text))]
    quoted_by = _quoted_by(parts)
    below: dict[int, Block] | None = None
    found: list[BlockQuote] = []
    for i, (part, quote) in enumerate(zip(parts, quoted_by, strict=True)):
        following = parts[i + 1] if i + 1 < len(parts) else None
        marked = _whole_run(part.text)
        if (quote is None and marked is None) or (marked is None and _tells_who(part.text)):
            continue
        if quote and i and quoted_by[i - 1] is quote and part.names_source(language):
            continue  # the line itself
        line = part.block.attribution if part.block else None
        if below is None:
            below = {id(block): after for block, after in pairwise(page_blocks)}
        printed = below.get(id(part.block))
        for after in (following, _Paragraph(printed.text, 0, printed) if printed else None):
            if line is None and after and after.names_source(language):
                line = after.text
        if quote is None and line is None:
            continue
        run = _run(part, marked)
        if quote and following and quoted_by[i + 1] is quote and not following.names_source(language):
            run.continued = True
        found.append(BlockQuote(run, line))
    for i in range(len(found) - 2, -1, -1):
        if found[i].run.continued and found[i].line is None:
            found[i] = BlockQuote(found[i].run, found[i + 1].line)
    return found + (_q_elements(body, parts) if any(block.holds_q for block in page_blocks or blocks) else [])


def _quoted_by(parts: Sequence[_Paragraph]) -> list[Element | None]:
    """The element that quotes each paragraph, None where none does, or where one holds most of the article."""
    found = [part.quoted_by for part in parts]
    margins = {
        element
        for element, held in Counter(found).items()
        if held == len(parts) > 3 or (held >= _FEWEST_INDENTED and held > _INDENTED * len(parts))
    }
    return [None if element in margins else element for element in found]


def _whole_run(text: str) -> Run | None:
    """Return the one run that holds all of *text* but perhaps its full stop, None where there is none."""
    bare = text.rstrip(_STOPS)
    if bare[:1] not in CLOSERS or bare[-1] not in CLOSERS[bare[0]]:
        return None
    runs = marked_runs(text)
    return runs[0] if len(runs) == 1 and runs[0].left == 0 and runs[0].right == len(bare) and not runs[0].open else None


def _tells_who(text: str) -> bool:
    """Whether *text* begins with words between marks and goes on outside of them: "“We sail”, said Ann Lee."."""
    if text[:1] not in CLOSERS:
        return False
    runs = marked_runs(text)
    return bool(runs) and runs[0].left == 0 and any(map(str.isalpha, text[runs[0].right :]))


def _paragraphs(body: str, blocks: Sequence[Block]) -> Iterator[_Paragraph]:
    if blocks and "\n\n".join(block.text for block in blocks) == body:
        start = 0
        for block in blocks:
            yield _Paragraph(block.text, start, block)
            start += len(block.text) + 2
    else:
        for start, end in paragraphs(body):
            yield _Paragraph(body[start:end].rstrip(), start, None)


def _run(part: _Paragraph, marked: Run | None) -> Run:
    """Return the run of a whole paragraph; what marks hold it, and a full stop after them, stay out."""
    left, right = part.start, part.start + len(part.text)
    if marked:
        return Run(left + marked.start, left + marked.end, left, right, marked.mark)
    start = left + len(part.text) - len(part.text.lstrip())
    return Run(start, left + len(part.text.rstrip()), left, right, "")


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


def pull_quotes(
    body: str, blocks: Sequence[Block], spans: Sequence[tuple[int, int]], page_blocks: Sequence[Block]
) -> dict[int, bool]:
    """Return which of the quotes at *spans* are pull quotes, and whether each repeats what another one says.

    A pull quote repeats words of the running text in large type. The words count once: the place in the running
    text stays, marked as pulled. The body may have left the large type out: then *page_blocks* have it.
    """
    if not spans or not any(block.element for block in blocks):
        return {}
    own = _pull_elements({block.element for block in blocks if block.element is not None})
    parts = _paragraphs(body, blocks) if own else ()
    inside = [(p.start, p.start + len(p.text)) for p in parts if p.block is not None and p.block.element in own]
    pulled = [i for i, (start, end) in enumerate(spans) if any(a <= start and end <= b for a, b in inside)]
    verdict: dict[int, bool] = {}
    if large := _large_type(page_blocks, {id(block) for block in blocks}):
        keys = [folded(body[start:end]) for start, end in spans]
        verdict = {i: False for i, key in enumerate(keys) if i not in pulled and any(k in key for k in large)}
    for i in pulled[:_MOST_ELEMENTS]:
        words = body[spans[i][0] : spans[i][1]].strip(" .,!?…")
        twin = next((k for k, (a, b) in enumerate(spans) if k not in pulled and words in body[a:b]), None)
        repeated = twin is not None and len(words) >= _SHORTEST_PULL
        verdict[i] = repeated
        if repeated and twin is not None:
            verdict[twin] = False
    return verdict


def _large_type(page_blocks: Sequence[Block], kept: set[int]) -> list[str]:
    """Return the words in large type of those of *page_blocks* that the body left out, which has the *kept* ones."""
    others = [b for b in page_blocks if len(b.text) >= _SHORTEST_PULL and b.element is not None and id(b) not in kept]
    pulls = _pull_elements({block.element for block in others if block.element is not None})
    large = {block.key for block in others if block.element in pulls}
    return [key for key in sorted(large) if len(key) >= _SHORTEST_PULL][:_MOST_ELEMENTS]


def _pull_elements(elements: set[Element]) -> set[Element]:
    """Return those of *elements* that are set in large type, or stand in what is."""
    layer, around = elements, set(elements)
    for _ in range(_AROUND_PULL - 1):  # paragraphs share what stands around them
        layer = {element.parent for element in layer if element.parent is not None}
        around |= layer
    large = {e for e in around if e.tag == "aside" or ("pull" in e.names and not _PULL.isdisjoint(e.words))}
    return {e for e in elements if not large.isdisjoint(islice(e.lineage(), _AROUND_PULL))} if large else set()
