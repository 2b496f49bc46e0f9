"""Kept pages, read again: by better rules better, by the same rules the same, and what was put right stays right."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from test_identity import FERRY, GATES
from test_revisions import html_of

from crawler.archive import Archive
from crawler.archive.articles.entries import read_entries, write_entries
from crawler.archive.articles.events import add_event
from crawler.archive.articles.records import record_of
from crawler.archive.captures.captures import captures, keep_page
from crawler.archive.captures.rereading import Difference, Kept, reread
from crawler.archive.ledger import Ledger
from crawler.archive.reading import Filter
from crawler.cli import main
from crawler.cli.kept import read_kept
from crawler.discovery.links import Link
from crawler.items import Article
from crawler.reading.instants import utc_text

MONDAY = datetime(2025, 11, 24, 3, 25, tzinfo=UTC)
URL = "https://lock.example/news/2025/11/gates"
LIVE = "http://meridian-post.example/live/2026/passage-tunnel-breakthrough"
SAID = "<p>“We have waited since spring for the steel,” said Ann Reed, who leads the works at the old lock.</p>"


def html(title: str = "Lock gates close", body: str = GATES, views: int = 100) -> str:
    return (
        f"<html lang=en><head><title>{title} | Lock News</title><meta property=article:section content=Local></head>"
        f"<body><article><h1>{title}</h1><p class=views>{views} views</p><p>{body}</p>{SAID}</article></body></html>"
    )


def visit(archive: Archive, page: str, *, day: float = 0, url: str = URL, parts: tuple[str, ...] = ()) -> int:
    """Archive a page as a crawl does: read, written, kept."""
    at = MONDAY + timedelta(days=day)
    headers = {"Content-Type": "text/html; charset=utf-8"}
    with archive.transaction():
        number = archive.keep_page(url, page.encode(), fetched_at=at, status=200, headers=headers)
        for place, part in enumerate(parts, 2):
            keep_page(
                *(archive.db, f"{url}?page={place}", part.encode()),
                **{"fetched_at": at, "status": 200, "headers": headers, "article_id": None},
                **{"part_of": number, "role": "part"},
            )
        kept = [(archive.capture(n), part.encode()) for n, part in enumerate(parts, number + 1)]
        article = read_kept(Kept(archive.capture(number), page.encode(), tuple(kept)))
        assert article is not None
        saved = archive.save(article, seen_at=at)
        archive.db.execute("UPDATE captures SET article_id = ? WHERE id >= ?", (saved.article_id, number))
    return saved.article_id


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "archive.db") as archive:
        visit(archive, html(views=100))
        visit(archive, html(views=250), day=1)
        visit(archive, html(body=GATES.replace("nine", "eleven"), views=900), day=2)
        visit(archive, html("Ferry sails", FERRY), url="https://coast.example/news/2025/11/ferry")
        yield archive
        assert archive.check() == []


def run(archive: Archive, read: Any = read_kept, **options: Any) -> dict[str, Difference]:
    """Read again, and return the differences of the article at `URL` by field."""
    found = list(reread(archive, Filter(), read, **options))
    return {one.field: one for differences in found for one in differences if one.url == URL}


def shouted(kept: Kept) -> Article | None:
    """Another rule for titles, bodies and counters."""
    article = read_kept(kept)
    assert article is not None
    article.title, article.section, article.view_count = (article.title or "").upper(), None, 7
    article.body = (article.body or "").replace(" said ", " says ")
    article.quotes = [replace(quote, speaker=None) for quote in article.quotes]
    article.provenance["title"] = {"source": "shout", "evidence": None}
    article.provenance.pop("section", None)
    return article


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


# Corrections


def test_a_correction_survives_crawls_and_rereading(archive: Archive, command: Any):
    command("correct", URL, "title", "Gates of the lock close")
    command("correct", URL, "authors", "Ann Reed", "Bo Lee")
    command("correct", URL, "published_at", "2025-11-23T10:00:00+02:00")

    visit(archive, html("Lock gates close for long", f"{GATES} It is cold."), day=3)
    run(archive, shouted)

    row = archive.article(URL)
    assert (row.title, row.authors) == ("Gates of the lock close", ["Ann Reed", "Bo Lee"])
    assert (row.published_at_utc, row.published_at_precision) == ("2025-11-23T08:00:00Z", "second")
    assert row.provenance["title"]["source"] == "correction"
    assert row.body.endswith("at the old lock.")
    assert "It is cold." in row.body
    assert archive.revisions(row.id)[-1].title == "LOCK GATES CLOSE FOR LONG"
    assert [hit.article.id for hit in archive.search("gates of the lock")][-1] == row.id
    (told, *_) = [one for one in listed(command, URL) if one["field"] == "title"]
    assert (told["value"], told["was"]) == ("Gates of the lock close", "LOCK GATES CLOSE FOR LONG")


def test_a_correction_that_is_undone_gives_way_to_what_the_page_says_now(archive: Archive, command: Any):
    for field, *value in (("title", "Wrong"), ("section", "--null"), ("authors", "Nobody")):
        command("correct", URL, field, *value)
    assert archive.article(URL).section is None
    visit(archive, html("Lock gates stay closed", f"{GATES} It is cold."), day=3)

    for field in ("title", "section", "authors"):
        command("correct", URL, field, "--undo")

    row = archive.article(URL)
    assert (row.title, row.section, row.authors) == ("Lock gates stay closed", "Local", [])
    assert row.provenance["title"]["source"] != "correction"
    assert "authors" not in row.provenance
    assert listed(command) == []
    assert "was not corrected" in command("correct", URL, "title", "--undo", code=1).stderr


def test_a_body_that_is_what_the_page_says_again_has_the_quotes_of_the_page(archive: Archive, command: Any):
    """Who speaks in a box stands in its markup."""
    box = f"<blockquote><p>{FERRY}</p><footer>Olha Ford, captain</footer></blockquote>"
    number = visit(archive, html(body=FERRY).replace(SAID, box), url="https://coast.example/news/2025/11/boxed")
    before = record_of(archive.db, archive.article(number))
    command("correct", str(number), "body", "--null")
    assert list(archive.quotes(article_id=number)) == []

    command("correct", str(number), "body", "--undo")

    assert record_of(archive.db, archive.article(number)) == before
    assert [quote["speaker"] for quote in before["quotes"]] == ["Olha Ford"]


def test_a_corrected_body_has_its_own_quotes(archive: Archive, command: Any):
    body = "It is “rather cold today”, said Zoë Świt on the quay of the old harbour town."
    command("correct", URL, "body", "-", stdin=body)
    visit(archive, html(body=f"{GATES} It is cold."), day=3)

    row = archive.article(URL)
    assert (row.body, row.word_count) == (body, len(body.split()))
    assert [quote.speaker for quote in archive.quotes(article_id=row.id)] == ["Zoë Świt"]
    assert run(archive) == {}

    command("correct", URL, "body", "--undo")

    assert archive.article(URL).body.startswith(GATES)
    assert [quote.speaker for quote in archive.quotes(article_id=row.id)] == ["Ann Reed"]


def test_corrections_go_with_an_export(archive: Archive, command: Any, tmp_path: Path):
    command("correct", URL, "title", "Right")
    command("correct", URL, "authors", "Ann Reed")
    command("export", "-o", str(tmp_path / "a.jsonl"))
    with Archive(tmp_path / "b.db") as other:
        command("import", str(tmp_path / "a.jsonl"), "--jobs", "1", "--archive", str(other.path))
        visit(other, html("Another title", GATES.replace("nine", "ten")), day=4)
        assert (other.article(URL).title, other.article(URL).authors) == ("Right", ["Ann Reed"])
        command("archive", "merge", str(archive.path), "--archive", str(other.path))
        assert other.article(URL).title == "Right"
        assert other.revisions(other.article(URL).id)[-1].title == "Another title"
        assert other.check() == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((URL, "published_at", "soon"), "published_at is 'soon'; expected ISO 8601"),
        ((URL, "kind", "blog"), "kind is 'blog'; expected one of article, live_blog, video, opinion"),
        ((URL, "access", "half"), "access is 'half'; expected one of free, metered, paywalled"),
        ((URL, "language", "English"), "language is 'English'; expected a code of ISO 639, such as uk"),
        ((URL, "title", "two", "words"), "title takes one value, found 2"),
        ((URL, "title", " "), "a VALUE of title is empty; --null says that it is not known"),
        ((URL, "authors", "Ann Reed", ""), "a VALUE of authors is empty"),
        ((URL, "body", "-"), "a VALUE of body is empty"),  # of a file that holds nothing
        ((URL, "title", "a", "--undo"), "expected one of VALUE, --null, --undo"),
        ((URL, "view_count", "7"), "'view_count' is not one of"),
    ],
)
def test_a_correction_that_cannot_be_says_why(archive: Archive, command: Any, arguments: tuple[str, ...], message: str):
    assert message in command("correct", *arguments, code=2).stderr


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


def listed(command: Any, *arguments: str) -> list[dict[str, Any]]:
    return json.loads(command("correct", *arguments, "--json").stdout)


@pytest.fixture
def command(archive: Archive) -> Any:
    """Run the command on the archive, in this process."""

    def run_command(*arguments: str, code: int = 0, stdin: str | None = None) -> Result:
        chosen = () if "--archive" in arguments else ("--archive", str(archive.path))
        result = CliRunner().invoke(main, [*arguments, *chosen], input=stdin, catch_exceptions=False)
        assert result.exit_code == code, result.output
        return result

    return run_command
