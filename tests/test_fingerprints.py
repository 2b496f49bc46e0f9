"""Fingerprints: equal for copies, alike for near-copies, apart for reports that only look alike."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.reading.fingerprints import resemblance, text_hash

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
    assert resemblance(body, body) == 1.0
    assert text_hash(body) == text_hash(unicodedata.normalize("NFC", body))


@given(st.text(max_size=80), st.text(max_size=80))
def test_resemblance_is_a_share_and_the_same_from_both_sides(a, b):
    assert 0.0 <= resemblance(a, b) == resemblance(b, a) <= 1.0


def test_a_copy_without_its_last_paragraph_resembles_the_whole():
    assert resemblance(STORY, STORY[: len(STORY) * 9 // 10]) > 0.7


def test_scripts_without_spaces_are_compared_by_characters():
    one = "港を出た船は島々へ郵便と魚を運び、夕方には同じ港へ戻ってくる予定だと市は発表した。" * 3
    other = one.replace("夕方", "夜明け")

    assert 0.2 < resemblance(one, other) < 1.0


def test_templated_reports_with_other_numbers_are_held_apart():
    template = (
        "The index closed at {} points, up {} percent, with {} shares traded worth {} million. "
        + "Brokers saw calm trade. " * 9
    )
    monday, tuesday = template.format(1234, 2.5, 88, 91), template.format(1318, 0.7, 64, 73)

    assert resemblance(monday, tuesday) < 0.1
    assert resemblance(monday, monday + " More follows.") > 0.8
