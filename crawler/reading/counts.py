"""View counts as sites print them: "2312 views", "3,6 тыс. просмотров", "조회수 1.2만"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple

from crawler.data_files import read_table
from crawler.reading.count_values import NUMBER, WORD, CountError, is_negative, magnitude_behind, value_of
from crawler.reading.dates.ago import find_ago
from crawler.reading.dates.calendars import WEEKDAYS, ascii_digits, month_of
from crawler.reading.dates.dates import find_printed

LONGEST_LINE = 160
MOST_TEXT = 1000  # characters read: counters stand in short lines
MOST_WORDS = 6  # of a label, on one side of its number
# Between a label and its number. A bullet or a bar parts what belongs to others.
_JOINT = re.compile(r"[\s:：՝։៖፡()（）\[\]\-–—.=,\"'»›*~+#_\u200b\u200e\u200f]*")
_AFTER_DIGIT = re.compile(r"\d[:/]$|\d-\d{1,2}-$")  # the minutes of a time, the month of a date, its day
_NEXT_NUMBER = re.compile(r"\s*\d")
_BEFORE_YEAR = re.compile(r"(?:[^\W\d_]{3,10}\.?\s\d{1,2}\w{0,2},?\s|\d\w{0,2}\.?\s[^\W\d_]{3,10}\.?,?\s|\d[./-])$")
_YEAR_AFTER_SPACE = re.compile(r" (?:199\d|20[0-3]\d)(?!\d|[.,]\d| \d{3}(?!\d))")
_NUMBER_NEXT = re.compile(r"[\s:️]{0,3}\d")
_DIGIT = re.compile(r"\d")
_OF_SOMETHING_ELSE = re.compile(r"[Dd](?!\w)|[°%]|\s?건")  # "Views: 360°", "Gösterim 3D", "조회 3건"
_REST_OF_DATE = re.compile(r"[/-]\d|\s([^\W\d_]{3,})(?!\.?\s\d{1,2}\b)")  # "Viewed: 2026-11-23", "Visits: 12 May 2026"
_COLON = re.compile(r"\s*[:：՝៖፡]")
_OWN_NUMBER = re.compile(r"\s*[:：՝៖፡]\s*\d")
_TABLE = read_table("crawler.reading", "view_labels.json")
_PERIODS = frozenset(_TABLE["periods"])
_SUBJECTS, _FILLERS = frozenset(_TABLE["subjects"]), frozenset(_TABLE["fillers"])
_OTHERS, _OTHERS_GLUED = frozenset(_TABLE["others"]), tuple(_TABLE["others_glued"])
_JOINING = frozenset(_TABLE["joining"])
_NEIGHBOURS = frozenset(_TABLE["neighbours"])
_SOME_DAY = datetime(2020, 1, 1, tzinfo=UTC)  # from which "3 hours ago" is told: any will do
_LINE_WORDS = frozenset(_TABLE["lines"]) | WEEKDAYS
_BESIDE = _PERIODS | _NEIGHBOURS | _LINE_WORDS
_LABELS: dict[str, set[str]] = {}
for _language, _labels in _TABLE["labels"].items():
    for _label in _labels:
        _LABELS.setdefault(_label, set()).add(_language)
# "Read: 532" is a counter, "Read 532 more" is not.
_WITH_COLON = {f"{word} #" for word in _TABLE["before_a_colon"]}
_SIDES = [label.partition("#")[::2] for label in (*_LABELS, *_WITH_COLON)]
# The words that stand next to a number in some label: before it, where the label begins there.
_NEXT = {word for left, right in _SIDES for word in left.split()[-1:] or right.split()[:1]}
_UNITS = {right.strip() for left, right in _SIDES if left and right}
_FIRST = {word for left, _ in _SIDES for word in left.split()[:1]}
_OF_LABELS = frozenset(word for label in _LABELS for word in label.split())
# What stands between marks and digits. Scripts without spaces glue theirs.
_LABEL_WORD = re.compile(r"""[^\s0-9!"#$%&()*+,\-./:;<=>?@\[\\\]^_`{|}~،؛՝։៖፡।、。：（）·•|–—“”«»\u200b\xa0\u202f]+""")
# The longest word of each label: a line without any of them holds no counter.
_TELLING = {max(_LABEL_WORD.findall(label), key=len, default="") for label in (*_LABELS, *_WITH_COLON)}
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ud7ff]")


