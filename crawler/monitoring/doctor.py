"""The runs over a site, one after another, held against the site's own past. What is not as it was is an alarm."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from crawler.archive.sites.alarms import AlarmRow, Alarms
from crawler.archive.sites.history import SiteHistory, SiteRun
from crawler.monitoring.checks import FEW, FEWEST_RUNS, Check, Comparison, shut_out
from crawler.monitoring.pooling import is_whole, pooled, runs_before
from crawler.monitoring.proposals import Extract, propose_selector
from crawler.monitoring.statistics import amount_tail
from crawler.monitoring.taking_over import Revisits
from crawler.monitoring.volume import Arrivals, Volume
from crawler.reading.instants import parse_utc
from crawler.site import Site

if TYPE_CHECKING:
    from crawler.archive.archive import Archive

# How often a run of a site that is as it was may raise an alarm, divided among what is compared.
FALSE_ALARMS = 0.001
FAMILIES = ("fields", "pages", "listings", "sizes", "volume")
AS_BEFORE = 0.05  # an alarm ends when what is seen is no rarer than this
MOST_RUNS = 400
MOST_PAST = 80  # runs: what the site was long ago it may not be any more
HOUR = timedelta(hours=1)
VOLUME_PAST = timedelta(days=70)
FLOOD = 10  # times more articles than usual


class Doctor:
    """Examines the runs of one archive that nobody has examined yet, and keeps the alarms.

    With *extract*, which *reader* names, it looks for selectors that give what is missing.
    """

    def __init__(self, archive: Archive, *, extract: Extract | None = None, reader: str = "pipelines:extract") -> None:
        self.archive = archive
        self.extract = extract
        self.reader = reader
        self.history = SiteHistory(archive)
        self.alarms = Alarms(archive)

    def examine(self, site: str, *, now: datetime) -> list[AlarmRow]:
        """Examine the runs over *site* since the last time; return the alarms that are open."""
        runs = [run for run in self.history.runs(site, limit=MOST_RUNS) if is_whole(run)]
        for place, run in enumerate(runs):
            if run.examined_at is None:
                with self.archive.transaction():
                    self._examine(run, runs[:place])
                    self.history.mark_examined(run.run_id, site, now)
        if self.extract is not None:
            revisits = Revisits(self.archive, site, self.extract, reader=self.reader)
            for alarm in self.alarms.open(site):
                if field := _without_selector(alarm):
                    if "proposal" not in alarm.detail:
                        self._propose(alarm, field, runs)
                elif alarm.kind == "source" and any(run.examined_at is None for run in runs):
                    self._compare(alarm, revisits, now=now)
        return self.alarms.open(site)

    def can_tell(self, site: str) -> bool:
        """Return whether *site* has runs enough for the next one to be held against."""
        return sum(map(is_whole, self.history.runs(site, limit=MOST_PAST))) > FEWEST_RUNS

    def _propose(self, alarm: AlarmRow, field: str, runs: Sequence[SiteRun]) -> None:
        """Look for a selector on the pages of the runs around the alarm's beginning, and keep what was found."""
        assert self.extract is not None
        before = next((run for run in reversed(runs) if run.run_id < alarm.run_id and field in run.fields), None)
        first = next((run for run in runs if run.run_id == alarm.run_id and field in run.fields), None)
        if before is None or first is None:
            return
        good = [url for source in before.fields[field].sources for url in _examples(before, field, source)]
        # Where the site's own rule fits no more, the other sources' pages are those that it has to fit.
        others = [url for source in first.fields[field].sources for url in _examples(first, field, source)]
        bad = _examples(first, field, "missing") if alarm.kind == "missing" else others
        found = propose_selector(
            self.archive, field, good, bad, self.extract, site=Site(domain=alarm.site), reader=self.reader
        )
        with self.archive.transaction():
            self.alarms.note(alarm, "proposal", asdict(found) if found else {})

    def _compare(self, alarm: AlarmRow, revisits: Revisits, *, now: datetime) -> None:
        """Accept the loss of a source where another says the same on the pages that were read from both; else keep
        what it says."""
        field, _, source = alarm.subject.partition(" from ")
        found = revisits.compare(field, source, since=alarm.at)
        if found is None:
            return
        with self.archive.transaction():
            self.alarms.note(alarm, "taken_over", asdict(found))
        if found.is_harmless:
            self.alarms.accept([alarm.id], now)

    def _examine(self, run: SiteRun, past: Sequence[SiteRun]) -> None:
        known = self.alarms.of_site(run.site)
        looks = [[*self.checks(run, past, known)]]
        as_before = {(check.kind, check.subject) for check in looks[0] if check.p > AS_BEFORE and not check.matters}
        if recent := runs_before(run, past):
            looks.append([*self.checks(run, past[: len(past) - len(recent)], known, recent=recent)])
        found: dict[tuple[str, str], Check] = {}
        for look, checks in enumerate(looks):
            for check in checks:
                # What was seen days ago is over where this run is as before.
                is_over = look > 0 and (check.kind, check.subject) in as_before
                if check.matters and not is_over and check.p < threshold(check, checks, len(looks)):
                    found.setdefault((check.kind, check.subject), check)
        at = parse_utc(run.started_at)
        for (kind, subject), check in found.items():
            detail = {"was": check.was, "now": check.now, "good": check.good, "bad": check.bad, "p": check.p}
            self.alarms.raise_(run.site, kind, subject, run_id=run.run_id, at=at, detail=detail)
        for alarm in known:
            if alarm.is_open and (alarm.kind, alarm.subject) in as_before and (alarm.kind, alarm.subject) not in found:
                self.alarms.end(alarm, at)

    def checks(
        self, run: SiteRun, past: Sequence[SiteRun], known: Sequence[AlarmRow], *, recent: Sequence[SiteRun] = ()
    ) -> Iterator[Check]:
        """Yield all comparisons of *run*, together with the *recent* ones, with the runs before."""

        def baseline(kind: str, subject: str) -> Sequence[SiteRun]:
            of_this = [alarm for alarm in known if (alarm.kind, alarm.subject) == (kind, subject)]
            return [one for one in past[-MOST_PAST:] if not any(_is_spoiled(one, alarm) for alarm in of_this)]

        parts = [*recent, run]
        seen = pooled(parts) if recent else run
        pause = (parse_utc(parts[0].started_at) - parse_utc(past[-1].started_at)) / HOUR if past else 0.0
        yield from Comparison(seen, baseline, parts, pause=pause).checks()
        if past:
            yield from self._volume(seen, past, is_pool=bool(recent))
        if not recent:
            yield from shut_out(run, past)

    def _volume(self, run: SiteRun, past: Sequence[SiteRun], *, is_pool: bool) -> Iterator[Check]:
        """Yield whether as many articles are new as at this time of other weeks; where none is, also since the last."""
        if run.counts.get("limited") or run.status not in ("finished", ""):
            return
        yield from self._amounts(run, past, past[-1])
        heard = next((one for one in reversed(past) if one.counts.get("new")), past[-1])
        if not is_pool and not run.counts.get("new") and heard is not past[-1]:
            for check in self._amounts(run, past, heard, was_looked_at=True):
                if check.kind == "few_articles":
                    yield replace(check, now=f"since {heard.started_at} no")

    def _amounts(
        self, run: SiteRun, past: Sequence[SiteRun], last: SiteRun, *, was_looked_at: bool = False
    ) -> Iterator[Check]:
        """Yield whether *run* found as many new articles as are to be expected since *last*."""
        since, until = parse_utc(last.started_at), parse_utc(run.started_at)
        rows = [(parse_utc(at), new) for at, new in self.history.arrivals(run.site, since=until - VOLUME_PAST)]
        arrivals = [Arrivals(before, at, new) for (before, _), (at, new) in pairwise(rows) if at <= since]
        if not arrivals or since >= until:
            return
        expected = Volume(arrivals).expected(since, until, was_looked_at=was_looked_at)
        if expected is None:
            return
        new = run.counts.get("new", 0)
        for kind, is_low, matters in (
            ("few_articles", True, new * FEW <= expected.mean),
            ("many_articles", False, new >= FLOOD * expected.mean),
        ):
            yield Check(
                family="volume",
                kind=kind,
                subject="new articles",
                p=amount_tail(new, expected, is_low=is_low),
                matters=matters,
                was=f"{expected.mean:.3g}",
                now=str(new),
                good=next(
                    (one.examples["articles/new"][-1] for one in reversed(past) if "articles/new" in one.examples), None
                ),
                bad=_of_volume(run, is_low=is_low),
            )


