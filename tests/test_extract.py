"""`newsarc extract`, the contract that others measure by."""

from __future__ import annotations

import gzip
import json
import math
import random
from pathlib import Path

import pytest
from conftest import Command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from local_site import LocalSite, local_options

from crawler.page import Page
from pipelines import extract

PAGE = """<!doctype html><html lang="en"><head><title>Lock gates to be replaced - The Lock</title>
<meta property="og:type" content="article"><script type="application/ld+json">{"@type": "NewsArticle",
"headline": "Lock gates to be replaced", "datePublished": "2026-03-04T09:30:00+00:00",
"author": {"@type": "Person", "name": "Mira Holt"}}</script></head><body><article><h1>Lock gates to be replaced</h1>
<p>The oak gates of the lower lock, which have held the basin since 1904, are to be replaced in May, the canal
board said.</p>
<p>“They have earned their rest,” said Tomas Reyes, who has kept the lock for thirty years. A crane comes by water.</p>
<p>Boats will be stopped for nine days while the new gates are hung, and the towpath will stay open to walkers.</p>
</article></body></html>"""
KEYS = {
    *("url", "title", "description", "authors", "published_at", "modified_at", "view_count", "body", "quotes"),
    *("language", "provenance"),
}


def batch(newsarc: Command, *rows: object, options: tuple[str, ...] = ()) -> tuple[int, list[dict]]:
    lines = "\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows)
    done = newsarc("extract", "--batch", *options, stdin=lines)
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()]


def test_a_file_gives_one_object(newsarc: Command, tmp_path: Path):
    path = tmp_path / "page.html"
    path.write_text(PAGE, "utf-8")

    done = newsarc("extract", path, "--url", "https://lock.example/gates")
    row = json.loads(done.stdout)

    assert done.returncode == 0
    assert set(row) >= KEYS
    assert row["title"] == "Lock gates to be replaced"
    assert row["authors"] == ["Mira Holt"]
    assert row["published_at"] == "2026-03-04T09:30:00+00:00"
    assert row["view_count"] is None
    assert row["provenance"]["published_at"]["source"] == "json_ld"
    assert [(q["text"], q["speaker"]) for q in row["quotes"]] == [("They have earned their rest,", "Tomas Reyes")]


def test_stdin_is_a_file_too(newsarc: Command):
    done = newsarc("extract", "-", stdin=PAGE)

    assert json.loads(done.stdout)["title"] == "Lock gates to be replaced"


def test_a_batch_answers_in_order_and_survives_every_bad_row(newsarc: Command, tmp_path: Path):
    page = tmp_path / "page.html.gz"
    page.write_bytes(gzip.compress(PAGE.encode()))
    cut = tmp_path / "cut.html.gz"
    cut.write_bytes(gzip.compress(PAGE.encode() * 50)[:-40])
    empty = tmp_path / "empty.html"
    empty.write_text("  ")
    rows = [
        {"id": 1, "html_path": str(page), "url": "https://lock.example/gates", "unknown": "ignored"},
        {"id": 2, "html_path": str(tmp_path / "missing.html")},
        {"id": 3},
        {"id": 4, "html_path": str(page), "body": "two sources"},
        {"id": 5, "html_path": str(cut)},
        {"id": 6, "html_path": str(empty)},
        {"id": 7, "html_path": str(page), "fetched_at": "lately"},
        {"id": 8, "html_path": 8},
        "[1, 2]",
        "{not json",
        {"id": 11, "body": "He left.\n\n“I stay,” said Mira Holt."},
        {"id": 12, "html_path": str(page), "url": "no url"},
        {"id": 13, "body": "He left.", "score": math.nan},
        '{"id": 1e999, "body": "He left."}',
    ]

    code, answers = batch(newsarc, *rows)

    assert code == 3
    assert [answer["id"] for answer in answers] == [1, 2, 3, 4, 5, 6, 7, 8, None, None, 11, 12, 13, None]
    good = [answer["id"] for answer in answers if "error" not in answer]
    assert good == [1, 11, 12, 13, None]  # neither a wrong url nor a number that is none costs a page
    assert answers[0]["title"] == "Lock gates to be replaced"
    assert answers[1]["error"].startswith("FileNotFoundError")


def test_a_given_body_comes_back_unchanged(newsarc: Command):
    body = "  Odd   spaces \t stay.\n\n\n“So be it,” said Mira Holt.\r\n\x0bEnd "

    code, [answer] = batch(newsarc, {"id": "b", "body": body})

    assert code == 0
    assert answer["body"] == body
    assert [body[q["start"] : q["end"]] for q in answer["quotes"]] == [q["text"] for q in answer["quotes"]]


def test_a_text_of_a_whole_page_is_read(newsarc: Command, tmp_path: Path):
    path = tmp_path / "page.txt"
    path.write_text(
        "Ferry is back\n\nAfter a week in dock the ferry sails again.\n\nMay 4 2026 , 06:10 PM • 1,207 views\n\n"
        "The ferry to the islands left port on Monday evening with forty passengers and a brass band on board.\n",
        "utf-8",
    )

    _, [answer] = batch(newsarc, {"id": 1, "text_path": str(path)})

    assert answer["title"] == "Ferry is back"
    assert answer["description"] == "After a week in dock the ferry sails again."
    assert answer["published_at"] == "2026-05-04T18:10:00"
    assert answer["view_count"] == 1207
    assert answer["body"].startswith("The ferry to the islands")


def test_timings_tell_cpu_milliseconds(newsarc: Command):
    _, answers = batch(newsarc, {"id": 1, "body": "A text."}, {"id": 2}, options=("--timings",))

    assert all(isinstance(answer["ms"], float) and answer["ms"] > 0 for answer in answers)


