"""One article under many addresses, and no two articles under one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from test_urls import LOOSELY_DIFFERENT, LOOSELY_SAME
from two_stories import FERRY, GATES, article

from crawler.archive import Archive, Saved
from crawler.archive.exchange.merging import merge

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def save(archive: Archive, *args: str, hours: int = 0, **values: object) -> Saved:
    return archive.save(article(*args, **values), seen_at=NOW + timedelta(hours=hours))


@pytest.mark.parametrize(("one", "other"), LOOSELY_SAME)
def test_another_dress_with_the_same_title_is_the_same_article(archive: Archive, one: str, other: str):
    first = save(archive, other, title="Gates close", body=GATES)

    again = save(archive, one, title="Gates close", body=GATES + " Comments are closed.", hours=1)

    assert again.article_id == first.article_id
    assert archive.article(one).id == archive.article(other).id


@pytest.mark.thorough
@pytest.mark.parametrize(("one", "other"), [*LOOSELY_SAME, *LOOSELY_DIFFERENT])
def test_addresses_alone_never_join_two_articles(archive: Archive, one: str, other: str):
    first = save(archive, one, title="Gates close", body=GATES)

    second = save(archive, other, title="Night ferry sails again", body=FERRY)

    assert second.article_id != first.article_id


def test_a_canonical_address_joins_what_tells_the_same(archive: Archive):
    first = save(archive, "https://lock.example/news/gates-close", title="Gates close", body=GATES)

    again = save(
        archive,
        *("https://lock.example/node/712",),
        title="Gates close",
        body=GATES[:150],
        canonical="https://lock.example/news/gates-close",
    )

    assert (again.article_id, again.alias) == (first.article_id, True)
    assert "https://lock.example/node/712" in archive.article(first.article_id).aliases


def test_a_canonical_address_that_all_pages_of_a_site_name_joins_none(archive: Archive):
    first = save(archive, "https://lock.example/1", title="Gates close", body=GATES, canonical="https://lock.example/1")

    second = save(
        archive, "https://lock.example/2", title="Night ferry", body=FERRY, canonical="https://lock.example/1"
    )

    assert second.article_id != first.article_id


def test_a_page_takes_over_no_other_sites_article(archive: Archive):
    victim = save(archive, "https://lock.example/gates", title="Gates close", body=GATES)

    taken = save(
        archive,
        *("https://evil.example/x",),
        title="Gates close",
        body="Buy ropes. " * 40,
        canonical="https://lock.example/gates",
        asked="https://lock.example/gates",
        hours=1,
    )

    assert taken.article_id != victim.article_id
    assert archive.article("https://lock.example/gates").body == GATES
    assert archive.article("https://evil.example/x").id == taken.article_id


def test_the_canonical_address_is_the_one_an_article_is_known_by(archive: Archive):
    save(
        archive,
        *("https://m.lock.example/gates/?utm_source=feed",),
        title="Gates close",
        body=GATES,
        canonical="https://www.lock.example/gates",
    )

    row = archive.article("https://www.lock.example/gates")
    assert (row.url, row.aliases) == (
        "https://www.lock.example/gates",
        ["https://m.lock.example/gates/?utm_source=feed"],
    )


def test_an_article_whose_address_leads_elsewhere_has_moved(archive: Archive):
    old, new = "https://lock.example/gates", "https://lock.example/2026/gates-close"
    first = save(archive, old, title="Gates close", body=GATES)

    moved = save(archive, new, title="Gates close", body=GATES + " The work has begun.", asked=old, hours=1)

    assert moved.article_id == first.article_id
    row = archive.article(old)
    assert (row.url, row.aliases) == (new, [old])
    (edited, change) = sorted(archive.changes(), key=lambda change: change.kind)
    assert (edited.kind, edited.fields) == ("edited", ["body"])
    assert (change.kind, change.detail) == ("moved", {"from": old, "to": new})


def test_an_article_that_moved_under_a_new_headline_has_it(archive: Archive):
    """Sites make addresses of headlines: the old one leads to the new one, where the text is the same."""
    old, new = "https://lock.example/gates-close-4711", "https://lock.example/gates-close-for-weeks-4711"
    save(archive, old, title="Gates close", body=GATES)

    moved = save(archive, new, title="Gates close for weeks", body=GATES, asked=old, hours=1)

    assert moved.outcome == "updated"
    assert (archive.article(old).title, archive.article(old).url) == ("Gates close for weeks", new)
    assert [revision.title for revision in archive.revisions(moved.article_id)] == [
        "Gates close",
        "Gates close for weeks",
    ]


def test_an_address_that_leads_to_another_story_is_no_move(archive: Archive):
    first = save(archive, "https://lock.example/gates", title="Gates close", body=GATES)

    other = save(
        archive, "https://lock.example/ferry", title="Night ferry", body=FERRY, asked="https://lock.example/gates"
    )

    assert other.article_id != first.article_id
    assert archive.article("https://lock.example/gates").body == GATES
    assert list(archive.changes()) == []


def test_two_dresses_that_differ_a_little_make_no_revisions_in_turns(archive: Archive):
    desktop, mobile = "https://lock.example/gates", "https://m.lock.example/gates"
    archive.db["pages"].insert_all(
        {
            "url": url,
            "url_key": url.removeprefix("https://"),
            "site": "lock.example",
            "found_at": "2026-11-24T09:00:00Z",
            "state": "archived",
            "due_at": "2026-11-25T09:00:00Z",
        }
        for url in (desktop, mobile)
    )
    for hours in range(4):
        url, body = ((desktop, GATES), (mobile, GATES + " More on this in the app."))[hours % 2]
        save(archive, url, title="Gates close", body=body, hours=hours)

    assert len(archive.revisions(1)) == 1
    assert archive.article(1).body == GATES


def test_an_edit_does_not_wait_for_a_clock_that_was_ahead(archive: Archive):
    at, url = datetime.now(UTC), "https://lock.example/gates"
    archive.save(article(url, title="Gates close", body=GATES), seen_at=at + timedelta(days=365))

    imported = archive.save(article(url, title="Gates may close", body=GATES), seen_at=at - timedelta(days=2))
    edited = archive.save(article(url, title="Gates close for weeks", body=GATES), seen_at=at)
    archive.mark_seen(edited.article_id, at + timedelta(seconds=90))

    assert (imported.outcome, edited.outcome) == ("unchanged", "updated")
    row = archive.article(url)
    assert row.title == "Gates close for weeks"
    assert row.last_seen_at == f"{at + timedelta(seconds=90):%Y-%m-%dT%H:%M:%SZ}"
    assert row.first_seen_at <= row.last_seen_at


def test_no_count_waits_for_a_clock_that_was_ahead(archive: Archive):
    at, url = datetime.now(UTC), "https://lock.example/gates"
    archive.save(article(url, title="Gates close", body=GATES, view_count=10), seen_at=at - timedelta(days=2))
    archive.save(article(url, title="Gates close", body=GATES, view_count=50), seen_at=at + timedelta(days=365))
    assert archive.article(url).view_count == 50

    archive.mark_seen(1, at)
    assert archive.article(url).view_count == 10
    archive.save(article(url, title="Gates close", body=GATES, view_count=60), seen_at=at + timedelta(seconds=9))

    assert archive.article(url).view_count == 60
    assert archive.check(full=True) == []
    with Archive(archive.path.with_name("other.db")) as other:
        merge(other, [archive])
        assert other.article(url).view_count == 60
