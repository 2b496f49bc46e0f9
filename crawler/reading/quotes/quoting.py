"""Everything that an article quotes, with its speakers: the one function that the quotes step calls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.items import Quote
from crawler.reading.names.lone_nouns import may_speak
from crawler.reading.names.names import Names
from crawler.reading.names.unspaced_names import UnspacedNames
from crawler.reading.quotes.attribution import Attribution
from crawler.reading.quotes.attribution_lines import attribution_speaker
from crawler.reading.quotes.cues import Cues, cues_of, guess_language
from crawler.reading.quotes.dialogue import dash_runs, parted_by_attribution
from crawler.reading.quotes.phrases import Phrase
from crawler.reading.quotes.pronouns import resolve
from crawler.reading.quotes.quotation import Run, marked_runs
from crawler.reading.quotes.quote_blocks import BlockQuote, block_quotes, pull_quotes
from crawler.reading.quotes.quote_evidence import evidence_by_run, is_quote
from crawler.reading.quotes.speakers import Speakers
from crawler.reading.quotes.unspaced import attribute_unspaced, is_unspaced_quote
from crawler.reading.text import ends_sentence, is_caseless

if TYPE_CHECKING:
    from crawler.blocks import Block

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))

UNMARKED = ("", "—", "q")  # runs without quotation marks: blocks, speech after a dash, `<q>`
FEWEST_SPACES = 4  # in words between single marks that are a sentence and no headline
LONGEST_UNKNOWN = 8  # characters of who speaks, where no role, body or name ends them
LONGEST_BODY = 400_000  # characters; what an article says beyond is not read for quotes


@dataclass(slots=True)
class _Found:
    """A quote on its way: its run, what names its speaker, and the name once it is resolved."""

    run: Run
    attribution: Attribution | None
    speaker: str | None = None
    kind: str = "inline"


def find_quotes(
    body: str, blocks: Sequence[Block] = (), language: str | None = None, page_blocks: Sequence[Block] = ()
) -> list[Quote]:
    """Return the quotes of *body* in order, none within another; `body[q.start:q.end] == q.text`.

    >>> [(q.text, q.speaker, q.cue) for q in find_quotes("“We will not stop,” said Ann Lee. “Not now.”")]
    [('We will not stop,', 'Ann Lee', 'said'), ('Not now.', 'Ann Lee', 'said')]

    *blocks* are the paragraphs of *body* with their markup, where it was read off a page, and *page_blocks* all that
    the page prints. *language* is a two-letter code; without one, it is guessed.
    """
    body = body[:LONGEST_BODY]
    cues = cues_of(language or guess_language(body) or "")
    set_apart = block_quotes(body, blocks, language, page_blocks)
    runs = runs_of(body, cues, [found.run for found in set_apart])
    if not runs:
        return []
    names = Names.of(body, cues)
    certain = {run.left for run in runs if run.mark in UNMARKED or run.parted} | {found.run.left for found in set_apart}
    unspaced = UnspacedNames(body, cues) if cues.patterns else None
    found = _unspaced(body, runs, cues, unspaced, certain) if unspaced else _spaced(body, runs, cues, names, certain)
    titled = _headings(blocks)
    for quote in found:
        if quote.run.mark == "—":
            quote.kind = "dialogue"
        if any(start <= quote.run.left < end for start, end in titled) and _is_from_above(quote, titled, runs):
            quote.attribution = quote.speaker = None  # what stands below a heading tells whose words it shows
    _take_blocks(found, set_apart, names, unspaced)
    pulled = pull_quotes(body, blocks, [(f.run.start, f.run.end) for f in found], page_blocks)
    for index in pulled:
        found[index].kind = "pull"
    return _numbered(body, [quote for index, quote in enumerate(found) if not pulled.get(index)])


def runs_of(body: str, cues: Cues, blocks: Sequence[Run]) -> list[Run]:
    """Return the runs of *body* that may be quotes: marked, after a dash, or *blocks*; none within another."""
    marked = marked_runs(body, twins=cues.twin_marks)
    double = [run for run in marked if not run.single]
    # Single marks quote where a text has no others; beside double ones they set off words and headlines.
    if double and cues.single_marks:
        double += [run for run in marked if run.single and _is_sentence(body[run.start : run.end])]
    candidates = [*blocks, *dash_runs(body, cues), *(double or marked)]
    kept: list[Run] = []
    for run in sorted(candidates, key=lambda run: run.left):
        if not kept or run.left >= kept[-1].right:
            kept += [run] if run.mark in UNMARKED else parted_by_attribution(body, run, cues)
    return kept


def _headings(blocks: Sequence[Block]) -> list[tuple[int, int]]:
    """Where the headings stand in the body that *blocks* make up."""
    found, at = [], 0
    for block in blocks:
        if block.tag in HEADINGS:
            found.append((at, at + len(block.text)))
        at += len(block.text) + 2
    return found


def _is_from_above(quote: _Found, titled: list[tuple[int, int]], runs: list[Run]) -> bool:
    """Whether the speaker of a quote in a heading is that of a paragraph above it."""
    attribution = quote.attribution
    if attribution is None or attribution.how not in ("carried", "paragraph before"):
        return False
    source = runs[attribution.source].left if attribution.source is not None else -1
    return not any(start <= source < end and start <= quote.run.left < end for start, end in titled)


def _is_sentence(text: str) -> bool:
    return ends_sentence(text) and text.count(" ") >= FEWEST_SPACES


def _unspaced(body: str, runs: list[Run], cues: Cues, names: UnspacedNames, certain: set[int]) -> list[_Found]:
    found = []
    for run, attribution in zip(runs, attribute_unspaced(body, runs, cues, names), strict=True):
        if run.left in certain or is_unspaced_quote(body[run.start : run.end], attribution):
            quote = _Found(run, attribution)
            if attribution and attribution.phrase:
                if attribution.antecedent:
                    quote.speaker = attribution.antecedent
                else:
                    quote.speaker, attribution.phrase.text = names.speaker(attribution.phrase.text)
                    if len(quote.speaker) > LONGEST_UNKNOWN and not names.may_speak(quote.speaker):
                        quote.speaker = None  # nothing tells that it is somebody, and how much of it
            found.append(quote)
    _name_in_full(found)
    return found


def _spaced(body: str, runs: list[Run], cues: Cues, names: Names, certain: set[int]) -> list[_Found]:
    speakers = Speakers(body, runs, cues, names)
    evidence = evidence_by_run(speakers)
    quotes = [
        index
        for index, run in enumerate(runs)
        if run.left in certain or (index in evidence and is_quote(evidence[index]))
    ]
    resolved = resolve(speakers, names) if quotes else []
    found = [_Found(runs[index], speakers.attributions[index], resolved[index]) for index in quotes]
    lone = {quote.speaker for quote in found if quote.speaker and " " not in quote.speaker}
    nobody = {noun for noun in lone if not may_speak(noun, names)}
    for quote in found:
        if quote.speaker in nobody:
            quote.speaker = quote.attribution = None
    if is_caseless(next(filter(str.isalpha, body), "a")):
        _name_in_full(found)
    return found


def _name_in_full(found: list[_Found]) -> None:
    """Give those that are named by one word the name of the only other speaker that begins or ends with it.

    Thai, Lao and Khmer have a space between given name and family's too.
    """
    full: dict[str, set[str]] = {}
    for speaker in {quote.speaker for quote in found if quote.speaker}:
        first, *_, last = speaker.split() if " " in speaker else ("", "")
        full.setdefault(first, set()).add(speaker)
        full.setdefault(last, set()).add(speaker)
    for quote in found:
        forms = full.get(quote.speaker or "", set())
        if len(forms) == 1:
            quote.speaker = next(iter(forms))


def _take_blocks(
    found: list[_Found], set_apart: list[BlockQuote], names: Names, unspaced: UnspacedNames | None
) -> None:
    """Mark the quotes that stand as blocks, with the speakers that their lines name."""
    by_left = {block.run.left: block for block in set_apart if block.run.mark != "q"}
    for quote in found:
        block = by_left.get(quote.run.left)
        if block is None:
            continue
        quote.kind = "block"
        if block.line:
            printed, cue = attribution_speaker(block.line, after_quote=True) or (block.line, None)
            quote.attribution = Attribution("line", cue, Phrase(0, 0, "name", printed))
            quote.speaker = unspaced.speaker(printed)[0] if unspaced else names.speaker(printed)


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
