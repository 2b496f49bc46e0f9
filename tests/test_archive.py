"""The archive's file: what is kept beside articles, written by several processes, listed in order."""

import hashlib
import multiprocessing
import os
import re
import signal
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from lock_gates import MONDAY, TUESDAY, URL, article, rows

from crawler.archive import Archive, ArticleNotFoundError, CaptureNotFoundError
from crawler.archive.migrations import SCHEMA


def test_page_is_kept_once_and_comes_back(archive):
    html, headers = "<p>Осінь</p>".encode() * 1000, {"Content-Type": ["text/html"]}
    archive.save(article(), seen_at=MONDAY)
    first = archive.keep_page(URL, html, fetched_at=MONDAY, status=200, headers=headers, article_id=1)
    again = archive.keep_page(URL, html, fetched_at=MONDAY, status=200, headers=headers)
    later = archive.keep_page(URL, html, fetched_at=TUESDAY, status=200, headers={})

    assert first == again != later
    capture = archive.capture(first)
    assert archive.read_body(capture.digest) == html
    assert (capture.fetched_at, capture.headers) == ("2026-11-23T03:25:00Z", {"Content-Type": ["text/html"]})
    assert (capture.article_id, archive.capture(later).article_id) == (1, None)
    (body,) = rows(archive, "bodies")
    assert (body["size"], body["encoding"], body["dictionary_id"]) == (len(html), "zstd", None)
    assert len(body["data"]) < len(html) / 50


def test_digests_are_kept_as_bytes_and_read_in_hex_by_any_tool(archive):
    archive.keep_page(URL, b"<p>gates", fetched_at=MONDAY, status=200, headers={})
    digest = hashlib.sha256(b"<p>gates")

    ((shown, kept),) = archive.db.execute("SELECT digest, c.sha256 FROM captures AS c JOIN bodies USING (digest)")

    assert (shown, kept) == (digest.hexdigest(), digest.digest())
    assert [row["digest"] for table in ("captures", "bodies") for row in rows(archive, table)] == [shown, shown]
    for table in ("captures", "bodies"):
        ((*_, plan),) = archive.db.execute(f"EXPLAIN QUERY PLAN SELECT digest FROM {table} WHERE sha256 = ?", (kept,))
        assert plan.startswith(f"SEARCH {table} USING")


def test_page_that_was_not_kept(archive):
    with pytest.raises(CaptureNotFoundError, match="capture 7"):
        archive.capture(7)
    for digest in ("ab", "no digest", "\ud800"):
        with pytest.raises(CaptureNotFoundError, match=re.escape(repr(digest))):
            archive.read_body(digest)


def test_article_in_another_dress_of_its_address_is_proposed_and_neither_shown_nor_forgotten(archive):
    archive.save(article("https://www.harbour.example/gates"), seen_at=MONDAY)

    for asked in ("http://harbour.example/gates/", "https://m.harbour.example/gates/amp"):
        with pytest.raises(ArticleNotFoundError, match=r"Did you mean https://www\.harbour\.example/gates \(id 1\)\?"):
            archive.article(asked)
        with pytest.raises(ArticleNotFoundError):
            archive.forget(asked)
    for asked in ("https://www.harbour.example/gates-2", "no address", "https://[", 7):
        with pytest.raises(ArticleNotFoundError) as caught:
            archive.article(asked)
        assert "Did you mean" not in str(caught.value)


def test_a_search_yields_all_that_it_counts(archive):
    for number in range(25):
        site = f"harbour{number}.example"
        archive.save(article(f"https://{site}/gates", site=site), seen_at=MONDAY)

    assert len(list(archive.search("gates"))) == archive.count_search("gates") == 25
    assert len(list(archive.search("gates", limit=3))) == 3


def start_run_and_vanish(path):
    Archive(path).start_run("news_site", "harbour.example", at=MONDAY)
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_run_whose_process_is_gone_is_one_that_was_killed(archive):
    process = multiprocessing.get_context("spawn").Process(target=start_run_and_vanish, args=(archive.path,))
    process.start()
    process.join()

    assert archive.runs()[0].status == "killed"
    archive.start_run("news_site", "harbour.example", at=TUESDAY)
    assert [run["status"] for run in rows(archive, "runs")] == ["killed", "running"]


def test_run_is_recorded(archive):
    run = archive.start_run("news_site", "harbour.example", {"url": "https://harbour.example"}, at=MONDAY)
    assert archive.runs()[0].status == "running"

    counts = {"pages_fetched": 21, "articles_new": 20, "not_articles": 1}
    fields = {"harbour.example": {"title": {"found": 20, "filled": 20, "sources": {"json_ld": 19, "h1": 1}}}}
    archive.finish_run(run, status="finished", exit_code=0, counts=counts, fields=fields, stats={"n": 1}, at=TUESDAY)

    (row,) = archive.runs()
    assert (row.started_at, row.finished_at) == ("2026-11-23T03:25:00Z", "2026-11-24T03:25:00Z")
    assert (row.status, row.exit_code, row.arguments) == ("finished", 0, {"url": "https://harbour.example"})
    assert (row.pages_fetched, row.articles_new, row.failed, row.stats) == (21, 20, 0, {"n": 1})
    (field,) = rows(archive, "run_fields")
    assert (field["site"], field["field"], field["filled"], field["missing"]) == ("harbour.example", "title", 20, 0)
    assert field["sources"] == '{"json_ld": 19, "h1": 1}'


