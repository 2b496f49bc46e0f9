"""The names a site goes by, to be cut from titles and kept out of authors."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from crawler.reading.text import folded

# " | ", " - ", " — ", ": ", " « ": between a title and the site's name. Dashes need a space on both sides.
SEPARATOR = re.compile(r"\s+[|\-–—»«·•:/>~]{1,2}\s+|\s*[|｜]\s*|\s*::?\s+|\s*：\s*|\s*_\s+")
MOST_CUTS = 12
LONGEST_NAME = 60  # characters, of a piece that can be a name
_WORD = re.compile(r"[^\W_]+")


@cache
def _fillers() -> frozenset[str]:
    table = tomllib.loads(files("crawler").joinpath("site_names.toml").read_text("utf-8"))
    return frozenset(table["fillers"])


def _core(name: str) -> str:
    """*name* folded, without the words that a masthead has or leaves out: "The Gazette Online" is "gazette"."""
    return "".join(w for w in _WORD.findall(name.casefold()) if w not in _fillers())


class SiteNames:
    """The names of one site, however they are spelled.

    >>> names = SiteNames("harbour-gazette.example", ["The Harbour Gazette"])
    >>> "Harbour Gazette Online" in names, "Harbour" in names
    (True, False)
    """

    def __init__(self, domain: str, names: Iterable[str | None]) -> None:
        label = domain.partition(".")[0]
        self.own = [name for name in (domain, f"www.{domain}", label, *names) if name]
        self.keys = {key for name in self.own for key in (folded(name), _core(name)) if key}

    def __contains__(self, text: str) -> bool:
        """Whether *text* is only a name of the site."""
        if len(text) > LONGEST_NAME:
            return False
        return folded(text) in self.keys or _core(text) in self.keys

    def cut(self, title: str) -> str:
        """Return *title* without the site's name at either end, where a separator parts it from the rest.

        >>> SiteNames("mira.example", ["Mira - A Cook's Life"]).cut("Plum cake - Mira - A Cook's Life")
        'Plum cake'
        """
        while True:
            for mark in list(SEPARATOR.finditer(title))[:MOST_CUTS]:
                head, tail = title[: mark.start()].strip(), title[mark.end() :].strip()
                if head and tail and (tail in self or head in self):
                    title = head if tail in self else tail
                    break
            else:
                return title
