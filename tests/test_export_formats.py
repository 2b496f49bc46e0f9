"""What leaves the archive in other formats: read back by other tools, nothing lost, nothing run, nothing unescaped."""

from __future__ import annotations

import csv
import errno
import gzip
import io
import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import pytest
from click.testing import Result
from conftest import invoke
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from selectolax.lexbor import LexborHTMLParser
from test_round_trip import fill
from two_stories import article, quote

from crawler.archive import Archive
from crawler.cli.export_formats import WRITERS, markdown
from crawler.cli.output import csv_cell
from crawler.discovery.listings import read_listing

MONDAY = datetime(2025, 11, 24, 3, 25, tzinfo=UTC)
NASTY = "<script>alert(1)</script> & ]]> <!-- {{x}} ${y} `z` *b* [l](javascript:x) \x0b\x1b[31m \u2028 =1+1"
BODY = f"# Not a heading\n\n1. {NASTY}\n\n- “{NASTY}” said Ann Reed.\n\n--- \n\n~~~\n\n<b>bold</b>"
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    fill(Path("a.db"))
    with Archive("a.db") as archive:
        nasty = article(
            "https://nasty.example/?a=1&b=<>",
            **{"title": f"={NASTY}", "body": BODY, "description": NASTY, "authors": [NASTY], "tags": ["'=x", NASTY]},
            **{"published_at": "2025-11-23T10:00:00+02:00", "language": "en"},
        )
        nasty.quotes = [quote(BODY, NASTY, speaker=NASTY)]
        archive.save(nasty, seen_at=MONDAY)

    def run_command(*arguments: str, code: int = 0) -> Result:
        return invoke("export", "--archive", "a.db", *arguments, code=code)

    return run_command


@given(st.text())
def test_a_cell_loses_nothing_and_runs_nothing(text: str):
    cell = csv_cell(text)

    assert (cell[1:] if cell.startswith("'") else cell) == text
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))


def test_csv_gives_back_every_text(run: Run):
    rows = list(csv.DictReader(io.StringIO(run("--format", "csv").stdout, newline="")))
    whole = [json.loads(line) for line in run("--format", "jsonl").stdout_bytes.split(b"\n") if line]

    assert len(rows) == len(whole) == 5
    for row, record in zip(rows, whole, strict=True):
        assert row["body"].removeprefix("'") == (record["body"] or "")
        assert row["title"].removeprefix("'") == (record["title"] or "")
        assert json.loads(row["quotes"]) == record["quotes"]
        # Those after the columns that few articles fill: each cell stands under its name.
        assert (row["story_role"], json.loads(row["events"])) == (record.get("story_role", ""), record["events"])
    assert {"representative", ""} <= {row["story_role"] for row in rows}


def test_atom_is_a_feed_that_readers_read(run: Run):
    run("--format", "atom", "-o", "feed.xml")

    tree = etree.parse("feed.xml")
    names = {"a": "http://www.w3.org/2005/Atom", "x": "http://www.w3.org/1999/xhtml"}
    entries = tree.findall("a:entry", names)
    nasty = next(entry for entry in entries if "nasty" in entry.findtext("a:id", "", names))
    shown = NASTY.replace("\x0b", "\ufffd").replace("\x1b", "\ufffd")
    assert nasty.findtext("a:title", "", names) == f"={shown}"
    assert [p.text for p in nasty.findall(".//x:p", names)] == BODY.replace(NASTY, shown).split("\n\n")
    assert nasty.findtext("a:published", "", names) == "2025-11-23T08:00:00Z"
    assert nasty.findtext("a:author/a:name", "", names) == shown
    for entry in entries:
        assert all(entry.findtext(f"a:{name}", "", names) for name in ("id", "title", "updated", "author/a:name"))
    way, links = read_listing(Path("feed.xml").read_bytes(), "https://reader.example/")
    assert (way, len(links)) == ("feed", 5)


def test_an_empty_feed_is_a_feed(run: Run):
    run("--format", "atom", "--site", "nowhere.example", "-o", "feed.xml")

    assert etree.parse("feed.xml").getroot().tag == "{http://www.w3.org/2005/Atom}feed"


