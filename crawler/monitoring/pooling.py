"""Several runs over a site looked at as one: a run of frequent ones is too small to tell anything alone."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import timedelta

from crawler.archive.sites.history import Level, ListingRun, SiteRun
from crawler.archive.sites.runs import FIELD_COUNTS, RunFieldRow
from crawler.monitoring.checks import FEWEST_PAGES
from crawler.reading.instants import parse_utc

DAY, WEEK = timedelta(days=1), timedelta(days=7)


def is_whole(run: SiteRun) -> bool:
    """Return whether a run went over a site's listings, not over single pages that it was given."""
    return any(name.startswith("pages/listing/") for name in run.counts)


def runs_before(run: SiteRun, past: Sequence[SiteRun]) -> list[SiteRun]:
    """Return the runs that are looked at together with *run*, which alone may be too small to tell.

    Those of the day before; where few articles were fetched in them, more, up to a week's.
    """
    until, fetched, found = parse_utc(run.started_at), _fetched(run), 0
    for one in reversed(past):
        ago = until - parse_utc(one.started_at)
        if ago >= WEEK or (ago >= DAY and fetched >= FEWEST_PAGES):
            break
        fetched += _fetched(one)
        found += 1
    return list(past[len(past) - found :])


def _fetched(run: SiteRun) -> int:
    """Return how many articles a run asked for and got, or did not get; 304 says nothing of a page."""
    articles = sum(count for name, count in run.counts.items() if name.startswith("pages/article/"))
    return articles - run.counts.get("pages/article/not_modified", 0)


def pooled(runs: Sequence[SiteRun]) -> SiteRun:
    """Return several runs as one, the latest's; of sizes the mean of the runs' medians."""
    last = runs[-1]
    whole = SiteRun(site=last.site, run_id=last.run_id, started_at=last.started_at, status=last.status)
    for run in runs:
        for name, count in run.counts.items():
            whole.counts[name] = whole.counts.get(name, 0) + count
        for name, urls in run.examples.items():
            whole.examples[name] = whole.examples.get(name, []) + urls
        for name, field in run.fields.items():
            whole.fields[name] = _added(whole.fields[name], field) if name in whole.fields else field
        for url, one in run.listings.items():
            before = whole.listings.get(url)
            new = one.new_articles + (before.new_articles if before else 0)
            whole.listings[url] = ListingRun(url, one.status, one.links, new, one.newest)
        for name, level in run.levels.items():
            whole.levels[name] = _together(whole.levels[name], level) if name in whole.levels else level
    return whole


def _together(one: Level, other: Level) -> Level:
    n = one.n + other.n
    low, middle, high = (
        math.expm1((one.n * math.log1p(mine) + other.n * math.log1p(theirs)) / n)
        for mine, theirs in ((one.low, other.low), (one.median, other.median), (one.high, other.high))
    )
    return Level(n, low, middle, high)


def _added(one: RunFieldRow, other: RunFieldRow) -> RunFieldRow:
    sources = {name: one.sources.get(name, 0) + other.sources.get(name, 0) for name in {**one.sources, **other.sources}}
    examples = {
        name: one.examples.get(name, []) + other.examples.get(name, []) for name in {**one.examples, **other.examples}
    }
    counts = {name: getattr(one, name) + getattr(other, name) for name in FIELD_COUNTS}
    return RunFieldRow(site=one.site, field=one.field, **counts, sources=sources, examples=examples)