def _without_selector(alarm: AlarmRow) -> str:
    """Return the field that a selector may give again: one that is missing, or whose own rule fits no more."""
    field, _, source = alarm.subject.partition(" from ")
    return field if alarm.kind == "missing" or (alarm.kind, source) == ("source", "site_rule") else ""


def _examples(run: SiteRun, field: str, what: str) -> list[str]:
    return run.fields[field].examples.get(what, [])


def _of_volume(run: SiteRun, *, is_low: bool) -> str | None:
    """A listing that leads to nothing new, or one of the articles that are too many."""
    if not is_low:
        return next(iter(run.examples.get("articles/new", ())), None)
    return next((one.url for one in run.listings.values() if not one.new_articles), None)


def _is_spoiled(run: SiteRun, alarm: AlarmRow) -> bool:
    """Whether a run shows how the site was not: during an alarm; before one that was told to be right."""
    if alarm.accepted_at is not None:
        return run.run_id < alarm.run_id
    return run.run_id >= alarm.run_id and (alarm.ended_at is None or run.run_id <= alarm.last_run_id)


def threshold(check: Check, checks: Sequence[Check], looks: int) -> float:
    """Return how unlikely something must be: the false alarms that are allowed, divided among what is compared."""
    return FALSE_ALARMS / len(FAMILIES) / looks / sum(one.family == check.family for one in checks)
