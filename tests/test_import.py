"""Articles from elsewhere: archived as crawled ones are, or set aside with the reason."""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from conftest import Command
from two_stories import FERRY, GATES

from crawler.archive import Archive
from crawler.cli import main
from crawler.processes import spread

SAID = f"{GATES}\n\n“We have waited since spring for the steel,” said Ann Reed, who leads the works."
Import = Callable[..., Result]


def row(number: int, **values: Any) -> dict[str, Any]:
    return {"url": f"https://site{number}.example/{number}", "title": f"Story {number}", "body": FERRY} | values


@pytest.fixture
def importing(tmp_path: Path, archive_path: Path, monkeypatch: pytest.MonkeyPatch) -> Import:
    """Import rows, given as objects or as lines, with the command, in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def run(*rows: object, code: int = 0, options: tuple[str, ...] = ()) -> Result:
        lines = [given if isinstance(given, str) else json.dumps(given) for given in rows]
        (tmp_path / "rows.jsonl").write_text("".join(f"{line}\n" for line in lines), "utf-8")
        arguments = ["import", "rows.jsonl", "--archive", str(archive_path), "--jobs", "1", *options]
        result = CliRunner().invoke(main, arguments, catch_exceptions=False)
        assert result.exit_code == code, result.output
        return result

    return run


def test_a_row_becomes_an_article_with_what_it_gives_and_what_its_text_tells(importing: Import, archive_path: Path):
    given = {
        "published_at": "2024-09-03T07:25:00+03:00",
        "authors": ["Zoë Świt"],
        "view_count": 2312,
        "fetched_at": "2024-09-04T00:00:00Z",
        "mood": "not known to us",
    }
    importing(row(1, body=SAID, **given))

    with Archive(archive_path, read_only=True) as archive:
        found = archive.article("http://site1.example/1")
        assert (found.title, found.body, found.authors, found.view_count) == ("Story 1", SAID, ["Zoë Świt"], 2312)
        assert (found.site, found.published_at, found.first_seen_at) == (
            *("site1.example", "2024-09-03T07:25:00+03:00", "2024-09-04T00:00:00Z"),
        )
        assert found.published_at_precision == "second"
        assert (found.language, found.word_count) == ("en", len(SAID.split()))
        assert [(quote.text[:7], quote.speaker) for quote in archive.quotes()] == [("We have", "Ann Reed")]
        assert found.provenance["title"] == {"source": "import", "evidence": "rows.jsonl line 1"}
        assert found.provenance["language"]["source"] == "text"
        assert [hit.article.id for hit in archive.search("steel barge")] == [found.id]
        assert archive.check() == []


def test_copies_share_a_story_and_other_addresses_become_aliases(
    importing: Import, archive_path: Path, newsarc: Command
):
    importing(
        row(1, body=GATES),
        row(2, body=FERRY),
        row(3, body=GATES.replace("nine weeks", "nine long weeks")),
        row(4, url="https://www.site1.example/1?utm_source=x", title="Story 1", body=GATES),
    )
    columns = ("-c", "url", "-c", "aliases", "-c", "story_id")
    listed = newsarc("list", "--nl", "--limit", "all", *columns, "--archive", archive_path)

    found = {given["url"]: given for given in map(json.loads, listed.stdout.splitlines())}
    one, two, three = (found[f"https://site{number}.example/{number}"] for number in (1, 2, 3))
    assert len(found) == 3
    assert one["story_id"] == three["story_id"] is not None
    assert two["story_id"] not in (one["story_id"], None)
    assert one["aliases"] == ["https://www.site1.example/1?utm_source=x"]


@pytest.mark.parametrize("limit", ["all", "0"])
def test_a_listing_shows_all_rows_where_it_is_asked_to(importing: Import, archive_path: Path, limit: str):
    importing(*(row(number, body=f"{FERRY} Sailing {number}.") for number in range(30)))

    listed = CliRunner().invoke(main, ["list", "--nl", "--limit", limit, "--archive", str(archive_path)])

    assert len(listed.stdout.splitlines()) == 30
    assert "showing" not in listed.stderr


BAD = [
    ("{", "not JSON"),
    ("[1]", "expected a JSON object, found list"),
    ("[" * 100_000, "not JSON"),
    ({"title": "A", "body": FERRY}, "no url"),
    (row(1, url="mailto:a@b.example"), "not a web address"),
    (row(1, url=7), "url is 7; expected a text"),
    (row(1, title="\x00 \n"), "no title"),
    (row(1, body=" \n"), "body is blank"),
    (row(1, body=["a", "b"]), "body is ['a', 'b']; expected a text"),
    (row(1, view_count="many"), "view_count is 'many'; expected a whole number"),
    (row(1, view_count=-1), "view_count is -1"),
    (row(1, view_count=True), "view_count is True"),
    (row(1, view_count=2**63), "view_count is 9223372036854775808"),
    (row(1, published_at="soon"), "published_at is 'soon'; expected ISO 8601"),
    (row(1, published_at="2124-09-03"), "later than a day after the article was seen"),
    (row(1, fetched_at="yesterday"), "fetched_at is 'yesterday'; expected ISO 8601"),
    (row(1, authors=[1]), "authors is [1]; expected a list of texts"),
    (row(1, site="not a site"), "'not a site' is not a host name"),
    (row(1, quotes=[{"text": "ferry", "start": 0, "end": 5}]), "expected text, start and end with body[start:end]"),
]


def test_bad_rows_are_set_aside_with_line_and_reason_and_end_nothing(
    importing: Import, archive_path: Path, tmp_path: Path
):
    result = importing(row(0), "", *(given for given, _ in BAD), row(99, body=GATES), code=3)

    kept = [json.loads(line) for line in (tmp_path / "rows.jsonl.rejected.jsonl").read_text("utf-8").splitlines()]
    assert [found["line"] for found in kept] == list(range(3, 3 + len(BAD)))
    for found, (given, reason) in zip(kept, BAD, strict=True):
        assert reason in found["reason"], found
        assert found["row"] == (given if isinstance(given, str) else json.dumps(given))
    assert f"{len(BAD)} bad rows set aside in rows.jsonl.rejected.jsonl" in result.stderr
    with Archive(archive_path, read_only=True) as archive:
        assert archive.count_articles() == 2


def test_a_text_is_worth_no_less_for_a_kind_access_or_language_in_other_words(
    importing: Import, archive_path: Path, tmp_path: Path
):
    said = {"kind": "NewsArticle", "access": "gratis", "language": "Klingon", "image_url": "javascript:alert(1)"}
    other = row(2, body=GATES, kind="news", access="free", image_url="/lock.jpg", view_count=12.0)
    result = importing(row(1, **said, view_count=math.nan), other, options=("-q",))

    assert not (tmp_path / "rows.jsonl.rejected.jsonl").exists()
    assert "kind left out of 2 rows; line 1: kind is 'NewsArticle'; expected one of article, live" in result.stderr
    assert "access left out of 1 row; line 1: access is 'gratis'; expected one of free, met" in result.stderr
    assert "language left out of 1 row; line 1: language is 'Klingon'; expected a code" in result.stderr
    assert "image_url left out of 1 row; line 1: image_url is 'javascript:alert(1)'; expected a web" in result.stderr
    with Archive(archive_path, read_only=True) as archive:
        one, two = archive.article(1), archive.article(2)
    assert (one.kind, one.access, one.language, two.kind, two.access) == (None, None, "en", None, "free")
    assert one.image_url is None
    assert two.image_url == f"{two.url.rpartition('/')[0]}/lock.jpg"
    assert two.view_count == 12


def test_a_bad_row_is_set_aside_as_it_came_whatever_ends_its_line(newsarc: Command, tmp_path: Path):
    (tmp_path / "windows.jsonl").write_bytes(json.dumps(row(1)).encode() + b"\r\nno row \r\n")

    newsarc("import", "windows.jsonl")

    (bad,) = map(json.loads, (tmp_path / "windows.jsonl.rejected.jsonl").read_text("utf-8").splitlines())
    assert (bad["line"], bad["row"]) == (2, "no row ")


def test_nothing_but_bad_rows_is_a_failure(importing: Import):
    importing("{", code=1, options=("--rejected", "elsewhere.jsonl"))

    assert Path("elsewhere.jsonl").read_text("utf-8").startswith('{"line": 1')


def test_where_bad_rows_cannot_be_set_aside_the_option_that_names_another_place_is_told(importing: Import):
    told = importing("{", code=1, options=("--rejected", "nowhere/bad.jsonl"))

    assert "bad rows cannot be set aside in nowhere/bad.jsonl: No such file or directory" in told.stderr
    assert "--rejected" in told.stderr


def test_importing_again_repeats_nothing_and_a_new_text_is_a_revision(importing: Import, archive_path: Path):
    importing(row(1), row(2, body=GATES))
    again = importing(row(1), row(2, body=GATES.replace("nine", "eleven")))

    assert "1 updated, 1 unchanged" in again.stderr
    with Archive(archive_path, read_only=True) as archive:
        assert archive.count_articles() == 2
        assert len(archive.revisions(archive.article("https://site2.example/2").id)) == 2


@pytest.mark.thorough
def test_rows_come_from_stdin_and_gzip_and_from_several_processes_alike(
    tmp_path: Path, newsarc: Command, importing: Import, archive_path: Path
):
    rows = [row(number, body=f"{SAID} Sailing {number}.") for number in range(120)]
    importing(*rows)
    data = (tmp_path / "rows.jsonl").read_bytes()
    (tmp_path / "rows.gz").write_bytes(gzip.compress(data))
    newsarc("import", "-", "--archive", "stdin.db", stdin=data)
    newsarc("import", "rows.gz", "--archive", "gzip.db", "--jobs", "2")

    def rows_of(path: Path) -> list[tuple[object, ...]]:
        with Archive(path, read_only=True) as archive:
            return [(a.id, a.url, a.body, a.language, a.story_id) for a in archive.articles()]

    assert rows_of(archive_path) == rows_of(tmp_path / "stdin.db") == rows_of(tmp_path / "gzip.db")


def test_no_more_is_read_ahead_than_keeps_the_processes_busy():
    read = []

    def items():
        for number in range(100):
            read.append(number)
            yield number

    results = spread(str, items(), jobs=2)

    assert [next(results) for _ in range(3)] == ["0", "1", "2"]
    assert len(read) < 20
    assert list(results) == [str(number) for number in range(3, 100)]


def test_a_packed_file_that_breaks_off_is_said_to(tmp_path: Path, importing: Import, archive_path: Path):
    data = "".join(f"{json.dumps(row(number, body=f'{FERRY} {number}'))}\n" for number in range(900)).encode()
    (tmp_path / "cut.gz").write_bytes(gzip.compress(data)[:-100])

    result = CliRunner().invoke(main, ["import", "cut.gz", "--jobs", "1", "--archive", str(archive_path)])

    assert result.exit_code == 1
    assert "cut.gz cannot be read on" in result.stderr
    with Archive(archive_path, read_only=True) as archive:
        assert archive.count_articles() > 0


def test_several_files_are_imported_and_a_broken_one_keeps_none_of_the_others_out(newsarc: Command, tmp_path: Path):
    (tmp_path / "one.jsonl").write_text(json.dumps(row(1)) + "\n")
    (tmp_path / "two.jsonl.gz").write_bytes(gzip.compress(json.dumps(row(2, body=SAID)).encode())[:-9])
    (tmp_path / "three.jsonl").write_text(json.dumps(row(3, body=GATES)) + "\nno row\n")

    done = newsarc("import", "one.jsonl", "two.jsonl.gz", "three.jsonl")

    assert done.returncode == 3, done.stderr
    assert "newsarc: two.jsonl.gz cannot be read on" in done.stderr
    assert "1 row of one.jsonl" in done.stderr
    assert "1 bad row set aside in three.jsonl.rejected.jsonl" in done.stderr
    with Archive(tmp_path / "data" / "archive.db", read_only=True) as archive:
        assert {article.site for article in archive.articles()} >= {"site1.example", "site3.example"}


def test_bad_rows_of_files_of_one_name_are_all_set_aside_and_never_over_what_is_read(newsarc: Command, tmp_path: Path):
    files = [tmp_path / folder / "a.jsonl" for folder in ("one", "two")]
    for number, file in enumerate(files):
        file.parent.mkdir()
        file.write_text(json.dumps({"url": number}) + "\n")

    over = newsarc("import", files[0], "--rejected", files[0])
    done = newsarc("import", *files, "--jobs", "1")

    assert (over.returncode, done.returncode) == (2, 1)
    assert "which is read; name another file" in over.stderr
    assert files[0].read_text() == '{"url": 0}\n'
    (rejected,) = tmp_path.rglob("a.jsonl.rejected.jsonl")
    assert [json.loads(line)["reason"][:8] for line in rejected.read_text().splitlines()] == ["url is 0", "url is 1"]


def test_a_file_that_is_not_there_is_named_before_any_is_imported(newsarc: Command, tmp_path: Path):
    (tmp_path / "one.jsonl").write_text(json.dumps(row(1)) + "\n")

    done = newsarc("import", "one.jsonl", "tow.jsonl")

    assert (done.returncode, done.stderr.split(":")[1]) == (1, " tow.jsonl cannot be read")
    assert not (tmp_path / "data").exists()


def test_quiet_tells_of_bad_rows_alone(importing: Import):
    assert importing(row(1), options=("-q",)).output == ""
    assert "bad row set aside" in importing(row(2), "no row", code=3, options=("-q",)).output


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\x1f\x8b no gzip", "notes cannot be read on: "),
        (b"PK\x03\x04 no zip", "notes cannot be read on: File is not a zip file"),
        (b"SQLite format 3\0", "notes is an SQLite file; `newsarc archive merge` takes in another archive"),
    ],
)
def test_a_file_that_is_not_what_it_begins_as_is_named(tmp_path: Path, archive_path: Path, content: bytes, told: str):
    (tmp_path / "notes").write_bytes(content)

    result = CliRunner().invoke(main, ["import", str(tmp_path / "notes"), "--archive", str(archive_path)])

    assert result.exit_code == 1
    assert result.stderr.startswith(f"newsarc: {told}")


def test_a_json_array_is_told_apart_from_json_lines(newsarc: Command, tmp_path: Path):
    (tmp_path / "array.json").write_text(json.dumps([row(1), row(2)], indent=1))

    done = newsarc("import", "array.json")

    assert done.returncode == 1
    assert "newsarc: array.json is a JSON array; expected an object a line" in done.stderr
    assert not (tmp_path / "array.json.rejected.jsonl").exists()


@pytest.mark.parametrize(
    "table", [b"id,url,title\n1,https://lock.example/,Gates\n", b'\xef\xbb\xbf"url"\t"title"\n', b"PAR1\x15"]
)
def test_a_table_is_told_apart_from_json_lines(table: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    Path("table.csv").write_bytes(table)

    done = CliRunner().invoke(main, ["import", "table.csv", "--archive", "a.db"])

    assert done.exit_code == 1
    assert "sqlite-utils insert t.db t table.csv --csv && sqlite-utils rows t.db t --nl | newsarc" in done.stderr
    assert not Path("table.csv.rejected.jsonl").exists()
