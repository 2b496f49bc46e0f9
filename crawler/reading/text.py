"""Text as printed, made safe to keep: no control characters, no lone surrogates, one kind of space."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

# C0 and C1 controls but tab and newline, lone surrogates ("\ud800" from JSON-LD), the byte order mark,
# soft hyphens (invisible, and they split words for search), Unicode's non-characters.
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\ud800-\udfff\ufeff\ufffe\uffff]")
# The ideographic space stays: "可決　一票差" is how Japanese parts a headline.
_SPACE = re.compile(r"[^\S\n\u3000]+")
_LINES = re.compile(r" ?\n[\n ]*")
_UNDECODED = re.compile("[\udc80-\udcff]+")  # what Python makes of bytes of a path that are no text
# Embedding, override and isolate marks reorder what a terminal or page shows after them.
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")


def clean(text: str) -> str:
    """Return *text* on one line, spaces folded, without characters that no reader sees.

    >>> clean("  A\\u00a0title\\n with\\x00 a \\ud800NUL ")
    'A title with a NUL'
    """
    plain = text.replace("\n", " ").replace("\t", " ").replace("\xa0", " ")
    if plain.isprintable():  # no control character, no space but the plain one
        return _spaced_once(plain)
    return _SPACE.sub(" ", _UNWANTED.sub("", text).replace("\n", " ")).strip()


def clean_lines(text: str) -> str:
    """Return *text* as `clean` does, but with its line breaks kept, one for each run of them.

    >>> clean_lines("One \\n\\n  two\\tthree ")
    'One\\ntwo three'
    """
    text = text.replace("\t", " ").replace("\xa0", " ")
    if text.isprintable():  # most are: no line break, no control character, no space but the plain one
        return _spaced_once(text)
    return _LINES.sub("\n", _SPACE.sub(" ", _UNWANTED.sub("", text.replace("\r", "\n")))).strip()


def _spaced_once(text: str) -> str:
    """*text*, whose spaces are all plain ones, with one between two words: most have that already."""
    return " ".join(text.split()) if "  " in text else text.strip()


def find_all(word: str, text: str) -> Iterator[int]:
    """Yield where *word* stands in *text*.

    >>> list(find_all("an", "banana"))
    [1, 3]
    """
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


def unescape(text: str) -> str:
    """Return *text* with HTML references resolved, twice over where a site escaped twice.

    >>> unescape("Fish &amp;amp; chips")
    'Fish & chips'
    """
    for _ in range(2):
        if "&" not in text:
            break
        text = html.unescape(text)
    return text


def printable(text: str) -> str:
    """Return *text* safe to print: no escape sequence and no mark that reorders a terminal's line.

    Bytes of a file's name that are no text in this locale are shown as UTF-8, else escaped: they tell it from others.

    >>> printable("\\x1b[31mred\\x1b[0m \\u202eevil"), printable("caf\\udcc3\\udca9/caf\\udce9")
    ('[31mred[0m evil', 'café/caf\\\\xe9')
    """
    return _BIDI.sub("", _UNWANTED.sub("", _UNDECODED.sub(_decoded, text)))


def escaped(text: str) -> str:
    """Return *text*, which may name a file, safe to print: with escapes for what `printable` leaves out.

    >>> escaped("a\\x1b\\u202eb.db, caf\\udce9.db")
    'a\\\\x1b\\\\u202eb.db, caf\\\\xe9.db'
    """
    return _BIDI.sub(_as_escape, _UNWANTED.sub(_as_escape, _UNDECODED.sub(_decoded, text)))


def _decoded(undecoded: re.Match[str]) -> str:
    return undecoded[0].encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _as_escape(unwanted: re.Match[str]) -> str:
    return unwanted[0].encode("unicode_escape").decode("ascii")


STOPS = ".!?…。！？।؟۔։።"  # that end a sentence
_LAST_STOP = re.compile(rf"[{STOPS}]['\"”’»)\]」』]*$")
MOST_AFTER_STOP = 7  # characters: brackets and quotation marks close behind it


def ends_sentence(text: str) -> bool:
    """Return whether *text* ends with a mark that ends a sentence, or with what closes behind one.

    >>> ends_sentence('"We sail (at dawn)."'), ends_sentence("۔جہاز صبح روانہ ہوگا۔"), ends_sentence("We sail at dawn")
    (True, True, False)
    """
    last = text[-1:]
    if not last or last.isalnum():
        return False
    if last in STOPS:
        return True
    return _LAST_STOP.search(text, max(0, len(text) - 1 - MOST_AFTER_STOP)) is not None


_NOT_WORD = re.compile(r"[\W_]+")
_ASCII_MARKS = bytes(code for code in range(128) if not chr(code).isalnum())
_MARKS = "–“„”’‘«»—…\xa0"  # what else stands between the letters of most texts
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")


def folded(text: str) -> str:
    """Return *text* as its letters and digits alone, for comparing what two places print.

    >>> folded("The Harbour-Gazette") == folded("the harbour gazette.")
    True
    """
    letters = text.encode("utf-8", "surrogatepass").translate(None, _ASCII_MARKS).decode("utf-8", "surrogatepass")
    if not letters.isalnum():
        for mark in _MARKS:
            letters = letters.replace(mark, "")
        if not letters.isalnum():
            letters = _NOT_WORD.sub("", letters)
    return letters.casefold()


def count_words(text: str) -> int:
    """Return the number of words in *text*; in scripts without spaces each character counts as one.

    >>> count_words("Two words"), count_words("東京都 2024")
    (2, 4)
    """
    if not may_be_dense(text) or not _UNSPACED.search(text):
        return len(text.split())
    return len(_UNSPACED.sub(" ", text).split()) + len(_UNSPACED.findall(text))


def is_caseless(word: str) -> bool:
    """Whether *word* is of a script without capitals, where any word may be a name."""
    first = word[0]
    # Unicode has capitals for Georgian, which are for whole words in titles and never begin one.
    georgian = "\u10d0" <= first <= "\u10ff"
    return first > "\u0590" and first.isalpha() and (georgian or first.lower() == first.upper())


def is_small(word: str) -> bool:
    """Whether *word* begins with a small letter where it might have begun with a capital."""
    return word[:1].islower() and not is_caseless(word)


# Scripts that say in one character what others say in two or three.
_DENSE = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_DENSE_LEADS = bytes((0xE0, 0xE1, *range(0xE3, 0xEE)))  # the bytes of UTF-8 that their letters begin with


def weight(text: str) -> float:
    """Return the length of *text* in Latin characters."""
    return len(text) + 1.5 * len(_DENSE.findall(text)) if may_be_dense(text) else len(text)


def may_be_dense(text: str) -> bool:
    """Return whether *text* may have a letter of such a script: a glance at its bytes, where a search takes its time.

    >>> may_be_dense("„Fähre“ — Паром"), may_be_dense("渡し船"), may_be_dense("นาวา"), may_be_dense("배")
    (False, True, True, True)
    """
    if text.isascii():
        return False
    told = text.encode("utf-8", "surrogatepass")
    return len(told.translate(None, _DENSE_LEADS)) < len(told)
