"""A link to an article or to a listing, and what its address alone tells."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote, urlsplit

from crawler.data_files import read_table
from crawler.site import Site

Kind = Literal["article", "listing"]


@dataclass(frozen=True, slots=True)
class Link:
    """An address found in a listing. `listed_at` is the latest date the listing gives it, UTC text, or None.

    `published_at`: when it was published, where the listing says that. `onward`: the listing's own next page, worth
    reading while there is something new on this one; `is_sure`: or although there is nothing new. `is_told`: the
    listing lists nothing but articles, so that the kind is no guess from the address. `is_guess`: nothing named it; it
    is where such a listing often is.
    """

    url: str
    kind: Kind
    listed_at: str | None = None
    onward: bool = False
    is_told: bool = False
    published_at: str | None = None
    is_guess: bool = False
    is_sure: bool = False


# What a site serves beside pages.
_FILE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|ico|avif|bmp|mp3|mp4|m4a|m3u8|webm|avi|mov|ogg|wav|pdf|docx?|xlsx?|pptx?|zip|rar|gz|7z|"
    r"exe|apk|dmg|css|js|json|woff2?|ttf|eot|epub|txt|ics|csv)$",
    re.IGNORECASE,
)
_LISTING_FILE = re.compile(
    r"\.(?:xml|rss|atom|rdf)(?:\.gz)?$|/(?:feeds?|rss(?:[-_]?feeds?)?)(?:/?$|\.(?:php|aspx?|html?)$)", re.IGNORECASE
)
# Segments of paths that lead to no story, in the forms that content systems use.
_NO_STORY_WORDS = read_table("crawler.discovery", "no_story.toml")
_NO_STORY = re.compile(
    rf"/(?:{'|'.join(_NO_STORY_WORDS['segments'])}"
    rf"|(?:{'|'.join(_NO_STORY_WORDS['beginnings'])})[^\W\d]*(?:-[^\W\d]+){{0,2}})(?:/|$|\.)",
    re.IGNORECASE,
)
_DATED = re.compile(r"/(?:19|20)\d{2}[/-]?(?:0?[1-9]|1[0-2])(?:[/-]|\d{2})")
# The list of a day: /archive/2024-09-03, /2024/09/03/, /archiv/03.09.2024.html.
_DAY = re.compile(
    r"/(?:(?:19|20)\d\d([-/._])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12]\d|3[01])"
    r"|(?:0?[1-9]|[12]\d|3[01])([-/._])(?:0?[1-9]|1[0-2])\2(?:19|20)\d\d)(?:\.html?)?$"
)
_NUMBERED = re.compile(
    r"\d{4,}|^(?=.*\d)[0-9a-f]{20,}$|[-_/.]\d{3,}(?:\.\w+)?$|^[a-z]*\d+$|/(?:id|news|article|story|post)[-_/]?\d+",
    re.IGNORECASE,
)
_PAGE = re.compile(r"(?:^|[?&/])(?:page|paged|seite|pagina|p)[=/]\d+", re.IGNORECASE)
# ?NewsID=7, ?idxno=12345; SPIP has ?article12. Sections have short numbers: ?id=4.
_STORY_PARAMETER = re.compile(
    r"(?:^|&)(?:(?:(?:news|art(?:icle)?|story|post|content|item|haber|noticia|nota|berita)_?id|id_?(?:news|article|story|post|noticia|"
    r"nota|berita|haber|xno)|news|story|article)=\d+|(?:(?:n|a)?_?id|p|n|no)=\d{3,}|(?:article|breve)\d+(?:&|$))",
    re.IGNORECASE,
)
# /category/12, /kategori/12: a number behind such a word is a section's, as is a short one: /news/3.
_SECTION = re.compile(
    r"/(?:[ck]ategor\w*|cat|sections?|seccion\w*|secao|sezion\w*|rubri\w*|ressort\w*|services?|lists?|channels?|columns?)/\d+$",
    re.IGNORECASE,
)
_INDEX_FILE = re.compile(r"/(?:index|default)_?\d{0,3}\.(?:s?html?|aspx|jsp)$", re.IGNORECASE)
_NUMBER_BEFORE = re.compile(r"/(?!(?:19|20)\d\d/)\d{3,}/[^/]+$")  # /article/3270/gates
SHORTEST_ID = 3  # digits
LONG_SLUG = 4  # words
UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")  # two or three of these are a word
LETTERS_OF_WORD = 2  # where words stand unspaced
LONG_UNSPACED = 10


def link_kind(url: str, site: Site) -> Kind | None:
    """Return what the page at *url* is likely to be by its address, or None where it is of no use.

    A guess that only decides what is fetched: what an article is, the page itself tells.
    """
    parts = urlsplit(url)
    path = unquote(parts.path)
    tail = path + (f"?{parts.query}" if parts.query else "")
    if _FILE.search(path):
        return None
    if site.article_pattern is not None and site.article_pattern.search(tail):
        return "article"
    if _LISTING_FILE.search(path):
        return "listing"
    if path == "/" or is_page_of_list(url):
        return "listing"
    if _NO_STORY.match(path) or _NO_STORY.search(path[path.find("/", 1) :] if path.count("/") > 1 else ""):
        return None
    if site.article_pattern is not None:
        return "listing"
    return "article" if looks_like_article(url) else "listing"


def is_feed_address(url: str) -> bool:
    """Return whether *url* is by its shape that of a feed, a sitemap, or a page that names a site's feeds."""
    return bool(_LISTING_FILE.search(unquote(urlsplit(url).path)))


