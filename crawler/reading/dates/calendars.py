"""Names and years of calendars: the tables behind `crawler.reading.dates.dates`.

`calendar_names.json` is generated from Unicode CLDR (its `source` says which); `date_words.toml` is ours.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import lru_cache
from typing import Any, Literal, NamedTuple, get_args

from crawler.data_files import read_table
from crawler.reading.dates.bikram import FIRST_YEAR, from_bikram

WORDS: dict[str, Any] = read_table("crawler.reading.dates", "date_words.toml")
NAMES: dict[str, Any] = read_table("crawler.reading.dates", "calendar_names.json")
WEEKDAYS = frozenset(NAMES["weekdays"])

# Every decimal digit of Unicode to its ASCII one: same length, so offsets hold.
DIGITS = {
    code: str(unicodedata.decimal(chr(code))) for code in range(128, 0x1FC00) if unicodedata.decimal(chr(code), -1) >= 0
}
# Marks of direction, which Arabic pages print around the slashes of a date, to spaces.
DIGITS |= {0x200E: " ", 0x200F: " ", 0x061C: " "}
_TO_ASCII = re.compile("[\u0600-\u200f\u2c00-\U0001fbff]")  # all of these are there, and no Latin or Cyrillic letter
PERSIAN_LANGUAGES = ("fa", "ps", "prs", "ckb", "azb")


def ascii_digits(text: str) -> str:
    """Return *text* with the digits of all scripts as 0 to 9, and a space for each mark of direction.

    >>> ascii_digits("۱۴۰۳/۰۶/۱۳")
    '1403/06/13'
    """
    return text.translate(DIGITS) if not text.isascii() and _TO_ASCII.search(text) else text


Calendar = Literal["jalali", "bikram", "ethiopian"]  # of Iran, of Nepal, of Ethiopia


class Month(NamedTuple):
    """A month by name: its number, and the calendar that it belongs to where that is not the common one."""

    number: int
    calendar: Calendar | None = None


def fold(word: str) -> str:
    """Return *word* as the tables hold it: lower case, letter forms folded, no points at its ends."""
    word = word.lower() if word.isascii() else unicodedata.normalize("NFKC", word).lower().translate(_ARABIC)
    return word.strip(" .").replace("\u0307", "")  # the dot that "İ".lower() leaves behind


# Persian pages are typed with Arabic yeh and kaf too, and break words with a joiner or none.
_ARABIC = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "\u200c": None, "\u200d": None, "\u0640": None})


# Written in one with the name: "in" in Hebrew, "month" in Khmer, Thai and Lao.
_JOINED_BEFORE = re.compile("^(?:ב|ខែ|เดือน|ເດືອນ)")


def _table() -> dict[str, Month | dict[str, Month]]:
    table: dict[str, Month | dict[str, Month]] = {
        fold(name): Month(number, calendar)
        for calendar in get_args(Calendar)
        for name, number in WORDS[f"{calendar}_months"].items()
    }
    table |= {fold(name): Month(number) for name, number in WORDS["months"].items()}
    for name, month in NAMES["months"].items():
        by_language = isinstance(month, dict)
        table[fold(name)] = {k: Month(v) for k, v in month.items()} if by_language else Month(month)
    return table


_MONTHS = _table()


@lru_cache(maxsize=8192)
def month_of(name: str, language: str | None = None) -> Month | None:
    """Return the month that *name* means; a name of several months only where *language* tells which.

    >>> month_of("Sept."), month_of("septiembre").number, month_of("listopad")
    (Month(number=9, calendar=None), 9, None)
    >>> month_of("listopad", "pl").number, month_of("listopad", "hr").number
    (11, 10)
    """
    name = fold(name)
    month = _MONTHS.get(name) or _MONTHS.get(_JOINED_BEFORE.sub("", name))
    return month.get(language or "") if isinstance(month, dict) else month


def day_of(
    year: int, month: int, day: int, *, calendar: Calendar | None = None, language: str | None = None
) -> date | None:
    """Return the day, its year counted as it is usual where such numbers are printed; None if there is none.

    Years 2400 to 2699 are Buddhist (Thailand), 1300 to 1499 Persian with a Persian month or language;
    else such a year is most likely Islamic, and is refused. 2050 and later ones are Nepali with a Nepali month
    or language.

    >>> day_of(2567, 9, 3), day_of(1403, 6, 13, language="fa"), day_of(1446, 2, 29), day_of(2081, 5, 18, language="ne")
    (datetime.date(2024, 9, 3), datetime.date(2024, 9, 3), None, datetime.date(2024, 9, 3))
    """
    try:
        if calendar == "bikram" or (language == "ne" and year >= FIRST_YEAR and calendar is None):
            return from_bikram(year, month, day)
        if calendar == "ethiopian":
            return from_ethiopian(year, month, day)
        if 1300 <= year < 1500:
            if not calendar and language not in PERSIAN_LANGUAGES:
                return None
            return from_jalali(year, month, day)
        if 2400 <= year < 2700:
            year -= 543
        return date(year, month, day) if 1500 <= year < 2200 and not calendar else None
    except ValueError:
        return None


# Years at which the pattern of Persian leap years changes, for 1300 to 1499 and some around.
_BREAKS = (1210, 1635)


def from_jalali(year: int, month: int, day: int) -> date:
    """Return the day of the Persian calendar, for the years 1210 to 1634.

    >>> from_jalali(1403, 12, 30), from_jalali(1404, 1, 1)
    (datetime.date(2025, 3, 20), datetime.date(2025, 3, 21))

    Raises `ValueError` where there is no such day.

    Source: the cycle of 33 years, K. Borkowski, "The Persian calendar for 3000 years", 1996.
    """
    if not (_BREAKS[0] <= year < _BREAKS[1] and 1 <= month <= 12 and 1 <= day <= _days_in(year, month)):
        raise ValueError(f"{year}-{month}-{day} is no day of the Persian calendar")
    before = year - 1
    days = before * 365 + (before * 8 + 29) // 33
    days += (month - 1) * 31 if month <= 7 else (month - 1) * 30 + 6
    return date.fromordinal(days + day - 1 + _EPOCH)


def _days_in(year: int, month: int) -> int:
    if month <= 6:
        return 31
    return 30 if month < 12 or (year * 8 + 29) // 33 > ((year - 1) * 8 + 29) // 33 else 29


# 1 Farvardin 1403 was 20 March 2024.
_EPOCH = date(2024, 3, 20).toordinal() - (1402 * 365 + (1402 * 8 + 29) // 33)


def from_ethiopian(year: int, month: int, day: int) -> date:
    """Return the day of the Ethiopian calendar: twelve months of 30 days and one of five or six, from September on.

    >>> from_ethiopian(2019, 3, 15), from_ethiopian(2015, 13, 6)
    (datetime.date(2026, 11, 24), datetime.date(2023, 9, 11))

    Raises `ValueError` where there is no such day.

    Source: O. Neugebauer, "Ethiopic Astronomy and Computus", 1979: every fourth year has 366 days.
    """
    last = 30 if month < 13 else 5 + (year % 4 == 3)
    if not (1850 <= year < 2200 and 1 <= month <= 13 and 1 <= day <= last):
        raise ValueError(f"{year}-{month}-{day} is no day of the Ethiopian calendar")
    return date.fromordinal(_BEFORE_ETHIOPIAN + 365 * (year - 1) + year // 4 + 30 * month + day)


_BEFORE_ETHIOPIAN = date(2026, 11, 24).toordinal() - (365 * 2018 + 2019 // 4 + 30 * 3 + 15)
