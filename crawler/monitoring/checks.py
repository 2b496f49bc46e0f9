"""What a run saw of a site, held against what earlier runs saw of it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

from crawler.archive.sites.history import ListingRun, SiteRun
from crawler.archive.sites.runs import RunFieldRow
from crawler.monitoring.statistics import (
    fit_middle,
    fit_share,
    middle_tail,
    share_tail,
)
from crawler.monitoring.tally import TROUBLED

FEWEST_RUNS = 4  # of the past, before anything is said
FEWEST_PAGES = 20
LEADING = 0.2  # of a field's values: a source whose loss is told
RARE = 0.02
GONE = (404, 410)
# Beside being unlikely, a change must matter to someone.
LEAST_CHANGE = 0.2  # of a share
MOST = 0.5  # sites are out of breath now and then
LEAST_RATIO = math.log(1.5)
LEAST_AGEING = math.log(8)
FEW = 8  # times fewer links
OK = (200, 304)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that was compared. `p`: how likely what was seen is, if the site is as it was; 1 for a small change.

    `kind` and `subject` say what it is: "missing" of "view_count". `good` and `bad`: pages that show how it was and is.
    """

    family: str
    kind: str
    subject: str
    p: float
    matters: bool
    was: str
    now: str
    good: str | None
    bad: str | None


Baseline = Callable[[str, str], Sequence[SiteRun]]
Pick = Callable[[SiteRun], tuple[int, int]]  # how many, of how many
Example = Callable[[SiteRun], str | None]


