"""Counts as sites print them: "1,234", "3,6 тыс.", "1.2万", "२.३ लाख"."""

from __future__ import annotations

import re
from decimal import Decimal

from crawler.data_files import read_table
from crawler.reading.dates.calendars import ascii_digits

LARGEST = 2**63 - 1
SPACES = " \u00a0\u2009\u202f\u2007"
NUMBER = re.compile(
    rf"(?<!\d)(?:(?<!\d[:/.,-])\d{{1,3}}(?:[{SPACES}]\d{{3}})+(?!\d)(?:[.,٫]\d{{1,2}}(?!\d))?|\d+(?:[.,'’٬٫]\d+)*)"
)
WORD = re.compile(r"(?:[^\s\d!-/:-@\[-`{-~،؛՝։៖፡।、。：（）·•|–—’‘“”«»\u200b]+|(?<=\w)['’‘](?=\w))+|/day")
_MAGNITUDES = read_table("crawler.reading", "view_labels.json")["magnitudes"]
# What may stand behind a number and multiply it, as an expression of each word, the longest first.
MAGNITUDES = tuple(
    re.escape(word) for word in sorted({w for words in _MAGNITUDES.values() for w in words}, key=len, reverse=True)
)
_IDEOGRAPHS = tuple(sorted((w for w in _MAGNITUDES["*"] if "\u2e7f" < w[0] < "\ud7b0"), key=len, reverse=True))


class CountError(ValueError):
    """A text that does not hold exactly one whole number that can be a count. The message quotes it."""


def parse_count(text: str, *, decimal_mark: str = ".", language: str | None = None) -> int:
    """Return the number a site prints beside "views" or "reads".

    >>> parse_count("1,2K reads", decimal_mark=","), parse_count("3.409 letture"), parse_count("२.३ लाख")
    (1200, 3409, 230000)

    Unit: views since publication, as counted by the site. Sites round: "1.2K" is good to 50 views.
    A missing count is None upstream, never 0. *decimal_mark* decides only what nothing else does:
    "1.234K". *language* tells Spanish "mil", a thousand, from Czech "mil.", a million.

    Raises `CountError` unless *text* holds exactly one number, whole, not negative and below 2**63.
    "3 of 12" is refused: a guess here would enter the archive unnoticed.

    Source: `userInteractionCount`, https://schema.org/InteractionCounter
    """
    ascii_text = ascii_digits(text)
    numbers = list(NUMBER.finditer(ascii_text))
    if len(numbers) != 1:
        raise CountError(f"expected one number in {text[:80]!r}, found {len(numbers)}")
    if is_negative(ascii_text, numbers[0]):
        raise CountError(f"expected a count in {text[:80]!r}, found a negative number")
    magnitude, _ = magnitude_behind(ascii_text, numbers[0].end(), (language,))
    return value_of(numbers[0][0], magnitude, decimal_mark)[0]


def is_negative(text: str, number: re.Match[str]) -> bool:
    """Return whether *number* stands in *text* behind a minus: "-12", but not "A-12"."""
    start = number.start()
    return text[start - 1 : start] in ("-", "−") and bool(start) and not text[: start - 1][-1:].isalnum()


def magnitude_behind(text: str, position: int, languages: tuple[str | None, ...]) -> tuple[int, int]:
    """Return what the word behind a number multiplies it by, and where the number ends with it."""
    word = WORD.match(text, position + (text[position : position + 1] in tuple(SPACES) and position < len(text)))
    if word is None:
        return 1, position
    for ideograph in _IDEOGRAPHS:
        if text.startswith(ideograph, word.start()):
            return _MAGNITUDES["*"][ideograph], word.start() + len(ideograph)
    name = word[0][: 1 if word[0][1:2] > "\u2e7f" else None].lower()  # 2.3K浏览
    if word.start() > position and (word[0] == "m" or text.startswith("k.", word.start())):
        return 1, position  # "5 m" is metres, "5 M" millions; "Skaityta 1234 k." times in Lithuania
    for language in (*filter(None, languages), "*"):
        if factor := _MAGNITUDES.get(language, {}).get(name):
            return factor, word.start() + len(name)
    return 1, position


def value_of(number: str, magnitude: int, decimal_mark: str) -> tuple[int, int]:
    """Return the count that *number* means, and its precision.

    A mark before three digits parts thousands, but for one before a magnitude that is the decimal mark;
    before one or two digits it can only be decimal, and then there must be a magnitude.
    """
    digits = re.sub(rf"[{SPACES}'’]", "", number).replace("٬", "")
    whole, _, fraction = digits.partition("٫")
    marks = [c for c in digits if c in ".,"]
    if not fraction and marks:
        last = digits.rindex(marks[-1])
        tail = digits[last + 1 :]
        decimal = len(tail) != 3 or (len(set(marks)) == 2 and marks.count(marks[-1]) == 1 and magnitude > 1)
        if decimal or (magnitude > 1 and len(marks) == 1 and marks[0] == decimal_mark):
            whole, fraction = digits[:last], tail
    groups = re.split("[.,]", whole)
    if len(groups) > 1 and not re.fullmatch(r"\d{1,3}(?:[.,]\d{2,3})*[.,]\d{3}", whole):
        raise CountError(f"expected one whole number, found {number!r}")
    precision = max(1, magnitude // 10 ** len(fraction))
    if len(groups[0]) > 40:
        raise CountError(f"expected a count below 2**63, found {len(groups[0])} digits")
    value = Decimal(f"{''.join(groups)}.{fraction or 0}") * magnitude
    if value != int(value):
        raise CountError(f"expected a whole number, found {number!r}")
    if value > LARGEST:
        raise CountError(f"expected a count below 2**63, found {number!r}")
    return int(value), precision
