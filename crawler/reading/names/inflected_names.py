"""Names in the case that "according to" asks for, and how the article prints them elsewhere: Михаила Зайцева."""

from __future__ import annotations

import unicodedata
from itertools import takewhile

from crawler.reading.names.names import Names
from crawler.reading.names.owners import ENDINGS_OF_WOMEN
from crawler.reading.names.people import given_names, is_given
from crawler.reading.quotes.cues import Cues

# As many letters as two forms of a name may end in differently, by how many they begin with alike:
# Ева, Евы; Павел, Павла; Virtanen, Virtasen.
_ENDINGS = ((4, 3), (3, 2), (2, 1))
_LITTLE_CHANGED = ("ко", "чук", "щук", "юк")  # family names of which a letter changes: Коваленко is not Ковалева
_ENDINGS_OF_WOMEN = ("а", "я", "a")  # of given names that are not
_VOWELS = tuple("aeiouyаеиоуыэюяіїєαεηιουω")
_SHORTEST_STEM = 3  # letters of a name without its ending
_LONGEST_SUFFIX = 4  # letters of what is only added, to three or more: Tursunov, Tursunovning


def nominative(name: str, names: Names) -> str:
    """Return how the article prints *name*, which is inflected, where it is not; *name* where it does so nowhere.

    A name is known not to be inflected by its given name. Where several people may be meant, *name* stands.

    >>> from crawler.reading.quotes.cues import cues_of
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


def without_ending(name: str, cues: Cues) -> str:
    """Return *name* without the ending of who speaks, in languages that print one: Georgian "-მა".

    >>> from crawler.reading.quotes.cues import cues_of
    >>> [without_ending(name, cues_of("ka")) for name in ("ელისო ცინცაძემ", "ზურაბ ლომიძე", "ნინო ქართველიშვილმა")]
    ['ელისო ცინცაძე', 'ზურაბ ლომიძე', 'ნინო ქართველიშვილი']
    """
    last = name.rpartition(" ")[2]
    if cues.name_endings and not is_given(last) and last not in cues.surnames.whole:
        for ending, instead in cues.name_endings.items():
            if last.endswith(ending) and len(last) - len(ending) >= _SHORTEST_STEM:
                return name.removesuffix(ending) + instead
    return name


def of_genitive(name: str) -> str:
    """Return the Finnish *name* in the genitive as it is without: family names in "-sen" are those in "-nen".

    >>> of_genitive("Ville Heikkisen"), of_genitive("Ann Leen")
    ('Ville Heikkinen', 'Ann Leen')
    """
    stem = name.removesuffix("sen")
    return f"{stem}nen" if stem != name and stem[-1:] in _VOWELS and " " in name else name


def _is_form(words: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Whether *words*, a name or its last word alone, are *full* in another case."""
    of_full = full[-1:] if len(words) == 1 else full
    if len(words) != len(of_full) or not all(map(_are_alike, words, of_full)):
        return False
    if given_names().get(full[0].lower()) == "m" and _is_of_woman(words, of_full):
        return False
    return len(words) == 1 or not _is_of_another(words[0], full[0])


def _is_of_woman(words: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Whether the family name in *words* is a woman's, *full* a man's: Петровой, Петров; Anny Nowak, Jan Nowak."""
    family, of_full = words[-1], full[-1]
    if family != of_full:
        return family.endswith(ENDINGS_OF_WOMEN)
    return words[0] != full[0] and not _plain(family).endswith(_VOWELS)  # those of men change where they can


def _is_of_another(one: str, given: str) -> bool:
    """Whether *one* is another woman's given name than *given*, in another case: Марины, Мария."""
    stem = one[:-1]
    known = any(is_given(stem + ending) and stem + ending != one for ending in _ENDINGS_OF_WOMEN)
    return known and not _plain(given).startswith(_plain(stem))


def _are_alike(one: str, other: str) -> bool:
    one, other = _plain(one), _plain(other)
    alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    endings = (len(one) - alike, len(other) - alike)
    if min(endings) == 0 and alike >= len("Jón"):
        return max(endings) <= _LONGEST_SUFFIX
    if other.endswith(_LITTLE_CHANGED) and max(endings) > 1:
        return False
    return any(alike >= least and max(endings) <= most for least, most in _ENDINGS)


def _plain(word: str) -> str:
    """*word* in small letters, without accents: Greek moves them, Ευάγγελος, Ευαγγέλου."""
    return "".join(c for c in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(c))
