"""What is written when an article is seen: once, again, changed, elsewhere."""

import multiprocessing
import sqlite3
from contextlib import closing
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.archive import Archive, ArticleNotFoundError, CaptureNotFoundError, Saved
from crawler.archive.migrations import SCHEMA
from crawler.items import Article, Quote
from crawler.page import Page

MONDAY = datetime(2026, 11, 23, 3, 25, tzinfo=UTC)
TUESDAY, WEDNESDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)
URL = "https://harbour.example/lock-gates"
# Long enough to know an article by.
BODY = (
    "The lock gates will be closed for nine weeks from Monday, the harbour board said. "
    "“We have waited since spring for the steel,” said Ann Reed, who leads the works. Boats that draw less than two "
    "metres may pass at high water; all others are sent round by the northern channel, which adds about three hours."
)
QUOTE = Quote(
    text="We have waited since spring for the steel,",
    start=83,
    end=125,
    kind="inline",
    utterance=0,
    speaker="Ann Reed",
    speaker_as_printed="Ann Reed",
    cue="said",
)


def article(url=URL, **values):
    defaults = {"site": "harbour.example", "title": "Lock gates close", "body": BODY, "quotes": [QUOTE]}
    return Article(page=Page(url), url=url, **(defaults | values))


@pytest.fixture
def archive(tmp_path):
    with Archive(tmp_path / "archive.db") as archive:
        yield archive
        assert archive.check() == []


def rows(archive, table):
    return list(archive.db.table(table).rows)


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


# Seen again


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


# View counts


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


# Many addresses


def test_variant_of_the_url_is_the_same_article(archive):
    archive.save(article(), seen_at=MONDAY)

    assert archive.save(article(URL + "?utm_source=feed#top"), seen_at=TUESDAY) == Saved(1, "unchanged")
    assert archive.article(1).aliases == []


def test_equal_text_on_the_same_site_is_an_alias(archive):
    archive.save(article(), seen_at=MONDAY)

    saved = archive.save(article("https://m.harbour.example/news/7", title="Lock gates: what to know"), seen_at=TUESDAY)
    again = archive.save(
        article("https://m.harbour.example/news/7", title="Lock gates: what to know"), seen_at=WEDNESDAY
    )

    assert (saved, again) == (Saved(1, "unchanged", alias=True), Saved(1, "unchanged"))
    row = archive.article("https://m.harbour.example/news/7")
    assert (row.id, row.url, row.title, row.aliases) == (
        1,
        URL,
        "Lock gates close",
        ["https://m.harbour.example/news/7"],
    )


def test_short_text_alone_does_not_make_two_pages_one(archive):
    archive.save(article(body="Watch the video.", quotes=[]), seen_at=MONDAY)

    saved = archive.save(
        article("https://harbour.example/2", title="Other", body="Watch the video.", quotes=[]), seen_at=MONDAY
    )
    same = archive.save(article("https://harbour.example/3", body="Watch the video.", quotes=[]), seen_at=MONDAY)

    assert (saved.article_id, saved.alias) == (2, False)
    assert (same.article_id, same.alias) == (1, True)


def test_alias_that_was_told(archive):
    archive.save(article(), seen_at=MONDAY)
    archive.save(article("https://harbour.example/2", body="Other text", quotes=[]), seen_at=MONDAY)

    archive.add_alias(1, "https://harbour.example/old")
    archive.add_alias(1, "https://harbour.example/2")

    assert archive.article("https://harbour.example/old").id == 1
    assert archive.article("https://harbour.example/2").id == 2


@pytest.mark.parametrize(
    "ref", [2, "2", "99999999999999999999999", 2**70, "https://harbour.example/no", "no url", "", "²"]
)
def test_unknown_article_is_named(archive, ref):
    archive.save(article(), seen_at=MONDAY)

    with pytest.raises(ArticleNotFoundError) as caught:
        archive.article(ref)

    assert f" {ref}. `newsarc list` shows" in str(caught.value)


# Stories


