"""Dates as machines declare them and as people print them, in any language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta, tzinfo
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Literal, NamedTuple

from crawler.reading.dates.ago import find_ago
from crawler.reading.dates.calendars import ascii_digits
from crawler.reading.dates.clock import Clock, find_clock, zone_named
from crawler.reading.dates.date_labels import label_before
from crawler.reading.dates.days import Day, find_days, has_year, is_ambiguous

_Triple = tuple[int, int, int]
Precision = Literal["day", "hour", "minute", "second"]
MOST_TEXT = 2000  # characters read: dates stand in short lines
_SECOND_OF_TWO = re.compile(r"(?:تشرين|كانون)\s?[12]\s?/")  # Joomla's "24 تشرين2/نوفمبر 2025" is no 2 November


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time as well as it is known: `when` is aware only where an offset is known.

    >>> Moment(datetime(2024, 9, 3), "day").iso()
    '2024-09-03'
    """

    when: datetime
    precision: Precision

    def iso(self) -> str:
        """Return it in ISO 8601, without what is not known."""
        return self.when.date().isoformat() if self.precision == "day" else self.when.isoformat(timespec="seconds")

    def in_zone(self, zone: tzinfo | None) -> Moment:
        """Return it with *zone* where it has a time and no offset."""
        if zone is None or self.precision == "day" or self.when.tzinfo is not None:
            return self
        return replace(self, when=self.when.replace(tzinfo=zone))


class Printed(NamedTuple):
    """A date found in a text: `text[start:end]` is how it is printed. `relative` as in "3 hours ago"."""

    moment: Moment
    start: int
    end: int
    relative: bool = False


