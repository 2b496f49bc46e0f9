"""Speech that a dash opens: "—No lo sabía —dijo Ana Ruiz—. Fue un error."."""

from __future__ import annotations

import re

from crawler.reading.quotes.cues import Cues
from crawler.reading.quotes.quotation import CLOSERS, Run, paragraphs

_OPENS = re.compile(r"[—–―-][ \u00a0]?(?=[¡¿(…\w])")
_DASH = re.compile(r"(?:(?<=[\s,.!?…»”])[—–―-](?=\S)|(?<=\S)[—–―](?=[\s.,;:!?])|(?<=\s)[—–―-](?=\s))")
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_LONGEST = 4000  # characters of one speech
_LONGEST_CLAUSE = 80  # characters of "said Ann Lee, the mayor"
_LAST_CLAUSE = re.compile(r",\s(?:[\w.'’-]+\s){1,6}(?P<verb>[^\W\d_]+)\.?$")
# "« Oui, a dit Mme Roy, c'est vrai »", "« Oui, dit-elle. C'est vrai »"
_CLAUSE_END = re.compile(r",|(?<=[^\W\d_]{3})\.(?= [^\W\d_a-zß-ÿ])")
_GOES_ON = re.compile(r"(?<=[.!?…] )[—–―-] ?(?=[¡¿(…«]?[^\W\d_a-zß-ÿ])")  # "…, säger hon. – Och ingen vet."
_LAST_INVERTED = re.compile(
    r",\s(?P<verb>[^\W\d_]+)\s(?:(?P<who>[^\W\d_]+)|(?P<name>[^\W\d_a-zß-ÿ][\w-]+\s[^\W\d_a-zß-ÿ][\w-]+))\.$"
)
_NAMES_SOMEBODY = re.compile(r"\s[^\W\d_a-zß-ÿ]|-t?-?(?:il|elle|on|ils|elles)\b")


def dash_runs(body: str, cues: Cues) -> list[Run]:
    """Return the runs of speech in paragraphs that begin with a dash, without the words that attribute them.

    A paragraph without a cue verb counts only beside others of its kind, or alone where the article has such, or after
    a colon: lists have dashes too.
    """
    if not cues.dashes:
        return []
    found: list[tuple[list[Run], bool]] = []
    before_ends_in_colon = False
    for start, end in _lines(body):
        opening = _OPENS.match(body, start, end)
        runs: list[Run] = []
        attributed = False
        if opening and body[opening.end()] not in CLOSERS and end - start < _LONGEST:
            runs, attributed = _speech(body, opening.end(), end, cues)
            attributed = attributed or (before_ends_in_colon and body[end - 1] in ".!?…")
        elif not opening and (within := _GOES_ON.search(body, start, end)) and end - start < _LONGEST:
            # "Она живёт здесь. — Раньше был мост, — говорит она."
            runs, attributed = _speech(body, within.end(), end, cues)
            runs = runs if attributed else []
        found.append((runs, attributed))
        before_ends_in_colon = body[start:end].endswith(":")
    spoken_elsewhere = any(attributed for _, attributed in found)
    spoken: list[Run] = []
    for i, (runs, attributed) in enumerate(found):
        neighbours = found[max(0, i - 1) : i] + found[i + 1 : i + 2]
        alone = spoken_elsewhere and not any(near for near, _ in neighbours)  # no list
        beside = runs and (alone or any(near for _, near in neighbours))
        if attributed or (beside and body[runs[-1].end - 1] in ".!?…"):
            spoken += runs
    return spoken


def _lines(body: str) -> list[tuple[int, int]]:
    lines = []
    for start, end in paragraphs(body):
        at = start
        for line in body[start:end].split("\n"):
            lines.append((at, at + len(line)))
            at += len(line) + 1
    return lines


def parted_by_attribution(body: str, run: Run, cues: Cues) -> list[Run]:
    """Return the parts of a marked run that hold speech, where its attribution stands between the same marks.

    «Мы ждали, — сказала Анна Коваль, — и никто не помог»; « Nous attendons, a dit Anne Leroy, depuis mai. »
    """
    if run.end - run.start >= _LONGEST:
        return [run]
    parts, attributed = _between_dashes(body, run.start, run.end, cues) if cues.dashes else ([], False)
    if not attributed and cues.attributes_within_marks:
        parts = _around_clause(body, run, cues)
    if not parts or (len(parts) == 1 and not attributed):
        return [run]
    for part in parts:
        part.mark, part.parted = run.mark, len(parts) > 1
    parts[0].left, parts[-1].right = run.left, run.right
    return parts


def _around_clause(body: str, run: Run, cues: Cues) -> list[Run]:
    comma = _comma_before_verb(body, run.start, run.end, cues)
    stop = _CLAUSE_END.search(body, comma + 1, run.end) if comma is not None else None
    end = stop.start() if stop else -1
    clause = body[comma + 1 : end] if comma is not None and end > 0 else ""
    if len(clause) > _LONGEST_CLAUSE or not _NAMES_SOMEBODY.search(clause):
        return []
    return _run(body, run.left + 1, comma or 0) + _run(body, end, run.end)


