"""The archive opened with tools that know nothing of newsarc."""

import json
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime

import pytest
from sqlite_utils import Database

from crawler.archive import Archive
from crawler.items import Article, Quote
from crawler.page import Page

NOW = datetime(2026, 11, 24, 3, 25, tzinfo=UTC)
URL = "https://harbour.example/1"


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("tools") / "archive.db"
    with Archive(path) as archive:
        item = Article(
            page=Page(URL),
            url=URL,
            site="harbour.example",
            title="Lock gates close",
            body="“Nine weeks,” said Ann.\n\n東京の水門",
            authors=["Zoë"],
            quotes=[Quote("Nine weeks,", 1, 12, "inline", 0, "Ann Reed", "Ann", "said")],
        )
        saved = archive.save(item, seen_at=NOW)
        archive.keep_page(URL, b"<p>", fetched_at=NOW, status=200, headers={}, article_id=saved.article_id)
    return path


def run(tool, *arguments):
    command = [sys.executable, "-m", tool, *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout


@pytest.mark.parametrize("query", ["gates", "weeks", "東京"])
def test_sqlite_utils_searches(path, query):
    (row,) = json.loads(run("sqlite_utils", "search", path, "articles", query))

    assert row["title"] == "Lock gates close"


def test_sqlite_utils_reads_every_table(path):
    counts = {row["table"]: row["count"] for row in json.loads(run("sqlite_utils", "tables", path, "--counts"))}

    assert {name: counts[name] for name in ("articles", "quotes", "view_counts", "captures", "articles_fts")} == {
        "articles": 1,
        "quotes": 1,
        "view_counts": 1,
        "captures": 1,
        "articles_fts": 1,
    }
    with closing(Database(path).conn) as connection:
        for name, count in counts.items():
            assert len(list(Database(connection).table(name).rows)) == count


def test_sqlite_utils_queries_quotes(path):
    sql = "select text, [end] from quotes where id in (select rowid from quotes_fts where quotes_fts match 'reed')"

    assert json.loads(run("sqlite_utils", "query", path, sql)) == [{"text": "Nine weeks,", "end": 12}]
    assert "articles_newest" in run("sqlite_utils", "indexes", path, "articles")


def test_datasette_lists_searches_and_follows_references(path):
    (row,) = json.loads(run("datasette", path, "--get", "/archive/articles.json?_search=gates&_shape=objects"))["rows"]
    quotes = json.loads(run("datasette", path, "--get", "/archive/quotes.json?_search=ann&_shape=array&_labels=on"))
    page = run("datasette", path, "--get", "/archive/articles/1")

    assert (row["title"], row["authors"]) == ("Lock gates close", '["Zoë"]')
    assert [quote["speaker"] for quote in quotes] == ["Ann Reed"]
    assert "/archive/quotes?article_id=1" in page
    assert "/archive/captures?article_id=1" in page


def test_datasette_inspects(path):
    counts = json.loads(run("datasette", "inspect", path))["archive"]["tables"]

    assert counts["articles"] == {"count": 1}
