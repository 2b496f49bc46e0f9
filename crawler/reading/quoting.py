"""Everything that an article quotes, with its speakers: the one function that the quotes step calls."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.items import Quote
from crawler.reading.attribution_lines import attribution_speaker
from crawler.reading.cues import Cues, cues_of, guess_language
from crawler.reading.dialogue import dash_runs
from crawler.reading.names import Names
from crawler.reading.phrases import Phrase
from crawler.reading.pronouns import resolve
from crawler.reading.quotation import Run, marked_runs
from crawler.reading.quote_blocks import BlockQuote, block_quotes, pull_quotes
from crawler.reading.quote_evidence import evidence, is_quote
from crawler.reading.speakers import Attribution, Speakers
from crawler.reading.unspaced import attribute_unspaced, is_unspaced_quote

if TYPE_CHECKING:
    from crawler.page import Block

UNMARKED = ("", "—", "q")  # runs without quotation marks: blocks, speech after a dash, `<q>`
LONGEST_BODY = 400_000  # characters; what an article says beyond is not read for quotes


@dataclass(slots=True)
class _Found:
    """A quote on its way: its run, what names its speaker, and the name once it is resolved."""

    run: Run
    attribution: Attribution | None
    speaker: str | None = None
    kind: str = "inline"


def find_quotes(body: str, blocks: Sequence[Block] = (), language: str | None = None) -> list[Quote]:
    """Return the quotes of *body* in order, none within another; `body[q.start:q.end] == q.text`.

    >>> [(q.text, q.speaker, q.cue) for q in find_quotes("“We will not stop,” said Ann Lee. “Not now.”")]
    [('We will not stop,', 'Ann Lee', 'said'), ('Not now.', 'Ann Lee', 'said')]

    *blocks* are the paragraphs of *body* with their markup, where it was read off a page. *language* is a
    two-letter code; without one, it is guessed.
    """
    body = body[:LONGEST_BODY]
    cues = cues_of(language or guess_language(body) or "")
    set_apart = block_quotes(body, blocks, language)
    runs = runs_of(body, cues, [found.run for found in set_apart])
    names = Names.of(body, cues)
    found = _unspaced(body, runs, cues) if cues.patterns else _spaced(body, runs, cues, names, set_apart)
    for quote in found:
        if quote.run.mark == "—":
            quote.kind = "dialogue"
    _take_blocks(found, set_apart, names)
    pulled = pull_quotes(body, blocks, [(f.run.start, f.run.end) for f in found])
    for index in pulled:
        found[index].kind = "pull"
    return _numbered(body, [quote for index, quote in enumerate(found) if not pulled.get(index)])


def runs_of(body: str, cues: Cues, blocks: Sequence[Run] = ()) -> list[Run]:
    """Return the runs of *body* that may be quotes: marked, after a dash, or *blocks*; none within another."""
    marked = marked_runs(body, twins=cues.twin_marks)
    double = [run for run in marked if not run.single]
    # Single marks quote where a text has no others; beside double ones they set off words and headlines.
    candidates = [*blocks, *dash_runs(body, cues), *(double or marked)]
    kept: list[Run] = []
    for run in sorted(candidates, key=lambda run: run.left):
        if not kept or run.left >= kept[-1].right:
            kept.append(run)
    return kept


def _unspaced(body: str, runs: list[Run], cues: Cues) -> list[_Found]:
    found = []
    for run, attribution in zip(runs, attribute_unspaced(body, runs, cues), strict=True):
        if run.mark in UNMARKED or is_unspaced_quote(body[run.start : run.end], attribution):
            phrase = attribution.phrase if attribution else None
            found.append(_Found(run, attribution, phrase.text if phrase else None))
    return found


def _spaced(body: str, runs: list[Run], cues: Cues, names: Names, set_apart: list[BlockQuote]) -> list[_Found]:
    speakers = Speakers(body, runs, cues, names)
    printed = Counter(body[run.start : run.end].casefold() for run in runs)
    sure = {found.run.left for found in set_apart}
    resolved = resolve(speakers, names)
    names_in_marks = _within_speakers(runs, speakers.attributions)
    found = []
    for paragraph, own in speakers.by_paragraph.items():
        tokens = speakers.tokens(paragraph)
        for index, run in own:
            attribution = speakers.attributions[index]
            certain = run.left in sure or run.mark in UNMARKED
            if not certain and index in names_in_marks:
                continue
            if certain or is_quote(evidence(tokens, tokens.at[index], run, attribution, printed)):
                found.append(_Found(run, attribution, resolved[index]))
    return found


def _within_speakers(runs: list[Run], attributions: list[Attribution | None]) -> set[int]:
    """Return the runs that stand within a speaker's name: "head of «Antonov» Ivan Koval"."""
    lefts = [run.left for run in runs]
    own = (a for a in attributions if a and a.source is None and a.how != "label")
    phrases = {(a.phrase.start, a.phrase.end) for a in own if a.phrase}
    return {i for start, end in phrases for i in range(bisect_left(lefts, start - 1), bisect_left(lefts, end))}


def _take_blocks(found: list[_Found], set_apart: list[BlockQuote], names: Names) -> None:
    """Mark the quotes that stand as blocks, with the speakers that their lines name."""
    by_left = {block.run.left: block for block in set_apart if block.run.mark != "q"}
    for quote in found:
        block = by_left.get(quote.run.left)
        if block is None:
            continue
        quote.kind = "block"
        if block.line and (named := attribution_speaker(block.line) or (block.line, None)):
            speaker, cue = named
            quote.attribution = Attribution("line", cue, Phrase(0, 0, "name", speaker))
            quote.speaker = names.speaker(speaker)


def _numbered(body: str, found: list[_Found]) -> list[Quote]:
    quotes: list[Quote] = []
    utterance = -1
    continued = False
    for quote in found:
        run, attribution = quote.run, quote.attribution
        tied = bool(attribution and attribution.tied) or continued
        if not (tied and quotes and (quotes[-1].speaker == quote.speaker or continued)):
            utterance += 1
        continued = run.continued
        phrase = attribution.phrase if attribution else None
        quotes.append(
            Quote(
                text=body[run.start : run.end],
                start=run.start,
                end=run.end,
                kind=quote.kind,
                utterance=utterance,
                speaker=quote.speaker,
                speaker_as_printed=phrase.text if phrase else None,
                cue=attribution.cue if attribution else None,
            )
        )
    return quotes