def _speech(body: str, start: int, end: int, cues: Cues) -> tuple[list[Run], bool]:
    """Return the speech in `body[start:end]` in runs, and whether a cue verb breaks or ends it."""
    runs, attributed = _between_dashes(body, start, end, cues)
    if not attributed and (comma := _comma_before_verb(body, start, end, cues)):
        further = _GOES_ON.search(body, comma, end)
        return _run(body, start, comma) + (_speech(body, further.end(), end, cues)[0] if further else []), True
    return runs, attributed


def _between_dashes(body: str, start: int, end: int, cues: Cues) -> tuple[list[Run], bool]:
    """Return what dashes part from clauses that begin with a cue verb, and whether there are any."""
    bounds = [start, *(m.start() for m in _DASH.finditer(body, start, end)), end]
    runs: list[Run] = []
    attributed = False
    speech = start
    at = 1
    while at < len(bounds) - 1:
        left, right = bounds[at], bounds[at + 1]
        if _begins_with_verb(body, left + 1, right, cues) or _names_speaker(body, left, right, cues):
            runs += _run(body, speech, left)
            attributed = True
            at += 1
            speech = min(right + 1, end)
            if right == end:
                return runs, True
        at += 1
    return runs + _run(body, speech, end), attributed


def _begins_with_verb(body: str, start: int, end: int, cues: Cues) -> bool:
    words = []
    for match in _WORD.finditer(body, start, end):
        words.append(match.group())
        if len(words) == 3:
            break
    return bool(words) and words[0][0].islower() and any(_is_cue(w, cues) for w in words)


def _names_speaker(body: str, dash: int, end: int, cues: Cues) -> bool:
    """Whether a verb nobody knows stands between the *dash* and who speaks: "…, — смеётся она", "… —masculla Ana"."""
    before = body[:dash].rstrip()[-1:]
    raya = body[dash] == "—" and body[dash - 1].isspace() and body[dash + 1 : dash + 2].isalpha()
    if not (raya or before in ",!?…"):
        return False
    words = _WORD.findall(body, dash + 1, min(end, dash + _LONGEST_CLAUSE))[:2]
    if len(words) < 2 or not words[0][0].islower() or any(words[0] in small for small in (cues.breaks, cues.articles)):
        return False
    return words[1][0].isupper() or cues.pronouns.get(words[1], "n") in "mf"


def _comma_before_verb(body: str, start: int, end: int, cues: Cues) -> int | None:
    """Return where the speech ends in "Det är allvarligt, säger Anna Svensson."."""
    for match in re.finditer(r"[,!?]\s+(?=[^\W\d_])", body[start:end]):
        word = _WORD.match(body, start + match.end(), end)
        if word and word.group()[0].islower():
            following = _WORD.search(body, word.end(), end)
            helped = word.group().lower() in cues.aux and following and _is_cue(following.group(), cues)
            inverted = "-" + word.group().rpartition("-")[2] in cues.pronouns  # "sourit-elle"
            if _is_cue(word.group(), cues) or helped or inverted:
                return start + match.start() + (match.group()[0] != ",")
    if cues.inverts and (last := _LAST_INVERTED.search(body, start, end)) and _is_unknown_verb(last, cues):
        return last.start()
    clause = _LAST_CLAUSE.search(body, start, end)
    if clause is None or not _is_cue(clause["verb"], cues):
        return None
    # "– Silta avataan, pääministeri Antti Laine sanoi.", "– Silta avataan, hän sanoi."
    first = clause.group().split()[1].lower()
    names = _NAMES_SOMEBODY.search(clause.group()) or first in cues.pronouns or first in cues.ages
    return clause.start() if names else None


def _is_unknown_verb(match: re.Match[str], cues: Cues) -> bool:
    """Whether what `_LAST_INVERTED` found is who speaks: "…, truer han.", "…, jubler Anna Hansen."."""
    verb = match["verb"]
    small = not verb[0].islower() or any(verb in words for words in (cues.breaks, cues.aux))
    return not small and bool(match["name"] or cues.pronouns.get(match["who"], "n") in "mf")


def _is_cue(word: str, cues: Cues) -> bool:
    word = word.lower()
    return word in cues.verbs or word.split("-")[0] in cues.verbs or word in cues.after


def _run(body: str, left: int, right: int) -> list[Run]:
    start, end = left, right
    while start < end and (body[start].isspace() or body[start] in ".,;:—–―-"):
        start += 1
    while end > start and (body[end - 1].isspace() or body[end - 1] in ",—–―-"):
        end -= 1
    return [Run(start, end, left, right, "—")] if end > start and any(map(str.isalnum, body[start:end])) else []
