"""Dates told from the present: "3 hours ago", "gestern"."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple, cast

from crawler.reading.calendars import WORDS

Unit = Literal["second", "minute", "hour", "day"]
MOST_TEXT = 200
MOST = {"second": 3600, "minute": 600, "hour": 72, "day": 60}
_TOKEN = re.compile(r"\d+|[^\s\d!-/:-@\[-`{-~،؛、。·•|–—]+|\S")


class Ago(NamedTuple):
    """A moment told from the present, in `text[start:end]`, known to the `unit`."""

    start: int
    end: int
    when: datetime
    unit: Unit


@lru_cache(maxsize=1)
def _units() -> dict[str, Unit]:
    return {name: cast(Unit, unit) for unit, names in WORDS["ago"]["units"].items() for name in names}


@lru_cache(maxsize=1)
def _joined() -> dict[str, Unit]:
    return {name: cast(Unit, unit) for unit, names in WORDS["ago"]["joined"].items() for name in names}


def find_ago(text: str, now: datetime) -> list[Ago]:
    """Return the moments that *text* tells from *now*: number, unit, and the mark that they are past.

    >>> now = datetime(2024, 9, 3, 12, 20)
    >>> find_ago("vor 2 Stunden", now)[0].when, find_ago("2 Stunden Fahrt", now)
    (datetime.datetime(2024, 9, 3, 10, 0), [])
    """
    if len(text) > MOST_TEXT:
        return []
    tokens = list(_TOKEN.finditer(text))
    words = [token[0].lower() for token in tokens]
    found = []
    for i in range(len(words) - 1):
        count = int(words[i][:5]) if words[i].isdecimal() else 1 if words[i] in WORDS["ago"]["one"] else None
        span = None if count is None else _span(words, i)
        if count is None or span is None:
            continue
        unit = _joined().get(words[i + 1]) or _units()[words[i + 1]]
        if count <= MOST[unit]:
            found.append(Ago(tokens[span[0]].start(), tokens[span[1]].end(), _back(now, count, unit), unit))
    return found or _named_days(words, tokens, now)


def _span(words: list[str], i: int) -> tuple[int, int] | None:
    """From which to which token "3 hours ago" goes, whose number is token *i*; None where no mark makes it past."""
    unit = words[i + 1]
    if unit in _joined():
        return i, i + 1
    if unit in _units():
        for length in (1, 2):
            if " ".join(words[i + 2 : i + 2 + length]) in WORDS["ago"]["after"]:
                return i, i + 1 + length
        for length in (1, 2, 3):
            if length <= i and " ".join(words[i - length : i]) in WORDS["ago"]["before"]:
                return i - length, i + 1
    return None


def _back(now: datetime, count: int, unit: Unit) -> datetime:
    when = (now - timedelta(**{f"{unit}s": count})).replace(microsecond=0)
    if unit == "day":
        return when.replace(hour=0, minute=0, second=0, tzinfo=None)
    return when.replace(second=0, minute=0 if unit == "hour" else when.minute)


def _named_days(words: list[str], tokens: list[re.Match[str]], now: datetime) -> list[Ago]:
    """ "Today", "yesterday": only near the start of a line, where dates stand."""
    for back, names in enumerate((WORDS["days"]["today"], WORDS["days"]["yesterday"])):
        for i in range(min(4, len(words))):
            for length in (1, 2):
                if i + length <= len(words) and " ".join(words[i : i + length]) in names:
                    when = _back(now, back, "day")
                    return [Ago(tokens[i].start(), tokens[i + length - 1].end(), when, "day")]
    return []
