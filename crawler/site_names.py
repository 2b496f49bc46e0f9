"""The names a site goes by, to be cut from titles and kept out of authors."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from itertools import pairwise

from crawler.data_files import read_table
from crawler.reading.text import folded

# " | ", " - ", " — ", ": ", " « ": between a title and the site's name. Dashes need a space on both sides.
# The last of several: in "« So », Ann says » | Gazette" the mark before the bar closes what is said.
SEPARATOR = re.compile(
    r"\s+[|\-–—»«·•:/>~]{1,2}\s+(?![\s|\-–—·•])|\s*[|｜ㅣ]\s*|\s*::?\s+|\s*：\s*|\s*_\s+|(?<=[\u2e80-\uffef])_(?=[\u2e80-\uffef])"
)
MOST_CUTS = 12
UNSPACED = "\u2e7f"  # before the first letter of Chinese, Japanese and Korean
SHORTEST_BEFORE = 3  # words of a title, before a name that more follows
LONGEST_NAME = 60  # characters, of a piece that can be a name
_GLUED_SECTION = re.compile(r"(?<=.{8})[-_－—|｜ㅣ][\u2e80-\uffef]{2,6}$")
_WORD = re.compile(r"[^\W_]+")


@cache
def _fillers() -> frozenset[str]:
    table = read_table("crawler", "site_names.toml")
    return frozenset(table["fillers"])


def _core(name: str) -> str:
    """*name* folded, without the words that a masthead has or leaves out: "The Gazette Online" is "gazette"."""
    return "".join(w for w in _WORD.findall(name.casefold()) if w not in _fillers())


# What a domain spells with two letters, or with another one.
_AS_TWO = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "Ä": "ae", "Ö": "oe", "Ü": "ue", "Å": "aa"})
_PLAIN = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ł": "l", "đ": "d", "ı": "i"})


def _plain(name: str) -> str:
    """*name* folded, as a domain spells it."""
    letters = unicodedata.normalize("NFKD", name.casefold().translate(_PLAIN)).encode("ascii", "ignore").decode()
    return "".join(filter(str.isalnum, letters))


class SiteNames:
    """The names of one site, however they are spelled.

    >>> names = SiteNames("harbour-gazette.example", ["The Harbour Gazette"])
    >>> "Harbour Gazette Online" in names, "Harbour" in names
    (True, False)
    >>> "أطلس بريس" in SiteNames("atlas.example", ["Atlas Presse - أطلس بريس"])
    True
    """

    def __init__(self, domain: str, names: Iterable[str | None]) -> None:
        label = domain.partition(".")[0]
        self.own = [name for name in (domain, f"www.{domain}", label, *names) if name]
        # "Atlas Presse - أطلس بريس": the same in two scripts
        halves = (name.partition(" - ") for name in self.own if " - " in name)
        self.own += [half for one, _, other in halves if one.isascii() is not other.isascii() for half in (one, other)]
        self.domain = {folded(domain), folded(label)}
        self.keys = {key for name in self.own for key in (folded(name), _core(name)) if key}
        self._cut: dict[str, str] = {}  # titles that were, for a page declares the same one several times

    def __contains__(self, text: str) -> bool:
        """Whether *text* is only a name of the site."""
        if len(text) > LONGEST_NAME:
            return False
        if folded(text) in self.keys or _core(text) in self.keys:
            return True
        # "El Telégrafo del Austro" of eltelegrafo-del-austro.example, "Fréttabær" of frettabaer.example
        return not text.isascii() and (_plain(text) in self.domain or _plain(text.translate(_AS_TWO)) in self.domain)

    def cut(self, title: str) -> str:
        """Return *title* without the site's name at either end, where a separator parts it from the rest.

        >>> SiteNames("mira.example", ["Mira - A Cook's Life"]).cut("Plum cake - Mira - A Cook's Life")
        'Plum cake'
        >>> SiteNames("shore.example", []).cut("Two whales seen - Shore - News from the coast")
        'Two whales seen'
        """
        if title not in self._cut:
            self._cut[title] = self._cut_at_marks(self._without_glued(title))
        return self._cut[title]

    def _cut_at_marks(self, title: str) -> str:
        """*title* without what is only a name of the site before or after its separators."""
        while True:
            marks = list(SEPARATOR.finditer(title))[:MOST_CUTS]
            for mark in marks:
                head, tail = title[: mark.start()].strip(), title[mark.end() :].strip()
                if head and tail and (tail in self or head in self):
                    title = head if tail in self else tail
                    break
            else:
                return self._before_name(title, marks)

    def _before_name(self, title: str, marks: list[re.Match[str]]) -> str:
        """*title* up to the site's name, where what follows the name is a slogan or a section."""
        for mark, following in pairwise(marks):
            head, name = title[: mark.start()].strip(), title[mark.end() : following.start()].strip()
            # "Local | Harbour Gazette | ..." goes from the section to the story.
            if ":" in mark[0] + following[0]:
                continue  # "Ferry strike: Gazette: crews are back"
            if name in self and (len(head.split()) >= SHORTEST_BEFORE or head[:1] > UNSPACED):
                return head
        return title

    def _without_glued(self, title: str) -> str:
        """*title* without the site's name after a mark alone, and the section before it: 渡轮罢工结束-国际_港日报."""
        for name in self.own:
            if name[:1] > UNSPACED:
                found = re.search(rf"(?<=.)[-_－—|｜ㅣ（(]{re.escape(name)}(?:[）)]|[-_－—|｜].{{0,20}}|$)", title)
                title = _GLUED_SECTION.sub("", title[: found.start()]) if found else title
        return title
