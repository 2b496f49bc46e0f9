"""Text as the index sees it: letters that readers take for the same are the same, and every script has words.

`unicode61` alone finds no word inside Chinese, Japanese or Thai, which are written without spaces. So both
texts and queries are folded here first, and the tokenizer splits what is left at spaces and signs.
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

# Han, Kana, Bopomofo, Hangul, Thai, Lao, Khmer and Burmese, without their digits: indexed as pairs of characters.
PAIRED = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3038-\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U000323af"
    "\u3041-\u3096\u3099\u309a\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\U0001b000-\U0001b16f"
    "\u3105-\u312f\u31a0-\u31bf"
    "\u1100-\u11ff\u3131-\u318e\ua960-\ua97f\uac00-\ud7fb"
    "\u0e01-\u0e3a\u0e40-\u0e4e"
    "\u0e81-\u0ebd\u0ec0-\u0ece\u0edc-\u0edf"
    "\u1780-\u17d3\u17d7\u17dc\u17dd"
    "\u1000-\u103f\u1050-\u108f\u109a-\u109d\ua9e0-\ua9ef\ua9fa-\ua9fe\uaa60-\uaa76\uaa7a-\uaa7f"
)
PAIRED_FROM = "\u0e01"  # no character before it is
BEGINNING = 3  # letters
_KINDS = "abcdefghi"  # of fourth letters: of nine, for then all Latin vowels are of different ones
# Signs that texts have most, and what is no character at all.
_CONTROLS = "".join(map(chr, (*range(0x09), *range(0x0E, 0x1C), 0x7F)))
_PLAIN_SIGNS = string.punctuation + "«»–—‘’‚‛“”„"
_PLAIN = re.compile(f"[\\0-\x7f{_PLAIN_SIGNS[-11:]}]*")
_PAIRED_RUN = re.compile(f"[{PAIRED}]+")
_ONE_SCRIPT = re.compile(f"[{PAIRED}]+|[^{PAIRED}\\s]+")

# Accents on Latin and Greek letters, and the dots of ё; й and ї are letters of their own.
_MARK = re.compile("[\u0300-\u036f]")
# Beginning with the marks, which few letters have: to try each letter takes eight times as long.
_ACCENTS = re.compile(
    "[\u0300-\u036f](?:(?<=[a-z\u0180-\u024f\u0250-\u02af\u03b1-\u03c9].)[\u0300-\u036f]*|(?<=\u0435\u0308))"
)
# Arabic vowel points and tatweel, Hebrew points, and characters that are not seen: soft hyphens, zero width
# spaces and joiners, direction marks, variation selectors.
_UNSEEN = re.compile(
    "[\u0610-\u061a\u0640\u064b-\u0652\u0656-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u08d3-\u08ff"
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    "\u00ad\u034f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]+"
)
# Letters and signs of Latin, Greek, Cyrillic, Arabic and Devanagari whose folding does not depend on those beside them.
_SIMPLE_LETTERS = (
    "\0-\x7f\xa0-\xa7\xa9-\xac\xae\xb0-\xb3\xb5-\xb7\xb9-\u012f\u0131-\u017f\u0386-\u038f\u0391-\u03af\u03b1-\u03ce"
    "\u0400-\u045f\u0490-\u04ff\u060c\u061b\u061f\u0620-\u063f\u0641-\u064a\u0660-\u066f\u0671-\u06d5\u06f0-\u06ff"
    "\u0900-\u0950\u0955-\u097f\u2010-\u2016\u2018-\u2027\u2030-\u203a\u20ac"
)
_SIMPLE = re.compile(f"[{_SIMPLE_LETTERS}]*")
# But two marks of Devanagari after what they are moved before, and the dot where it becomes one with its letter.
_JOINED = re.compile(
    "[\u093c\u094d](?<![\u0904-\u0927\u0929-\u092f\u0931\u0932\u0934-\u0939\u0958-\u0961]\u093c)"
    "(?<![\u0900-\u0963]\u094d)"
)
# Where Persian parts a word from its ending, others leave a space.
_PERSIAN_JOINT = re.compile("(?<=[\u0620-\u06ff])\u200c(?=[\u0620-\u06ff])")
# Letters that are typed for one another: dotless i, the alefs, the yehs, kaf, teh marbuta.
_ALIKE = dict(zip("ıأإآٱىیکة", "iااااييكه", strict=True))
_LETTER_ALIKE = re.compile(f"[{''.join(_ALIKE)}]")


def fold_letters(text: str) -> str:
    """Return *text* with letters that count as the same made the same; words stay whole.

    >>> fold_letters("ＴＯＫＹＯ, Café, ΑΘΉΝΑ, Straße, كِتَاب")
    'tokyo, cafe, αθηνα, strasse, كتاب'
    """
    if is_plain(text):
        return text.lower()
    if is_simple(text):  # most texts in these scripts: a third of the time
        text = text.casefold()
        for letter, other in _ALIKE.items():  # one by one: Arabic texts have hundreds of these
            text = text.replace(letter, other)
        differing, folded = _simple_folding()
        return differing.sub(lambda letter: folded[letter[0]], text)
    return _fold_any(text)


@lru_cache(maxsize=1)
def _simple_folding() -> tuple[re.Pattern[str], dict[str, str]]:
    """What of simple letters, their case folded, is not what it is folded to; and what that is."""
    letters = re.findall(f"[{_SIMPLE_LETTERS}]", "".join(map(chr, range(0x2100))))
    folded = {letter: text for one in letters for letter in one.casefold() if (text := _fold_any(letter)) != letter}
    return re.compile(f"[{''.join(map(re.escape, folded))}]"), folded


def _fold_any(text: str) -> str:
    text = unicodedata.normalize("NFKD", part_persian_joints(text)).casefold()
    text = _UNSEEN.sub("", unicodedata.normalize("NFKD", text))
    if _MARK.search(text):
        text = _ACCENTS.sub("", text)
    return _LETTER_ALIKE.sub(lambda letter: _ALIKE[letter[0]], unicodedata.normalize("NFC", text))


def is_plain(text: str) -> bool:
    """Whether *text* has Latin letters without accents, digits and everyday signs alone, as most English does."""
    return text.isascii() or _PLAIN.fullmatch(text) is not None


def is_simple(text: str) -> bool:
    """Whether each character of *text*, a sign or of five scripts, is folded by itself, and none to nothing."""
    if text.isascii() or _SIMPLE.fullmatch(text) is None:
        return text.isascii()
    # Looked for one by one first: in other scripts that takes no time.
    return not ("\u094d" in text or "\u093c" in text) or _JOINED.search(text) is None


def part_persian_joints(text: str) -> str:
    """Return *text* with a space where Persian parts a word from its ending; its length stays."""
    return _PERSIAN_JOINT.sub(" ", text) if "\u200c" in text else text


def fold(text: str) -> str:
    """Return *text* as it is given to the full-text index.

    Runs of scripts without spaces become overlapping pairs and their last character, which lets a query of
    one character find it too.

    >>> fold("東京都 2026")
    ' 東京 京都 都  2026'
    """
    return in_pairs(fold_letters(text))


def in_pairs(folded: str) -> str:
    """Return folded text with its scripts without spaces in pairs."""
    if is_plain(folded):
        return folded
    return _PAIRED_RUN.sub(lambda run: f" {' '.join(_pairs(run[0], last=True))} ", folded)


def _pairs(run: str, *, last: bool) -> list[str]:
    pairs = [run[i : i + 2] for i in range(len(run) - 1)]
    return [*pairs, run[-1]] if last or not pairs else pairs


def beginnings(fed: str) -> set[str]:
    """Return what the words of a text begin with that is *fed* to the index: of paired characters, one.

    Of other words three letters, and a letter that tells the kind of the fourth. Shorter words are left out. So are
    marks that the index's tokenizer leaves out, or may.

    >>> sorted(beginnings(fold("Tidal tides at noon: wet, 東京")))
    ['nooc', 'tidc', 'tidh', 'wet', '京', '東']
    """
    if not is_plain(fed):
        fed = _MARK.sub("", fed)
    words = set(words_alone(fed).split())
    paired = {word for word in words if word[0] >= PAIRED_FROM and is_paired(word)}
    others = (word for word in words - paired if len(word) >= BEGINNING)
    return {word[0] for word in paired} | {word[:BEGINNING] + _kind(word[BEGINNING : BEGINNING + 1]) for word in others}


@lru_cache(maxsize=10_000)
def _kind(letter: str) -> str:
    """A letter for the kind of a word's fourth *letter*; "" where it has none."""
    return letter and _KINDS[ord(letter) % len(_KINDS)]


