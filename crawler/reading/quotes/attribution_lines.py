"""The line under a quote that names its source: "Statement from …", "— Jane Doe, mayor"."""

from __future__ import annotations

import re
from functools import lru_cache

from crawler.reading.names.people import PARTICLES
from crawler.reading.names.unspaced_names import is_unspaced, name_in_line
from crawler.reading.quotes.cues import Cues, cues_of, cues_of_all

_LONGEST = 140  # characters
_MOST_WORDS = 16
_DASH = re.compile(r"(?:-{1,3}|[—–―─]{1,2}|⸺)\s*(?=[\w（(])")
_WORD = re.compile(r"[^\W\d_]+(?:[-'’.][^\W\d_]+)*\.?")
_NAME = r"[^\W\d_][\w'’.-]*(?: (?:d[aeiou]s?|del|de la|van|von|der|den|al|bin|y) )?"
_NAME_ROLE = re.compile(rf"(?P<name>{_NAME}(?:\s{_NAME}){{1,4}})\s?(?:[,，،]\s?|\s[–—-]\s|\s?[(（])(?P<role>.+)")
_PARTED = re.compile(r"\s?[,，،、;|/(（]\s?|\s[–—-]+\s")
_ENDS_SENTENCE = (".", "!", "?", ":", ";", "…", "。", "！", "？", "।", ",")
_ABBREVIATED = re.compile(r"\b(?:[A-Z]|[JS]r|Inc|Co|Ltd)\.$")
_BRACKETS = {"(": ")", "（": "）", "[": "]"}
_MOST_LOOSE = 14  # words of a line that is known to name a source


def is_attribution_line(line: str) -> bool:
    """Whether *line*, printed under a quote, only names who said it.

    >>> [is_attribution_line(s) for s in ("Statement from the mayor's office", "— Jane Doe, mayor", "Read more: Port")]
    [True, True, False]

    Rather no than a wrong yes: a line taken for one leaves the body.
    """
    return attribution_speaker(line) is not None


def attribution_speaker(
    line: str, language: str | None = None, *, after_quote: bool = False
) -> tuple[str, str | None] | None:
    """Return the speaker that an attribution line names, and the words that led to it; None for other lines.

    >>> attribution_speaker("Statement from President Yoon's office")
    ("President Yoon's office", 'Statement from')
    >>> attribution_speaker("Jane Doe, head of the port authority")
    ('Jane Doe', None)
    >>> attribution_speaker("— 山本花子（港町商店会長）")
    ('山本花子', '—')

    *after_quote* is for a line that is known to belong to the quote above it, by its markup or its dash: then all
    that is no sentence names somebody.
    """
    line = line.strip()
    bracketed = line[-1:] == _BRACKETS.get(line[:1])
    line = line[1:-1].strip() if bracketed else line
    if len(line) > _LONGEST or "\n" in line:
        return None
    words = _WORD.findall(line)
    if not words or len(words) > _MOST_WORDS or _quotes(line):
        return None
    if line.endswith(_ENDS_SENTENCE) and not _ABBREVIATED.search(line):
        return None
    cues = cues_of(language) if language else cues_of_all()
    if not cues.from_line:
        cues = cues_of_all()
    dash = _DASH.match(line)
    rest = line[dash.end() :] if dash else line
    name, cue = _said_by(rest, cues) or (None, dash.group().strip() if dash else None)
    name = name or (
        _unspaced_name(rest, sure=after_quote or dash is not None)
        or (_name_after_dash(rest, cues) if dash else None)
        or _name_before_role(line, cues)
        or (_loose_name(rest, cues) if after_quote else None)
    )
    return (name, cue) if name else None


def begins_with_name(line: str) -> bool:
    """Whether *line* is a name, with a role behind it or without: "Ann Lee", "Ann Lee, Port Authority"."""
    return _is_name(_PARTED.split(line.strip(), maxsplit=1)[0])


def opens_with_dash(line: str) -> bool:
    """Whether a dash leads *line*, as it leads the name under a quote."""
    return _DASH.match(line.strip()) is not None