def test_explain_shows_every_candidate_and_why_one_won(newsarc: Command, tmp_path: Path):
    path = tmp_path / "page.html"
    path.write_text(PAGE, "utf-8")

    done = newsarc("extract", path, "--explain")

    assert "title: " in done.stdout
    assert "* json_ld" in done.stdout
    assert "title_tag" in done.stdout


@pytest.mark.parametrize("arguments", [(), ("--batch", "page.html")])
def test_neither_or_both_inputs_is_a_usage_error(newsarc: Command, arguments: tuple[str, ...]):
    assert newsarc("extract", *arguments).returncode == 2


def test_what_is_no_text_gives_no_article_and_a_line_that_says_so(newsarc: Command, tmp_path: Path):
    path = tmp_path / "picture.jpg"
    for number, tags in enumerate((b"", b"<p></p>")):  # by chance there may be what looks like a tag
        path.write_bytes(tags + random.Random(number).randbytes(20_000))

        done = newsarc("extract", path)

        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.startswith(f"newsarc: {path}: no text: ")
        assert len(done.stderr.splitlines()) == 1
    code, (row,) = batch(newsarc, {"id": 1, "text_path": str(path)})
    assert (code, row["id"], "no text" in row["error"]) == (3, 1, True)


def test_a_feed_is_no_page(newsarc: Command, tmp_path: Path):
    path = tmp_path / "feed.xml"
    path.write_text(
        '<?xml version="1.0"?>\n<rss version="2.0"><channel><title>Ferries</title></channel></rss>', "utf-8"
    )

    code, (row,) = batch(newsarc, {"id": 1, "html_path": str(path)})

    assert (code, "a feed, no page: " in row["error"]) == (3, True)


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251", "koi8_r", "utf-16"])
def test_a_text_in_any_encoding_is_one(newsarc: Command, tmp_path: Path, encoding: str):
    path = tmp_path / "page.txt"
    path.write_bytes("Ворота шлюза закрыты на девять недель, сообщил совет порта.\n".encode(encoding) * 9)

    assert "no text" not in newsarc("extract", path).stderr


def test_a_missing_file_is_named_with_what_was_expected(newsarc: Command):
    for name in ("missing.html", "www.lock.example/a"):
        done = newsarc("extract", name)

        assert done.returncode == 1
        assert done.stderr.startswith(f"newsarc: {name} cannot be read: No such file or directory. Expected a file")
        assert len(done.stderr.splitlines()) == 1


def test_a_page_is_fetched_from_its_address_within_what_robots_txt_allows(newsarc: Command):
    with LocalSite(articles=1) as site:
        read = newsarc("extract", f"http://{site.host}{site.path_of(0)}", *local_options(site))
        gone = newsarc("extract", f"{site.home}nothing", *local_options(site))
        forbidden = newsarc("extract", f"{site.home}private/desk", *local_options(site))
        site.is_gone = True
        silent = newsarc("extract", site.home, *local_options(site))

    assert json.loads(read.stdout)["title"] == "Story 0 of the day"
    assert "/robots.txt" in site.paths
    assert "/private/desk" not in site.paths
    assert (read.returncode, gone.returncode, forbidden.returncode, silent.returncode) == (0, 1, 1, 1)
    assert gone.stderr == f"newsarc: {site.home}nothing: the site answers with status 404\n"
    assert "Forbidden by robots.txt" in forbidden.stderr
    assert "nothing is asked until it can be read" in silent.stderr
    assert len(silent.stderr.splitlines()) == 1


def test_an_instant_that_is_none_is_a_usage_error(newsarc: Command, tmp_path: Path):
    (tmp_path / "page.html").write_text("<h1>A</h1><p>B</p>")

    done = newsarc("extract", "page.html", "--fetched-at", "yesterday")

    assert done.returncode == 2
    assert "fetched_at is 'yesterday'; expected ISO 8601" in done.stderr


PIECES = """<p>|</p>|<div class='ad'>|</div>|<h1>|</h1>|<br>|<br><br>|<a href='/x'>|</a>|</script>|<!--|-->|<b>|“|”|
<time |<script type='application/ld+json'>|<table><tr><td>|{"@type":|"NewsArticle"|"headline": "\\ud800"|1e999|<title>|
&#0;|\x00|&amp;amp;|2024-09-03|12 views|<meta property='og:title' content='|'>|<blockquote>|said Mira Holt""".split("|")
MARKUP = st.lists(st.one_of(st.text(max_size=40), st.sampled_from(PIECES)), max_size=60).map(" ".join)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(MARKUP)
def test_whatever_a_page_holds_no_step_breaks_and_quotes_slice_the_body(markup: str):
    article = extract(Page.from_html(markup.encode("utf-8", "surrogatepass"), "https://a.example/x"), reraise=True)

    assert all((article.body or "")[q.start : q.end] == q.text for q in article.quotes)
    assert article.title is None or article.title.strip()


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=400))
def test_whatever_a_text_holds_no_step_breaks(text: str):
    for page in (Page.from_text(text), Page.from_body(text)):
        article = extract(page, reraise=True)
        assert all((article.body or "")[q.start : q.end] == q.text for q in article.quotes)
    assert article.body == text


@pytest.mark.parametrize(
    "url", ["http://[::1/live/gates", "//[/opinion/", "http://[v1.a/2026/11/24/gates-stay-shut-at-noon"]
)
def test_an_address_that_cannot_be_split_costs_no_step(url: str):
    html = "<h1>The gates stay shut</h1><a href='http://[::1/tag/locks'>Locks</a><p>So the harbour master said.</p>"

    assert extract(Page(url, html=html), reraise=True).title == "The gates stay shut"