@dataclass(frozen=True, slots=True)
class Views:
    """A count of views in a text: `raw` is it as printed, with its label, at `span`.

    `precision` is the step the site rounds to: 100 for "1.2K", 1 for "1,234".
    """

    count: int
    raw: str
    span: tuple[int, int]
    precision: int


def find_views(text: str, *, language: str | None = None) -> list[Views]:
    """Return the counters in *text*: a number with a label beside it, standing apart from prose.

    >>> [v.count for v in find_views("September 3 2024 , 07:25 AM  •  2312 views")]
    [2312]
    >>> find_views("The clip drew 2312 views in a day"), find_views("View 6 Images"), find_views("55 visits today")
    ([], [], [])
    """
    return [views for views, of_a_period in _counters(text, language) if not of_a_period]


def counters_among(text: str) -> list[Views]:
    """Return the counters in *text*, or else the one that a name runs into: "Автор: Анна Волкова Просмотров 1204"."""
    found = find_views(text)
    if found or not may_hold_counter(ascii_digits(text)):
        return found
    for word in WORD.finditer(text):
        if word[0][:1].isupper() and _fold(word) in _FIRST and (behind := find_views(text[word.start() :])):
            first = behind[0]
            if first.span[0] == 0:
                return [replace(first, span=(word.start(), word.start() + first.span[1]))]
    return []


def ends_in_unit(text: str) -> bool:
    """Return whether *text* ends as counters do, though a label may be glued to a time: "WIBDibaca : 1.532 Kali"."""
    return text[text.rfind(" ") + 1 :].lower() in _UNITS


@lru_cache(maxsize=4096)  # several steps ask of the same lines
def may_hold_counter(ascii_text: str) -> bool:
    """Return whether a word for views stands in *ascii_text*, whose digits are ASCII."""
    words = _LABEL_WORD.findall(ascii_text.lower().replace("\u0307", "").replace("\ufe0f", ""))
    return not _TELLING.isdisjoint(words) or bool(_UNSPACED.search(ascii_text))


def _counters(text: str, language: str | None = None) -> Iterator[tuple[Views, bool]]:
    """Yield the counters in *text*, each with whether it counts a day or a week only.

    A label serves one number: in "31 2312 views 3 min read" it is that of 2312.
    """
    taken = 0
    if len(text) <= MOST_TEXT and _DIGIT.search(text):
        ascii_text = ascii_digits(text)
        if not may_hold_counter(ascii_text):
            return
        for number in map(_without_anothers_digits, NUMBER.finditer(ascii_text)):
            if is_negative(ascii_text, number) or _AFTER_DIGIT.search(ascii_text, 0, number.start()):
                continue
            if _begins_date(ascii_text, number):
                continue
            found = _counter(text, number, language)
            if found and _is_year(ascii_text, number, found[0]):
                continue
            if found and found[0].span[0] >= taken:
                taken = found[0].span[1]
                yield found


def _begins_date(text: str, number: re.Match[str]) -> bool:
    """Whether *number* is the day or the year with which a date begins; not in "Views: 12 May 3, 2026"."""
    rest = _REST_OF_DATE.match(text, number.end())
    return rest is not None and (rest[1] is None or (len(number[0]) < 3 and month_of(rest[1]) is not None))


def _is_year(text: str, number: re.Match[str], views: Views) -> bool:
    """Whether *number* ends a day, and the label behind it is that of the next: "March 13, 2024 👁 331"."""
    year = number[0][:2] in ("19", "20") and len(number[0]) == 4 and _BEFORE_YEAR.search(text, 0, number.start())
    return bool(year) and _NUMBER_NEXT.match(text, views.span[1]) is not None


