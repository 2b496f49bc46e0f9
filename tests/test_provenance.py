"""Where values come from: kept whole, written once."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from crawler.archive import Archive
from crawler.archive.articles.corrections import BY_HAND, correct, undo
from crawler.archive.articles.provenance import TEXTS, pack, unpack
from crawler.items import Article
from crawler.page import Page

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
URL = "https://harbour.example/gates"
PICTURE = "https://harbour.example/pictures/the-lock-gates-at-low-water.jpg"


def told(title: str, **values: Any) -> Article:
    article = Article(page=Page(URL), url=URL, site="harbour.example", title=title, image_url=PICTURE, **values)
    article.provenance = {
        "title": {"source": "headline", "evidence": title, "disagree": ["open_graph"]},
        "image_url": {"source": "open_graph", "evidence": PICTURE},
        "authors": {"source": "markup", "evidence": "By Marta Oakes"},
    }
    return article


def stored(archive: Archive) -> dict[str, Any]:
    provenance: dict[str, Any] = json.loads(archive.db.execute("SELECT provenance FROM articles").fetchone()[0])
    return provenance


def test_evidence_that_is_the_value_is_stored_once_and_read_whole(archive: Archive):
    article = told("The lock gates stay closed")
    archive.save(article, seen_at=MONDAY)

    assert archive.article(URL).provenance == article.provenance
    assert stored(archive)["title"] == {"source": "headline", "evidence": True, "disagree": ["open_graph"]}
    assert stored(archive)["image_url"]["evidence"] is True
    assert stored(archive)["authors"]["evidence"] == "By Marta Oakes"


def test_evidence_is_that_of_the_value_which_stands(archive: Archive):
    archive.save(told("The lock gates stay closed", body="One."), seen_at=MONDAY)
    # the same headline to who reads it: the stored one stays, with the evidence as it was printed now
    later = told("The  lock gates stay closed", body="Another body, of more words.")
    archive.save(later, seen_at=MONDAY + timedelta(hours=1))

    row = archive.article(URL)
    assert row.title == "The lock gates stay closed"
    assert row.provenance["title"]["evidence"] == "The  lock gates stay closed"


def test_a_correction_and_its_end_leave_what_the_page_says(archive: Archive):
    archive.save(told("The lock gates stay closed"), seen_at=MONDAY)
    with archive.transaction():
        correct(archive.db, 1, "title", "The lock gates stay shut")
    assert archive.article(URL).provenance["title"] == BY_HAND
    assert archive.article(URL).provenance["image_url"]["evidence"] == PICTURE

    with archive.transaction():
        undo(archive.db, 1, "title")
    assert archive.article(URL).provenance == told("The lock gates stay closed").provenance


def test_what_a_column_is_changed_to_does_not_become_its_evidence(archive: Archive):
    archive.save(told("Gates", access="free"), seen_at=MONDAY)
    archive.db.execute(
        "UPDATE articles SET provenance = json_set(provenance, '$.access', json('{\"evidence\": true}'))"
    )

    archive.save(told("Gates", access="metered"), seen_at=MONDAY + timedelta(hours=1))

    row = archive.article(URL)
    assert (row.access, row.provenance["access"]["evidence"]) == ("metered", "free")


VALUES = st.none() | st.sampled_from(["", "a", "true", "The gates"])
EVIDENCE = VALUES | st.integers() | st.lists(st.none(), max_size=1)


@given(
    st.dictionaries(
        st.sampled_from((*TEXTS, "authors", "x")), st.fixed_dictionaries({}, optional={"evidence": EVIDENCE})
    ),
    st.fixed_dictionaries(dict.fromkeys(TEXTS, VALUES)),
)
def test_any_provenance_comes_back(provenance: dict[str, Any], values: dict[str, Any]):
    assert unpack(pack(provenance, values), values) == provenance


def test_the_end_of_the_only_correction_leaves_no_provenance(archive: Archive):
    archive.save(Article(page=Page(URL), url=URL, site="harbour.example", title="Gates"), seen_at=MONDAY)
    with archive.transaction():
        correct(archive.db, 1, "section", "Port")
        undo(archive.db, 1, "section")

    assert archive.article(URL).provenance == {}