_REPLACED = _PLAIN_SIGNS + _CONTROLS
_NO_LETTER = re.compile(r"[^\w\s]")  # nor an underscore, which is replaced before


def words_alone(text: str) -> str:
    """Return *text* with a space for all that the index's tokenizer splits at: no letter, number, mark or private use.

    >>> words_alone("e-mail, (हिन्दी)")
    'e mail   हिन्दी '
    """
    for sign in _REPLACED:  # most signs are one of these: so it takes a fifth of the time
        if sign in text:
            text = text.replace(sign, " ")
    if text.isascii():
        return text
    return _NO_LETTER.sub(lambda sign: _mark_or_space(sign[0]), text)


@lru_cache(maxsize=10_000)
def _mark_or_space(sign: str) -> str:
    return sign if unicodedata.category(sign) in ("Co", "Mn", "Mc") else " "


def is_paired(run: str) -> bool:
    """Whether *run* is of a script that is indexed as pairs of characters."""
    return _PAIRED_RUN.match(run) is not None


def runs(text: str) -> list[str]:
    """Return the words of *text*, folded; a word in two kinds of script comes as two.

    >>> runs("iPhone用ケース, e-mail")
    ['iphone', '用ケース', 'e', 'mail']
    """
    return _ONE_SCRIPT.findall(words_alone(fold_letters(text)))


