"""Dates as each language prints them, and what the words before them make them."""

import re
import tomllib
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from crawler.reading.dates.calendars import ascii_digits
from crawler.reading.dates.date_labels import label_before
from crawler.reading.dates.dates import find_printed

LANGUAGES = tomllib.loads(Path(__file__).with_name("dates_by_language.toml").read_text("utf-8"))
SEEN_AT = datetime(2026, 11, 24, 15, tzinfo=UTC)
CLOCK = re.compile(r"(?:14|2)[:.h時]05")
DAYS = {"day": date(2026, 11, 24), "day_before": date(2026, 11, 23)}


def printed(key):
    return [(language, line) for language, lines in LANGUAGES.items() for line in lines.get(key, [])]


@pytest.mark.parametrize(
    ("language", "line", "day"), [(*case, day) for key, day in DAYS.items() for case in printed(key)]
)
def test_a_printed_date_is_read_in_each_language(language, line, day):
    (found,) = find_printed(line, fetched_at=SEEN_AT, language=language)

    assert found.moment.when.date() == day
    assert found.moment.when.time() == (time(14, 5) if CLOCK.search(ascii_digits(line)) else time(0))


@pytest.mark.parametrize("kind", ["modified", "published"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_before_a_date_say_whether_it_is_of_a_change(language, kind):
    for label in LANGUAGES[language].get(kind, []):
        told = label_before(f"{label} ")

        assert told == "modified" if kind == "modified" else told != "modified", label
