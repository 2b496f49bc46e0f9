"""What changed between two texts."""

from __future__ import annotations

from counting import calls
from hypothesis import given
from hypothesis import strategies as st

from crawler.reading.word_diff import Part, shown, to_html, word_diff

TEXTS = st.lists(st.sampled_from(["a ", "b", " ", "\n\n", "the ferry ", "港", "橋", ".", "é", "-", "\U0001f600"])).map(
    "".join
)


@given(TEXTS, TEXTS)
def test_both_versions_can_be_read_from_a_diff(old: str, new: str):
    parts = word_diff(old, new)

    assert "".join(part.text for part in parts if part.op != "added") == old
    assert "".join(part.text for part in parts if part.op != "removed") == new
    assert all(part.text for part in parts)


@given(TEXTS)
def test_a_text_differs_from_itself_in_nothing(text: str):
    assert word_diff(text, text) == ([Part("same", text)] if text else [])


def test_a_changed_word_is_all_that_changes():
    parts = word_diff("One.\n\nThe ferry sails on Friday.\n\nTwo.", "One.\n\nThe ferry sails on Sunday.\n\nTwo.")

    assert [part for part in parts if part.op != "same"] == [Part("removed", "Friday"), Part("added", "Sunday")]


def test_neighbouring_words_change_together():
    parts = word_diff("a big ferry sails", "a small boat sails")

    assert parts[1:3] == [Part("removed", "big ferry"), Part("added", "small boat")]


def test_a_sign_changes_alone_where_words_have_no_spaces():
    parts = word_diff("港の橋を閉鎖", "港の橋を開放")

    assert parts == [Part("same", "港の橋を"), Part("removed", "閉鎖"), Part("added", "開放")]


def test_a_long_stretch_that_is_the_same_is_cut():
    text = shown(word_diff("x" + " word" * 500 + " old", "x" + " word" * 500 + " new"), lambda op, t: f"[{op} {t}]")

    assert len(text) < 200
    assert text.endswith("[removed old][added new]")


def test_markup_in_a_text_is_never_markup_in_the_html():
    assert to_html(word_diff("a", "<script>alert(1)</script>")) == (
        "<del>a</del><ins>&lt;script&gt;alert(1)&lt;/script&gt;</ins>"
    )


def test_two_long_texts_without_a_line_break_are_compared_in_bounded_time():
    parts = word_diff("a " * 50_000, "b " * 50_000)

    assert [part.op for part in parts] == ["removed", "added"]


def test_a_long_paragraph_of_which_every_other_word_is_the_same_is_compared_in_few_steps():
    old, new = (" ".join(f"a {letter}{number}" for number in range(500)) for letter in "xy")

    assert calls(lambda: word_diff(old, new)) < 100_000  # each "a" with each: 400,000,000
