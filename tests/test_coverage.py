"""What listings promised against what is archived, day by day, with the reasons for what is missing."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import Command, demo_options
from small_site import HOST, SmallSite, page_of, sitemap, story

from crawler.archive import Archive
from crawler.archive.ledger import Ledger, Outcome
from crawler.archive.sites.coverage import CoverageDay, coverage
from crawler.cli import main
from crawler.cli.coverage import months
from crawler.discovery.links import Link
from crawler.items import Article
from crawler.page import Page

NOW = datetime(2024, 9, 10, 12, tzinfo=UTC)
SITE = "lock.example"


def enter(archive: Archive, name: str, day: str | None, outcome: Outcome | None = None) -> None:
    """Enter a page that a feed dates, and what came of it."""
    url, at = f"{HOST}/{name}", f"{day}T10:00:00Z" if day else None
    ledger = Ledger(archive)
    with archive.transaction():
        ledger.add([Link(url, "article", at, published_at=at)], now=NOW, found_in=f"{HOST}/feed")
    if outcome is not None:
        (page,) = [page for page in ledger.claim(SITE, now=NOW, limit=99) if page.url == url]
        with archive.transaction():
            ledger.record(page, outcome, now=NOW)
        ledger.release()


def save(archive: Archive, name: str, published: str | None) -> int:
    item = Article(page=Page(), url=f"{HOST}/{name}", site=SITE, title=name, body=f"{name}.", published_at=published)
    return archive.save(item, seen_at=NOW).article_id


def test_each_day_tells_what_is_missing_and_why(archive: Archive):
    found = save(archive, "a", "2024-09-03T10:00:00Z")
    enter(archive, "a", "2024-09-03", Outcome(state="archived", status=200, article_id=found))
    enter(archive, "a-again", "2024-09-03", Outcome(state="archived", status=200, article_id=found))
    later = NOW + timedelta(hours=1)
    enter(archive, "b", "2024-09-03", Outcome(state="failed", reason="status 503", status=503, due_at=later))
    enter(archive, "c", "2024-09-03", Outcome(state="failed", reason="TimeoutError: took longer than 30 s"))
    enter(archive, "d", "2024-09-03", Outcome(state="failed", reason="TimeoutError: took longer than 31 s"))
    enter(archive, "e", "2024-09-03", Outcome(state="refused", reason="Forbidden by robots.txt"))
    enter(archive, "f", "2024-09-03", Outcome(state="not_article", reason="a list: 12 linked headings", status=200))
    enter(archive, "g", "2024-09-03", Outcome(state="gone", reason="status 404", status=404))
    enter(archive, "h", "2024-09-05")
    enter(archive, "i", None)
    enter(archive, "j", "9999-01-01")

    days = coverage(archive.db, SITE, now=NOW)

    assert [day.day for day in days] == ["2024-09-05", "2024-09-04", "2024-09-03", None]
    assert days[0] == CoverageDay("2024-09-05", 1, 0, 1, 0, {"not fetched yet": 1})
    assert days[1] == CoverageDay("2024-09-04")
    assert (days[2].expected, days[2].archived, days[2].missing, days[2].not_article) == (6, 1, 5, 1)
    assert days[2].reasons == {
        "failed: TimeoutError": 2,
        "failed: status 503, tried again later": 1,
        "gone: status 404": 1,
        "refused: robots.txt": 1,
    }
    assert days[3].expected == 2


def test_the_day_is_the_articles_own_and_a_span_bounds_it(archive: Archive):
    found = save(archive, "a", "2024-09-02T23:30:00-02:00")  # as the page says, whatever the feed said
    enter(archive, "a", "2024-09-05", Outcome(state="archived", status=200, article_id=found))
    save(archive, "imported", "2024-09-01")  # without a crawl

    assert [(day.day, day.archived) for day in coverage(archive.db, SITE, now=NOW) if day.archived] == [
        ("2024-09-03", 1),
        ("2024-09-01", 1),
    ]
    assert [day.day for day in coverage(archive.db, SITE, now=NOW, since="2024-09-03", until="2024-09-03")] == [
        "2024-09-03"
    ]


def test_an_article_forgotten_on_request_is_no_gap(archive: Archive):
    for name in ("kept", "forgotten"):
        found = save(archive, name, "2024-09-03T10:00:00Z")
        enter(archive, name, "2024-09-03", Outcome(state="archived", status=200, article_id=found))
    archive.forget(f"{HOST}/forgotten")
    told = "forgotten; `newsarc forget --undo URL` lets it come back"  # as a crawl that met its text again says
    enter(archive, "same-text-again", "2024-09-03", Outcome(state="refused", reason=told, status=200))

    assert coverage(archive.db, SITE, now=NOW) == [CoverageDay("2024-09-03", 1, 1)]


def test_long_stretches_without_anything_are_left_out(archive: Archive):
    enter(archive, "old", "1970-01-01")
    enter(archive, "new", "2024-09-01")

    assert [day.day for day in coverage(archive.db, SITE, now=NOW)] == ["2024-09-01", "1970-01-01"]


def test_the_calendar_marks_gaps_and_names_their_reasons_below():
    days = [CoverageDay("2024-09-04", 2, 2), CoverageDay("2024-09-03", 5, 2, 3, 0, {"gone: \x1b[2Jstatus 404": 3})]

    lines = list(months(days))

    assert lines[0] == "2024-09  4 of 7 archived"
    assert lines[1].split() == ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
    assert lines[2].split() == ["1", "."]
    assert lines[3].split()[:8] == ["2", ".", "3", "-3", "4", "+", "5", "."]
    assert any(line.startswith("  2024-09-03: 3 of 5 missing: 3 gone") for line in lines)
    assert "\x1b" not in "".join(lines)


def test_gaps_are_listed_and_where_there_is_none_that_is_told(archive: Archive):
    def gaps() -> Result:
        return CliRunner().invoke(main, ["coverage", SITE, "--gaps", "--json", "--archive", str(archive.path)])

    found = save(archive, "a", "2024-09-03T10:00:00Z")
    enter(archive, "a", "2024-09-03", Outcome(state="archived", status=200, article_id=found))
    whole = gaps()
    enter(archive, "b", "2024-09-05")
    missing = gaps()

    assert (json.loads(whole.stdout), whole.stderr) == ([], "no gaps: all that was listed is archived\n")
    assert [row["day"] for row in json.loads(missing.stdout)] == ["2024-09-05"]
    assert missing.stderr == ""


@pytest.mark.thorough
def test_the_coverage_of_a_crawl_is_asked_for_by_the_sites_address(newsarc: Command, archive_path: Path):
    answers = {
        "/": page_of(),
        "/robots.txt": (200, "text/plain", "User-agent: *\nDisallow: /2024/09/04/\nSitemap: {host}/map.xml"),
        "/map.xml": sitemap(("/2024/09/03/gates", None), ("/2024/09/03/lost", None), ("/2024/09/04/kept-out", None)),
        "/2024/09/03/gates": story("gates", "2024-09-03T10:00:00Z"),
    }
    with SmallSite(answers) as site:
        newsarc("crawl", HOST, "--archive", archive_path, *demo_options(site))

    done = newsarc("coverage", HOST, "--archive", archive_path)
    gaps = newsarc(
        "coverage", "lock.example", "--gaps", "--csv", "-c", "day", "-c", "missing", "--archive", archive_path
    )
    month = newsarc("coverage", HOST, "--calendar", "--archive", archive_path)

    by_day = {row["day"]: row for row in json.loads(done.stdout)}
    assert by_day["2024-09-03"]["reasons"] == {"gone: status 404": 1}
    assert by_day["2024-09-04"]["reasons"] == {"refused: robots.txt": 1}
    assert gaps.stdout.split() == ["day,missing", "2024-09-04,1", "2024-09-03,1"]
    assert "2024-09  1 of 3 archived" in month.stdout
    unknown = newsarc("coverage", "other.example", "--archive", archive_path)
    assert (unknown.returncode, "nothing is known of other.example" in unknown.stderr) == (1, True)
