"""Out of one archive and into another: an export that is imported is exported again to the byte."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from conftest import invoke
from made_news import edited, made_paragraphs
from two_stories import FERRY, GATES, article, quote

from crawler.archive import Archive
from crawler.archive.articles.corrections import correct

MONDAY = datetime(2025, 11, 24, 3, 25, tzinfo=UTC)
GATES_AT = "https://lock.example/gates"
SAID = f"{GATES}\n\n“We have waited since spring for the steel,” said Ann Reed, who leads the works."


def fill(path: Path) -> None:
    """An archive in which everything that can be exported happened."""
    said = quote(SAID, "We have waited since spring for the steel,", speaker="Ann Reed", cue="said")
    rich = {
        **{"authors": ["Zoë Świt", "村上"], "tags": ["=1+1", "works"], "description": "Works\u2028at \x85 the lock"},
        **{"published_at": "2025-11-23T10:00:00.5+02:00", "published_at_precision": "second", "language": "en"},
        **{"provenance": {"title": {"source": "json_ld", "evidence": None}}, "access": "free", "kind": "article"},
    }
    with Archive(path) as archive:
        first = archive.save(article(GATES_AT, view_count=7, **rich), seen_at=MONDAY)
        archive.save(article("https://coast.example/1", body=f"{GATES} (ed)"), seen_at=MONDAY)
        archive.save(article("https://coast.example/2", title="Ferry", body=FERRY), seen_at=MONDAY)
        changed = article(GATES_AT, body=SAID, quotes=[said], view_count=1200, view_count_raw="1.2K", **rich)
        archive.save(changed, seen_at=MONDAY + timedelta(days=1))
        archive.add_alias(first.article_id, f"{GATES_AT}?page=print")
        archive.add_alias(first.article_id, "https://m.lock.example/gates")
        archive.mark_gone(first.article_id, MONDAY + timedelta(days=2))
        archive.save(article(GATES_AT, body=SAID, quotes=[said], **rich), seen_at=MONDAY + timedelta(days=3))
        archive.mark_gone(first.article_id, MONDAY + timedelta(days=4))
        archive.save(article("https://lock.example/empty", title=None, body=None), seen_at=MONDAY)


@pytest.fixture
def newsarc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run the command in an empty folder, in this process."""
    monkeypatch.chdir(tmp_path)
    return invoke


Run = Callable[..., Result]


def export(newsarc: Run, path: str | Path, *options: str) -> bytes:
    newsarc("export", "--archive", str(path), "-o", "out.jsonl", *options)
    return Path("out.jsonl").read_bytes()


def carry(newsarc: Run, data: bytes, path: str, *options: str, code: int = 0) -> Result:
    Path("in.jsonl").write_bytes(data)
    return newsarc("import", "in.jsonl", "--jobs", "1", "--archive", path, *options, code=code)


def test_an_export_that_is_imported_is_exported_again_to_the_byte(newsarc: Run):
    fill(Path("a.db"))
    first = export(newsarc, "a.db")

    result = carry(newsarc, first, "b.db")

    assert "4 new" in result.stderr
    assert export(newsarc, "b.db") == first
    rows = {row["url"]: row for row in map(json.loads, first.splitlines())}
    whole = rows[GATES_AT]
    assert [event["kind"] for event in whole["events"]] == ["gone", "back", "gone"]
    assert [reading["views"] for reading in whole["view_counts"]] == [7, 1200, None]
    assert [len(revision.get("body", "")) for revision in whole["revisions"]] == [len(GATES), 0]
    assert len(whole["aliases"]) == 2
    assert whole["story_id"] == rows["https://coast.example/1"]["story_id"]
    with Archive("b.db") as archive:
        assert archive.check() == []
        assert [hit.article.url for hit in archive.search("steel waited")] == [GATES_AT]
        assert [row.body for row in archive.revisions(whole["id"])] == [GATES, SAID]
        again = archive.save(article(GATES_AT, body=SAID), seen_at=MONDAY + timedelta(days=9))
        assert again.outcome == "unchanged"


def test_a_crawled_archive_is_exported_again_to_the_byte(newsarc: Run, crawled: Archive):
    first = export(newsarc, crawled.path)

    carry(newsarc, first, "b.db")

    assert export(newsarc, "b.db") == first
    assert first.count(b"\n") == crawled.count_articles() > 10


