"""The same sites read again: what changed is told, what did not is not repeated, nothing is lost."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from conftest import MAIN, ROOT, Command, demo_options

from crawler.archive import Archive
from crawler.archive.captures.rereading import reread
from crawler.archive.reading import Filter
from crawler.cli.kept import read_kept
from crawler.demo import DemoArticle, DemoServer, all_articles, changes, outlets
from crawler.demo.routes import site_at
from crawler.demo.server import SeenRequest

BEFORE = {article.url: article for article in all_articles(0)}
AFTER = {article.url: article for article in all_articles(1)}
FIELDS = ("title", "description", "authors", "published_at", "modified_at", "view_count", "body", "language")
EDITED = {edit.story: edit for edit in changes().edited}


def by_name(name: str, articles: dict[str, DemoArticle] = BEFORE) -> DemoArticle:
    return next(article for article in articles.values() if article.name == name)


@dataclass(frozen=True)
class Crawls:
    """Both crawls of all sites: the archive after the first and after the second, the requests of each."""

    first: Archive
    second: Archive
    first_requests: list[SeenRequest]
    second_requests: list[SeenRequest]


def crawl_all(server: DemoServer, path: Path, *options: str) -> None:
    """Crawl each outlet, a request at a time: what is in flight together may be one page under two addresses."""
    options = (*demo_options(server), "-s", "CONCURRENT_REQUESTS=1", *options)
    for host in outlets():
        command = [sys.executable, "-c", MAIN, "crawl", f"http://{host}/", "--archive", str(path), "-q"]
        done = subprocess.run([*command, *options], capture_output=True, text=True, timeout=120, cwd=ROOT, check=False)
        assert (done.returncode, done.stderr) == (0, "")


@pytest.fixture(scope="module")
def crawls(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawls]:
    folder = tmp_path_factory.mktemp("crawls")
    with DemoServer() as server:
        crawl_all(server, folder / "archive.db")
        first = list(server.requests)
        shutil.copy(folder / "archive.db", folder / "first.db")
        server.advance()
        crawl_all(server, folder / "archive.db", "--refresh")
        second = server.requests[len(first) :]
    with (
        Archive(folder / "first.db", read_only=True) as before,
        Archive(folder / "archive.db", read_only=True) as after,
    ):
        yield Crawls(before, after, first, second)


def test_the_first_crawl_finds_every_article_of_every_outlet_and_nothing_else(crawls: Crawls):
    assert {row.url for row in crawls.first.articles()} == set(BEFORE)


def test_a_crawl_and_a_batch_read_every_page_alike(crawls: Crawls, newsarc: Command, tmp_path: Path):
    """There is one extractor: what HTTP brought and what lies in a file give equal articles."""
    rows = []
    for number, url in enumerate(url for url, article in BEFORE.items() if not article.continued):
        parts = urlsplit(url)
        page = tmp_path / f"{number}.html"
        page.write_bytes(site_at(0).answer(parts.netloc, parts._replace(scheme="", netloc="").geturl()).content)
        rows.append({"id": url, "url": url, "html_path": str(page)})

    done = newsarc("extract", "--batch", stdin="\n".join(map(json.dumps, rows)))

    assert done.returncode == 0, done.stderr
    for line in map(json.loads, done.stdout.splitlines()):
        row = crawls.first.article(line["id"])
        quotes = [(q.text, q.speaker, q.start, q.end, q.kind) for q in crawls.first.quotes(article_id=row.id)]
        assert {name: line[name] for name in FIELDS} == {name: getattr(row, name) for name in FIELDS}, line["id"]
        assert [(q["text"], q["speaker"], q["start"], q["end"], q["kind"]) for q in line["quotes"]] == quotes


def test_the_second_crawl_finds_what_is_new_and_keeps_what_is_gone(crawls: Crawls):
    gone = {by_name(removal.story).url for removal in changes().removed}

    assert {row.url for row in crawls.second.articles()} == set(AFTER) | gone


def test_nothing_is_fetched_twice_in_one_crawl(crawls: Crawls):
    for requests in (crawls.first_requests, crawls.second_requests):
        # What each host tells is asked of each; the host without www leads to the one with it.
        told = ("/robots.txt", "/.well-known/tdmrep.json")
        times = Counter((seen.host, seen.path) for seen in requests if seen.path not in told)
        assert [page for page, often in times.items() if often > 1] == []


def test_an_article_that_is_as_it_was_answers_304_and_costs_nothing_more(crawls: Crawls):
    unchanged = [seen for seen in crawls.second_requests if seen.status == 304]

    assert len(unchanged) > 10
    for seen in unchanged:
        address = f"http://{seen.host}{seen.path}"
        if address in BEFORE:
            row = crawls.second.article(address)
            assert row.last_seen_at > crawls.first.article(address).last_seen_at
            assert len(crawls.second.views(row.id)) == 1


def test_every_visit_adds_a_reading_of_what_the_counter_shows(crawls: Crawls):
    risen = 0
    for url, article in BEFORE.items():
        if url in AFTER and article.view_count is not None and AFTER[url].view_count != article.view_count:
            row = crawls.second.article(url)
            assert [r.views for r in crawls.second.views(row.id)] == [article.view_count, AFTER[url].view_count], url
            assert row.view_count == AFTER[url].view_count
            risen += 1
    assert risen > 30


def test_only_what_was_edited_has_a_new_revision(crawls: Crawls):
    edited = {by_name(name).url for name in EDITED}
    revised = {row.url for row in crawls.second.articles() if len(crawls.second.revisions(row.id)) > 1}

    assert revised == edited


@pytest.mark.parametrize("name", sorted(EDITED))
def test_an_edit_is_told_with_what_changed_and_whether_the_page_owns_up(crawls: Crawls, name: str):
    row = crawls.second.article(by_name(name).url)
    (change,) = [change for change in crawls.second.changes(kind="edited") if change.article_id == row.id]

    old, new = (revision.body or "" for revision in crawls.second.revisions(row.id))
    for before, after in EDITED[name].replace.items():
        assert before in old
        assert after in new
    assert change.silent == (EDITED[name].modified is None)
    assert (row.modified_at or "").startswith((EDITED[name].modified or row.modified_at or "")[:16])


def test_a_deleted_article_is_gone_and_keeps_its_last_good_copy(crawls: Crawls):
    for removal in changes().removed:
        article = by_name(removal.story)
        row = crawls.second.article(article.url)
        assert row.gone_at is not None
        assert row.title == article.title
        assert row.body == crawls.first.article(article.url).body
        assert [change.kind for change in crawls.second.changes() if change.article_id == row.id] == ["gone"]


def test_an_article_that_moved_is_the_same_under_its_new_address(crawls: Crawls):
    for move in changes().moved:
        old, new = by_name(move.story).url, by_name(move.story, AFTER).url
        row = crawls.second.article(old)
        assert (row.url, row.id) == (new, crawls.first.article(old).id)
        assert old in row.aliases
        assert [change.detail for change in crawls.second.changes(kind="moved")] == [{"from": old, "to": new}]


def test_copies_at_other_outlets_share_the_story_at_once(crawls: Crawls):
    copied = {copy.story for copy in changes().copied}
    for name in copied:
        urls = [article.url for article in AFTER.values() if article.name == name]
        stories = {crawls.second.article(url).story_id for url in urls}
        assert len(urls) > 1
        assert len(stories) == 1
        assert None not in stories
    tellers = Counter(row.story_id for row in crawls.second.articles())
    told = {row.url for row in crawls.second.articles() if tellers[row.story_id] > 1}
    assert told == {article.url for article in AFTER.values() if article.name in copied}


def test_kept_pages_read_again_by_the_same_rules_change_nothing(crawls: Crawls):
    """Over two crawls: edited, moved, taken down, told on several pages, counted elsewhere."""
    with Archive(crawls.second.path, read_only=True) as archive:
        found = list(reread(archive, Filter(), read_kept, dry_run=True, jobs=1))

    assert len(found) == crawls.second.count_articles()
    assert [differences for differences in found if differences] == []


def test_a_story_on_several_pages_is_one_article(crawls: Crawls):
    paged = [article for article in BEFORE.values() if article.continued]
    assert len(paged) > 1
    for article in paged:
        body = crawls.first.article(article.url).body or ""
        for part in (article.body, *article.continued.values()):
            assert part.split("\n\n")[-1] in body, article.url


def test_every_revision_can_be_read_again_and_the_archive_is_sound(crawls: Crawls):
    assert crawls.second.check() == []
    for row in crawls.second.articles():
        assert crawls.second.revisions(row.id)[-1].body == row.body


@pytest.mark.thorough
def test_views_alone_are_refreshed_whole_and_for_the_young(site: DemoServer, newsarc: Command, archive_path: Path):
    home = "http://talbote.example/"
    options = ("--archive", archive_path, *demo_options(site))
    newsarc("crawl", home, *options)
    with Archive(archive_path) as archive:
        archive.db.execute("UPDATE pages SET fetched_at = '2020-01-01T00:00:00Z' WHERE kind = 'article'")
        archive.db.conn.commit()
        rows = list(archive.articles())
    oldest = datetime.now(UTC) - timedelta(days=60)
    young = {row.url for row in rows if (row.published_at_utc or "") > oldest.isoformat()}
    assert 0 < len(young) < len(rows)
    first = len(site.requests)

    done = newsarc("crawl", home, "--refresh-views", "--for", "60d", *options)

    assert done.returncode == 0, done.stderr
    asked = {f"http://{seen.host}{seen.path}": seen for seen in site.requests[first:]}
    assert {url for url in asked if url in BEFORE} == young
    assert {asked[url].status for url in young} == {200}  # a 304 says nothing of the counter
