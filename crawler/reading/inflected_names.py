"""Names in the case that "according to" asks for, and how the article prints them elsewhere: Михаила Зайцева."""

from __future__ import annotations

import unicodedata
from itertools import takewhile

from crawler.reading.names import Names
from crawler.reading.people import is_given

# As many letters as two forms of a name may end in differently, by how many they begin with alike:
# Ева, Евы; Павел, Павла; Virtanen, Virtasen.
_ENDINGS = ((4, 3), (3, 2), (2, 1))
_LONGEST_SUFFIX = 4  # letters of what is only added, to three or more: Tursunov, Tursunovning


def nominative(name: str, names: Names) -> str:
    """Return how the article prints *name*, which is inflected, where it is not; *name* where it does so nowhere.

    A name is known not to be inflected by its given name. Where several people may be meant, *name* stands.

    >>> from crawler.reading.cues import cues_of
    >>> names = Names.of("Приехал Михаил Зайцев. По словам Михаила Зайцева, мост открыт.", cues_of("ru"))
    >>> nominative("Михаила Зайцева", names), nominative("Зайцева", names), nominative("Олега Котова", names)
    ('Михаил Зайцев', 'Михаил Зайцев', 'Олега Котова')
    """
    words = tuple(name.split())
    others = {
        form
        for forms in names.by_last.values()
        for form in forms
        if form != words and is_given(form[0]) and _is_form(words, form)
    }
    return " ".join(others.pop()) if len(others) == 1 else name


def _is_form(words: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Whether *words*, a name or its last word alone, are *full* in another case."""
    of_full = full[-1:] if len(words) == 1 else full
    return len(words) == len(of_full) and all(map(_are_alike, words, of_full))


def _are_alike(one: str, other: str) -> bool:
    one, other = _plain(one), _plain(other)
    alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    endings = (len(one) - alike, len(other) - alike)
    if min(endings) == 0 and alike >= len("Jón"):
        return max(endings) <= _LONGEST_SUFFIX
    return any(alike >= least and max(endings) <= most for least, most in _ENDINGS)


def _plain(word: str) -> str:
    """*word* in small letters, without accents: Greek moves them, Ευάγγελος, Ευαγγέλου."""
    return "".join(c for c in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(c))
