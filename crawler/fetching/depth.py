"""How far a crawl follows listings: a site can make lists without end, each naming another."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from crawler.discovery.links import Link
from crawler.reading.urls import host_of, url_key

logger = logging.getLogger(__name__)

MOST_NEXT_PAGES = 100  # of one list, in one run
MOST_BEHIND_OTHERS = 5  # pages of a list, whose articles a feed or a sitemap has named all
MOST_HOSTS_ELSEWHERE = 20  # that a site has its feeds and sitemaps on, beside its own
DEEPEST = 5  # listings that lead from one to the other: home page, index, sitemap, and some to spare


@dataclass(frozen=True, slots=True)
class Depth:
    """Where a listing stands: so many next pages behind the first of its list, so many listings below the start."""

    pages: int = 0
    level: int = 0


class Bounds:
    """What of the links that a run finds it enters into the ledger.

    A list is followed for `MOST_NEXT_PAGES`, a listing of listings for `DEEPEST` levels, and no run enters more than
    *most_listings* listings and *most_links* addresses. Listings on other hosts than the site's, which *is_ours* tells,
    are on `MOST_HOSTS_ELSEWHERE` of them at most: nobody's hosts are asked because a page names them by the hundred.
    What a run leaves out it says once.
    """

    def __init__(
        self, *, most_listings: int, most_links: int, is_ours: Callable[[str], bool] = lambda url: True
    ) -> None:
        self.is_ours = is_ours
        self._elsewhere: set[str] = set()
        self.most_listings = most_listings
        self.most_links = most_links
        self._depths: dict[str, Depth] = {}
        self._links = 0
        self._said: set[str] = set()

    def within_article(self, url: str, named_by: str | None, links: Iterable[Link]) -> list[Link]:
        """Return those of the *links* at *url* to follow, which *named_by* took for an article's and is a list.

        It may lead to articles and to its own next pages. What it takes for an article and is a list again leads
        nowhere: a site can make such lists without end.
        """
        if self._depths.get(named_by or "", Depth()).level >= DEEPEST or len(self._depths) >= self.most_listings:
            return []
        self._depths[url] = Depth(0, DEEPEST)
        return self.within(url, [link for link in links if link.kind == "article" or link.onward])

    def within(self, found_in: str, links: Iterable[Link]) -> list[Link]:
        """Return those of the *links* of the listing at *found_in* that are not too far, and not too many."""
        at = self._depths.get(found_in, Depth())
        kept = []
        for link in links:
            if self._links >= self.most_links:
                self._say(found_in, f"more than {self.most_links} addresses")
                break
            if link.kind == "listing" and not self._follows(found_in, link, at):
                continue
            self._links += 1
            kept.append(link)
        return kept

    def _follows(self, found_in: str, link: Link, at: Depth) -> bool:
        to = Depth(at.pages + 1, at.level) if link.onward else Depth(0, at.level + 1)
        if to.pages > MOST_NEXT_PAGES and not link.is_sure:  # a harvest of the past goes further
            return self._say(found_in, f"a list of more than {MOST_NEXT_PAGES} pages")
        if to.level > DEEPEST:
            return self._say(found_in, f"listings that lead to listings more than {DEEPEST} deep")
        if not self.is_ours(link.url) and (host := host_of(link.url)) not in self._elsewhere:
            if len(self._elsewhere) >= MOST_HOSTS_ELSEWHERE:
                return self._say(found_in, f"listings on more than {MOST_HOSTS_ELSEWHERE} hosts of others")
            self._elsewhere.add(host)
        if link.url not in self._depths:
            if len(self._depths) >= self.most_listings:
                return self._say(found_in, f"more than {self.most_listings} listings")
            self._depths[link.url] = to
        return True

    def _say(self, found_in: str, what: str) -> bool:
        if what not in self._said:
            self._said.add(what)
            logger.warning("%s: %s; what goes beyond is left for other runs", found_in, what)
        return False


class Lists:
    """What the pages of each list named in one run, so that a list is left where it only repeats itself."""

    def __init__(self) -> None:
        self._first: dict[str, str] = {}  # of a further page, the first one of its list
        self._named: dict[str, set[str]] = {}  # articles, by the first page
        self._repeated: set[str] = set()  # first pages
        self._pages: dict[str, int] = {}  # that went on although others had named their articles, by the first page

    def note(self, found_in: str, links: Collection[Link]) -> bool:
        """Note what the page at *found_in* names; return whether the pages before it in its list did not name it all.

        The pages that *links* lead on to belong to the list that the page itself belongs to.
        """
        if found_in not in self._first and not any(link.onward for link in links):
            return True  # a list of one page, as most are; a sitemap names 50,000 articles
        first = self._first.setdefault(found_in, found_in)
        self._first.update((link.url, first) for link in links if link.onward)
        articles = {url_key(link.url) for link in links if link.kind == "article"}
        named = self._named.setdefault(first, set())
        is_more = not articles <= named
        named |= articles
        return is_more

    def goes_on(self, found_in: str, links: Collection[Link], *, is_more: bool) -> bool:
        """Return whether the page at *found_in*, whose articles other listings have named all in this run, leads on.

        In the first crawl of a site a feed of fifty articles names those of each section's first pages; behind them
        stand those that no feed names. *is_more*: see `note`. One page of a list may repeat what those before it name,
        as the first that a button gets does; but not one that nothing named.
        """
        first = self._first[found_in]
        if is_more:
            self._pages[first] = self._pages.get(first, 0) + 1
            return self._pages[first] <= MOST_BEHIND_OTHERS
        is_named = any(link.onward and not link.is_guess for link in links)
        if first in self._repeated or not is_named or not any(link.kind == "article" for link in links):
            return False
        self._repeated.add(first)
        return True
