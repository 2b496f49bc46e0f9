"""What a run sees, counted by site while it goes: outcomes, fields, errors, obstacles, listings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from statistics import quantiles
from typing import Any

from crawler.archive.sites.history import Level, ListingRun, SiteRun
from crawler.archive.sites.runs import FIELD_COUNTS
from crawler.items import READ_FIELDS, Article
from crawler.reading.fingerprints import text_hash
from crawler.reading.urls import url_key

MOST_EXAMPLES = 3
MOST_SITES = 1000
MOST_LISTINGS = 200  # of a site
MOST_LINKS = 5000  # of a listing
MOST_VALUES = 5000  # of a level
MOST_NAMES = 60  # of a kind of counts: what a hostile page can name is bounded
MOST_NEW = 50_000  # new articles of a site in a run of which is kept which listings name them
MOST_DISTINCT = 10_000  # values of a field that are told apart: where there are so many, they are not all alike
AT_ONCE = 120  # seconds between the date that a page gives and its fetch: it prints the present
LONGEST_NAME = 60
TROUBLED = ("failed", "put_off")  # the second: its host does not want to be asked now


@dataclass(slots=True)
class _Listing:
    status: int
    links: set[int] | None
    newest: str | None


@dataclass(slots=True)
class SiteTally:
    """One site in one run. Every count may name a few pages."""

    site: str
    counts: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)
    levels: dict[str, list[float]] = field(default_factory=dict)
    fields: dict[str, dict[str, Any]] = field(default_factory=dict)
    new_articles: set[int] = field(default_factory=set)
    listings: dict[str, _Listing] = field(default_factory=dict)
    _seen: dict[str, dict[int, int]] = field(default_factory=dict)

    def count(self, name: str, url: str | None = None, *, by: int = 1) -> None:
        """Count *name*, and remember *url* as one of its examples."""
        if not by:
            return
        kind = name.rpartition("/")[0]
        if kind and name not in self.counts and sum(known.startswith(kind) for known in self.counts) > MOST_NAMES:
            name = f"{kind}/other"
        self.counts[name] += by
        if url is not None:
            add_example(self.examples.setdefault(name, []), url)

    def level(self, name: str, value: float) -> None:
        """Note how large something is on one page."""
        values = self.levels.setdefault(name, [])
        if len(values) < MOST_VALUES:
            values.append(value)

    def visit(self, url: str, kind: str, state: str, *, status: int | None, reason: str | None) -> None:
        """Count what came of a page of the ledger, and why where it is of no use."""
        outcome = "not_modified" if status == 304 else state
        self.count(f"pages/{kind}/{outcome}", url)
        if outcome in TROUBLED:
            self.count(f"errors/{kind_of(reason)}", url)
        elif outcome == "refused":
            self.count(f"refusals/{kind_of(reason)}", url)
        if kind == "listing" and outcome in ("gone", "not_modified", "refused", *TROUBLED):
            self.listed(url, status or 0, None, None)

    def article(self, article: Article) -> None:
        """Count what was read of an article, be it archived or set aside for what it lacks."""
        url = article.url
        if article.outcome is not None:
            self.count(f"articles/{article.outcome}", url)
        if article.outcome == "new" and len(self.new_articles) < MOST_NEW:
            leased = article.fetched.leased if article.fetched else None
            self.new_articles.add(hash(url_key(leased.url if leased else url)))
        for name in READ_FIELDS:
            self._field(name, article)
        self._look(article)

    def _field(self, name: str, article: Article) -> None:
        counts = self.fields.setdefault(name, {**dict.fromkeys(FIELD_COUNTS, 0), "sources": {}, "examples": {}})
        counts["found"] += 1
        provenance = article.provenance.get(name)
        if name in article.broken:
            what = "errors"
        elif provenance is None:
            what = "missing"
        else:
            what = str(provenance.get("source", "?"))[:LONGEST_NAME]
            counts["filled"] += 1
            counts["sources"][what] = counts["sources"].get(what, 0) + 1
            if provenance.get("disagree"):
                counts["disagree"] += 1
                add_example(counts["examples"].setdefault("disagree", []), article.url)
        if what in ("errors", "missing"):
            counts[what] += 1
        add_example(counts["examples"].setdefault(what, []), article.url)

    def _look(self, article: Article) -> None:
        """Note what an article looks like: what is alike on all of them was not read off any."""
        self.count("read", article.url)
        if article.body:
            self.level("words", article.word_count or len(article.body.split()))
            self._alike("body", text_hash(article.body), article.url)
        for name in ("title", "published_at"):
            self._alike(name, getattr(article, name), article.url)
        for name in ("language", "access", "kind"):
            if value := getattr(article, name):
                self.count(f"{name}/{value[:LONGEST_NAME]}", article.url)
        if article.view_count is not None:
            self.level("views", article.view_count)
            self.count("views/zero", article.url, by=int(article.view_count == 0))
            self._alike("view_count", article.view_count, article.url)
        if article.quotes:
            self.level("quotes", len(article.quotes))
        self._date(article)

    def _date(self, article: Article) -> None:
        fetched = article.fetched.at if article.fetched else article.page.fetched_at
        if article.published_at is None or fetched is None:
            return
        published = datetime.fromisoformat(article.published_at)
        age = (fetched - (published if published.tzinfo else published.replace(tzinfo=fetched.tzinfo))).total_seconds()
        self.count("same/present", article.url, by=int(abs(age) < AT_ONCE))
        if article.outcome in ("new", None):
            self.level("age_hours", round(max(age, 60) / 3600, 2))

    def _alike(self, name: str, value: object, url: str) -> None:
        """Count a page whose value another page of the run has as well."""
        if value is None:
            return
        seen, key, page = self._seen.setdefault(name, {}), hash(value), hash(url)
        first = seen.setdefault(key, page) if len(seen) < MOST_DISTINCT else seen.get(key, page)
        self.count(f"same/{name}", url, by=int(first != page))

    def listed(self, url: str, status: int, links: Iterable[str] | None, newest: str | None) -> None:
        """Note which articles a listing lists; None where it was not read."""
        if url not in self.listings and len(self.listings) >= MOST_LISTINGS:
            return
        keys = (
            None if links is None else {hash(url_key(link)) for link, _ in zip(links, range(MOST_LINKS), strict=False)}
        )
        self.listings[url] = _Listing(status, keys, newest)

    def result(self) -> SiteRun:
        """Return what the run saw of the site, ready to be written."""
        listings = {
            url: ListingRun(
                *(url, one.status, None if one.links is None else len(one.links)),
                new_articles=len(self.new_articles & (one.links or set())),
                newest=one.newest,
            )
            for url, one in self.listings.items()
        }
        counts = {name: n for name, n in self.counts.items() if n} | {"new": len(self.new_articles)}
        levels = {name: level_of(values) for name, values in self.levels.items()}
        examples = {name: urls for name, urls in self.examples.items() if counts.get(name)}
        return SiteRun(site=self.site, counts=counts, levels=levels, examples=examples, listings=listings)


def add_example(kept: list[str], url: str) -> None:
    """Keep the first pages and the latest."""
    if url in kept:
        return
    if len(kept) < MOST_EXAMPLES:
        kept.append(url)
    else:
        kept[-1] = url


def level_of(values: list[float]) -> Level:
    """Return the median of *values* and what half of them lie between."""
    if len(values) == 1:
        return Level(1, values[0], values[0], values[0])
    low, median, high = quantiles(values, n=4, method="inclusive")
    return Level(len(values), round(low, 3), round(median, 3), round(high, 3))


def kind_of(reason: str | None) -> str:
    """Return the kind of an error or refusal, without what is particular to one page.

    >>> kind_of("TimeoutError: Getting https://a.example/1 took longer than 30 seconds.")
    'TimeoutError'
    >>> kind_of("status 503"), kind_of("Forbidden by robots.txt"), kind_of(None)
    ('status 503', 'robots.txt', 'unknown')
    """
    if not reason:
        return "unknown"
    if "robots.txt" in reason:
        return "robots.txt"
    text = reason.partition(":")[0].partition(";")[0]
    return re.sub(r"\S*[/.@]\S+", "…", text)[:LONGEST_NAME].strip() or "unknown"


class Tally:
    """What a run sees of each site."""

    def __init__(self) -> None:
        self.sites: dict[str, SiteTally] = {}

    def of(self, site: str) -> SiteTally:
        """Return the tally of *site*; past `MOST_SITES` all further ones share one."""
        if site not in self.sites and len(self.sites) >= MOST_SITES:
            site = "other sites"
        return self.sites.setdefault(site, SiteTally(site))
