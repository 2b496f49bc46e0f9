"""The name that stands behind the picture of a person or a pen."""

from __future__ import annotations

from crawler.blocks import Block
from crawler.pieces import first_said
from crawler.reading.bylines.bylines import read_byline
from crawler.reading.bylines.signers import reads_as_name
from crawler.reading.text import clean

LONGEST = 160  # characters, of a line that has such a picture
MOST_IN_NAME = 4  # words
_ICONS = "[class*=user], [class*=person], [class*=pencil], [class*=author]"
MOST_ICONS = 4  # of a line


def by_icon(close: list[Block]) -> str | None:
    """Return the name behind the picture of a person or a pen: <i class="fa fa-user"></i> Ann Lee."""
    for block in close:
        if len(block.text) > LONGEST or block.element is None:
            continue
        for icon in block.element.node.css(_ICONS)[:MOST_ICONS]:
            beside = first_said(icon.next)
            name = clean(beside.text()) if beside is not None and not icon.text().strip() else ""
            if 1 < len(name.split()) <= MOST_IN_NAME and reads_as_name(name) and read_byline(name).people == [name]:
                return name
    return None
