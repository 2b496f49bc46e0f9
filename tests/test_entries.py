"""Live blogs: entries with their own times, joined over crawls without loss or repetition."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from test_identity import article
from test_revisions import html_of, read

from crawler.archive import Archive
from crawler.cli import main
from crawler.demo import all_articles
from crawler.items import Entry
from crawler.page import Page
from pipelines import extract
from pipelines.entries import by_markup, with_keys

NOW = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
URL = "http://meridian-post.example/live/2026/passage-tunnel-breakthrough"
LIVE = [a.url for a in all_articles() if a.markup == "live_blog"]


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "archive.db") as archive:
        yield archive
        assert archive.check() == []


def entry(hour: int, body: str, **values: str) -> Entry:
    return Entry(**({"key": f"post-{hour}", "body": body, "published_at": f"2026-11-18T{hour:02}:00:00Z"} | values))


@pytest.mark.parametrize("url", LIVE)
def test_entries_are_read_alike_from_what_is_declared_and_from_markup(url: str):
    found = read(url, html_of(url))
    bare = read(url, html_of(url).replace("liveBlogUpdate", "other"))

    assert len(found.entries) >= 3
    assert bare.provenance["entries"]["source"] == "visible_text"
    assert [e.published_at for e in found.entries] == sorted(
        (e.published_at or "" for e in found.entries), reverse=True
    )
    assert [(e.key, e.published_at, e.title) for e in bare.entries] == [
        (e.key, e.published_at, e.title) for e in found.entries
    ]
    assert all(" ".join(e.body.split()) in " ".join((found.body or "").split()) for e in found.entries)


def test_other_articles_have_none():
    assert all(not read(a.url, html_of(a.url)).entries for a in all_articles()[:12] if a.markup != "live_blog")


def test_what_scrolled_off_stays_and_what_was_mended_is_as_it_was_seen_last(archive: Archive):
    visits = (
        [entry(8, "Work was haltd."), entry(6, "Good morning.")],
        [entry(11, "Breakthrough."), entry(8, "Work was halted."), entry(6, "Good morning.")],
        [entry(12, "Nine centimetres."), entry(11, "Breakthrough.")],
    )
    for hour, entries in enumerate(visits):
        body = "\n\n".join(e.body for e in entries)
        archive.save(article(URL, title="Tunnel", body=body, entries=entries), seen_at=NOW + timedelta(hours=hour))

    rows = archive.entries(1)
    assert [row.body for row in rows] == ["Nine centimetres.", "Breakthrough.", "Work was halted.", "Good morning."]
    assert [row.first_seen_at[11:13] for row in rows] == ["11", "10", "09", "09"]
    assert rows[3].last_seen_at == "2026-11-18T10:00:00Z"

    late = article(URL, title="Tunnel", body="Good morning.", entries=[entry(6, "An older copy.")])
    archive.save(late, seen_at=NOW - timedelta(hours=1))
    assert [row.body for row in archive.entries(1)] == [row.body for row in rows]


def test_keys_tell_entries_apart_and_are_the_same_at_the_next_visit():
    nameless = [Entry("", f"Entry of {hour}", None, f"2026-11-18T{hour:02}:00:00Z") for hour in (9, 8)]
    twins = [Entry("", "One thing.", None, "2026-11-18T07:00:00Z"), Entry("", "Another.", None, "2026-11-18T07:00:00Z")]
    first = with_keys([*nameless, *twins])

    assert len({e.key for e in first}) == 4
    assert with_keys([Entry("", "New", None, "2026-11-18T10:00:00Z"), *nameless, *twins])[1:] == first
    assert with_keys([*twins, *twins]) == first[2:]
    named = with_keys([Entry("https://a.example/live#post-1", "One"), Entry("post-2", "Two")])
    assert [e.key for e in named] == ["post-1", "post-2"]


def test_an_entry_is_one_whatever_comes_and_goes_in_its_minute(archive: Archive):
    at = "2026-11-18T07:00:00+00:00"
    goal = Entry("", "The ferry is back at the quay.", "Back", at)
    mended = Entry("", "At the quay, with all on board, is the ferry.", "Back", at)
    other, apart = Entry("", "Nobody was hurt.", "Hurt", at), Entry("#p7", "All clear.", "Back", at)
    visits = ([goal], [goal, other], [mended, other], [other], [mended], [other, apart])
    for hour, visit in enumerate(visits):
        article = read(URL, html_of(URL))
        article.entries = with_keys(list(visit))
        archive.save(article, seen_at=NOW + timedelta(hours=hour))

    assert sorted(row.body for row in archive.entries(1)) == [apart.body, mended.body, other.body]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Entry("#p7", "Goal!"), Entry("#p9", "Goal!")),
        (Entry("", "Mirel scores.", "Goal", "2026-11-18"), Entry("", "Lee scores.", "Goal", "2026-11-18")),
    ],
)
def test_where_no_more_than_the_day_is_known_two_entries_alike_are_two(archive: Archive, one: Entry, other: Entry):
    whistle = Entry("", "Kick-off.", None, "2026-11-18")
    for hour, visit in enumerate(([one, whistle], [other, whistle])):
        article = read(URL, html_of(URL))
        article.entries = with_keys(visit)
        archive.save(article, seen_at=NOW + timedelta(hours=hour))

    assert sorted(row.body for row in archive.entries(1)) == sorted([one.body, other.body, whistle.body])


def test_show_and_export_hold_them_and_an_import_gives_them_back(archive: Archive, tmp_path: Path):
    archive.save(read(URL, html_of(URL)), seen_at=NOW + timedelta(days=1))
    shown, out, other = (str(tmp_path / name) for name in ("archive.db", "out.jsonl", "other.db"))
    run = CliRunner().invoke

    row = json.loads(run(main, ["show", URL, "--json", "--archive", shown]).output)
    assert [e["title"] for e in row["entries"]][1:3] == ["Two tubes, nine centimetres", "Breakthrough"]
    text = run(main, ["show", URL, "--text", "--archive", shown]).output
    assert text.count("Two tubes, nine centimetres") == 1
    assert run(main, ["export", "-o", out, "--archive", shown]).exit_code == 0
    assert run(main, ["import", out, "--archive", other]).exit_code == 0
    with Archive(other, read_only=True) as copy:
        assert copy.entries(1) == archive.entries(1)


def test_markup_without_times_is_no_live_blog():
    item = read(URL, html_of(URL).replace("<time ", "<span ").replace("liveBlogUpdate", "other"))

    assert item.entries == []
    assert by_markup(item.page, item) == []


def test_entries_that_bear_their_times_themselves_are_told_apart():
    told = (
        "The harbour master has closed the outer gate until the wind drops, and will look again at noon.",
        "All ferries across the strait are cancelled until Thursday, the line said on Tuesday morning.",
        "About 2,400 homes have lost power around the cape; crews will not go out before the wind turns.",
        "Schools in the north stay shut, and the council asks everybody to keep away from the mole.",
    )
    rows = "".join(
        f'<div class=entry data-entry-id="{n}" data-timestamp="{1795476600 + n * 600}"><p>{text}</p></div>'
        for n, text in enumerate(told, 1)
    )
    page = Page.from_html(f"<h1>Storm hits coast</h1><main>{rows}</main>", "https://gazette.example/live/storm")

    entries = extract(page, reraise=True).entries

    assert [entry.key for entry in entries] == ["1", "2", "3", "4"]
    assert entries[0].published_at == "2026-11-23T23:40:00+00:00"


def test_a_clock_over_an_entry_is_none_of_its_words_and_a_bold_line_is_its_title():
    hours = [f"2026-11-18T1{n}:00" for n in range(3)]
    told = "".join(
        f"<li><time datetime={hour}>{hour[11:]}</time><br><div><b>Drum {n} stops</b></div>"
        f"<div>The drum that cuts the tunnel stood still for an hour, said engineer number {n}.</div></li>"
        for n, hour in enumerate(hours)
    )
    page = Page.from_html(f"<h1>Passage tunnel</h1><ul>{told}</ul>", URL)

    entries = by_markup(page, extract(page, reraise=True))

    assert [(e.published_at, e.title) for e in entries] == [(f"{h}:00", f"Drum {n} stops") for n, h in enumerate(hours)]
    assert [e.body for e in entries] == [
        f"The drum that cuts the tunnel stood still for an hour, said engineer number {n}." for n in range(3)
    ]
