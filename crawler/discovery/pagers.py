"""The pages that follow the first one of a list: how their addresses are marked, and what leads to them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

from selectolax.lexbor import LexborNode

from crawler.data_files import read_table
from crawler.discovery.links import Link, link_kind
from crawler.discovery.periods import dated_form
from crawler.discovery.sections import MOST_LINKS, link_on
from crawler.page import Page
from crawler.reading.text import clean
from crawler.reading.urls import url_key

_SAID = frozenset(read_table("crawler.discovery", "onward_words.toml")["next"])
LONGEST_SAID = max(map(len, _SAID)) + 12  # characters; arrows and dots stand around the words
_AROUND = re.compile(r"^[^\w]+|[^\w\u0e30-\u0e4e\u0900-\u0d7f]+$")
_MARKED = re.compile(
    r"(?:^|[\s_-])(?:next|older|load-?_?more|show-?_?more|view-?_?more|more-?_?posts)(?:$|[\s_-])", re.I
)
_SLIDES = re.compile(r"carousel|slide|swiper|slick|owl-", re.IGNORECASE)  # "Next" of pictures
_MENUS = ("nav", "header")
_LEADS_AWAY = 'a[href^="/"], a[href^="http" i]'
# Where scripts keep the address that a button loads.
_KEPT = (
    "data-next-url",
    "data-next-page-url",
    "data-next-page",
    "data-nextpage",
    "data-next",
    "data-url",
    "data-href",
    "data-endpoint",
    "hx-get",
    "src",
)
_FRAME = "turbo-frame"  # of Hotwire, which gets what it shows as soon as a reader comes to it
_KEEPERS = ", ".join((*(f"[{name}]" for name in _KEPT if name != "src"), f"{_FRAME}[src]"))
_SEEN = re.compile(r"\b(?:revealed|intersect)\b")  # what htmx loads as soon as a reader comes to it
_SCROLLS = re.compile(r"infinite-?scroll|load-?on-?scroll", re.IGNORECASE)  # and what other scripts do
MOST_KEEPERS = 50
MOST_BUTTONS = 200
MOST_OF_HEAD = 100_000  # characters
# The mark of a further page of a list: page/2, p2, seite-2, /2/; ?page=2, ?start=12.
_PATH_MARK = re.compile(
    r"/(?:page|paged|seite|pagina|pagine|stranica|side|sida|sivu|oldal|strona|p)[/_-]?(?P<a>\d{1,4})/?$"
    r"|/(?P<b>\d{1,3})/?$|[-_,](?:page|seite|pagina|p)?[-_]?(?P<c>\d{1,3})(?=\.\w{2,5}$)",
    re.IGNORECASE,
)
_PAGE_PARAMETER = re.compile(
    r"(?P<before>^|&)(?:page|paged|pg|p|seite|pagina|pageno|page_?num(?:ber)?|page_?index|PAGEN_1)=(?P<n>\d{1,4})", re.I
)
_CURSOR = re.compile(r"(?:^|&)(?:cursor|after|page_?token)=", re.IGNORECASE)
_OFFSET_PARAMETER = re.compile(r"(?P<before>^|&)(?:start|offset|from|skip)=(?P<n>\d{1,6})", re.IGNORECASE)
_CURRENT = re.compile(r"(?:^|[\s_-])(?:current|active|selected)(?:$|[\s_-])", re.IGNORECASE)
MOST_AROUND_NUMBER = 40  # characters, spaces around it
MOST_DIGITS = 4
FIRST_PAGES = 2


def next_pages(page: Page) -> Iterator[Link]:
    """Yield the page that follows this one in its list: the one it calls so, or the one that its number tells."""
    named = [
        replace(link, onward=True)
        for node in page.tree.css('link[rel~="next" i][href], a[rel~="next" i][href]')[:2]
        if (link := link_on(node.attributes.get("href") or "", page, kind="listing"))
    ]
    if named:
        yield from named
    # Both: "node_11.htm" is a section and no page before "node_12.htm", "see more" may lead anywhere.
    elif urls := dict.fromkeys(filter(None, (_next_by_number(page), _next_as_said(page)))):
        yield from (Link(url, "listing", onward=True) for url in urls)
    elif url := _next_in_pager(page):
        yield Link(url, "listing", onward=True)
    # A script knows the address: most ask for the page's own with a number.
    elif (_is_piece(page) or _has_button(page)) and (url := _numbered(page.url)):
        yield Link(url, "listing", onward=True, is_guess=True)


def _is_piece(page: Page) -> bool:
    """Return whether *page* is but a piece of one, as a button gets it, with entries in it."""
    head = (page.html or "")[:MOST_OF_HEAD].lower()
    # Whole pages may go without the tags that a browser supplies: "<!doctype html><title>News</title><p>...".
    is_whole = any(tag in head for tag in ("<!doctype", "<html", "<body"))
    return not is_whole and page.tree.css_first("a[href]") is not None


def _has_button(page: Page) -> bool:
    buttons = page.tree.css('button, a[href^="#"], a[href^="javascript" i], a:not([href])')[:MOST_BUTTONS]
    return any(
        node.text(deep=True).strip()
        and _said(node)
        and not any(map(_SLIDES.search, filter(None, _marks_of(node))))
        and not _is_in_menu(node)
        for node in buttons
    )


def _is_in_menu(node: LexborNode) -> bool:
    """Return whether *node* stands among the links of a menu, where "Ещё" shows the rest of them."""
    around: LexborNode | None = node.parent
    while around is not None and around.tag not in _MENUS:
        around = around.parent
    return around is not None and around.css_first(_LEADS_AWAY) is not None


def _marks_of(node: LexborNode) -> Iterator[str | None]:
    for name, value in node.attributes.items():
        yield name if "slide" in name else value if name in ("class", "id", "href") else None


def _numbered(url: str) -> str | None:
    """Return *url* with the number of the page that follows; None where it has a mark of another kind.

    >>> _numbered("https://lock.example/news?page=2&b=1"), _numbered("https://lock.example/news")
    ('https://lock.example/news?page=3&b=1', 'https://lock.example/news?page=2')
    >>> _numbered("https://lock.example/news/page/3/")
    """
    parts = urlsplit(url)
    if mark := _PAGE_PARAMETER.search(parts.query):
        query = f"{parts.query[: mark.start('n')]}{int(mark['n']) + 1}{parts.query[mark.end('n') :]}"
    elif page_number(url)[1] or _CURSOR.search(parts.query):
        return None
    else:
        query = f"{parts.query}&page=2".lstrip("&")
    return parts._replace(query=query).geturl()


def _next_by_number(page: Page) -> str | None:
    own, number, _ = page_number(page.url)
    own_key = url_key(own)
    further: list[tuple[int, str]] = []
    for node in page.tree.css("a[href]")[:MOST_LINKS]:
        if link := link_on(node.attributes.get("href") or "", page, kind="listing"):
            address, other, is_offset = page_number(link.url)
            if not (other > number if is_offset else other == max(number, 1) + 1):
                continue
            # Each link may bear a number of the visit of its own.
            if address == own or url_key(address) == own_key:
                further.append((other, link.url))
            elif "onclick" in node.attributes and address == own.partition("?")[0]:
                # href="?pageIndex=2" onclick="to_page(2); return false": the script sends the rest along.
                further.append((other, f"{own}&{urlsplit(link.url).query}"))
    return min(further)[1] if further else None


def _next_as_said(page: Page) -> str | None:
    """Return where the one link, or the one button, leads that says it is to the next page.

    Of several with the same words, as "more" stands under each box of a home page, none is it; nor is one that leads
    to an article.
    """
    found: dict[str, set[str]] = defaultdict(set)
    for node in page.tree.css("a[href]")[:MOST_LINKS]:
        if said := _said(node):
            link = link_on(node.attributes.get("href") or "", page, kind="listing")
            found[said].add(link.url if link and link_kind(link.url, page.site) == "listing" else "")
    for node in page.tree.css(_KEEPERS)[:MOST_KEEPERS]:
        address = next(filter(None, map(node.attributes.get, _KEPT)), "")
        said = (_said(node) or _named_next(node)) if "/" in address or address[:1] == "?" else None
        if said and (link := link_on(address, page, kind="listing")):
            found[said].add(link.url)
    alone = [next(iter(urls)) for urls in found.values() if len(urls) == 1]
    return next((url for url in alone if url and url != page.url), None)


def _named_next(node: LexborNode) -> str | None:
    if node.tag == _FRAME and node.attributes.get("loading") == "lazy":
        return _FRAME
    if _SEEN.search(node.attributes.get("hx-trigger") or ""):
        return "hx-get"
    if _SCROLLS.search(f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"):
        return "scroll"
    return next((name for name in _KEPT if "next" in name and node.attributes.get(name)), None)


def _said(node: LexborNode) -> str | None:
    """Return by which of its words *node* says that it leads to the next page, or None."""
    attributes = node.attributes
    label = attributes.get("aria-label") or attributes.get("title") or ""
    text = "" if node.css_first("img") else node.text(deep=True)
    for told in (text, label):
        words = _AROUND.sub("", clean(told[: LONGEST_SAID * 2]).lower())
        if words in _SAID:
            return words
    parent = node.parent.attributes if node.parent is not None and node.parent.tag == "li" else {}
    classes = f"{attributes.get('class') or ''} {attributes.get('id') or ''} {parent.get('class') or ''}"
    mark = _MARKED.search(classes) if len(text) < LONGEST_SAID else None
    return mark[0].strip(" _-").lower() if mark else None


def _next_in_pager(page: Page) -> str | None:
    """Return where the number behind that of this page leads, in a row of links whose whole text is a number.

    The number of this page has no link, or one to itself: 1 [2] 3. What its address means need not be known:
    "list_5_2.html" behind "/a/local/", "?hal=2".
    """
    rows: dict[tuple[str, str, str], dict[int, str]] = defaultdict(dict)
    here = {page.url}  # in other forms too: "index1.html" of "index.html"
    for node in page.tree.css("a[href]")[:MOST_LINKS]:
        text = node.text(deep=True)
        if len(text) > MOST_AROUND_NUMBER or not (text := text.strip()).isdecimal() or len(text) > MOST_DIGITS:
            continue
        link = link_on(node.attributes.get("href") or "", page, kind="listing")
        if link and "#" not in (node.attributes.get("href") or "") and dated_form(link.url) is None:
            rows[_row_of(link.url)][int(text)] = link.url
            if _is_current(node):
                here.add(link.url)
    led_to = {number for row in rows.values() for number, url in row.items() if url not in here}
    for row in sorted(rows.values(), key=len, reverse=True):
        linked = {number: url for number, url in row.items() if url not in here}
        for number in (1, *sorted(linked)):
            # The link to the first page may be of another form.
            for own in (number, number + 1):
                is_here = own not in led_to and own + 1 in linked and (own - 1 in linked or own <= FIRST_PAGES)
                if is_here and (len(linked) > 1 or link_kind(linked[own + 1], page.site) == "listing"):
                    return linked[own + 1]
    return None


def _is_current(node: LexborNode) -> bool:
    around = [node, node.parent] if node.parent is not None and node.parent.tag == "li" else [node]
    return any("aria-current" in one.attributes or _CURRENT.search(one.attributes.get("class") or "") for one in around)


def _row_of(url: str) -> tuple[str, str, str]:
    """Return what addresses of pages of one list have in common."""
    parts = urlsplit(url)
    names = sorted(name for name, _ in parse_qsl(parts.query, keep_blank_values=True))
    return parts.netloc, re.sub(r"\d+", "0", parts.path), "&".join(names)


def page_number(url: str) -> tuple[str, int, bool]:
    """Return *url* without the mark that makes it a further page of a list, the mark's number, and whether it counts
    entries rather than pages. The number of a first page is 0.

    >>> page_number("https://lock.example/news/page/2/"), page_number("https://lock.example/news?start=12")
    (('https://lock.example/news', 2, False), ('https://lock.example/news', 12, True))
    """
    parts = urlsplit(url)
    for pattern, is_offset in ((_PAGE_PARAMETER, False), (_OFFSET_PARAMETER, True)):
        if mark := pattern.search(parts.query):
            rest = (parts.query[: mark.start()] + parts.query[mark.end() :]).strip("&")
            return _address(url, parts.path, rest), int(mark["n"]), is_offset
    if mark := _PATH_MARK.search(parts.path):
        number = int(mark["a"] or mark["b"] or mark["c"])
        return _address(url, parts.path[: mark.start()] + parts.path[mark.end() :], parts.query), number, False
    return _address(url, parts.path, parts.query), 0, False


def _address(url: str, path: str, query: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}{path.rstrip('/')}{f'?{query}' if query else ''}"


def without_pager(links: list[Link], pages: list[str]) -> list[Link]:
    """Return *links* without those to other pages of the list that *pages* are of, which may look like articles."""
    lists = {address for address, number, _ in map(page_number, pages) if number}
    return [link for link in links if not ((found := page_number(link.url))[1] and found[0] in lists)]
