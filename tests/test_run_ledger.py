"""Each run says what it saw of each site: fields and their sources, errors, obstacles, sizes, listings."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest import HOME, Command
from local_site import local_options
from small_site import HOST, SmallSite

from crawler.archive import Archive
from crawler.archive.sites.history import KEPT, ListingRun, SiteHistory, SiteRun
from crawler.items import Article, Fetched
from crawler.monitoring.blocked import blocked_by, shown_text
from crawler.monitoring.tally import MOST_EXAMPLES, MOST_NAMES, SiteTally, Tally
from crawler.page import Page

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
STORY = "The lock gates were closed for the night. " * 40


def read_article(number: int = 1, **values: object) -> Article:
    url = f"http://lock.example/news/story-{number}"
    page = Page.from_html(b"<p>story</p>", url, fetched_at=NOW)
    fetched = Fetched(url, 200, {}, b"", NOW)
    article = Article(page=page, url=url, site="lock.example", fetched=fetched, outcome="new")
    article.title, article.body = f"Story {number}", f"{number} {STORY}"
    article.published_at = "2026-11-24T10:00:00Z"
    for name, value in values.items():
        setattr(article, name, value)
    return article


@pytest.fixture
def site_run(crawled: Archive) -> SiteRun:
    (run,) = SiteHistory(crawled).of_run(1)
    return run


def test_a_crawl_says_for_each_field_how_often_it_was_filled_and_from_where(site_run: SiteRun, crawled: Archive):
    views = site_run.fields["view_count"]
    with_views = sum(row.view_count is not None for row in crawled.articles())

    assert (views.found, views.filled, views.missing) == (20, with_views, 20 - with_views)
    assert sum(views.sources.values()) == with_views
    assert crawled.article(views.examples["missing"][0]).view_count is None
    assert len(views.examples["missing"]) == MOST_EXAMPLES


def test_a_crawl_says_what_became_of_pages_and_what_each_listing_lists(site_run: SiteRun):
    feed = site_run.listings[f"{HOME}feed.xml"]

    assert site_run.counts["pages/article/archived"] == site_run.counts["articles/new"] == 20
    assert site_run.counts["bytes"] > 100_000
    assert site_run.levels["words"].n == 20
    assert (feed.status, feed.links, feed.new_articles) == (200, 12, 12)
    assert feed.newest == "2026-09-20T19:48:00Z"
    assert not [name for name in site_run.counts if name.startswith(("obstacles", "errors"))]


TROUBLED = {
    "/": "<!DOCTYPE html><a href=/2026/11/story-of-the-gates-1>Story of the gates at the lock, one</a>"
    "<a href=/2026/11/story-of-the-gates-2>Story of the gates at the lock, two</a>"
    "<a href=/2026/11/story-of-the-gates-3>Story of the gates at the lock, three</a>",
    "/robots.txt": (200, "text/plain", "User-agent: *\nDisallow: /2026/11/story-of-the-gates-3\n"),
    "/2026/11/story-of-the-gates-1": (503, "text/html", "no"),
    "/2026/11/story-of-the-gates-2": "<title>Just a moment</title><p>Checking your browser</p>",
}


@pytest.mark.thorough
def test_errors_refusals_and_obstacles_are_told_by_kind_with_their_pages(newsarc: Command, archive_path: Path):
    with SmallSite(TROUBLED) as site:
        newsarc("crawl", HOST, "--archive", archive_path, *local_options(site))

    with Archive(archive_path, read_only=True) as archive:
        (run,) = SiteHistory(archive).of_run(1)
    assert run.counts["errors/status 503"] == 1
    assert run.counts["refusals/robots.txt"] == 1
    assert run.counts["obstacles/captcha"] == 1
    assert run.examples["errors/status 503"] == [f"{HOST}/2026/11/story-of-the-gates-1"]
    assert run.examples["obstacles/captcha"] == [f"{HOST}/2026/11/story-of-the-gates-2"]


def test_two_runs_are_compared_by_what_differs(newsarc: Command, archive_path: Path):
    with Archive(archive_path) as archive:
        for words in (STORY, STORY * 2):
            tally = SiteTally("lock.example")
            tally.article(read_article(body=words))
            run = archive.start_run("news_site", "lock.example")
            fields = {"lock.example": tally.fields}
            with archive.transaction():
                archive.finish_run(run, status="finished", exit_code=0, counts={}, fields=fields)
                SiteHistory(archive).write(run, [tally.result()])

    done = newsarc("runs", "compare", "1", "2", "--csv", "--archive", archive_path)

    assert done.stdout.splitlines() == ["site,what,1,2", "lock.example,median of words,320,640"]
    assert "no run 9" in newsarc("runs", "compare", "1", "9", "--archive", archive_path).stderr


def test_without_a_number_the_latest_run_is_shown_and_compared_with_the_one_before(
    newsarc: Command, archive_path: Path
):
    assert "no run yet" in newsarc("runs", "show", "--archive", Archive(archive_path).path).stderr
    with Archive(archive_path) as archive:
        for number, found in ((1, 4), (2, 9)):
            tally = SiteTally("lock.example")
            tally.count("read", by=found)
            run = archive.start_run("news_site", "lock.example", at=NOW)
            archive.finish_run(run, status="finished", exit_code=0, counts={}, at=NOW)
            SiteHistory(archive).write(run, [tally.result()])
            assert run == number

    shown = newsarc("runs", "show", "--text", "--archive", archive_path)
    compared = newsarc("runs", "compare", "--nl", "--archive", archive_path)
    alone = newsarc("runs", "compare", "1", "--archive", archive_path)
    with Archive(archive_path) as archive:
        archive.start_run("news_site", "lock.example", at=NOW)
    compared_meanwhile = newsarc("runs", "compare", "--nl", "--archive", archive_path)
    too_early = newsarc("runs", "compare", "3", "--archive", archive_path)

    assert compared_meanwhile.stdout == compared.stdout
    assert "run 3 has not ended" in too_early.stderr
    assert shown.stdout.startswith("run 2,")
    assert json.loads(compared.stdout.splitlines()[0]) == {"site": "lock.example", "what": "read", "1": 4, "2": 9}
    assert "no run over the same site before run 1" in alone.stderr


def test_a_run_is_compared_with_the_one_before_that_read_articles_too(newsarc: Command, archive_path: Path):
    with Archive(archive_path) as archive:
        for words in (STORY, None, STORY * 2, None):  # in the second and the fourth nothing had changed
            tally = SiteTally("lock.example")
            if words:
                tally.article(read_article(body=words))
            run = archive.start_run("news_site", "lock.example", at=NOW)
            with archive.transaction():
                archive.finish_run(
                    run, status="finished", exit_code=0, counts={}, fields={"lock.example": tally.fields}, at=NOW
                )
                SiteHistory(archive).write(run, [tally.result()])

    reading = newsarc("runs", "compare", "3", "--csv", "--archive", archive_path)
    still = newsarc("runs", "compare", "--csv", "--archive", archive_path)

    assert reading.stdout.splitlines() == ["site,what,1,3", "lock.example,median of words,320,640"]
    assert "compared with run 1, the latest before run 3 that read articles too" in reading.stderr
    assert "runs 2 and 4 saw the same" in still.stderr


def test_sites_of_one_run_are_told_apart():
    tally = Tally()
    tally.of("one.example").article(read_article())
    tally.of("two.example").visit("http://two.example/", "listing", "failed", status=500, reason="status 500")

    one, two = (site.result() for site in tally.sites.values())

    assert (one.counts["articles/new"], "pages/listing/failed" in one.counts) == (1, False)
    assert (two.counts["pages/listing/failed"], "articles/new" in two.counts) == (1, False)
    assert two.listings == {"http://two.example/": ListingRun("http://two.example/", 500, None, 0, None)}


def test_a_step_that_failed_is_told_apart_from_a_value_that_is_missing():
    tally = SiteTally("lock.example")
    tally.article(read_article(1, broken=["view_count"]))
    tally.article(read_article(2))

    assert (tally.fields["view_count"]["errors"], tally.fields["view_count"]["missing"]) == (1, 1)


def test_what_is_alike_on_many_pages_is_counted():
    tally = SiteTally("lock.example")
    for number in range(5):
        tally.article(read_article(number, body=STORY, published_at=f"2026-11-24T10:0{number}:00Z"))

    counts = tally.result().counts
    assert counts["same/body"] == 4
    assert "same/published_at" not in counts


def test_a_listing_is_told_with_how_many_of_the_new_articles_it_lists():
    tally = SiteTally("lock.example")
    for number in range(4):
        tally.article(read_article(number))
    tally.article(read_article(9, outcome="unchanged"))
    tally.listed("http://lock.example/feed", 200, [read_article(n).url for n in (0, 1, 9)], "2026-11-24T10:00:00Z")

    listing = tally.result().listings["http://lock.example/feed"]
    assert (listing.links, listing.new_articles) == (3, 2)


def test_a_site_cannot_make_the_ledger_grow_without_bounds():
    tally = SiteTally("lock.example")
    for number in range(3000):
        tally.visit(f"http://lock.example/{number}", "article", "failed", status=500, reason=f"Odd{number}: x")
        tally.listed(f"http://lock.example/list/{number}", 200, [], None)

    run = tally.result()
    assert len(run.counts) <= MOST_NAMES + 5
    assert sum(n for name, n in run.counts.items() if name.startswith("errors/")) == 3000
    assert len(run.listings) <= 200


def test_details_are_let_go_and_the_run_stays(archive_path: Path):
    with Archive(archive_path) as archive:
        history = SiteHistory(archive)
        for started in (NOW - 2 * KEPT, NOW):
            run = archive.start_run("news_site", "lock.example", at=started)
            archive.finish_run(
                *(run,), status="finished", exit_code=0, counts={}, fields={"lock.example": {"title": {"found": 1}}}
            )
            history.write(run, [SiteRun(site="lock.example", counts={"read": 1})])

        history.forget_details(NOW)

        assert [len(run.fields) for run in history.runs("lock.example", limit=9)] == [0, 1]


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        (b"<html><head><title>Just a moment...</title><script>window._cf_chl_opt={}</script>", "captcha"),
        ("<h1>Я не робот</h1>".encode(), "captcha"),
        (b"<h1>Before you continue</h1><p>We and our partners use cookies</p>", "consent"),
        (b"<p>Please sign in to read this story</p>", "login"),
        (b"<div class=g-recaptcha></div>" + f"<p>{STORY * 3}</p>".encode(), None),
        (b"<p>A short note on the harbour.</p>", None),
        (b"", None),
    ],
)
def test_obstacles_are_known_by_what_they_show(page: bytes, kind: str | None):
    assert blocked_by(page) == kind


@pytest.mark.parametrize("piece", ["<", "<script>", "<script", "&#", "<style></", "><"])
def test_a_page_made_to_be_slow_is_looked_at_in_one_pass(piece: str):
    assert len(shown_text(piece * 200_000)) < 2_000_000
