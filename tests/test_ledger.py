"""The ledger: what is due, who has it, what came of it."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from crawler.archive import Archive
from crawler.archive.ledger import LEASE, Ledger, LedgerPage, Outcome, is_alive, new_owner, this_process
from crawler.discovery.links import Link
from crawler.fetching.revisit import LATEST, SOONEST, next_try, next_visit
from crawler.items import Article
from crawler.page import Page

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SITE = "lock.example"


def article(name: str, listed_at: str | None = None) -> Link:
    return Link(f"https://lock.example/{name}", "article", listed_at)


def listing(name: str) -> Link:
    return Link(f"https://lock.example/{name}", "listing")


@pytest.fixture
def ledger(archive: Archive) -> Ledger:
    return Ledger(archive)


def add(ledger: Ledger, *links: Link, now: datetime = NOW, **options: object) -> None:
    with ledger.archive.transaction():
        ledger.add(links, now=now, found_in="start", **options)


def record(ledger: Ledger, page: LedgerPage, now: datetime = NOW, **outcome: object) -> None:
    with ledger.archive.transaction():
        ledger.record(page, Outcome(**outcome), now=now)


def names(pages: list) -> list[str]:
    return [page.url.rsplit("/", 1)[1] for page in pages]


def test_a_page_that_falls_due_again_in_a_long_run_is_read_again(ledger: Ledger):
    add(ledger, article("story"))
    (page,) = ledger.claim(SITE, now=NOW, limit=5)
    record(ledger, page, state="archived", status=200, due_at=NOW + SOONEST)

    too_early = ledger.still_wanted(page, now=NOW + SOONEST / 2, run_started=NOW)
    (again,) = ledger.claim(SITE, now=NOW + SOONEST, limit=5)

    assert too_early is None
    # Else it would be due and left, due and left, and nothing behind it would ever have its turn.
    assert ledger.still_wanted(again, now=NOW + SOONEST, run_started=NOW) == again


def test_of_a_host_with_a_long_delay_what_is_due_longest_comes_first(ledger: Ledger):
    add(ledger, article("old"), now=NOW - SOONEST)
    add(ledger, article("new", "2026-11-24T11:00:00Z"), listing("feed"))
    ledger.keep_pace(SITE, next_allowed_at=NOW, delay=600)

    patient = ledger.claim(SITE, now=NOW, limit=1, patience=timedelta(seconds=900))
    ledger.release()

    assert names(patient) == ["feed"]
    assert names(ledger.claim(SITE, now=NOW, limit=1, patience=timedelta(seconds=120))) == ["old"]


def test_a_date_of_the_future_makes_an_article_due_only_when_it_is_news(ledger: Ledger):
    """A site that gives its local time as UTC dates what it has just printed two hours ahead."""
    add(ledger, article("story", "2026-11-24T14:00:00Z"))
    (page,) = ledger.claim(SITE, now=NOW, limit=5)
    record(ledger, page, state="archived", status=200, due_at=NOW + SOONEST)
    soon = NOW + timedelta(minutes=5)

    add(ledger, article("story", "2026-11-24T14:00:00Z"), now=soon)
    assert ledger.due(SITE, now=soon, limit=5) == []
    add(ledger, article("story", "2026-11-24T14:04:00Z"), now=soon)
    assert names(ledger.due(SITE, now=soon, limit=5)) == ["story"]


@pytest.mark.parametrize("ahead", [timedelta(hours=1), timedelta(hours=47), timedelta(days=9999)])
def test_what_a_clock_that_was_ahead_wrote_holds_nothing_up(ledger: Ledger, ahead: timedelta):
    then, feed = NOW + ahead, {"ask": True, "site": SITE}
    add(ledger, listing("feed"), article("story"), now=then, run_started=then, **feed)
    for page in ledger.claim(SITE, now=then, limit=5):
        record(ledger, page, now=then, state="read" if page.kind == "listing" else "archived", status=200)
    ledger.keep_pace(SITE, next_allowed_at=then + timedelta(seconds=1), delay=1)
    ledger.release()

    add(ledger, listing("feed"), now=NOW, run_started=NOW, **feed)
    (page,) = ledger.claim(SITE, now=NOW, limit=5, patience=timedelta(minutes=2))

    assert ledger.still_wanted(page, now=NOW, run_started=NOW) == page
    ledger.release()
    ledger.keep_pace(SITE, next_allowed_at=NOW + timedelta(hours=9), delay=1, reason="status 429")
    assert ledger.claim(SITE, now=NOW, limit=5, patience=timedelta(minutes=2)) == []


def test_listings_come_first_and_then_the_newest_articles(ledger: Ledger):
    add(ledger, article("old", "2024-01-01T00:00:00Z"), article("undated"), article("new", "2026-01-01T00:00:00Z"))
    add(ledger, listing("feed"))

    assert names(ledger.claim(SITE, now=NOW, limit=9)) == ["feed", "new", "old", "undated"]


def test_a_claimed_page_is_nobody_elses(archive: Archive, ledger: Ledger):
    other = Ledger(archive, owner="other:1:1")
    add(ledger, article("a"), article("b"))

    assert len(ledger.claim(SITE, now=NOW, limit=1)) == 1
    ledger.let_host_go(SITE)
    assert names(other.claim(SITE, now=NOW, limit=9)) == ["b"]
    assert ledger.claim(SITE, now=NOW, limit=9) == []


def test_a_host_is_asked_by_one_crawl_at_a_time(archive: Archive, ledger: Ledger):
    other = Ledger(archive, owner="other:1:1")
    add(ledger, article("a"), article("b"), Link("https://sport.lock.example/c", "article"))
    assert len(ledger.claim(SITE, now=NOW, limit=1, but_not=["sport.lock.example"])) == 1

    assert names(other.claim(SITE, now=NOW, limit=9)) == ["c"]
    assert other.is_due(SITE, now=NOW, kinds=("article",))


def test_a_host_that_another_crawl_waits_for_is_its_when_it_is_let_go(archive: Archive, ledger: Ledger):
    other = Ledger(archive, owner="other:1:1")
    add(ledger, article("a"), article("b"))
    ledger.claim(SITE, now=NOW, limit=1)
    assert not ledger.is_host_wanted(SITE, now=NOW)
    other.claim(SITE, now=NOW, limit=1)

    assert ledger.is_host_wanted(SITE, now=NOW)
    ledger.let_host_go(SITE)
    assert ledger.claim(SITE, now=NOW, limit=1) == []
    assert names(other.claim(SITE, now=NOW, limit=1)) == ["b"]


def test_who_waits_for_a_host_and_dies_holds_nobody_up(archive: Archive, ledger: Ledger):
    add(ledger, article("a"), article("b"))
    ledger.claim(SITE, now=NOW, limit=1)
    Ledger(archive, owner="other:1:1").claim(SITE, now=NOW, limit=1)
    ledger.let_host_go(SITE)

    assert len(ledger.claim(SITE, now=NOW + timedelta(seconds=30), limit=1)) == 1


def test_a_host_that_rests_longer_than_a_crawl_waits_is_left_alone(ledger: Ledger):
    add(ledger, article("a"))
    ledger.keep_pace(SITE, next_allowed_at=NOW + timedelta(minutes=5), delay=1)
    patience = timedelta(minutes=2)

    assert ledger.claim(SITE, now=NOW, limit=9, patience=patience) == []
    assert not ledger.is_due(SITE, now=NOW, kinds=("article",), patience=patience)
    assert len(ledger.claim(SITE, now=NOW + timedelta(minutes=4), limit=9, patience=patience)) == 1


def test_each_host_of_a_site_has_its_own_batch(ledger: Ledger):
    """Hundreds of new pages of one host do not stand before those of another."""
    add(ledger, *(article(f"a{n}", "2026-11-24T00:00:00Z") for n in range(50)))
    add(ledger, Link("https://sport.lock.example/old", "article", "2020-01-01T00:00:00Z"))

    assert "old" in names(ledger.claim(SITE, now=NOW, limit=5))


def test_the_hosts_of_a_dead_process_rest_for_one_delay(archive: Archive, ledger: Ledger):
    dead = Ledger(archive, owner=f"{this_process().rsplit(':', 1)[0]}:1")
    add(ledger, article("a"))
    dead.keep_pace(SITE, next_allowed_at=NOW - timedelta(hours=1), delay=2.5)
    dead.claim(SITE, now=NOW, limit=9)

    assert ledger.take_back(now=NOW) == 1
    assert ledger.host(SITE).next_allowed_at == NOW + timedelta(seconds=2.5)
    assert ledger.hold_host(SITE, now=NOW) is not None


def test_several_crawls_of_one_process_hold_leases_of_their_own(archive: Archive):
    one, two = Ledger(archive, owner=new_owner()), Ledger(archive, owner=new_owner())
    add(one, article("a"))
    one.claim(SITE, now=NOW, limit=9)

    assert is_alive(one.owner)
    assert two.take_back(now=NOW) == 0
    assert two.release() == 0
    assert one.release() == 1


def test_another_sites_pages_are_left_alone(ledger: Ledger):
    add(ledger, Link("https://other.example/a", "article"))

    assert ledger.claim(SITE, now=NOW, limit=9) == []


def test_one_page_under_two_forms_of_its_address_is_one_row(ledger: Ledger):
    add(ledger, article("a"), Link("http://LOCK.example/a?utm_source=x#top", "article"))

    assert len(ledger.due(SITE, now=NOW, limit=9)) == 1


def test_a_read_page_is_due_when_its_time_has_come(ledger: Ledger):
    add(ledger, article("a"))
    [page] = ledger.claim(SITE, now=NOW, limit=9)
    record(ledger, page, state="archived", status=200, etag='"1"', due_at=NOW + timedelta(hours=1))

    assert ledger.due(SITE, now=NOW, limit=9) == []
    [again] = ledger.due(SITE, now=NOW + timedelta(hours=1), limit=9)
    assert (again.state, again.etag) == ("archived", '"1"')


def test_an_article_listed_with_a_later_date_is_due_at_once(ledger: Ledger):
    add(ledger, article("a"))
    [page] = ledger.claim(SITE, now=NOW, limit=9)
    record(ledger, page, state="archived", due_at=NOW + timedelta(days=9))

    add(ledger, article("a", "2026-11-24T11:00:00Z"), now=NOW + timedelta(hours=1))
    assert ledger.due(SITE, now=NOW + timedelta(hours=1), limit=9) == []
    add(ledger, article("a", "2026-11-24T12:30:00Z"), now=NOW + timedelta(hours=1))
    assert len(ledger.due(SITE, now=NOW + timedelta(hours=1), limit=9)) == 1


def test_a_listing_is_read_once_in_each_run(ledger: Ledger):
    add(ledger, listing("feed"), run_started=NOW)
    [page] = ledger.claim(SITE, now=NOW, limit=9)
    record(ledger, page, now=NOW + timedelta(seconds=5), state="read")

    add(ledger, listing("feed"), now=NOW + timedelta(seconds=9), run_started=NOW)
    assert ledger.due(SITE, now=NOW + timedelta(seconds=9), limit=9) == []
    next_run = NOW + timedelta(minutes=15)
    add(ledger, listing("feed"), now=next_run, run_started=next_run)
    assert names(ledger.due(SITE, now=next_run, limit=9)) == ["feed"]


def test_failures_are_counted_and_forgiven(archive: Archive, ledger: Ledger):
    add(ledger, article("a"))
    for count in (1, 2):
        [page] = ledger.claim(SITE, now=NOW, limit=9)
        record(ledger, page, state="failed", reason="status 503", due_at=NOW)
        assert archive.db.execute("SELECT failures FROM pages").fetchone() == (count,)
    [page] = ledger.claim(SITE, now=NOW, limit=9)
    record(ledger, page, state="archived")

    assert archive.db.execute("SELECT failures, lease_owner FROM pages").fetchone() == (0, None)


def test_the_leases_of_a_dead_process_are_taken_back_at_once(archive: Archive, ledger: Ledger):
    command = [sys.executable, "-c", "from crawler.archive.ledger import this_process; print(this_process())"]
    dead = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    add(ledger, article("a"), article("b"))
    Ledger(archive, owner=dead).claim(SITE, now=NOW, limit=1)

    assert ledger.take_back(now=NOW) == 1
    assert len(ledger.due(SITE, now=NOW, limit=9)) == 2


def test_a_living_process_and_another_machine_keep_theirs_until_they_run_out(archive: Archive, ledger: Ledger):
    add(ledger, article("a"))
    Ledger(archive, owner="another-machine:1:1").claim(SITE, now=NOW, limit=9)

    assert ledger.take_back(now=NOW + LEASE / 2) == 0
    assert ledger.take_back(now=NOW + LEASE * 1.1) == 1


def test_a_process_id_used_again_is_another_process():
    host, pid, started = this_process().rsplit(":", 2)

    assert is_alive(f"{host}:{pid}:{started}")
    assert not is_alive(f"{host}:{pid}:1")


def test_releasing_leaves_the_rest_for_the_next(ledger: Ledger):
    add(ledger, article("a"), article("b"))
    ledger.claim(SITE, now=NOW, limit=9)

    assert ledger.release() == 2
    assert len(ledger.due(SITE, now=NOW, limit=9)) == 2


def test_claiming_given_urls_takes_these_alone(archive: Archive, ledger: Ledger):
    add(ledger, article("a"), article("b"))
    with archive.transaction():
        pages = ledger.claim_urls(["https://lock.example/b"], now=NOW)

    assert names(pages) == ["b"]


@pytest.mark.parametrize(
    ("age", "wait"),
    [
        (timedelta(minutes=10), timedelta(hours=1)),
        (timedelta(hours=8), timedelta(hours=2)),
        (timedelta(days=4000), LATEST),
        (timedelta(days=-1), SOONEST),
    ],
)
def test_the_older_an_article_the_later_it_is_seen_again(age: timedelta, wait: timedelta):
    assert next_visit(NOW - age, NOW) == NOW + wait


def test_an_article_without_a_date_counts_as_a_day_old():
    assert next_visit(None, NOW) == next_visit(NOW - timedelta(days=1), NOW) == NOW + timedelta(hours=6)


def test_what_changes_often_is_looked_at_sooner_and_what_never_does_later():
    published = NOW - timedelta(days=20)
    rarely = [next_visit(published, NOW, visits=n, changes=0) - NOW for n in (0, 1, 3, 9, 99)]
    often = [next_visit(published, NOW, visits=n, changes=n) - NOW for n in (0, 1, 3, 9, 99)]

    assert rarely[0] == often[0] == timedelta(days=5)
    assert rarely == sorted(rarely)
    assert rarely[-1] == timedelta(days=20)
    assert often == sorted(often, reverse=True)
    assert timedelta(days=2.5) <= often[-1] < timedelta(days=2.6)


def test_what_fails_is_tried_later_each_time_and_not_for_ever():
    waits = [next_try(failures, NOW) for failures in range(12)]

    assert waits[:3] == [NOW + SOONEST, NOW + 2 * SOONEST, NOW + 4 * SOONEST]
    assert waits[9] == NOW + 512 * SOONEST
    assert waits[10:] == [None, None]


def test_a_page_that_was_guessed_a_listing_is_read_again_when_a_feed_tells_that_it_is_an_article(ledger: Ledger):
    add(ledger, Link(f"https://{SITE}/interview", "listing"))
    (page,) = ledger.claim(SITE, now=NOW, limit=9)

    add(ledger, Link(f"https://{SITE}/interview", "article", is_told=True))
    record(ledger, page, state="read", etag='"1"')

    (again,) = ledger.claim(SITE, now=NOW + timedelta(seconds=1), limit=9)
    assert (again.id, again.kind, again.etag) == (page.id, "article", None)
    record(ledger, again, state="archived")
    add(ledger, Link(f"https://{SITE}/interview", "listing"))
    assert ledger.due(SITE, now=NOW + timedelta(seconds=2), limit=9) == []


def test_a_listing_that_is_as_it_was_asks_for_the_listings_it_led_to(archive: Archive, ledger: Ledger):
    add(ledger, listing("index"))
    with archive.transaction():
        ledger.add([listing("part"), article("a")], now=NOW, found_in=f"https://{SITE}/index")
    for page in ledger.claim(SITE, now=NOW, limit=9):
        record(ledger, page, state="read" if page.kind == "listing" else "archived")
    later = NOW + timedelta(hours=1)

    with archive.transaction():
        ledger.ask_listings(f"https://{SITE}/index", now=later, run_started=later)

    assert names(ledger.due(SITE, now=later, limit=9)) == ["part"]


def test_an_article_is_new_until_the_ledger_knows_it(ledger: Ledger):
    assert ledger.has_new_article([article("a"), listing("feed")])
    assert not ledger.has_new_article([listing("feed")])

    add(ledger, article("a"))

    assert not ledger.has_new_article([article("a")])
    assert ledger.has_new_article([article("a"), article("b")])


@pytest.mark.parametrize(
    ("age", "since_visit", "is_due"),
    [(1, 0.2, False), (1, 0.6, True), (48, 5, False), (48, 7, True), (24 * 9, 99, False)],
)
def test_young_articles_are_read_again_for_their_views_the_older_the_rarer(
    archive: Archive, ledger: Ledger, age: float, since_visit: float, is_due: bool
):
    """Hours: *age* since publication, *since_visit* since the last reading; those of the last week count as young."""
    published = (NOW - timedelta(hours=age)).isoformat()
    item = Article(page=Page(), url=f"https://{SITE}/a", site=SITE, title="A", body="B", published_at=published)
    saved = archive.save(item, seen_at=NOW)
    add(ledger, article("a"))
    (page,) = ledger.claim(SITE, now=NOW, limit=9)
    visited = NOW - timedelta(hours=since_visit)
    record(ledger, page, now=visited, state="archived", article_id=saved.article_id, due_at=NOW + timedelta(days=9))

    assert ledger.make_young_due(SITE, within=timedelta(days=7), now=NOW) == is_due
