"""One speaker under all the names that articles print."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from sqlite_utils import Database

from crawler.archive.reading import LOOKED_AT
from crawler.archive.search.folding import Term, is_paired, match_expression, runs

# The names of the quotes that were archived last: of somebody who is quoted every day these are enough.
_NAMES = f"""
SELECT DISTINCT speaker, speaker_as_printed FROM (
    SELECT rowid AS id FROM quotes_fts WHERE quotes_fts MATCH ? ORDER BY rowid DESC LIMIT {LOOKED_AT}
) CROSS JOIN quotes USING (id) WHERE speaker IS NOT NULL
"""  # noqa: S608
_POSSESSIVE = ("'s", "’s")
_LONGEST_NAME = 6  # words
_LONGEST_FAMILY_NAME = 2  # characters of Han or Hangul


@dataclass(frozen=True, slots=True)
class Named:
    """How quotes are found: by `match` in `quotes_fts`, and by the names in `shorter`, JSON, if there are any.

    `holding`, in `quotes_fts` too, finds those by `shorter` names, and some others whose names hold one of these.
    """

    match: str
    shorter: str | None
    holding: str


def named(db: Database, speaker: str) -> Named | None:
    """Return how the quotes by *speaker* are found; None where it holds no word.

    Found are the quotes whose speaker, resolved or as printed, has all words of *speaker*; and those of articles
    that print no more than a part of the name, "Kishida" for "Fumio Kishida", unless the archive knows another one
    of that name.
    """
    if not (expression := match_expression(speaker)):
        return None
    shorter = _shorter_names(db, f"{{speaker}} : ({expression})")
    holding = " OR ".join(Term(tuple(runs(short))).expression for short in shorter)
    return Named(
        f"{{speaker speaker_as_printed}} : ({expression})",
        json.dumps(shorter) if shorter else None,
        f"{{speaker}} : ({holding})",
    )


def _shorter_names(db: Database, match: str) -> list[str]:
    """Names that stand elsewhere for the speakers found by *match*, and for nobody else."""
    known = db.execute(_NAMES, (match,)).fetchall()
    full = {name for name, _ in known}
    printed = {short for name, short in known if short and _is_part(short, name)}
    shorter = printed | {part for name in full for part in _parts(name)}
    return sorted(short for short in shorter - full if runs(short) and not _is_shared(db, short, full))


def _parts(name: str) -> Iterable[str]:
    """The forms in which a text prints somebody that it need not introduce: by the family name.

    >>> sorted(_parts("Fumio Kishida")), sorted(_parts("岸田文雄")), sorted(_parts("the mayor's office"))
    (['KISHIDA', 'Kishida'], ['岸', '岸田'], [])
    """
    if is_paired(name):
        return [name[:size] for size in range(1, _LONGEST_FAMILY_NAME + 1) if size < len(name)]
    last = name.rsplit(maxsplit=1)[-1]
    return [last, last.upper()] if _is_full_name(name) else []


def _is_full_name(name: str) -> bool:
    """Whether *name* is of several words as people's names are: no office, nobody's aide."""
    words = name.split()
    bounds_are_capital = not (words[0][0].islower() or words[-1][0].islower())
    return 1 < len(words) <= _LONGEST_NAME and bounds_are_capital and not any(w.endswith(_POSSESSIVE) for w in words)


def _is_part(short: str, name: str) -> bool:
    """Whether *short* has only words of *name*, or is how a name in Han or Hangul begins."""
    if is_paired(name):
        return 0 < len(short) < len(name) and name.startswith(short)
    words = runs(short)
    return bool(words) and set(words) < set(runs(name))


def _is_shared(db: Database, short: str, full: set[str]) -> bool:
    """Whether the archive knows somebody else by a longer name with *short* in it."""
    words = tuple(runs(short))
    match = f"{{speaker}} : ({Term(words).expression})"
    others = {name for name, _ in db.execute(_NAMES, (match,))} - full - {short}
    names = (name for name in others if is_paired(name) or _is_full_name(name))
    return any(short in _parts(name) or _is_part(short, name) for name in names)
