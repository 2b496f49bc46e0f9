"""The path every spider takes: listings to requests, pages to articles."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.http import Response
from scrapy.utils.gz import gzip_magic_number
from twisted.python.failure import Failure

from crawler.discovery.answers import as_drawn, page_in_json
from crawler.discovery.article_or_not import is_declared, is_laid_out_as_one, says_article, why_a_list, why_not_article
from crawler.discovery.dresses import Dresses
from crawler.discovery.harvest import Harvest, dates_on, lead_to
from crawler.discovery.links import Kind, Link, is_page_of_list, link_kind, looks_like_article
from crawler.discovery.listings import Way, closed, dated, is_to_come, read_listing
from crawler.discovery.pagers import next_pages, without_pager
from crawler.discovery.parts import next_part
from crawler.discovery.periods import dated_form, period_in, read_span
from crawler.discovery.removed import is_on_the_way, why_removed
from crawler.discovery.sections import (
    COMMON_FEEDS,
    COMMON_SITEMAPS,
    HEADLINE,
    HEADLINE_AT_HOME,
    editions,
    feed_addresses,
    feeds_among,
    headline_urls,
    page_links,
    sections_below,
    teaser_dates,
)
from crawler.discovery.shapes import UrlShapes
from crawler.discovery.wordpress import api_address, posts_address
from crawler.fetching.headers import header
from crawler.fetching.trials import UNREADABLE, is_page, media_of
from crawler.items import Article, Fetched
from crawler.monitoring.blocked import blocked_by
from crawler.page import Page
from crawler.reading.instants import now
from crawler.reading.urls import loose_key, site_of, site_or_none, url_key, web_url
from crawler.site import Site
from crawler.trial import may_be_risky
from crawler.unpacking import unpack

if TYPE_CHECKING:
    from crawler.archive.ledger import LedgerPage

HTTP_OK = 200
GUESSED = frozenset((*COMMON_FEEDS, *COMMON_SITEMAPS))


class NewsSpider(Spider):
    """A spider over one `site`. A site's own spider names that and nothing else, unless its pages need code.

    It starts at the site's feeds, sitemaps and sections; where none is named, at its home page and robots.txt,
    which lead to them. Every listing yields links, every page that is an article an `Article`. With *since* or *until*,
    days or instants, it is for what was published between them.
    """

    site: Site
    only_given: ClassVar[bool] = False
    follows_sections: ClassVar[bool] = True
    trusts_type: bool = True  # no home page says that it is an article
    learnt: UrlShapes = UrlShapes()  # the scheduler sets what the archive knows

    def __init__(self, since: str = "", until: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        span = read_span(since, until)
        self.since, self.until = since, until
        self.harvest = Harvest(span) if span else None
        self.dresses = Dresses()

    async def start(self) -> AsyncIterator[Any]:
        for url in self.start_listings():
            yield self.request(Link(url, "listing"))

    def start_listings(self) -> Iterable[str]:
        """Return the listings that a crawl begins with."""
        named = (*self.site.feeds, *self.site.sitemaps, *self.site.sections)
        home = f"https://{self.site.domain}/"
        return named or (home, f"{home}robots.txt")

    def request(self, link: Link) -> Request:
        """Return the request for *link*: what its kind says decides who parses the answer."""
        told = {field.name: getattr(link, field.name) for field in fields(link)}
        return Request(link.url, callback=getattr(self, f"parse_{link.kind}"), meta=told)

    def parse(self, response: Response, **kwargs: Any) -> Iterator[Article | Request]:
        """Read what no request of ours asked for, as `scrapy parse URL` does, by what its address says that it is."""
        read = self.parse_listing if self.kind_of(response.url) == "listing" else self.parse_article
        return read(response, **kwargs)

    def parse_listing(self, response: Response, **kwargs: Any) -> Iterator[Article | Request]:
        """Yield requests for what a listing lists: a feed, a sitemap, robots.txt, a page with links.

        What an address promises the page decides: one that declares itself an article, and is, is handed on as one.
        """
        leased = response.meta.get("leased")
        if leased is not None and leased.kind == "article":  # a feed told so while it was under way
            yield from self.parse_article(response)
            return
        if reason := response.meta.get(UNREADABLE):
            response.meta["reason"] = reason
            return
        if is_page(response) and leased and not self.is_front(response):
            page = self.page(response)
            declared = is_declared(page, trusts_type=self.trusts_type) or is_laid_out_as_one(page)
            if self.covers(response.url) and declared and self.why_not_article(page) is None:
                yield self._next(
                    Article(page=page, url=page.url, site=page.site.domain, fetched=self.fetched(response))
                )
                return
        yield from map(self.request, self.links(response))

    def links(self, response: Response) -> Iterable[Link]:
        """Return the links of a listing: see `read_listing`."""
        return self.read_listing(response)[1]

    def read_listing(self, response: Response) -> tuple[Way, list[Link]]:
        """Return what a listing is, by its answer rather than by what it says it is, and its links.

        Articles are on this site. A listing may be elsewhere where one of these names it as such: robots.txt, an index
        of sitemaps, the home page for its feeds.
        """
        body = response.body
        if gzip_magic_number(response):
            body = unpack(body, "gzip", self.settings.getint("DOWNLOAD_MAXSIZE"))
        way, links = read_listing(body, response.url)
        dates: list[str] = []
        elsewhere = {link.url for link in links if link.kind == "listing"}
        if way == "page" and not self.covers(response.url):
            response.meta["reason"] = f"a page of another site: {response.url}"
            if self.is_start(self.asked(response)):  # who is to know of a site that moved, if this is nothing?
                response.meta["failure"] = f"it leads to another site: {response.url}. Crawl that one"
        elif way == "page":
            page = self._listing_page(response, body)
            self.trusts_type = self.trusts_type and not (self.is_front(response) and says_article(page))
            links = list(self.page_listing(page, is_start=self.is_front(response)))
            if not links and urlsplit(page.url).path in GUESSED:  # some sites have a page at each address
                response.meta["reason"] = "a page where a feed or a sitemap was hoped for"
            elsewhere = {link.url for link in feed_addresses(page)}
            dates = dates_on(page) if self.harvest else []
        elif way == "robots.txt":
            links = links or self.instead_of(response.url)
        elif way == "sitemap":
            links = [link for link in links if link.kind == "listing" or self.may_be_article(link)]
        if self.harvest:
            links = self.harvest.further(response.url, way, links, dates)
        # Feeds whose latest entry is the front page itself make it no article.
        starts = set(map(url_key, self.start_listings()))
        return way, [
            link
            for link in links
            if (self.is_ours(link.url) or (link.kind == "listing" and link.url in elsewhere))
            and not (link.kind == "article" and url_key(link.url) in starts)
        ]

    def _listing_page(self, response: Response, body: bytes) -> Page:
        """Return the page that *response* is, or that its JSON holds; an empty one where it is dear to read."""
        if is_page(response) and body[:1] not in (b"{", b"["):
            return self.page(response)
        text = page_in_json(body, response.url) if body.lstrip()[:1] in (b"{", b"[") else None
        html = text.encode("utf-8", "replace") if text else body
        html = b"" if may_be_risky(html) else html
        return Page.from_html(html, response.url, content_type="text/html; charset=utf-8", site=self.site)

    def is_ours(self, url: str) -> bool:
        """Return whether *url*, which may be no address, is on this site."""
        return site_or_none(url) == self.site.domain

    def instead_of(self, url: str) -> list[Link]:
        """Return what to try where a listing names nothing or is not there: in place of robots.txt common sitemaps."""
        if urlsplit(url).path != "/robots.txt":
            return []
        return [Link(web_url(path, url), "listing", is_guess=True) for path in COMMON_SITEMAPS]

    def may_be_article(self, link: Link) -> bool:
        """Return whether what a sitemap names, which lists all of a site's pages, may be an article."""
        if link.is_told or self.learnt.verdict(link.url) == "article":
            return True
        return not is_page_of_list(link.url) and (
            looks_like_article(link.url) or link_kind(link.url, self.site) is not None
        )

    def kind_of(self, url: str) -> Kind | None:
        """Return what is at *url*: as the site's rule says, as pages at such addresses were, as its address looks."""
        if self.site.article_pattern is None and self.learnt.verdict(url) == "article":
            return "article"
        return link_kind(url, self.site)

    def is_start(self, url: str) -> bool:
        """Return whether *url* is one that the crawl begins with, perhaps under www. after a redirect."""
        return loose_key(url) in set(map(loose_key, self.start_listings()))

    def is_front(self, response: Response) -> bool:
        """Return whether *response* is of a page that the crawl begins with, or where that leads: "/" to "/en/"."""
        return self.is_start(response.url) or self.is_start(self.asked(response))

    def page_listing(self, page: Page, *, is_start: bool) -> Iterator[Link]:
        """Yield the links of a page: from a home page feeds and sections too, from a section its articles and what is
        below it.
        """
        links = list(page_links(page, self.kind_of))
        if not any(link.kind == "article" for link in links):
            page = as_drawn(page)
            links = list(page_links(page, self.kind_of))
        below = sections_below(links, page.url)
        if is_start:
            yield from self._from_home(page)
        elif urlsplit(page.url).path in GUESSED:
            return  # a page stands where a feed was hoped for
        else:
            yield from feeds_among(links)
        dates = teaser_dates(page)
        headlines = headline_urls(page, HEADLINE_AT_HOME if is_start else HEADLINE)
        following = list(next_pages(page))
        yield from following
        for link in without_pager(links, [page.url, *(link.url for link in following)]):
            if is_to_come(link):
                continue
            if self._leads_back(link):
                yield lead_to(link.url)
            elif link.url in headlines and link.kind == "listing" and not is_page_of_list(link.url):
                yield dated(replace(link, kind="article"), dates.get(link.url), listing=page.url)
            elif link.kind == "article" or (self.follows_sections and (is_start or link.url in below)):
                yield dated(closed(link), dates.get(link.url), listing=page.url)

    def _from_home(self, page: Page) -> Iterator[Link]:
        feeds = feed_addresses(page)
        yield from feeds or (Link(web_url(path, page.url), "listing", is_guess=True) for path in COMMON_FEEDS)
        yield from editions(page)
        api = api_address(page)
        if api and self.harvest is None:
            yield Link(posts_address(api), "listing")
        elif api and self.harvest is not None:
            yield lead_to(posts_address(api, self.harvest.span))
        if self.harvest is not None:
            yield from self.harvest.guesses(page.url)

    def _leads_back(self, link: Link) -> bool:
        """Return whether *link* is of a year's, month's or day's list that holds articles of the span asked for."""
        is_dated = dated_form(link.url) is not None or (link.kind == "listing" and period_in(link.url) is not None)
        return is_dated and self.harvest is not None and self.harvest.wants_listing(link.url, None)

    def wants(self, page: LedgerPage) -> bool:
        """Return whether a page of the ledger is worth fetching in this crawl, which may be for a span of the past."""
        if self.harvest is None:
            return True
        if page.kind == "listing":
            return self.harvest.wants_listing(page.url, page.listed_at)
        return self.harvest.wants_article(page.published_at, page.listed_at, page.found_in)

    def parse_article(self, response: Response, **kwargs: Any) -> Iterator[Article | Request]:
        """Yield the article on a page, or nothing where it is none: the ledger keeps the reason."""
        if not is_page(response):
            response.meta["reason"] = f"not a page: {media_of(response)}"
            return
        if not self.covers(response.url):
            response.meta["reason"] = f"redirected to another site: {response.url}"
            if not is_on_the_way(self.asked(response), response.url):
                response.meta["removed"] = "redirect to another site"
            return
        if reason := response.meta.get(UNREADABLE):
            response.meta["reason"] = reason
            return
        page = self.page(response)
        if reason := self.why_login(page):
            response.meta["failure"] = reason
            return
        # A page that stands in the way, as a captcha does, shows nothing of the article.
        if (removed := why_removed(self.asked(response), page)) and not blocked_by(response.body):
            response.meta["reason"] = response.meta["removed"] = removed
            return
        if reason := self.why_not_article(page) or self._why_a_list(page, response):
            response.meta["reason"] = reason
            if reason.startswith("a list") and not self.only_given:
                yield from map(self.request, self.links(response))
            return
        if (canonical := page.canonical_url) and self.is_ours(canonical):
            self.dresses.note(page.url, canonical)
        yield self._next(Article(page=page, url=page.url, site=page.site.domain, fetched=self.fetched(response)))

    def asked(self, response: Response) -> str:
        """Return the address that was asked for and led to *response*."""
        return response.meta["leased"].url if "leased" in response.meta else response.url

    def _why_a_list(self, page: Page, response: Response) -> str | None:
        """Return why a page that nothing but its site's own list of pages named is a list, or None."""
        leased = response.meta.get("leased")
        is_told = self.only_given or leased is None or leased.is_told
        return None if is_told or self.kind_of(page.url) != "listing" else why_a_list(page)

    def parse_part(self, response: Response, article: Article) -> Iterator[Article | Request]:
        """Yield an article with one more of its pages, or the request for what it lacks yet."""
        if response.status == HTTP_OK and self.covers(response.url) and UNREADABLE not in response.meta:
            article.page.further.append(self.page(response))
            article.parts.append(self.fetched(response))
            yield self._next(article)
        else:
            yield from self._without(article, self.parse_part)

    def parse_counter(self, response: Response, article: Article) -> Iterator[Article]:
        """Yield an article with what the site's counter says of it."""
        if response.status == HTTP_OK:
            article.page.counter_answer = response.body
            article.counter = self.fetched(response)
        yield article

    def _next(self, article: Article) -> Article | Request:
        """Return the request for what *article* lacks: a further page, then its counter; itself where it is whole."""
        pages = [article.page, *article.page.further]
        if url := next_part(pages[-1], len(pages) + 1):
            return self._request_more(article, url, self.parse_part)
        return self._ask_counter(article)

    def _ask_counter(self, article: Article) -> Article | Request:
        url = article.page.counter_url
        return self._request_more(article, url, self.parse_counter) if url else article

    def _request_more(self, article: Article, url: str, callback: Callable[..., Iterator[Any]]) -> Request:
        # It goes on under the lease of the first page: all is archived together, or the page is still due.
        leased = article.fetched.leased if article.fetched else None
        return Request(
            url,
            callback=callback,
            errback=lambda failure: self._without(article, callback, failure),
            cb_kwargs={"article": article},
            meta={"part_of": leased, "handle_httpstatus_list": list(range(400, 600))},
            dont_filter=True,
        )

    def _without(
        self, article: Article, callback: Callable[..., Iterator[Any]], failure: Failure | None = None
    ) -> Iterator[Article | Request]:
        """Yield an article that goes on without what could not be fetched."""
        self.logger.warning("%s: goes on without a part: %s", article.url, failure.value if failure else "no such page")
        yield self._ask_counter(article) if callback == self.parse_part else article

    def covers(self, url: str) -> bool:
        """Return whether *url* is on this spider's site: a redirect may lead elsewhere."""
        return site_of(url) == self.site.domain

    def why_not_article(self, page: Page) -> str | None:
        """Return why *page* is no article, or None."""
        return why_not_article(page, trusts_type=self.trusts_type)

    def why_login(self, page: Page) -> str | None:
        """Return by which mark *page* is the site's login page, or None. What it hides is asked for again later."""
        marks = (*self.site.login_marks, *self.settings.getlist("NEWSARC_LOGIN_MARKS"))
        found = next((mark for mark in marks if page.tree.css_first(mark) is not None), None)
        return f"a login page: it has {found!r}" if found else None

    def page(self, response: Response) -> Page:
        """Return the response as a page of this spider's site."""
        content_type = header(response, "Content-Type")
        site = self.site if site_of(response.url) == self.site.domain else None
        return Page.from_html(response.body, response.url, content_type=content_type, fetched_at=now(), site=site)

    def fetched(self, response: Response) -> Fetched:
        """Return the response as it came, for the archive to keep."""
        headers = {
            name.decode("latin-1"): b", ".join(values).decode("latin-1") for name, values in response.headers.items()
        }
        meta = response.request.meta if response.request is not None else {}
        return Fetched(
            *(response.url, response.status, headers, response.body, now()),
            leased=meta.get("leased"),
            reserved=meta.get("reserved", {}),
        )