def _without_anothers_digits(number: re.Match[str]) -> re.Match[str]:
    """Return *number* without a first group that the word before it counts: "Comments: 4 312 views" has 312 views."""
    first, space, _ = number[0].partition(" ")
    if not space or not (before := _words_before(number.string, number.start())):
        return number
    leads = _fold(before[-1]) in _NEIGHBOURS and not number.string[: before[-1].start()].rstrip()[-1:].isdigit()
    return (leads and NUMBER.match(number.string, number.start() + len(first) + 1)) or number


class _Labelled(NamedTuple):
    """A number's label, from `start` to `stop` with the number: the words of it that stand `first`, and those around.

    `before` and `after` are the words beside it; `is_behind`: it has words behind the number too.
    """

    label: str
    first: list[re.Match[str]]
    before: list[re.Match[str]]
    after: list[re.Match[str]]
    is_behind: bool
    start: int
    stop: int


def _counter(text: str, number: re.Match[str], language: str | None) -> tuple[Views, bool] | None:
    """The counter that *number* makes with the words around it, and whether it is one of a period."""
    line = number.string
    before = _words_before(line, number.start())
    for end in dict.fromkeys((magnitude_behind(line, number.end(), _spoken(language))[1], number.end())):
        found = _labelled(number, before, end)
        if found is None:
            continue
        if not found.is_behind and _OF_SOMETHING_ELSE.match(line, number.end()):
            return None
        if found.label == "# view" and found.after:
            continue  # "Share 205 View comments": a verb
        if _is_anothers(line, found):
            continue
        return _apart(text, number, found, language)
    return None


def _labelled(number: re.Match[str], before: list[re.Match[str]], end: int) -> _Labelled | None:
    """The label of *number*, which is printed up to *end*, behind the words *before*."""
    line = number.string
    after = _words_after(line, end)
    found = _label_around(before, after)
    alone = not after or any(_COLON.match(line, word.end()) for word in after[:2])
    if found is None and before and alone and _COLON.match(line, before[-1].end()):
        label = f"{_fold(before[-1])} #"
        minutes = line[number.end() : end] == "m"  # "Read: 2m" is no two million
        found = (label, 1, 0) if label in _WITH_COLON and not minutes else None
    if found is None:
        return None
    label, left, right = found
    own = len(before) - left
    start = before[own].start() if left else number.start()
    stop = after[right - 1].end() if right else end
    return _Labelled(label, before[own:], before[:own], after[right:], right > 0, start, stop)


def _is_anothers(line: str, found: _Labelled) -> bool:
    """Whether the label is that of the number after it, or one of a year: "0 Views: 12", "Hits 2024"."""
    if found.first and not found.is_behind:
        word = found.first[-1]
        if word[0].isalpha() and _YEAR_AFTER_SPACE.match(line, word.end()):
            return True
    if _OWN_NUMBER.match(line, found.stop):
        return True
    return not found.first and _is_of_next(line, found.before, found.stop)


def _apart(text: str, number: re.Match[str], found: _Labelled, language: str | None) -> tuple[Views, bool] | None:
    """The counter that *number* makes with its label where both stand apart, and whether it is one of a period."""
    line, start, stop = number.string, found.start, found.stop
    previous, following = found.before[-1:], found.after[:1]
    if previous and _fold(previous[0]) in _OTHERS:
        return None  # "Profile views: 9 812", "Site visits: 120"
    ends = not following and not line[stop:].strip(" .!।。")
    if (
        found.first
        and _is_closed(line, found.first[-1])
        and (ends or any(_is_closed(line, w) for w in found.after[:2]))
    ):
        previous = []  # "By Mira Holt Views: 1 512", "By Mira Holt Views: 1 512 Comments: 3"
    if previous and not following and _is_of_story(line, start, number):
        previous, start = [], 0  # "This article was read 512 times."
    if not _stands_apart(previous, following, line, start, stop):
        return None
    of_a_period = any(_fold(word) in _PERIODS for word in (*previous, *following))
    if following and _fold(following[0]) in _PERIODS:
        stop = following[0].end()
    views = _views(text, number, (start, stop), found.label, language)
    return (views, of_a_period) if views else None


