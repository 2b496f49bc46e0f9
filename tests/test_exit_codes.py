"""What a crawl ends with, by what came of its pages."""

from __future__ import annotations

import re

import pytest
from conftest import ROOT

from crawler.monitoring import exit_codes
from crawler.monitoring.exit_codes import MEANINGS, code_of_all, exit_code

GOOD = {"pages/answered": 3, "pages/listing/read": 1, "articles/new": 1, "articles/known": 1}


@pytest.mark.parametrize(
    ("stats", "code"),
    [
        ({}, 0),
        (GOOD, 0),
        ({"pages/answered": 2, "pages/article/not_modified": 2, "articles/known": 5}, 0),
        (GOOD | {"pages/article/gone": 1, "pages/article/refused": 1, "pages/article/not_article": 1}, 0),
        (GOOD | {"pages/article/gone": 1, "pages/named": 2}, 3),
        (GOOD | {"pages/article/not_article": 1, "pages/named": 2}, 3),
        (GOOD | {"pages/named": 1}, 0),
        (GOOD | {"pages/article/failed": 1}, 3),
        (GOOD | {"pages/listing/failed": 1}, 3),
        (GOOD | {"pages/put_off": 1}, 3),
        ({"articles/updated": 1, "pages/article/failed": 1}, 3),
        ({"articles/unchanged": 1, "pages/article/failed": 1}, 3),
        ({"pages/put_off": 1}, 4),
        ({"pages/listing/failed": 1}, 4),
        ({"pages/listing/failed": 1, "pages/answered": 1}, 1),
        ({"pages/listing/refused": 1}, 1),
        ({"pages/article/gone": 1, "pages/answered": 1}, 1),
        ({"pages/article/not_article": 1, "pages/answered": 1}, 1),
        ({"pages/listing/read": 1, "pages/answered": 1, "articles/known": 0}, 1),
        ({"pages/listing/read": 1, "pages/answered": 1, "articles/known": 4}, 0),
        ({"pages/listing/read": 1, "articles/known": 0, "pages/leased_by_others": 1}, 0),
        (GOOD | {"articles/known": 0}, 0),
        (GOOD | {"archive/failure": "ArchiveLockedError"}, 5),
        (GOOD | {"archive/failure": "ArchiveFullError"}, 1),
        ({"finish_reason": "start_error"}, 1),
        (GOOD | {"interrupted": 143}, 143),
        (GOOD | {"finish_reason": "closespider_timeout"}, 0),
    ],
)
def test_a_crawl_ends_with_what_came_of_its_pages(stats: dict[str, object], code: int):
    assert exit_code(stats) == code


@pytest.mark.parametrize(
    ("codes", "code"),
    [([0, 0], 0), ([4, 4], 4), ([0, 4], 3), ([1, 4], 1), ([3, 0], 3), ([0, 5], 5), ([1], 1)],
)
def test_the_exit_code_of_several_crawls_tells_of_all(codes: list[int], code: int):
    assert code_of_all(codes) == code


def test_the_codes_are_those_of_the_docs_and_a_crawls_have_words():
    chapter = (ROOT / "docs/commands.md").read_text("utf-8").split("## Exit codes")[1].split("\n## ")[0]
    rows = re.findall(r"^\| ([\d, ]+) \|", chapter, re.MULTILINE)
    codes = {value for name, value in vars(exit_codes).items() if name.isupper() and isinstance(value, int)}

    assert codes == {int(code) for row in rows for code in row.split(",")}
    assert set(MEANINGS) == codes - {exit_codes.ALARM}
