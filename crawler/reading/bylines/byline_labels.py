"""What stands before the names of a byline: "By", "Text:", "Автор", "نویسنده:"."""

from __future__ import annotations

import re

from crawler.reading.bylines.signers import MOST_WORDS, WORDS, is_body, is_person, reads_as_name
from crawler.reading.names.people import is_given
from crawler.reading.text import is_small

LONGEST_LABEL = 40
MOST_AFTER_LABEL = 4  # words of a name that no colon parts from its label
UNSPACED = "\u2e7f"  # before the first letter of Chinese, Japanese and Korean
_UNSPACED_NAME = re.compile(r"[\u3400-\u9fff]{2,4}|[가-힣]{3}(?:\s?(?:기자|특파원))?")


def _by_first_letter(words: list[str]) -> dict[str, list[str]]:
    table: dict[str, list[str]] = {}
    for word in sorted(map(str.lower, words), key=len, reverse=True):
        table.setdefault(word[0], []).append(word)
    return table


_LABELS = _by_first_letter(WORDS["labels"])
_PREPOSITIONS = _by_first_letter(WORDS["prepositions"])
_COLONS = (":", "：", "／", "・", "＝", "՝", "։", "፦", "៖")
_COMMAS = (",", "،", "，")
_FIRST_WORD_ENDS = re.compile(r"[\s:：／・՝,،，፦៖]")
_FIRST_WORDS = frozenset(
    _FIRST_WORD_ENDS.split(label)[0]
    for table in (_LABELS, _PREPOSITIONS)
    for labels in table.values()
    for label in labels
)
_BRACKETS = {"【": "】", "〔": "〕", "（": "）", "［": "］"}
ENDS_OF_SPEECH = ("?", "？", "؟", "！", "。")  # 记者：您为什么来到这里？ is a reporter's question
_NAMES_TOO = frozenset(WORDS["names_too"])
_BEFORE_FEW = tuple(f"{word} " for word in WORDS["before_few"])
_BEFORE_CAPITALS = tuple(f"{word} " for word in WORDS["before_capitals"])
_BEFORE_GIVEN = tuple(f"{word} " for word in WORDS["before_given"])
LONE_LABELS = frozenset(WORDS["lone_labels"])


def without_label(line: str) -> str | None:
    """Return what follows "By", "Text:", "Eine Kolumne von" at the start of *line*; None where it begins otherwise."""
    if line.endswith(ENDS_OF_SPEECH):
        return None
    if line[:1] in _BRACKETS and line[-1:] == _BRACKETS[line[0]]:  # 【编辑：方圆】
        line = line[1:-1]
    low = line[:LONGEST_LABEL].lower()
    words = line.split()
    capitals = low.startswith(_BEFORE_CAPITALS)
    if (capitals or low.startswith(_BEFORE_GIVEN)) and len(words) <= MOST_WORDS:
        rest = line.split(" ", 1)[1]
        surely = len(words) > 2 and is_given(words[1]) and not is_small(words[2])  # Swahili "Na Neema Joseph, Mwanza"
        surely = surely and (capitals or " to " not in low)  # "From Mary Berry To Nigella Lawson"
        return rest if surely or (capitals and rest.isupper()) else None
    # Romanian "De Mihai Ionescu", where a given name tells it from other words; not Dutch "De Roos wint".
    few = len(words) in (3, 4) and low.startswith(_BEFORE_FEW)
    if few or (2 < len(words) <= 2 * MOST_WORDS and words[0] == "De" and is_given(words[1]) and not is_small(words[2])):
        few_words = line.split(" ", 1)[1]
        return without_label(few_words) or few_words  # "گزارش از مریم رضایی"
    if low[:1] < UNSPACED and _FIRST_WORD_ENDS.split(low, maxsplit=1)[0] not in _FIRST_WORDS:
        return None
    if (named := _after_colon(line, low)) is not None:
        return named
    for label in _PREPOSITIONS.get(low[:1], ()):
        if low.startswith(label) and low[len(label) : len(label) + 1] in (" ", ":", "\xa0"):
            rest = line[len(label) :].strip(" :\xa0")
            # "Oleh" is "by" in Indonesia, and a name in Ukraine.
            lone = label in _NAMES_TOO and " " not in rest and ":" not in line
            return None if lone and not is_body(rest) else rest
    return _after_lone_label(line, low)


def _after_colon(line: str, low: str) -> str | None:
    """What follows a label and its colon in *line*, which begins with *low* in small letters."""
    for label in _LABELS.get(low[:1], ()):
        if low.startswith(label):
            rest = line[len(label) :].lstrip()
            # <li>Author, Ann Lee</li>
            if rest[:1] in _COLONS or (rest[:1] in _COMMAS and label in LONE_LABELS):
                return rest[1:].strip()
            if rest[:1] == "/" and label > UNSPACED:  # 文/王小明
                return rest[1:].strip()
    return None


def _after_lone_label(line: str, low: str) -> str | None:
    """The name that follows a label without a colon, if surely a name: "Автор Анна Соколова"; not that of Per Holm."""
    for label in _LABELS.get(low[:1], ()):
        if low.startswith(f"{label} ") and len(label) > 1 and not is_given(label):
            rest = line[len(label) :].strip()
            surely = _UNSPACED_NAME.fullmatch(rest) if label in LONE_LABELS else None
            if surely or (len(rest.split()) <= MOST_AFTER_LABEL and is_person(rest) and reads_as_name(rest)):
                return rest
    return None


def begins_loosely(line: str) -> bool:
    """Return whether *line* begins with a label without a colon, which may tell what somebody is: "Author Ann Lee"."""
    low = line[:LONGEST_LABEL].lower()
    parted = _after_colon(line, low) is not None or low.startswith(
        tuple(f"{word} " for word in _PREPOSITIONS.get(low[:1], ()))
    )
    return not parted and _after_lone_label(line, low) is not None


def is_label(line: str) -> bool:
    """Return whether *line* is the label of a byline and nothing else: "By", "Author:"."""
    low = line[:LONGEST_LABEL].lower().strip(" :：՝")
    return low in _LABELS.get(low[:1], ()) and len(line) <= LONGEST_LABEL


def is_label_word(word: str) -> bool:
    """Return whether *word* is what stands before names, in an element of its own: <p>Text</p> <p>Ann Lee</p>."""
    return word.lower() in _LABELS.get(word[:1].lower(), ())
