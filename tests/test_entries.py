"""Live blogs: entries with their own times, joined over crawls without loss or repetition."""

from __future__ import annotations

import json
import shutil
import tracemalloc
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from conftest import invoke
from hypothesis import given
from hypothesis import strategies as st
from test_revisions import html_of, read
from two_stories import article

from crawler.archive import Archive
from crawler.archive.articles.entries import joined
from crawler.archive.exchange.merging import merge
from crawler.archive.migrations import STEPS, Schema, schema_of
from crawler.archive.opening import open_for_writing
from crawler.demo import all_articles
from crawler.items import Entry
from crawler.page import Page
from pipelines import extract
from pipelines.entries import by_markup, with_keys

NOW = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
URL = "http://meridian-post.example/live/2026/passage-tunnel-breakthrough"
LIVE = [a.url for a in all_articles() if a.markup == "live_blog"]


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
        (Entry("", "Mirel scores.", None, "2026-11-18"), Entry("", "Lee scores.", None, "2026-11-18")),
    ],
)
def test_where_no_more_than_the_day_is_known_two_entries_alike_are_two(archive: Archive, one: Entry, other: Entry):
    whistle = Entry("", "Kick-off.", None, "2026-11-17")
    for hour, visit in enumerate(([one, whistle], [other, whistle])):
        article = read(URL, html_of(URL))
        article.entries = with_keys(visit)
        archive.save(article, seen_at=NOW + timedelta(hours=hour))

    assert sorted(row.body for row in archive.entries(1)) == sorted([one.body, other.body, whistle.body])


def test_show_and_export_hold_them_and_an_import_gives_them_back(archive: Archive, tmp_path: Path):
    archive.save(read(URL, html_of(URL)), seen_at=NOW + timedelta(days=1))
    shown, out, other = (tmp_path / name for name in ("archive.db", "out.jsonl", "other.db"))

    row = json.loads(invoke("show", URL, "--json", "--archive", shown).output)
    assert [e["title"] for e in row["entries"]][1:3] == ["Two tubes, nine centimetres", "Breakthrough"]
    text = invoke("show", URL, "--text", "--archive", shown).output
    assert text.count("Two tubes, nine centimetres") == 1
    invoke("export", "-o", out, "--archive", shown)
    invoke("import", out, "--archive", other)
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


AT = "2026-11-18T07:00:00+00:00"
BACK, HURT = Entry("", "The ferry is back.", None, AT), Entry("", "Nobody was hurt.", None, AT)


def seen_by(path: Path, *visits: list[Entry], hour: int = 0) -> Path:
    with Archive(path) as archive:
        for number, entries in enumerate(visits):
            seen = article(URL, title="Ferry", body="The ferry is back.", entries=with_keys(entries))
            archive.save(seen, seen_at=NOW + timedelta(hours=hour + number))
    return path


def test_an_entry_is_one_in_archives_that_saw_it_alone_in_its_minute_and_beside_another(tmp_path: Path):
    mended = Entry("", "The ferry is at the quay.", None, AT)
    named = Entry("#p7", "The ferry is at the quay.", None, AT)
    paths = [
        seen_by(tmp_path / "alone.db", [BACK]),
        seen_by(tmp_path / "beside.db", [BACK, HURT], hour=2),
        seen_by(tmp_path / "edited.db", [BACK], [mended], [named], hour=4),
        seen_by(tmp_path / "later.db", [named], hour=8),
    ]

    for number, (first, *others) in enumerate((paths, paths[::-1])):
        target = tmp_path / f"{number}.db"
        shutil.copy(first, target)
        with Archive(target) as archive:
            for path in others:
                with Archive(path, read_only=True) as other:
                    merge(archive, [other])
            assert sorted(row.body for row in archive.entries(1)) == [HURT.body, named.body]
            assert archive.check() == []


TIMES = st.sampled_from(("2026-11-18T07:00:00Z", "2026-11-18T08:00:00Z", "2026-11-18T09:00:00Z"))
KEYS = st.sampled_from("abcdef")
RECORDS = st.builds(
    lambda keys, times, body: {
        **{"key": keys[0], "published_at": AT, "title": None, "body": body},
        **{"first_seen_at": min(times), "last_seen_at": max(times)},
        **({"other_keys": sorted(keys[1:])} if keys[1:] else {}),
    },
    st.lists(KEYS, min_size=1, max_size=3, unique=True),
    st.tuples(TIMES, TIMES),
    st.sampled_from(("The ferry is back.", "Nobody was hurt.")),
)
ENTRIES = st.lists(RECORDS, max_size=4).map(joined)


