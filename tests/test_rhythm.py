"""How often a site publishes, and when it is worth another crawl."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.scheduling.rhythm import Rhythm

START = datetime(2026, 5, 4, tzinfo=UTC)  # a Monday
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
BOUNDS = (15 * MINUTE, DAY)


def published(days: int, hours: range = range(24), *, until: datetime = START) -> list[datetime]:
    """An article at the beginning of each of *hours*, on so many days."""
    times = [until - DAY * day + HOUR * hour for day in range(days, 0, -1) for hour in hours]
    return [at for at in times if at < until]


@pytest.mark.parametrize("days", [1, 2, 10, 28, 60])
def test_an_article_an_hour_is_one_an_hour_however_long_a_site_is_known(days: int):
    rhythm = Rhythm(published(days), START)

    assert rhythm.per_hour == pytest.approx(1, abs=0.02)
    assert rhythm.rate(START) == pytest.approx(1, abs=0.05)


def test_a_site_that_publishes_more_is_crawled_more_often_within_the_bounds():
    def interval(per_day: float) -> timedelta:
        times = [START - DAY / per_day * n for n in range(round(per_day * 14))]
        return Rhythm(sorted(times), START).next_crawl(START, BOUNDS) - START

    slow, often, always = interval(0.2), interval(8), interval(2000)

    assert slow == BOUNDS[1]
    assert 2 * HOUR <= often <= 4 * HOUR
    assert always == BOUNDS[0]


def test_of_a_site_that_nothing_is_known_of_the_middle_between_the_bounds_is_taken():
    assert Rhythm([], START).next_crawl(START, (HOUR, 4 * HOUR)) == START + 2 * HOUR


@given(
    st.lists(st.integers(0, 28 * 24 * 60), max_size=60),
    st.integers(15, 600),
    st.integers(0, 3000),
)
def test_the_next_crawl_is_within_the_bounds_whatever_was_published(ago: list[int], least: int, more: int):
    bounds = (MINUTE * least, MINUTE * (least + more))
    times = sorted(START - MINUTE * minutes for minutes in ago)

    assert bounds[0] <= Rhythm(times, START).next_crawl(START, bounds) - START <= bounds[1]


def test_the_next_crawl_is_when_one_article_is_to_be_expected():
    rhythm = Rhythm(published(28), START)

    assert rhythm.next_crawl(START, BOUNDS) - START == pytest.approx(HOUR, abs=16 * MINUTE)
    slow = Rhythm([START - DAY * day for day in range(28, 0, -2)], START)  # always at midnight
    assert slow.next_crawl(START, (HOUR, 300 * DAY)) - START > 23 * HOUR


def test_a_site_of_which_one_article_is_known_is_not_taken_for_a_hasty_one():
    assert Rhythm([START - MINUTE], START).per_hour < 1.5 / 24


@pytest.mark.parametrize(("days", "are_told"), [(13, False), (14, True)])
def test_two_weeks_tell_weekdays_apart(days: int, are_told: bool):
    mondays = [at for at in published(days) if at.weekday() == 0]
    assert (Rhythm(sorted({START - DAY * days, *mondays}), START).weekdays != [1.0] * 7) == are_told


def test_what_was_published_long_ago_counts_less_and_after_four_weeks_no_more():
    lately, days_ago = (Rhythm(published(3, until=START - DAY * ago), START).per_hour for ago in (0, 6))

    assert 0 < days_ago < lately / 10
    assert Rhythm(published(3, until=START - 29 * DAY), START).per_hour == 0


def test_by_night_less_is_to_be_expected_of_a_site_that_sleeps():
    rhythm = Rhythm(published(28, range(8, 18)), START)

    assert rhythm.rate(START + 3 * HOUR) < rhythm.rate(START + 12 * HOUR) / 5


@pytest.mark.parametrize(("weeks", "share"), [(1, 1.0), (4, 0.3)])
def test_weekdays_are_told_apart_once_two_weeks_are_known(weeks: int, share: float):
    workdays = [at for at in published(7 * weeks) if at.weekday() < 5]
    rhythm = Rhythm(workdays, START)

    monday, saturday = rhythm.rate(START), rhythm.rate(START + 5 * DAY)

    assert saturday == pytest.approx(monday) if share == 1.0 else saturday < share * monday
