"""A search with a filter finds what the search without it finds, without what the filter leaves out."""

import json
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from crawler.archive import Archive, reading
from crawler.archive.articles.corrections import correct, undo
from crawler.archive.search import newest
from crawler.archive.search.facets import DATE, LANGUAGE, SITE, is_between, is_named
from crawler.items import Article
from crawler.page import Page

NOW = datetime(2026, 11, 24, 3, 25, tzinfo=UTC)
SITES = ("one.example", "two.example", "ONE.example", "three.example:8080", "новини.укр", 'a" OR site : "b')
LANGUAGES = (None, "en", "zh-Hant", "EN")
DAYS = ("1823-05-01", "2025-12-31", "2026-01-01", "2026-11-01T00:00:00+14:00", "2026-11-24", "2031-07-09", None)
BOUNDS = (None, "1700-01-01", "1823-05-01", "2025-12-31", "2026-11-24", "2026-11-24T04:00:00Z", "9999-12-31")


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    with Archive(tmp_path_factory.mktemp("filtered") / "archive.db") as archive:
        yield archive


def told(number: int, body: str, site: str = "one.example", **values: object) -> Article:
    url = f"https://one.example/{number}"
    return Article(page=Page(url), url=url, site=site, title=f"Title {number}", body=body, **values)


ROWS = st.lists(
    st.tuples(st.sampled_from(SITES), st.sampled_from(LANGUAGES), st.sampled_from(DAYS), st.booleans()), max_size=12
)
FILTERS = st.fixed_dictionaries(
    {},
    optional={
        "site": st.sampled_from((*SITES, "none.example")),
        "language": st.sampled_from((*LANGUAGES, "de")),
        "since": st.sampled_from(BOUNDS),
        "until": st.sampled_from(BOUNDS),
    },
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ROWS, FILTERS, st.booleans(), st.sampled_from((1, 20, None)), st.sampled_from((0, newest.ASKED_ALONE)))
@example(
    [(SITES[0], "en", "1823-05-01", True), (SITES[0], "en", "2031-07-09", True)],
    {"since": "2031-01-01"},
    *(False, 1, 0),
)
def test_a_filter_leaves_of_the_hits_what_meets_it(shared, monkeypatch, rows, which, by_relevance, limit, newer):
    monkeypatch.setattr(newest, "ASKED_ALONE", newer)
    with shared.transaction():
        shared.db.execute("SAVEPOINT before")
        for number, (site, language, day, is_hit) in enumerate(rows):
            item = told(
                number, f"The {'ferry' if is_hit else 'train'} {number}.", site, language=language, published_at=day
            )
            shared.save(item, seen_at=NOW + timedelta(hours=number))
        found = [hit.article for hit in shared.search("ferry", by_relevance=by_relevance, limit=limit, **which)]
        count = shared.count_search("ferry", **which)
        listed = list(shared.articles(**which))
        expected = [row for row in listed if "ferry" in (row.body or "")]
        monkeypatch.setattr(reading, "FEW", -1 if newer else 2000)  # of a site in a language: walked, or looked up
        assert [row.id for row in shared.articles(**which)] == [row.id for row in listed]
        assert shared.count_articles(**which) == len(listed)
        of_dates = shared.articles(since=which.get("since"), until=which.get("until"))
        named = [name for name in ("site", "language") if which.get(name) is not None]
        chosen = [row.id for row in of_dates if all(which[name] == getattr(row, name) for name in named)]
        shared.db.execute("ROLLBACK TO before")

    assert [row.id for row in listed] == chosen
    assert count == len(expected)
    if not by_relevance:
        assert [row.id for row in found] == [row.id for row in expected][:limit]
    assert {row.id for row in found} <= {row.id for row in expected}
    assert len(found) == min(len(expected), limit or len(expected))


@pytest.mark.parametrize("which", [{}, {"site": "two.example"}, {"until": "2025-06-30"}, {"since": "2026-12-01"}])
def test_old_articles_that_came_last_do_not_hide_the_newest(archive, monkeypatch, which):
    monkeypatch.setattr(newest, "LOOKED_AT", 3)
    monkeypatch.setattr(newest, "ASKED_ALONE", 0)
    months = [f"{year}-{month:02}" for year in (2026, 2025) for month in range(12, 0, -1)]
    for number, (month, day) in enumerate(product(months, (9, 5))):
        item = told(number, "ferry", SITES[day == 9], published_at=f"{month}-{day:02}")
        archive.save(item, seen_at=NOW + timedelta(minutes=number))

    found = [hit.article.published_at for hit in archive.search("ferry", limit=5, **which)]
    assert found == [row.published_at for row in archive.articles(limit=5, **which)] != []


