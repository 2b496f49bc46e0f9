"""How many new articles are to be expected: as many as in the same window of earlier weeks, else of earlier days."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from crawler.monitoring.statistics import Amount
from crawler.monitoring.volume import Arrivals, Volume

MONDAY = datetime(2026, 1, 5, 6, tzinfo=UTC)
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)


def runs(count: int, found: Callable[[datetime], int], *, every: timedelta = DAY) -> list[Arrivals]:
    """So many runs, one after the other, the last of which ended on `MONDAY`."""
    ends = [MONDAY - every * back for back in range(count - 1, -1, -1)]
    return [Arrivals(end - every, end, found(end)) for end in ends]


def ten(_: datetime) -> int:
    return 10


def by_weekday(end: datetime) -> int:
    """Two articles a day at the weekend, twenty on other days: a run finds those of the day before."""
    return 2 if (end - DAY).weekday() >= 5 else 20


def expected(past: list[Arrivals], since: timedelta, until: timedelta, **looked: bool) -> Amount | None:
    return Volume(past).expected(MONDAY + since, MONDAY + until, **looked)


def mean(past: list[Arrivals], since: timedelta, until: timedelta) -> float:
    amount = expected(past, since, until)
    assert amount is not None
    return amount.mean


@pytest.mark.parametrize("every", [timedelta(hours=6), timedelta(hours=5), DAY])
@pytest.mark.parametrize("window", [timedelta(hours=3), DAY, timedelta(hours=36)])
def test_what_always_comes_is_expected_in_proportion_to_the_window(every: timedelta, window: timedelta):
    past = runs(70 * DAY // every, ten, every=every)

    assert mean(past, 0 * DAY, window) == pytest.approx(10 * (window / every))


def test_each_weekday_is_held_against_the_same_weekday():
    past = runs(70, by_weekday)

    assert mean(past, 0 * DAY, DAY) == 20
    assert mean(past, 5 * DAY, 6 * DAY) == 2
    assert mean(past, 4 * DAY, 6 * DAY) == 22
    assert mean(past, 4 * DAY + 12 * HOUR, 5 * DAY + 12 * HOUR) == 11


def test_where_few_weeks_are_known_a_day_is_held_against_the_days_before():
    assert mean(runs(20, by_weekday), 0 * DAY, DAY) == 20  # the median of days, of which most are workdays
    assert mean(runs(15, by_weekday), 5 * DAY, 6 * DAY) == 20  # two earlier weeks are too few
    assert mean(runs(28, by_weekday), 5 * DAY, 6 * DAY) == 2


@pytest.mark.parametrize(("days", "is_known"), [(0, False), (2, False), (3, True)])
def test_less_than_three_earlier_windows_tell_nothing(days: int, is_known: bool):
    assert (expected(runs(days, ten), 0 * DAY, DAY) is not None) == is_known


def test_what_came_on_the_last_day_counts():
    past = runs(3, lambda end: {MONDAY: 30, MONDAY - DAY: 90}.get(end, 10))

    assert mean(past, 0 * DAY, DAY) == 30


def test_one_odd_week_changes_nothing():
    past = [run if run.until != MONDAY - 6 * DAY else Arrivals(run.since, run.until, 500) for run in runs(70, ten)]

    assert mean(past, 0 * DAY, DAY) == 10


def test_where_nothing_ever_came_next_to_nothing_is_expected():
    assert mean(runs(70, lambda _: 0), 0 * DAY, DAY) == 0.01


def test_only_the_latest_eight_weeks_count():
    past = runs(100, lambda end: 10 if end > MONDAY - 8 * WEEK else 300)
    five_new = runs(100, lambda end: 10 if end > MONDAY - 3 * WEEK else 300)

    assert mean(past, 0 * DAY, DAY) == 10
    assert mean(five_new, 0 * DAY, DAY) == 300  # three weeks of eight are no majority


def test_where_few_weeks_are_known_only_the_latest_sixteen_days_count():
    def found(end: datetime) -> int:
        days = (MONDAY - end) // DAY
        return 300 if days >= 16 else 10 if days % 2 else 20

    assert mean(runs(20, found), 0 * DAY, DAY) == 15  # with all twenty days it would be 20


def test_after_a_break_nothing_is_expected_unless_runs_in_between_looked():
    past = runs(70, ten)

    assert expected(past, 0 * DAY, 2 * DAY) is not None  # twice what is usual is none yet
    assert expected(past, 0 * DAY, 2 * DAY + HOUR) is None
    looked = expected(past, 0 * DAY, 3 * DAY, was_looked_at=True)
    assert looked is not None
    assert looked.mean == 30


def test_a_site_that_is_crawled_by_the_hour_is_at_rest_for_a_day_before_that_is_a_break():
    past = runs(70 * 24, ten, every=HOUR)

    assert mean(past, 0 * DAY, 2 * DAY) == 480
    assert expected(past, 0 * DAY, 2 * DAY + HOUR) is None


def test_a_site_that_is_crawled_by_the_week_may_rest_for_two():
    past = runs(20, ten, every=WEEK)

    assert mean(past, 0 * DAY, 2 * WEEK) == 20
    assert expected(past, 0 * DAY, 2 * WEEK + HOUR) is None


def with_break(until: datetime, days: int) -> list[Arrivals]:
    """Ten articles a day; for so many *days* before *until* nobody looked, and then ten were found in all."""
    past = [run for run in runs(70, ten) if not until - days * DAY < run.until <= until]
    return sorted([*past, Arrivals(until - days * DAY, until, 10)], key=lambda run: run.until)


def test_a_window_in_which_nobody_looked_is_no_example():
    """Of three weeks one was a break: two are too few, and days are asked, those of the break left out."""
    past = [run for run in with_break(MONDAY - 8 * DAY, 5) if run.since >= MONDAY - 21 * DAY]
    amount = expected(past, 0 * DAY, DAY)
    whole = expected(past, 2 * DAY, 3 * DAY)

    assert amount is not None
    assert whole is not None
    assert amount.mean == whole.mean == 10


@pytest.mark.parametrize("first", range(1, 8))
def test_a_break_that_a_window_only_touches_spoils_it(first: int):
    """The break's articles are spread over it: in no window that holds a part of it are they what came then."""
    past = with_break(MONDAY - WEEK + DAY * first, 3)
    samples = Volume(past)._samples(MONDAY, MONDAY + 2 * DAY)

    touches = first in (1, 2, 3, 4)
    assert samples == [20.0] * (7 if touches else 8)


