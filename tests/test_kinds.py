"""What a value of the configuration may be, in the file and in the environment."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler.configuration.kinds import (
    FLAG,
    PAIRS,
    PATH,
    SELECTORS,
    SPAN,
    SPANS,
    TEXT,
    TEXTS,
    URL,
    Kind,
    choice,
    number,
    whole,
)

FOLDER = Path("/srv/news")
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (FLAG, "Yes", True),
        (FLAG, "0", False),
        (number(0, 3600), "2.5", 2.5),
        (number(0, 3600), "3600", 3600.0),
        (whole(1, 9), "9", 9),
        (choice("off", "daily"), "daily", "daily"),
        (TEXT, "Ann, ann@harbour.example", "Ann, ann@harbour.example"),
        (TEXTS, "json://a json://b", ("json://a", "json://b")),
        (PATH, "data/a.db", FOLDER / "data" / "a.db"),
        (PATH, "/tmp/a.db", Path("/tmp/a.db")),
        (SPAN, "1h", HOUR),
        (SPANS, "1h .. 2h", (HOUR, 2 * HOUR)),
        (SPANS, "1h..60m", (HOUR, HOUR)),
        (SPANS, "1h", (HOUR, HOUR)),
        (URL, "http://harbour.example:8080/x", "http://harbour.example:8080/x"),
        (SELECTORS, "form.login #user", ("form.login", "#user")),
    ],
)
def test_a_variable_of_the_environment_is_read_as_its_kind(kind: Kind, text: str, value: Any):
    assert kind.read(kind.from_text(text), FOLDER) == value


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (FLAG, 1),
        (number(0, 3600), True),
        (number(0, 3600), 3600.1),
        (number(0, 3600), float("nan")),
        (whole(1, 9), 10),
        (whole(1, 9), 2.0),
        (whole(1, 9), True),
        (choice("off", "daily"), "weekly"),
        (TEXT, ""),
        (TEXT, "two\nlines"),
        (TEXTS, "json://a"),
        (TEXTS, [" "]),
        (PATH, " "),
        (PATH, "a\0b"),
        (SPAN, 5),
        (SPAN, "0h"),
        (SPANS, 5),
        (SPANS, "2h..1h"),
        (SPANS, "1h..2h..3h"),
        (URL, "ftp://harbour.example/"),
        (URL, "https://"),
        (URL, "http://harbour.example:99999/"),
        (URL, None),
        (PAIRS, "X-Reader: newsarc"),
        (PAIRS, {"X-Reader": 5}),
        (PAIRS, {"X-Reader": "two\nlines"}),
        (SELECTORS, ["div..x"]),
    ],
)
def test_what_is_not_of_its_kind_is_refused(kind: Kind, value: Any):
    with pytest.raises(ValueError):  # noqa: PT011  (the kind's `expected` says the rest)
        kind.read(value, FOLDER)


def test_pairs_are_read_as_they_are():
    assert PAIRS.read({"X-Reader": "newsarc"}, FOLDER) == {"X-Reader": "newsarc"}


@pytest.mark.parametrize("text", ["perhaps", ""])
def test_a_flag_of_the_environment_is_one_of_a_few_words(text: str):
    with pytest.raises(ValueError):  # noqa: PT011
        FLAG.from_text(text)