def test_equal_text_on_another_site_shares_the_story(archive):
    for i, host in enumerate(("harbour.example", "coast.example", "wire.example")):
        archive.save(article(f"https://{host}/{i}", site=host), seen_at=MONDAY + timedelta(hours=i))
    archive.save(article("https://harbour.example/x", body="Another thing altogether.", quotes=[]), seen_at=MONDAY)

    assert [archive.article(i).story_id for i in (1, 2, 3, 4)] == [1, 1, 1, 2]
    assert rows(archive, "stories")[0] == {
        **{"id": 1, "first_seen_at": "2026-11-23T03:25:00Z", "title": "Lock gates close", "article_id": 1}
    }


def test_short_or_wordless_text_joins_no_story(archive):
    for site, body in (("a", "Watch the video."), ("b", "Watch the video."), ("c", "..."), ("d", "!")):
        item = article(f"https://{site}.example/", site=f"{site}.example", title=f"Of {site}", body=body, quotes=[])
        archive.save(item, seen_at=MONDAY)

    assert len({row.story_id for row in archive.articles()}) == 4


def test_near_copy_joins_the_story(archive):
    text = " ".join(f"{BODY} Part {i} tells of pier {i} and of its {i} boats in the fog." for i in range(6))
    edited = text.replace("nine weeks", "nine long weeks", 1) + " (ed)"
    archive.save(article(body=text, quotes=[]), seen_at=MONDAY)

    archive.save(article("https://coast.example/1", site="coast.example", body=edited, quotes=[]), seen_at=TUESDAY)

    assert archive.article(1).story_id == archive.article(2).story_id == 1


def test_changed_body_moves_in_the_shingle_index(archive):
    archive.save(article(), seen_at=MONDAY)
    first = {row["shingle"] for row in rows(archive, "shingles")}

    archive.save(article(body="Quite another text, with words of its own to sample from.", quotes=[]), seen_at=TUESDAY)

    second = {row["shingle"] for row in rows(archive, "shingles")}
    assert first
    assert second
    assert first != second
    archive.reindex()
    assert second == {row["shingle"] for row in rows(archive, "shingles")}


# Gone, seen, kept


def test_gone_article_keeps_its_last_copy_and_may_come_back(archive):
    archive.save(article(), seen_at=MONDAY)

    archive.mark_gone(1, TUESDAY)
    archive.mark_gone(1, WEDNESDAY)
    gone = archive.article(1)
    archive.save(article(), seen_at=WEDNESDAY)

    assert (gone.gone_at, gone.body) == ("2026-11-24T03:25:00Z", BODY)
    assert archive.article(1).gone_at is None
    assert [(e["kind"], e["at"]) for e in rows(archive, "events")] == [
        ("gone", "2026-11-24T03:25:00Z"),
        ("back", "2026-11-25T03:25:00Z"),
    ]


def test_not_modified_moves_last_seen_only(archive):
    archive.save(article(view_count=1), seen_at=MONDAY)

    archive.mark_seen(1, TUESDAY)
    archive.mark_seen(1, MONDAY)

    assert archive.article(1).last_seen_at == "2026-11-24T03:25:00Z"
    assert len(archive.views(1)) == 1


def test_page_is_kept_once_and_comes_back(archive):
    html, headers = "<p>Осінь</p>".encode() * 1000, {"Content-Type": ["text/html"]}
    archive.save(article(), seen_at=MONDAY)
    first = archive.keep_page(URL, html, fetched_at=MONDAY, status=200, headers=headers, article_id=1)
    again = archive.keep_page(URL, html, fetched_at=MONDAY, status=200, headers=headers)
    later = archive.keep_page(URL, html, fetched_at=TUESDAY, status=200, headers={})

    assert first == again != later
    capture = archive.capture(first)
    assert archive.read_body(capture.digest) == html
    assert (capture.fetched_at, capture.headers) == ("2026-11-23T03:25:00Z", {"Content-Type": ["text/html"]})
    assert (capture.article_id, archive.capture(later).article_id) == (1, None)
    (body,) = rows(archive, "bodies")
    assert (body["size"], body["encoding"], body["dictionary_id"]) == (len(html), "zstd", None)
    assert len(body["data"]) < len(html) / 50


def test_page_that_was_not_kept(archive):
    with pytest.raises(CaptureNotFoundError, match="capture 7"):
        archive.capture(7)
    with pytest.raises(CaptureNotFoundError, match="'ab'"):
        archive.read_body("ab")


