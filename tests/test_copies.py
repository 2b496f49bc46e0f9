"""Copies: told again by an editor, or only alike."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.reading.copies import Likeness, compare, read_telling, sample

REPORT = (
    "The night ferry from Port Merrow ran aground on the north bar at 2.40 on Tuesday with 212 people on board.\n\n"
    "Nobody was hurt, the harbour board said, and all passengers were taken off by 14 boats before 7.15.\n\n"
    "The ship, built in 1987, is to be pulled free at high water on Thursday; 300 tonnes of sand must go first.\n\n"
    "“We heard it before we felt it,” said Ann Reed, who had been on deck since the lights of the pier went out."
)
PARAGRAPHS = REPORT.split("\n\n")
OTHER = "\n\n".join(
    f"A paragraph about the {word} lights of a harbour that nobody has lit since spring." for word in "abcd"
)


def likeness(new: str, known: str, *, same_site: bool = False) -> Likeness:
    return compare(read_telling(new), read_telling(known), same_site=same_site)


@pytest.mark.parametrize(
    "copy",
    [
        "\n\n".join(PARAGRAPHS[:2]),
        f"{REPORT}\n\nThe line has run since 1902, without a day of rest.",
        REPORT.replace("ran aground", "got stuck").replace("taken off", "brought ashore").replace("ship", "boat"),
        "\n\n".join([PARAGRAPHS[0], OTHER.split("\n\n")[0], *PARAGRAPHS[1:]]),
        REPORT.replace("212 people", "214 people"),
    ],
    ids=["cut", "extended", "reworded", "with another's paragraph", "with a figure corrected"],
)
def test_what_an_editor_does_to_a_story_leaves_it_a_copy(copy: str):
    assert likeness(copy, REPORT).kind == likeness(REPORT, copy).kind == "copy"


@pytest.mark.parametrize("same_site", [True, False])
def test_a_report_from_the_same_template_tells_of_something_else(same_site: bool):
    template = (
        "At {} points the index closed {} percent up. {} shares worth {} million changed hands.\n\nIt was {} in May."
    )
    monday, tuesday = template.format(1234, 2.5, 88, 91, 1100), template.format(1318, 0.7, 64, 73, 1250)

    assert likeness(monday, tuesday, same_site=same_site).kind is None
    assert likeness(monday, monday + " More follows.", same_site=same_site).kind == "copy"


def test_a_passage_that_two_stories_quote_makes_neither_a_copy():
    assert likeness(f"{OTHER}\n\n{PARAGRAPHS[3]}", REPORT).kind == "part"


def test_an_excerpt_is_linked_and_no_copy():
    long = "\n\n".join(
        [REPORT, *(text.replace("lights", word) for text in [OTHER] for word in ("sheds", "cranes", "tugs"))]
    )

    assert likeness(PARAGRAPHS[0], long).kind == "excerpt"
    assert likeness(long, PARAGRAPHS[0]).kind == "longer"


def test_briefs_under_one_footer_of_a_site_are_held_apart():
    footer = "\n\n".join(
        f"Follow us on channel {word}, write to the newsroom or call our line at any hour." for word in "abcdefgh"
    )
    one, other = (f"{text}\n\n{footer}" for text in (" ".join(PARAGRAPHS[:2]), OTHER.replace("\n\n", " ")))

    assert likeness(one, other, same_site=True).kind != "copy"
    recurring = {paragraph.words for paragraph in read_telling(footer).paragraphs}
    assert compare(*(read_telling(text).without(recurring) for text in (one, other)), same_site=False).kind is None


def test_scripts_without_spaces_are_compared_by_characters():
    one = "港を出た船は島々へ郵便と魚を運び、夕方には同じ港へ戻ってくる予定だと市は発表した。\n乗客は212人だった。"
    other = one.replace("夕方", "夜明け").replace("発表", "説明")
    unlike = (
        "市議会は火曜日、来年度の予算案を可決し、図書館の開館時間を延ばすことを決めた。\n賛成は31人、反対は12人だった。"
    )

    assert likeness(other, one).kind == "copy"
    assert likeness(unlike, one).kind is None
    assert set(sample(read_telling(one))) & set(sample(read_telling(other)))


@given(st.text(max_size=300), st.text(max_size=300), st.booleans())
def test_any_two_texts_are_compared_alike_from_both_sides(a: str, b: str, same_site: bool):
    one, other = likeness(a, b, same_site=same_site), likeness(b, a, same_site=same_site)

    assert 0 <= one.resemblance == other.resemblance <= 1
    if read_telling(a).size != read_telling(b).size:
        assert (one.kind == "copy") == (other.kind == "copy")


@given(st.text(max_size=200))
def test_any_text_has_a_sample(body: str):
    numbers = sample(read_telling(body))

    assert list(numbers) == sorted(set(numbers))
    assert all(0 <= number < 2**48 for number in numbers)


def test_samples_are_equal_in_another_process():
    code = "from crawler.reading.copies import *; print(sum(sample(read_telling('one two three four five six'))))"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert int(printed) == sum(sample(read_telling("one two three four five six")))
