"""Words of a paragraph around its quotes, and the noun phrases among them: who may be speaking."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from crawler.reading.cues import Cues
from crawler.reading.names import PARTICLES, Names
from crawler.reading.quotation import Run

QUOTE = "\x00"  # stands for a quote among the words
# A letter and what hangs on it: \w leaves out the vowel signs of Arabic, Hebrew and Indian scripts.
_LETTERS = r"[^\W_][\w\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0dff\u200c]*"
_ELIDED = r"(?:[ldjmtscnLDJMTSCN]|[Qq]u|[Dd]ell|[Nn]ell|[Aa]ll|[Ss]ull|[Dd]all|[Uu]n)['’](?=[^\W\d_])"
_TOKEN = re.compile(rf"{_ELIDED}|{_LETTERS}(?:[-'’&./@‑]{_LETTERS})*|[^\w\s]|\n")
_STOPS = frozenset(".!?…。！？\n؟।")
_LONGEST = 14  # words of a noun phrase
_LONGEST_CASELESS = 5  # words of a name in scripts without capitals
_LONGEST_SENTENCE = 400  # words; longer ones are lists, or made to cost time


def _is_caseless(word: str) -> bool:
    """Whether the word is of a script without capitals, where any word may be a name."""
    return word[0] > "\u0590" and word[0].isalpha() and word[0].lower() == word[0].upper()


def _is_name(body: str, run: Run) -> bool:
    """Whether what stands between marks may be a name, that of a newspaper say: said „Die Zeit“."""
    text = body[run.start : run.end]
    return text[0].isupper() and len(text) <= 40 and text.count(" ") <= 3 and text[-1].isalnum()


@dataclass(slots=True)
class Phrase:
    """A noun phrase: tokens `first` to `last`, one past its end. `kind` is name, role, plain or pronoun."""

    first: int
    last: int
    kind: str
    text: str
    start: int = 0
    end: int = 0


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
    sentences: list[int] = field(default_factory=list)  # for each token, the first token of its sentence
    named: dict[int, tuple[int, int]] = field(default_factory=dict)  # tokens that are a name in marks: its offsets

    @classmethod
    def of(
        cls, body: str, start: int, end: int, runs: list[tuple[int, Run]], cues: Cues, names: Names | None = None
    ) -> Tokens:
        """Return the words of `body[start:end]`; *runs* are its quotes with their indexes, in order."""
        tokens = cls(body, cues, names.known if names else (), names.by_last if names else ())
        at = start
        for index, run in runs:
            tokens.add(at, run.left)
            tokens.runs[len(tokens.words)] = index
            tokens.at[index] = len(tokens.words)
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
        for match in _TOKEN.finditer(self.body, start, end):
            word = match.group()
            self.words.append(word)
            self.low.append(word.lower().replace("’", "'"))
            self.starts.append(match.start())

    def part(self, runs: dict[int, Run]) -> None:
        """Find where sentences begin."""
        first = 0
        words, titles = self.words, self.cues.titles
        for i, word in enumerate(words):
            self.sentences.append(first)
            following = words[i + 1] if i + 1 < len(words) else ""
            if word in _STOPS:
                before = self.low[i - 1] if i else ""
                if word == "." and (before in titles or (len(before) == 1 and before.isalpha())) and following:
                    continue
                ends = word == "\n" or not following[:1].islower()
            elif word == QUOTE:
                ends = self.ends_sentence(runs[self.runs[i]]) and self.is_capital(i + 1)
            else:
                ends = i - first > _LONGEST_SENTENCE
            if ends:
                first = i + 1

    def ends_sentence(self, run: Run) -> bool:
        """Whether a full stop closes the quote: what follows is a sentence of its own."""
        return self.body[run.end - 1] in ".。…।" or self.body[run.right - 1 : run.right + 1].endswith(".")

    def is_capital(self, i: int) -> bool:
        return i < len(self.words) and self.words[i][0].isupper()

    def is_word(self, i: int) -> bool:
        return self.words[i][0].isalnum()

    def end_of(self, i: int) -> int:
        """Where token *i* ends in the body."""
        return self.starts[i] + len(self.words[i])

    def sentence_end(self, i: int) -> int:
        """One past the last token of the sentence of token *i*."""
        first = self.sentences[i]
        while i < len(self.words) and self.sentences[i] == first:
            i += 1
        return i

    def is_verb(self, i: int, *, weak: bool = False) -> bool:
        """Whether token *i* is a cue; hyphened pronouns are looked through: "dit-il"."""
        word, cues = self.low[i], self.cues
        if not word[0].isalpha() or (self.words[i][0].isupper() and not self.opens(i)):
            return False
        head = word.split("-")[0]
        return word in cues.verbs or head in cues.verbs or (weak and (word in cues.weak or head in cues.weak))

    def opens(self, i: int) -> bool:
        """Whether token *i* begins a sentence, or what follows a colon: its capital says nothing."""
        return self.sentences[i] == i or self.words[i - 1] in (":", "•")

    def name_like(self, i: int) -> bool:
        """Whether token *i* is written as a name: a capital that is not owed to the sentence's start."""
        word = self.words[i]
        if not word[0].isupper():
            cues = self.cues
            return _is_caseless(word) and not (word in cues.breaks or word in cues.aux or word in cues.links)
        if not self.opens(i) or (len(word) > 1 and word.isupper()):
            return True
        return word in self.known or (i + 1 < len(self.words) and self.words[i + 1][0].isupper())

    def phrase(self, first: int, last: int, kind: str) -> Phrase:
        if first in self.named:
            start, end = self.named[first]
            return Phrase(first, last, kind, self.body[start:end], start, end)
        start, end = self.starts[first], self.end_of(last - 1)
        if self.low[last - 1].endswith(("'s", "s'")) and last - first > 1 and self.words[last - 1][0].islower():
            last -= 1
        text = self.body[start:end]
        if self.body[end : end + 1] == "." and self.low[last - 1] in ("jr", "sr"):
            text += "."
        return Phrase(first, last, kind, text, start, end)

    def phrase_after(self, i: int, limit: int, *, lenient: bool = False) -> Phrase | None:
        """Return the noun phrase that begins at token *i*, adverbs skipped; *lenient*: of unknown words too."""
        cues, low = self.cues, self.low
        for _ in range(5):
            if i < limit and (low[i] in cues.aux or low[i] in cues.times) and not self.is_name_start(i):
                i += 1
        if i < limit and i in self.named:
            return self.phrase(i, i + 1, "name")
        if i >= limit or not self.is_word(i):
            return None
        if low[i] in cues.pronouns:
            return self.phrase(i, i + 1, "pronoun")
        named = role = -1
        k = i
        while k < min(limit, i + _LONGEST):
            part = self.part_of_phrase(k, i, named, role, limit)
            if part == "name":
                named = k
            elif part == "role":
                role = k
            elif part is None:
                break
            k += 1
        last = max(named, role)
        if last >= i:
            return self.phrase(i, last + 1, "name" if named >= 0 else "role")
        if lenient and low[i] in cues.articles and k - i > 1:
            return self.phrase(i, min(k, i + 4), "plain")
        if lenient and 0 < k - i <= 3:
            return self.phrase(i, k, "plain")
        return None

    def part_of_phrase(self, k: int, first: int, named: int, role: int, limit: int) -> str | None:
        """What token *k* is to the phrase that begins at *first*: name, role, or word; None where it ends before *k*.

        *named* and *role* are the phrase's last name and role so far, -1 for none.
        """
        cues, word, before = self.cues, self.low[k], self.low[k - 1] if k > first else ""
        if self.words[k] == "." and before and (before in cues.titles or len(before) == 1):
            return "word"
        if k in self.named and k > first:
            return "word"  # "head of «Antonov» Ivan Koval"
        if not self.is_word(k):
            return None
        if word in PARTICLES and named == k - 1 and not (cues.nouns_are_capitals and word in cues.articles):
            return "word" if k + 1 < limit and self.words[k + 1][0].isupper() else None
        if _is_caseless(word):
            ends = word in cues.breaks or word in cues.links or self.is_verb(k) or k - first >= _LONGEST_CASELESS
            return None if ends else "name"
        after_head = max(named, role) == k - 1
        if self.words[k][0].isupper() and not self.is_small(k) and word not in cues.times:
            return None if k == first and self.is_verb(k) else "name"
        if word in cues.articles:
            follows = k == first or after_head or before in cues.links
            of_name = k > first and named == k - 1 and role < 0 and not cues.nouns_are_capitals
            return "word" if follows and not of_name else None
        if word in cues.roles and (named < 0 or before in cues.links or named == k - 1):
            return "role"
        if word in cues.links:
            return "word" if after_head and self.link_goes_on(k, named, role, limit) else None
        ends = word in cues.breaks or self.is_verb(k)
        return None if ends or (named >= 0 and before not in cues.links and before not in cues.articles) else "word"

    def follows_subject(self, i: int) -> bool:
        helper = self.low[i] in self.cues.aux and not self.cues.nouns_are_capitals
        return helper or self.is_verb(i, weak=True)

    def is_small(self, i: int) -> bool:
        """Whether token *i* owes its capital to the sentence's start alone: "The", "In"."""
        cues, word = self.cues, self.low[i]
        small = word in cues.articles or word in cues.breaks or word in cues.links or word in cues.aux
        return small and (self.opens(i) or self.words[i - 1] in "\"'“„«»(" or len(word) < 4)

    def link_goes_on(self, k: int, named: int, role: int, limit: int) -> bool:
        if k + 1 >= limit or not self.is_word(k + 1):
            return False
        following = self.low[k + 1]
        if following in self.cues.times or following.isdigit():
            return False
        if named < 0 or role > named:
            return True
        return self.words[k + 1][0].isupper() and self.words[k - 1].lower() not in self.cues.times

    def is_name_start(self, i: int) -> bool:
        return self.words[i][0].isupper() and i + 1 < len(self.words) and self.words[i + 1][0].isupper()

    def phrase_before(self, j: int, limit: int) -> Phrase | None:
        """Return the noun phrase that ends at token *j* at the latest, adverbs skipped, or before an apposition."""
        cues, low = self.cues, self.low
        steps = 0
        while j >= limit and steps < 6 and self.skippable(j):
            j -= 1
            steps += 1
        if j < limit:
            return None
        if j in self.named:
            return self.phrase(j, j + 1, "name")
        if self.words[j] in ",–—-" and j > limit:
            return self.before_apposition(j, limit)
        if self.words[j] in ")]":
            opening = next((k for k in range(j, max(limit, j - 8), -1) if self.words[k] in "(["), -1)
            return self.phrase_before(opening - 1, limit) if opening > limit else None
        if low[j] in cues.pronouns:
            return self.phrase(j, j + 1, "pronoun")
        if not self.is_word(j):
            return None
        a = j
        while a >= limit and j - a < _LONGEST:
            if self.words[a] == "." and a > limit and (low[a - 1] in cues.titles or len(low[a - 1]) == 1):
                a -= 1
                continue
            if not self.is_word(a) or low[a] in cues.conjunctions:
                break
            if low[a] in cues.links and a > limit and self.is_word(a - 1) and not self.is_break(a - 1):
                a -= 1
                continue
            if self.is_break(a) or (self.is_verb(a) and low[a] not in cues.roles and not self.words[a][0].isupper()):
                break
            a -= 1
        return self.trimmed(a + 1, j + 1)

    def skippable(self, j: int) -> bool:
        cues, word = self.cues, self.low[j]
        if self.words[j][0].isupper() and self.name_like(j) and word not in cues.times:
            return False
        if word in cues.aux or word in cues.times or word in cues.relatives:
            return True
        # "Clinton on Monday said"
        return word in cues.breaks and j + 1 < len(self.low) and self.low[j + 1] in cues.times

    def is_break(self, i: int) -> bool:
        word = self.low[i]
        return word in self.cues.breaks and not (self.words[i][0].isupper() and not self.opens(i))

    def trimmed(self, first: int, last: int) -> Phrase | None:
        """Return tokens *first* to *last* as a phrase without small words at its front, if a name or role is in it."""
        cues, low = self.cues, self.low
        while first < last and (low[first] in cues.links or low[first] in cues.aux or low[first] in cues.times):
            if self.name_like(first):
                break
            first += 1
        if first >= last:
            return None
        if low[first] in cues.pronouns and last - first == 1:
            return self.phrase(first, last, "pronoun")
        span = range(first, last)
        if any(self.name_like(i) for i in span):
            return self.phrase(first, last, "name")
        if any(low[i] in cues.roles for i in span):
            return self.phrase(first, last, "role")
        if self.words[first][0].isupper() and self.opens(first) and low[first] not in cues.breaks:
            return self.phrase(first, last, "name" if low[first] not in cues.articles else "plain")
        if low[first] in cues.articles and last - first > 1:
            return self.phrase(first, last, "plain")
        return None

    def is_oblique(self, first: int) -> bool:
        """Whether a preposition leads the phrase that begins at token *first*: it is no subject."""
        for i in (first - 1, first):
            if i >= 0 and self.is_break(i) and self.low[i] not in self.cues.conjunctions:
                return True
        return self.low[first - 1] in self.cues.links

    def before_apposition(self, j: int, limit: int) -> Phrase | None:
        """Return the phrase that an apposition or clause ending at the comma *j* belongs to."""
        return self.subject(limit, j)

    def subject(self, first: int, limit: int) -> Phrase | None:
        """Return the first phrase among tokens *first* to *limit* that may be their sentence's subject."""
        cues, low = self.cues, self.low
        k = first
        while k < limit:
            while k < limit and (not self.is_word(k) or low[k] in cues.conjunctions or low[k] in cues.aux):
                if self.name_like(k):
                    break
                k += 1
            if k >= limit:
                return None
            if not self.is_break(k) or low[k] in cues.pronouns:
                phrase = self.phrase_after(k, limit)
                if phrase and (phrase.kind != "name" or any(map(self.name_like, range(phrase.first, phrase.last)))):
                    return phrase
                if phrase and phrase.last < limit and self.follows_subject(phrase.last):
                    return phrase
            # No subject here: the next part after a comma.
            while k < limit and self.words[k] not in ",–—:" + QUOTE:
                k += 1
            k += 1
        return self.inverted_subject(first, limit) if cues.inverts else None

    def inverted_subject(self, first: int, limit: int) -> Phrase | None:
        """Return the first phrase within a sentence that no preposition leads: "In Rom zeigt sich Lee froh"."""
        cues = self.cues
        for k in range(first + 1, limit):
            named = self.words[k] in self.people or self.low[k] in cues.nominatives
            if named and self.low[k - 1] not in cues.articles and not self.is_oblique(k):
                phrase = self.phrase_after(k, limit)
                if phrase and phrase.kind in ("name", "role"):
                    return phrase
        return None
