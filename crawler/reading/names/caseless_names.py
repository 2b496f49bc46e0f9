"""People's names in scripts that have spaces but no capitals, such as Arabic and Devanagari."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from crawler.reading.names.people import is_given
from crawler.reading.quotes.cues import Cues
from crawler.reading.text import is_caseless

_LONGEST = 4  # words of a name
_SHORTEST_LED = 2  # words that may be a name alone
_SON_OF = frozenset("بن ابن بنت بو آل أبو ولد בן בת אבו".split())  # a name goes on
_SHORT = 4  # letters of words that begin with no preposition: "ליהי"
_LED = ("ل", "ب", "ל", "ב")  # prepositions that are printed in one with their noun
_AND = "و"  # is printed in one with the next word
_FAMILY = "ال"  # begins many Arabic family names
_MARKS = r".,;:!?()\[\]«»“”„\"،؛؟।።፣፤۔‘"
_STOPS = frozenset((*_MARKS, "\n", "'", "’"))
# A single mark beside a letter is part of the word, as in Hebrew "גורביץ'" and "צ'רנוב"; before one it opens a quote.
_WORD_OR_STOP = re.compile(rf"(?<!\w)['’]|[^\s{_MARKS}]+|[{_MARKS}\n]")


def name_in(phrase: str, cues: Cues) -> str | None:
    """Return the person's name in *phrase*, without the role before it; None where nothing tells that it holds one.

    >>> from crawler.reading.quotes.cues import cues_of
    >>> [name_in(phrase, cues_of("ar")) for phrase in ("رئيس البلدية سامي الحداد", "الرئيس ماكرون", "رئيس بلدية بيروت")]
    ['سامي الحداد', 'ماكرون', None]
    >>> name_in("رضا نارویی معاون استاندار", cues_of("fa"))
    'رضا نارویی'
    """
    words = _own_words(phrase.split(), cues)
    if not words:
        return None
    given = next((i for i, word in enumerate(words) if is_given(word) and word not in cues.roles), len(words))
    after_role = max((i + 1 for i, word in enumerate(words[:given]) if _is_role(word, cues)), default=0)
    rest = words[after_role:]
    if given < len(words):
        if cues.definite_prefix and _is_owner(words[:given], cues):
            return None
        if given and words[given - 1] in _SON_OF:
            given -= 1  # "الصياد أبو خليل"
        alone = after_role and given == len(words) - 1 == after_role + 1
        if alone and not _is_modifier(words[after_role], cues):
            return " ".join(words[after_role:])  # "চেয়ারম্যান ফজলুল করিম": a given name for a family name
        led = after_role or (given and words[given - 1] in cues.adjectives)  # "the fisherman Hamza Ali"
        # "رضا نارویی معاون استاندار": what the person is stands behind the family name.
        end = next((i for i, word in enumerate(words) if i > given + 1 and word in cues.roles), len(words))
        if cues.roles_follow_names:  # "علی صادقی روز دوشنبه گفت"
            end = next((i for i in range(given + 1, end) if words[i] in cues.times or words[i] in cues.breaks), end)
        else:
            end = min(end, _end_of_name(words, given, cues))
        led = led or any(word in cues.pronouns or word in cues.hers for word in words[:given])  # "उनकी पत्नी फूलमती देवी"
        led = led or _after_definite(words, cues) == given or (cues.postpositions and end - given > 1)
        return " ".join(words[given:end] if led else words[:end])
    if start := _after_definite(words, cues):
        name = words[start : start + 2 + (words[start] in _SON_OF)]
        return None if any(_is_small(word, cues) for word in name) else " ".join(name)
    bounded = cues.postpositions or words[-1] in cues.surnames
    if not after_role and bounded and len(words) > _SHORTEST_LED and cues.names_follow_roles:
        return _last_words(words, cues)
    if not after_role or not cues.names_follow_roles:
        return None
    # "The spokesman the official X", "The president X": only adjectives stand between a role and a name.
    role = after_role - 1
    while rest and rest[0] in cues.adjectives:
        rest, role = rest[1:], -1
    told = role < 0 or not cues.adjectives.stems or words[role] in cues.adjectives
    small = any(word in cues.breaks or word in cues.links for word in rest) or _is_led(rest, cues)
    owner = bool(rest and cues.definite_prefix) and rest[-1].startswith(cues.definite_prefix)
    small = small or (owner and cues.definite_prefix != _FAMILY and not is_given(rest[0]))  # "יושב ראש ועד הסוחרים"
    return " ".join(rest) if told and not small and 0 < len(rest) <= _LONGEST else None


def _last_words(words: list[str], cues: Cues) -> str | None:
    """Return the name that ends *words*, of what somebody is and the name: "राष्ट्रीय चैंपियन चंपा मुर्मू".

    None where they may end in a body's name.
    """
    start = len(words) - 2 - (words[-2] in cues.surnames)
    name = words[start:]
    body = any(word in cues.bodies or word in cues.roles for word in words)
    return None if body or any(_is_small(word, cues) or not word[0].isalpha() for word in name) else " ".join(name)


def _own_words(words: list[str], cues: Cues) -> list[str]:
    """Return *words* without those that tell whose somebody is, "रमेश सिंह की पत्नी सुनीता देवी", or tie to a verb."""
    while len(words) > 1 and words[-1] in cues.links:
        words.pop()  # عمران احمد کا کہنا ہے
    if not cues.kin or cues.definite_prefix:
        return words
    owned = (
        i + 1
        for i in range(1, len(words))
        if words[i] in cues.kin or (words[i] in cues.roles and words[i - 1].endswith(cues.genitive_endings))
    )
    return words[max(owned, default=0) :]


def _is_owner(before: list[str], cues: Cues) -> bool:
    """Whether the name behind these words tells whose somebody is: "והדובר של השר", "والدة"."""
    own = next((word for word in reversed(before) if word in cues.kin or not _is_role(word, cues)), "")
    return own in cues.kin or (own in cues.genitives and len(before) > 1)


def _is_modifier(word: str, cues: Cues) -> bool:
    """Whether *word*, behind a role, belongs to that: "the president the Lebanese"."""
    return word in cues.adjectives or _is_small(word, cues) or word in cues.bodies


def _after_definite(words: list[str], cues: Cues) -> int:
    """Return where a name begins behind a noun with its article in one, that tells what somebody is; 0 where none does.

    "ירקן השוק מישל אוחנה", "رئيس نقابة الصيادين مروان الدقاق": the first words without the article after those with it.
    """
    if not cues.definite_prefix:
        return 0
    leads = (cues.definite_prefix, *cues.adjectives.stems)
    first = next((i for i, word in enumerate(words) if word.startswith(leads) and not is_given(word)), len(words))
    if any(map(is_given, words[:first])):
        return 0
    start = next((i for i in range(first, len(words)) if not words[i].startswith(leads) or is_given(words[i])), 0)
    if first == 0 and not _is_role(words[0], cues) and not start == 1 == len(words) - 2:
        return 0  # but "הסטודנטית ליהי ברקוביץ'"
    return start if start and not _is_led(words[start:], cues) and not _is_role(words[start], cues) else 0


def _is_led(words: list[str], cues: Cues) -> bool:
    """Whether *words* begin with a preposition in one with its noun: "تصدى الهنيدي لركلة جزاء"."""
    led = bool(cues.definite_prefix and words) and len(words[0]) > _SHORT and words[0].startswith(_LED)
    return led and not is_given(words[0])


def is_name_apart(words: list[str], cues: Cues) -> bool:
    """Whether *words* between two commas, behind what somebody is, may be that person's name in full.

    >>> from crawler.reading.quotes.cues import cues_of
    >>> [is_name_apart(words.split(), cues_of("he")) for words in ("סשה גורביץ'", "תושב חיפה", "בן שבעים", "סשה")]
    [True, False, False, False]
    """
    if not 1 < len(words) < _LONGEST or not is_caseless(words[0]):
        return False
    if not is_given(words[0]):
        own = bool(cues.definite_prefix) and cues.definite_prefix != _FAMILY
        if words[0] in _SON_OF or _is_led(words, cues) or (own and words[-1].startswith(cues.definite_prefix)):
            return False  # "בן שבעים", "לאחר המשחק"
    groups = (cues.times, cues.conjunctions, cues.according)
    return not any(
        _is_small(word, cues) or _is_role(word, cues) or any(word in group for group in groups) for word in words
    )


def _is_role(word: str, cues: Cues) -> bool:
    """Whether *word* is a role, with the article printed in one with it or without: "המאמן"."""
    return word in cues.roles or bool(cues.definite_prefix and word.removeprefix(cues.definite_prefix) in cues.roles)


def _end_of_name(words: list[str], given: int, cues: Cues) -> int:
    """Return where the name ends that begins with the given name at *given*: "השופטת נעמה ברקאי בגזר הדין"."""
    end = given
    while end < len(words) and is_given(words[end]):
        end += 1
    if end - given > 1 and words[end : end + 1] and _is_no_surname(words[end], cues):
        return end
    end += 1 + (words[end : end + 1] != [] and words[end] in _SON_OF)
    if end < len(words) and words[end].startswith(_FAMILY) and not words[end - 1].startswith(_FAMILY):
        end += 1  # "محمد شياع السوداني"
    while end < len(words) and words[end] in cues.surnames:
        end += 1
    return end


def _is_no_surname(word: str, cues: Cues) -> bool:
    return bool(cues.surnames) and word not in cues.surnames


def _is_joined(word: str) -> bool:
    """Whether "and" is written to *word*: "كريم منصور وصفق"."""
    return word.startswith(_AND) and len(word) > _SHORT - 1 and not is_given(word)


def names_in(body: str, cues: Cues) -> Iterator[list[str]]:
    """Yield the names that begin with a given name, and those that are marked as a subject, in words."""
    words = ["" if word in _STOPS else word for word in _WORD_OR_STOP.findall(body)]  # no name goes on over a comma
    if cues.subject_ending and cues.surnames:
        words = [_without_ending(word, cues) for word in words]
    yield from _subjects_in(words, cues)
    if cues.surnames:
        yield from _before_surnames(words, cues)
    i = 0
    while i < len(words):
        last = i
        while last < min(len(words), i + _LONGEST) and is_given(words[last]):
            last += 1
        if last > i and last < len(words) and not _is_small(words[last], cues):
            last += words[last] in _SON_OF and last + 1 < len(words)
            whole = last - i > 1 and (_is_joined(words[last]) or _is_no_surname(words[last], cues))
            yield words[i : last + (not whole)]
        elif last - i > 1 and last - i < _LONGEST:
            yield words[i:last]  # a given name for a family name: "خالد منصور"
        i = last + 1


def _without_ending(word: str, cues: Cues) -> str:
    """*word* without the ending of a case, where it is a family name: Nepali "गुरुङले" of गुरुङ."""
    for ending in (cues.subject_ending, *cues.links):
        if word.endswith(ending) and (name := word[: -len(ending)]) in cues.surnames:
            return name
    return word


def _subjects_in(words: list[str], cues: Cues) -> Iterator[list[str]]:
    """Yield the two words before the mark of a subject, where they are a name that no given name tells."""
    if not cues.ergative:
        return
    for end in range(2, len(words)):
        name = words[end - 2 : end]
        told = any(map(is_given, words[max(0, end - 3) : end - 1]))
        if words[end] in cues.ergative and not told and not any(map(_is_small, name, (cues, cues))):
            yield name


def _before_surnames(words: list[str], cues: Cues) -> Iterator[list[str]]:
    """Yield a word and the family name after it, where no given name tells that it is a name."""
    for given, name in pairwise(words):
        if (
            name in cues.surnames
            and given[:1].isalpha()
            and not _is_small(given, cues)
            and given not in cues.surnames
            and not is_given(given)
        ):
            yield [given, name]


def _is_small(word: str, cues: Cues) -> bool:
    groups = (cues.breaks, cues.links, cues.verbs, cues.weak, cues.roles, cues.aux)
    return not word or word in cues.pronouns or any(word in group for group in groups)
