"""A site whose days differ raises no alarm; a change amid that is found."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from simulated_runs import SITE, NoisySite

from crawler.archive import Archive
from crawler.items import Article
from crawler.monitoring.doctor import Doctor
from crawler.monitoring.tally import SiteTally


@pytest.mark.thorough
def test_two_hundred_clean_runs_with_realistic_noise_raise_no_alarm(tmp_path: Path):
    """Weekends, holidays, days with much news, sites out of breath, machines that were off: none is a change."""
    with Archive(tmp_path / "archive.db") as archive:
        site = NoisySite(seed=11)
        for _ in range(240):
            site.run(archive)

        open_ = Doctor(archive).examine(SITE, now=site.now)

        assert open_ == []
        assert [alarm.kind for alarm in Doctor(archive).alarms.of_site(SITE)] == []
        runs = Doctor(archive).history.runs(SITE, limit=300)
        assert sum(run.examined_at is not None for run in runs) >= 200


@pytest.mark.thorough
def test_a_change_amid_noise_is_found_by_frequent_small_runs(tmp_path: Path):
    """Each run alone is too small to tell; those of a day together are not."""
    with Archive(tmp_path / "archive.db") as archive:
        site = NoisySite(seed=5, per_day=24, every=timedelta(hours=3))
        for _ in range(120):
            site.run(archive)
        assert Doctor(archive).examine(SITE, now=site.now) == []
        site.without = ("view_count",)
        for _ in range(8):
            site.run(archive)

        (alarm,) = Doctor(archive).examine(SITE, now=site.now)

        assert (alarm.kind, alarm.subject) == ("missing", "view_count")


@pytest.mark.thorough
@pytest.mark.parametrize("seed", range(4))
def test_a_machine_that_was_off_for_days_is_no_change_of_the_site(tmp_path: Path, seed: int):
    """What is new then is days old, more than the feed has room for, and in the following hours next to nothing is."""
    with Archive(tmp_path / "archive.db") as archive:
        site = NoisySite(seed=seed, per_day=60, every=timedelta(hours=6))
        for _ in range(60):
            site.run(archive)
        site.now += timedelta(days=6)
        for _ in range(12):
            site.run(archive)

        assert Doctor(archive).examine(SITE, now=site.now) == []


class ChangingSite(NoisySite):
    """A noisy site that falls silent, or whose articles are cut."""

    is_silent = is_cut = False

    def _how_many(self) -> int:
        return 0 if self.is_silent else super()._how_many()

    def _article(self, tally: SiteTally) -> Article:
        article = super()._article(tally)
        if self.is_cut:
            article.word_count = 40
        return article


def test_a_site_that_falls_silent_is_told_within_days(tmp_path: Path):
    """Five articles a day: a day or two without any may be chance."""
    with Archive(tmp_path / "archive.db") as archive:
        site = ChangingSite(seed=2, per_day=5)
        for _ in range(60):
            site.run(archive)
        assert Doctor(archive).examine(SITE, now=site.now) == []
        site.is_silent = True
        for _ in range(8):
            site.run(archive)

        (alarm,) = Doctor(archive).examine(SITE, now=site.now)

        assert (alarm.kind, alarm.detail["now"][:6]) == ("few_articles", "since ")


def test_cut_texts_are_told_where_each_run_is_small(tmp_path: Path):
    with Archive(tmp_path / "archive.db") as archive:
        site = ChangingSite(seed=1, per_day=12, every=timedelta(hours=8))
        for _ in range(60):
            site.run(archive)
        assert Doctor(archive).examine(SITE, now=site.now) == []
        site.is_cut = True
        for _ in range(8):
            site.run(archive)

        assert ("words", "words") in {(a.kind, a.subject) for a in Doctor(archive).examine(SITE, now=site.now)}
