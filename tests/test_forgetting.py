"""An article that is forgotten leaves nothing behind but a tombstone, and does not come back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from conftest import Command
from local_site import LocalSite, local_options
from two_stories import FERRY, GATES, article

from crawler.archive import Archive, ArticleNotFoundError
from crawler.archive.articles.entries import add_entries
from crawler.archive.articles.records import read_record
from crawler.archive.exchange.copies import keep_copies
from crawler.archive.ledger import Ledger
from crawler.discovery.links import Link
from crawler.items import Entry, Quote

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
URL, COPY = "https://lock.example/gates", "https://gazette.example/gates"
SECRET = "Wilhelmina Quackenbush"  # stands nowhere else
BODY = f"{GATES} “We never wanted this printed,” said {SECRET}, who lives beside the lock."
QUOTE = Quote("We never wanted this printed,", len(GATES) + 2, len(GATES) + 31, "inline", 0, SECRET, SECRET, "said")


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "archive.db") as archive:
        with archive.transaction():
            Ledger(archive).add([Link(URL, "article"), Link(COPY, "article")], now=NOW, found_in="test")
        for hours, url, body in ((0, URL, BODY), (1, URL, f"{BODY} It was."), (2, COPY, FERRY)):
            item = article(url, title="Gates close", body=body, quotes=[QUOTE] if url == URL else [], view_count=7)
            saved = archive.save(item, seen_at=NOW + timedelta(hours=hours))
            archive.keep_page(
                *(url, f"<p>{body}</p>".encode()),
                fetched_at=NOW + timedelta(hours=hours),
                status=200,
                headers={},
                article_id=saved.article_id,
            )
        archive.mark_gone(1, NOW + timedelta(hours=3))
        yield archive
        assert archive.check() == []


def test_every_table_forgets_it_and_keeps_the_others(archive: Archive):
    with archive.transaction():
        records = [read_record(archive.db, 1) | {"section": section} for section in ("Ports", None)]
        keep_copies(archive.db, 1, records)
        add_entries(archive.db, 1, [Entry("p7", SECRET)], "2026-11-18T09:00:00Z")
        archive.db.execute("INSERT INTO entry_keys VALUES (1, 'p9', 'p7')")
    tables = [table for table in archive.db.tables if "article_id" in table.columns_dict]
    held = {table.name for table in tables if 1 in {row["article_id"] for row in table.rows}}
    assert held >= {"copies", "entries", "entry_keys", "revisions", "view_counts", "quotes", "aliases", "events"}

    archive.forget(URL, reason="asked to")

    for table in tables:
        assert {row["article_id"] for row in table.rows} <= {2, None}, table.name
    assert [row["id"] for row in archive.db["articles"].rows] == [2]
    assert archive.db["bodies"].count == 1
    assert list(archive.search("Quackenbush")) == []
    assert list(archive.quotes(speaker=SECRET)) == []
    with pytest.raises(ArticleNotFoundError):
        archive.article(URL)
    (stone,) = archive.db["tombstones"].rows
    assert (stone["url"], stone["reason"]) == (URL, "asked to")


def test_what_says_the_same_at_another_address_of_the_site_is_forgotten_too(archive: Archive):
    others = [f"https://lock.example/again/{number}" for number in range(2)]
    for url, body in zip(others, (GATES, FERRY), strict=True):
        archive.save(article(url, title="Later", body=body), seen_at=NOW)
    for url in others:  # each is edited into the text of the first
        archive.save(article(url, title=url, body=f"{BODY} It was."), seen_at=NOW + timedelta(hours=4))
    assert [row["id"] for row in archive.db["articles"].rows_where("site = 'lock.example'")] == [1, 3, 4]

    archive.forget(1)

    assert [row["id"] for row in archive.db["articles"].rows] == [2]
    assert {row["url"] for row in archive.db["tombstones"].rows} == {URL, *others}


def test_its_words_are_no_longer_in_the_file(archive: Archive):
    name = SECRET.split()[1].encode()
    files = [archive.path, archive.path.with_name(f"{archive.path.name}-wal")]
    assert any(word in file.read_bytes() for file in files for word in (name, name.lower()))

    archive.forget(URL)

    assert not [file for file in files for word in (name, name.lower()) if word in file.read_bytes()]


def test_it_does_not_come_back_by_its_address_or_by_its_text(archive: Archive):
    archive.forget(URL)
    ledger = Ledger(archive)

    with archive.transaction():
        ledger.add([Link(URL, "article")], now=NOW + timedelta(days=1), found_in="test", ask=True)
    same = archive.save(article(URL, title="Gates", body=FERRY), seen_at=NOW + timedelta(days=1))
    moved = archive.save(
        article("https://lock.example/new", title="New", body=f"{BODY} It was."), seen_at=NOW + timedelta(days=1)
    )

    assert {same.outcome, moved.outcome} == {"forgotten"}
    assert archive.count_articles() == 1
    assert [page.url for page in ledger.due("lock.example", now=NOW + timedelta(days=2), limit=9)] == []


def test_another_sites_copy_is_another_article(archive: Archive):
    archive.forget(URL)

    saved = archive.save(
        article("https://gazette.example/2", title="Gates", body=f"{BODY} It was."), seen_at=NOW + timedelta(days=1)
    )

    assert saved.outcome == "new"


def test_a_story_is_told_by_another_article_or_ends(archive: Archive):
    for site in ("gazette", "herald"):
        archive.save(article(f"https://{site}.example/3", title="Gates", body=f"{BODY} It was."), seen_at=NOW)
    story = archive.article(URL).story_id
    assert story is not None

    archive.forget(URL)

    assert {row.story_id for row in archive.articles() if row.title == "Gates"} == {story}
    archive.forget("https://gazette.example/3")
    assert archive.article("https://herald.example/3").story_id == story
    archive.forget("https://herald.example/3")
    assert not archive.db.execute("SELECT 1 FROM stories WHERE id = ?", (story,)).fetchall()


def test_what_was_forgotten_may_be_allowed_again(archive: Archive):
    archive.forget(URL)

    assert archive.allow_again(URL)
    assert not archive.allow_again(URL)

    assert archive.save(article(URL, title="Gates", body=BODY), seen_at=NOW + timedelta(days=1)).outcome == "new"
    assert [page.url for page in Ledger(archive).due("lock.example", now=NOW + timedelta(days=9999), limit=9)] == [URL]


def test_what_was_never_archived_cannot_be_forgotten(archive: Archive):
    with pytest.raises(ArticleNotFoundError, match=r"lock\.example/none"):
        archive.forget("https://lock.example/none")


@pytest.mark.thorough
def test_a_crawl_of_what_was_forgotten_asks_for_nothing_and_says_why(newsarc: Command, archive_path: Path):
    with LocalSite(articles=1) as site:
        url = f"http://{site.host}{site.path_of(0)}"
        options = ("--archive", archive_path, *local_options(site))
        assert newsarc("crawl", url, *options).returncode == 0
        newsarc("forget", url, "--yes", "--archive", archive_path)
        asked = len(site.paths)

        done = newsarc("crawl", url, *options)

        assert done.returncode == 1
        assert "pages that were refused: 1" in done.stderr
        assert f"last trouble: {url}: forgotten; `newsarc forget --undo URL` lets it come back" in done.stderr
        assert len(site.paths) == asked
