"""How often the doctor is wrong, and how soon it is right: `python tests/benchmarks/noticing.py [--runs 3000]`.

Runs are made up through the real tally over sites of different sizes and rhythms (tests/simulated_runs.py): weekends,
holidays, days with one subject, shares that drift, sites out of breath, machines that were off for days. First alarms
are counted over sites that did not change; then each changes in one way, and is crawled until that is noticed.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent.parent), str(Path(__file__).parent.parent.parent)]

from simulated_runs import FEED, HOME, SECTION, SITE, NoisySite  # noqa: E402

from crawler.archive import Archive  # noqa: E402
from crawler.items import Article  # noqa: E402
from crawler.monitoring.doctor import Doctor  # noqa: E402
from crawler.monitoring.tally import SiteTally  # noqa: E402

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# Articles a day, and how often it is crawled.
SITES = [(4, 24), (12, 24), (30, 24), (60, 24), (12, 8), (30, 6), (60, 6), (30, 3), (90, 3), (60, 1)]
LEARNT = 60  # runs before a site changes, or two weeks where it is crawled more often
SIZES = ((10, "ten new articles and more"), (4, "four to nine"), (0, "up to three"))
LONGEST = 8  # runs until a change that was not noticed counts as missed; a day where that is more


@dataclass(frozen=True)
class Fault:
    """How a site changes, and what must be told."""

    kind: str
    subject: str
    article: Callable[[Article, ChangedSite], object] | None = None
    state: tuple[str, int, str] | None = None  # of every article, with its status and reason
    obstacle: str | None = None
    listing: tuple[str, int, bool] | None = None  # which, its status, and whether it lists what it did before
    times: float = 1.0  # so many more articles


class ChangedSite(NoisySite):
    """A noisy site; `fault` is what it has become."""

    fault: Fault | None = None

    def _how_many(self) -> int:
        return round(super()._how_many() * (self.fault.times if self.fault else 1))

    def _article(self, tally: SiteTally) -> Article:
        article = super()._article(tally)
        if self.fault and self.fault.article:
            self.fault.article(article, self)
        return article

    def _visit(self, tally: SiteTally, article: Article, failing: float) -> None:
        if self.fault is None or self.fault.state is None:
            super()._visit(tally, article, failing)
            return
        state, status, reason = self.fault.state
        tally.count("answers")
        article.outcome = None
        tally.visit(article.url, "article", state, status=status, reason=reason)
        if self.fault.obstacle:
            tally.count(f"obstacles/{self.fault.obstacle}", article.url)

    def _revisit(self, tally: SiteTally, url: str) -> None:
        if self.fault and self.fault.state and not self.fault.obstacle:
            state, status, reason = self.fault.state
            tally.visit(url, "article", state, status=status, reason=reason)
        else:
            super()._revisit(tally, url)

    def _list(self, tally: SiteTally, new: list[Article], failing: float) -> None:
        super()._list(tally, new, failing)
        if self.fault and self.fault.listing:
            url, status, is_as_before = self.fault.listing
            tally.listings.pop(url, None)
            if status != 200:
                tally.visit(url, "listing", "gone", status=status, reason=f"status {status}")
            else:
                tally.listed(url, 200, [f"{HOME}older-{n}" for n in range(20)] if is_as_before else [], None)


def without(name: str) -> Callable[[Article, ChangedSite], object]:
    def change(article: Article, site: ChangedSite) -> None:
        article.provenance.pop(name, None)
        if name in ("published_at", "view_count", "title"):
            setattr(article, name, None)

    return change


def from_source(name: str, source: str) -> Callable[[Article, ChangedSite], object]:
    def change(article: Article, site: ChangedSite) -> None:
        if name in article.provenance:
            article.provenance[name] = {"source": source}

    return change


def disputed(article: Article, site: ChangedSite) -> None:
    if "published_at" in article.provenance:
        article.provenance["published_at"]["disagree"] = ["printed"]


def broken(article: Article, site: ChangedSite) -> None:
    article.provenance.pop("authors", None)
    article.broken.append("authors")


def with_(**values: object) -> Callable[[Article, ChangedSite], object]:
    def change(article: Article, site: ChangedSite) -> None:
        for name, value in values.items():
            setattr(article, name, value)

    return change


def cut(article: Article, site: ChangedSite) -> None:
    article.word_count = min(article.word_count or 0, 40)


def dated_now(article: Article, site: ChangedSite) -> None:
    article.published_at = site.now.isoformat()


def dated_long_ago(article: Article, site: ChangedSite) -> None:
    if article.published_at:
        article.published_at = (site.now - 9 * DAY - site.random.random() * DAY).isoformat()


FAULTS = {
    **{
        f"no {name}": Fault("missing", name, without(name))
        for name in ("published_at", "authors", "view_count", "image_url", "section", "quotes", "description")
    },
    "no JSON-LD title": Fault("source", "title from json_ld", from_source("title", "open_graph")),
    "no JSON-LD date": Fault("source", "published_at from json_ld", from_source("published_at", "printed")),
    "two dates": Fault("disagree", "published_at", disputed),
    "a step breaks": Fault("broken", "authors", broken),
    "the text is cut": Fault("words", "words", cut),
    "one text": Fault("same_body", "pages", with_(body="This story is for subscribers.")),
    "one title": Fault("same_title", "pages", with_(title="The Gazette")),
    "one date": Fault("same_date", "pages", with_(published_at="2026-01-01T00:00:00Z")),
    "the present": Fault("present_date", "pages", dated_now),
    "counters at nought": Fault("zero_count", "pages", with_(view_count=0)),
    "one counter": Fault("same_count", "pages", with_(view_count=4711)),
    "another language": Fault("language", "fi", with_(language="fi")),
    "a paywall": Fault("paywalled", "pages", with_(access="paywalled")),
    "old dates": Fault("age", "age_hours", dated_long_ago),
    "drawn by a script": Fault("not_articles", "pages", state=("not_article", 200, "no story")),
    **{
        name: Fault(name, "pages", state=("not_article", 200, "no story"), obstacle=name)
        for name in ("captcha", "consent", "login")
    },
    "down": Fault("failing", "pages", state=("failed", 503, "status 503")),
    "shut out": Fault("failing", "pages", state=("failed", 403, "status 403")),
    "robots.txt forbids": Fault("refused", "pages", state=("refused", 0, "Forbidden by robots.txt")),
    "all deleted": Fault("gone", "pages", state=("gone", 404, "status 404")),
    "the feed is frozen": Fault("listing_frozen", FEED, listing=(FEED, 200, True)),
    "the feed is gone": Fault("listing_gone", FEED, listing=(FEED, 404, False)),
    "the section is empty": Fault("listing_empty", SECTION, listing=(SECTION, 200, False)),
    "nothing new": Fault("few_articles", "new articles", times=0),
    "a flood": Fault("many_articles", "new articles", times=20),
}


def false_alarms(folder: Path, runs: int, first_seed: int) -> None:
    """Print how many alarms sites raise that did not change."""
    told: Counter[str] = Counter()
    judged = total = 0
    for number, (per_day, hours) in enumerate(SITES):
        with Archive(folder / f"clean-{number}.db") as archive:
            site = NoisySite(seed=first_seed + number, per_day=per_day, every=hours * HOUR)
            for _ in range(runs // len(SITES)):
                site.run(archive)
            doctor = Doctor(archive)
            doctor.examine(SITE, now=site.now)
            judged += runs // len(SITES) - 4  # the first ones have no past
            alarms = doctor.alarms.of_site(SITE)
        total += len(alarms)
        told.update(
            f"{alarm.kind} of {alarm.subject}, {per_day} a day every {hours} h: "
            f"{alarm.detail['now']}, {alarm.detail['was']} before, run {alarm.run_id}"
            for alarm in alarms
        )
    print(f"{total} false alarms in {judged} clean runs: {200 * total / judged:.2f} in 200")
    for what, times in told.most_common():
        print(f"  {times}  {what}")


def noticed(folder: Path, seeds: int) -> None:
    """Print how many changes the first run told, and how many a day's or eight runs did."""
    taken: dict[str, list[int | None]] = defaultdict(list)
    for per_day, hours in SITES:
        for seed in range(seeds):
            path, learnt = folder / f"{per_day}-{hours}-{seed}.db", max(LEARNT, 14 * 24 // hours)
            site = ChangedSite(seed=seed, per_day=per_day, every=hours * HOUR)
            with Archive(path) as archive:
                for _ in range(learnt):
                    site.run(archive)
                Doctor(archive).examine(SITE, now=site.now)
            for name, fault in FAULTS.items():
                fresh = deepcopy(site)
                took, new = runs_until_told(fresh, fault, Path(shutil.copy(path, folder / "changed.db")))
                size = next(size for least, size in SIZES if new >= least)
                about = (f"{per_day} articles a day, every {hours} h", name)
                for group in ("all", f"first run: {size}", *about):
                    taken[group].append(took)
    for group, runs in taken.items():
        first, day, ever = (
            sum(took is not None and took <= most for took in runs) / len(runs) for most in (1, LONGEST, 10**6)
        )
        print(f"{group:<40} {first:5.0%} by the first run {day:5.0%} by eight {ever:5.0%} in all, of {len(runs)}")


def runs_until_told(site: ChangedSite, fault: Fault, path: Path) -> tuple[int | None, int]:
    """Return by which run of the changed site *fault* is told, None where eight runs or a day's do not tell it.

    And how many articles the site published before the first of them.
    """
    site.fault = fault
    published = 0
    with Archive(path) as archive:
        for number in range(1, max(LONGEST, DAY // site.every) + 1):
            before = site.number
            site.run(archive)
            published = site.number - before if number == 1 else published
            alarms = Doctor(archive).examine(SITE, now=site.now)
            if (fault.kind, fault.subject) in {(alarm.kind, alarm.subject) for alarm in alarms}:
                return number, published
    return None, published


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--runs", type=int, default=3000, help="clean ones, over all sites (default: 3000)")
    parser.add_argument("--seeds", type=int, default=2, help="sites of each kind that change (default: 2)")
    parser.add_argument("--first-seed", type=int, default=100, help="of the sites that do not change (default: 100)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        begun = time.process_time()
        false_alarms(Path(folder), options.runs, options.first_seed)
        if options.seeds:
            noticed(Path(folder), options.seeds)
        print(f"{time.process_time() - begun:.0f} s of CPU")


if __name__ == "__main__":
    main()