@dataclass(frozen=True, slots=True)
class Term:
    """Words that must stand side by side, folded; with `is_prefix` the last one may go on."""

    runs: tuple[str, ...]
    is_prefix: bool = False

    @property
    def is_open(self) -> bool:
        """Whether the index is asked for a beginning: a lone character is indexed as the first of a pair."""
        return len(self.runs[-1]) == 1 if is_paired(self.runs[-1]) else self.is_prefix

    @property
    def expression(self) -> str:
        """The term in the syntax of FTS5."""
        *before, final = self.runs
        tokens = [token for run in before for token in (_pairs(run, last=True) if is_paired(run) else [run])]
        tokens += _pairs(final, last=False) if is_paired(final) else [final]
        # A lone character is indexed as the first of a pair, or alone at the end of its run.
        return f'"{" ".join(tokens)}"{" *" if self.is_open else ""}'

    @property
    def beginnings(self) -> set[str]:
        """What words of each text that holds the term begin with, but for a last one that `goes_on`."""
        return beginnings(in_pairs(" ".join(self.runs[: -1 if self.goes_on else None])))

    @property
    def goes_on(self) -> set[str]:
        """What each text that holds the term has one of, where three letters are asked and any may follow them."""
        last = beginnings(self.runs[-1]) if self.is_prefix and not is_paired(self.runs[-1]) else set()
        return {f"{word}{kind}" for word in last if len(word) == BEGINNING for kind in ("", *_KINDS)}

    @property
    def is_beginning(self) -> bool:
        """Whether each text with a word that begins so holds the term: it is one of `beginnings`, and no more."""
        return self.is_open and len(self.runs) == 1 and beginnings(self.runs[0]) == {*self.runs}


_PHRASE_OR_WORD = re.compile(r'"([^"]*)"(\*?)|([^\s"]+)')
_QUOTATION_MARKS = str.maketrans("“”„", '"""')


def terms(query: str) -> Iterator[Term]:
    """Yield what *query* asks for: each word, each "phrase in quotation marks", each beginnin*."""
    for phrase, star, word in _PHRASE_OR_WORD.findall(query.translate(_QUOTATION_MARKS)):
        if found := tuple(runs(phrase or word)):
            yield Term(found, is_prefix=bool(star) or word.endswith("*"))


def match_expression(query: str) -> str:
    """Return *query* as an FTS5 expression that finds rows with all its terms; "" if it holds no word.

    Nothing in it is syntax but quotation marks and a final asterisk: any text may be asked.

    >>> match_expression('ferry "lock gates" tid* 東京都')
    '"ferry" AND "lock gates" AND "tid" * AND "東京 京都"'
    >>> match_expression("a OR (b NOT title:c)")
    '"a" AND "or" AND "b" AND "not" AND "title c"'
    """
    return " AND ".join(term.expression for term in terms(query))
