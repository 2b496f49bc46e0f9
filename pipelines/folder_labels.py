"""A section of which the label over the headline tells, for a folder of the page's address has the same name."""

from __future__ import annotations

import unicodedata

from crawler.items import Article
from crawler.page import Page
from crawler.reading.text import folded
from crawler.reading.urls import path_of
from pipelines.headline_place import headline_at
from pipelines.pieces import pieces
from pipelines.printed_subjects import LONGEST_KICKER, WORDS, is_section_path, is_subject

ABOVE = 3  # blocks over the headline
MOST_FOLDERS = 8
_LIVE = frozenset(map(folded, WORDS["live"]))  # says how a story is told, not of what: "Live" of /football/live/
# Letters that no accent tells from others, as addresses have them.
_PLAIN = str.maketrans({"ø": "o", "æ": "ae", "ß": "ss", "ł": "l", "đ": "d", "ı": "i", "œ": "oe"})


def plain(text: str) -> str:
    """Return the letters and digits of *text* without their accents, small.

    >>> plain("Insändare"), plain("Køb og salg")
    ('insandare', 'kobogsalg')
    """
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()).translate(_PLAIN) if c.isalnum())


def folder_label(page: Page, article: Article) -> str | None:
    """Return the label over the headline that the deepest folder of the address names: "Indland" of /indland/ritzau/1.

    Both say it, so neither a class nor the menu must.
    """
    at = headline_at(page, article)
    folders = [plain(step) for step in path_of(page.url).split("/")[1:-1][:MOST_FOLDERS] if is_section_path(step)]
    if at is None or not folders:
        return None
    near = (block for block in page.blocks[max(0, at - ABOVE) : at] if len(block.text) <= 3 * LONGEST_KICKER)
    parts = map(pieces, near)
    # Not <a>Local</a> walks in the autumn
    names = [name.strip(" ,;|›»/>#·•") for names in parts if not any(n[:1].islower() for n in names) for name in names]
    told = {
        plain(name): name
        for name in names
        if len(name) <= LONGEST_KICKER and is_subject(name) and folded(name) not in _LIVE
    }
    return next((told[folder] for folder in reversed(folders) if folder in told), None)