class Comparison:
    """A run, and for each kind and subject the earlier runs that it is held against, the oldest first.

    *parts*: the runs that *run* is the sum of, where it is one of several. *pause*: hours since the run before.
    """

    def __init__(self, run: SiteRun, baseline: Baseline, parts: Sequence[SiteRun] = (), *, pause: float = 0.0) -> None:
        self.run = run
        self.baseline = baseline
        self.parts = parts or [run]
        self.pause = pause

    def checks(self) -> Iterator[Check]:
        """Yield everything that can be compared."""
        yield from self.field_checks()
        yield from self.page_checks()
        yield from self.listing_checks()
        yield from self.level_checks()

    def share(
        self,
        family: str,
        kind: str,
        subject: str,
        pick: Pick,
        *,
        is_low: bool,
        good: Example,
        bad: str | None,
        least: float = LEAST_CHANGE,
        leading: bool = False,
    ) -> Iterator[Check]:
        """Yield the check of a share of pages, where the past and the run hold enough of them.

        It matters if it changed by *least*; a *leading* one, if half of it is lost, and it must have been `LEADING`.
        """
        k, n = map(sum, zip(*map(pick, self.parts), strict=True))
        past = [(run, picked) for run in self.baseline(kind, subject) if (picked := pick(run))[1] > 0] if n else []
        samples = [picked for _, picked in past]
        pages = sum(of for _, of in samples)
        if len(past) < FEWEST_RUNS or pages < FEWEST_PAGES:
            return
        mean = sum(count for count, _ in samples) / pages
        if leading and mean < LEADING:
            return
        change = mean - k / n if is_low else k / n - mean
        needed = mean / 2 if leading else min(least, mean / 2) if is_low else least
        yield Check(
            family=family,
            kind=kind,
            subject=subject,
            p=share_tail(k, n, fit_share(samples), is_low=is_low) if change > needed / 2 else 1.0,
            matters=change >= needed,
            was=f"{mean:.0%}",
            now=f"{k} of {n}",
            good=next((url for run, _ in reversed(past) if (url := good(run))), None),
            bad=bad,
        )

    # Fields

    def field_checks(self) -> Iterator[Check]:
        """Yield how often each field is filled, broken and disputed, and whether its sources still give it."""
        for name, field in self.run.fields.items():
            filled = _filled_example(name)
            missing = _first(field.examples.get("missing") or field.examples.get("errors"))
            pick = _of_field(name, "filled", "found")
            yield from self.share("fields", "missing", name, pick, is_low=True, good=filled, bad=missing)
            for kind, count, of in (("broken", "errors", "found"), ("disagree", "disagree", "filled")):
                bad = _first(field.examples.get(count))
                pick = _of_field(name, count, of)
                yield from self.share("fields", kind, name, pick, is_low=False, good=filled, bad=bad)
            yield from self._source_checks(name, field)

    def _source_checks(self, name: str, field: RunFieldRow) -> Iterator[Check]:
        past = [run.fields[name] for run in self.baseline("source", name) if name in run.fields]
        most = sorted(field.sources, key=lambda source: -field.sources[source])
        for source in sorted({source for row in past for source in row.sources}):
            taken_over = [url for other in most if other != source for url in field.examples.get(other, ())]
            yield from self.share(
                *("fields", "source", f"{name} from {source}", _of_source(name, source)),
                is_low=True,
                good=_source_example(name, source),
                bad=_first(taken_over),
                leading=True,
            )

    # Pages

    def page_checks(self) -> Iterator[Check]:
        """Yield what came of pages, what stands in their way, and what is alike on many of them."""
        for kind, states, kinds in (
            ("failing", TROUBLED, ("article", "listing")),
            ("refused", ("refused",), ("article", "listing")),
            ("not_articles", ("not_article",), ("article",)),  # of those that were read: 304 says nothing
            ("gone", ("gone",), ("article",)),
        ):
            yield from self._outcome(kind, states, kinds)
        for kind in ("captcha", "consent", "login"):
            yield from self._counted(kind, f"obstacles/{kind}", "answers")
        for kind, name, of in (
            ("same_body", "same/body", "read"),
            ("same_title", "same/title", "read"),
            ("same_date", "same/published_at", "read"),
            ("present_date", "same/present", "read"),
            ("zero_count", "views/zero", "read"),
            ("same_count", "same/view_count", "read"),
            ("paywalled", "access/paywalled", "read"),
        ):
            yield from self._counted(kind, name, of)
        yield from self._language_checks()

    def _outcome(self, kind: str, states: tuple[str, ...], kinds: tuple[str, ...]) -> Iterator[Check]:
        """Yield the check of how many pages end in one of *states*; the most frequent reason is told."""
        reasons = {"failing": "errors/", "refused": "refusals/"}.get(kind, f"pages/article/{states[0]}")
        told = [name for name in self.run.counts if name.startswith(reasons)]
        most = max(told, key=lambda name: self.run.counts[name], default="")
        for check in self.share(
            *("pages", kind, "pages", _of_pages(states, kinds)),
            is_low=False,
            good=_good_page,
            bad=_first(self.run.examples.get(most)),
            least=MOST if kind == "failing" else LEAST_CHANGE,
        ):
            is_reason = reasons.endswith("/") and most
            yield replace(check, now=f"{check.now}: {most.partition('/')[2]}") if is_reason else check

    def _counted(self, kind: str, name: str, of: str, *, subject: str = "pages") -> Iterator[Check]:
        def pick(run: SiteRun) -> tuple[int, int]:
            pages = run.counts.get(of, 0)
            return min(run.counts.get(name, 0), pages), pages

        bad = _first(self.run.examples.get(name))
        yield from self.share("pages", kind, subject, pick, is_low=False, good=_good_page, bad=bad)

    def _language_checks(self) -> Iterator[Check]:
        """Yield whether articles are in a language that the site is hardly ever written in."""
        for name in [name for name in self.run.counts if name.startswith("language/")]:
            for check in self._counted("language", name, "read", subject=name.partition("/")[2]):
                if float(check.was.rstrip("%")) <= 100 * RARE:
                    yield check

    # Listings

    def listing_checks(self) -> Iterator[Check]:
        """Yield whether each listing is there, lists anything, and lists what is new."""
        for url, listing in self.run.listings.items():
            past = [run for run in self.baseline("listing_gone", url) if url in run.listings]
            if len(past) < FEWEST_RUNS:
                continue
            good = _good_listing(past, url)
            if listing.status in GONE:
                before = [run.listings[url].status for run in past[-FEWEST_RUNS:]]
                was_there = any(status in OK for status in before) and not any(status in GONE for status in before)
                yield _listing_check("listing_gone", url, 0.0, was_there, "read", listing, good)
                continue
            if listing.status in OK:
                yield _listing_check("listing_gone", url, 1.0, False, "read", listing, good)
            yield from self._coverage(url)
            yield from self._emptied(url, listing)

    def _coverage(self, url: str) -> Iterator[Check]:
        """Yield whether a listing lists the articles that are new in the run: a frozen one does not."""

        def pick(run: SiteRun) -> tuple[int, int]:
            listing = run.listings.get(url)
            if listing is None or listing.status not in OK:
                return 0, 0
            new = run.counts.get("new", 0)  # after a break more than the listing has room for
            return listing.new_articles, min(new, listing.links) if listing.links else new

        yield from self.share(
            *("listings", "listing_frozen", url, pick),
            is_low=True,
            good=lambda run: _last(run.examples.get("articles/new")) if pick(run)[0] else None,
            bad=_first(self.run.examples.get("articles/new")),
            leading=True,
        )

    def _emptied(self, url: str, listing: ListingRun) -> Iterator[Check]:
        past = [run for run in self.baseline("listing_empty", url) if url in run.listings]
        links = [run.listings[url].links for run in past]
        counts = [count for count in links if count is not None]
        if listing.links is None or len(counts) < FEWEST_RUNS or not (usual := median(counts)):
            return
        p = middle_tail(listing.links, 1, fit_middle([(count, 1.0, 1) for count in counts]))
        matters = listing.links * FEW <= min(counts)
        yield _listing_check("listing_empty", url, p, matters, f"{usual:g} links", listing, _good_listing(past, url))

    # Sizes

    def level_checks(self) -> Iterator[Check]:
        """Yield whether bodies are as long, new articles as fresh and quotes as many as they were."""
        for kind, name, least in (
            ("words", "words", LEAST_RATIO),
            ("quotes", "quotes", LEAST_RATIO),
            ("age", "age_hours", LEAST_AGEING),
        ):
            past = [run for run in self.baseline(kind, name) if name in run.levels]
            level = self.run.levels.get(name)
            if level is None or len(past) < FEWEST_RUNS or sum(run.levels[name].n for run in past) < FEWEST_PAGES:
                continue
            levels = [run.levels[name] for run in past]
            middle = fit_middle([(one.median, one.high / one.low if one.low > 0 else 1.0, one.n) for one in levels])
            change = math.log1p(level.median) - middle.center
            yield Check(
                family="sizes",
                kind=kind,
                subject=name,
                p=middle_tail(level.median, level.n, middle),
                # After a break what is new is as old as the break was long.
                matters=change >= least and level.median > self.pause if kind == "age" else abs(change) >= least,
                was=f"{math.expm1(middle.center):.3g}",
                now=f"{level.median:.3g}",
                good=_good_page(past[-1]),
                bad=_first(self.run.examples.get("read")),
            )


