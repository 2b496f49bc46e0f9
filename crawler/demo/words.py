"""What a page says around its article, in the article's language: labels, dates, numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from crawler.data_files import read_table


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One language of `words.toml`."""

    locale: str  # for <html lang>
    direction: str = "ltr"
    digits: str = "0123456789"
    group: str  # between thousands
    months: list[str]
    date: str
    stamp: str
    sections: dict[str, str]
    labels: dict[str, str]
    readers: list[dict[str, str]]  # who left a comment, and what

    def print_date(self, when: str) -> str:
        """Return the day of an ISO date, as in "November 21, 2025"."""
        return self._own_digits(self.date.format(**self._parts(when)))

    def print_stamp(self, when: str) -> str:
        """Return day and time, as in "September 3 2024 , 07:25 AM"; the day alone where no time is known."""
        return self._own_digits((self.stamp if "T" in when else self.date).format(**self._parts(when)))

    def print_number(self, number: int) -> str:
        """Return *number* with its thousands set apart, as in "1,234"."""
        return self._own_digits(f"{number:,}".replace(",", self.group))

    def label(self, name: str, count: int | str) -> str:
        """Return a label around a number, as in "2312 views"."""
        return self.labels[name].format(count=count)

    def _own_digits(self, text: str) -> str:
        return text.translate(str.maketrans("0123456789", self.digits))

    def _parts(self, when: str) -> dict[str, Any]:
        at = datetime.fromisoformat(when)
        return {
            "year": at.year,
            "month": self.months[at.month - 1],
            "day": at.day,
            "hour": at.hour,
            "hour12": at.hour % 12 or 12,
            "half": "AM" if at.hour < 12 else "PM",
            "minute": at.minute,
        }


def print_time(when: str) -> str:
    """Return the time of an ISO date, as in "18:45"; nothing where only the day is known."""
    return when[11:16]


@cache
def all_words() -> dict[str, Words]:
    """Return the words of every language, by its code."""
    tables = read_table("crawler.demo", "words.toml")
    return {language: Words(**table) for language, table in tables.items()}
