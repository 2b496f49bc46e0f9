"""What an edit of a story is: whether it changed at all, and what kind of change it is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from functools import cache
from typing import Literal, get_args

from crawler.data_files import read_table
from crawler.reading.furniture import is_furniture

EditKind = Literal["cosmetic", "correction", "substantive", "headline", "retitled"]
KINDS_OF_EDIT: tuple[EditKind, ...] = get_args(EditKind)
CONTENT = ("title", "description", "body")

# Soft hyphens, zero-width spaces and joints, marks of direction: nobody sees them.
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_WORD = re.compile(r"[^\W_]+")
# "Correction: ..." or "Correction, November 21: ..."; not "Corrections officers left".
_ENDS_LEAD = re.compile(r"\s*(?:$|[^\w\s]|\d|\w+ \d|on \w)")
_MOST_TYPOS = 3  # words; more that were exchanged for like ones are a rewording
_TYPO = 0.7  # likeness of the letters of a word and of what it was corrected to
_SAME_HEADLINE = 0.5  # of the words of two headlines: with fewer it tells something else
_MOST_WORDS = 20_000  # that are compared one by one
_LONGEST_WORD, _LONGEST_HEADLINE = 100, 100  # letters, words; comparing takes the cube of them where many are alike


def said(text: str | None) -> str:
    """Return what a text says, for comparison: without what is invisible, kinds of spaces and lines of furniture.

    >>> said("The\u00a0fer\u00adry  sails.\\n\\nRead also: Tides") == said("The ferry sails.")
    True
    """
    visible = _INVISIBLE.sub("", unicodedata.normalize("NFC", text or ""))
    lines = (" ".join(line.split()) for line in visible.split("\n"))
    return "\n".join(line for line in lines if line and not is_furniture(line))


def tells_the_same(before: Mapping[str, str | None], after: Mapping[str, str | None]) -> bool:
    r"""Return whether two states have the same body, but that one may begin with the standfirst, as another markup of
    the page makes it.

    >>> told = {"description": "It will sail.", "body": "The crew is back."}
    >>> tells_the_same(told, told | {"body": "It will sail.\n\nThe crew is back."})
    True
    """
    shorter, longer = sorted((said(before["body"]), said(after["body"])), key=len)
    first, _, rest = longer.partition("\n")
    # Not where both begin with one: then "Ten were killed" became "Twelve were killed".
    is_standfirst = first in (said(before["description"]), said(after["description"]))
    return shorter == longer or (is_standfirst and shorter == rest != "")


def changed_fields(before: Mapping[str, str | None], after: Mapping[str, str | None]) -> list[str]:
    """Return which of title, description and body say something else than before."""
    return [field for field in CONTENT if said(before[field]) != said(after[field])]


def kind_of_edit(before: Mapping[str, str | None], after: Mapping[str, str | None]) -> EditKind:
    """Return what kind of change leads from one state of a story to the next.

    - "correction": an editor's note says so, which was not there before
    - "substantive": the body says something else
    - "retitled": the body says the same under a title that tells something else
    - "headline": title or description were reworded
    - "cosmetic": punctuation, letters' case, layout, up to three words whose spelling was mended
    """
    if not _is_cosmetic(before["body"], after["body"]):
        is_noted = _notes(after["body"]) - _notes(before["body"])
        return "correction" if is_noted else "substantive"
    old, new = before["title"], after["title"]
    if not _is_cosmetic(old, new):
        a, b = (_words(title)[:_LONGEST_HEADLINE] for title in (old, new))
        likeness = SequenceMatcher(None, a, b, autojunk=False).ratio()
        return "headline" if likeness >= _SAME_HEADLINE else "retitled"
    return "cosmetic" if _is_cosmetic(before["description"], after["description"]) else "headline"


def _is_cosmetic(before: str | None, after: str | None) -> bool:
    """Whether two texts say the same but for spelling."""
    old, new = _words(before), _words(after)
    if old == new:
        return True
    if len(old) != len(new) or len(old) > _MOST_WORDS:
        return False
    mended = [(a, b) for a, b in zip(old, new, strict=True) if a != b]
    return len(mended) <= _MOST_TYPOS and all(_is_typo(a, b) for a, b in mended)


def _is_typo(old: str, new: str) -> bool:
    """Whether a word is another one mended. Numbers are facts, and so is a short word: "now" is no "not"."""
    lengths = sorted((len(old), len(new)))
    if not (old.isalpha() and new.isalpha()) or lengths[0] < 4 or lengths[1] > _LONGEST_WORD:
        return False
    return SequenceMatcher(None, old, new, autojunk=False).ratio() >= _TYPO


def _words(text: str | None) -> list[str]:
    return _WORD.findall(said(text).casefold())


def _notes(body: str | None) -> set[str]:
    return set(correction_notes(said(body).split("\n")))


def correction_notes(lines: Iterable[str], language: str | None = None) -> list[str]:
    """Return those of *lines* that are an editor's note on a correction, in *language* or English; without one in any.

    >>> correction_notes(["Correction: The vote was on Friday.", "Corrections officers left."])
    ['Correction: The vote was on Friday.']
    """
    leads, inside = _cues(language)
    found = []
    for line in lines:
        folded = line.casefold().lstrip("*_([ —–-")
        lead = next((lead for lead in leads if folded.startswith(lead)), None)
        if (lead and _ends(folded, len(lead))) or any(words in folded for words in inside):
            found.append(line)
    return found


def _ends(line: str, at: int) -> bool:
    """Whether a note's lead ends at that place of *line*: no vowel's sign follows, as in "सुधारों" ("सुधार")."""
    is_sign = unicodedata.category(line[at : at + 1] or " ").startswith("M")
    return not is_sign and _ENDS_LEAD.match(line, at) is not None


@cache
def _cues(language: str | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    table = read_table("crawler.reading", "corrections.toml")
    leads, inside = (
        {
            word.casefold()
            for code, words in table[name].items()
            for word in words
            if language in (None, code) or code == "en"
        }
        for name in ("leads", "in")
    )
    return tuple(sorted(leads, key=lambda lead: (-len(lead), lead))), tuple(sorted(inside))
