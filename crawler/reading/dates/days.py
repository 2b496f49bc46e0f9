"""Days of the calendar as people print them: in digits, with month names, in Han characters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from crawler.reading.dates.calendars import PERSIAN_LANGUAGES, WORDS, day_of, month_of


class Day(NamedTuple):
    """A day found in a text, in `text[start:end]`."""

    start: int
    end: int
    date: date


_YEAR_FIRST = re.compile(r"(?<![\d.,/-])(\d{4})(\s?[-/.]\s?)(\d{1,2})\2(\d{1,2})(?!\d|[-/]\d)")
_YEAR_LAST = re.compile(
    r"(?<![\d.,/-])(\d{1,2})(\s?[-/.]\s?)(\d{1,2})(?:\2|\.\s)(\d{4}|\d{2}(?!\s?[:.]\d\d))(?!\d|[-/]\d|\.\d{4})"
)
_TIME_AFTER = re.compile(r",?\s(?:at\s|@\s?)?\d{1,2}:\d\d(?!\d)")
_SPACED = re.compile(r"\s*(\d{1,2}) (\d{1,2}) (20\d\d)(?=\s+\d{1,2}:\d\d|\s*$)")  # a line of its own: 24 11 2025 10:15
_HAN = re.compile(
    r"(?:中[華华])?(令和|平成|昭和|民[國国])?\s?(元|\d{1,4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일号號]?"
    r"|(?<!\d)(\d{1,2})\s?(?:tháng|thg|th)\.?\s?(\d{1,2})\s?(?:,|năm|-|/)?\s?(\d{4})(?!\d)"
    r"|(\d{4})\s?он\w*\s+(\d{1,2})[ -]\w*\s?сар\w*\s+(\d{1,2})",
    re.IGNORECASE,
)
# A day without its year, where a time or a weekday shows that it dates the line: 11月24日 15時20分, 11/24(火),
# 11-24 10:30, 24.11. klo 15.20
_NO_YEAR = re.compile(
    r"(?<![\d년年])(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일号號](?=\s?(?:$|[(（]|\d{1,2}[:時时시]|午前|午後|오전|오후))"
    r"|(?<![\d/])(\d{1,2})/(\d{1,2})(?=\s?[(（][月火水木金土日][)）])"
    r"|(?<![\d-])(\d\d)-(\d\d)(?=\s\d\d:\d\d(?!\d))"
    r"|(?<![\d.])(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\."
    r"(?=,?\s(?:klo |kl\.? |um |o |v |ob |u )?\d{1,2}[:.]\d\d(?![\d.]))"
)
_YEAR_FIRST_LANGUAGES = frozenset(("ko", "ja", "zh"))
_HAN_SIGN = re.compile("[年년]|th|сар", re.IGNORECASE)  # none of them without one
_TOKEN = re.compile(r"\d+|[^\W\d_][^\s\d!-,/:-@\[-`{-~،؛、。·•|–—’‘“”«».-]*(?:\.[^\W\d_]+)*|\S")
_DIGIT = re.compile(r"\d")
_WELSH_DAY = "dydd"  # "Dydd Mawrth" is Tuesday, "Mawrth" March
_YEAR = re.compile(r"\d{4}|[-/.'’]\s?\d\d(?!\d)|\d\s?[年년]|元年")
_CLOCK_AFTER = re.compile(r"[:h]\d")
_FILLERS = frozenset(WORDS["fillers"]["words"])


def find_days(text: str, *, language: str | None, now: datetime | None) -> list[Day]:
    """Return the days printed in *text*, whose digits are ASCII; those without a year only where *now* is known."""
    if not (_DIGIT if now else _YEAR).search(text):
        return []
    base = (language or "").lower().replace("_", "-").split("-", maxsplit=1)[0] or None
    kept: list[Day] = []
    days = [*_numeric(text, language), *(_han(text) if _HAN_SIGN.search(text) else ()), *_named(text, base, now)]
    days += _numeric_without_year(text, now) if now else ()
    for day in sorted(days, key=lambda d: (d.start, -d.end)):
        if not kept or day.start >= kept[-1].end:
            kept.append(day)
    return kept


def has_year(text: str) -> bool:
    """Return whether *text*, whose digits are ASCII, may print a year."""
    return bool(_YEAR.search(text))


def is_ambiguous(text: str) -> bool:
    """Return whether *text* holds a date such as 3/9/2024, which is one day in Britain and another in America."""
    match = _YEAR_LAST.search(text)
    return (
        match is not None
        and "." not in match[2]
        and match[1] != match[3]
        and int(match[1]) <= 12
        and int(match[3]) <= 12
    )


def _numeric(text: str, language: str | None) -> Iterator[Day]:
    base = (language or "").lower()[:2]
    for match in _YEAR_FIRST.finditer(text):
        if day := day_of(int(match[1]), int(match[3]), int(match[4]), language=_own_calendar(base)):
            yield Day(match.start(), match.end(), day)
    spaced = _SPACED.match(text)
    if spaced and (day := day_of(int(spaced[3]), int(spaced[2]), int(spaced[1]))):
        yield Day(spaced.start(1), spaced.end(), day)
    for match in _YEAR_LAST.finditer(text):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        if len(match[4]) == 2:
            if base in _YEAR_FIRST_LANGUAGES and len(match[1] + match[3]) == 4:  # 24-04-05 09:12
                # "03/04/26" is of 2003 in Beijing and of 2026 in Hong Kong.
                told = base != "zh" or "/" not in match[2]
                if told and (day := day_of(2000 + first, second, int(match[4]), language=base)):
                    yield Day(match.start(), match.end(), day)
                continue
            # Two digits for a year in the full form, or before a time: "3.9.24" may be a version, "1/2/24" a score.
            timed = match[2] == "/" and _TIME_AFTER.match(text, match.end())
            if (len(match[1]) + len(match[3]) != 4 and not timed) or match[4].startswith("0"):
                continue
            year += 2000 if year < 70 else 1900
        if second > 12 or (first <= 12 and "." not in match[2] and _month_first(language)):
            first, second = second, first
        if day := day_of(year, second, first, language=base):
            yield Day(match.start(), match.end(), day)


def _own_calendar(base: str) -> str | None:
    """The language whose calendar a year may be of; 1404/09/03 is a day in Iran where no language is known."""
    return base if base == "ne" or base in PERSIAN_LANGUAGES else None if base else "fa"


def _month_first(language: str | None) -> bool:
    tag = (language or "").lower().replace("_", "-")
    return tag in ("en", "en-us", "en-ph", "fil", "es-us")


def _han(text: str) -> Iterator[Day]:
    for match in _HAN.finditer(text):
        if match[5]:
            year, month, day = int(match[7]), int(match[6]), int(match[5])
        elif match[8]:
            year, month, day = int(match[8]), int(match[9]), int(match[10])
        else:
            year = 1 if match[2] == "元" else int(match[2])
            year += WORDS["eras"][match[1]] if match[1] else 0
            month, day = int(match[3]), int(match[4])
        if found := day_of(year, month, day):
            yield Day(match.start(), match.end(), found)


def _numeric_without_year(text: str, now: datetime) -> Iterator[Day]:
    for match in _NO_YEAR.finditer(text):
        month, day = [int(part) for part in match.groups() if part][:2]
        if match["day"]:
            month, day = day, month
        if found := _without_year(month, day, now):
            yield Day(match.start(), match.end(), found)


class _Number(NamedTuple):
    value: int
    digits: int
    start: int
    end: int
    before: str  # what stands between it and the month's side


class _Parts(NamedTuple):
    start: int
    end: int
    year: int | None
    day: int


def _named(text: str, language: str | None, now: datetime | None) -> Iterator[Day]:
    tokens = list(_TOKEN.finditer(text))
    for i, token in enumerate(tokens):
        word = token[0]
        if not word[0].isalpha() or (i and tokens[i - 1][0].lower() == _WELSH_DAY):
            continue
        month, last = month_of(word, language), i
        if month is None and i + 1 < len(tokens) and text[token.end() : tokens[i + 1].start()] == " ":
            month, last = month_of(f"{word} {tokens[i + 1][0]}", language), i + 1
        if month is None and "." in word:
            month = month_of(word.split(".")[0], language)
        if month is None:
            continue
        left = _numbers(text, tokens, i, -1)
        right = _numbers(text, tokens, last, 1)
        parts = _combine(left, right, (token.start(), tokens[last].end()))
        if parts is None:
            continue
        if parts.year is None:
            day = _without_year(month.number, parts.day, now) if now and not month.calendar else None
        else:
            day = day_of(parts.year, month.number, parts.day, calendar=month.calendar, language=language)
        if day:
            yield Day(parts.start, parts.end, day)


def _numbers(text: str, tokens: list[re.Match[str]], i: int, step: int) -> list[_Number]:
    """Up to two numbers beside token *i*, with nothing but short words and points between."""
    found: list[_Number] = []
    words, between = 0, ""
    for _ in range(8):
        i += step
        if not 0 <= i < len(tokens) or len(found) == 2:
            break
        token = tokens[i]
        piece = token[0]
        if piece[0].isdecimal():
            before = text[max(0, token.start() - 2) : token.start()]
            if _CLOCK_AFTER.match(text, token.end()) or (before[-1:] == ":" and before[:1].isdecimal()):
                break  # a time, which "Datum:26. Januar 2022" does not hold
            found.append(_Number(int(piece[:6]), len(piece), token.start(), token.end(), between))
            words, between = 0, ""
        elif piece[0].isalpha():
            if len(piece) > 3 and month_of(piece):
                continue  # "24 نيسان / أبريل 2020": one month by two names
            words += 1
            if (len(piece) > 3 and piece.lower() not in _FILLERS) or words > 2 or piece in ("AM", "PM", "UTC"):
                break
            between += "w"
        elif piece in ".,'’‘-–/،()":  # "2024(e)ko irailaren 3(a)"
            between += piece
        else:
            break
    return found


def _combine(left: list[_Number], right: list[_Number], month: tuple[int, int]) -> _Parts | None:
    """The day and year of a month that stands at *month*, by which numbers stand around it."""
    day_left = bool(left) and _is_day(left[0])
    if day_left and len(left) > 1 and left[1].digits <= 2 and set(left[1].before) & set("-–"):
        day_left = False  # "6-7 September" is when something takes place
    day_right = bool(right) and _is_day(right[0])
    parts = None
    if day_left and right and _is_year(right[0]):
        parts = _Parts(left[0].start, right[0].end, _year(right[0]), left[0].value)
    elif day_left and len(left) > 1 and left[1].digits == 4:
        parts = _Parts(left[1].start, month[1], left[1].value, left[0].value)
    elif day_right and len(right) > 1 and right[1].digits == 4:
        if not set(right[1].before) & set("-–"):
            parts = _Parts(month[0], right[1].end, right[1].value, right[0].value)
    elif day_right and left and left[0].digits == 4:
        parts = _Parts(left[0].start, right[0].end, left[0].value, right[0].value)
    elif day_left and len(left[0].before) <= 2:
        parts = _Parts(left[0].start, month[1], None, left[0].value)
    elif day_right and len(right[0].before) <= 1 and len(right) == 1:
        parts = _Parts(month[0], right[0].end, None, right[0].value)
    return parts


def _is_day(number: _Number) -> bool:
    return number.digits <= 2 and 1 <= number.value <= 31


def _is_year(number: _Number) -> bool:
    return number.digits == 4 or (number.digits == 2 and number.before[-1:] in tuple("'’-/"))


def _year(number: _Number) -> int:
    return number.value + (2000 if number.digits == 2 else 0)


def _without_year(month: int, day: int, now: datetime) -> date | None:
    """The last such day before *now*."""
    for year in range(now.year + 1, now.year - 9, -1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found <= now.date() + timedelta(days=1):
            return found
    return None