@given(ENTRIES, ENTRIES, ENTRIES)
def test_no_order_or_grouping_makes_a_difference_to_entries(one: list[Any], other: list[Any], third: list[Any]):
    at_once = joined([*one, *other, *third])

    assert joined([*joined([*one, *other]), *third]) == at_once
    assert joined([*one, *joined([*third, *other])]) == at_once
    assert joined([*at_once, *at_once]) == at_once == joined([*one, *at_once])


def test_thousands_of_entries_with_one_key_in_common_are_joined_in_no_time():
    entry = {"published_at": None, "title": None, "body": "", "first_seen_at": AT, "last_seen_at": AT}
    entries = [entry | {"key": f"p{number}", "other_keys": ["live"]} for number in range(6000)]
    began = process_time()

    (one,) = joined(entries)

    assert len(one["other_keys"]) == 6000
    assert process_time() - began < 1  # four seconds where what is together is moved for each


def before_keys() -> Schema:
    steps = [step.__name__.rpartition(".")[2] for step in STEPS]
    return schema_of(*steps[: steps.index("m0021_keys_of_entries")])


@pytest.mark.thorough
def test_an_upgrade_holds_the_entries_of_one_live_blog_at_a_time(tmp_path: Path):
    with closing(open_for_writing(tmp_path / "archive.db", schema=before_keys())) as db, db.conn:
        for number in range(1, 41):
            db.execute(
                "INSERT INTO articles (id, url, site, provenance, first_seen_at, last_seen_at) VALUES (?,?,?,?,?,?)",
                (number, f"{URL}-{number}", "meridian-post.example", "{}", AT, AT),
            )
            db.execute(
                "INSERT INTO entries (article_id, key, published_at, body, first_seen_at, last_seen_at) "
                "VALUES (?1, ?2, ?2, ?3, ?2, ?2)",
                (number, AT, f"{number} " * 40_000),
            )
    tracemalloc.start()

    open_for_writing(tmp_path / "archive.db").close()

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 3 << 20  # the texts of all are 5 MB


def test_entries_that_were_known_by_their_time_alone_are_known_by_their_words_too(tmp_path: Path):
    before = before_keys()
    path, exported = tmp_path / "archive.db", tmp_path / "old.jsonl"
    key = with_keys([BACK])[0].key
    with closing(open_for_writing(path, schema=before)) as db:
        db.execute(
            "INSERT INTO articles (id, url, site, provenance, first_seen_at, last_seen_at) VALUES (1,?,?,?,?,?)",
            (URL, "meridian-post.example", "{}", "2026-11-18T09:00:00Z", "2026-11-18T11:00:00Z"),
        )
        rows = [(AT, "09", "10"), (key, "10", "11"), ("p7", "09", "11")]
        for name, first, last in rows:
            values = (name, AT, BACK.body, f"2026-11-18T{first}:00:00Z", f"2026-11-18T{last}:00:00Z")
            db.execute(
                "INSERT INTO entries (article_id, key, published_at, body, first_seen_at, last_seen_at) "
                "VALUES (1, ?, ?, ?, ?, ?)",
                values,
            )

    with Archive(path) as archive:
        assert [(row.key, row.first_seen_at[11:13], row.last_seen_at[11:13]) for row in archive.entries(1)] == [
            (key, "09", "11"),
            ("p7", "09", "11"),
        ]

    seen_by(tmp_path / "new.db", [BACK, HURT])
    invoke("export", "-o", exported, "--archive", tmp_path / "new.db")
    exported.write_text(exported.read_text().replace(f'"key": "{key}"', f'"key": "{AT}"'))
    invoke("import", exported, "--archive", tmp_path / "new.db")
    with Archive(tmp_path / "new.db") as archive:
        assert sorted(row.body for row in archive.entries(1)) == [HURT.body, BACK.body]
