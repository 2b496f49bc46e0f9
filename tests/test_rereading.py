"""Kept pages, read again: by better rules better, by the same rules the same, and what was put right stays right."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from test_revisions import html_of
from two_stories import FERRY
from visits import MONDAY, SAID, URL, html, run, shouted, visit, visit_all

from crawler.archive import Archive
from crawler.archive.articles.entries import read_entries, write_entries
from crawler.archive.articles.events import add_event
from crawler.archive.articles.records import record_of
from crawler.archive.captures.captures import captures
from crawler.archive.captures.rereading import Difference, Kept, reread
from crawler.archive.ledger import Ledger
from crawler.archive.reading import Filter
from crawler.cli.kept import read_kept
from crawler.discovery.links import Link
from crawler.items import Article
from crawler.reading.instants import utc_text

LIVE = "http://meridian-post.example/live/2026/passage-tunnel-breakthrough"


@pytest.fixture
def archive(archive: Archive) -> Archive:
    return visit_all(archive)


def test_the_same_rules_change_nothing(archive: Archive):
    before = list(archive.db.iterdump()) if hasattr(archive.db, "iterdump") else list(archive.db.conn.iterdump())

    assert run(archive) == {}
    assert list(archive.db.conn.iterdump()) == before


def test_what_a_clock_that_was_ahead_saw_is_read_before_what_was_seen_after_it(archive: Archive):
    now = datetime.now(UTC).replace(microsecond=0)
    visit(archive, html("Ahead of time", views=1000), day=(now - MONDAY).days + 40)
    visit(archive, html("Gates stay shut", views=1100), day=(now - MONDAY) / timedelta(days=1))

    assert run(archive) == {}
    row = archive.article(URL)
    assert (row.title, row.view_count) == ("Gates stay shut", 1100)
    titles = [revision.title for revision in archive.revisions(row.id)]
    assert titles == ["Lock gates close", "Lock gates close", "Ahead of time", "Gates stay shut"]


def test_an_editors_note_that_earlier_rules_did_not_see_is_found(archive: Archive):
    note = "Correction: an earlier version of this article misstated how many weeks the works take."
    noted = html(views=900).replace(SAID, f"{SAID}<p class=correction>{note}</p>")
    visit(archive, noted, day=3)
    visit(archive, noted.replace("nine", "ten"), day=4)
    before = record_of(archive.db, archive.article(URL))
    assert run(archive) == {}
    archive.db.execute("DELETE FROM events WHERE kind = 'corrected'")
    at = MONDAY + timedelta(days=1)
    archive.db.execute(
        "INSERT INTO events (article_id, kind, at, detail) VALUES (1, 'corrected', ?, ?)",
        (utc_text(at), '{"note": "No rule of today\'s takes this for one."}'),
    )

    assert run(archive, fields=["title"]) == {}
    assert run(archive, dry_run=True)["notes"].new == [{"at": utc_text(MONDAY + timedelta(days=3)), "note": note}]
    assert archive.editors_notes(1) != [note]
    assert list(run(archive)) == ["notes"]

    assert record_of(archive.db, archive.article(URL)) == before
    assert run(archive) == {}


def test_the_entries_of_a_live_blog_are_read_again(archive: Archive):
    page = html_of(LIVE)
    number = visit(archive, page, url=LIVE)
    visit(archive, page.replace("Breakthrough", "They are through"), url=LIVE, day=1)
    before = record_of(archive.db, archive.article(LIVE))
    assert list(reread(archive, Filter(article=number), read_kept)) == [[]]
    first, *_, last = before["entries"]
    earlier = last | {"key": "p0", "body": "Of a page that is not kept.", "first_seen_at": "2025-11-24T02:00:00Z"}
    wrongly = [first | {"body": "12:40"}, last | {"key": "12:40", "body": "A clock is its words."}, earlier]
    write_entries(archive.db, number, wrongly)

    ((difference,),) = reread(archive, Filter(article=number), read_kept)

    assert difference.field == "entries"
    assert read_entries(archive.db, number) == sorted([*before["entries"], earlier], key=lambda entry: entry["key"])
    assert list(reread(archive, Filter(article=number), read_kept)) == [[]]


def test_a_note_of_a_page_that_is_not_kept_stays(archive: Archive):
    add_event(archive.db, 1, "corrected", utc_text(MONDAY + timedelta(hours=5)), {"note": "Corrected: a name."})

    assert run(archive) == {}
    assert archive.editors_notes(1) == ["Corrected: a name."]


def test_other_rules_read_the_past_anew(archive: Archive):
    changed = run(archive, shouted)

    row = archive.article(URL)
    assert (row.title, row.section, row.view_count) == ("LOCK GATES CLOSE", None, 7)
    assert changed["title"] == Difference(row.id, URL, "title", "Lock gates close", "LOCK GATES CLOSE")
    assert row.provenance["title"]["source"] == "shout"
    assert "section" not in row.provenance
    first, second = archive.revisions(row.id)
    assert "nine weeks" in first.body
    assert "eleven weeks" in second.body
    assert "says Ann" in first.body
    assert first.title == second.title == "LOCK GATES CLOSE"
    assert [reading.views for reading in archive.views(row.id)] == [7, 7, 7]
    assert [quote.speaker for quote in archive.quotes(article_id=row.id)] == [None]
    assert [hit.article.id for hit in archive.search('"says Ann"')] == [2, 1]
    assert list(archive.search('"said Ann"')) == []
    assert run(archive, shouted) == {}


def test_a_dry_run_says_what_would_change_and_changes_nothing(archive: Archive):
    before = list(archive.db.conn.iterdump())

    assert set(run(archive, shouted, dry_run=True)) == {
        "title",
        "section",
        "body",
        "quotes",
        "view_counts",
        "revisions",
    }
    assert list(archive.db.conn.iterdump()) == before


def test_one_field_alone_is_read_again(archive: Archive):
    changed = run(archive, shouted, fields=("title",))

    assert set(changed) == {"title"}
    row = archive.article(URL)
    assert (row.title, row.section, row.view_count) == ("LOCK GATES CLOSE", "Local", 900)
    assert {revision.title for revision in archive.revisions(row.id)} == {"LOCK GATES CLOSE"}


def test_a_rule_that_sees_no_change_makes_no_revision(archive: Archive):
    def one_body(kept: Kept) -> Article | None:
        article = read_kept(kept)
        assert article is not None
        article.body, article.quotes = (article.body or "").replace("eleven", "nine"), []
        return article

    run(archive, one_body)

    assert len(archive.revisions(archive.article(URL).id)) == 1


def test_what_no_kept_page_tells_stays(archive: Archive):
    """As of an archive whose first pages were thrown away."""
    with archive.transaction():
        archive.db.execute("DELETE FROM captures WHERE url = ? AND fetched_at < '2025-11-25'", (URL,))
        archive.db.execute("DELETE FROM bodies WHERE digest NOT IN (SELECT digest FROM captures)")

    assert run(archive) == {}
    run(archive, shouted)

    row = archive.article(URL)
    assert (row.title, row.section) == ("LOCK GATES CLOSE", "Local")
    assert [revision.title for revision in archive.revisions(row.id)] == ["Lock gates close", "LOCK GATES CLOSE"]
    assert [reading.views for reading in archive.views(row.id)] == [100, 7, 7]


def test_a_page_that_is_no_article_any_more_leaves_it_as_it_is(archive: Archive):
    assert run(archive, lambda kept: None) == {}
    assert archive.article(URL).title == "Lock gates close"


def test_a_story_on_several_pages_is_read_from_all_of_them(archive: Archive):
    url = "https://lock.example/news/2025/11/long"
    second = html("Long", FERRY)
    number = visit(archive, html("Long"), url=url, parts=(second,))
    assert FERRY in (archive.article(number).body or "")

    told: list[tuple[int, int]] = []
    again = reread(archive, Filter(), read_kept, dry_run=True, tell=lambda *how_far: told.append(how_far))
    assert [found for found in again if found] == []
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_filters_choose_what_is_read_again(archive: Archive):
    assert len(list(reread(archive, Filter(site="coast.example"), shouted))) == 1
    assert archive.article(URL).title == "Lock gates close"


def test_the_command_lists_what_changes(archive: Archive, command: Any):
    with archive.transaction():
        archive.db.execute("UPDATE articles SET section = 'Wrong' WHERE url = ?", (URL,))

    result = command("reread", "--dry-run", "--jobs", "1", "--site", "lock.example")

    (line,) = map(json.loads, result.stdout.splitlines())
    assert line == {"article_id": 1, "url": URL, "field": "section", "old": "Wrong", "new": "Local"}
    assert "1 article read again; 1 would change: 1 section" in result.stderr
    assert archive.article(URL).section == "Wrong"
    command("reread", "--jobs", "1", "--field", "section", "-q")
    assert archive.article(URL).section == "Local"


def test_all_is_read_again_however_little_of_it_is_looked_at(
    archive: Archive, command: Any, monkeypatch: pytest.MonkeyPatch
):
    def print_one(rows: Iterator[Any]) -> None:
        next(rows)
        raise BrokenPipeError

    monkeypatch.setattr("crawler.cli.reread.print_lines", print_one)
    with archive.transaction():
        archive.db.execute("UPDATE articles SET section = 'Wrong'")

    assert "2 changed: 2 section" in command("reread", "--jobs", "1").stderr
    assert archive.article(URL).section == "Local"


MISSED = "https://lock.example/news/2025/11/missed"


def keep(archive: Archive, page: str) -> None:
    """Keep a page of which no article was read, as a crawl does."""
    headers = {"Content-Type": "text/html; charset=utf-8"}
    archive.keep_page(MISSED, page.encode(), fetched_at=MONDAY, status=200, headers=headers)
    with archive.transaction():
        Ledger(archive).add([Link(MISSED, "article")], now=MONDAY, found_in="test")
        archive.db.execute("UPDATE pages SET state = 'not_article', due_at = NULL WHERE url = ?", (MISSED,))


def test_a_page_that_held_no_article_gives_one_to_better_rules(archive: Archive, command: Any):
    keep(archive, html("Bridge opens", FERRY.replace("ferry", "bridge")))

    dry = command("reread", "--dry-run", "--jobs", "1")
    assert archive.count_articles() == 2
    result = command("reread", "--jobs", "1", "--site", "lock.example")

    (line,) = map(json.loads, result.stdout.splitlines())
    row = archive.article(MISSED)
    assert line == {"article_id": row.id, "url": MISSED, "field": "article", "old": None, "new": "Bridge opens"}
    assert json.loads(dry.stdout) == line | {"article_id": None}
    assert "1 pages without an article: 1 hold one now" in result.stderr
    assert (row.first_seen_at, row.last_seen_at) == ("2025-11-24T03:25:00Z", "2025-11-24T03:25:00Z")
    assert [capture.article_id for capture in captures(archive.db, "url = ?", MISSED)] == [row.id]
    [(state, due)] = archive.db.execute("SELECT state, due_at FROM pages WHERE url = ?", (MISSED,)).fetchall()
    assert (state, due) == ("archived", "2025-11-24T03:25:00Z")
    assert command("reread", "--jobs", "1").stdout == ""


@pytest.mark.parametrize("options", [("--field", "title"), ("--language", "en"), ("--site", "coast.example")])
def test_only_pages_that_were_asked_for_are_read_for_articles(archive: Archive, command: Any, options: tuple[str, ...]):
    keep(archive, html("Bridge opens", FERRY.replace("ferry", "bridge")))

    assert command("reread", "--jobs", "1", *options).stdout == ""


def test_a_page_that_holds_no_article_by_any_rule_stays_as_it_is(archive: Archive, command: Any):
    keep(archive, "<h1>Nothing here</h1>")

    assert "1 pages without an article: 0 hold one now" in command("reread", "--jobs", "1").stderr
    assert [capture.article_id for capture in captures(archive.db, "url = ?", MISSED)] == [None]
