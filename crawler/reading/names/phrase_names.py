"""The person's name within the words that tell who speaks: "the mayor of Seaport, Ann Lee", but no "Lee's aide"."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from crawler.reading.names.owners import is_genitive, own_name
from crawler.reading.names.people import PARTICLES, is_given

if TYPE_CHECKING:
    from crawler.reading.names.names import Names

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_POSSESSIVE = ("'s", "’s", "s'", "s’")
_APOSTROPHE = re.compile("['’]")
_ELIDED = re.compile(r"\w{1,2}['’](?=[^\W\d_A-Z])")  # "L'assessore", whose capital is the article's
_MARKED = re.compile('["”“»]')
_MARKS = '"“„«'
_SHORTEST_BODY = 5  # letters of a body that ends a joined noun

GOVERNED = "governed"  # what is `told` of a phrase whose case the words before it ask for


def name_within(phrase: str, names: Names, told: str | None = None) -> str | None:
    """Return the person's name within *phrase*, None where there is none or somebody is named by another's.

    *told* is what the words around say of the phrase: `GOVERNED`, "по словам мэра Ивана Петрова", or the gender that
    its verb shows.
    """
    if _is_marked(phrase) and (tail := _MARKED.split(phrase)[-1].strip()) and is_given(tail.split()[0]):
        phrase = tail  # "coach of «Rovers» Ann Lee"
    core = PhraseNames(phrase, names, told).name()
    if core and names.cues.inflects_after_apostrophe:
        return _APOSTROPHE.split(core)[0]
    return core and core.removesuffix("'s").removesuffix("’s")


def _is_marked(phrase: str) -> bool:
    return any(mark in phrase for mark in _MARKS)


class PhraseNames:
    """One phrase before its first comma: its words, and from `first` to `last` those that may be a name."""

    def __init__(self, phrase: str, names: Names, told: str | None) -> None:
        self.phrase = phrase
        self.names = names
        self.cues = names.cues
        self.told = told
        self.words = list(_WORD.finditer(phrase.split(",", maxsplit=1)[0]))
        self.texts = [match.group() for match in self.words]
        self.first = self.last = -1

    def name(self) -> str | None:
        cues, texts = self.cues, self.texts
        if _is_marked(self.phrase) or not self.find():
            return None
        first, last = self.first, self.last
        if last + 1 < len(texts) and not self.is_before_object():
            return None  # "Lee's aide", "Clinton campaign manager": named by another's name
        if owners := [i for i in range(first, last - 1) if self.is_club(self.words[i])]:
            first = owners[-1] + 1
            return self.printed(first) if is_given(texts[first]) else None
        lead = [word.lower() for word in texts[:first]]
        if lead and any(word.endswith(_POSSESSIVE) for word in texts[:last]):
            # "Lee's lawyer Ann Ray", but "Lee's Harbour Board"
            return self.printed(first) if is_given(texts[first]) and first < last and lead[-1] in cues.roles else None
        if self.is_linked(lead):
            start = self.after_title()
            return self.printed(start) if start else None
        if lead and lead[-1] in cues.bodies:
            alone = len(lead) == 2 and lead[0] in cues.definite and lead[-1] not in cues.roles
            if alone if is_given(texts[first]) else not self.names.is_no_name(texts[first]):
                return None  # "el colegio Juan Gil", Greek "το υπουργείο Μεταφορών"
        bare = own_name(self.names.bare(texts[first : last + 1]), cues)
        if len(bare) > 2 and any(word in cues.roles for word in lead):
            bare = bare[self.names.given(list(bare), 0) :]  # "президент Украины Владимир Зеленский"
        if not bare or self.is_thing(bare, after_article=bool(lead) and lead[-1] in cues.articles):
            return None
        heads = [word.lower() for word in texts[: last + 1 - len(bare)]]
        if len(heads) > first and self.is_named_body(heads, bare):
            return None
        return None if heads and self.is_owned(heads, bare) else self.printed(last + 1 - len(bare))

    def printed(self, start: int) -> str:
        """The phrase from the word *start* to the last one of its name."""
        return self.phrase[self.words[start].start() : self.words[self.last].end()]

    def find(self) -> bool:
        """Find the last run of capitals; False where there is none."""
        cues, texts = self.cues, self.texts
        capitals = [i for i, word in enumerate(texts) if word[0].isupper() and not self.is_elided(word)]
        if not capitals:
            return False
        while cues.roles_follow_names and texts[-1] in cues.roles and texts[-1] not in cues.kin:
            texts.pop()
        told = len(capitals) > 1 and capitals[-1] == len(texts) - 1
        if told and texts[-1].isupper() and texts[-1].lower() in cues.after_names:
            texts.pop()  # "Judge Ann Lee KC"
            capitals.pop()
        self.first = self.last = capitals[-1]
        while self.first and self.goes_back(texts[self.first - 1]):
            self.first -= 1
        return True

    def goes_back(self, word: str) -> bool:
        """Whether *word*, before those found, is one of the name, or a capital in front of it."""
        if self.is_elided(word) or word in self.cues.no_particles or self.is_whose():
            return False
        return word[0].isupper() or word in PARTICLES

    def is_elided(self, word: str) -> bool:
        return self.cues.elides and _ELIDED.match(word) is not None

    def is_linked(self, lead: list[str]) -> bool:
        """Whether a word ties the name to those of *lead*, before it: "a spokesman for Ann Lee"."""
        cues, first = self.cues, self.texts[self.first]
        if any(word in words for words in (cues.links, cues.breaks) for word in lead if word not in cues.articles):
            return True
        if any(word in cues.near and not self.is_determiner(before) for before, word in pairwise(lead)):
            return True  # "una fuente cercana al alcalde Juan Gil", but "la próxima alcaldesa Ana Ruiz"
        # "la ministra de Sanidad Ana Ruiz"
        return bool(lead) and ((first in PARTICLES and first in cues.links) or self.is_whose())

    def is_determiner(self, word: str) -> bool:
        return word in self.cues.articles or word in self.cues.hers

    def is_whose(self) -> bool:
        """Whether the word before the name tells whose somebody is: "de weduwe van Jan Bos".

        Greek has an article for it: "η χήρα του Νίκου Παππά".
        """
        cues, texts, first = self.cues, self.texts, self.first
        if first < 2 or texts[first - 1] not in cues.genitives:
            return False
        head = texts[first - 2]
        if cues.articles_before_names:
            kin = head in cues.kin and not is_given(texts[first])  # but "η κόρη του Μαρία Παππά"
            return kin or is_genitive(texts[first : self.last + 1], cues)
        if first == self.last:
            return False
        told = self.names.is_no_name(head) or self.is_body(head.lower()) or self.is_elided(head)
        return told and texts[first - 1] in PARTICLES and is_given(texts[first])

    def is_owned(self, heads: list[str], name: tuple[str, ...]) -> bool:
        """Whether *heads*, words in lower case, tell of somebody whom *name* has: "вдова Ивана Петрова"."""
        cues = self.cues
        if heads[-1] in cues.articles:
            return False
        if cues.nouns_are_capitals and name[-1].endswith("s"):
            # "die Mutter Jan Bäckers", where the article has Jan Bäcker
            return (*name[:-1], name[-1][:-1]) in self.names.by_last.get(name[-1][:-1], ())
        kin = any(word in cues.kin for word in heads) and not any(word in cues.hers for word in heads)
        whose = kin or heads[-1] in cues.bodies
        if len(name) == 1:  # "жена Орлова", "рассказал ученик Орлова"
            family = name[0].lower()
            sure = kin and family.endswith(tuple(ending for ending, _ in cues.genitive_cases))
            return sure or (self.told == "m" and family.endswith(cues.women_end))
        surely = whose or self.told == "m"
        return (whose or self.told != GOVERNED) and is_genitive(name, cues, surely=surely, of_woman=self.told == "f")

    def is_named_body(self, heads: list[str], name: tuple[str, ...]) -> bool:
        """Whether *heads* are a body with *name*: "a Federação Estadual", "la Fundación Juan Gil", no "Wali Kota"."""
        cues = self.cues
        if not self.is_body(_APOSTROPHE.split(heads[-1])[-1]):
            return False
        alone = heads[0] in (heads[-1], *cues.articles.whole) and not any(word in cues.roles for word in heads)
        return alone or not is_given(name[0])

    def is_club(self, word: re.Match[str]) -> bool:
        """Whether *word* is the club or firm that a name belongs to: "Rovers' Ann Lee"."""
        return word.group().endswith(_POSSESSIVE[:2]) or self.phrase[word.end() : word.end() + 2] in ("' ", "’ ")

    def is_before_object(self) -> bool:
        """Whether the words after the name are what its verb is about: Czech "Josef Novák návštěvu (označil)"."""
        cues, texts = self.cues, self.texts
        if cues.definite.whole or not cues.inflects or not any(map(is_given, texts[self.first : self.last])):
            return False
        return not any(w in cues.roles or w in cues.links or w in cues.breaks for w in texts[self.last + 1 :])

    def after_title(self) -> int:
        """Return where a name stands behind a whole title, 0 where another's may follow its link.

        "Leader of the Opposition Ann Lee", "la ministra de Sanidad Ana Ruiz", but "a spokesman for Ann Lee".
        """
        cues, texts = self.cues, self.texts
        low = [word.lower() for word in texts]
        led = len(low) > 1 and low[0] in cues.articles
        if not cues.articles or low[led] not in cues.roles:
            return 0
        places = range(max(self.first, 1), len(texts) - 1)
        start = next((i for i in places if is_given(texts[i])), 0) or next((i for i in places if len(low[i]) == 1), 0)
        link = max((i for i in range(start) if low[i] in cues.links or low[i] in cues.breaks), default=0)
        between = [word for word in low[link + 1 : start] if word not in cues.articles]
        own = (word for word in between if word not in cues.bodies)  # "del Partido Popular Juan Gil"
        if not between or any(word in cues.roles or word in cues.titles for word in own):
            return 0
        if led and texts[start - 1][0].isupper():
            # "el rector de la Universidad Ana Ruiz", "la madre de Gil Ana Ruiz"
            body = between[-1] in cues.bodies and not any(word in cues.bodies for word in between[:-1])
            return 0 if body or low[led] in cues.kin else start
        # "el abogado de la fallecida Ana Ruiz", but "el director de cine Juan Gil"
        return 0 if led and any(word in cues.articles for word in low[link : start - 1]) else start

    def is_body(self, word: str) -> bool:
        """Whether *word* is a body, or ends with one where nouns are joined: "fahrgastverband"."""
        cues = self.cues
        joined = cues.joins_nouns and word.endswith(tuple(b for b in cues.bodies if len(b) >= _SHORTEST_BODY))
        return word in cues.bodies or joined

    def is_thing(self, bare: tuple[str, ...], *, after_article: bool) -> bool:
        """Whether *bare*, what is left of a phrase without its roles, is no person's name."""
        cues, names = self.cues, self.names
        if bare[0] in PARTICLES:
            return not names.longer(bare)  # "the chairwoman of the Greens", as German, French and Spanish have it
        if len(bare) > 2 and names.is_of_noun(bare):
            return True
        if bare[0].lower() in cues.bodies and len(bare) > 1 and not is_given(bare[0]):
            return True  # "the head of Harbour Police"
        if bare[-1].lower() in cues.roles and names.fullest(bare[-1]) == bare[-1]:
            return True
        known = cues.nouns_are_capitals and (bare[-1] in names.by_last or is_given(bare[0]))
        # "the Associated Press", "der Sender"
        return after_article and not cues.articles_before_names and not known
