"""Times of day and time zones beside a printed date."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from crawler.reading.dates.calendars import NAMES, WORDS

# 07:25, 07:25:10, 14h30, 14 h, 14時30分, 오후 3시 25분
_CLOCK = re.compile(
    r"(?<![\d.,:/-])(?P<h>\d{1,2})(?:(?P<point>\.)(?P<pm>\d{2})(?![\d.]|[,:]\d)"
    r"|\s?[:：∶]\s?(?P<m>\d{2})(?:[:：](?P<s>\d{2})(?:[.,]\d{1,9})?)?(?![\d:])"
    r"|\s?(?:[hH](?![^\W\d_])|[Hh](?=\d)|[時时點点시])\s?(?:(?P<hm>\d{2})(?!\d)|(?P<hw>\d{1,2})\s?[分분])?\s?分?"
    r"|(?=\s?[aApP]\.?\s?[mM]\b)|(?P<uhr>(?=\s+Uhr\b)))"
)
_ZONE = re.compile(
    r"\s?\(?(?:(?P<name>(?:[A-Z][A-Za-z]{0,4}|МСК|мск)(?![^\W\d_]))\s?)?(?P<offset>[+\-−]\s?\d{1,2}(?::?\d{2})?(?!\d))?"
)
_LONGEST_PERIOD = 16
_EVENING = 6  # from when on an hour of the night is before midnight


class Clock(NamedTuple):
    """A time of day as printed: the zone is None where none is printed; `span` is where it stands."""

    time: time
    seconds: bool
    zone: tzinfo | None
    span: tuple[int, int]

    def on(self, day: datetime) -> datetime:
        """Return the moment of this time on *day*."""
        return datetime.combine(day.date(), self.time, tzinfo=self.zone)


def _fold_period(name: str) -> str:
    return name.lower().strip(" .")


@lru_cache(maxsize=256)
def _periods(language: str | None) -> tuple[tuple[str, str], ...]:
    """Words with the period of the day that they name, longest first: those of *language* and those of all."""
    words = {_fold_period(name): period for period, names in WORDS["meridiems"].items() for name in names}
    for period in ("am", "pm"):
        for name, languages in NAMES[period].items():
            if language in languages or (language is None and name[0] > "\u024f"):
                words.setdefault(_fold_period(name), period)
    return tuple(sorted(words.items(), key=lambda item: -len(item[0])))


_DOTTED_BEFORE = tuple(sorted(WORDS["clock"]["before"], key=len, reverse=True))
_DOTTED_AFTER = tuple(sorted(WORDS["clock"]["after"], key=len, reverse=True))


def find_clock(text: str, start: int, end: int, *, language: str | None = None, dotted: bool = False) -> Clock | None:
    """Return the first time of day in `text[start:end]`, in ASCII digits, with its am or pm and its zone.

    A time with a point ("14.30") counts only where *dotted* says so or words such as "klo", "Uhr" stand beside it.

    >>> find_clock("September 3 2024 , 07:25 PM", 16, 27).time
    datetime.time(19, 25)
    """
    for match in _CLOCK.finditer(text, start, end):
        minute = match["m"] or match["pm"] or match["hm"] or match["hw"] or "0"
        hour, minutes, seconds = int(match["h"]), int(minute), int(match["s"] or 0)
        if match["point"] and not dotted and not _marked(text, match):
            continue
        if len(match[0]) <= 2 and text[match.start() - 1 : match.start()].isalpha():
            continue  # "Marianne1 am 20.09.2026"
        stop, pm = _meridiem(text, match, language)
        if pm is not None and hour <= 12:
            hour = hour % 12 + (12 if _is_afternoon(pm, hour % 12) else 0)
        if hour > 23 or minutes > 59 or seconds > 59:
            continue
        zone, stop = _zone_after(text, stop, language)
        return Clock(time(hour, minutes, seconds), match["s"] is not None, zone, (match.start(), stop))
    return None


def _is_afternoon(period: str, hour: int) -> bool:
    """Whether *hour*, of twelve, is past noon: half past one at night is not, and half past ten is."""
    return period == "pm" or (period == "night" and hour >= _EVENING) or (period == "noon" and hour < _EVENING)


def _marked(text: str, match: re.Match[str]) -> bool:
    before = f" {text[max(0, match.start() - 12) : match.start()]}".rstrip().lower()
    after = text[match.end() : match.end() + 8].lstrip().lower()
    return before.endswith(tuple(f" {w}" for w in _DOTTED_BEFORE)) or after.startswith(_DOTTED_AFTER)


def _meridiem(text: str, match: re.Match[str], language: str | None) -> tuple[int, str | None]:
    """Where the time ends, and the period of the day printed beside it: am, pm, night or noon, None where none is."""
    after = text[match.end() : match.end() + _LONGEST_PERIOD].lower()
    space = len(after) - len(after.lstrip())
    before = text[max(0, match.start() - _LONGEST_PERIOD) : match.start()].rstrip().lower()
    first = after[space : space + 1]
    may_stand_before = before[-1:] >= "\u0900"  # in Chinese, Japanese, Korean, Burmese and the languages of India
    for word, pm in _periods(language):
        if word[0] == first and after.startswith(word, space):
            rest = after[space + len(word) :]
            if not rest[:1].isalpha():
                return match.end() + space + len(word) + rest.startswith("."), pm
        if may_stand_before and (word[0] > "\u2e7f" or "\u0900" <= word[0] < "\u10a0") and before.endswith(word):
            return match.end(), pm
    return match.end(), None


def _zone_after(text: str, position: int, language: str | None) -> tuple[tzinfo | None, int]:
    match = _ZONE.match(text, position)
    if match is None or match.end() == position:
        return None, position
    name, offset = match["name"], match["offset"]
    named = zone_named(name, language) if name else None
    if offset and (named == UTC or not name):
        # "10:30 -12" may be a range of hours: an offset without a name has four digits, or touches the time.
        digits = re.sub(r"\D", "", offset)
        if name or len(digits) == 4 or match.start("offset") == position:
            minutes = int(digits[:-2]) * 60 + int(digits[-2:]) if len(digits) > 2 else int(digits) * 60
            if minutes <= 14 * 60:
                return timezone(timedelta(minutes=minutes if offset[0] == "+" else -minutes)), match.end()
    return (named, match.end("name")) if named else (None, position)


def zone_named(name: str, language: str | None = None) -> tzinfo | None:
    """Return the zone that letters such as "CEST" name; None for unknown ones and those that several zones share.

    >>> zone_named("CEST"), zone_named("CST"), zone_named("CST", "zh")
    (datetime.timezone(datetime.timedelta(seconds=7200)), None, datetime.timezone(datetime.timedelta(seconds=28800)))
    """
    if not name.isupper() and name != "мск":
        return None
    zones, by_language = WORDS["zones"], WORDS["zones_by_language"]
    found = zones.get(name.lower(), by_language.get(name.lower(), {}).get(language))
    if isinstance(found, str):
        return ZoneInfo(found)
    return None if found is None else timezone(timedelta(minutes=found)) if found else UTC
