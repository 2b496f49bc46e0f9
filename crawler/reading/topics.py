"""What the names of elements and the words of short lines speak of, as bits: "comment", "caption", "read more".

The words stand in `topics.json`. In `names` a word is found anywhere in a part of a class or id ("articlebody" speaks
of "article" and "body"), or only as the whole part where "=" leads it. In `text` a word of more than `STEM`
letters stands for all that begin alike; one in a script without spaces is found anywhere, a Korean one where a word
begins, since endings hang on it.
"""

from __future__ import annotations

import re

from crawler.data_files import read_table
from crawler.reading.text import may_be_dense

_TABLE = read_table("crawler.reading", "topics.json")
NAME_TOPICS: tuple[str, ...] = tuple(_TABLE["names"])
TEXT_TOPICS: tuple[str, ...] = tuple(_TABLE["text"])
STEM = 7  # letters
_LEAD = 3  # letters by which a name's words are looked up
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_ENDINGS = ("", ":", ",", ".", "!", "?")
MOST_CACHED = 50_000
LONGEST_NAME = 300  # characters of class and id that are looked at

# "has-sidebar", "with-comments": names that say what is elsewhere.
_STATES = ("has-", "no-", "not-", "with-", "without-", "is-")
_WORDLESS = str.maketrans(dict.fromkeys("-_:/.", " "))
_NOT_LETTERS = re.compile(r"[\W\d_]+")
_ASCII_LETTERS = bytes(code if chr(code).isalpha() else ord(" ") for code in range(128)) + b" " * 128  # of ASCII alone


class Names:
    """The names of an element: class and id as written, their words, without numbers, and what they speak of.

    Most are asked for `shape` and `bits` alone.
    """

    __slots__ = ("_words", "bits", "shape", "text")

    def __init__(self, text: str, shape: str, bits: int) -> None:
        self.text = text
        self.shape = shape
        self.bits = bits
        self._words: frozenset[str] | None = None

    @property
    def words(self) -> frozenset[str]:
        if self._words is None:
            self._words = frozenset(self.text.translate(_WORDLESS).split())
        return self._words


def _name_tables() -> tuple[dict[str, int], dict[str, list[tuple[str, int]]]]:
    whole: dict[str, int] = {}
    inside: dict[str, list[tuple[str, int]]] = {}
    for bit, words in enumerate(_TABLE["names"].values()):
        for word in words:
            if word.startswith("="):
                whole[word[1:]] = whole.get(word[1:], 0) | 1 << bit
            else:
                inside.setdefault(word[:_LEAD], []).append((word, 1 << bit))
    return whole, inside


def _text_tables() -> tuple[dict[str, int], dict[str, int]]:
    stems: dict[str, int] = {}
    unspaced: dict[str, int] = {}
    for bit, words in enumerate(_TABLE["text"].values()):
        for word in words:
            if _UNSPACED.search(word):
                unspaced[word] = unspaced.get(word, 0) | 1 << bit
                continue
            for form in (word + ending for ending in _ENDINGS):
                stems[form[:STEM]] = stems.get(form[:STEM], 0) | 1 << bit
    return stems, unspaced


_WHOLE, _INSIDE = _name_tables()
_TEXT, _ANYWHERE = _text_tables()
_LONGEST_FIRST = sorted(map(re.escape, _ANYWHERE), key=len, reverse=True)
_ANY_WORD = re.compile(rf"(?<![\uac00-\ud7a3])(?:{'|'.join(_LONGEST_FIRST)})")
# Topics of what a site says to its readers.
_ADDRESSING = sum(
    1 << TEXT_TOPICS.index(topic)
    for topic in (
        "newsletter comment account share ad privacy note support paywall reader contact rights trade us"
    ).split()
)
_parts: dict[str, int] = {}
_names: dict[str, Names] = {}
NAMELESS = Names("", "", 0)


def names_of(class_and_id: str) -> Names:
    """Return what an element's class and id say.

    >>> [NAME_TOPICS[i] for i in range(len(NAME_TOPICS)) if names_of("ArticleBody__p caption-2").bits >> i & 1]
    ['caption', 'article', 'body', 'paragraph']
    """
    known = _names.get(class_and_id)
    if known is None:
        if len(class_and_id) > LONGEST_NAME:
            return names_of(class_and_id[:LONGEST_NAME])  # no page is to fill the memory with names
        if len(_names) >= MOST_CACHED:
            _names.clear()
        known = _names[class_and_id] = _read_names(class_and_id)
    return known


def _read_names(class_and_id: str) -> Names:
    text = class_and_id.strip().lower()
    if "-" in text:
        text = " ".join([word for word in text.split() if not word.startswith(_STATES)])
    plain = text.encode().translate(_ASCII_LETTERS).decode() if text.isascii() else _NOT_LETTERS.sub(" ", text)
    parts = plain.split()
    bits = 0
    for part in parts:
        known = _parts.get(part)
        bits |= _part_bits(part) if known is None else known
    return Names(text, " ".join(parts), bits)


def _part_bits(part: str) -> int:
    if len(_parts) >= MOST_CACHED:
        _parts.clear()
    bits = _WHOLE.get(part, 0)
    for at in range(len(part) - _LEAD + 1):
        for word, bit in _INSIDE.get(part[at : at + _LEAD], ()):
            if part.startswith(word, at):
                bits |= bit
    _parts[part] = bits
    return bits


def text_topics(text: str) -> tuple[int, int]:
    """Return what the words of a line speak of, as bits, and how many of its words speak to the reader of the site.

    >>> [topic for bit, topic in enumerate(TEXT_TOPICS) if text_topics("Read more: ferries sail")[0] >> bit & 1]
    ['more']
    >>> [topic for bit, topic in enumerate(TEXT_TOPICS) if text_topics("앱을 내려받으세요")[0] >> bit & 1]
    ['newsletter']
    """
    lower = text.lower()
    known = _TEXT.get
    found = [topics for word in lower.split() if (topics := known(word[:STEM]))]
    if may_be_dense(lower) and _UNSPACED.search(lower):
        found += [_ANYWHERE[word] for word in _ANY_WORD.findall(lower)]
    bits = 0
    for word in found:
        bits |= word
    return bits, sum([1 for word in found if word & _ADDRESSING]) if bits & _ADDRESSING else 0