@pytest.mark.parametrize(
    ("since", "until"), list(product(("0999-03", "2025-11", "2026-01"), ("2026-01", "2026-12", "2031-02")))
)
def test_the_months_of_a_span_are_found_and_no_others(archive, since, until):
    months = [f"{year:04}-{month:02}" for year in (999, 2025, 2026, 2030, 2031) for month in range(1, 13)]
    for number, month in enumerate(months):
        archive.save(told(number, "ferry", published_at=f"{month}-15T12:00:00Z"), seen_at=NOW)
    expression = is_between(f"{since}-20T00:00:00Z", f"{until}-02T00:00:00Z")
    ids = archive.db.execute("SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?", (expression or "ferry",))
    found = [months[article_id - 1] for (article_id,) in ids]

    inside = [month for month in months if since <= month <= until]
    assert sorted(found) == (inside if since > "1000" else months)  # a thousand years: not narrowed


def test_what_a_filter_asks_for_follows_the_article(archive):
    archive.save(told(1, "The ferry waits.", published_at="2026-11-20", language="en"), seen_at=NOW)

    def hits(**which: str) -> int:
        assert archive.check() == []
        return archive.count_search("ferry", **which)

    with archive.transaction():
        correct(archive.db, 1, "language", "nl")
        correct(archive.db, 1, "published_at", "2019-02-03")
    assert (hits(language="en"), hits(language="nl")) == (0, 1)
    assert (hits(since="2026-01-01"), hits(until="2020-01-01")) == (0, 1)

    with archive.transaction():
        undo(archive.db, 1, "language")
        undo(archive.db, 1, "published_at")
    assert (hits(language="en"), hits(language="nl")) == (1, 0)
    assert (hits(since="2026-01-01"), hits(until="2020-01-01")) == (1, 0)


def test_a_date_that_a_later_copy_gives_is_filtered_by(archive):
    archive.save(told(1, "The ferry waits."), seen_at=NOW)
    assert archive.count_search("ferry", until="2020-01-01") == 0


def test_a_beginning_that_no_word_has_finds_no_text_with_a_sign_of_an_icon_font(archive):
    archive.save(told(1, "The ferry waits. \ue000 Share"), seen_at=NOW)

    assert [archive.count_search("ferry wait*"), archive.count_search("ferry zeb*")] == [1, 0]
    assert not list(archive.search("ferry zeb*", limit=1))

    archive.save(told(1, "The ferry waits.", published_at="2019-02-03"), seen_at=NOW + timedelta(hours=1))

    assert archive.count_search("ferry", until="2020-01-01") == 1
    assert archive.count_search("ferry", since="2026-01-01") == 0
    assert archive.check() == []


def test_a_text_that_holds_the_words_of_a_filter_is_not_taken_for_it(archive):
    words = [facet.words(value) for facet, value in ((SITE, "b.example"), (LANGUAGE, "de"), (DATE, "2019-02-03"))]
    archive.save(told(1, f"The ferry waits. {' '.join(words)}", language="en", published_at="2026-11-20"), seen_at=NOW)

    assert archive.count_search("ferry", site="b.example") == 0
    assert archive.count_search("ferry", language="de") == 0
    assert archive.count_search("ferry", until="2020-01-01") == 0


def test_no_two_values_of_a_filter_have_the_same_words():
    values = ("a.example", "A.example", "a-example", "a example", "á.example", "a.example\ue000", "")
    assert len({is_named(SITE, value) for value in values}) == len(values)


def test_words_of_filters_are_what_other_tools_do_not_find(archive):
    archive.save(told(1, "The ferry waits.", language="en", published_at="2026-11-20"), seen_at=NOW)
    found = [
        archive.db.execute("SELECT count(*) FROM articles_fts WHERE articles_fts MATCH ?", (word,)).fetchone()[0]
        for word in ("example", "one", "en", "2026", "202611", "656e")
    ]

    assert found == [0] * 6
    assert json.loads(archive.db.execute("SELECT json_group_array(site) FROM articles_fts").fetchone()[0]) == [
        "one.example"
    ]
