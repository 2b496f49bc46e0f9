"""What is written when an article is seen: once, again, changed; whatever its texts hold."""

import sqlite3
from contextlib import closing
from dataclasses import asdict
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lock_gates import BODY, MONDAY, QUOTE, TUESDAY, URL, WEDNESDAY, article, rows

from crawler.archive import Archive, Saved
from crawler.archive.articles.corrections import correct
from crawler.items import Article, Quote
from crawler.page import Page


def test_article_comes_back_as_it_was(archive):
    item = article(
        description="Works at the harbour",
        authors=["Zoë Świt", "村上"],
        source="Harbour Wire",
        section="Local",
        tags=["works", "boats"],
        language="en",
        published_at="2026-11-22T10:00:00+02:00",
        published_at_precision="second",
        modified_at="2026-11-23",
        word_count=61,
        view_count=2312,
        view_count_raw="2312",
        image_url="https://harbour.example/gates.jpg",
        image_caption="The gates",
        access="free",
        kind="news",
        provenance={"title": {"source": "json_ld", "evidence": "Lock gates close"}},
    )
    saved = archive.save(item, seen_at=MONDAY, reader_version="0.1.0")
    row = asdict(archive.article(saved.article_id))

    assert saved == Saved(1, "new")
    for field in set(row) & set(Article.__dataclass_fields__):
        assert row[field] == getattr(item, field), field
    assert row["published_at_utc"] == "2026-11-22T08:00:00Z"
    assert row["first_seen_at"] == row["last_seen_at"] == "2026-11-23T03:25:00Z"
    assert (row["gone_at"], row["story_id"], row["aliases"]) == (None, 1, [])
    assert row["reader_version"] == "0.1.0"
    assert archive.article(URL) == archive.article("1") == archive.article(1)


def test_quotes_slice_the_body(archive):
    archive.save(article(), seen_at=MONDAY)

    (quote,) = archive.quotes(article_id=1)

    assert archive.article(1).body[quote.start : quote.end] == quote.text == QUOTE.text
    assert (quote.speaker, quote.cue, quote.url, quote.title) == ("Ann Reed", "said", URL, "Lock gates close")


def test_missing_values_are_null(archive):
    archive.save(Article(page=Page(URL), url=URL, site="harbour.example", description=""), seen_at=MONDAY)

    (row,) = rows(archive, "articles")

    assert {row[c] for c in ("title", "description", "body", "published_at_utc", "text_hash", "view_count")} == {None}
    assert (row["authors"], row["tags"]) == ("[]", "[]")


@pytest.mark.parametrize(
    ("published_at", "utc"),
    [
        ("2024-09-03T07:25:00", "2024-09-03T07:25:00Z"),
        ("2024-09-03", "2024-09-03T00:00:00Z"),
        ("2024-09-03T01:25:00+03:00", "2024-09-02T22:25:00Z"),
        ("2024-09-03T01:25:00.123Z", "2024-09-03T01:25:00Z"),
        ("0001-01-01T00:00:00+14:00", None),
        ("0987-01-01", "0987-01-01T00:00:00Z"),
        ("yesterday", None),
        (None, None),
    ],
)
def test_date_for_sorting(archive, published_at, utc):
    archive.save(article(published_at=published_at), seen_at=MONDAY)

    assert archive.article(1).published_at == published_at
    assert archive.article(1).published_at_utc == utc


def test_same_content_adds_a_reading_and_nothing_else(archive):
    archive.save(article(view_count=10), seen_at=MONDAY)
    before = {table: rows(archive, table) for table in archive.db.table_names() if table not in ("view_counts",)}

    saved = archive.save(article(view_count=12, view_count_raw="12 views", title=" Lock  gates close"), seen_at=TUESDAY)

    assert saved == Saved(1, "unchanged")
    before["articles"][0] |= {"view_count": 12, "last_seen_at": "2026-11-24T03:25:00Z"}
    assert {table: rows(archive, table) for table in before} == before
    assert [(r.seen_at, r.views, r.raw) for r in archive.views(1)] == [
        ("2026-11-23T03:25:00Z", 10, None),
        ("2026-11-24T03:25:00Z", 12, "12 views"),
    ]


def test_saving_twice_is_harmless(archive):
    archive.save(article(view_count=10), seen_at=MONDAY)
    before = {table: rows(archive, table) for table in archive.db.table_names()}

    archive.save(article(view_count=10), seen_at=MONDAY)

    assert {table: rows(archive, table) for table in before} == before