def test_markdown_is_a_file_an_article_and_holds_no_markup_of_the_page(run: Run):
    run("--format", "markdown", "-o", "out")

    names = sorted(str(path.relative_to("out")) for path in Path("out").rglob("*.md"))
    assert len(names) == 5
    assert names[0].startswith("coast.example/")
    (text,) = [path.read_text("utf-8") for path in Path("out").rglob("*script-alert*.md")]
    head, _, body = text.removeprefix("---\n").partition("\n---\n")
    facts = dict(line.split(": ", 1) for line in head.split("\n"))
    assert json.loads(facts["title"]) == f"={NASTY}"
    assert "\u2028" not in head
    unescaped = body.replace("\\\\", "").replace("\\<", "").replace("\\`", "").replace("\\*", "").replace("\\[", "")
    assert not set("<`*[") & set(unescaped.replace(f"*{unescaped}*", "")[200:])
    lines = body.strip().split("\n")
    assert [line for line in lines if line.startswith("#")] == [lines[0], "## Quotes"]
    assert "\\# Not a heading" in lines
    assert any(line.startswith("1\\. ") for line in lines)


@given(st.text(alphabet="abc<>&*_`[]()#+-.!|~\\ 1\n=", max_size=60))
def test_markdown_renders_to_the_words_of_the_page(text: str):
    markdown_it = pytest.importorskip("markdown_it", reason="no Markdown reader is installed")
    from types import SimpleNamespace

    empty = dict.fromkeys(("url", "site", "published_at", "modified_at", "language", "section", "source", "view_count"))
    row = SimpleNamespace(**empty, title="T", authors=[], tags=[], id=1, description=None, body=text)
    source = markdown(SimpleNamespace(quotes=lambda article_id: []), row).split("---\n", 2)[2]  # type: ignore[arg-type]

    shown = LexborHTMLParser(markdown_it.MarkdownIt().render(source)).text()
    assert "".join(shown.split()) == "T" + "".join(text.split())


def test_schema_org_is_json_ld_a_line(run: Run):
    lines = [json.loads(line) for line in run("--format", "schema.org").stdout_bytes.split(b"\n") if line]

    assert {line["@type"] for line in lines} == {"NewsArticle"}
    assert next(line for line in lines if "nasty" in line["url"])["headline"] == f"={NASTY}"


def test_parquet_has_typed_columns(run: Run):
    parquet = pytest.importorskip("pyarrow.parquet", reason="the extra parquet is not installed")
    run("--format", "parquet", "-o", "out.parquet")

    table = parquet.read_table("out.parquet")
    whole = [json.loads(line) for line in run("--format", "jsonl").stdout_bytes.split(b"\n") if line]
    for row, record in zip(table.to_pylist(), whole, strict=True):
        assert row["first_seen_at"] == datetime.fromisoformat(record["first_seen_at"])
        assert (row["body"], row["authors"], row["quotes"]) == (record["body"], record["authors"], record["quotes"])
        assert [reading["views"] for reading in row["view_counts"]] == [r["views"] for r in record["view_counts"]]
        assert json.loads(row["revisions"]) == record["revisions"]
        assert row["story_role"] == record.get("story_role")


def test_a_file_that_cannot_be_written_is_named(run: Run):
    assert "nowhere/a.csv cannot be written" in run("--format", "csv", "-o", "nowhere/a.csv", code=1).stderr


def test_a_file_is_replaced_by_a_whole_one_or_not_at_all(run: Run, monkeypatch: pytest.MonkeyPatch):
    def breaks_off(archive: object, articles: object, file: BinaryIO) -> int:
        file.write(b"a part")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    Path("out.csv").write_text("what was there")
    Path("out.csv").chmod(0o640)
    with monkeypatch.context() as patched:
        patched.setitem(WRITERS, "csv", breaks_off)
        assert "cannot be written: No space left" in run("--format", "csv", "-o", "out.csv", code=1).stderr
    assert Path("out.csv").read_text() == "what was there"

    Path("link.csv").symlink_to("out.csv")
    run("--format", "csv", "-o", "link.csv")

    assert Path("link.csv").is_symlink()
    assert Path("out.csv").read_text().startswith("id,url,site")
    assert Path("out.csv").stat().st_mode & 0o777 == 0o640
    assert [path.name for path in Path().iterdir() if path.name.endswith(".part")] == []


def test_the_ending_of_a_file_tells_the_format(run: Run):
    done = run("-o", "out.csv")

    assert done.stderr.endswith(" to out.csv as csv\n")
    assert Path("out.csv").read_text().startswith("id,url,")
    assert "as atom" in run("-o", "out.csv", "--format", "atom").stderr
    run("-o", "lines.csv.gz"), run("-o", "out.warc"), run("-o", "out.warc.gz")
    assert gzip.decompress(Path("lines.csv.gz").read_bytes()).startswith(b"id,url,")
    assert Path("out.warc").read_bytes().startswith(b"WARC/1.1")
    assert gzip.decompress(Path("out.warc.gz").read_bytes()).startswith(b"WARC/1.1")
