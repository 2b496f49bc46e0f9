"""Roles that stand for somebody: "the mayor", "the striker" of one named just before."""

from __future__ import annotations

import re

from crawler.reading.cues import Cues
from crawler.reading.phrases import Phrase

_NEXT_WORD = re.compile(r" ([^\W\d_A-Z][^\W\d_]*)")
_APPOSITION = re.compile(r"\w, $")
_SHORT = 4  # characters that tell whether a comma parts a phrase from a name


def is_role(phrase: Phrase, cues: Cues) -> bool:
    """Whether *phrase* stands for one person by what that is: "the mayor", "their teacher"."""
    words = _words(phrase.text, cues)
    return words[0] in cues.articles or any(word in cues.roles and word not in cues.bodies for word in words)


def is_again(phrase: Phrase, body: str, low: str, cues: Cues) -> bool:
    """Whether *phrase* is a role in which somebody may be told of again: "Ann Lee won. “…”, the striker said."

    It is known, though the article did not have the word before, and nobody who is there unsaid, as a judge is.
    *low* is *body* in lower case.
    """
    words = _words(phrase.text, cues)
    head = next((word for word in words[1:] if word in cues.roles), "")
    known = head and cues.scene.whole and words[0] in cues.definite
    if not known or any(is_of_scene(word, cues) for word in words[1:]):
        return False
    further = None if cues.nouns_are_capitals else _NEXT_WORD.match(body, phrase.end)
    goes_on = further and not any(further[1] in group for group in (cues.verbs, cues.weak, cues.aux, cues.breaks))
    if goes_on or _APPOSITION.search(body, max(0, phrase.start - _SHORT), phrase.start):
        return False  # "The conservative paper", "Tom Day, the former deputy of"
    plural = head.endswith("s") or (cues.article_genders and words[0] not in (*cues.article_genders, "l'"))
    if cues.nouns_are_capitals and cues.article_genders:
        woman = head.endswith("in") or head in cues.female
        many = head.endswith("en") or (cues.article_genders.get(words[0]) == "f" and not woman)
        plural = plural or many or words[-1] != head  # "die Stürmer", "der Kandidaten", "der Rat des Landtags"
    return not plural and low.find(head, 0, phrase.start) < 0


def is_of_scene(word: str, cues: Cues) -> bool:
    """Whether *word* is somebody who may be there unsaid, or a body."""
    joined = cues.joins_nouns and word.endswith(tuple(cues.scene.whole))
    return joined or word in cues.scene or word in cues.no_roles or word in cues.bodies


def _words(text: str, cues: Cues) -> list[str]:
    """The words of *text* in lower case: "l'élu" is two, where articles are elided."""
    text = text.lower().replace("’", "'")
    return (text.replace("'", "' ", 1) if cues.elides else text).split()
