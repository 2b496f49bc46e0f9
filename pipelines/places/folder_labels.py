"""A section that a line over the headline names: the page's address has it too, or its first link leads home."""

from __future__ import annotations

import re
import unicodedata

from selectolax.lexbor import LexborNode

from crawler.blocks import Block
from crawler.items import Article
from crawler.page import Page
from crawler.pieces import first_said, pieces
from crawler.reading.text import clean, folded
from crawler.reading.urls import path_of
from crawler.site_names import SEPARATOR
from pipelines.places.headline_place import headline_at
from pipelines.places.printed_subjects import (
    LONGEST_ENDING,
    LONGEST_KICKER,
    WORDS,
    is_foreign,
    is_home,
    is_section_path,
    is_story,
    is_subject,
    name_of_link,
)

ABOVE = 3  # blocks over the headline
MOST_FOLDERS = 6
LONGEST_JOINER = 3  # letters: no "Paris Hilton" of /paris/, no "Culture shock" of /culture/
LEAST_LINKED = 0.5  # of a row of links
LONGEST_TRAIL = 200  # characters
MOST_SIGNS = 5
_BAR = re.compile(r"\s[/|•·]\s")
_HOME = tuple(WORDS["home"])
_FROM_HOME = re.compile(rf"(?:{'|'.join(map(re.escape, WORDS['home']))})\s*(?:[>»›→]|->)")
_TRAIL_LABELS = tuple(WORDS["trail_labels"])
_OF_PEOPLE = re.compile(r"/(?:people|profiles?|authors?|users?)(?:/|$)")
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
    lines = [name for names in parts if not any(n[:1].islower() for n in names) for name in names]
    names = [name.strip(" ,;|›»/>#·•") for line in lines for name in line.split(" | ")]
    told = {
        plain(name): name
        for name in names
        if len(name) <= LONGEST_KICKER and is_subject(name) and folded(name) not in _LIVE
    }
    # "Récit" of /recits/, "Cartas al director" of /cartas/
    said = [(folder, key) for folder in reversed(folders) for key in told if _says(told[key], folder)]
    return told[said[0][1]] if said else None


def beside_folder(page: Page) -> str | None:
    """Return what stands by the sign of a folder, linked or not: <i class="fa-folder"></i> <a>Local</a>."""
    for node in page.elements.at(page.elements.classed(("folder",)))[:MOST_SIGNS]:
        if node.tag not in ("i", "span", "svg") or clean(node.text()) or is_foreign(node, page):
            continue
        beside = first_said(node.next)
        linked = node.parent if node.parent is not None and node.parent.tag == "a" else beside
        if linked is not None and linked.tag == "a":
            name = name_of_link(linked)
        else:
            text = beside.text_content if beside is not None and beside.tag == "-text" else ""
            name = clean(_BAR.split(text or "", maxsplit=1)[0])
        if name and len(name) <= LONGEST_KICKER and is_subject(name):
            return name
    return None


def _says(name: str, folder: str) -> bool:
    key = plain(name)
    near = folder.startswith(key) and len(folder) - len(key) <= LONGEST_ENDING
    first, *rest = name.split()
    return near or (bool(rest) and len(rest[0]) <= LONGEST_JOINER and plain(first) == folder)


def row_from_home(page: Page, article: Article) -> str | None:
    """Return the last step before the story of a row of links over the headline that begins at the front page.

    <div class="bc"><a href="/">Home</a> <a href="/press">Press</a> <a href="/press/news">News</a></div><h1>
    """
    at = headline_at(page, article)
    for block in page.blocks[max(0, at - ABOVE) : at] if at is not None else ():
        if block.element is None:
            continue
        links = block.element.node.css("a[href]")[: MOST_FOLDERS + 1] if block.links else []
        told = _is_trail(block, article.title or "") or (_has_steps(block, links) and is_home(links[0], page))
        if not told and (block.element.blocks > 1 or block.link_density < LEAST_LINKED):
            continue
        if told and links and not is_home(links[0], page):
            links = [links[0], *links]  # Home -> <a>Local</a> -> Ferry strike ends
        leads = 1 < len(links) <= MOST_FOLDERS and is_home(links[0], page) if not told else len(links) > 1
        if leads and (told or _goes_down(links[1:], page)):
            # Home > Local > <a href="/">Gazette's home</a>
            below = [link for link in links[1:] if not is_home(link, page)]
            below = [link for link in below if not _OF_PEOPLE.search(link.attributes.get("href") or "")]
            names = [name for link in below if (name := name_of_link(link)) and is_subject(name)]
            steps = [name for name in names if not is_story(folded(name), folded(article.title or ""))]
            alone = len(links) == 2 and not is_section_path(path_of(links[1].attributes.get("href") or ""))
            return steps[-1] if steps and not alone else None  # Home, Archive
    return None


def _has_steps(block: Block, links: list[LexborNode]) -> bool:
    """Whether the signs of a breadcrumb stand between *links*: The Gazette › News › Local › Text."""
    return len(links) > 1 and len(block.text) <= LONGEST_TRAIL and sum(map(block.text.count, ">»›→")) >= len(links) - 1


def _is_trail(block: Block, title: str) -> bool:
    """Whether *block* says that it is a breadcrumb, or leads to the story: "Home -> Local -> Ferry strike ends"."""
    if len(block.text) > LONGEST_TRAIL or not block.links:
        return False
    text = block.text.lower().lstrip(" >»›")
    leads = text.startswith(_HOME) and bool(title) and block.key.endswith(folded(title)) and block.key != folded(title)
    return leads or says_trail(text)


def says_trail(text: str) -> bool:
    """Return whether *text*, in small letters, begins as a breadcrumb does: "you are here: home > local"."""
    return text.startswith(_TRAIL_LABELS) or bool(_FROM_HOME.match(text))


def titled(page: Page, article: Article) -> str | None:
    """Return what stands between the story and the site in the title tag, where a link of the page has that name.

    <title>Ferry strike ends - Transport - The Gazette</title> ... <a href="list?cat=4">Transport</a>
    """
    tag = next((node.text() for node in page.elements.at(page.elements.tagged("title")[:1])), "")
    title = article.title or ""
    mark = SEPARATOR.match(tag, len(title)) if title and tag.startswith(title) else None
    steps = list(map(str.strip, SEPARATOR.split(tag[mark.end() :], MOST_FOLDERS))) if mark else []
    names = [name for name in steps[:-1] if 1 < len(name) <= LONGEST_KICKER and name not in page.site_names]
    if not names or not is_subject(names[0]):
        return None
    links = page.elements.at(page.elements.tagged("a"))
    own = [link.attributes.get("href") or "" for link in links if name_of_link(link) == names[0]]
    # <title>Ferry strike ends - The Gazette - Powered by ...</title>, <a href="./">The Gazette</a>
    return names[0] if own and all(path_of(href).strip("/.") or "?" in href for href in own) else None


def _goes_down(links: list[LexborNode], page: Page) -> bool:
    """Whether the last of *links* leads to what is in the one before, or around the page, or is of the title tag.

    A menu's links stand beside each other: Home, News, Sport.
    """
    *_, before, last = ["/", "/", *(path_of(link.attributes.get("href") or "").rstrip("/") for link in links)]
    if before.count("/") < last.count("/") and last.startswith(f"{before.rstrip('/')}/"):
        return before != "/" or path_of(page.url).startswith(f"{last}/")
    name = name_of_link(links[-1])
    titled = next((node.text() for node in page.elements.at(page.elements.tagged("title")[:1])), "")
    return name is not None and name in map(str.strip, SEPARATOR.split(titled))