def test_run_is_recorded(archive):
    run = archive.start_run("news_site", "harbour.example", {"url": "https://harbour.example"}, at=MONDAY)
    assert archive.runs()[0].status == "running"

    counts = {"pages_fetched": 21, "articles_new": 20, "not_articles": 1}
    fields = {"harbour.example": {"title": {"found": 20, "filled": 20, "sources": {"json_ld": 19, "h1": 1}}}}
    archive.finish_run(run, status="finished", exit_code=0, counts=counts, fields=fields, stats={"n": 1}, at=TUESDAY)

    (row,) = archive.runs()
    assert (row.started_at, row.finished_at) == ("2026-11-23T03:25:00Z", "2026-11-24T03:25:00Z")
    assert (row.status, row.exit_code, row.arguments) == ("finished", 0, {"url": "https://harbour.example"})
    assert (row.pages_fetched, row.articles_new, row.failed, row.stats) == (21, 20, 0, {"n": 1})
    (field,) = rows(archive, "run_fields")
    assert (field["site"], field["field"], field["filled"], field["missing"]) == ("harbour.example", "title", 20, 0)
    assert field["sources"] == '{"json_ld": 19, "h1": 1}'


def test_count_that_no_run_has_is_refused(archive):
    run = archive.start_run("news_site")

    with pytest.raises(ValueError, match="articles_odd"):
        archive.finish_run(run, status="finished", exit_code=0, counts={"articles_odd": 1})


# Hostile text


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
        for index in ("articles_fts", "quotes_fts"):
            archive.db.execute(f"INSERT INTO {index} ({index}) VALUES ('delete-all')")
        for hour, (title, description, body) in enumerate(versions):
            quotes = [Quote(body, 0, len(body), "block", 0, speaker=title)] if body else []
            seen_at = MONDAY + timedelta(hours=hour)
            archive.save(article(title=title, description=description, body=body, quotes=quotes), seen_at=seen_at)
        assert archive.check() == []


# Checking and mending


def test_index_fed_by_us_satisfies_sqlite_too(archive):
    archive.save(article(title="東京"), seen_at=MONDAY)
    archive.save(article(title="大阪"), seen_at=TUESDAY)

    for index in ("articles_fts", "quotes_fts"):
        archive.db.execute(f"INSERT INTO {index} ({index}) VALUES ('integrity-check')")


def test_check_notices_what_others_did_and_reindex_mends_it(tmp_path):
    with Archive(tmp_path / "archive.db") as archive:
        archive.save(article(title="東京都の水門"), seen_at=MONDAY)
        archive.save(article("https://harbour.example/2", body="Second", quotes=[]), seen_at=MONDAY)

        def rebuilt():
            archive.db.execute("INSERT INTO articles_fts (articles_fts) VALUES ('rebuild')")

        def changed():
            archive.db.execute("UPDATE articles SET title = 'Else' WHERE id = 2")

        def inserted():
            columns = 'id, article_id, position, text, start, "end", kind, utterance'
            archive.db.execute(f"INSERT INTO quotes ({columns}) VALUES (9, 2, 0, 'x', 0, 1, 'inline', 0)")

        def removed_wrongly():
            archive.db.execute("UPDATE articles SET title = 'New' WHERE id = 2")
            archive.db.execute(
                "INSERT INTO articles_fts (rowid, title, description, body) VALUES (2, 'new', NULL, 'second')"
            )

        for damage, words in (
            (rebuilt, "articles_fts does not hold the words of articles 1, perhaps another tool rebuilt it"),
            (changed, "articles_fts does not hold the words of articles 2"),
            (inserted, "quotes_fts has 1 rows, quotes has 2"),
            (removed_wrongly, "articles_fts does not hold the words of articles 2"),
        ):
            damage()
            fault, *_ = archive.check()
            assert words in fault
            assert fault.endswith("run `newsarc archive reindex`")
            archive.reindex()
            assert [found for found in archive.check() if "_fts" in found] == []
        assert archive.count_search("水門") == 1


def test_check_notices_words_of_articles_that_are_no_more(archive):
    archive.save(article(), seen_at=MONDAY)
    archive.db.execute("INSERT INTO articles_fts (rowid, title) VALUES (77, 'ghost')")
    archive.db.execute("DELETE FROM articles_fts_docsize WHERE id = 77")

    (fault,) = archive.check()

    assert "articles 77" in fault
    archive.reindex()


