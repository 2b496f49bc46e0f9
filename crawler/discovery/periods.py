"""The days that an address names: an article's, a month's sitemap's, a day's list's; and the span that is asked for."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

from crawler.reading.instants import EXPECTED, bound

EARLIEST = 1950
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"0?[1-9]|1[0-2]|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
# 2024/09/03, 2024-9-3, 20240903, 2024/sep/03
_DAY = re.compile(
    rf"(?<!\d)(?P<y>(?:19|20)\d\d)(?:(?P<s>[-/._])(?P<m>{_MONTH})(?P=s)(?P<d>0?[1-9]|[12]\d|3[01])"
    r"|(?P<m2>0[1-9]|1[0-2])(?P<d2>0[1-9]|[12]\d|3[01]))(?!\d)",
    re.IGNORECASE,
)
_MONTH_OF_YEAR = re.compile(
    rf"(?<!\d)(?P<y>(?:19|20)\d\d)(?:[-/._](?P<m>{_MONTH})|(?P<m2>0[1-9]|1[0-2]))(?![\da-z])", re.IGNORECASE
)
_WEEK = re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)[-_/]?w(?P<w>\d\d)(?!\d)", re.IGNORECASE)
_YEAR = re.compile(r"(?<![\d.])(?P<y>(?:19|20)\d\d)(?!\d)")
# What may stand around the date in the address of a list: "/archive-2024-09.html", not "/gates-of-2024-09".
_BEFORE_DATE = re.compile(
    r"[/=](?:(?:ar[ck]?h?iv\w*|sitemap\w*|maps?|posts?|news|date|day|month|year|index|list\w*)[-_])?$", re.IGNORECASE
)
_AFTER_DATE = re.compile(r"/?|\.html?|\.xml(?:\.gz)?")
_PARAMETERS = {"y": "y", "yyyy": "y", "year": "y", "mm": "m", "month": "m", "d": "d", "dd": "d", "day": "d"}


class Period(NamedTuple):
    """Whole days, both ends included."""

    first: date
    last: date

    def meets(self, other: Period) -> bool:
        """Return whether a day is in both."""
        return self.first <= other.last and other.first <= self.last


@dataclass(frozen=True, slots=True)
class Span:
    """The span of publication that is asked for, UTC text: from `since` on, before `until`; None leaves a side open."""

    since: str | None = None
    until: str | None = None

    @property
    def days(self) -> Period:
        """The days that any part of it is on, and one more at each end: elsewhere it is another day already."""
        first = _day_of(self.since, date(EARLIEST, 1, 1)) - timedelta(days=1)
        return Period(first, _day_of(self.until, datetime.now(UTC).date()) + timedelta(days=1))

    @property
    def bounds(self) -> dict[str, str]:
        """Both ends for a comparison of texts, an open one as what is before or after all dates."""
        return {"since": self.since or "", "until": self.until or "~"}

    def may_hold(self, published_at: str | None, changed_at: str | None) -> bool:
        """Return whether what was published, and last changed, then may be in it. What changed before it is not."""
        if published_at is not None:
            return self.is_reached_by(published_at) and (self.until is None or published_at < self.until)
        return changed_at is None or self.is_reached_by(changed_at)

    def is_reached_by(self, date: str) -> bool:
        """Return whether *date* is not before it."""
        return self.since is None or date >= self.since


ANY_TIME = Span()


class SpanError(ValueError):
    """A text that is neither a day nor an instant nor a span back from now. The message quotes it."""


def read_span(since: str = "", until: str = "") -> Span | None:
    """Return the span between two days or instants, both included; None where neither is given. Raises `SpanError`."""
    bounds: list[str | None] = []
    for name, text in (("since", since), ("until", until)):
        try:
            bounds.append(bound(text, is_end=name == "until") if text else None)
        except ValueError as error:
            raise SpanError(f"{name}={text!r} is no date; expected {EXPECTED}") from error
    start, end = bounds
    if start and end and start >= end:
        raise SpanError(f"since={since!r} is not before until={until!r}: nothing can be between them")
    return Span(start, end) if start or end else None


def _day_of(text: str | None, default: date) -> date:
    return date.fromisoformat(text[:10]) if text else default


def day_in(url: str) -> date | None:
    """Return the one day that an article's address names, or None.

    >>> day_in("https://lock.example/2024/09/03/gates"), day_in("https://lock.example/2024/09/gates-20")
    (datetime.date(2024, 9, 3), None)
    """
    days = {day for match in _DAY.finditer(unquote(urlsplit(url).path)) if (day := _date(match))}
    return days.pop() if len(days) == 1 else None


def period_in(url: str) -> Period | None:
    """Return the days that the address of a listing names, or None where it names none.

    >>> period_in("https://lock.example/sitemap-2024-09.xml")
    Period(first=datetime.date(2024, 9, 1), last=datetime.date(2024, 9, 30))
    >>> period_in("https://lock.example/sitemap.xml?yyyy=2024&mm=09&dd=03").first
    datetime.date(2024, 9, 3)
    """
    parts = urlsplit(url)
    text = unquote(f"{parts.path}?{parts.query}")
    days = [day for match in _DAY.finditer(text) if (day := _date(match))]
    if days:
        return Period(min(days), max(days))
    if match := _WEEK.search(text):
        try:
            monday = date.fromisocalendar(int(match["y"]), int(match["w"]), 1)
        except ValueError:
            return None
        return Period(monday, monday + timedelta(days=6))
    return _of_parameters(parts.query) or _of_month_or_year(text)


def _date(match: re.Match[str]) -> date | None:
    try:
        return date(int(match["y"]), _month(match["m"] or match["m2"]), int(match["d"] or match["d2"]))
    except ValueError:
        return None


def _month(text: str) -> int:
    return int(text) if text.isdigit() else _MONTHS.index(text[:3].lower()) + 1


def _of_parameters(query: str) -> Period | None:
    found = {_PARAMETERS[name.lower()]: value for name, value in parse_qsl(query) if name.lower() in _PARAMETERS}
    try:
        year = int(found["y"])
        return period_of(year, int(found["m"]) if "m" in found else None, int(found["d"]) if "d" in found else None)
    except (KeyError, ValueError):
        return None


def _of_month_or_year(text: str) -> Period | None:
    if match := _MONTH_OF_YEAR.search(text):
        return period_of(int(match["y"]), _month(match["m"] or match["m2"]))
    match = _YEAR.search(text)
    return period_of(int(match["y"])) if match else None


def period_of(year: int, month: int | None = None, day: int | None = None) -> Period:
    """Return a year, a month or a day. Raises `ValueError` where there is none such."""
    if month is None:
        return Period(date(year, 1, 1), date(year, 12, 31))
    if day is None:
        return Period(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))
    return Period(date(year, month, day), date(year, month, day))


# Where content systems keep the list of a day or of a month.
GUESSES = ("/{y}/{m:02}/{d:02}/", "/{y}/{m:02}/", "/archive/{y}/{m:02}/{d:02}", "/archive/{y}/{m:02}")
MOST_LISTS = 1000


def dated_form(url: str) -> str | None:
    """Return the form of a day's, month's or year's list, to be filled with other dates; None where *url* is no such.

    The date ends the address: what follows it is an article.

    >>> dated_form("https://lock.example/archive/2024/09/03/")
    'https://lock.example/archive/{y}/{m:02}/{d:02}/'
    >>> dated_form("https://lock.example/2024/09/gates"), dated_form("https://lock.example/gates-of-2024-09-03")
    (None, None)
    """
    for pattern in (_DAY, _MONTH_OF_YEAR, _YEAR):
        match = None
        for match in pattern.finditer(url):  # noqa: B007  (the last one)
            pass
        if (
            match is None
            or not _AFTER_DATE.fullmatch(url[match.end() :])
            or not _BEFORE_DATE.search(url[: match.start()])
        ):
            continue
        if not (match.groupdict().get("m") or "1").isdigit():
            return None
        groups = [name for name in ("y", "m", "m2", "d", "d2") if match.groupdict().get(name)]
        form = "".join(_pieces(url, match, groups))
        return form if form.format(y=match["y"], m=_of(match, "m"), d=_of(match, "d")) == url else None
    return None


def _pieces(url: str, match: re.Match[str], groups: list[str]) -> Iterator[str]:
    position = 0
    for name in groups:
        yield url[position : match.start(name)].replace("{", "{{").replace("}", "}}")
        is_padded = len(match[name]) == 2
        yield "{y}" if name == "y" else f"{{{name[0]}:02}}" if is_padded else f"{{{name[0]}}}"
        position = match.end(name)
    yield url[position:].replace("{", "{{").replace("}", "}}")


def _of(match: re.Match[str], name: str) -> int:
    found = match.groupdict()
    return int(found.get(name) or found.get(f"{name}2") or 0)


def dated_lists(form: str, days: Period) -> Iterator[str]:
    """Yield the lists of *form* for *days*, the latest first, `MOST_LISTS` at most.

    >>> list(dated_lists("/{y}/{m:02}/", Period(date(2023, 12, 30), date(2024, 1, 2))))
    ['/2024/01/', '/2023/12/']
    """
    seen: set[str] = set()
    day = days.last
    while day >= days.first and len(seen) < MOST_LISTS:
        address = form.format(y=day.year, m=day.month, d=day.day)
        if address not in seen:
            seen.add(address)
            yield address
        day -= timedelta(days=1)
