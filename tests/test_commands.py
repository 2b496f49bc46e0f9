"""The commands that ask an archive: what they print, in which form, with which exit code."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import invoke
from two_stories import FERRY, GATES, article

from crawler.archive import Archive
from crawler.archive.ledger import Ledger
from crawler.cli import main
from crawler.discovery.links import Link
from crawler.items import Quote

BEGUN = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=6)
URL, OTHER, COPY = "https://lock.example/gates", "https://lock.example/ferry", "https://gazette.example/gates"
SAID = "We have waited since spring for the steel,"
BODY = f"{GATES}\n\n“{SAID}” said Ann Reed, who leads the works."
QUOTE = Quote(SAID, len(GATES) + 3, len(GATES) + 3 + len(SAID), "inline", 0, "Ann Reed", "Reed", "said")
Run = Callable[..., Result]


@pytest.fixture
def archive_path(tmp_path: Path) -> Path:
    """An archive of three articles: one read three times and edited silently once, a copy of it, another one."""
    path = tmp_path / "archive.db"
    later = "2026-11-23T10:00:00+02:00"
    with Archive(path) as archive:
        for hours, views, body in ((0, 100, BODY), (2, 300, BODY), (4, 900, BODY.replace("nine", "eleven"))):
            item = article(URL, title="Gates close", body=body, quotes=[QUOTE], view_count=views, modified_at=later)
            if body != BODY:
                shift = len("eleven") - len("nine")
                item.quotes = [Quote(SAID, QUOTE.start + shift, QUOTE.end + shift, "inline", 0, "Ann Reed", "Reed")]
            item.view_count_raw = f"{views} views"
            archive.save(item, seen_at=BEGUN + timedelta(hours=hours))
        archive.save(article(COPY, title="At the lock", body=BODY, quotes=[QUOTE]), seen_at=BEGUN)
        for hours, views in ((0, 1000), (4, 2000)):
            item = article(OTHER, title="=Night ferry \x1b[31m", body=FERRY, view_count=views, authors=["Zoë Świt"])
            item.view_count_raw = f"{views // 1000}K"
            archive.save(item, seen_at=BEGUN + timedelta(hours=hours))
        archive.mark_gone(archive.article(OTHER).id, BEGUN + timedelta(hours=5))
        run = archive.start_run("news_site", "lock.example", {"home": "https://lock.example/"}, at=BEGUN)
        archive.finish_run(
            run,
            status="finished",
            exit_code=0,
            counts={"articles_new": 3},
            fields={"lock.example": {"title": {"found": 3, "filled": 3, "sources": {"json_ld": 3}}}},
        )
    return path


@pytest.fixture
def run(archive_path: Path) -> Iterator[Run]:
    """Run a command on the archive, as in a pipe."""

    def run_command(*arguments: str, code: int = 0) -> Result:
        return invoke(*arguments, "--archive", archive_path, code=code)

    return run_command


def rows(result: Result) -> list[dict[str, object]]:
    found = json.loads(result.stdout)
    assert isinstance(found, list)
    return found


def test_a_speaker_is_found_with_the_places_of_the_words(run: Run):
    (saying,) = rows(run("quotes", "--speaker", "ann reed"))

    assert (saying["text"], saying["speaker"], saying["count"]) == (SAID, "Ann Reed", 2)
    assert sorted(saying["places"]) == sorted([URL, COPY])


def test_quotes_are_found_by_what_was_said_and_where(run: Run):
    assert len(rows(run("quotes", "--said", "waited steel"))) == 1
    assert rows(run("quotes", "--said", "waited copper")) == []
    assert rows(run("quotes", "--site", "lock.example"))[0]["site"] == "lock.example"


def test_readings_say_what_was_gained(run: Run):
    readings = rows(run("views", URL))

    assert [(r["views"], r["gained"]) for r in readings] == [(100, None), (300, 200), (900, 600)]


def test_two_formats_are_a_mistake_of_usage(run: Run):
    for command in (("list",), ("views", URL), ("archive", "stats")):
        assert "--csv and --json are two formats" in run(*command, "--csv", "--json", code=2).stderr
    assert run("list", "--csv", "--csv").output.startswith("id,")


def test_the_fastest_riser_comes_first_with_what_rounding_hides(run: Run):
    first, second = rows(run("views", "--rising", "--since", "1d"))

    assert (first["article_id"], first["per_hour"], first["uncertainty"]) == (3, 250.0, 250.0)
    assert (second["per_hour"], second["uncertainty"]) == (200.0, 0.0)


def test_readings_seconds_apart_tell_nothing_of_an_hour(archive_path: Path, run: Run):
    with Archive(archive_path) as archive:
        for number, views in enumerate((10, 800)):
            read = article("https://lock.example/now", title="Gates stick", body=BODY + " Again.", view_count=views)
            archive.save(read, seen_at=datetime.now(UTC) - timedelta(seconds=60 - 9 * number))

    done = run("views", "--rising", "--since", "1h")

    assert rows(done) == []
    assert "not judged: 1; a gain needs two readings in that time, ten minutes apart at least" in done.stderr


def test_readings_by_a_clock_that_was_ahead_are_told_and_make_nothing_rise(archive_path: Path, run: Run):
    rising = rows(run("views", "--rising", "--since", "1d"))
    assert "future" not in run("archive", "check").stderr
    later = BEGUN + timedelta(days=400)
    with Archive(archive_path) as archive:
        archive.save(article(URL, title="Gates close", body=BODY, view_count=90_000), seen_at=later)

    assert rows(run("views", "--rising", "--since", "1d")) == rising
    assert f"articles seen in the future: 1, the last at {later:%Y-%m-%dT%H:%M:%SZ}" in run("archive", "check").stderr


@pytest.mark.parametrize("arguments", [("views",), ("views", URL, "--rising"), ("views", URL, "--since", "1d")])
def test_views_of_nothing_or_of_two_things_is_a_usage_error(run: Run, arguments: tuple[str, ...]):
    assert "give an ARTICLE" in run(*arguments, code=2).stderr


def test_changes_tell_what_was_edited_silently_and_what_is_gone(run: Run):
    gone, edited = rows(run("changes"))

    assert (gone["kind"], gone["article_id"]) == ("gone", 3)
    assert (edited["kind"], edited["fields"], edited["silent"], edited["revision"]) == ("edited", ["body"], True, 2)
    assert rows(run("changes", "--silent")) == [edited]
    assert rows(run("changes", "--kind", "gone")) == [gone]
    assert rows(run("changes", "--site", "gazette.example")) == []
    assert rows(run("changes", "--until", "2020-01-01")) == []


def test_a_diff_shows_the_words_that_changed(run: Run):
    found = json.loads(run("diff", URL).stdout)

    changed = [part for part in found["body"] if part["op"] != "same"]
    assert changed == [{"op": "removed", "text": "nine"}, {"op": "added", "text": "eleven"}]
    assert "[-nine-]{+eleven+}" in run("diff", URL, "1", "2", "--text").stdout
    assert "<del>nine</del><ins>eleven</ins>" in run("diff", URL, "--html").stdout


def test_a_diff_of_a_revision_that_is_none_says_which_there_are(run: Run):
    assert "has no revision 9; expected a number from 1 to 2" in run("diff", URL, "9", code=1).stderr


def test_sites_count_what_is_archived_and_gone(run: Run):
    first, second = rows(run("sites"))

    assert (first["site"], first["articles"], first["gone"]) == ("lock.example", 2, 1)
    assert (second["site"], second["articles"]) == ("gazette.example", 1)


def test_all_sites_are_listed_where_nobody_says_how_many(run: Run, archive_path: Path):
    with Archive(archive_path) as archive, archive.transaction():
        archive.db.conn.executemany(
            "INSERT INTO articles (url, site, first_seen_at, last_seen_at) VALUES (?, ?, ?, ?)",
            [(f"https://{n}.example/1", f"{n}.example", *2 * ["2026-11-18T09:00:00Z"]) for n in range(20)],
        )

    assert len(rows(run("sites"))) == 22
    assert "showing 5 of 22" in run("sites", "--limit", "5").stderr


def test_a_site_without_an_article_is_not_taken_for_another(run: Run, archive_path: Path):
    home = "https://locks.example/"
    with Archive(archive_path) as archive, archive.transaction():
        Ledger(archive).add([Link(home, "listing")], now=BEGUN, found_in=home)

    assert "no article of locks.example is archived; `newsarc sites`" in run("list", "--site", "locks.example").stderr
    assert "did you mean locks.example? `newsarc sites`" in run("list", "--site", "lockss.example").stderr


def test_runs_are_listed_and_one_tells_its_fields(run: Run):
    (found,) = rows(run("runs"))
    ((site,),) = [json.loads(run("runs", "show", "1").stdout)["sites"]]
    (field,) = site["fields"]

    assert (found["site"], found["exit_code"], found["articles_new"]) == ("lock.example", 0, 3)
    assert (field["field"], field["filled"], field["sources"]) == ("title", 3, {"json_ld": 3})
    assert "no run 7" in run("runs", "show", "7", code=1).stderr


def test_an_export_holds_everything_of_every_article(run: Run):
    lines = [json.loads(line) for line in run("export").stdout.splitlines()]

    first = next(line for line in lines if line["url"] == URL)
    assert len(lines) == 3
    assert [reading["views"] for reading in first["view_counts"]] == [100, 300, 900]
    assert first["body"][first["quotes"][0]["start"] : first["quotes"][0]["end"]] == SAID


def test_an_export_as_csv_is_read_by_a_spreadsheet_and_runs_nothing(run: Run):
    table = list(csv.DictReader(io.StringIO(run("export", "--format", "csv", "--site", "lock.example").stdout)))

    assert len(table) == 2
    assert next(row for row in table if row["url"] == OTHER)["title"].startswith("'=Night ferry")


def test_an_export_to_schema_org_is_a_news_article_a_line(run: Run, tmp_path: Path):
    out = tmp_path / "out.jsonl"

    result = run("export", "--format", "schema.org", "-o", str(out))

    first, *_ = (line for line in map(json.loads, out.read_text("utf-8").splitlines()) if line["url"] == URL)
    assert (result.stdout, first["@type"], first["headline"]) == ("", "NewsArticle", "Gates close")
    assert first["interactionStatistic"]["userInteractionCount"] == 900
    assert first["hasPart"][0]["creator"]["name"] == "Ann Reed"
    assert "dateline" not in first
    assert "datePublished" not in first  # not known: left out rather than guessed


def test_forgetting_asks_first_and_takes_all(run: Run):
    assert "--yes" in run("forget", URL, code=2).stderr

    assert URL in run("forget", URL, "--yes").stderr

    assert "no article seen under" in run("show", URL, code=1).stderr
    assert "may come back" in run("forget", URL, "--undo").stderr
    assert "nothing to undo" in run("forget", URL, "--undo", code=1).stderr


def test_several_articles_are_forgotten_or_none_where_one_is_not_there(run: Run):
    assert "no article seen under" in run("forget", URL, "https://lock.example/none", "--yes", code=1).stderr
    assert run("show", URL).exit_code == 0

    run("forget", URL, OTHER, URL, "--yes")

    assert [row["url"] for row in rows(run("list"))] == [COPY]


def test_what_is_forgotten_is_named_by_its_address_when_it_may_come_back(run: Run):
    run("forget", "1", "--yes")

    by_number = run("forget", "1", "--undo", code=2)

    assert "--undo 1: the number is forgotten too; give the article's address" in by_number.stderr
    assert "may come back" in run("forget", URL, "--undo").stderr


def test_what_is_corrected_to_nothing_is_said_not_to_be_known(run: Run):
    for field in ("authors", "title"):
        assert run("correct", "1", field, "--null").stderr == f"{URL}: {field} is not known\n"


@pytest.mark.parametrize("command", [("show", "1"), ("diff", "1"), ("runs", "show"), ("story", "1"), ("doctor",)])
def test_the_last_of_two_forms_counts(run: Run, command: tuple[str, ...]):
    text, as_json = run(*command, "--json", "--text"), run(*command, "--text", "--json")

    assert json.loads(as_json.stdout) is not None
    assert not text.stdout.startswith(("{", "["))


def test_the_doctor_says_where_nothing_can_be_compared_and_nobody_told(tmp_path: Path):
    path = tmp_path / "new.db"
    Archive(path).close()

    alone = CliRunner().invoke(main, ["doctor", "--archive", str(path)])
    told = CliRunner().invoke(main, ["doctor", "--notify", "--archive", str(path)])

    assert (alone.exit_code, alone.stderr) == (0, "no crawl has gone over a site yet: there is nothing to compare\n")
    assert told.exit_code == 2
    assert "--notify has nobody to send to; name them in newsarc.toml" in told.stderr


@pytest.mark.parametrize("form", ["--json", "--nl", "--csv", "--tsv", "--table"])
@pytest.mark.parametrize(
    "command", [("list",), ("search", "lock"), ("quotes",), ("changes",), ("sites",), ("runs",), ("views", URL)]
)
def test_every_listing_comes_in_every_form_without_a_terminals_commands(run: Run, command: tuple[str, ...], form: str):
    out = run(*command, form).stdout

    assert out.strip()
    assert form in ("--csv", "--tsv") or "\x1b" not in out


def test_a_table_of_values_without_a_row_has_its_header(run: Run):
    assert run("list", "--since", "2099", "--csv", "-c", "id", "-c", "url", "-c", "id").stdout == "id,url\n"
    assert run("quotes", "--said", "nothing of the kind", "--tsv", "-c", "text", "-c", "url").stdout == "text\turl\n"


@pytest.mark.parametrize("command", [("list",), ("search", "lock"), ("quotes",), ("changes",), ("sites",), ("runs",)])
def test_a_limit_bounds_a_listing(run: Run, command: tuple[str, ...]):
    assert len(rows(run(*command, "--limit", "1"))) == 1


def test_what_a_limit_leaves_out_is_told(run: Run):
    assert "showing 1 of 3; more with --limit" in run("list", "--limit", "1").stderr
    assert "showing 1 of 2; more with --limit" in run("changes", "--limit", "1").stderr
    assert "showing" not in run("quotes", "--limit", "1").stderr


def test_how_many_quotes_a_limit_leaves_out_is_told_up_to_some_thousands(
    archive_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
):
    said = ("The gate is shut", "The gate is wide open", "The gate was mended")
    body = "\n\n".join(f"“{text}”, said Ann Reed." for text in said)
    quotes = [
        Quote(text, at, at + len(text), "inline", number, "Ann Reed")
        for number, text in enumerate(said)
        if (at := body.index(text))
    ]
    with Archive(archive_path) as archive:
        archive.save(article("https://lock.example/shut", title="Shut", body=body, quotes=quotes), seen_at=BEGUN)

    assert "showing 1, of 3 quotes; more with --limit" in run("quotes", "--said", "gate", "--limit", "1").stderr
    assert "showing" not in run("quotes", "--said", "gate", "--limit", "3").stderr
    monkeypatch.setattr("crawler.cli.quotes.COUNTED", 2)
    for options in (("--said", "gate"), ("--said", "ga*"), ("--speaker", "Ann Reed"), ("--site", "lock.example")):
        assert "showing 1, of more than 2 quotes" in run("quotes", *options, "--limit", "1").stderr


@pytest.mark.parametrize("written", ["EN", "en-US", "en_GB", " en "])
def test_a_language_is_found_however_its_code_is_written(archive_path: Path, run: Run, written: str):
    with Archive(archive_path) as archive:
        body = "The night market may stay until two."
        archive.save(article("https://lock.example/en", title="English", body=body, language="en"), seen_at=BEGUN)

    assert [row["title"] for row in rows(run("list", "--language", written))] == ["English"]
    assert "no article in 'English' is archived" in run("list", "--language", "English").stderr


def test_chosen_columns_alone_are_shown_and_an_unknown_one_is_named(run: Run):
    assert rows(run("list", "-c", "url", "-c", "view_count", "--limit", "1")) == [{"url": OTHER, "view_count": 2000}]
    assert "no column 'veiws'; expected some of: id, url" in run("list", "-c", "veiws", code=2).stderr


@pytest.mark.parametrize(
    "command",
    ["list", "search lock", "quotes", "changes", "sites", "runs", "views --rising", "correct", "archive stats"],
)
def test_an_unknown_column_is_named_where_nothing_is_archived_too(tmp_path: Path, command: str):
    Archive(tmp_path / "empty.db").close()

    arguments = [*command.split(), "--archive", str(tmp_path / "empty.db"), "-c", "nope"]
    done = invoke(*arguments, code=2)

    assert "no column 'nope'; expected some of: " in done.stderr


@pytest.mark.parametrize("command", ["list", "quotes", "changes"])
def test_a_date_that_is_none_is_quoted(run: Run, command: str):
    assert "'yesterdayish' is no date" in run(command, "--since", "yesterdayish", code=2).stderr


def test_an_archive_that_another_tool_reindexed_is_noticed_and_mended(run: Run, archive_path: Path):
    assert "nothing wrong" in run("archive", "check").stderr
    with Archive(archive_path) as archive, archive.transaction():
        archive.save(article("https://tsuki.example/1", title="東京の水門", body="水門が閉まる。" * 40), seen_at=BEGUN)
        archive.db.execute("INSERT INTO articles_fts (articles_fts) VALUES ('rebuild')")

    assert "newsarc archive reindex" in run("archive", "check", code=1).stdout
    assert "indexed anew" in run("archive", "reindex").stderr

    assert run("archive", "check").stdout == ""


def test_a_backup_is_an_archive_of_its_own_and_replaces_no_file(run: Run, tmp_path: Path):
    target = tmp_path / "copy.db"

    run("archive", "backup", str(target))

    with Archive(target, read_only=True) as copy:
        assert copy.count_articles() == 3
        assert copy.check() == []
    assert "exists already" in run("archive", "backup", str(target), code=1).stderr
    assert not list(tmp_path.glob("*.unfinished"))
    assert f"there is no folder {tmp_path / 'no'}" in run("archive", "backup", str(tmp_path / "no/a.db"), code=1).stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("list", "--site", ""), "'--site': is empty; name a site"),
        (("export", "--language", " "), "'--language': is empty; name a code"),
        (("quotes", "--speaker", ""), "'--speaker': is empty; give words"),
        (("quotes", "--said", " "), "'--said': is empty; give words"),
        (("search", "", " "), "WORDS are empty"),
        (("archive", "backup", ""), "is empty; name a file"),
        (("archive", "merge", ""), "is empty; name a file"),
        (("export", "-o", ""), "'--output': is empty; name a file"),
        (("import", ""), "is empty; name a file"),
        (("show", ""), "is empty; give an id, or a URL"),
        (("show", "1", "--page", ""), "'--page': is empty; give how the SHA-256"),
        (("story", " "), "is empty; give an id, or a URL"),
    ],
)
def test_an_empty_variable_of_a_script_is_no_question(run: Run, arguments: tuple[str, ...], message: str):
    assert message in run(*arguments, code=2).stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("export", "out.csv"), "newsarc export -o out.csv"),
        (("list", "lock gates"), "newsarc search 'lock gates'"),
        (("quotes", "Reed", "--limit", "2"), "--speaker"),
        (("changes", "1"), "newsarc diff 1"),
        (("archive", "check", "other.db"), "--archive other.db names the file"),
    ],
    ids=["export", "list", "quotes", "changes", "check"],
)
def test_words_behind_a_command_that_takes_none_lead_to_what_does(run: Run, arguments: tuple[str, ...], said: str):
    assert said in run(*arguments, code=2).stderr


def test_what_an_export_says_of_its_sources_is_shown_without_a_terminals_commands(run: Run, archive_path: Path):
    provenance = {"title": {"source": "\x1b[2Jh1", "evidence": "Gates\n close"}, "authors": {}, "view_count": {"of": 1}}
    exported = json.loads(run("export", "--limit", "1").stdout) | {"provenance": provenance, "id": 40}
    exported |= {"url": "https://dunes.example/\x1b[2J", "site": "dunes.example", "aliases": []}
    invoke("import", "-", "--archive", archive_path, stdin=json.dumps(exported))

    shown = run("show", "https://dunes.example/\x1b[2J", "--text").stdout

    assert "  title       [2Jh1: Gates close\n  view_count  \n" in shown
    assert "\x1b" not in shown


def test_no_archive_is_imported_and_nothing_beside_it(run: Run, archive_path: Path, tmp_path: Path):
    (tmp_path / "other.jsonl").write_text('{"url": "https://dunes.example/a", "title": "Dunes", "body": "They move."}')

    done = run("import", str(archive_path), str(tmp_path / "other.jsonl"), code=1)

    assert "archive.db is an SQLite file; `newsarc archive merge`" in done.stderr
    assert len(rows(run("list", "--json"))) == 3


@pytest.mark.parametrize(
    "arguments",
    [("export", "-o"), ("import", os.devnull, "--rejected"), ("crawl", "https://a.example", "--log-file")],
    ids=lambda arguments: arguments[0],
)
def test_no_archive_is_written_over(run: Run, tmp_path: Path, arguments: tuple[str, ...]):
    other = tmp_path / "other.db"
    Archive(other).close()
    before = other.read_bytes()

    for name in (other, f"{other}-wal"):
        assert f"{str(other)!r} is an SQLite file" in run(*arguments, str(name), code=2).stderr
    assert other.read_bytes() == before


def test_of_signs_alone_it_is_said_that_they_hold_no_word(run: Run):
    assert "'* !' holds no word to look for" in run("search", "*", "!").stderr
