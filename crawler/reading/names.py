"""The names that an article prints, and the fullest form of each."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from crawler.reading.cues import Cues

_UPPER = "".join(c for c in map(chr, range(0x600)) if c.isupper())
_CAPITALISED = rf"[{_UPPER}][\w]*(?:[-'’][^\W_]+)*"
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
PARTICLES = frozenset(
    "de da do dos du des di del della der den van von zu zum al el bin ibn la le ben af av ter ten y e".split()
)
_INITIAL = r"(?:(?<=\b\w)\.|(?<=\b\w\w)\.|(?<=\b\w\w\w)\.)?"  # or an abbreviated title
_JOINED = rf"{_INITIAL} (?:(?:{'|'.join(sorted(PARTICLES))}) ){{0,2}}{_CAPITALISED}"
_NAME = re.compile(rf"\b{_CAPITALISED}(?:{_JOINED})+")
_WITHIN = re.compile(rf"(?<=[\w,;'’)] ){_CAPITALISED}")
_POSSESSIVE = ("'s", "’s", "s'", "s’")
_LONGEST = 6
_ORGANISATION = re.compile(r"^[A-Z][A-Z&.]+$")


@dataclass(slots=True)
class Names:
    """Names of one article. `known` are all words printed with a capital within a sentence."""

    cues: Cues
    known: set[str] = field(default_factory=set)
    by_last: dict[str, dict[tuple[str, ...], int]] = field(default_factory=dict)
    by_first: dict[str, dict[tuple[str, ...], int]] = field(default_factory=dict)

    @classmethod
    def of(cls, body: str, cues: Cues) -> Names:
        """Read the names of *body*."""
        names = cls(cues, set(_WITHIN.findall(body)))
        for match in _NAME.finditer(body):
            names.add(match.group().replace(". ", " ").split())
        return names

    def add(self, run: list[str]) -> None:
        """Take a run of capitalised words as a name, without the role in front of it."""
        while run and run[-1] in PARTICLES:
            run = run[:-1]
        words = self.bare(run)
        if not 2 <= len(words) <= _LONGEST:
            return
        if words[-1].endswith(_POSSESSIVE[:2]):
            words = (*words[:-1], words[-1][:-2])
        for index, word in ((self.by_last, words[-1]), (self.by_first, words[0])):
            forms: dict[tuple[str, ...], int] = index.setdefault(word, {})
            forms[words] = forms.get(words, 0) + 1

    def bare(self, run: list[str]) -> tuple[str, ...]:
        """Return *run* without the roles, titles and small words that lead it."""
        first = 0
        for i, word in enumerate(run[:-1]):
            if word in PARTICLES:
                continue
            low = word.lower()
            cues = self.cues
            if low in cues.roles or low in cues.titles or low in cues.breaks or low in cues.articles or low in cues.aux:
                first = i + 1
        return tuple(run[first:])

    def fullest(self, name: str) -> str:
        """Return the longest form in which the article prints the person of *name*, itself where there is none.

        >>> from crawler.reading.cues import cues_of
        >>> Names.of("Prime Minister Fumio Kishida left. Kishida spoke.", cues_of("en")).fullest("Kishida")
        'Fumio Kishida'
        """
        words = name.split()
        if len(words) != 1:
            return name
        for index in (self.by_last, self.by_first):
            forms = index.get(words[0])
            if forms:
                # The name most often printed; of equals the first.
                return " ".join(max(forms.items(), key=lambda item: item[1])[0])
        return name

    def speaker(self, phrase: str) -> str:
        """Return who speaks where *phrase* is printed beside a quote: the fullest name, or the phrase as it stands.

        >>> from crawler.reading.cues import cues_of
        >>> names = Names.of("Mayor Ann Lee met her aides.", cues_of("en"))
        >>> [names.speaker(p) for p in ("Lee", "Mayor Lee", "a spokesman for Lee", "Lee's aide", "the mayor")]
        ['Ann Lee', 'Ann Lee', 'a spokesman for Lee', "Lee's aide", 'the mayor']
        """
        words = list(_WORD.finditer(phrase.split(",", maxsplit=1)[0]))
        core = self.core(phrase, words)
        if core is None:
            return phrase
        name = core.removesuffix("'s").removesuffix("’s")
        return self.fullest(name)

    def core(self, phrase: str, words: list[re.Match[str]]) -> str | None:
        """Return the person's name within *phrase*, None where the phrase names somebody by another's name."""
        cues = self.cues
        texts = [m.group() for m in words]
        capitals = [i for i, w in enumerate(texts) if w[0].isupper()]
        if not capitals or _in_quotes(phrase):
            return None
        first = last = capitals[-1]
        while first and (texts[first - 1][0].isupper() or (texts[first - 1] in PARTICLES and first > 1)):
            first -= 1
        possessive = any(w.endswith(_POSSESSIVE) for w in texts[:last])
        if last + 1 < len(texts) or (possessive and first > 0):
            return None  # "Lee's aide", "Clinton campaign manager": named by another's name
        lead = [w.lower() for w in texts[:first]]
        if any((w in cues.links or w in cues.breaks) and w not in cues.articles for w in lead):
            return None
        bare = self.bare(texts[first : last + 1])
        if not bare or (bare[-1].lower() in cues.roles and self.fullest(bare[-1]) == bare[-1]):
            return None
        if lead and lead[-1] in cues.articles and not cues.nouns_are_capitals:
            return None  # "the Associated Press", "the United States": no person
        return phrase[words[last - len(bare) + 1].start() : words[last].end()]


def _in_quotes(phrase: str) -> bool:
    return any(mark in phrase for mark in '"“„«')


def is_person(name: str) -> bool:
    """Whether *name* may be a person's, by its shape alone: no acronym, no article before it.

    >>> [is_person(n) for n in ("Ann Lee", "NATO", "the judge")]
    [True, False, False]
    """
    return name[:1].isupper() and not _ORGANISATION.match(name) and len(name.split()) <= _LONGEST
