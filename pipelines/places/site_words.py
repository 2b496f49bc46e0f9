"""What a page says of its site, and of each story alike."""

from __future__ import annotations

from itertools import islice

from selectolax.lexbor import LexborNode

from crawler.page import Page, once
from crawler.reading.text import clean
from crawler.site_names import LONGEST_NAME
from pipelines.places.standfirst import starts_of_words
from pipelines.title import title_tag

MOST, FARTHEST = 3, 60  # links to the front page, among the first of all
MOST_IN_NAME = 3  # words that say something, of a site's name


def names_of_site(page: Page, title: str | None) -> str:
    """Return all that names the site in one line: what it goes by, and what its title tag says beside the *title*."""
    beside = (title_tag(page) or "").replace(title, " ") if title else ""
    return " ".join([*page.site_names.own, *named_home(page), beside])


@once
def named_home(page: Page) -> list[str]:
    """What links to the front page are called: <a href="/">The Harbour Gazette</a>, "Home", <a href="/az"><img alt>."""
    elements = page.elements
    path = page.url.partition("//")[2].partition("/")[2]
    language = path.partition("/")[0]
    fronts = ("/", page.url[: -len(path)] if path else page.url, *([f"/{language}"] if len(language) == 2 else []))
    home = islice((p for p in elements.tagged("a")[:FARTHEST] if elements.attributes[p].get("href") in fronts), MOST)
    return [name for place in home if 0 < len(name := _shown(elements.nodes[place])) <= LONGEST_NAME]


def _shown(link: LexborNode) -> str:
    """What *link* says, or the picture in it: <a href="/"><img alt="The Harbour Gazette"></a>."""
    image = None if (text := clean(link.text())) else link.css_first("img[alt]")
    return text if image is None else clean(image.attributes.get("alt") or "")


def head_tells_of_site(page: Page, title: str | None) -> bool:
    """Whether what the page declares in its head is the same for all pages: no title there says a word of *title*.

    But for the site's name: <title>Ravens Club</title>, <h1>Ravens win the final</h1>.
    """
    declared = (title_tag(page), page.meta.get("og:title"), page.meta.get("twitter:title"))
    said, own = starts_of_words(" ".join(text for text in declared if text)), starts_of_words(title or "")
    shared = own & said
    if not said or len(shared) > MOST_IN_NAME:  # as nearly always: to look for links costs more
        return False
    names = starts_of_words(" ".join([*page.site_names.own, *named_home(page)]))
    return shared <= names and not own <= names
