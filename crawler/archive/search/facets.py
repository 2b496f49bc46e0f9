"""What a filter asks for, as words of the full-text index: the index itself leaves out what the filter does.

A common word stands in a third of a million articles, of which one site may have none. The index finds where two
words meet in a millisecond; to look up each article that holds the word takes a hundred.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

# No text that is searched holds such a word: of private use, and no letter beside it but digits.
_MARK = "\ue000"
MOST_WORDS = 60  # of dates, in one question: a filter over more years is left to the table


@dataclass(frozen=True, slots=True)
class Facet:
    """A column of the index that holds no text: `words` makes it of the first column in `reads` that has a value."""

    column: str
    reads: tuple[str, ...]
    words: Callable[[str], str]

    @property
    def value(self) -> str:
        """The SQL for what it is made of."""
        return f"COALESCE({', '.join(self.reads)})" if len(self.reads) > 1 else self.reads[0]

    def alone(self, words: str) -> str:
        """Its *words* as they stand in an index without columns: each still is one word."""
        return " ".join(self.column.replace("_", "") + word for word in words.split())


def _name(value: str) -> str:
    """One word for one value, whatever its characters: two values never have the same."""
    return _MARK + value.encode().hex()


def _moment(value: str) -> str:
    """The year and the month of an instant.

    >>> _moment("2026-11-24T03:25:00Z").replace("\ue000", "#")
    '#2026 #202611'
    """
    return f"{_MARK}{value[:4]} {_MARK}{value[:4]}{value[5:7]}"


SITE = Facet("site", ("site",), _name)
LANGUAGE = Facet("language", ("language",), _name)
DATE = Facet("published_at_utc", ("published_at_utc", "first_seen_at"), _moment)
# A site without a name: nothing. The mark alone would be found in texts that hold it, a sign of many pages' own fonts.
NOWHERE = f'{SITE.column} : "{_MARK}"'
# How many words an article `a` has of these: its site, year and month, and its language.
COUNT = "3 + (a.language IS NOT NULL)"


def is_named(facet: Facet, value: str, *, alone: bool = False) -> str:
    """Return the expression that finds what has this *value*; with *alone* in an index without columns."""
    words = facet.words(value)
    return f'"{facet.alone(words)}"' if alone else f'{facet.column} : "{words}"'


def is_between(since: str, until: str, *, alone: bool = False) -> str:
    """Return the expression that finds what is of the months from *since* to *until*; "" where these are too many.

    >>> is_between("2025-11-24T00:00:00Z", "2027-01-01T00:00:00Z").replace("\ue000", "#")
    'published_at_utc : ("#202511" OR "#202512" OR "#2026" OR "#202701")'
    """
    first, last = int(since[:4]), int(until[:4])
    words: list[str] = []
    for year in range(first, min(last, first + MOST_WORDS) + 1):
        months = range(int(since[5:7]) if year == first else 1, (int(until[5:7]) if year == last else 12) + 1)
        words += [f"{year:04}"] if len(months) == 12 else [f"{year:04}{month:02}" for month in months]
    if len(words) > MOST_WORDS:
        return ""
    marked = [f"{_MARK}{word}" for word in words or [""]]  # the mark alone: nothing
    alternatives = " OR ".join(f'"{DATE.alone(word) if alone else word}"' for word in marked)
    return f"({alternatives})" if alone else f"{DATE.column} : ({alternatives})"
