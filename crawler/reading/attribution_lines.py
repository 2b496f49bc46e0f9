"""The line under a quote that names its source: "Statement from …", "— Jane Doe, mayor"."""

from __future__ import annotations

import re

from crawler.reading.cues import Cues, cues_of, cues_of_all
from crawler.reading.names import PARTICLES

_LONGEST = 140  # characters
_MOST_WORDS = 16
_DASH = re.compile(r"(?:--|[—–―-])\s*(?=\w)")
_WORD = re.compile(r"[^\W\d_]+(?:[-'’.][^\W\d_]+)*\.?")
_NAME = r"[^\W\d_][\w'’.-]*(?: (?:d[aeiou]s?|del|de la|van|von|der|den|al|bin|y) )?"
_NAME_ROLE = re.compile(rf"(?P<name>{_NAME}(?:\s{_NAME}){{1,4}})\s?(?:[,，]\s?|\s[–—-]\s|\s?\()(?P<role>.+)")
_ENDS_SENTENCE = (".", "!", "?", ":", ";", "…", "。", ",")


def is_attribution_line(line: str, language: str | None = None) -> bool:
    """Whether *line*, printed under a quote, only names who said it.

    >>> [is_attribution_line(s) for s in ("Statement from the mayor's office", "— Jane Doe, mayor", "Read more: Port")]
    [True, True, False]

    Rather no than a wrong yes: a line taken for one leaves the body.
    """
    return attribution_speaker(line, language) is not None


def attribution_speaker(line: str, language: str | None = None) -> tuple[str, str | None] | None:
    """Return the speaker that an attribution line names, and the words that led to it; None for other lines.

    >>> attribution_speaker("Statement from President Yoon's office")
    ("President Yoon's office", 'Statement from')
    >>> attribution_speaker("Jane Doe, head of the port authority")
    ('Jane Doe', None)
    """
    line = line.strip()
    bracketed = line.startswith("(") and line.endswith(")")
    line = line[1:-1].strip() if bracketed else line
    words = _WORD.findall(line)
    if not words or len(line) > _LONGEST or len(words) > _MOST_WORDS or "\n" in line or _quotes(line):
        return None
    if line.endswith(_ENDS_SENTENCE) and not re.search(r"\b(?:[A-Z]|[JS]r|Inc|Co|Ltd)\.$", line):
        return None
    cues = cues_of(language) if language else cues_of_all()
    if not cues.from_line:
        cues = cues_of_all()
    return _from_line(line, cues) or _said_line(line, cues) or _dash_line(line, cues) or _name_role(line, cues)


def _from_line(line: str, cues: Cues) -> tuple[str, str] | None:
    low = line.lower()
    for phrase in sorted(cues.from_line, key=len, reverse=True):
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
    return None


def _said_line(line: str, cues: Cues) -> tuple[str, str] | None:
    first, _, rest = line.partition(" ")
    if first.lower().rstrip(":") not in cues.verbs.whole or not rest:
        return None
    name = rest.split(",")[0].strip()
    return (name, first) if _is_name(name) else None


def _dash_line(line: str, cues: Cues) -> tuple[str, str] | None:
    dash = _DASH.match(line)
    if not dash:
        return None
    rest = line[dash.end() :]
    name, _, _role = rest.partition(",")
    name = name.strip()
    titled = any(w.lower() in cues.roles for w in _WORD.findall(rest))
    if _has_verb(rest, cues) or not (_is_name(name) or (titled and len(rest.split()) <= 8)):
        return None
    return name, dash.group().strip()


def _name_role(line: str, cues: Cues) -> tuple[str, None] | None:
    match = _NAME_ROLE.fullmatch(line)
    if not match or not _is_name(match["name"]) or _has_verb(match["role"], cues):
        return None
    role = _WORD.findall(match["role"])
    small = bool(role) and role[0][0].islower()
    if not role or not (small or any(w.lower() in cues.roles for w in role)):
        return None
    return match["name"].strip(), None


def _is_name(text: str) -> bool:
    """Whether all words but particles have a capital, and there are at least two, at most six."""
    words = _WORD.findall(text)
    capitals = sum(w[0].isupper() for w in words)
    named = all(w[0].isupper() or w in PARTICLES for w in words) and words[0][0].isupper()
    return named and 2 <= len(words) <= 6 and capitals >= 2 and not text.isupper()


def _without_role(speaker: str, cues: Cues) -> str:
    name, _, role = speaker.partition(",")
    return name.strip() if role and any(w.lower() in cues.roles for w in _WORD.findall(role)) else speaker


def _has_verb(text: str, cues: Cues) -> bool:
    return any(w in cues.verbs.whole and w not in cues.roles for w in _WORD.findall(text) if w.islower())


def _quotes(line: str) -> bool:
    return any(mark in line for mark in '"“”„«»「」')