def is_page_of_list(url: str) -> bool:
    """Return whether *url* is by its shape that of a further page of a list.

    >>> is_page_of_list("https://harbour.example/news/page/2/"), is_page_of_list("https://harbour.example/news/2/")
    (True, False)
    """
    parts = urlsplit(url)
    return bool(_PAGE.search(parts.path + (f"?{parts.query}" if parts.query else "")))


def looks_like_article(url: str) -> bool:
    """Return whether *url* has an article's shape: a date, a number, or many words in its last segment.

    What ends with a date is the list of a day: what follows the date is an article.

    >>> looks_like_article("https://harbour.example/news/ferries-back-at-sea-after-strike")
    True
    >>> looks_like_article("https://harbour.example/本地/547/市议会通过老剧院修缮方案")
    True
    >>> looks_like_article("https://harbour.example/news/"), looks_like_article("https://harbour.example/2024/09/03/")
    (False, False)
    """
    parts = urlsplit(url)
    path = unquote(parts.path).rstrip("/")
    if index := _INDEX_FILE.search(path):
        path = path[: index.start()]
        folders, _, last = path.rpartition("/")
        # /gates-to-be-replaced/index.html, /2024/09/03/4821/index.html, but /GB/1001/index.html is a section
        if last.isdigit() and not _DATED.search(f"{folders}/"):
            return False
    if _FILE.search(path) or _DAY.search(path):
        return False
    slug = re.sub(r"\.\w{2,5}$", "", path.rsplit("/", 1)[-1])
    if len([word for word in re.split(r"[-_+ ]", slug) if word]) >= LONG_SLUG or len(slug) > 40:
        return True
    if not slug.isascii() and len(UNSPACED.findall(slug)) >= LONG_UNSPACED:
        return True
    if _DATED.search(path + "/") and not _DATED.sub("", path + "/").strip("/").isdigit():
        return bool(slug) and not (slug.isdigit() and len(slug) < 3)  # a day, a page: /2024/09/03, /2024/09/03/2
    if _NUMBER_BEFORE.search(path) and not _SECTION.search(path.rsplit("/", 1)[0]):
        return True
    if slug.isdigit() and (len(slug) < SHORTEST_ID or _SECTION.search(path)):
        return bool(_STORY_PARAMETER.search(parts.query))
    return bool(_NUMBERED.search(slug) or _STORY_PARAMETER.search(parts.query))
