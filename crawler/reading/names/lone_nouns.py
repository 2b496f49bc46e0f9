"""Lone nouns that are nobody: where all nouns have capitals, as in German, most of them are no names.

"Die Technologie hilft ihm, wie er sagt: „Ich ...“": not the technology speaks.
"""

from __future__ import annotations

import re

from crawler.reading.names.names import Names
from crawler.reading.names.people import is_given

_APOSTROPHE = re.compile("['’]")
# A noun and what stands before it, and hardly ever before a family name: "eine kurze Weile", "zur Arbeit".
_DETERMINED = re.compile(
    r"\b(?i:d(?:er|ie|as|em|en|es)|(?:(?:[kmds]|)ein|dies|jen|jed|welch|solch|manch|viel|all|ander|ihr|unser|euer)(?:e[mnrs]?)?"
    r"|vom|zu[mr]|[ia]m|beim|ins|ans)\s(?:[a-zäöüß][\w-]*e[mnrs]?\s){0,2}([A-ZÄÖÜ][\w-]*)"
)


def may_speak(word: str, names: Names) -> bool:
    """Return whether *word*, taken for a speaker, may be one.

    It is a role or a body, an acronym, part of a name, or printed as names are: without an article.
    """
    cues, low = names.cues, word.lower()
    if " " in word:
        return True
    # "You’ll see how they went “woke”", "Mais « demain »"
    stem, *rest = _APOSTROPHE.split(low, maxsplit=1)
    if low in cues.conjunctions or (rest and (stem in cues.pronouns or stem in cues.articles)):
        return False
    if not cues.nouns_are_capitals:
        return True
    if low in cues.roles or low in cues.speaking or word.isupper():
        return True
    if is_given(word) or any(len(full) > 1 for full in names.by_last.get(word, ())):
        return True
    if not word[0].isupper() or word not in names.known:
        return False
    if names.determined is None:
        names.determined = set(_DETERMINED.findall(names.body))
    return word not in names.determined
