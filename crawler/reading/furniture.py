"""Lines that stand around a story and are not of it: "Advertisement", "Read also: ...", "Image"."""

from __future__ import annotations

import json
from importlib.resources import files

_TABLE = json.loads((files(__package__) / "furniture.json").read_text("utf-8"))
_ADVERTS = frozenset(_TABLE["adverts"])
_LABELS = frozenset(_TABLE["labels"]) | _ADVERTS
_LEADS = tuple(_TABLE["leads"])
LONGEST_LINE = 160
LONGEST_LABEL = 30
_FINAL = " .:：…!>»"


def is_furniture(line: str) -> bool:
    """Return whether *line* is a label or a pointer elsewhere, in any of the table's languages.

    >>> is_furniture("Image"), is_furniture("Read also: Ferries back at sea"), is_furniture("Images matter.")
    (True, True, False)
    """
    if len(line) > LONGEST_LINE:
        return False
    folded = line.strip().casefold()
    return folded.rstrip(_FINAL) in _LABELS or folded.startswith(_LEADS)


def is_advert_label(line: str) -> bool:
    """Return whether *line* is what the law has sites print above an advert.

    >>> is_advert_label("Anzeige:"), is_advert_label("Anzeige erstattet")
    (True, False)
    """
    return len(line) <= LONGEST_LABEL and line.strip().casefold().rstrip(_FINAL) in _ADVERTS
