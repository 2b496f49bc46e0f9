"""What sites reserve of text and data mining and of AI: recorded with the capture, obeyed where a setting says so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Command
from local_site import LocalSite, local_options

from crawler.archive import Archive
from crawler.reading.reservations import by_headers, by_meta, by_robots, by_tdmrep
from crawler.reading.robots import Robots

URL = "https://harbour.example/news/1?x=y"


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ([{"location": "/", "tdm-reservation": 1}], "1"),
        ([{"location": "/news/*", "tdm-reservation": 0}, {"location": "/", "tdm-reservation": 1}], None),
        ([{"location": "/sport/", "tdm-reservation": 1}], None),
        ([{"location": "/", "tdm-reservation": 1, "tdm-policy": "https://x.example/p"}], "1 https://x.example/p"),
        ([{"location": "/", "tdm-reservation": 1, "tdm-policy": "javascript:x"}], "1"),
        ([{"location": "/", "tdm-reservation": True}], None),
        ([{"location": 7}, "x", None, {"location": "/", "tdm-reservation": 1}], "1"),
        ({"location": "/", "tdm-reservation": 1}, None),
        ([{"location": "/\ud800", "tdm-reservation": 0}, {"location": "/", "tdm-reservation": 1}], "1"),
        ([], None),
    ],
)
def test_the_first_rule_of_tdmrep_json_that_matches_decides(rules: object, said: str | None):
    assert by_tdmrep(json.dumps(rules), URL) == said


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, "<html></html>", "9" * 10_000])
def test_a_tdmrep_json_that_is_none_reserves_nothing(text: str):
    assert by_tdmrep(text, URL) is None


@pytest.mark.parametrize(
    ("headers", "said"),
    [
        ({"TDM-Reservation": "1"}, "1"),
        ({"tdm-reservation": "0"}, None),
        ({"X-Robots-Tag": "noindex, NoAI, noimageai"}, "noai, noimageai"),
        ({"X-Robots-Tag": "noairplane"}, None),
        ({}, None),
    ],
)
def test_headers_reserve(headers: dict[str, str], said: str | None):
    assert by_headers(headers) == said


def test_meta_elements_reserve():
    assert by_meta({"robots": ["index,follow"]}) is None
    assert by_meta({"robots": ["noai"], "tdm-reservation": ["1"], "tdm-policy": ["https://x.example/p"]}) == (
        "1 https://x.example/p, noai"
    )


def test_robots_txt_keeps_ai_agents_out_and_says_so_by_content_signal():
    text = "User-agent: GPTBot\nUser-agent: CCBot\nDisallow: /news/\n\nUser-agent: *\nContent-Signal: ai-train=no\n"

    assert by_robots(text, Robots(text), URL) == "ccbot, gptbot, ai-train=no"
    assert by_robots("User-agent: *\nDisallow: /", Robots("User-agent: *\nDisallow: /"), URL) is None


class Reserving(LocalSite):
    """A site whose article 0 is reserved by its file, 1 by a header, 2 by nothing."""

    def answer(self, path: str, host: str) -> tuple[int, dict[str, str], bytes]:
        if path == "/.well-known/tdmrep.json":
            return 200, {}, json.dumps([{"location": "/news/0-", "tdm-reservation": 1}]).encode()
        status, headers, content = super().answer(path, host)
        return status, headers | ({"tdm-reservation": "1"} if path.startswith("/news/1-") else {}), content


@pytest.mark.thorough
def test_reservations_are_recorded_and_obeyed_by_a_setting(archive_path: Path, newsarc: Command, tmp_path: Path):
    with Reserving(articles=3) as site:
        arguments = ("crawl", site.home, *local_options(site), "--archive")
        assert newsarc(*arguments, archive_path).returncode == 0
        obeying = newsarc(*arguments, tmp_path / "obeying.db", "-s", "NEWSARC_OBEY_RESERVATIONS=1")

    assert obeying.returncode == 0, obeying.stderr
    assert site.paths.count("/news/0-a-story-of-the-day") == 1  # asked for by the first crawl alone
    with Archive(archive_path, read_only=True) as archive:
        rows = archive.db.execute(
            "SELECT url, reserved FROM captures WHERE url LIKE '%/news/%' ORDER BY url"
        ).fetchall()
    assert [json.loads(reserved) if reserved else None for _, reserved in rows] == [
        {"tdmrep.json": "1"},
        {"headers": "1"},
        None,
    ]
    with Archive(tmp_path / "obeying.db", read_only=True) as archive:
        assert [row.title for row in archive.articles()] == ["Story 2 of the day"]
        reasons = archive.db.execute("SELECT state, reason FROM pages WHERE state = 'refused' ORDER BY url").fetchall()
    assert reasons == [
        ("refused", "reserved by the site (tdmrep.json: 1)"),
        ("refused", "reserved by the site (headers: 1)"),
    ]
