"""Fingerprints: equal for copies, alike for near-copies, apart for reports that only look alike."""

from __future__ import annotations

import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.reading.fingerprints import resemblance, retelling, shingles, text_hash

STORY = " ".join(
    f"The ferry number {n} left the quay at dawn with crates of herring and mail for the islands." for n in range(40)
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“All is well” – she said…", '"All is well" - she said...'),
        ("All\u00a0is  well.\n\nShe said.", "All is well. She said."),
        ("ALL IS WELL", "all is well"),
        ("ﬁne ｗｏｒｄｓ", "fine words"),
    ],
)
def test_copies_that_differ_in_typography_have_one_hash(one, other):
    assert text_hash(one) == text_hash(other)


def test_another_number_or_word_is_another_hash():
    assert len({text_hash(t) for t in ("5 boats left", "6 boats left", "5 boats stayed")}) == 3


def test_a_hash_has_128_bits():
    assert len(bytes.fromhex(text_hash("x"))) == 16


@given(st.text(max_size=200))
def test_any_text_has_fingerprints(body):
    sample = shingles(body)

    assert sample == sorted(set(sample))
    assert all(0 <= number < 2**63 for number in sample)
    assert resemblance(body, body) == 1.0
    assert text_hash(body) == text_hash(unicodedata.normalize("NFC", body))


@given(st.text(max_size=80), st.text(max_size=80))
def test_resemblance_is_a_share_and_the_same_from_both_sides(a, b):
    assert 0.0 <= resemblance(a, b) == resemblance(b, a) <= 1.0


def test_fingerprints_are_equal_in_another_process():
    code = "from crawler.reading.fingerprints import shingles; print(sum(shingles('one two three four five six')))"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert int(printed) == sum(shingles("one two three four five six"))


def test_a_copy_without_its_last_paragraph_shares_most_of_its_sample():
    whole, cut = set(shingles(STORY)), set(shingles(STORY[: len(STORY) * 9 // 10]))

    assert len(whole & cut) > len(whole) / 2
    assert resemblance(STORY, STORY[: len(STORY) * 9 // 10]) > 0.7


def test_scripts_without_spaces_are_compared_by_characters():
    one = "港を出た船は島々へ郵便と魚を運び、夕方には同じ港へ戻ってくる予定だと市は発表した。" * 3
    other = one.replace("夕方", "夜明け")

    assert 0.2 < resemblance(one, other) < 1.0
    assert set(shingles(one)) & set(shingles(other))


def test_templated_reports_with_other_numbers_are_held_apart():
    template = (
        "The index closed at {} points, up {} percent, with {} shares traded worth {} million. "
        + "Brokers saw calm trade. " * 9
    )
    monday, tuesday = template.format(1234, 2.5, 88, 91), template.format(1318, 0.7, 64, 73)

    assert resemblance(monday, tuesday) < 0.1
    assert resemblance(monday, monday + " More follows.") > 0.8


REPORT = (
    "The night ferry from Port Merrow ran aground on the north bar at 2.40 on Tuesday with 212 people on board.\n\n"
    "Nobody was hurt, the harbour board said, and all passengers were taken off by 14 boats before 7.15.\n\n"
    "The ship, built in 1987, is to be pulled free at high water on Thursday; 300 tonnes of sand must go first.\n\n"
    "“We heard it before we felt it,” said Ann Reed, who had been on deck since the lights of the pier went out."
)


def test_a_wire_story_that_an_outlet_edited_is_told_again():
    paragraphs = REPORT.split("\n\n")
    cut, extended = "\n\n".join(paragraphs[:2]), f"{REPORT}\n\nThe line has run since 1902, without a day of rest."
    reworded = REPORT.replace("ran aground", "got stuck").replace("taken off", "brought ashore").replace("ship", "boat")

    assert min(retelling(REPORT, other) for other in (cut, extended, reworded)) > 0.6


def test_a_report_from_the_same_template_tells_of_something_else():
    other = REPORT
    for number, changed in (
        ("2.40", "5.10"),
        ("212", "87"),
        ("14", "9"),
        ("7.15", "8.30"),
        ("1987", "2003"),
        ("300", "45"),
    ):
        other = other.replace(number, changed)

    assert retelling(REPORT, other) < 0.1


def test_the_same_words_quoted_in_another_story_are_no_retelling():
    quote = REPORT.rsplit("\n\n", maxsplit=1)[-1]
    other = "\n\n".join(
        [f"A paragraph of a story about harbour lights, number {word}." for word in "abcdefg"] + [quote]
    )

    assert retelling(REPORT, other) < 0.3


def test_an_excerpt_is_no_retelling():
    assert retelling(REPORT * 3, REPORT.split("\n\n", maxsplit=1)[0]) == 0.0


@given(st.text(max_size=300), st.text(max_size=300))
def test_a_retelling_is_a_share_and_the_same_from_both_sides(a, b):
    assert 0.0 <= retelling(a, b) <= 1.0
    if len(a) != len(b):
        assert retelling(a, b) == retelling(b, a)