def test_count_that_no_run_has_is_refused(archive):
    run = archive.start_run("news_site")

    with pytest.raises(ValueError, match="articles_odd"):
        archive.finish_run(run, status="finished", exit_code=0, counts={"articles_odd": 1})


def _save_many(path, name, barrier):
    with Archive(path) as archive:
        barrier.wait(20)
        for i in range(40):
            text = f"{name} {i}: the {i}th of the lamps of {name} was lit."
            item = article(f"https://{name}.example/{i}", site=f"{name}.example", body=text, quotes=[])
            archive.save(item, seen_at=MONDAY)
            archive.save(
                article(f"https://both.example/{i}", site="both.example", body=f"Both {i}", quotes=[]), seen_at=MONDAY
            )


def test_pieces_of_the_index_are_merged_with_the_articles_that_come(archive):
    settings = dict(archive.db.execute("SELECT k, v FROM articles_fts_config").fetchall())
    for number in range(100):
        text = f"Lamp {number} of the quay was lit. " * 20
        archive.save(article(f"https://lamps.example/{number}", body=text, quotes=[]), seen_at=MONDAY)

    (pieces,) = archive.db.execute("SELECT count(DISTINCT segid) FROM articles_fts_idx").fetchone()
    assert settings["automerge"] == 0  # FTS5 merges nothing by itself
    assert pieces < 16  # of a hundred, one an article
    assert archive.count_search("lamp") == 100


def test_processes_write_at_once(archive):
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(2)
    processes = [context.Process(target=_save_many, args=(archive.path, name, barrier)) for name in ("east", "west")]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
        assert process.exitcode == 0
        process.close()

    assert archive.count_articles() == 120
    assert archive.count_articles(site="east.example") == archive.count_articles(site="both.example") == 40


def test_lists_are_newest_first_and_filtered(archive):
    for day, site, language in ((3, "a.example", "en"), (1, "a.example", "uk"), (2, "b.example", "en")):
        item = article(f"https://{site}/{day}", site=site, language=language, published_at=f"2026-11-0{day}T12:00:00")
        item.body, item.quotes = f"Text of day {day}", []
        archive.save(item, seen_at=MONDAY)
    archive.save(
        article("https://b.example/4", site="b.example", body="Undated", language="uk", quotes=[]), seen_at=MONDAY
    )

    def days(**filters):
        found = [row.url[-1] for row in archive.articles(**filters)]
        assert (
            archive.count_articles(**{k: v for k, v in filters.items() if k != "limit"}) == len(found)
            or "limit" in filters
        )
        return "".join(found)

    assert days() == "4321"
    assert days(limit=2) == "43"
    assert days(site="a.example") == "31"
    assert days(language="en") == "32"
    assert days(since="2026-11-02") == "432"
    assert days(until="2026-11-02") == days(until=date(2026, 11, 2)) == "21"
    assert days(since=datetime(2026, 11, 2, 13, tzinfo=UTC), until="2026-11-10") == "3"
    assert days(since="2026-11-02T12:00:00Z", until="2026-11-02T12:00:01Z") == "2"
    assert days(site="a.example", language="en", since="2026-11-04") == ""
    assert days(since="2026-11-04", until="9999-12-31") == days(since="2026-11-04")
    assert days(since="2026-11", until="2026") == days(since="2026", until="2026-11") == "4321"
    assert days(until="2026-10") == days(since="2026-12") == days(since="2027") == ""
    assert days(until="20261102") == days(since="2026-10", until="20261102") == "21"
    assert days(until="2026-W45") == days(until="2026-11-08") == "321"


@pytest.mark.parametrize(
    "since",
    ["0999", date(999, 1, 1), "0001-01-01T00:00:00+02:00", datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=9)))],
)
def test_since_long_ago_leaves_all_there_is(archive, since):
    archive.save(article(), seen_at=MONDAY)

    assert archive.count_articles(since=since, until="9999-12-31T23:59:59-02:00") == 1
    assert archive.rising(since=since) == ([], 0)


def test_time_that_is_none_is_refused_and_the_message_says_what_was_expected(archive):
    with pytest.raises(
        ValueError, match=r"'yesterday' is no date; expected a day, a month or a year, .*, an instant .*, or a span"
    ):
        list(archive.articles(since="yesterday"))


@pytest.mark.parametrize(
    ("filters", "index"),
    [
        ({}, "articles_newest"),
        ({"site": "a"}, "articles_site (site=?"),
        ({"site": "a", "since": "2026-11-01"}, "articles_site (site=? AND <expr>>?"),
        ({"language": "uk"}, "articles_language (language=?"),
    ],
)
def test_lists_are_read_in_order_from_an_index(archive, filters, index):
    statements = []
    with archive.db.tracer(lambda sql, parameters: statements.append((sql, parameters))):
        list(archive.articles(**filters, limit=20))
    ((sql, parameters),) = statements

    plan = " / ".join(row[3] for row in archive.db.execute(f"EXPLAIN QUERY PLAN {sql}", parameters))

    assert index in plan
    assert "TEMP B-TREE" not in plan


def test_schema_number_is_that_of_the_code(archive):
    assert archive.db.execute("PRAGMA user_version").fetchone() == (SCHEMA.version,)