def test_days_that_differ_let_a_window_differ_more_and_a_long_one_less_so():
    steady, restless = runs(70, ten), runs(70, lambda end: 2 if end.toordinal() % 2 else 18)
    calm, wild = expected(steady, 0 * DAY, DAY), expected(restless, 0 * DAY, DAY)
    long = expected(restless, 0 * DAY, 2 * DAY)

    assert calm is not None
    assert wild is not None
    assert long is not None
    assert calm.spread == pytest.approx(0.05 + (0.05 + 1 / 10) / 8)  # a fifth at least, and of eight weeks
    assert wild.spread > 5 * calm.spread
    assert calm.spread < long.spread < wild.spread


def spread(past: list[Arrivals], until: timedelta) -> float:
    amount = expected(past, 0 * DAY, until, was_looked_at=True)
    assert amount is not None
    return amount.spread


@pytest.mark.parametrize(("every", "windows"), [(DAY, 8), (WEEK, 5)])
def test_an_odd_day_counts_as_one_that_is_thrice_as_much_and_no_more(every: timedelta, windows: int):
    """Of sixty runs twenty found ten thousand and forty ten; twice ten, squared, is a day's share beyond chance."""
    past = runs(140, lambda end: 10_000 if (end - MONDAY) // every % 3 == 0 else 10, every=every)
    beyond = (20 * (4 * 10**2 + 10 - 10) - 40 * 10) / (60 * 10**2)

    assert spread(past, every) == pytest.approx(beyond + (beyond + 1 / 10) / 8)
    assert spread(past, every / 4) == pytest.approx(beyond + (beyond + 1 / 2.5) / 8)  # less than a run is no calmer
    assert spread(past, 4 * every) == pytest.approx(beyond / 2 * (1 + 1 / windows), rel=0.001)


def test_days_on_which_one_article_comes_tell_of_how_days_differ_as_others_do():
    past = runs(140, lambda end: 10_000 if (end - MONDAY) // DAY % 3 == 0 else 1)
    beyond = (20 * (4 * 1**2 + 1 - 1) - 40 * 1) / (60 * 1**2)

    assert spread(past, DAY) == pytest.approx(beyond + (beyond + 1) / 8)


@pytest.mark.parametrize("differs", [0.3, 0.5])
def test_by_how_much_days_differ_is_found_again_in_what_was_drawn(differs: float):
    chance = random.Random(3)
    past = runs(140, lambda _: round(200 * max(0.0, chance.gauss(1, differs))))

    # More than that: what is to be expected is a median of eight, and is off itself.
    assert differs**2 < spread(past, DAY) < 1.7 * differs**2


def test_where_nothing_came_chance_alone_is_left():
    assert spread(runs(70, lambda _: 0), DAY) == pytest.approx(0.05 + (0.05 + 1) / 8)


def test_what_was_long_ago_makes_no_site_restless():
    def settled(end: datetime) -> int:
        return 10 if end > MONDAY - 130 * DAY else 1 + 29 * (end.toordinal() % 2)

    amount, calm = expected(runs(300, settled), 0 * DAY, DAY), expected(runs(300, ten), 0 * DAY, DAY)

    assert amount == calm


def test_two_runs_at_one_instant_are_counted_once_each():
    past = runs(70, ten)
    twice = sorted([*past, *(Arrivals(run.until, run.until, 1) for run in past)], key=lambda run: run.until)

    assert mean(twice, 0 * DAY, DAY) == 11


def test_a_run_that_took_no_time_counts_from_its_instant_on():
    past = runs(3, ten)
    more = [*past[:2], Arrivals(past[1].until, past[1].until, 300), past[2]]

    assert mean(more, 0 * DAY, DAY) == 10  # of 10, 310 and 10 in a day
    assert Volume(more)._until(past[1].until - HOUR) < 20
    assert Volume(more)._until(past[1].until) == 320
