"""Dates told from the present: "3 hours ago", "gestern"."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple, cast

from crawler.reading.dates.calendars import WORDS

Unit = Literal["second", "minute", "hour", "day"]
MOST_TEXT = 200
MOST = {"second": 3600, "minute": 600, "hour": 72, "day": 60}
_LETTERS = r"[^\s\d!-/:-@\[-`{-~،؛、。·•|–—]+"
_TOKEN = re.compile(rf"\d+|{_LETTERS}(?:'{_LETTERS})?|\S")  # "aujourd'hui"


class Ago(NamedTuple):
    """A moment told from the present, in `text[start:end]`, known to the `unit`."""

    start: int
    end: int
    when: datetime
    unit: Unit


_COUNTS = {"one": 1, "two": 2}
_ONE, _BEFORE, _AFTER = (frozenset(WORDS["ago"][kind]) for kind in ("one", "before", "after"))


@lru_cache(maxsize=1)
def _units() -> dict[str, Unit]:
    return {name: cast(Unit, unit) for unit, names in WORDS["ago"]["units"].items() for name in names}


@lru_cache(maxsize=1)
def _joined() -> dict[str, Unit]:
    return {name: cast(Unit, unit) for unit, names in WORDS["ago"]["joined"].items() for name in names}


@lru_cache(maxsize=1)
def _counted() -> dict[str, tuple[int, Unit]]:
    """Units that say their number themselves: "час" is an hour, "ساعتين" two."""
    kinds = ((*key.split("_"), names) for key, names in WORDS["ago"]["counted"].items())
    return {name: (_COUNTS[count], cast(Unit, unit)) for count, unit, names in kinds for name in names}


def find_ago(text: str, now: datetime, language: str | None = None) -> list[Ago]:
    """Return the moments that *text* tells from *now*: number, unit, and the mark that they are past.

    *language* tells days that are other words elsewhere: Hungarian "ma".

    >>> now = datetime(2024, 9, 3, 12, 20)
    >>> find_ago("vor 2 Stunden", now)[0].when, find_ago("2 Stunden Fahrt", now)
    (datetime.datetime(2024, 9, 3, 10, 0), [])
    >>> find_ago("час назад", now)[0].when
    datetime.datetime(2024, 9, 3, 11, 0)
    """
    if len(text) > MOST_TEXT:
        return []
    tokens = list(_TOKEN.finditer(text))
    words = [token[0].lower() for token in tokens]
    found: list[Ago] = []
    for i in range(len(words)):
        told = _told(words, i)
        if told is None or told.number > MOST[told.unit]:
            continue
        start, end = tokens[told.first].start(), tokens[told.last].end()
        if not found or start >= found[-1].end:
            found.append(Ago(start, end, _back(now, told.number, told.unit), told.unit))
    return found or _named_days(words, tokens, now, language)


class _Told(NamedTuple):
    """How many units ago, from the first to the last token."""

    number: int
    unit: Unit
    first: int
    last: int


def _told(words: list[str], i: int) -> _Told | None:
    """Return what is told around token *i*, a number or a unit that says its own; None where no mark makes it past."""
    if words[i].isdecimal() or words[i] in _ONE:
        count = int(words[i][:5]) if words[i].isdecimal() else 1
        if unit := _joined().get("".join(words[i + 1 : i + 2])):
            return _Told(count, unit, i, i + 1)
        for length in (1, 2, 3):
            unit = _units().get(" ".join(words[i + 1 : i + 1 + length]))
            if unit and (span := _span(words, i, i + length)):
                return _Told(count, unit, *span)
        # "saa 2 zilizopita", "පැය 2 කට පෙර"
        unit = _units().get(words[i - 1]) if i and words[i].isdecimal() else None
        last = _mark_after(words, i) if unit else None
        return _Told(count, unit, i - 1, last) if unit and last else None
    if words[i] in _counted() and not (i and words[i - 1].isdecimal()):
        span = _span(words, i, i)
        return _Told(*_counted()[words[i]], *span) if span else None
    return None


def _span(words: list[str], first: int, last: int) -> tuple[int, int] | None:
    """From which to which token "3 hours ago" goes, of which "3 hours" is *first* to *last*; None where no mark is."""
    if end := _mark_after(words, last):
        return first, end
    for length in (1, 2, 3):
        if length <= first and " ".join(words[first - length : first]) in _BEFORE:
            return first - length, last
    return None


def _mark_after(words: list[str], last: int) -> int | None:
    """Return the last token of the mark that follows token *last*: "ago", and "temu" in "2 godz. temu"."""
    start = last + 1 + (words[last + 1 : last + 2] == ["."])
    start += words[start : start + 1] == ["කට"]
    for length in (1, 2):
        if " ".join(words[start : start + length]) in _AFTER:
            return start + length - 1
    return None


def _back(now: datetime, count: int, unit: Unit) -> datetime:
    when = (now - timedelta(**{f"{unit}s": count})).replace(microsecond=0)
    if unit == "day":
        return when.replace(hour=0, minute=0, second=0, tzinfo=None)
    return when.replace(second=0, minute=0 if unit == "hour" else when.minute)


@lru_cache(maxsize=64)
def _names_of_days(language: str) -> list[frozenset[str]]:
    """The names of today and of yesterday, in all languages and those that mean it in *language* alone."""
    own = WORDS["days_by_language"].get(language, {})
    return [frozenset((*WORDS["days"][day], *own.get(day, ()))) for day in ("today", "yesterday")]


def _named_days(words: list[str], tokens: list[re.Match[str]], now: datetime, language: str | None) -> list[Ago]:
    """ "Today", "yesterday": only near the start of a line, where dates stand."""
    for back, names in enumerate(_names_of_days((language or "")[:2].lower())):
        for i in range(min(4, len(words))):
            for length in (1, 2):
                if i + length <= len(words) and " ".join(words[i : i + length]) in names:
                    when = _back(now, back, "day")
                    return [Ago(tokens[i].start(), tokens[i + length - 1].end(), when, "day")]
    return []
