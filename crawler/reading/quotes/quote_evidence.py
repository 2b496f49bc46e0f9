"""Whether words between marks are somebody's words, or a title, a name, a word held at arm's length."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from functools import cache

from crawler.data_files import read_table
from crawler.reading.quotes.attribution import Attribution
from crawler.reading.quotes.cues import Cues
from crawler.reading.quotes.phrases import Phrases
from crawler.reading.quotes.quotation import Run
from crawler.reading.quotes.speakers import Speakers
from crawler.reading.text import is_caseless, is_small

_PARTING = frozenset(",–—-")
_LOOKED_AT = 120  # characters of a quote; what is longer is no title
_POSSESSIVE = ("'s", "s'")
_ACRONYM = re.compile(r"[A-Z]{2,6}['’]s$")
_LONGEST_TERM = 4  # words
_DISTANCES = (2, 6, 12)
OUTRIGHT = "said outright"


@cache
def weights() -> dict[str, float]:
    """Weight of each piece of evidence, as `tests/benchmarks/quote_weights.py` learns it from annotated news."""
    table: dict[str, float] = read_table("crawler.reading.quotes", "quote_weights.json")
    return table


def is_quote(evidence: list[str]) -> bool:
    """Whether the evidence speaks for somebody's words."""
    if OUTRIGHT in evidence:
        return True
    if "named so" in evidence:
        return False
    table = weights()
    return sum(table.get(name, 0.0) for name in evidence) > 0


def evidence_by_run(speakers: Speakers) -> dict[int, list[str]]:
    """Return what speaks for and against each run's being a quote, as names of weights.

    Runs that stand within a speaker's name are left out: head of «Antonov» Ivan Koval.
    """
    body, runs = speakers.body, speakers.runs
    printed = Counter(body[run.start : run.end].casefold() for run in runs)
    within = _within_speakers(speakers)
    found: dict[int, list[str]] = {}
    for paragraph, own in speakers.by_paragraph.items():
        tokens = speakers.tokens(paragraph)
        for index, run in own:
            if index not in within:
                names = _evidence(tokens, tokens.at[index], run, speakers.attributions[index])
                # What is marked again and again is a name.
                again = printed[body[run.start : run.end].casefold()] > 1
                found[index] = [*names, "printed again"] if again else names
    return found


def _within_speakers(speakers: Speakers) -> set[int]:
    lefts = [run.left for run in speakers.runs]
    own = (a for a in speakers.attributions if a and a.source is None and a.how != "label")
    phrases = {(a.phrase.start, a.phrase.end) for a in own if a.phrase}
    return {i for start, end in phrases for i in range(bisect_left(lefts, start - 1), bisect_left(lefts, end))}


def _evidence(tokens: Phrases, token: int, run: Run, found: Attribution | None) -> list[str]:
    cues, text = tokens.cues, tokens.body[run.start : run.end]
    words = text[:_LOOKED_AT].split()
    how = found.how if found else "none"
    names = ["bias", *_of_language(cues), _length(words)]
    names += _inside(cues, words, text)
    names += _around(tokens, token, run)
    names.append(f"speaker: {how}")
    if len(words) < 4:
        names.append(f"short, speaker: {how}")
    apart = text[0].isupper() or text[-1] not in ".!?…"  # but "called the pier “worse than nothing.”"
    if len(words) <= _LONGEST_TERM and apart and _is_named_so(tokens, token):
        names.append("named so")
    if found and _outright(tokens, token, run, found):
        names.append(OUTRIGHT)
    if found and how in ("before", "after, far", "subject"):
        names.append(f"{how}: {sum(found.distance > limit for limit in _DISTANCES)}")
    if found and found.phrase and found.phrase.kind == "pronoun":
        names.append("said by a pronoun")
    return names


def _is_named_so(tokens: Phrases, token: int) -> bool:
    """Whether a word before the quote tells that it is a name or a term: the so-called “experts”."""
    before = tokens.low[token - 1] if token > tokens.sentences[token] else ""
    return before in tokens.cues.labels and not tokens.is_verb(token - 1, weak=True)


def _outright(tokens: Phrases, token: int, run: Run, found: Attribution) -> bool:
    """Whether a comma, dash or colon alone parts the quote from a verb of saying: what is marked was said."""
    words = tokens.words
    if found.how == "after" and tokens.is_verb(token + found.distance):
        closed = tokens.cues.verb_last or tokens.body[run.end - 1] in ",!?"
        between = words[token + 1 : token + found.distance]
        return closed if not between else len(between) < 4 and _PARTING.issuperset(between)
    if found.how == "colon" and found.phrase:
        leads = tokens.sentences[token] == found.phrase.first and found.phrase.last == token - 1
        return leads and found.phrase.kind != "plain" and tokens.body.count(" ", run.start, run.end) > 1
    if found.how == "before":
        return found.distance == 2 and words[token - 1] in (":", ",") and tokens.is_verb(token - 2)
    return False


