"""The names that an article prints, and the fullest form of each."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import islice

from crawler.reading.names.caseless_names import name_in, names_in
from crawler.reading.names.people import PARTICLES, is_given, joins
from crawler.reading.names.phrase_names import name_within
from crawler.reading.quotes.cues import Cues
from crawler.reading.text import find_all, is_caseless

_UPPER = "".join(c for c in map(chr, range(0x600)) if c.isupper())
_ON = r"\w{0,40}(?:[-'’][^\W_]{1,40}){0,4}(?!\w)"  # after a capital; bounded: "AAAA…" is no name
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_WORD_THERE = re.compile(rf"(?<![^\W_])(?<![^\W_][-'’]){_WORD.pattern}")  # the word that begins where it is asked for
_PART = rf"(?:\w{{0,2}}\.(?= )|(?:\.[{_UPPER}]){{1,3}}\.(?= )|{_ON})"  # of an initial, an abbreviated title, a word
# Both begin with the capital, which is what they are found by; what may stand before it is looked at then.
_NAME = re.compile(
    rf"[{_UPPER}](?<!\w[{_UPPER}]){_PART}(?: (?:(?:{'|'.join(sorted(PARTICLES))}) ){{0,2}}[{_UPPER}]{_PART})+"
)
_WITHIN = re.compile(rf"[{_UPPER}](?<=[\w,;'’)] [{_UPPER}]){_ON}")  # capitals that no sentence's start explains
_CASELESS = re.compile("[\u0590-\u0dff\u10d0-\u137f]")
_POSSESSIVE = ("'s", "’s", "s'", "s’")
_JOINED = re.compile(r" [^\W\d_]{1,3} ([^\W\d_]+)")  # "and Mary"
_SPACED = re.compile(r"[^\s.,:;!?()\[\]«»“”\"،؛؟।]+")
_LONGEST = 6
MANY_WORDS = 3  # beside the last one: few have so many names
_LONGEST_FORM = 80  # characters
_MOST_PLACES = 20  # of a role's word, or of one that may be a name
_SHORTEST_STEM = 4  # letters of a family name that its endings leave
_LONGEST_RANK = 6  # letters of "PNP", "DCP" and one more
_SUFFIXES = frozenset("jr sr ii iii".split())


@dataclass(slots=True)
class Names:
    """Names of one article. `known` are all words printed with a capital within a sentence."""

    cues: Cues
    known: set[str] = field(default_factory=set)
    by_last: dict[str, dict[tuple[str, ...], int]] = field(default_factory=dict)
    by_first: dict[str, dict[tuple[str, ...], int]] = field(default_factory=dict)
    body: str = ""
    leads: dict[str, bool] = field(default_factory=dict)  # words looked at, and whether they are no names
    alone: dict[str, bool] = field(default_factory=dict)  # names looked at, and whether their last words stand alone
    inner: dict[str, dict[tuple[str, ...], int]] | None = None  # names before a place, by their last word
    small: set[str] | None = None  # all words printed without a capital, once somebody asks of a frequent one
    determined: set[str] | None = None  # German nouns printed with an article, once somebody asks

    @classmethod
    def of(cls, body: str, cues: Cues) -> Names:
        """Read the names of *body*."""
        names = cls(cues, set(_WITHIN.findall(body)), body=body)
        for name, times in Counter(_NAME.findall(body)).items():
            for run in _sentences(name, cues) if "." in name else [name.split()]:
                for person in _people(run):
                    names.add(_without_prepositions(person, cues), times)
        if _CASELESS.search(body[:200]):
            for run in names_in(body, cues):
                names.add(run)
        return names

    def add(self, run: list[str], times: int = 1) -> None:
        """Take a run of capitalised words, printed so many *times*, as a name without the role in front of it."""
        while run and run[-1] in PARTICLES:
            run = run[:-1]
        if len(run) > 2 and run[-1].isupper() and run[-1].lower() in self.cues.after_names:
            run = run[:-1]
        words = self.bare(run)
        if len(words) == 2 and is_given(words[1]) and not is_given(words[0]) and self.leads_list(words):
            return
        if not 2 <= len(words) <= _LONGEST:
            return
        if words[-1].endswith(_POSSESSIVE[:2]):
            words = (*words[:-1], words[-1][:-2])
        if self.is_of_noun(words):
            return
        for index, word in ((self.by_last, words[-1]), (self.by_first, words[0])):
            forms: dict[tuple[str, ...], int] = index.setdefault(word, {})
            forms[words] = forms.get(words, 0) + times

    def bare(self, run: list[str]) -> tuple[str, ...]:
        """Return *run* without the roles, titles and small words that lead it.

        >>> from crawler.reading.quotes.cues import cues_of
        >>> names = Names.of("The stoker slept.", cues_of("en"))
        >>> names.bare(["Prime", "Minister", "Ann", "Lee"]), names.bare(["Stoker", "Bob", "Ray"])
        (('Ann', 'Lee'), ('Bob', 'Ray'))
        """
        cues, first = self.cues, 0
        last = len(run) - 1 - (run[-1].lower() in _SUFFIXES)
        for i, word in enumerate(run[:last]):
            if word in PARTICLES:
                continue
            if self.is_no_name(word) and not (i == last - 1 and is_given(word)):  # "Bill Lee" is no bill
                if i and first < i and is_given(run[i - 1]) and run[last].lower() in cues.bodies:
                    continue  # "Jan Bakker Stichting", of no baker
                first = i + 1
        unexplained = run[0] not in self.known  # "Stoker Bob Ray slept": a sentence's start
        if first + 1 < last and (first or unexplained or cues.nouns_are_capitals or self.is_common(run[0])):
            first = self.given(run, first)
        elif last - first >= MANY_WORDS and is_given(run[last - 1]) and not is_given(run[first]):
            first = last - 1  # "direktor Elektroprivrede Republike Srpske Luka Petrović"
        while first + 1 < last and self.is_rank(run[first]) and is_given(run[first + 1]):
            first += 1  # "SP Benjamin Bako"
        if first + 1 < last and "." in run[first + 1] and "." not in run[first] and not is_given(run[first]):
            first += 1  # "Leader of the Opposition K.P. Menon"
        return tuple(run[first:])

    def is_rank(self, word: str) -> bool:
        """Whether *word*, before a given name, is written as the abbreviation of a rank or an office."""
        return 1 < len(word) < _LONGEST_RANK and word.isupper() and not is_given(word)

    def is_no_name(self, word: str) -> bool:
        """Whether *word* is a role, a title or a small word."""
        if word not in self.leads:
            cues, low = self.cues, word.lower()
            small = low in cues.roles or low in cues.breaks or low in cues.articles or low in cues.aux
            small = small or low in cues.according  # "Secondo Anna Rossi"
            small = small or (low in cues.verbs and not is_given(word))  # "Kveðst Anna"
            # "R" is of a party, and one of the initials of K.R. Menon.
            self.leads[word] = small or (low in cues.titles and len(word) > 1 and not is_given(word))
        return self.leads[word]

    def given(self, run: list[str], first: int) -> int:
        """Where the given name stands in *run*, a role in front: "Мэр Киева Иван Коваль"; *first* where none does."""
        if is_given(run[first]) or len(run[first]) < 3 or run[first].lower() in self.cues.surnames:
            return first
        return next((i for i in range(first + 1, len(run) - 1) if is_given(run[i])), first)

    def is_common(self, word: str) -> bool:
        """Whether the article prints *word* with a small letter too: its capital is owed to a sentence's start."""
        low = word.lower()
        if self.small is None:
            places = list(islice(find_all(low, self.body), _MOST_PLACES))
            if len(places) < _MOST_PLACES:
                found = (_WORD_THERE.match(self.body, at) for at in places)
                return any(match is not None and match[0] == low for match in found)
            self.small = {found for found in _WORD.findall(self.body) if found[0].islower()}
        return low in self.small

    def leads_list(self, words: tuple[str, ...]) -> bool:
        """Whether *words* are what several are called and the first of them: "Sisters Ann and Mary Lee"."""
        cues, phrase = self.cues, " ".join(words)
        if cues.roles_follow_names or cues.surnames or cues.first_names or words[0] in self.known:
            return False
        joined = _JOINED.match(self.body, self.body.find(phrase) + len(phrase))
        return joined is not None and is_given(joined[1])

    def is_of_noun(self, words: tuple[str, ...]) -> bool:
        """Whether *words* are a noun and what belongs to it, "Nominierung von Lee", where nouns have capitals."""
        return self.cues.nouns_are_capitals and words[1] in PARTICLES and not is_given(words[0])

    def longer(self, words: tuple[str, ...]) -> dict[tuple[str, ...], int]:
        """Return the names that end with *words*, "von der Leyen", and have a given name before them."""
        forms = self.by_last.get(words[-1], {})
        return {f: count for f, count in forms.items() if len(f) > len(words) and f[-len(words) :] == words}

    def fullest(self, name: str) -> str:
        """Return the longest form in which the article prints the person of *name*, itself where there is none.

        >>> from crawler.reading.quotes.cues import cues_of
        >>> Names.of("Prime Minister Fumio Kishida left. Kishida spoke.", cues_of("en")).fullest("Kishida")
        'Fumio Kishida'
        """
        words = tuple(name.split())
        if len(words) == 1:
            # "HP" is not the first half of "HP Print", nor "Lee" of "Lee University".
            cues = self.cues
            first = cues.first_names or cues.roles_follow_names or cues.ergative or is_given(name)
            forms = self.by_last.get(name) or (self.by_first.get(name) if first else None) or self.with_place(name)
        else:
            forms = self.longer(words) if words[0] in PARTICLES else {}
        # The one most often printed; of equals the first.
        return self.printed(max(forms.items(), key=lambda item: item[1])[0]) if forms else name

    def printed(self, words: tuple[str, ...]) -> str:
        """Return the name of *words* with the full stops of its initials, where the body prints them: "K.P. Menon"."""
        return " ".join(f"{w}." if "." in w and f"{w}." in self.body else w for w in words)

    def without_outlet(self, name: str) -> str:
        """Return *name* without the outlet told, as the article prints it too: "Portalnetowi Gertruda Kuczera"."""
        first, *rest = name.split()
        own = tuple(rest)
        told = len(rest) == 2 and not is_given(first) and is_given(rest[0]) and own in self.by_last.get(rest[-1], {})
        return " ".join(rest) if told else name

    def is_inflected_elsewhere(self, name: str) -> bool:
        """Whether the article prints *name* with a given name before it and another ending."""
        stem = name[: max(_SHORTEST_STEM, len(name) - 1)]
        return any(last.startswith(stem) and len(last) - len(stem) < _SHORTEST_STEM for last in self.by_last)

    def of_given(self, name: str) -> str:
        """Return *name* from its given name on, where what it is head of leads it: "Πολιτισμού Παύλος Κεραμέας"."""
        first, *rest = name.split()
        return " ".join(rest) if len(rest) > 1 and not is_given(first) and is_given(rest[0]) else name

    def with_place(self, name: str) -> dict[tuple[str, ...], int]:
        """Return the name that ends with *name* where a place hangs on it: "Liisi Põder Tartust"."""
        if self.inner is None:
            forms = ((f, count) for forms in self.by_last.values() for f, count in forms.items() if len(f) == 3)
            self.inner = {f[1]: {f[:2]: count} for f, count in forms if is_given(f[0])}
        return self.inner.get(name, {})

    def speaker(self, phrase: str) -> str:
        """Return who speaks where *phrase* is printed beside a quote: the fullest name, or the phrase as it stands.

        >>> from crawler.reading.quotes.cues import cues_of
        >>> names = Names.of("Mayor Ann Lee met her aides.", cues_of("en"))
        >>> [names.speaker(p) for p in ("Lee", "Mayor Lee", "a spokesman for Lee", "Lee's aide", "the mayor")]
        ['Ann Lee', 'Ann Lee', 'a spokesman for Lee', "Lee's aide", 'the mayor']
        """
        core = self.person(phrase)
        return phrase if core is None else self.fullest(core)

    def is_alone(self, name: str) -> bool:
        """Whether the article prints the last word of *name* without those before it too."""
        if name not in self.alone:
            before, _, last = name.rpartition(" ")
            self.alone[name] = self.body.count(last) > self.body.count(f"{before} {last}")
        return self.alone[name]

    def form_at(self, at: int) -> str | None:
        """Return the name that the body prints at *at*, None where it prints none there."""
        printed = islice(_SPACED.finditer(self.body, at, at + _LONGEST_FORM), _LONGEST)
        words = tuple(match.group().removesuffix("'s").removesuffix("’s") for match in printed)
        sizes = (size for size in range(2, len(words) + 1) if words[:size] in self.by_last.get(words[size - 1], {}))
        longest = max(sizes, default=0)
        return " ".join(words[:longest]) or None

    def person(self, phrase: str, told: str | None = None) -> str | None:
        """Return the person's name within *phrase*, as printed, without its role; None where there is none.

        *told* is what the words around say of the phrase, as `name_within` has it.
        """
        if phrase.strip() and is_caseless(phrase.rsplit(maxsplit=1)[-1]):
            return phrase if phrase in self.by_last else name_in(phrase, self.cues)
        return name_within(phrase, self, told)


def _sentences(name: str, cues: Cues) -> list[list[str]]:
    """Return the words of *name* in runs that no sentence ends in: "Gov. Ann B. Lee", not "Ann Lee. Bob Ray"."""
    runs: list[list[str]] = [[]]
    for word in name.split():
        bare = word.rstrip(".")
        runs[-1].append(bare)
        if len(bare) > 1 and bare != word and "." not in bare and bare.lower() not in cues.titles:
            runs.append([])
    return [run for run in runs if run]


def _people(run: list[str]) -> list[list[str]]:
    """Return the words of *run* in a list a person: "Ana Gil y Juan Ruiz" are two."""
    at = next((i for i in range(1, len(run)) if joins(run[i], run[i + 1 :])), 0)
    return [run[:at], *_people(run[at + 1 :])] if at else [run]


def _without_prepositions(run: list[str], cues: Cues) -> list[str]:
    """Return the words of *run* before what is no part of a name: "Marco Bianchi al Corriere"."""
    if not cues.no_particles:
        return run
    return run[: next((i for i, word in enumerate(run) if word in cues.no_particles), len(run))]