def test_check_notices_broken_references(archive):
    archive.save(article(), seen_at=MONDAY)
    with closing(sqlite3.connect(archive.path)) as other:
        other.execute("INSERT INTO view_counts VALUES (5, '2026', 1, NULL)")
        other.commit()

    assert archive.check() == ["row None of view_counts refers to a row of articles that is not there"]
    archive.db.execute("DELETE FROM view_counts WHERE article_id = 5")


def test_check_reads_only(archive):
    archive.save(article(), seen_at=MONDAY)

    with Archive(archive.path, read_only=True) as reader:
        assert reader.check() == []
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            reader.db.execute("DELETE FROM articles")


# Several processes


def _save_many(path, name, barrier):
    with Archive(path) as archive:
        barrier.wait(20)
        for i in range(40):
            text = f"{name} {i}: the {i}th of the lamps of {name} was lit."
            item = article(f"https://{name}.example/{i}", site=f"{name}.example", body=text, quotes=[])
            archive.save(item, seen_at=MONDAY)
            archive.save(
                article(f"https://both.example/{i}", site="both.example", body=f"Both {i}", quotes=[]), seen_at=MONDAY
            )


def test_processes_write_at_once(archive):
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(2)
    processes = [context.Process(target=_save_many, args=(archive.path, name, barrier)) for name in ("east", "west")]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
        assert process.exitcode == 0
        process.close()

    assert archive.count_articles() == 120
    assert archive.count_articles(site="east.example") == archive.count_articles(site="both.example") == 40


# Lists


def test_lists_are_newest_first_and_filtered(archive):
    for day, site, language in ((3, "a.example", "en"), (1, "a.example", "uk"), (2, "b.example", "en")):
        item = article(f"https://{site}/{day}", site=site, language=language, published_at=f"2026-11-0{day}T12:00:00")
        item.body, item.quotes = f"Text of day {day}", []
        archive.save(item, seen_at=MONDAY)
    archive.save(
        article("https://b.example/4", site="b.example", body="Undated", language="uk", quotes=[]), seen_at=MONDAY
    )

    def days(**filters):
        found = [row.url[-1] for row in archive.articles(**filters)]
        assert (
            archive.count_articles(**{k: v for k, v in filters.items() if k != "limit"}) == len(found)
            or "limit" in filters
        )
        return "".join(found)

    assert days() == "4321"
    assert days(limit=2) == "43"
    assert days(site="a.example") == "31"
    assert days(language="en") == "32"
    assert days(since="2026-11-02") == "432"
    assert days(until="2026-11-02") == days(until=date(2026, 11, 2)) == "21"
    assert days(since=datetime(2026, 11, 2, 13, tzinfo=UTC), until="2026-11-10") == "3"
    assert days(since="2026-11-02T12:00:00Z", until="2026-11-02T12:00:01Z") == "2"
    assert days(site="a.example", language="en", since="2026-11-04") == ""


def test_time_that_is_none_is_refused(archive):
    with pytest.raises(ValueError, match="yesterday"):
        list(archive.articles(since="yesterday"))


@pytest.mark.parametrize(
    ("filters", "index"),
    [
        ({}, "articles_newest"),
        ({"site": "a"}, "articles_site (site=?"),
        ({"site": "a", "since": "2026-11-01"}, "articles_site (site=? AND <expr>>?"),
        ({"language": "uk"}, "articles_language (language=?"),
    ],
)
def test_lists_are_read_in_order_from_an_index(archive, filters, index):
    statements = []
    with archive.db.tracer(lambda sql, parameters: statements.append((sql, parameters))):
        list(archive.articles(**filters, limit=20))
    ((sql, parameters),) = statements

    plan = " / ".join(row[3] for row in archive.db.execute(f"EXPLAIN QUERY PLAN {sql}", parameters))

    assert index in plan
    assert "TEMP B-TREE" not in plan


def test_schema_number_is_that_of_the_code(archive):
    assert archive.db.execute("PRAGMA user_version").fetchone() == (SCHEMA.version,)