@pytest.mark.parametrize(
    "change",
    [{"title": "Lock gates reopen"}, {"description": "Nine weeks"}, {"body": BODY + " More to come.", "quotes": []}],
    ids=["title", "description", "body"],
)
def test_changed_content_is_a_revision(archive, change):
    archive.save(article(description="Works"), seen_at=MONDAY)

    saved = archive.save(article(**{"description": "Works"} | change, modified_at="2026-11-24"), seen_at=TUESDAY)

    assert saved == Saved(1, "updated")
    first, second = archive.revisions(1)
    assert (first.number, first.seen_at, first.title, first.body) == (
        1,
        "2026-11-23T03:25:00Z",
        "Lock gates close",
        BODY,
    )
    assert (second.number, second.seen_at, second.modified_at) == (2, "2026-11-24T03:25:00Z", "2026-11-24")
    row = archive.article(1)
    assert (row.title, row.description, row.body) == (second.title, second.description, second.body)
    assert row.modified_at == "2026-11-24"


def test_search_follows_a_change(archive):
    archive.save(article(), seen_at=MONDAY)
    archive.save(article(title="東京の水門", body="Nothing of the old text stays.", quotes=[]), seen_at=TUESDAY)

    assert archive.count_search("steel") == archive.count_search("lock gates close") == 0
    assert archive.count_search("水門") == archive.count_search("stays") == 1
    assert list(archive.quotes(speaker="Reed")) == []


def test_null_never_overwrites(archive):
    archive.save(article(authors=["A"], published_at="2026-11-22", language="en"), seen_at=MONDAY)

    saved = archive.save(article(title=None, body=None, quotes=[]), seen_at=TUESDAY)

    row = archive.article(1)
    assert saved.outcome == "unchanged"
    assert (row.title, row.body, row.authors, row.published_at) == ("Lock gates close", BODY, ["A"], "2026-11-22")
    assert archive.count_quotes(article_id=1) == 1


def test_missing_facts_are_filled_without_a_revision(archive):
    archive.save(article(section="Local", provenance={"title": {"source": "h1"}}), seen_at=MONDAY)

    saved = archive.save(
        article(
            section="News",
            published_at="2026-11-22",
            published_at_precision="day",
            provenance={"title": {"source": "json_ld"}, "published_at": {"source": "time"}},
        ),
        seen_at=TUESDAY,
        reader_version="9",
    )

    row = archive.article(1)
    assert saved.outcome == "unchanged"
    assert (row.section, row.published_at_utc, row.published_at_precision) == ("Local", "2026-11-22T00:00:00Z", "day")
    assert row.provenance == {"title": {"source": "h1"}, "published_at": {"source": "time"}}
    assert row.reader_version == "9"


def test_a_view_count_is_told_from_the_visit_that_read_it(archive):
    def visit(count: int) -> Article:
        told = {"title": {"source": "h1"}, "view_count": {"source": "labelled", "evidence": f"{count} views"}}
        return article(view_count=count, view_count_raw=f"{count} views", provenance=told)

    archive.save(visit(20), seen_at=MONDAY)
    correct(archive.db, 1, "section", "Local")
    archive.save(visit(50), seen_at=WEDNESDAY)
    archive.save(visit(30), seen_at=TUESDAY)

    row = archive.article(1)
    assert (row.view_count, row.provenance["view_count"]["evidence"]) == (50, "50 views")
    assert (row.provenance["title"], row.provenance["section"]["source"]) == ({"source": "h1"}, "correction")


def test_date_and_its_precision_come_from_one_page(archive):
    archive.save(article(published_at="2026-11-22T10:00:00"), seen_at=MONDAY)

    archive.save(article(published_at="2026-11-21", published_at_precision="day"), seen_at=TUESDAY)

    row = archive.article(1)
    assert (row.published_at, row.published_at_precision) == ("2026-11-22T10:00:00", None)


def test_body_that_comes_later_is_a_revision(archive):
    archive.save(article(body=None, quotes=[]), seen_at=MONDAY)

    assert archive.save(article(), seen_at=TUESDAY).outcome == "updated"

    assert [revision.body for revision in archive.revisions(1)] == [None, BODY]
    assert archive.count_quotes(speaker="Ann") == 1


