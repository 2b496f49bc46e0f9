"""Revisions: one for every edit and none for anything else; every state comes back byte for byte."""

from __future__ import annotations

import random
import re
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_news import made_paragraphs
from two_stories import article

from crawler.archive import Archive
from crawler.demo import all_articles
from crawler.demo.routes import site_at
from crawler.items import Article
from crawler.page import Page
from pipelines import extract

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
URL = "https://harbour.example/1"
PAGES = [a.url for a in all_articles()][:30]


@cache
def html_of(url: str) -> str:
    parts = urlsplit(url)
    answer = site_at(0).answer(parts.netloc, parts._replace(scheme="", netloc="").geturl())
    charset = re.search(r"charset=([\w-]+)", answer.content_type)
    # Of GB 2312, pages print more than it has.
    return answer.content.decode((charset[1] if charset else "utf-8").replace("gb2312", "gb18030"))


def read(url: str, html: str) -> Article:
    """The article on a page that came as *html*; the page's own charset is overruled."""
    page = Page.from_html(html.encode(), url, content_type="text/html; charset=utf-8", fetched_at=NOW)
    return extract(page, reraise=True)


def refetched(html: str, rnd: random.Random) -> str:
    """The page as it comes at the next visit: nothing of its story has changed."""
    counter = re.compile(r"(?<![\w#&/-])\d{3,4}(?= (?:views|reads|comments|Aufrufe|Kommentare))")
    links = re.compile(r"(?<=<ul>)(?:<li><a [^>]+>[^<]+</a></li>\s*){2,}(?=</ul>)")
    html = counter.sub(lambda found: str(int(found[0]) + 7), html)
    html = links.sub(lambda found: "".join(reversed(re.findall(r"<li>.*?</li>", found[0], re.DOTALL))), html)
    html = re.sub(r"</(?:p|div|li|section)>", lambda end: end[0] + rnd.choice(("\n", "  ", "\r\n\t", "")), html)
    code = f"<script>serve({rnd.random()})</script>"
    advert = f'<div class="ad-slot" data-id="{rnd.random()}"><span>Advertisement</span>{code}</div>'
    html = re.sub(r"</body>", lambda end: advert + end[0], html, count=1)
    return html.replace("<head>", f"<head><!-- {rnd.random()} -->")


def test_thirty_refetches_that_change_nothing_make_no_revision(archive: Archive):
    assert len(PAGES) == 30
    for number, url in enumerate(PAGES):
        rnd = random.Random(number)
        again = refetched(html_of(url), rnd)
        assert again != html_of(url)
        first = archive.save(read(url, html_of(url)), seen_at=NOW)
        second = archive.save(read(url, again), seen_at=NOW + timedelta(hours=1))
        assert (first.outcome, second.outcome) == ("new", "unchanged"), url

    assert archive.db["revisions"].count == 30


def test_a_standfirst_that_a_new_design_lets_begin_the_body_is_no_edit(archive: Archive):
    story = {"title": "Ferry sails", "description": "It will sail again in May."}
    body = "The crew is back.\n\nThe harbour waits."
    archive.save(article(URL, body=body, **story), seen_at=NOW)

    moved = archive.save(
        article(URL, body=f"{story['description']}\n\n{body}", **story), seen_at=NOW + timedelta(hours=1)
    )
    edit = archive.save(
        article(URL, body=f"{story['description']}\n\n{body}\n\nNobody came.", **story),
        seen_at=NOW + timedelta(hours=2),
    )

    assert (moved.outcome, edit.outcome) == ("unchanged", "updated")
    assert [revision.number for revision in archive.revisions(1)] == [1, 2]


def test_an_edit_of_a_standfirst_that_begins_the_body_is_one_of_the_body_too(archive: Archive):
    for hour, said in enumerate(("Ten boats sank.", "Twelve boats sank.")):
        page = article(URL, title="Storm", description=said, body=f"{said}\n\nThe harbour waits.")
        archive.save(page, seen_at=NOW + timedelta(hours=hour))

    assert archive.article(1).body == "Twelve boats sank.\n\nThe harbour waits."
    assert [revision.body.split()[0] for revision in archive.revisions(1)] == ["Ten", "Twelve"]


