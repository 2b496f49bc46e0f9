"""Who of the names in an article is a person, and whether "he" or "she": by given names and by the words around."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from crawler.data_files import read_table
from crawler.reading.quotes.cues import Cues
from crawler.reading.text import is_caseless, is_small

PARTICLES = frozenset(
    "de da do dos du des di del della der den van von zu zum al el bin ibn la le ben af av ter ten y e".split()
)
_JOINING = ("y", "e")  # particles that part two people too
_LONGEST = 6  # words of a name
# Not only the particles that names are read with: "Maria do Carmo e Silva", "Charles de la Tour"
SMALL_IN_NAMES = frozenset(
    (
        "de da do dos du di del della der den van von zu zum al el bin ibn la le ben af av ter ten y e och og und i"
        " the of"
    ).split()
)
_ACRONYM = re.compile(r"^[A-Z][A-Z&.]+$")
_NEAR = 30  # characters before a name that may hold its role
_MOST_PLACES = 20  # occurrences of a name that are looked at
_AGE = re.compile(r"\s?[,(]\s?(?:aged )?1?\d{1,2}\b(?! \w+ \d{4})")
_CLAUSE = re.compile(r"[^.;:,]{0,40}")
_BEFORE = re.compile(r"([^\W\d_]+)[.’']?s?\W{1,2}\Z")
_AFTER = re.compile(r"\s([^\W\d_]+)")
_WORD = re.compile(r"[^\W\d_]+")


def _is_within(word: str) -> bool:
    """Whether *word* is small and no particle of names: "Vrchní soud v Praze" is no person."""
    return is_small(word) and word not in SMALL_IN_NAMES


@cache
def given_names() -> dict[str, str]:
    """Given names of many languages, in lower case: m, f, or "" where women and men have it."""
    table = read_table("crawler.reading.names", "given_names.json")
    genders = {"male": "m", "female": "f", "either": ""}
    return {name: gender for key, gender in genders.items() for line in table[key] for name in line.split()}


def gender_of_name(name: str) -> str | None:
    """Return m or f where the given name tells, else None.

    >>> [gender_of_name(n) for n in ("Ann Lee", "Anne-Marie Roy", "Bob Ray", "Robin Day", "Ann", "Анна Коваль")]
    ['f', 'f', 'm', None, 'f', 'f']
    """
    first = name.split(maxsplit=1)[0].lower()
    table = given_names()
    return (table.get(first) or table.get(first.split("-", maxsplit=1)[0])) or None


def is_given(word: str) -> bool:
    """Whether *word* is a given name."""
    word = word.lower()
    return word in given_names() or ("-" in word and word.split("-", maxsplit=1)[0] in given_names())


def joins(particle: str, following: Sequence[str]) -> bool:
    """Whether *particle* stands between two people rather than within a name; *following* are the words behind it.

    >>> joins("y", ["Pedro", "Gil"]), joins("y", ["Gasset"]), joins("e", ["Silva"]), joins("de", ["Juan", "Gil"])
    (True, False, False, False)
    """
    return particle in _JOINING and len(following) > 1 and is_given(following[0]) and following[1][:1].isupper()


def is_joined_given(word: str) -> bool:
    """Whether *word* is a given name to which "and" is written, in Arabic or Hebrew.

    >>> is_joined_given("وسامي"), is_joined_given("ויעל"), is_joined_given("وليد")
    (True, True, False)
    """
    return word[:1] in ("و", "ו") and not is_given(word) and is_given(word[1:])


def is_person(name: str) -> bool:
    """Whether *name* may be a person's, by its shape alone: no acronym, no article before it.

    >>> [is_person(n) for n in ("Ann Lee", "NATO", "the judge")]
    [True, False, False]
    """
    shaped = (name[:1].isupper() or is_caseless(name)) and "/" not in name  # "Ann Lee/Reuters" took a picture
    return shaped and not _ACRONYM.match(name) and len(name.split()) <= _LONGEST


class People:
    """Tells for the names of one article whether they are people, and women or men. Nothing is read twice."""

    def __init__(self, body: str, cues: Cues) -> None:
        self.body = body
        self.cues = cues
        self.persons: dict[str, bool] = {}
        self.genders: dict[str, str | None] = {}
        self.shown: dict[str, bool] = {}
        self.with_role: dict[str, bool] = {}

    def is_person(self, name: str) -> bool:
        """Whether *name*, in full, is a person's rather than a town's, a firm's or a club's."""
        if name not in self.persons:
            self.persons[name] = self._is_person(name)
        return self.persons[name]

    def is_shown(self, name: str) -> bool:
        """Whether the words around *name*, a single one, tell that it is a person's: a title, an age, what it says."""
        if name not in self.shown:
            self.shown[name] = self._evidence(name)[0] or any(self._says(*place) for place in self._places(name))
        return self.shown[name]

    def has_role(self, name: str) -> bool:
        """Whether the article prints a role or a rank beside *name*: "Forward Ann Lee", "Ann Lee, a forward"."""
        if name not in self.with_role:
            places = self._places(name)
            self.with_role[name] = any(self._role_leads(at) or self._role_is_apposed(end) for at, end in places)
        return self.with_role[name]

    def gender(self, name: str) -> str | None:
        """Whether *name* is a woman's or a man's, None where neither it nor the text tells."""
        if name not in self.genders:
            self.genders[name] = self._printed_gender(name) or gender_of_name(name)
        return self.genders[name]

    def tell(self, name: str, gender: str) -> None:
        """Remember what the words beside *name* say: Mrs, her husband."""
        self.genders[name] = gender

    def _is_person(self, name: str) -> bool:
        words = name.split()
        low = [word.lower() for word in words]
        cues = self.cues
        if not is_person(name) or any(is_small(word) for word in (words[0], words[-1])):
            return False
        if len(words) > 1 and is_given(words[0]):
            return low[-1] not in cues.bodies
        if low[0] in cues.bodies or low[-1] in cues.bodies or any(map(_is_within, words)):
            return len(words) == 1 and self._is_titled(name)  # "Mr Park"
        if len(words) == 1 and (low[0] in cues.roles or low[0] in cues.times):
            return False
        person, place = self._evidence(name)
        return person or not place

    def _evidence(self, name: str) -> tuple[bool, bool]:
        """Return whether the words around say that *name* is a person, and that it is a place."""
        place = False
        for at, end in self._places(name):
            before = _BEFORE.search(self.body, max(0, at - 30), at)
            word = before[1].lower() if before else ""
            if word in self.cues.titles or (word in self.cues.roles and word not in self.cues.bodies):
                return True, False
            within = word in self.cues.where  # "in Seaport, a spokesman said"
            if not within and (_AGE.match(self.body, end) or self._role_follows(end)):
                return True, False
            place = place or within
        return False, place

    def _role_follows(self, end: int) -> bool:
        """Whether ", the mayor" or ", who" stands after a name."""
        if self.body[end : end + 1] != ",":
            return False
        clause = _CLAUSE.match(self.body, end + 1)
        words = [word.lower() for word in _WORD.findall(clause[0] if clause else "")[:3]]
        if not words:
            return False
        cues = self.cues
        return words[0] in cues.who or any(word in cues.roles and word not in cues.bodies for word in words)

    def _role_leads(self, at: int) -> bool:
        before = _BEFORE.search(self.body, max(0, at - _NEAR), at)
        if before and before[1].isupper():
            # "El coronel PNP Hugo Salas"
            before = _BEFORE.search(self.body, max(0, at - _NEAR), before.start()) or before
        cues = self.cues
        if before and cues.article_genders and not cues.nouns_are_capitals and self._is_adjective(before[1]):
            # "El delantero uruguayo Juan Gil"
            before = _BEFORE.search(self.body, max(0, at - _NEAR), before.start()) or before
        word = before[1].lower() if before else ""
        rank = word in cues.titles and word not in cues.male and word not in cues.female
        return rank or (word in cues.roles and word not in cues.bodies)

    def _is_adjective(self, word: str) -> bool:
        """Whether *word*, before a name, may tell more of the role in front of it."""
        cues = self.cues
        return word.islower() and not any(word in w for w in (cues.roles, cues.titles, cues.links, cues.breaks))

    def _role_is_apposed(self, end: int) -> bool:
        age = _AGE.match(self.body, end)
        end = age.end() if age and self.body[age.end() : age.end() + 1] == "," else end  # "Ann Lee, 17, a lifeguard"
        clause = _CLAUSE.match(self.body, end + 1) if self.body[end : end + 1] == "," else None
        for word in _WORD.findall(clause[0].lower()) if clause else ():
            if word in self.cues.verbs:
                return False  # ", said the mayor"
            if word in self.cues.roles and word not in self.cues.bodies:
                return True
        return False

    def _is_titled(self, name: str) -> bool:
        marked = (self.cues.male, self.cues.female)
        befores = (_BEFORE.search(self.body, max(0, at - 30), at) for at, _ in self._places(name))
        return any(before and any(before[1].lower() in words for words in marked) for before in befores)

    def _says(self, at: int, end: int) -> bool:
        """Whether a cue verb stands beside the name."""
        before = [word.lower() for word in _WORD.findall(self.body[max(0, at - 30) : at])[-1:]]
        after = _AFTER.match(self.body, end)
        if after and not any(word in self.cues.where for word in before):  # "auf Instagram bestätigt"
            before.append(after[1].lower())
        return any(word in self.cues.verbs for word in before)

    def _printed_gender(self, name: str) -> str | None:
        """What Mr or "his wife" before the name, or ", her husband," after it, say."""
        for at, end in self._places(name):
            before = _WORD.findall(self.body[max(0, at - 16) : at])
            beside = {word.lower() for word in before[-1:]}
            if self.body[end : end + 1] == ",":
                clause = _CLAUSE.match(self.body, end + 1)
                beside |= {word.lower() for word in _WORD.findall(clause[0] if clause else "")[:2]}
            for gender, marked in (("m", self.cues.male), ("f", self.cues.female)):
                if any(word in marked for word in beside):
                    return gender
        return None

    def _places(self, name: str) -> list[tuple[int, int]]:
        """Where *name* is printed, in full or by its last word."""
        found: list[tuple[int, int]] = []
        at = self.body.find(name)
        while at >= 0 and len(found) < _MOST_PLACES:
            end = at + len(name)
            if not (self.body[at - 1 : at].isalnum() or self.body[end : end + 1].isalnum()):
                found.append((at, end))
            at = self.body.find(name, end)
        return found
