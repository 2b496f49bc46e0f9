"""Speakers in scripts that put no spaces between words: patterns beside the quote, from the language's file."""

from __future__ import annotations

import re

from crawler.reading.cues import Cues
from crawler.reading.phrases import Phrase
from crawler.reading.quotation import Run
from crawler.reading.speakers import Attribution

_WINDOW = 80  # characters looked at on each side
_JOINT = re.compile(r"[、，,\sとや和及與与및과와]{0,4}|(?:이?라며|이?라고|며|고)\s?")
_SURE_LENGTH = 12  # characters of a quote that counts without a speaker


def attribute_unspaced(body: str, runs: list[Run], cues: Cues) -> list[Attribution | None]:
    """Return for each of *runs* what names its speaker, as `Speakers` does for languages with spaces."""
    attributions: list[Attribution | None] = []
    group: list[tuple[str | None, str | None]] = []  # speaker and cue of quotes that one sentence joins
    for i, run in enumerate(runs):
        floor = runs[i - 1].right if i else 0
        group.append(_beside(body, run, floor, cues))
        if i + 1 < len(runs) and _JOINT.fullmatch(body, run.right, runs[i + 1].left):
            continue
        speaker = next((speaker for speaker, _ in group if speaker), None)
        cue = next((cue for _, cue in group if cue), None)
        phrase = Phrase(0, 0, "name", speaker) if speaker else None
        for place in range(len(group)):
            attributions.append(Attribution("beside", cue, phrase, tied=place > 0) if cue else None)
        group = []
    return attributions


def _beside(body: str, run: Run, floor: int, cues: Cues) -> tuple[str | None, str | None]:
    """Return the speaker and the cue printed beside a quote."""
    before = body[max(floor, run.left - _WINDOW, body.rfind("\n", 0, run.left) + 1) : run.left]
    line_end = body.find("\n", run.right)
    after = body[run.right : min(run.right + _WINDOW, line_end if line_end >= 0 else len(body))]
    found = [match for match in (_first(cues.patterns_after, after), _first(cues.patterns, before)) if match]
    speaker, cue = (next((m[name] for m in found if m.groupdict().get(name)), None) for name in ("speaker", "cue"))
    return (None if speaker in cues.pronouns else speaker), cue


def _first(patterns: tuple[re.Pattern[str], ...], text: str) -> re.Match[str] | None:
    return next((match for pattern in patterns if (match := pattern.search(text))), None)


def is_unspaced_quote(text: str, found: Attribution | None) -> bool:
    """Whether marked words are somebody's: they are attributed, or long as no title or term is."""
    return found is not None or (len(text) >= _SURE_LENGTH and text[-1] in "。！？!?…")
