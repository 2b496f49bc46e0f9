"""An editor's notes on corrections: found around a story, kept out of it, told as changes."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from conftest import invoke
from two_stories import article

from crawler.archive import Archive
from crawler.archive.articles.events import Change
from crawler.items import Article
from crawler.page import Page
from pipelines import extract

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
URL = "https://harbour.example/vote"
BODY = "The crews of all four ferries voted on Friday to strike.\n\nOf 58 members, 51 took part in the vote."
MENDED = BODY.replace("51", "53")
NOTE = "Correction: an earlier version of this article misstated how many members voted."
STORY = (
    "<p>The crews of all four ferries voted on Friday to strike for three days, the union said in a statement.</p>"
    "<p>Of 58 members, 53 took part in the vote at the office, and 46 were for the strike, which begins at six.</p>"
    "<p>The company said that it would run two boats with office staff, and that tickets would do for the bus.</p>"
)


def read(above: str = "", below: str = "", story: str = STORY) -> Article:
    page = f"<title>Ferry crews vote</title><article><h1>Ferry crews vote</h1>{above}{story}{below}</article>"
    return extract(Page.from_html(page.encode(), URL, fetched_at=MONDAY), reraise=True)


@pytest.mark.parametrize(
    "note",
    [
        NOTE,
        "This article was amended on 21 November 2026: 53 members took part, not 51.",
        "Editor's note: This story has been corrected to say that 53 members voted.",
        "CORRECTION (Nov. 20): The ferry sails on Monday.",
        "Clarification: The vote was on Friday.",
    ],
)
@pytest.mark.parametrize("markup", ["<p>{}</p>", "<p><em>{}</em></p>", "<div class=correction>{}</div>"])
def test_a_note_is_found_above_and_below_a_story(note: str, markup: str):
    for found in (read(above=markup.format(note)), read(below=markup.format(note))):
        assert found.notes == [note]
        assert found.provenance["notes"]["source"] == "printed"


@pytest.mark.parametrize(
    ("sentence", "note"),
    [
        (
            "Die Besatzungen der vier Fähren stimmten am Freitag für drei Tage Streik, sagte die Gewerkschaft.",
            "Korrektur: In einer früheren Fassung stand eine andere Zahl.",
        ),
        (
            "Экипажи четырёх паромов проголосовали в пятницу за трёхдневную забастовку, сообщил профсоюз моряков.",
            "Уточнение: голосовали 53 человека, а не 51.",
        ),
        (
            "フェリー四隻の乗組員は金曜日、三日間のストライキを行うことを賛成多数で決めたと組合が発表した。",
            "【訂正】投票したのは51人ではなく53人でした。お詫びして訂正いたします。",
        ),
    ],
)
def test_a_note_is_known_in_the_language_of_the_story(sentence: str, note: str):
    assert read(below=f"<p>{note}</p>", story=f"<p>{sentence}</p>" * 4).notes == [note]


@pytest.mark.parametrize(
    "below",
    [
        "<p>Corrections officers left the harbour on Sunday after a week of talks.</p>",
        "<ul><li><a href=/b>Correction: Ferry times of last week were wrong</a></li></ul>",
        "<section class=comments><p>Correction: it is spelt with two r, as everybody knows here.</p></section>",
        "<p>Correction.</p>",
    ],
)
def test_what_only_begins_as_a_note_is_none(below: str):
    assert read(below=below).notes == []


def changes_of(path: Path, *visits: tuple[str, list[str]]) -> list[Change]:
    """What an archive tells of an article that was *body*, with *notes*, an hour after the other."""
    with Archive(path) as archive:
        for hour, (body, notes) in enumerate(visits):
            archive.save(article(URL, title="Vote", body=body, notes=notes), seen_at=MONDAY + timedelta(hours=hour))
        assert archive.check() == []
        return list(archive.changes())


def test_an_edit_that_comes_with_a_note_is_a_correction(tmp_path: Path):
    (change,) = changes_of(tmp_path / "a.db", (BODY, []), (MENDED, [NOTE]))

    assert (change.kind, change.edit, change.fields, change.detail) == (
        "edited",
        "correction",
        ["body"],
        {"note": NOTE},
    )


def test_a_note_that_was_there_before_makes_the_next_edit_no_correction(tmp_path: Path):
    edit, correction = changes_of(
        tmp_path / "a.db", (BODY, []), (MENDED, [NOTE]), (f"{MENDED}\n\nNobody came.", [NOTE])
    )

    assert (edit.edit, correction.edit) == ("substantive", "correction")


def test_a_note_alone_is_told_and_makes_no_revision(tmp_path: Path):
    (change,) = changes_of(tmp_path / "a.db", (BODY, []), (BODY, [NOTE]), (BODY, [NOTE]))

    assert (change.kind, change.edit, change.revision, change.detail) == (
        "corrected",
        "correction",
        None,
        {"note": NOTE},
    )
    with Archive(tmp_path / "a.db") as archive:
        assert archive.editors_notes(1) == [NOTE]
        assert len(archive.revisions(1)) == 1
        assert [found.kind for found in archive.changes(kind="correction")] == ["corrected"]


def test_a_note_that_was_there_from_the_first_is_no_change(tmp_path: Path):
    assert changes_of(tmp_path / "a.db", (BODY, [NOTE]), (BODY, [NOTE])) == []


def test_corrections_come_through_an_export_and_a_merge(tmp_path: Path):
    notes = [NOTE, "Clarification: the strike begins at six in the morning."]
    told = changes_of(tmp_path / "a.db", (BODY, []), (MENDED, notes))
    changes_of(tmp_path / "b.db", (BODY, []), (BODY, []), (MENDED, notes))

    (tmp_path / "all.jsonl").write_text(invoke("export", "--archive", tmp_path / "a.db").stdout, "utf-8")
    invoke("import", tmp_path / "all.jsonl", "--archive", tmp_path / "c.db")
    invoke("archive", "merge", tmp_path / "a.db", "--archive", tmp_path / "b.db")

    assert NOTE in invoke("show", "1", "--text", "--archive", tmp_path / "c.db").stdout
    assert json.loads(invoke("show", "1", "--archive", tmp_path / "c.db").stdout)["notes"] == notes[::-1]
    for name in ("b.db", "c.db"):
        with Archive(tmp_path / name) as archive:
            found = list(archive.changes())
            assert [(c.at, c.edit, c.detail) for c in found] == [(c.at, c.edit, c.detail) for c in told]