def test_an_excerpt_stays_linked_whether_its_whole_comes_before_or_after(newsarc: Run):
    told = made_paragraphs(random.Random(1), count=12)
    with Archive("a.db") as archive:
        for name, paragraphs in (("first", told[:2]), ("whole", told), ("last", told[5:7])):
            archive.save(article(f"https://{name}.example/", body="\n\n".join(paragraphs)), seen_at=MONDAY)
    first = export(newsarc, "a.db")
    rows = {row["url"]: row.get("related") for row in map(json.loads, first.splitlines())}
    whole = {"url": "https://whole.example/", "kind": "excerpt"}
    assert rows == {"https://first.example/": [whole], "https://whole.example/": None, "https://last.example/": [whole]}

    carry(newsarc, first, "b.db")

    assert export(newsarc, "b.db") == first
    assert "3 unchanged" in carry(newsarc, first, "b.db").stderr


@pytest.mark.parametrize("order", [1, -1])
def test_who_stands_and_who_speaks_for_a_story_is_so_in_the_other_archive(newsarc: Run, order: int):
    """An article that is reworded throughout speaks for its story: what is like it alone is found by it."""
    told = made_paragraphs(random.Random(1), count=12)
    reworded = edited(random.Random(2), told)
    with Archive("a.db") as archive:
        for hour, (name, paragraphs) in enumerate((("first", told), ("second", reworded), ("third", told))):
            url, at = f"https://{name}.example/", MONDAY + timedelta(hours=hour)
            archive.save(article(url, title=name, body="\n\n".join(paragraphs)), seen_at=at)
    lines = export(newsarc, "a.db").splitlines(keepends=True)
    roles = {row["url"]: row.get("story_role") for row in map(json.loads, lines)}
    assert list(roles.values()) == [None, "voice", "representative"]  # the newest first

    carry(newsarc, b"".join(lines[::order]), "b.db")

    assert export(newsarc, "b.db").splitlines(keepends=True) == lines
    with Archive("a.db") as a, Archive("b.db") as b:
        for table in ("stories", "voices", "shingles", "site_paragraphs"):
            rows = [sorted(map(str, archive.db[table].rows)) for archive in (a, b)]
            assert rows[0] == rows[1]
        assert b.check() == []


def test_importing_an_export_twice_changes_nothing(newsarc: Run):
    fill(Path("a.db"))
    first = export(newsarc, "a.db")
    carry(newsarc, first, "b.db")

    assert "4 unchanged" in carry(newsarc, first, "b.db").stderr
    assert export(newsarc, "b.db") == first


def test_a_part_of_an_export_joins_what_another_archive_knows(newsarc: Run):
    fill(Path("a.db"))
    with Archive("b.db") as archive:
        archive.save(article("https://m.lock.example/gates", view_count=3), seen_at=MONDAY - timedelta(days=1))
        archive.save(article("https://elsewhere.example/", title="Ferry", body=FERRY), seen_at=MONDAY)

    result = carry(newsarc, export(newsarc, "a.db"), "b.db")

    assert "3 new, 1 updated" in result.stderr
    with Archive("b.db", read_only=True) as archive:
        found = archive.article(GATES_AT)
        assert found.id == archive.article("https://m.lock.example/gates").id == 1
        assert [reading.views for reading in archive.views(1)] == [3, 7, 1200, None]
        kept = [(revision.description, revision.body) for revision in archive.revisions(1)]
        assert kept == [(None, GATES), (found.description, GATES), (found.description, SAID)]
        assert found.first_seen_at == "2025-11-23T03:25:00Z"
        ferries = {archive.article(url).story_id for url in ("https://coast.example/2", "https://elsewhere.example/")}
        assert len(ferries) == 1
        assert archive.check() == []


def test_an_export_has_the_filters_of_list(newsarc: Run):
    fill(Path("a.db"))

    assert export(newsarc, "a.db", "--site", "coast.example").count(b"\n") == 2
    assert export(newsarc, "a.db", "--language", "en").count(b"\n") == 1
    assert export(newsarc, "a.db", "--until", "2025-11-23").count(b"\n") == 1


AT = "2025-11-24T03:25:00Z"
NESTED: dict[str, Any] = {}
for _ in range(900):  # json reads so many, and cannot write them where a call or two is above it
    NESTED = {"a": NESTED}