@lru_cache
def _leads(phrases: tuple[str, ...]) -> tuple[list[str], tuple[str, ...]]:
    """The phrases that lead to a name, the longest first, and what lines begin with that have them."""
    return sorted(phrases, key=len, reverse=True), tuple(phrase.rstrip(":") for phrase in phrases)


def _said_by(line: str, cues: Cues) -> tuple[str, str] | None:
    """The name, and the words that lead to it, in "Statement from the mayor's office", "said Ann Lee, mayor"."""
    low = line.lower()
    longest_first, leads = _leads(cues.from_line)
    for phrase in longest_first if low.startswith(leads) else ():
        lead = phrase.rstrip(":")
        if not low.startswith(lead):
            continue
        rest = line[len(lead) :]
        colon = rest.lstrip()[:1] in (":", "：")
        if not colon and (phrase.endswith(":") or rest[:1].isalnum()):
            continue
        speaker = _without_role(rest.lstrip(" :：").strip(), cues)
        if speaker and len(speaker.split()) <= 10 and not _has_verb(speaker, cues) and "http" not in speaker:
            return speaker, line[: len(lead)]
    first, _, rest = line.partition(" ")
    name = rest.split(",")[0].strip()
    return (name, first) if first.lower().rstrip(":") in cues.verbs.whole and _is_name(name) else None


def _unspaced_name(line: str, *, sure: bool) -> str | None:
    """The name in "— 山本花子（港町商店会長）", "山本花子さん（会長）", "—— 王安，市长", "— 이안나 시장"."""
    return name_in_line(line, sure=sure) if is_unspaced(line) else None


def _name_after_dash(line: str, cues: Cues) -> str | None:
    """The name in "Ann Lee, mayor", "the mayor"."""
    name = line.partition(",")[0].strip()
    titled = any(w.lower() in cues.roles for w in _WORD.findall(line))
    if _has_verb(line, cues) or not (_is_name(name) or (titled and len(line.split()) <= 8)):
        return None
    return name


def _name_before_role(line: str, cues: Cues) -> str | None:
    """The name in "Ann Lee, head of the port authority", "Ann Lee (mayor)"."""
    match = _NAME_ROLE.fullmatch(line)
    if not match or not _is_name(match["name"]) or _has_verb(match["role"], cues):
        return None
    role = _WORD.findall(match["role"])
    small = bool(role) and role[0][0].islower()
    if not role or not (small or any(w.lower() in cues.roles for w in role)):
        return None
    return match["name"].strip()


def _loose_name(line: str, cues: Cues) -> str | None:
    """The name in a line of any shape but a sentence's: "The mayor", "Ann", "Ann Lee, Port Authority"."""
    name = _PARTED.split(line, maxsplit=1)[0].strip()
    if not name or len(line.split()) > _MOST_LOOSE or _has_verb(name, cues) or not any(map(str.isalpha, name)):
        return None
    if not any(c.isupper() or c > "\u0590" for c in name) or (_has_verb(line, cues) and not _is_name(name)):
        return None
    return name


def _is_name(text: str) -> bool:
    """Whether all words but particles have a capital, and there are at least two, at most six."""
    words = _WORD.findall(text)
    if not 2 <= len(words) <= 6 or text.isupper() or not words[0][0].isupper():
        return False
    capitals = sum(w[0].isupper() for w in words)
    return capitals >= 2 and all(w[0].isupper() or w in PARTICLES for w in words)


def _without_role(speaker: str, cues: Cues) -> str:
    name, _, role = speaker.partition(",")
    return name.strip() if role and any(w.lower() in cues.roles for w in _WORD.findall(role)) else speaker


def _has_verb(text: str, cues: Cues) -> bool:
    return any(w in cues.verbs.whole and w not in cues.roles for w in _WORD.findall(text) if w.islower())


def _quotes(line: str) -> bool:
    return any(mark in line for mark in '"“”„«»「」')
