"""The words of a paragraph around its quotes, in sentences."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cache
from typing import Self

from crawler.reading.names.names import Names
from crawler.reading.names.people import is_given
from crawler.reading.quotes.cues import Cues
from crawler.reading.quotes.quotation import Run
from crawler.reading.text import is_caseless, is_small

QUOTE = "\x00"  # stands for a quote among the words
# A letter and what hangs on it: \w leaves out the vowel signs of Arabic, Hebrew and Indian scripts.
_LETTERS = (
    r"[^\W_][\w\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0963\u0966-\u0dff\u200c\u200d]*"
)
_ELIDED = r"(?:[ldjmtscnLDJMTSCN]|[Qq]u|[Dd]ell|[Nn]ell|[Aa]ll|[Ss]ull|[Dd]all|[Uu]n)['’](?=[^\W\d_])"
_WORDS = rf"{_LETTERS}(?:[-'’‘&./@‑]{_LETTERS}|,(?<=\d,)\d{{3}}(?!\d))*|[^\w\s\x00]|\n"
_TOKEN = re.compile(_WORDS)
_TOKEN_ELIDED = re.compile(rf"{_ELIDED}|{_WORDS}")  # l'agence is two words
# Hebrew writes ד"ר for a doctor and פרופ' for a professor.
_TOKEN_HEBREW = re.compile(rf"{_LETTERS}(?:[-'’&./@‑\"״׳]{_LETTERS})*(?:['׳’](?=\s))?|[^\w\s\x00]|\n")
_PARTING = frozenset(",،–—-")
_ARABIC = frozenset("ar fa ur ps ckb".split())
# Signs that print may leave out: vowels, the stretched letter, and the "ی" of Persian "گفته‌ی".
_MAY_BE_LEFT_OUT = re.compile("[\u064b-\u0652\u0640]|(?<=ه)\u200cی(?!\\w)")
_STOPS = frozenset(".!?…。！？\n؟।።۔")
_DASHES = frozenset("–—-")
_MAY_END = _STOPS | _DASHES | {QUOTE, ":"}
_LONGEST_DATELINE = 12  # words of "SEAPORT, May 4 (Gazette) — "
_LONGEST_PLACE = 3  # words of "NEW PORT: "
_GO_ON = frozenset(",;:)]")
_LONGEST_SENTENCE = 120  # words; longer ones are lists, or made to cost time


@cache
def _with_compounds(compounds: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(compounds)})\b|{_WORDS}", re.IGNORECASE)


def is_initials(word: str) -> bool:
    """Whether *word* is what stands before the full stop of "N." or "N.K."."""
    # "சு" is one letter with its vowel.
    return all(letter[:1].isalpha() and not any(map(str.isalpha, letter[1:])) for letter in word.split("."))


def _is_name(body: str, run: Run) -> bool:
    """Whether what stands between marks may be a name, that of a newspaper say: said „Die Zeit“."""
    text = body[run.start : run.end]
    return text[0].isupper() and len(text) <= 40 and text.count(" ") <= 3 and text[-1].isalnum()


@dataclass(slots=True)
class Tokens:
    """The words and marks of one paragraph; a quote is one token, `QUOTE`, and `runs` tells which."""

    body: str
    cues: Cues
    known: Collection[str] = ()
    people: Collection[str] = ()
    words: list[str] = field(default_factory=list)
    low: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    runs: dict[int, int] = field(default_factory=dict)  # token -> index of the run
    at: dict[int, int] = field(default_factory=dict)  # index of the run -> token
    parted: set[int] = field(default_factory=set)  # quotes that end in a comma or the like: more follows
    sentences: list[int] = field(default_factory=list)  # for each token, the first token of its sentence
    named: dict[int, tuple[int, int]] = field(default_factory=dict)  # tokens that are a name in marks: its offsets
    ends: dict[int, int] = field(default_factory=dict)  # first token of a sentence -> one past its last
    alone: dict[int, bool] = field(default_factory=dict)  # first token of a sentence -> whether it has no words

    @classmethod
    def of(
        cls, body: str, start: int, end: int, runs: list[tuple[int, Run]], cues: Cues, names: Names | None = None
    ) -> Self:
        """Return the words of `body[start:end]`; *runs* are its quotes with their indexes, in order."""
        tokens = cls(body, cues, names.known if names else (), names.by_last if names else ())
        at = start
        for index, run in runs:
            tokens.add(at, run.left)
            tokens.runs[len(tokens.words)] = index
            tokens.at[index] = len(tokens.words)
            if body[run.end - 1] in ",!?…" or body[run.right : run.right + 2].strip()[:1] in _PARTING:
                tokens.parted.add(len(tokens.words))
            if _is_name(body, run):
                tokens.named[len(tokens.words)] = (run.start, run.end)
            tokens.words.append(QUOTE)
            tokens.low.append(QUOTE)
            tokens.starts.append(run.left)
            at = run.right
        tokens.add(at, end)
        tokens.part(dict(runs))
        return tokens

    def add(self, start: int, end: int) -> None:
        pattern = _with_compounds(self.cues.compounds) if self.cues.compounds else _TOKEN
        pattern = _TOKEN_ELIDED if self.cues.elides else _TOKEN_HEBREW if self.cues.language == "he" else pattern
        matches = list(pattern.finditer(self.body, start, end))
        words = [match.group() for match in matches]
        self.words += words
        if words:
            low = QUOTE.join(words).lower().replace("’", "'").replace(" ", "_")
            self.low += (_MAY_BE_LEFT_OUT.sub("", low) if self.cues.language in _ARABIC else low).split(QUOTE)
        self.starts += [match.start() for match in matches]

    def part(self, runs: dict[int, Run]) -> None:
        """Find where sentences begin."""
        first = 0
        for i, word in enumerate(self.words):
            self.sentences.append(first)
            ends = word in _MAY_END and self.ends_at(i, first, runs)
            if ends or i - first > _LONGEST_SENTENCE:
                first = i + 1

    def ends_at(self, i: int, first: int, runs: dict[int, Run]) -> bool:
        """Whether token *i*, a mark, ends the sentence that begins at token *first*."""
        word = self.words[i]
        if word in _STOPS:
            return self.stops(i)
        if word == QUOTE:
            run = runs[self.runs[i]]
            led = self.was_led(i)
            asked = led and self.body[run.end - 1] in "?!؟"
            return asked or (self.ends_sentence(run) and (led or self.is_capital(i + 1)))
        if word == ":":
            place = first == 0 and 0 < i <= _LONGEST_PLACE and self.words[i + 1 : i + 2] != [QUOTE]
            return place and self.is_place_line(i)
        return first == 0 and 0 < i < _LONGEST_DATELINE and self.is_dateline_before(i)

    def stops(self, i: int) -> bool:
        """Whether the stop at token *i* ends a sentence: not that of "Dr." or "K."."""
        word, following = self.words[i], self.words[i + 1] if i + 1 < len(self.words) else ""
        if word == "." and following == QUOTE and self.cues.stops_lead:
            return False
        if following and following in _GO_ON:
            return False  # "Rand Paul (R-Ky.) said"
        before = self.low[i - 1] if i else ""
        if word == "." and (before in self.cues.titles or is_initials(before)) and following:
            return False
        return word == "\n" or not following or not is_small(following)

    def is_place_line(self, i: int) -> bool:
        """Whether the colon at token *i* parts a place from the story: "NEW PORT: The council …"."""
        return all(word.isupper() and len(word) > 1 for word in self.words[:i]) and self.is_capital(i + 1)

    def is_dateline_before(self, i: int) -> bool:
        """Whether the dash at token *i* parts a place from the story: "SEAPORT, May 4 (Gazette) —", "SEAPORT — Ann"."""
        shouted = self.words[0].isupper() and len(self.words[0]) > 1
        return self.words[i - 1] == ")" or (shouted and self.is_capital(i + 1))

    def ends_sentence(self, run: Run) -> bool:
        """Whether a full stop closes the quote: what follows is a sentence of its own."""
        return self.body[run.end - 1] in ".。…।۔" or self.body[run.right - 1 : run.right + 1].endswith(".")

    def was_led(self, i: int) -> bool:
        """Whether a verb of saying leads to the quote at token *i*, in a script whose next sentence has no capital."""
        if i + 1 >= len(self.words) or i < 2 or not is_caseless(self.words[i + 1]):
            return False
        led, cue = self.words[i - 1], self.is_cue(self.low[i - 2])
        return led == ":" or (cue and (led in ",،" or self.low[i - 1] in self.cues.conjunctions))

    def is_cue(self, word: str) -> bool:
        """Whether *word* is a verb of saying, or follows the one who speaks."""
        return word in self.cues.verbs or word in self.cues.post

    def is_capital(self, i: int) -> bool:
        return i < len(self.words) and self.words[i][0].isupper()

    def is_word(self, i: int) -> bool:
        word = self.words[i]
        return word[0].isalnum() and not (len(word) == 1 and "א" <= word <= "ת")  # a prefix: אמר ש"אנחנו כאן"

    def end_of(self, i: int) -> int:
        """Where token *i* ends in the body."""
        return self.starts[i] + len(self.words[i])

    def sentence_end(self, i: int) -> int:
        """One past the last token of the sentence of token *i*."""
        first = self.sentences[i]
        if first not in self.ends:
            while i < len(self.words) and self.sentences[i] == first:
                i += 1
            self.ends[first] = i
        return self.ends[first]

    def stands_alone(self, token: int) -> bool:
        """Whether the quote at *token* is a sentence of its own, with no words around it."""
        first = self.sentences[token]
        if first not in self.alone:
            self.alone[first] = not any(map(self.is_word, range(first, self.sentence_end(token))))
        return self.alone[first]

    def is_verb(self, i: int, *, weak: bool = False) -> bool:
        """Whether token *i* is a cue; hyphened pronouns are looked through: "dit-il"."""
        word, cues = self.low[i], self.cues
        if not (word in cues.verbs or (weak and word in cues.weak)):
            if word in cues.two_words:
                return self.is_first_of_two(i)
            head, hyphen, _ = word.partition("-") if "-" in word else ("", "", "")
            if not hyphen or not (head in cues.verbs or (weak and head in cues.weak)):
                return False
        if not word[0].isalpha() or (self.words[i][0].isupper() and not self.opens(i)):
            return False
        return word not in cues.also_nouns or not self.is_noun(i)

    def is_first_of_two(self, i: int) -> bool:
        """Whether token *i* tells who speaks with the word after it: "went on", "put it", but not "goes on recess"."""
        further = self.low[i + 2] if i + 2 < len(self.low) else ""
        follows = self.low[i + 1 : i + 2] == [self.cues.two_words[self.low[i]]]
        return follows and (further in self.cues.breaks or not further.isalnum())

    def is_noun(self, i: int) -> bool:
        """Whether token *i*, a verb or a noun, is a noun here: "Lee's calls", "the claim", "in hopes of"."""
        before = self.low[i - 1] if i else ""
        owned = before.endswith(("'s", "s'")) and before not in self.cues.pronouns and before not in self.cues.relatives
        return owned or before in self.cues.determiners or self.low[i + 1 : i + 2] == ["of"]

    def opens(self, i: int) -> bool:
        """Whether token *i* begins a sentence, or what follows a colon: its capital says nothing."""
        return self.sentences[i] == i or self.words[i - 1] in (":", "•")

    def name_like(self, i: int) -> bool:
        """Whether token *i* is written as a name: a capital that is not owed to the sentence's start."""
        word = self.words[i]
        if not word[0].isupper():
            cues = self.cues
            return is_caseless(word) and not (word in cues.breaks or word in cues.aux or word in cues.links)
        if not self.opens(i) or (len(word) > 1 and word.isupper()):
            return True
        # "Lee's licence is up for renewal.", not "Thursday's ruling"
        owns = word.endswith(("'s", "’s")) and word[:-2].lower() not in self.cues.times
        bare = word[:-2] if owns else word
        if bare in self.known or bare in self.people:
            return True
        following = self.words[i + 1] if i + 1 < len(self.words) else "."
        if following in ("(", ","):
            age = self.words[i + 2 : i + 3]
            return bool(age) and len(age[0]) == 2 and age[0].isdigit()  # "Nurhayati (47)"
        return following[0].isupper()

    def is_possessive(self, i: int) -> bool:
        """Whether token *i* is the mark after a name or noun in -s: "Rovers' captain", "the supporters’ trust"."""
        if self.words[i] not in ("'", "’") or not 0 < i < len(self.words) - 1 or not self.is_word(i + 1):
            return False
        return self.low[i - 1][-1] in "sxz" and self.starts[i] == self.end_of(i - 1)

    def is_break(self, i: int) -> bool:
        word = self.low[i]
        if word not in self.cues.breaks:
            return False
        if self.cues.breaks.endings and word not in self.cues.breaks.whole and is_given(word):
            return False  # "செந்தில்", though words in "-ில்" tell where
        if not self.words[i][0].isupper():
            return True
        return self.opens(i) and not (word in self.cues.titles and self.is_name_start(i))  # French "Me Anne Leroy"

    def is_article(self, i: int) -> bool:
        return self.low[i] in self.cues.articles

    def is_small(self, i: int) -> bool:
        """Whether token *i* owes its capital to the sentence's start alone: "The", "In"."""
        cues, word = self.cues, self.low[i]
        small = word in cues.articles or word in cues.breaks or word in cues.links or word in cues.aux
        if small and self.is_name_start(i) and (word in cues.titles or (is_given(word) and not self.opens(i))):
            return False  # Dutch "zegt Wil Janssen"
        return small and (self.opens(i) or self.words[i - 1] in "\"'“„«»(" or len(word) < 4)

    def is_name_start(self, i: int) -> bool:
        return self.words[i][0].isupper() and i + 1 < len(self.words) and self.words[i + 1][0].isupper()