ENTRY = {"key": "a", "body": "a", "first_seen_at": AT, "last_seen_at": AT}
CORRECTED = {"field": "section", "value": "A", "was": None, "corrected_at": AT}
BAD = [
    ({"url": "mailto:a@b.example"}, "not a web address"),
    ({"aliases": ["mailto:a@b.example"]}, "not a web address"),
    ({"id": -1}, "id is -1"),
    ({"first_seen_at": "2026-11-23"}, "first_seen_at is '2026-11-23'; expected UTC"),
    ({"last_seen_at": "2999-01-01T00:00:00Z"}, "expected a time that has come"),
    ({"published_at": "soon"}, "published_at is 'soon'; expected ISO 8601"),
    ({"revisions": [{"seen_at": None}]}, "seen_at is None; expected UTC"),
    ({"revisions": "none"}, "revisions is 'none'; expected a list"),
    ({"view_counts": [{"seen_at": "2026-11-23T03:25:00Z", "views": -1}]}, "views is -1"),
    ({"events": [{"at": "2026-11-23T03:25:00Z", "kind": "eaten"}]}, "kind is 'eaten'; expected one of"),
    ({"events": [{"at": AT, "kind": "corrected", "detail": {"note": ["x"]}}]}, "note is ['x']; expected a text"),
    ({"quotes": [{"text": "x", "start": 0, "end": 1}]}, "expected text, start and end with body[start:end]"),
    ({"published_at_precision": "about"}, "published_at_precision is 'about'; expected one of day, hour, minute"),
    ({"kind": "news"}, "kind is 'news'; expected one of article, live_blog, video, opinion"),
    ({"access": ["free"]}, "access is ['free']; expected one of free, metered, paywalled"),
    ({"provenance": []}, "provenance is []; expected an object"),
    ({"provenance": {"title": 5}}, "title is 5; expected an object"),
    ({"provenance": NESTED}, "provenance has objects in objects more than 20 deep"),
    ({"revisions": []}, "revisions is empty"),
    ({"revisions": [{"seen_at": AT, "title": "Other"}]}, "the title of the last of revisions is not what"),
    ({"first_seen_at": AT, "last_seen_at": "2025-11-23T03:25:00Z"}, "expected no time before first_seen_at"),
    ({"view_counts": [{"seen_at": AT, "views": 1}, {"seen_at": AT, "views": 2}]}, "expected each seen_at once"),
    ({"entries": [ENTRY, ENTRY | {"body": "b"}]}, "entries has 'a' twice; expected each key once"),
    ({"corrections": [CORRECTED, CORRECTED | {"value": "B"}]}, "corrections has 'section' twice; expected each field"),
    ({"corrections": [CORRECTED | {"value": 5}]}, "value is 5; expected a text"),
    ({"corrections": [CORRECTED | {"field": "tags", "value": [5]}]}, "value is [5]; expected a list of texts"),
    ({"corrections": [CORRECTED | {"field": "tags", "value": [], "was": "5"}]}, "was is '5'; expected a list of texts"),
    ({"corrections": [CORRECTED | {"field": "modified_at", "value": None, "was": "x"}]}, "was is 'x'; expected ISO"),
    ({"corrections": [CORRECTED | {"field": "image_url", "value": "javascript:x"}]}, "expected a web address"),
]


def test_what_an_earlier_version_let_be_put_right_comes_as_it_left(newsarc: Run):
    fill(Path("a.db"))
    with Archive(Path("a.db")) as archive:
        correct(archive.db, 1, "image_url", "https://lock.example/a.jpg")
        archive.db.execute("UPDATE articles SET image_url = 'a.jpg' WHERE id = 1")
        archive.db.execute("UPDATE corrections SET value = '\"a.jpg\"'")
    left = export(newsarc, "a.db")

    carry(newsarc, left, "b.db")

    assert export(newsarc, "b.db") == left


def test_a_row_that_no_export_wrote_is_set_aside_and_leaves_nothing(newsarc: Run):
    fill(Path("a.db"))
    good = json.loads(export(newsarc, "a.db", "--site", "coast.example").splitlines()[0])
    rows = [good | bad for bad, _ in BAD]

    carry(newsarc, b"".join(json.dumps(row).encode() + b"\n" for row in rows), "b.db", code=1)

    told = [json.loads(line)["reason"] for line in Path("in.jsonl.rejected.jsonl").read_text("utf-8").splitlines()]
    for reason, (_, expected) in zip(told, BAD, strict=True):
        assert expected in reason
    with Archive("b.db", read_only=True) as archive:
        assert archive.count_articles() == 0


def test_letters_that_no_file_holds_are_replaced(newsarc: Run):
    fill(Path("a.db"))
    row = json.loads(export(newsarc, "a.db", "--site", "coast.example").splitlines()[0])
    revisions = [{"seen_at": "2026-11-23T03:25:00Z", "title": "\udfff"}, {"seen_at": "2026-11-24T03:25:00Z"}]
    row |= {"title": "a\ud800b\x00", "revisions": revisions}

    carry(newsarc, json.dumps(row).encode(), "b.db")

    with Archive("b.db", read_only=True) as archive:
        (found,) = archive.articles()
        assert found.title == "a\ufffdb\ufffd"