def shut_out(run: SiteRun, past: Sequence[SiteRun]) -> Iterator[Check]:
    """Yield whether a site that let its listings be read answers for none of them, in *run* and in the one before.

    Its articles tell nothing then: none is found. Of one run alone it is a site out of breath, and where nothing
    answers it may be the network here.
    """
    front = _front(run)
    if not front or all(one.status in GONE for one in front):  # each of these is told as gone
        return
    refused = _is_refused(run)
    reading = [one for one in past if any(listing.status in OK for listing in _front(one))]
    yield Check(
        family="pages",
        kind="shut_out",
        subject="listings",
        p=0.0 if refused else 1.0,
        matters=refused and len(reading) >= FEWEST_RUNS and _is_refused(past[-1]),
        was="read",
        now=f"status {front[0].status}" if front[0].status else _unasked(run),
        good=next((one.url for one in _front(reading[-1]) if one.status in OK), None) if reading else None,
        bad=front[0].url,
    )


def _unasked(run: SiteRun) -> str:
    return "robots.txt cannot be read" if run.counts.get("errors/robots.txt") else "no answer"


def _front(run: SiteRun) -> list[ListingRun]:
    """The listings of a run that had an answer; robots.txt is open to those who are shut out too."""
    listings = run.listings.values()
    return [one for one in listings if one.status is not None and not one.url.endswith("/robots.txt")]


def _is_refused(run: SiteRun) -> bool:
    return not any(one.status in OK for one in _front(run)) and bool(_front(run))


def _listing_check(
    kind: str, url: str, p: float, matters: bool, was: str, listing: ListingRun, good: str | None
) -> Check:
    now = f"{listing.links} links" if kind == "listing_empty" else f"status {listing.status}"
    return Check(family="listings", kind=kind, subject=url, p=p, matters=matters, was=was, now=now, good=good, bad=url)


def _of_field(name: str, count: str, of: str) -> Pick:
    def pick(run: SiteRun) -> tuple[int, int]:
        field = run.fields.get(name)
        return (getattr(field, count), getattr(field, of)) if field else (0, 0)

    return pick


def _of_source(name: str, source: str) -> Pick:
    def pick(run: SiteRun) -> tuple[int, int]:
        field = run.fields.get(name)
        return (field.sources.get(source, 0), field.filled) if field else (0, 0)

    return pick


def _of_pages(states: tuple[str, ...], kinds: tuple[str, ...]) -> Pick:
    prefixes = tuple(f"pages/{kind}/" for kind in kinds)
    counted = [prefix + state for prefix in prefixes for state in states]

    def pick(run: SiteRun) -> tuple[int, int]:
        unread = run.counts.get("pages/article/not_modified", 0) if states == ("not_article",) else 0
        pages = sum(count for name, count in run.counts.items() if name.startswith(prefixes)) - unread
        return sum(run.counts.get(name, 0) for name in counted), pages

    return pick


def _filled_example(name: str) -> Example:
    """Return what names a page on which the field was filled, from the source that mostly did."""

    def find(run: SiteRun) -> str | None:
        field = run.fields.get(name)
        if field is None or not field.sources:
            return None
        return _last(field.examples.get(max(field.sources, key=lambda source: field.sources[source])))

    return find


def _source_example(name: str, source: str) -> Example:
    return lambda run: _last(run.fields[name].examples.get(source)) if name in run.fields else None


def _good_page(run: SiteRun) -> str | None:
    return _last(run.examples.get("pages/article/archived") or run.examples.get("read"))


def _good_listing(past: Sequence[SiteRun], url: str) -> str | None:
    """An article that the listing still led to."""
    for run in reversed(past):
        if run.listings[url].new_articles:
            return _last(run.examples.get("articles/new"))
    return _good_page(past[-1])


def _first(urls: Sequence[str] | None) -> str | None:
    return urls[0] if urls else None


def _last(urls: Sequence[str] | None) -> str | None:
    return urls[-1] if urls else None