def _is_closed(line: str, label: re.Match[str]) -> bool:
    """Whether a colon or a bracket tells that the word *label* is one."""
    return _COLON.match(line, label.end()) is not None or _is_bracketed(line, label)


def _is_of_story(line: str, start: int, number: re.Match[str]) -> bool:
    """Whether the words before a counter say it is the story's: "This article was read 3 times", not "It was ..."."""
    lead = map(_fold, WORD.finditer(line, 0, start))
    told = any(_fold(word) in _SUBJECTS for word in WORD.finditer(line, 0, number.start()))
    return told and all(word in _SUBJECTS or word in _FILLERS for word in lead)


def _is_bracketed(line: str, label: re.Match[str]) -> bool:
    """Whether *label* is of a script without spaces, and its number in brackets: "分类：新闻 阅读(512)"."""
    return line[label.end() : label.end() + 1] in ("(", "（") and bool(_UNSPACED.match(label[0]))


def _is_of_next(line: str, before: list[re.Match[str]], stop: int) -> bool:
    """Whether labels come first in *line*, so that the one up to *stop* is of the number after it.

    So it is in "Comments 14 Views 492" and "12 March 2024 Views 492", and not in "3 comments 14 views 2 likes".
    """
    if not before or not _NEXT_NUMBER.match(line, stop):
        return False
    if month_of(before[-1][0]):
        return True
    if _fold(before[-1]) not in _NEIGHBOURS:
        return False
    return not line[: before[-1].start()].rstrip()[-1:].isdigit()


def _label_around(before: list[re.Match[str]], after: list[re.Match[str]]) -> tuple[str, int, int] | None:
    """The longest label around a number, and how many words it takes on either side."""
    left, right = [_fold(word) for word in before], [_fold(word) for word in after]
    left[-1:] = map(_without_lead, left[-1:])
    if not {*left[-1:], *right[:1]} & _NEXT:
        return None
    for b, a in _sizes(len(left), len(right)):
        label = " ".join([*left[len(left) - b :], "#", *right[:a]])
        if label in _LABELS:
            return label, b, a or int(bool(b) and right[:1] != [] and right[0] in _UNITS)  # "Views: 644 times"
    return None


def _without_lead(word: str) -> str:
    """Return a word of a script without spaces from where it is a label: 文章浏览量 -> 浏览量, but not 本站浏览量."""
    if word in _NEXT or not _UNSPACED.match(word):
        return word
    at = next((i for i in range(1, len(word) - 1) if word[i:] in _NEXT), 0)
    return word if any(other in word[:at] for other in _OTHERS_GLUED) else word[at:]


def _spoken(language: str | None) -> tuple[str | None, ...]:
    return (language,) if language else ("es", "cs", "tr", "vi")


def _views(text: str, number: re.Match[str], span: tuple[int, int], label: str, language: str | None) -> Views | None:
    languages = (language, *sorted(_LABELS.get(label, set()) - {"*"}))
    magnitude, _ = magnitude_behind(number.string, number.end(), languages)
    comma = language is not None and language not in ("en", "zh", "ja", "ko", "hi", "th", "he")
    try:
        count, precision = value_of(number[0], magnitude, "," if comma else ".")
    except CountError:
        return None
    return Views(count, text[slice(*span)], span, precision)


@lru_cache(maxsize=64)
def _sizes(before: int, after: int) -> tuple[tuple[int, int], ...]:
    """How many words to take on either side, more first, and at least one."""
    pairs = [(b, a) for b in range(before + 1) for a in range(after + 1) if b or a]
    return tuple(sorted(pairs, key=lambda pair: -sum(pair)))


