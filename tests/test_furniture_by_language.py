"""Labels that stand around a story are none of it, in each language."""

import tomllib
from pathlib import Path

import pytest

from crawler.reading.furniture import is_furniture

LANGUAGES = tomllib.loads(Path(__file__).with_name("furniture_by_language.toml").read_text("utf-8"))


@pytest.mark.parametrize("language", LANGUAGES["labels"])
def test_what_buttons_and_boxes_are_labelled_with_is_furniture(language):
    labels = [shown for label in LANGUAGES["labels"][language] for shown in (label, f"{label}:")]

    assert [label for label in labels if not is_furniture(label)] == []


@pytest.mark.parametrize("language", LANGUAGES["pointers"])
def test_a_pointer_to_another_story_is_furniture(language):
    pointers = [f"{words} " if words[-1] in "】]" else f"{words}: " for words in LANGUAGES["pointers"][language]]

    assert [words for words in pointers if not is_furniture(f"{words}Ferries sail again after the storm")] == []


SENTENCES = [
    "The printer of the Gazette retired on Friday.",
    "Comments were closed at noon, said the harbour.",
    "Tovább tart a sztrájk.",
    "Реклама подорожала вдвое.",
]


@pytest.mark.parametrize("line", SENTENCES)
def test_a_sentence_with_such_a_word_is_none(line):
    assert not is_furniture(line)