def edited(html: str, body: str, how: int) -> str | None:
    """The page after an edit of its story: words, a figure or a sentence are others. None where none stands alone."""
    words = body.split()
    runs = (" ".join(words[i : i + 4]) for i in range(len(words) // 3, len(words) - 4))
    visible = re.sub(r"<head>.*?</head>|<script.*?</script>", "", html, flags=re.DOTALL)
    run = next((run for run in runs if visible.count(run) == 1), None)
    if run is None:
        return None
    first, *others = run.split()
    changed = (
        f"{first} otherwise than planned {' '.join(others)}",
        f"{first} 1987 {' '.join(others)}",
        f"{run}. Nobody had asked the board. {first}",
    )
    return html.replace(run, changed[how])


def test_thirty_edits_are_thirty_revisions(archive: Archive):
    missed, tried = [], 0
    for number, url in enumerate(a.url for a in all_articles()):
        if tried == 30:
            break
        first = read(url, html_of(url))
        after = edited(html_of(url), first.body or "", number % 3)
        if after is None:
            continue
        tried += 1
        archive.save(first, seen_at=NOW)
        saved = archive.save(read(url, after), seen_at=NOW + timedelta(hours=1))
        if saved.outcome != "updated" or archive.revisions(saved.article_id)[-1].fields != ["body"]:
            missed.append(url)

    assert tried == 30
    assert missed == []
    assert {change.edit for change in archive.changes()} == {"substantive"}


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.text(min_size=1, max_size=60), st.text(max_size=300)), min_size=1, max_size=6))
def test_every_state_comes_back_byte_for_byte(tmp_path_factory: pytest.TempPathFactory, states: list[tuple[str, str]]):
    with Archive(tmp_path_factory.mktemp("bytes") / "archive.db") as archive:
        seen: list[tuple[str | None, str | None]] = []
        for hour, (title, body) in enumerate(states):
            saved = archive.save(article(URL, title=title, body=body), seen_at=NOW + timedelta(hours=hour))
            row = archive.article(saved.article_id)
            if saved.outcome != "unchanged":
                seen.append((row.title, row.body))
            assert [(r.title, r.body) for r in archive.revisions(row.id)] == seen
        assert archive.check() == []


def test_a_story_that_is_edited_twenty_times_takes_little_more_than_once(archive: Archive):
    paragraphs = made_paragraphs(random.Random(1), count=20)
    states = ["\n\n".join([*paragraphs[:n], f"Changed {n} times.", *paragraphs[n:]]) for n in range(20)]
    for hour, body in enumerate(states):
        archive.save(article(URL, title="Often edited", body=body), seen_at=NOW + timedelta(hours=hour))

    assert [row.body for row in archive.revisions(1)] == states
    kept = archive.db.execute(
        "SELECT sum(COALESCE(length(data), 0) + COALESCE(length(body), 0)) FROM revisions"
    ).fetchone()[0]
    assert kept < len(states[0].encode())


def test_silent_is_an_edit_that_the_pages_own_date_does_not_tell(archive: Archive):
    for hour, (body, modified) in enumerate(
        (("One.", "2026-11-24T08:00:00Z"), ("Two.", "2026-11-24T08:00:00Z"), ("Three.", "2026-11-24T11:00:00Z"))
    ):
        archive.save(
            article(URL, title="A", body=f"{body} " * 9, modified_at=modified), seen_at=NOW + timedelta(hours=hour)
        )

    assert [row.silent for row in archive.revisions(1)] == [None, True, False]
    assert [change.revision for change in archive.changes(silent=True)] == [2]
    assert [change.revision for change in archive.changes(kind="substantive")] == [3, 2]
    assert list(archive.changes(kind="cosmetic")) == []
    with pytest.raises(ValueError, match="'removed' is no kind of change; expected one of edited, gone, back"):
        list(archive.changes(kind="removed"))  # type: ignore[arg-type]


def test_who_changes_an_article_elsewhere_loses_no_state(archive: Archive):
    for hour, body in enumerate(("First state of it.", "Second state of it.")):
        archive.save(article(URL, title="A", body=body), seen_at=NOW + timedelta(hours=hour))

    with archive.transaction():
        archive.db.execute("UPDATE articles SET body = 'By another tool' WHERE id = 1")

    assert [(row.title, row.body) for row in archive.revisions(1)] == [
        ("A", "First state of it."),
        ("A", "Second state of it."),
    ]
    archive.db.execute("UPDATE articles SET body = 'Second state of it.' WHERE id = 1")  # as its index has it


@pytest.mark.parametrize(
    "change",
    [
        "title = 'By another tool'",
        "description = 'By another tool'",
        "authors = '[\"Ann Reed\"]', modified_at = '2026-11-25'",
        "title = NULL, body = NULL",
        "body = 'By another tool', title = 'By another tool'",
    ],
)
def test_a_state_that_stands_in_the_article_alone_is_kept_before_the_article_changes(archive: Archive, change: str):
    facts = {"authors": ["Zoë Świt"], "modified_at": "2026"}
    archive.save(article(URL, title="A", body="First state of it.", description="D", **facts), seen_at=NOW)
    before = archive.revisions(1)
    sql = "SELECT title, description, body, modified_at, encoding FROM revisions"
    assert archive.db.execute(sql).fetchall() == [(None, None, None, None, "whole")]
    assert archive.db.execute("SELECT title, body FROM article_states").fetchall() == [("A", "First state of it.")]

    with archive.db.atomic():
        archive.db.execute(f"UPDATE articles SET {change} WHERE id = 1")
        assert archive.revisions(1) == before
        archive.db.execute(
            "UPDATE articles SET title = 'A', description = 'D', body = 'First state of it.' WHERE id = 1"
        )  # as its index has it

    assert archive.revisions(1) == before


def test_check_names_a_state_that_cannot_be_read(tmp_path: Path):
    with Archive(tmp_path / "archive.db") as archive:
        for hour, body in enumerate(("First state of it.", "Second state of it.")):
            archive.save(article(URL, title="A", body=body), seen_at=NOW + timedelta(hours=hour))
        with archive.transaction():
            archive.db.execute("UPDATE revisions SET data = x'00' WHERE number = 1")

        (fault,) = archive.check()
        assert fault.startswith("revision 1 of article 1 cannot be read: ")
