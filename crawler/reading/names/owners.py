"""Whose somebody is: "вдова Ивана Петрова" is not named by Ivan Petrov's name, nor "the widow of Ivan Petrov"."""

from __future__ import annotations

from collections.abc import Sequence

from crawler.reading.names.people import gender_of_name, is_given
from crawler.reading.quotes.cues import Cues

ENDINGS_OF_WOMEN = ("ой", "ою", "ої", "ай", "ej", "é", "ou")  # of family names that are inflected


def is_genitive(name: Sequence[str], cues: Cues, *, surely: bool = False, of_woman: bool = False) -> bool:
    """Whether *name*, in full, tells whose somebody is by its endings alone.

    Where a woman may be called so as well, "Валентина Петрова", it does so where the words around tell *surely*;
    where few women are, "Ivana Horvata", unless the verb is *of_woman*: a woman speaks.

    >>> from crawler.reading.quotes.cues import cues_of
    >>> [is_genitive(name.split(), cues_of("cs")) for name in ("Jana Nováka", "Jana Nováková", "Jan Novák")]
    [True, False, False]
    """
    given, family = name[0].lower(), name[-1].lower()
    bare = [given.removesuffix(ending) + end for ending, end in cues.genitive_cases if given.endswith(ending)]
    known = [form for form in bare if is_given(form)]
    if not known or len(name) == 1:
        return False
    if not is_given(given):
        return True  # "Ewy Mazur"
    if all(gender_of_name(form) == "f" for form in known):
        return family.endswith(ENDINGS_OF_WOMEN)  # "Evy Malé", where "Evy" is a name too
    if not family.endswith(tuple(ending for ending, _ in cues.genitive_cases)):
        return False
    return surely or not (family.endswith(cues.women_end) or (of_woman and family.endswith(cues.women_may_end)))


def own_name(words: tuple[str, ...], cues: Cues) -> tuple[str, ...]:
    """Return *words* without the name of whose the person is: "Адвокат Ивана Петрова Анна Белова" is Anna Belova."""
    last = len(words) - 1
    own = (i for i in range(2, last) if is_given(words[i]) and is_genitive(words[:i], cues, surely=True))
    return words[next(own, 0) :]
