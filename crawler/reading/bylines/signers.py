"""What a name in a byline names: a person, a desk, an agency, an account."""

from __future__ import annotations

import re
from functools import lru_cache

from crawler.data_files import read_table
from crawler.reading.dates.calendars import WEEKDAYS
from crawler.reading.names.people import is_given
from crawler.reading.text import folded, is_small

WORDS = read_table("crawler.reading.bylines", "byline_words.toml")
LONGEST_NAME = 60
MOST_WORDS = 6  # of a name: "María José de la Cruz López"
LONGEST_INITIALS = 5
SHORTEST_WEEKDAY = 5  # letters; what is shorter is some languages' given name
LONGEST_GIVEN = 4  # letters, in Japanese
MOST_GIVEN = 3  # words after a family name: "Nguyễn Thị Thu Hà"

# As Mongolia and Tamil Nadu print names: "Б.Энхжаргал", "க.முருகேசன்"
INITIAL_AND_NAME = re.compile(
    r"[^\W\d_a-zа-я][\u0b80-\u0dff]?\.[^\W\d_a-zа-я](?:[^\W\d_]|[\u0b80-\u0dff]){2,}"  # vowel signs are no letters
)
# Accounts of content systems, and words that any site has: they say nothing of who wrote a story.
_ACCOUNT = re.compile(
    r"admin\w*|админ\w*|адмін\w*|yönetici|ادمین|أدمن"
    r"|super ?(?:user|usuario|utilisateur|utilizador|utente|benutzer|gebruiker)"
    r"|wordpress|web ?master|user|guest|unknown|anonym\w*|none|null|undefined|root|test|publisher"
    r"|default|news|online|web|press|media|blog|service|report",
    re.IGNORECASE,
)

ABOUT_AUTHOR = frozenset(map(folded, WORDS["about_author"]))
ROLES = frozenset(WORDS["roles"])
WRITERS = frozenset(WORDS["writers"])
_ROLE_ENDS = tuple(WORDS["role_ends"])
JOINERS = frozenset(WORDS["joiners"])
_CITIES = frozenset(WORDS["places"])
_NOT_NAMES = frozenset(WORDS["not_names"])
_NOT_NAMES_OR_ROLES = _NOT_NAMES | ROLES
_SURNAMES = frozenset(WORDS["japanese_surnames"])
_FAMILIES_FIRST = frozenset(WORDS["families_first"])
DESKS = frozenset(word for word in WORDS["desks"] if not word.startswith("-"))
_DESK_ENDS = tuple(word for word in WORDS["desks"] if word.startswith("-"))
_AGENCIES = frozenset(folded(name) for name in WORDS["agencies"])
# Written small inside names: "Ursula von der Mark", "Leonor de la Cruz", "Abdullah bin Salem".
PARTICLES = frozenset(
    "von van der den de del della di da do dos das la le du des el al bin ibn ben ter ten zu zur af y e und i".split()
)
_SPACELESS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def is_account(name: str) -> bool:
    """Return whether *name* is an account of a site's software, or a word that any site has: "admin", "News"."""
    return (
        not any(map(str.isalpha, name)) or bool(_ACCOUNT.fullmatch(name.strip())) or name.strip().lower() in _NOT_NAMES
    )


def is_initials(name: str) -> bool:
    """Return whether *name* is the sign of somebody in the newsroom: "det", "mho"."""
    return name.islower() and name.isalpha() and len(name) <= LONGEST_INITIALS


@lru_cache(maxsize=4096)
def is_body(name: str) -> bool:
    """Return whether *name* is a desk, an agency or another organisation.

    >>> is_body("AFP"), is_body("Staff Reporter"), is_body("Ann Lee")
    (True, True, False)
    """
    if is_agency(name):
        return True
    words = name.lower().split()
    return any(w.strip(".,:") in DESKS or w.endswith(_DESK_ENDS) for w in words) or (
        bool(_SPACELESS.search(name)) and name.endswith(tuple(w for w in DESKS if not w.isascii()))
    )


@lru_cache(maxsize=4096)
def is_agency(name: str) -> bool:
    """Return whether *name* is a news agency's: "Reuters", "dpa-AFX", "共同"."""
    return folded(name) in _AGENCIES


def is_person(name: str, *, declared: bool = False) -> bool:
    """Return whether *name* reads like a person's full name, in any script; what is *declared* may be "Ann Editor"."""
    if not name or len(name) > LONGEST_NAME or ":" in name or any(map(str.isdigit, name)):
        return False
    words = name.split()
    lows = [word.lower().strip(".,:") for word in words]
    if len(words) > MOST_WORDS or name.lower() in _CITIES:
        return False
    # "Uwe Leiter" may be one; "Sportredakteurin Uta Feld" is not her name.
    role = any(low.endswith(_ROLE_ENDS) for low in lows) and not (declared and len(words) == 2)
    if role or (not declared and not _NOT_NAMES_OR_ROLES.isdisjoint(lows)):
        return False
    if _SPACELESS.search(name):
        return 2 <= len(name.replace(" ", "")) <= 12
    if INITIAL_AND_NAME.fullmatch(name):
        return True
    if not all(w[0].isalpha() or w[0] in "'’‘\"“„" for w in words) or len(words) < 2:
        return False
    if declared:
        return True
    # Scripts without capitals (Arabic, Hindi, Georgian) print names that no letter case marks.
    small = [low for low, w in zip(lows, words, strict=True) if is_small(w) and low not in PARTICLES]
    return not small and not is_small(words[0])


def is_pen_name(name: str) -> bool:
    """Return whether *name* may be how a lone word names an author: a given name, initials, an account; no weekday."""
    low = name.lower()
    if len(low) >= SHORTEST_WEEKDAY and low in WEEKDAYS:
        return False  # "Wednesday, 08 Apr 2026 11:39 PM"
    return 1 < len(name) <= 30 and " " not in name and low not in _NOT_NAMES_OR_ROLES and not low.isdigit()


# How families of several languages end; of one word alone they tell nothing.
_FAMILY = re.compile(
    r"(?:յան|შვილი|ძე|енко|ович|евич|ская|ова|ева|ська|цька|ské|ová|ský|owski|owska|wicz|ević|ović|dóttir|sson|escu|eanu"
    r"|ienė|aitė|ytė|utė|auskas|όπουλος|οπούλου|ίδης|άκης|zadə|oğlu|қызы|ұлы|kızı)$"
)


def reads_as_name(name: str) -> bool:
    """Return whether *name* is surely a person's: by the given name, initials, or how families are called.

    >>> [reads_as_name(name) for name in ("Ann Lee", "Անի Սարգսյան", "山口 真由美", "Nagy Eszter", "New Harbour")]
    [True, True, True, True, False]
    """
    first, *rest = name.split()
    if is_given(first) or INITIAL_AND_NAME.fullmatch(name) is not None:
        return True
    if first in _SURNAMES:
        return len(rest) == 1 and 2 <= len(rest[0]) <= LONGEST_GIVEN
    if first in _FAMILIES_FIRST and 1 <= len(rest) <= MOST_GIVEN and (is_given(rest[-1]) or not first.isascii()):
        return all(map(str.istitle, rest))
    return 1 <= len(rest) <= 2 and rest[-1][:1] != rest[-1][:1].lower() and _FAMILY.search(rest[-1]) is not None