def _of_language(cues: Cues) -> list[str]:
    return ["english"] if cues.language == "en" else []


def _length(words: list[str]) -> str:
    count = len(words)
    return f"words: {count if count < 4 else '4+' if count < 6 else '6+' if count < 10 else '10+'}"


def _inside(cues: Cues, words: list[str], text: str) -> list[str]:
    names = []
    low = [w.strip(".,;:!?…").lower() for w in words]
    letters = [w for w in words if w[0].isalpha()]
    capitals = sum(w[0].isupper() for w in letters)
    titled = not cues.nouns_are_capitals and len(words) > 1 and capitals > 1 and _title_case(cues, letters)
    if titled and text[-1] in ".,":
        pass  # “The Sound of Silence.”: the stop is the sentence's around it
    elif text[-1] in ".!?…。！？।؟":
        names.append("ends as a sentence")
    elif text[-1] in ",，،":
        names.append("ends in a comma")
    if text[0].isupper():
        names.append("begins with a capital")
        if capitals == len(letters):
            names.append("capitals only" + (" in nouns" if cues.nouns_are_capitals else ""))
        elif len(words) > 1 and not cues.nouns_are_capitals and capitals > 1 and _title_case(cues, letters):
            names.append("title case")
    elif is_small(text):
        names.append("begins small")
    elif is_caseless(text[0]):
        names.append("no capitals")
    small = sum(w in cues.breaks or w in cues.articles or w in cues.aux or w in cues.pronouns for w in low)
    names.append(f"small words: {min(small, 3)}")
    if any(w in cues.pronouns and cues.pronouns[w] == "i" for w in low):
        names.append("first person")
    if any(w in cues.aux for w in low):
        names.append("auxiliary")
    if len(words) < 4 and any(map(str.isdigit, text)):
        names.append("digits")
    return names


def _title_case(cues: Cues, words: list[str]) -> bool:
    """Whether all but the small words have capitals."""
    return all(w[0].isupper() or len(w) < 4 or w in cues.breaks or w in cues.links for w in words)


def _around(tokens: Phrases, token: int, run: Run) -> list[str]:
    body, names = tokens.body, []
    before, after = body[run.left - 1 : run.left], body[run.right : run.right + 1]
    if tokens.stands_alone(token):
        names.append("a sentence of its own")
        if after == "." and body[run.end - 1].isalnum() and " " in body[run.start : run.end]:
            names.append("ends as a sentence")  # as Spanish and Portuguese print it: «Es largo».
    if before == "ـ":
        names += ["glued to a word"]  # said to «The Gazette»: لـ«الغد»
    if after and (after in "-–" or after.isalnum()):
        names.append("glued to a word")
    if before in ("(", "["):
        names.append("in brackets")
    if tokens.runs.get(token - 1) is not None or tokens.runs.get(token - 2) is not None:
        names.append("beside another")
    return [*names, *_preceded(tokens, token), *_followed(tokens, token, body[run.end - 1])]


def _preceded(tokens: Phrases, token: int) -> Iterator[str]:
    if token == tokens.sentences[token]:
        return
    cues, previous, low = tokens.cues, tokens.words[token - 1], tokens.low[token - 1]
    if previous in (":", ","):
        yield f"after {previous}"
    if not low[0].isalnum():
        return
    kinds = (
        ("label", low in cues.labels),
        ("cue", tokens.is_verb(token - 1, weak=True)),
        ("conjunction", low in cues.conjunctions),
        ("article", low in cues.articles),
        ("small word", low in cues.breaks or low in cues.links),
        ("possessive", low.endswith(_POSSESSIVE)),
        ("capital", previous[0].isupper()),
        ("word", True),
    )
    kind = next(name for name, fits in kinds if fits)
    yield f"after {kind}"
    if kind == "possessive" and _ACRONYM.match(previous):
        yield "after an outlet"  # ABC's "Harbour at Six"
    elif low == "on":
        yield "after on"  # the stage that names of programmes stand on
    if kind != "label" and token - 2 >= tokens.sentences[token] and tokens.low[token - 2] in cues.labels:
        yield "near a label"


def _followed(tokens: Phrases, token: int, last: str) -> Iterator[str]:
    if token + 1 >= len(tokens.words):
        return
    cues, following, low = tokens.cues, tokens.words[token + 1], tokens.low[token + 1]
    if low in cues.labels:
        yield "before label"
    elif low in cues.articles and last == ",":
        yield "before apposition"
    elif low[0].isalnum():
        small = low in cues.breaks or low in cues.aux or low in cues.links or low in cues.conjunctions
        yield "before capital" if following[0].isupper() else "before small word" if small else "before word"
    elif following in (".", ","):
        yield f"before {following}"
