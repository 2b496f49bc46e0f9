"""Headers that a site sends with every page stand in the archive once, and each capture is read with all of its own."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.archive import Archive
from crawler.archive.exchange.merging import merge
from crawler.archive.values import to_json

START = datetime(2026, 11, 1, tzinfo=UTC)
POLICY = "default-src https:; script-src https://harbour.example https://tide.example 'unsafe-inline'"


def sent(number: int) -> dict[str, Any]:
    """The headers of one page: two are its own."""
    return {
        "Date": f"Sun, 01 Nov 2026 {number:02}:00:00 GMT",
        "Content-Type": "text/html",
        "ETag": f'"{number:032x}"',
        "Content-Security-Policy": POLICY,
        "Vary": ["Accept-Encoding", "Cookie"],
    }


def keep(archive: Archive, number: int, headers: dict[str, Any], site: str = "harbour.example") -> int:
    body = f"<p>Page {number} of {site}.".encode() + b"<p>The lock gates stay closed until the tide turns." * 60
    at = START + timedelta(hours=number)
    return archive.keep_page(f"https://{site}/{number}", body, fetched_at=at, status=200, headers=headers)


def test_what_every_page_of_a_site_comes_with_stands_once(archive: Archive):
    for number in range(20):
        keep(archive, number, sent(number))

    stored = [json.loads(row["headers"]) for row in archive.db["captures"].rows]
    assert archive.db["header_sets"].count == 1
    assert stored[0] == sent(0)
    assert stored[1:] == [[sent(number)["Date"], sent(number)["ETag"]] for number in range(1, 20)]


def test_headers_come_back_as_they_came_in_their_order(archive: Archive):
    ids = [keep(archive, number, sent(number)) for number in range(3)]

    for number, capture_id in enumerate(ids):
        assert list(archive.capture(capture_id).headers.items()) == list(sent(number).items())


def test_a_site_that_sends_other_headers_from_now_on_gets_another_set(archive: Archive):
    for number in range(4):
        keep(archive, number, sent(number))
    for number in range(4, 8):
        keep(archive, number, sent(number) | {"Content-Security-Policy": POLICY + " https://new.example"})

    assert archive.db["header_sets"].count == 2
    assert archive.capture(1).headers == sent(0)
    assert archive.capture(8).headers["Content-Security-Policy"].endswith("new.example")


def test_headers_of_which_none_comes_again_make_no_set(archive: Archive):
    for number in range(20):
        keep(archive, number, {f"X-{number}-{name}": f"{number:040x}" for name in range(4)})

    assert archive.db["header_sets"].count == 0


def test_two_sites_share_nothing(archive: Archive):
    for number in range(4):
        keep(archive, number, sent(number), site=f"site{number % 2}.example")

    assert {row["site"] for row in archive.db["header_sets"].rows} == {"site0.example", "site1.example"}


def test_any_tool_reads_all_headers_in_a_view(archive: Archive):
    ids = [keep(archive, number, sent(number)) for number in range(3)]

    for number, capture_id in enumerate(ids):
        rows = archive.db.execute("SELECT name, value FROM capture_headers WHERE capture_id = ?", (capture_id,))
        assert dict(rows.fetchall()) == sent(number) | {"Vary": '["Accept-Encoding","Cookie"]'}


def test_a_page_that_is_kept_again_has_the_headers_that_were_given_last(archive: Archive):
    for number in range(3):
        keep(archive, number, sent(number))
    again = keep(archive, 2, sent(5))

    assert archive.capture(again).headers == sent(5)
    assert archive.db["captures"].count == 3


def test_a_merge_brings_headers_whole(archive: Archive, tmp_path: Path):
    with Archive(tmp_path / "other.db") as other:
        for number in range(6):
            keep(other, number, sent(number))
        merge(archive, [other])

    assert [archive.capture(number + 1).headers for number in range(6)] == [sent(number) for number in range(6)]
    assert archive.db["header_sets"].count == 1


NAMES = st.sampled_from(["Date", "date", "ETag", "Server", "Vary", "Content-Security-Policy", ""])
VALUES = st.one_of(st.sampled_from([POLICY, "a", "", "\ud800\0"]), st.text(max_size=8), st.lists(st.text(), max_size=2))
HEADERS = st.dictionaries(NAMES, st.one_of(VALUES, st.none()))


@pytest.mark.thorough
@settings(max_examples=60, deadline=None)
@given(st.lists(HEADERS, max_size=6))
def test_whatever_a_site_sends_is_read_as_it_was_kept(tmp_path_factory: pytest.TempPathFactory, each: list[Any]):
    with Archive(tmp_path_factory.mktemp("headers") / "archive.db") as archive:
        with archive.transaction():
            ids = [keep(archive, number, headers) for number, headers in enumerate(each)]
        for capture_id, headers in zip(ids, each, strict=True):
            kept = archive.capture(capture_id).headers
            assert list(kept.items()) == list(json.loads(to_json(headers)).items())
