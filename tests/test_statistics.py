"""How unlikely what a run saw is: against the textbook's formulas, and against samples whose making is known."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.monitoring.statistics import (
    Amount,
    Middle,
    Share,
    _squared_distance,
    amount_tail,
    fit_middle,
    fit_share,
    middle_tail,
    share_tail,
    student_tails,
)

means = st.floats(0.01, 0.99)
weights = st.floats(0.5, 400)


def log_beta(a: float, b: float) -> float:
    return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)


def beta_binomial(k: int, n: int, share: Share) -> float:
    a, b = share.mean * share.weight, (1 - share.mean) * share.weight
    return math.comb(n, k) * math.exp(log_beta(k + a, n - k + b) - log_beta(a, b))


def negative_binomial(k: int, amount: Amount) -> float:
    size = 1 / amount.spread
    log = math.lgamma(k + size) - math.lgamma(size) - math.lgamma(k + 1)
    return math.exp(
        log + size * math.log(size / (size + amount.mean)) + k * math.log(amount.mean / (size + amount.mean))
    )


@given(st.integers(1, 60), st.data(), means, weights)
def test_the_tails_of_a_share_are_those_of_the_beta_binomial_distribution(n: int, data, mean: float, weight: float):
    k, share = data.draw(st.integers(0, n)), Share(mean, weight)

    low = sum(beta_binomial(i, n, share) for i in range(k + 1))
    high = sum(beta_binomial(i, n, share) for i in range(k, n + 1))

    assert share_tail(k, n, share, is_low=True) == pytest.approx(low, rel=1e-6, abs=1e-12)
    assert share_tail(k, n, share, is_low=False) == pytest.approx(high, rel=1e-6, abs=1e-12)


@given(st.integers(0, 120), st.floats(0.01, 90), st.floats(0.005, 2))
def test_the_tails_of_an_amount_are_those_of_the_negative_binomial_distribution(k: int, mean: float, spread: float):
    amount = Amount(mean, spread)
    below = sum(negative_binomial(i, amount) for i in range(k))

    assert amount_tail(k, amount, is_low=True) == pytest.approx(below + negative_binomial(k, amount), abs=1e-9)
    assert amount_tail(k, amount, is_low=False) == pytest.approx(1 - below, abs=1e-9)


@pytest.mark.parametrize(
    ("t", "freedom", "tails"),
    # the tables of Student's distribution
    [(2.776, 4, 0.05), (4.604, 4, 0.01), (2.447, 6, 0.05), (1.812, 10, 0.1), (2.845, 20, 0.01), (4.303, 2, 0.05)],
)
def test_students_tails_are_those_of_the_tables(t: float, freedom: int, tails: float):
    assert student_tails(t, freedom) == pytest.approx(tails, abs=5e-4)
    assert student_tails(-t, freedom) == student_tails(t, freedom)
    assert student_tails(0, freedom) == 1


def drawn(runs: int, n: int, mean: float, weight: float, seed: int = 1) -> list[tuple[int, int]]:
    """So many runs of *n* pages of a site whose share differs from run to run."""
    chance = random.Random(seed)
    samples = []
    for _ in range(runs):
        share = chance.betavariate(mean * weight, (1 - mean) * weight)
        samples.append((sum(chance.random() < share for _ in range(n)), n))
    return samples


@pytest.mark.parametrize(("mean", "weight"), [(0.5, 10), (0.9, 20), (0.7, 60)])
def test_a_share_is_found_again_in_what_was_drawn_from_it(mean: float, weight: float):
    share = fit_share(drawn(300, 50, mean, weight))

    assert share.mean == pytest.approx(mean, abs=0.03)
    assert share.weight == pytest.approx(weight, rel=0.25)


def test_runs_that_are_more_alike_than_chance_are_not_taken_for_it():
    same = fit_share([(45, 50)] * 400)

    assert same.mean == pytest.approx(0.9, abs=0.001)
    assert same.weight == pytest.approx(1 / 0.005, rel=0.05)  # LEAST_SPREAD


def test_few_runs_say_less_than_many():
    weights_of = [fit_share([(9, 10)] * runs).weight for runs in (1, 3, 10, 50)]

    assert weights_of == sorted(weights_of)
    assert weights_of[0] < 15  # the share of one run of ten pages is hardly known
    assert weights_of[-1] > 60


@pytest.mark.parametrize("runs", [1, 3, 5, 10])
def test_what_few_runs_do_not_show_is_taken_from_what_is_usual(runs: int):
    """Runs that are as alike as chance allows, with five of the usual spread of 0.02 beside them."""
    share = fit_share([(9, 10)] * runs)
    spread = max(0.005, 0.02 * 5 / (runs + 5))
    known = 10 * runs / (1 + 9 * spread)  # pages, if they were drawn one by one

    assert share.mean == pytest.approx((9 * runs + 0.5) / (10 * runs + 1))
    assert share.weight == pytest.approx(1 / (spread + 1 / (known + 2)) - 1)


def test_a_site_that_gives_all_or_nothing_calls_neither_unlikely():
    share = fit_share([(0, 50), (50, 50)] * 20)

    assert (share.mean, share.weight) == (0.5, 0.5)
    assert share_tail(0, 50, share, is_low=True) > 0.1


def test_runs_of_one_page_tell_something():
    assert fit_share([(1, 1)] * 50).mean > 0.98


def test_no_run_at_all_leaves_a_share_that_calls_nothing_unlikely():
    for samples in ([], [(0, 0)] * 5):
        share = fit_share(samples)
        assert share.mean == 0.5
        assert share_tail(0, 10, share, is_low=True) > 0.1
        assert share_tail(10, 10, share, is_low=False) > 0.1


def test_a_run_without_pages_is_no_run():
    assert fit_share([(19, 20), (0, 0), (18, 20), (0, 0)]) == fit_share([(19, 20), (18, 20)])


def test_one_run_that_is_far_off_is_left_out_and_a_habit_of_it_is_not():
    usual = [(20, 20), (19, 20), (20, 20), (18, 20)]

    assert fit_share([*usual * 15, (0, 20)]) == fit_share(usual * 15)
    assert fit_share([*usual * 15, (0, 1)]) != fit_share(usual * 15)  # one page is not far off
    often = fit_share([*usual * 15, *[(0, 20)] * 6])
    assert often.mean < 0.9
    assert often.weight < fit_share(usual * 15).weight / 5


@pytest.mark.parametrize(("whole", "is_left_out"), [(32, False), (33, True)])
def test_at_most_three_runs_of_a_hundred_are_left_out(whole: int, is_left_out: bool):
    usual = [(20, 20)] * whole

    assert (fit_share([*usual, (0, 20)]) == fit_share(usual)) == is_left_out


@pytest.mark.parametrize(("filled", "is_left_out"), [(8, False), (7, True)])
def test_a_run_is_far_off_from_six_standard_deviations_on(filled: int, is_left_out: bool):
    usual = [(19, 20), (18, 20), (20, 20), (17, 20)] * 15

    assert (fit_share([*usual, (filled, 20)]) == fit_share(usual)) == is_left_out


def test_what_is_far_off_depends_on_how_much_runs_differ():
    restless, steady = drawn(80, 20, 0.7, 10), [(14, 20), (13, 20), (15, 20)] * 27

    assert fit_share([*restless, (0, 20)]) != fit_share(restless)
    assert fit_share([*steady, (0, 20)]) == fit_share(steady)


@given(st.integers(1, 30), st.data(), means, weights)
def test_how_far_off_a_run_is_is_told_in_deviations_of_the_beta_binomial_distribution(
    n: int, data, mean: float, weight: float
):
    k, share = data.draw(st.integers(0, n)), Share(mean, weight)
    variance = sum(beta_binomial(i, n, share) * (i - n * mean) ** 2 for i in range(n + 1))

    assert _squared_distance(k, n, share) == pytest.approx((k - n * mean) ** 2 / variance, rel=1e-6, abs=1e-9)


def test_the_middle_of_runs_is_the_logarithm_of_their_median():
    middle = fit_middle([(300.0, 1.5, 20), (310.0, 1.5, 20), (290.0, 1.5, 20)])

    assert middle.center == pytest.approx(math.log(301))
    assert middle.runs == 3
    assert middle.within == pytest.approx(math.log(1.5) / 1.349)  # between quartiles lie 1.349 deviations
    assert middle.between == 0  # runs of twenty such pages differ so much by chance


def test_how_runs_and_pages_differ_is_found_again_in_what_was_drawn():
    chance = random.Random(4)
    samples = []
    for _ in range(200):
        center = chance.gauss(math.log(300), 0.3)
        pages = sorted(math.exp(chance.gauss(center, 0.5)) for _ in range(40))
        samples.append((pages[20], pages[30] / pages[10], 40))
    middle = fit_middle(samples)

    assert middle.between == pytest.approx(0.3, rel=0.2)
    assert middle.within == pytest.approx(0.5, rel=0.1)


def test_quartiles_of_one_page_or_two_tell_nothing_of_how_pages_differ():
    three = [(300.0, 2.0, 3)] * 5

    assert fit_middle([*three, (300.0, 1.0, 1), (300.0, 40.0, 2)]).within == fit_middle(three).within > 0
    assert fit_middle([(300.0, 1.0, 1)] * 5).within == 0
    assert fit_middle([(300.0, 0.5, 3)] * 5).within == 0  # no ratio of quartiles is below one


def test_pages_count_by_how_many_they_are_in_how_pages_differ():
    many, few = (300.0, math.e, 30), (300.0, 1.0, 10)

    assert fit_middle([many, few]).within == pytest.approx(0.75 / 1.349)


def test_a_median_is_the_more_unlikely_the_farther_off_the_more_pages_and_the_better_the_middle_is_known():
    middle = Middle(math.log1p(300), 0.1, 0.5, 20)

    def tail(value: float, n: int = 20, runs: int = 20) -> float:
        return middle_tail(value, n, Middle(middle.center, middle.between, middle.within, runs))

    assert tail(300) == pytest.approx(1)
    assert tail(300) > tail(250) > tail(200) > tail(100) > tail(10)
    assert tail(math.exp(middle.center + 0.5) - 1) == pytest.approx(tail(math.exp(middle.center - 0.5) - 1))
    assert tail(200, n=3) > tail(200, n=20) > tail(200, n=200)
    assert tail(200, runs=4) > tail(200, runs=20)


def test_a_median_is_judged_by_students_distribution():
    # deviations: 0.05 always, pages 0.1 at least, runs none
    spread = math.sqrt((1.2533 * 0.1 / math.sqrt(4)) ** 2 + 0.05**2)
    for runs, freedom in ((1, 4), (9, 8), (10, 8), (11, 10), (60, 20)):
        told = middle_tail(math.exp(math.log1p(100) + 3 * spread) - 1, 4, Middle(math.log1p(100), 0, 0, runs))
        assert told == pytest.approx(student_tails(3, freedom)), runs
    usual = Middle(math.log1p(100), 0, 0.5, 9)
    wide = math.sqrt((1.2533 * 0.5 / math.sqrt(25)) ** 2 + 0.05**2)
    assert middle_tail(math.exp(math.log1p(100) + wide) - 1, 25, usual) == pytest.approx(student_tails(1, 8))
    middle = Middle(math.log1p(100), 0.3, 0, 2)
    spread = math.sqrt(0.3**2 * 1.5 + spread**2)
    assert middle_tail(math.exp(math.log1p(100) - 2 * spread) - 1, 4, middle) == pytest.approx(student_tails(2, 4))