def test_quotes_stay_with_the_body_that_they_slice(archive):
    archive.save(article(), seen_at=MONDAY)

    shifted = Quote(QUOTE.text, QUOTE.start + 2, QUOTE.end + 2, "inline", 0)
    archive.save(article(body="  " + BODY, quotes=[shifted]), seen_at=TUESDAY)

    (quote,) = archive.quotes(article_id=1)
    assert archive.article(1).body[quote.start : quote.end] == quote.text


def test_better_reading_of_the_same_body_replaces_its_quotes(archive):
    archive.save(article(quotes=[]), seen_at=MONDAY)

    assert archive.save(article(), seen_at=TUESDAY).outcome == "unchanged"

    assert [quote.speaker for quote in archive.quotes(said="steel")] == ["Ann Reed"]


def test_older_copy_fills_gaps_and_changes_nothing(archive):
    archive.save(article(title="Newer", view_count=20), seen_at=TUESDAY)

    saved = archive.save(article(title="Older", description="Found", view_count=10), seen_at=MONDAY)

    row = archive.article(1)
    assert (saved.outcome, row.title, row.description) == ("updated", "Newer", "Found")
    assert (row.first_seen_at, row.last_seen_at) == ("2026-11-23T03:25:00Z", "2026-11-24T03:25:00Z")
    assert (row.view_count, [r.views for r in archive.views(1)]) == (20, [10, 20])


def test_newest_count_stands_on_the_article_and_a_missing_counter_is_null(archive):
    for seen_at, views in ((MONDAY, 5), (WEDNESDAY, None), (TUESDAY, 7)):
        archive.save(article(view_count=views), seen_at=seen_at)

    assert [reading.views for reading in archive.views(1)] == [5, 7, None]
    assert archive.article(1).view_count == 7


@pytest.mark.parametrize("views", [2**63, 10**5000, -(10**5000), -1, True, 1.5, "12"], ids=lambda v: type(v).__name__)
def test_count_that_is_none_is_refused_before_anything_is_written(archive, views):
    with pytest.raises(ValueError, match=r"lock-gates: view_count is .*\. Expected 0 to 9223372036854775807, or None"):
        archive.save(article(view_count=views), seen_at=MONDAY)

    assert rows(archive, "articles") == []


@given(st.integers(min_value=0, max_value=2**63 - 1))
def test_any_count_of_63_bits_is_kept(count):
    with closing(sqlite3.connect(":memory:")) as connection:
        assert connection.execute("SELECT ?", (count,)).fetchone() == (count,)


def test_nul_and_lone_surrogates_are_replaced_and_offsets_hold(archive):
    body = "a\x00\ud800b “so\udfff it is” c"
    quote = Quote("so\udfff it is", body.index("so"), body.index("so") + 9, "inline", 0, speaker="\x00")

    archive.save(
        article(
            title="\ud83d\x00",
            body=body,
            quotes=[quote],
            authors=["\ud800"],
            provenance={"t": {"evidence": ["\x00", 1e999]}},
        ),
        seen_at=MONDAY,
    )

    row, (stored,) = archive.article(1), archive.quotes(article_id=1)
    assert (row.title, row.body) == ("\ufffd\ufffd", "a\ufffd\ufffdb “so\ufffd it is” c")
    assert row.body[stored.start : stored.end] == stored.text == "so\ufffd it is"
    assert row.provenance == {"t": {"evidence": ["\x00", None]}}
    assert archive.db.execute("SELECT json_valid(provenance), json_valid(authors) FROM articles").fetchone() == (1, 1)


TEXTS = st.text(st.characters(codec=None), max_size=60) | st.none()


@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS), min_size=1, max_size=4))
def test_any_texts_are_saved_updated_and_leave_clean_indexes(tmp_path_factory, versions):
    with Archive(tmp_path_factory.getbasetemp() / "any.db") as archive:
        for table in ("articles", "aliases", "stories"):
            archive.db.table(table).delete_where()
        for index in ("articles_fts", "beginnings_fts", "quotes_fts"):
            archive.db.execute(f"INSERT INTO {index} ({index}) VALUES ('delete-all')")
        for hour, (title, description, body) in enumerate(versions):
            quotes = [Quote(body, 0, len(body), "block", 0, speaker=title)] if body else []
            seen_at = MONDAY + timedelta(hours=hour)
            archive.save(article(title=title, description=description, body=body, quotes=quotes), seen_at=seen_at)
        assert archive.check() == []
