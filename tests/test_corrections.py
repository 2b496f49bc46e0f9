"""What an editor has put right stays so, whatever is crawled, read again or merged."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from two_stories import FERRY, GATES
from visits import SAID, URL, html, run, shouted, visit, visit_all

from crawler.archive import Archive
from crawler.archive.articles.records import record_of


@pytest.fixture
def archive(archive: Archive) -> Archive:
    return visit_all(archive)


def listed(command: Any, *arguments: str) -> list[dict[str, Any]]:
    return json.loads(command("correct", *arguments, "--json").stdout)


def test_a_correction_survives_crawls_and_rereading(archive: Archive, command: Any):
    command("correct", URL, "title", "Gates of the lock close")
    command("correct", URL, "authors", "Ann Reed", "Bo Lee")
    command("correct", URL, "published_at", "2025-11-23T10:00:00+02:00")

    visit(archive, html("Lock gates close for long", f"{GATES} It is cold."), day=3)
    run(archive, shouted)

    row = archive.article(URL)
    assert (row.title, row.authors) == ("Gates of the lock close", ["Ann Reed", "Bo Lee"])
    assert (row.published_at_utc, row.published_at_precision) == ("2025-11-23T08:00:00Z", "second")
    assert row.provenance["title"]["source"] == "correction"
    assert row.body.endswith("at the old lock.")
    assert "It is cold." in row.body
    assert archive.revisions(row.id)[-1].title == "LOCK GATES CLOSE FOR LONG"
    assert [hit.article.id for hit in archive.search("gates of the lock")][-1] == row.id
    (told, *_) = [one for one in listed(command, URL) if one["field"] == "title"]
    assert (told["value"], told["was"]) == ("Gates of the lock close", "LOCK GATES CLOSE FOR LONG")


def test_a_correction_that_is_undone_gives_way_to_what_the_page_says_now(archive: Archive, command: Any):
    for field, *value in (("title", "Wrong"), ("section", "--null"), ("authors", "Nobody")):
        command("correct", URL, field, *value)
    assert archive.article(URL).section is None
    visit(archive, html("Lock gates stay closed", f"{GATES} It is cold."), day=3)

    for field in ("title", "section", "authors"):
        command("correct", URL, field, "--undo")

    row = archive.article(URL)
    assert (row.title, row.section, row.authors) == ("Lock gates stay closed", "Local", [])
    assert row.provenance["title"]["source"] != "correction"
    assert "authors" not in row.provenance
    assert listed(command) == []
    assert "was not corrected" in command("correct", URL, "title", "--undo", code=1).stderr


def test_a_body_that_is_what_the_page_says_again_has_the_quotes_of_the_page(archive: Archive, command: Any):
    """Who speaks in a box stands in its markup."""
    box = f"<blockquote><p>{FERRY}</p><footer>Olha Ford, captain</footer></blockquote>"
    number = visit(archive, html(body=FERRY).replace(SAID, box), url="https://coast.example/news/2025/11/boxed")
    before = record_of(archive.db, archive.article(number))
    command("correct", str(number), "body", "--null")
    assert list(archive.quotes(article_id=number)) == []

    command("correct", str(number), "body", "--undo")

    assert record_of(archive.db, archive.article(number)) == before
    assert [quote["speaker"] for quote in before["quotes"]] == ["Olha Ford"]


def test_a_corrected_body_has_its_own_quotes(archive: Archive, command: Any):
    body = "It is “rather cold today”, said Zoë Świt on the quay of the old harbour town."
    command("correct", URL, "body", "-", stdin=body)
    visit(archive, html(body=f"{GATES} It is cold."), day=3)

    row = archive.article(URL)
    assert (row.body, row.word_count) == (body, len(body.split()))
    assert [quote.speaker for quote in archive.quotes(article_id=row.id)] == ["Zoë Świt"]
    assert run(archive) == {}

    command("correct", URL, "body", "--undo")

    assert archive.article(URL).body.startswith(GATES)
    assert [quote.speaker for quote in archive.quotes(article_id=row.id)] == ["Ann Reed"]


def test_corrections_go_with_an_export(archive: Archive, command: Any, tmp_path: Path):
    command("correct", URL, "title", "Right")
    command("correct", URL, "authors", "Ann Reed")
    command("export", "-o", str(tmp_path / "a.jsonl"))
    with Archive(tmp_path / "b.db") as other:
        command("import", str(tmp_path / "a.jsonl"), "--jobs", "1", "--archive", str(other.path))
        visit(other, html("Another title", GATES.replace("nine", "ten")), day=4)
        assert (other.article(URL).title, other.article(URL).authors) == ("Right", ["Ann Reed"])
        command("archive", "merge", str(archive.path), "--archive", str(other.path))
        assert other.article(URL).title == "Right"
        assert other.revisions(other.article(URL).id)[-1].title == "Another title"
        assert other.check() == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((URL, "published_at", "soon"), "published_at is 'soon'; expected ISO 8601"),
        ((URL, "kind", "blog"), "kind is 'blog'; expected one of article, live_blog, video, opinion"),
        ((URL, "access", "half"), "access is 'half'; expected one of free, metered, paywalled"),
        ((URL, "language", "English"), "language is 'English'; expected a code of ISO 639, such as uk"),
        ((URL, "title", "two", "words"), "title takes one value, found 2"),
        ((URL, "title", " "), "a VALUE of title is empty; --null says that it is not known"),
        ((URL, "authors", "Ann Reed", ""), "a VALUE of authors is empty"),
        ((URL, "body", "-"), "a VALUE of body is empty"),  # of a file that holds nothing
        ((URL, "title", "a", "--undo"), "expected one of VALUE, --null, --undo"),
        ((URL, "view_count", "7"), "'view_count' is not one of"),
    ],
)
def test_a_correction_that_cannot_be_says_why(archive: Archive, command: Any, arguments: tuple[str, ...], message: str):
    assert message in command("correct", *arguments, code=2).stderr
