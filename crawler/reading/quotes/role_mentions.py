"""Roles that stand for somebody: "the mayor", "the striker" of one named just before."""

from __future__ import annotations

import re

from crawler.reading.quotes.cues import Cues
from crawler.reading.quotes.phrases import Phrase

_NEXT_WORD = re.compile(r" ([^\W\d_A-Z][^\W\d_]*)")
_APPOSITION = re.compile(r"\w, $")
_SHORT = 4  # characters that tell whether a comma parts a phrase from a name


def is_role(phrase: Phrase, cues: Cues) -> bool:
    """Whether *phrase* stands for one person by what that is: "the mayor", "their teacher"."""
    words = _words(phrase.text, cues)
    return words[0] in cues.articles or any(word in cues.roles and word not in cues.bodies for word in words)


def is_again(phrase: Phrase, body: str, low: str, cues: Cues) -> bool:
    """Whether *phrase* is a role in which somebody may be told of again: "Ann Lee won. “…”, the striker said."

    The article did not have the word before. A judge, a coach or a farmer is no such role: they may be there unsaid.
    *low* is *body* in lower case.
    """
    words = _words(phrase.text, cues)
    head = next((word for word in words[1:] if word in cues.roles), "")
    joined = cues.joins_nouns and head.endswith(tuple(cues.told_again.whole))  # "der Oppositionspolitiker"
    if words[0] not in cues.definite or not (joined or head in cues.told_again):
        return False
    further = None if cues.nouns_are_capitals else _NEXT_WORD.match(body, phrase.end)
    goes_on = further and not any(further[1] in group for group in (cues.verbs, cues.weak, cues.aux, cues.breaks))
    if goes_on or _APPOSITION.search(body, max(0, phrase.start - _SHORT), phrase.start):
        return False  # "The conservative paper", "Tom Day, the former deputy of"
    rest = words[words.index(head) + 1 :]
    if rest and (cues.nouns_are_capitals or not (cues.article_genders or rest[0] in cues.links)):
        return False  # "the Republican paper", but "el senador socialista"
    return not is_of_several(words[0], head, cues) and low.find(head, 0, phrase.start) < 0


def is_of_several(article: str, head: str, cues: Cues) -> bool:
    """Whether *article* and the role *head* are of more than one: "les élus", "die Stürmer", "der Kandidaten"."""
    if head.endswith("s") or not cues.article_genders:
        return head.endswith("s")
    if cues.nouns_are_capitals:
        women = head.endswith(("in", "abgeordnete")) or head in cues.female
        return head.endswith("en") or (cues.article_genders.get(article) == "f" and not women)
    return article not in (*cues.article_genders, "l'")


def _words(text: str, cues: Cues) -> list[str]:
    """The words of *text* in lower case: "l'élu" is two, where articles are elided."""
    text = text.lower().replace("’", "'")
    return (text.replace("'", "' ", 1) if cues.elides else text).split()