def _fold(word: re.Match[str]) -> str:
    return word[0].lower().replace("\ufe0f", "").replace("\u0307", "")


def _words_before(text: str, position: int) -> list[re.Match[str]]:
    """The words that lead up to *position* with nothing between them that parts."""
    start = max(0, position - 60)
    words = list(WORD.finditer(text, start, position))[-MOST_WORDS:]
    edge, kept = position, list[re.Match[str]]()
    for word in reversed(words):
        if not _JOINT.fullmatch(text, word.end(), edge):
            break
        kept.insert(0, word)
        edge = word.start()
    return kept


def _words_after(text: str, position: int) -> list[re.Match[str]]:
    kept: list[re.Match[str]] = []
    for _ in range(MOST_WORDS):
        joint = _JOINT.match(text, position)
        word = WORD.match(text, joint.end()) if joint else None
        if word is None:
            break
        kept.append(word)
        position = word.end()
    return kept


def _stands_apart(before: list[re.Match[str]], after: list[re.Match[str]], text: str, start: int, stop: int) -> bool:
    """Whether what stands at *start* to *stop* is no part of a sentence: its neighbours are a line's, or parted off."""
    previous = not before or _is_beside(before[-1]) or _parted(text[before[-1].end() : start])
    following = not after or _is_beside(after[0]) or _parted(text[stop : after[0].start()])
    if after and following and _fold(after[0]) in _JOINING and (word := WORD.match(text, after[0].end() + 1)):
        following = bool(month_of(word[0])) or _fold(word) in _BESIDE - _JOINING  # not "3 views on the bridge"
    if previous and before and _fold(before[-1]) in _JOINING and not _parted(text[before[-1].end() : start]):
        previous = False  # "la 3 visite"
    # "Okunma: 1204 Kaynak: Anadolu Ajansı": the label of what comes next.
    following = following or any(_COLON.match(text, word.end()) for word in after[:2])
    # "57,244 reads July 14, 2026", but not "3,000 views may not be many".
    following = following or bool(_NEXT_NUMBER.match(text, after[0].end()) and month_of(after[0][0]))
    return previous and following


def _is_beside(word: re.Match[str]) -> bool:
    """Whether *word* may stand next to a counter: one of a line, or a sign as in "👁 5 630 💬 48"."""
    return _fold(word) in _BESIDE or not any(map(str.isalnum, word[0]))


def _parted(gap: str) -> bool:
    return any(character in gap for character in "()[]（）\n\t-–—") or "  " in gap


@lru_cache(maxsize=4096)  # several steps ask of the same lines
def is_counter_line(text: str) -> bool:
    """Return whether the whole of *text* is a date, a counter of views, or both: then it stands in no body.

    >>> is_counter_line("September 3 2024 , 07:25 AM  •  2312 views"), is_counter_line("Read 532 times")
    (True, True)
    >>> is_counter_line("On September 3 2024 the ferry sank."), is_counter_line("In 2024")
    (False, False)
    """
    if len(text) > LONGEST_LINE or not _DIGIT.search(text):
        return False
    spans = [views.span for views, _ in _counters(text)]
    counted = bool(spans)
    dates = find_printed(text)
    if not dates and find_ago(ascii_digits(text), _SOME_DAY):
        dates = [d for d in find_printed(text, fetched_at=_SOME_DAY) if d.relative]
    spans += [(printed.start, printed.end) for printed in dates]
    if not spans:
        return False
    rest = list(text)
    for start, stop in spans:
        rest[start:stop] = " " * (stop - start)
    left = "".join(rest)
    words = {_fold(word) for word in WORD.finditer(left)}
    if counted and not _PERIODS.isdisjoint(words):  # "512 mal gelesen, 1 mal heute gelesen"
        return words <= _LINE_WORDS | _PERIODS | _OF_LABELS | _SUBJECTS | _FILLERS
    return not _DIGIT.search(left) and words <= _LINE_WORDS