_ISO = re.compile(
    r"(?P<y>\d{4})(?P<sep>[-/.]?)(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})(?:(?:\s*[T,]\s*|\s+)"
    r"(?P<H>\d{1,2}):?(?P<M>\d{2})(?::?(?P<S>\d{2})(?:[.,]\d+)?)?\s*(?P<z>[A-Za-z]{1,5})?\s*(?P<o>[+-]\d{2}:?(?:\d{2})?)?)?"
    r"(?:\s*\[[\w/]+\])?$"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?$")
_EPOCH = re.compile(r"\d{10}(?:\.\d+)?$|\d{13}$")
_JAVASCRIPT = re.compile(
    r"(?:\w{3},? )?(\w{3}) (\d{1,2})(?:,? (\d{4}))? (\d{1,2}:\d\d:\d\d) ?(\S+)?(?: (\d{4}))?(?: \(.*\))?$"
)


def parse_declared(text: str, *, language: str | None = None) -> Moment | None:
    """Return the moment that a machine's date names, or None.

    ISO 8601 as sites print it, RFC 822, JavaScript's and Java's own, seconds and milliseconds since 1970;
    else the one date that is printed in *text*, as *language* prints it. Midnight to the second with no
    offset but UTC is a day: systems that keep no time fill it in so.

    >>> parse_declared("2024-09-03 07:25:00 +0300").iso(), parse_declared("2024-09-03T00:00:00Z").iso()
    ('2024-09-03T07:25:00+03:00', '2024-09-03')
    """
    text = ascii_digits(text[:100]).strip().strip("\"'")
    moment = _iso(text) or _epoch(text) or _javascript(text) or _rfc822(text)
    if moment is None and len(text) <= 60:
        printed = find_printed(text, language=language) if language or not is_ambiguous(text) else []
        moment = printed[0].moment if len(printed) == 1 else None
    if moment is None or not 1800 <= moment.when.year < 2200:
        return None
    midnight = moment.when.time() == time(0) and moment.when.utcoffset() in (None, timedelta(0))
    return Moment(moment.when.replace(tzinfo=None), "day") if midnight else moment


def _iso(text: str) -> Moment | None:
    if compact := _COMPACT.match(text):
        y, m, d, hh, mm, ss = (int(part or 0) for part in compact.groups())
        return _moment((y, m, d), (hh, mm, ss), None, "second" if compact[6] else "minute")
    match = _ISO.match(text)
    if match is None or (not match["sep"] and len(match["m"]) + len(match["d"]) != 4):
        return None
    day = (int(match["y"]), int(match["m"]), int(match["d"]))
    if match["H"] is None:
        return _moment(day, (0, 0, 0), None, "day")
    zone: tzinfo | None = None
    if match["o"]:
        zone = _offset(match["o"])
    elif match["z"]:
        zone = zone_named(match["z"].upper())
    clock = (int(match["H"]), int(match["M"]), int(match["S"] or 0))
    if match["z"] and match["z"].lower() in ("am", "pm") and clock[0] <= 12:
        clock = (clock[0] % 12 + 12 * (match["z"].lower() == "pm"), *clock[1:])
    precision: Precision = "second" if match["S"] else "minute"
    return _moment(day, clock, zone, precision)


def _moment(
    day: tuple[int, int, int], clock: tuple[int, int, int], zone: tzinfo | None, precision: Precision
) -> Moment | None:
    try:
        at_midnight = clock == (24, 0, 0)
        when = datetime(*day, *((0, 0, 0) if at_midnight else clock), tzinfo=zone)
        return Moment(when + timedelta(days=at_midnight), precision)
    except (ValueError, OverflowError):
        return None


def _offset(text: str) -> tzinfo | None:
    digits = text[1:].replace(":", "").ljust(4, "0")
    minutes = int(digits[:2]) * 60 + int(digits[2:])
    if minutes > 14 * 60:
        return None
    try:
        return datetime.strptime(f"{text[0]}{digits}", "%z").tzinfo if minutes else UTC
    except ValueError:
        return None


def _epoch(text: str) -> Moment | None:
    if not _EPOCH.match(text):
        return None
    seconds = int(text.partition(".")[0]) // (1000 if len(text) == 13 else 1)
    return Moment(datetime.fromtimestamp(seconds, UTC), "second")


def _javascript(text: str) -> Moment | None:
    match = _JAVASCRIPT.match(text)
    if match is None or not (match[3] or match[6]):
        return None
    zone = f" {match[5]}" if match[5] else ""
    printed = find_printed(f"{match[2]} {match[1]} {match[3] or match[6]} {match[4]}{zone}")
    return printed[0].moment if printed else None


def _rfc822(text: str) -> Moment | None:
    if text.count(":") != 2 or not text[-1:].isalnum():
        return None
    try:
        return Moment(parsedate_to_datetime(text), "second")
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


_CLOCK_GAP = 24  # characters between a date and its time
_PARTS = frozenset("-–—/|•·,.،:;@()[]~ \t\n\xa0")


def agree(one: Moment, other: Moment) -> bool:
    """Return whether two moments may be the same: by their days where one is a day, else by their minutes.

    >>> agree(parse_declared("2024-09-03"), parse_declared("2024-09-03T07:25:00"))
    True
    """
    if "day" in (one.precision, other.precision):
        return one.when.date() == other.when.date()
    if (one.when.tzinfo is None) != (other.when.tzinfo is None):
        return one.when.replace(tzinfo=None, second=0) == other.when.replace(tzinfo=None, second=0)
    return abs((one.when - other.when).total_seconds()) < 60


def on_another_clock(one: Moment, other: Moment) -> bool:
    """Return whether two moments are whole hours apart to the second: one moment, told by clocks of two zones.

    >>> on_another_clock(parse_declared("2024-09-03T20:00:49"), parse_declared("2024-09-03T19:00:49+01:00"))
    True
    """
    gap = one.when.replace(tzinfo=None) - other.when.replace(tzinfo=None)
    both = one.precision == other.precision == "second" and one.when.second == other.when.second != 0
    return both and gap % timedelta(hours=1) == timedelta(0) and abs(gap) <= timedelta(hours=13)


def find_printed(
    text: str, *, language: str | None = None, fetched_at: datetime | None = None, zone: tzinfo | None = None
) -> list[Printed]:
    """Return the dates printed in *text*, in its order, each with the time and zone beside it.

    *language* ("en", "en-GB") decides what "3/9/2024" means and which month "listopad" is. Dates without
    a year, and those such as "3 hours ago", are found only where *fetched_at* tells the present. Times
    without an offset take *zone*.

    >>> [p.moment.iso() for p in find_printed("September 3 2024 , 07:25 AM  •  2312 views")]
    ['2024-09-03T07:25:00']
    """
    return list(_printed(text[:MOST_TEXT], language, fetched_at, zone))


@lru_cache(maxsize=1024)  # several steps ask of the same lines
def _printed(text: str, language: str | None, fetched_at: datetime | None, zone: tzinfo | None) -> Sequence[Printed]:
    text = _SECOND_OF_TWO.sub(lambda m: " " * len(m[0]), ascii_digits(text))
    now = fetched_at.astimezone(zone) if fetched_at and zone else fetched_at
    days = find_days(text, language=language, now=now)
    # "ago" is August in Spanish and Italian, "2 ôl" an April in Welsh: no year, no day of the calendar.
    ago = find_ago(text, now, language) if now is not None and not (days and has_year(text)) else []
    if ago and (not days or any(a.unit != "day" or text[a.start].isdecimal() for a in ago)):
        found = [Printed(Moment(a.when, a.unit), a.start, a.end, True) for a in ago if a.unit != "day"]
        # "Publié hier à 17 h 40 Mis à jour il y a 3 heures"
        ago = find_ago(text[: found[0].start], now, language) if found and now else ago
        days = [Day(a.start, a.end, a.when.date()) for a in ago if a.unit == "day"]
        told = [p._replace(relative=True) for p in _with_times(text, days, language, zone)]
        return [*(p for p in told if p.moment.precision != "day"), *found] if found else told
    return _with_times(text, days, language, zone)


def _with_times(text: str, days: list[Day], language: str | None, zone: tzinfo | None) -> list[Printed]:
    """Each of *days* with the time of day beside it, after it or else before it."""
    edges = [0, *(day.end for day in days)]
    limits = [*(day.start for day in days[1:]), len(text)]
    found: list[Printed] = []
    for day, end_before, limit in zip(days, edges, limits, strict=False):
        midnight = datetime.combine(day.date, time(0))
        # "Published: 22 November 2026, 16:45 | Updated: 23 November 2026"
        edge = max(end_before, found[-1].end if found else 0)
        clock = _clock_beside(text, day, (edge, limit), language)
        if clock is None:
            found.append(Printed(Moment(midnight, "day"), day.start, day.end))
        else:
            moment = Moment(clock.on(midnight), "second" if clock.seconds else "minute").in_zone(zone)
            found.append(Printed(moment, min(day.start, clock.span[0]), max(day.end, clock.span[1])))
    return found


def _clock_beside(text: str, day: Day, room: tuple[int, int], language: str | None) -> Clock | None:
    base = (language or "").lower()[:2] or None
    after = find_clock(text, day.end, min(room[1], day.end + _CLOCK_GAP + 8), language=base, dotted=True)
    if after and not _close(text[day.end : after.span[0]]):
        after = None
    # "9:14 a.m. ET March 13, 2024 | Updated 5:00 p.m. ET March 14, 2024": what a label parts from a day is of the next,
    # and so is what a bar parts: "16:45 22/11/2026 | 17:45 23/11/2026".
    gap = text[day.end : after.span[0]] if after else ""
    if after and label_before(gap) is None and (day.start == room[0] or "|" not in gap):
        return after
    before = find_clock(text, max(room[0], day.start - _CLOCK_GAP - 8), day.start, language=base)
    if before and before.span[1] <= day.start and _close(text[before.span[1] : day.start]):
        return before
    return after


def _close(gap: str) -> bool:
    """Whether what stands between a date and a time is no more than a word or two."""
    words = "".join(" " if c in _PARTS else c for c in gap).split()
    return len(gap) <= _CLOCK_GAP and len(words) <= 2
