"""Marks of pages name their blocks by hashes, and give back the same blocks."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from crawler.training.examples import MarksError, read_marked

SCRIPT = Path(__file__).parent / "benchmarks" / "marked_pages.py"
PAGE = "<h1>Ferry stays in port</h1><p>Menu</p>" + "".join(f"<p>Paragraph {n} of the story.</p>" for n in range(6))


def run(*arguments, given=""):
    return subprocess.run([sys.executable, SCRIPT, *arguments], input=given, capture_output=True, text=True, check=True)


def test_marks_name_blocks_without_their_words_and_give_them_back(tmp_path):
    (tmp_path / "page.html").write_text(PAGE)
    pages = tmp_path / "pages.jsonl"
    pages.write_text(json.dumps({"id": "a", "url": "https://mole.example/a", "html_path": "page.html", "expected": {}}))
    marks = tmp_path / "marks.jsonl"
    numbers = {"id": "a", "keep": "3-5,7", "optional": "2"}

    run(pages, "--write", marks, given=json.dumps(numbers))
    known = json.loads(run(pages, "--marks", marks).stdout)

    assert "Paragraph" not in marks.read_text()
    assert known["expected"]["paragraphs"] == [f"Paragraph {n} of the story." for n in (0, 1, 2, 3, 5)]
    assert known["expected"]["optional"] == [0]


def test_a_page_that_reads_otherwise_by_now_keeps_what_was_known(tmp_path):
    (tmp_path / "page.html").write_text(PAGE)
    pages = tmp_path / "pages.jsonl"
    row = {"id": "a", "url": "https://mole.example/a", "html_path": "page.html", "expected": {"with": ["Paragraph 1"]}}
    pages.write_text(json.dumps(row))
    marks = tmp_path / "marks.jsonl"
    run(pages, "--write", marks, given=json.dumps({"id": "a", "keep": "2-5", "optional": ""}))

    (tmp_path / "page.html").write_text(PAGE.replace("Paragraph 3", "Another end"))

    assert json.loads(run(pages, "--marks", marks).stdout)["expected"] == {"with": ["Paragraph 1"]}


@pytest.mark.parametrize(
    "line",
    [
        '{"id": "a"',
        "[]",
        '{"html_path": "page.html"}',
        '{"html_path": "page.html", "expected": ["body"]}',
        '"page.html"',
    ],
)
def test_a_line_that_is_no_marked_page_is_named(tmp_path, line):
    pages = tmp_path / "pages.jsonl"
    pages.write_text(f"\n{line}\n")

    with pytest.raises(MarksError, match=r"pages\.jsonl, line 2: .*Expected \{"):
        list(read_marked(pages))
