"""A second look: what is as it was is hardly asked for, what was edited is read within its revisit time."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from crawl_forks import start_crawl
from local_site import LocalSite, local_options

from crawler.reading.instants import utc_text

AGES = [timedelta(hours=2), timedelta(hours=12), timedelta(days=1), timedelta(days=4), timedelta(days=30)]
LATER = [timedelta(hours=6) + timedelta(hours=h) for h in (1, 4, 12, 36, 24 * 8, 24 * 31)]


class AgedSite(LocalSite):
    """A site whose articles are from two hours to a month old."""

    begun = datetime.now(UTC)

    def published(self, number: int) -> str:
        return utc_text(self.begun - AGES[number % len(AGES)])


def crawl(site: LocalSite, archive: Path, later: timedelta) -> list[tuple[str, int]]:
    """Crawl with a clock that is ahead; return the path and the status of each article that was asked for."""
    first = len(site.conditional)
    log = archive.with_name("crawl.log")
    options = [*local_options(site), "-s", "CONCURRENT_REQUESTS_PER_DOMAIN=8"]
    process = start_crawl([site.home, "--archive", str(archive), *options], log, later=later)
    process.join(300)
    assert process.exitcode == 0, log.read_text()
    return [(path, status) for path, status in site.conditional[first:] if path.startswith("/news/")]


def pages(archive: Path) -> dict[str, tuple[str, int]]:
    """When each article is due again, and how many revisions it has, by its path."""
    with closing(sqlite3.connect(archive)) as db:
        rows = db.execute(
            "SELECT p.url, p.due_at, (SELECT count(*) FROM revisions AS r WHERE r.article_id = p.article_id) "
            "FROM pages AS p WHERE p.kind = 'article'"
        ).fetchall()
    return {"/" + url.split("/", 3)[3]: (due_at, revisions) for url, due_at, revisions in rows}


@pytest.mark.thorough
@pytest.mark.parametrize(("articles", "edits"), [(200, 20), (1000, 50)])
def test_an_unchanged_site_is_hardly_asked_and_edits_are_read_within_their_revisit_time(
    archive_path: Path, articles: int, edits: int
):
    with AgedSite(articles=articles) as site:
        assert len(crawl(site, archive_path, timedelta())) == articles

        second = crawl(site, archive_path, timedelta(hours=6))
        whole = [path for path, status in second if status != 304]
        assert len(whole) <= 0.05 * articles
        assert 0 < len(second) < 0.7 * articles  # the older ones are not even asked for

        edited = random.Random(7).sample(range(articles), edits)
        site.editions = dict.fromkeys(edited, 1)
        due = {site.path_of(number): pages(archive_path)[site.path_of(number)][0] for number in edited}
        for later in LATER:
            crawl(site, archive_path, later)
            now, known = utc_text(datetime.now(UTC) + later - timedelta(minutes=5)), pages(archive_path)
            late = [path for path, due_at in due.items() if due_at <= now and known[path][1] < 2]
            assert late == [], later
        assert sum(revisions == 2 for _, revisions in pages(archive_path).values()) == edits
