"""Which hits come first, and that no shortcut to them changes that, nor reads a whole archive."""

from datetime import timedelta
from itertools import pairwise, product

import pytest
from conftest import scanned
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from texts_in_scripts import NOW, TEXTS, article

from crawler.archive import Archive
from crawler.archive.search import newest, searching, walking
from crawler.archive.search.folding import fold_letters, match_expression, runs
from crawler.archive.search.hits import Question, question
from crawler.archive.sites import sites
from crawler.items import Article
from crawler.page import Page


def test_newest_published_come_first(archive):
    for number, day in enumerate((2, 3, 1)):
        item = article(f"Ferry news of day {day}", number, published_at=f"2026-11-0{day}", title=f"Day {day}")
        archive.save(item, seen_at=NOW + timedelta(minutes=number))

    assert [hit.article.title for hit in archive.search("ferry")] == ["Day 3", "Day 2", "Day 1"]
    assert [hit.article.title for hit in archive.search("ferry", limit=1)] == ["Day 3"]
    assert [hit.article.title for hit in archive.search("ferry", limit=None)] == ["Day 3", "Day 2", "Day 1"]


@pytest.fixture(scope="module")
def empty_archive(tmp_path_factory):
    with Archive(tmp_path_factory.mktemp("looked") / "archive.db") as archive:
        yield archive


ASKED = tuple(sorted({word for text in TEXTS.values() for word in runs(text)}))
LOOKED_THROUGH = st.lists(
    st.tuples(st.sampled_from(sorted(TEXTS)), st.sampled_from(sorted(TEXTS)), st.integers(0, 3)), min_size=1, max_size=9
)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    LOOKED_THROUGH,
    st.sampled_from(ASKED),
    st.integers(1, 5),
    st.sampled_from((None, *ASKED)),
    st.sampled_from(({}, {"site": "two.example"}, {"language": "en"}, {"since": "2026-11-21", "until": "2026-11-22"})),
    st.sampled_from((1, walking._FIRST)),
    st.sampled_from((-1, newest.ASKED_ALONE)),
    st.sampled_from((2, 20)),
    st.sampled_from((0, walking._NEAR)),
    st.sampled_from(
        ("{beginning} {other}", '"{other} {beginning}', "{beginning} {other}*", '{beginning} "{other} {word}"')
    ),
)
def test_looked_through_the_newest_articles_give_the_hits_of_the_index(
    empty_archive, monkeypatch, rows, word, size, other, which, known, newer, limit, near, asked
):
    archive = empty_archive
    monkeypatch.setattr(walking, "_FIRST", known)
    monkeypatch.setattr(walking, "_FEW", 2000 if known > 1 else 0)
    monkeypatch.setattr(walking, "_STEP", 2 * known)
    monkeypatch.setattr(walking, "_NEAR", near)
    monkeypatch.setattr(newest, "ASKED_ALONE", newer)
    query = asked.format(beginning=f"{word[:size]}*", other=other or "", word=word)
    query = f'{query.replace("*", "")}"*' if query.startswith('"') else query
    with archive.transaction():
        archive.db.execute("SAVEPOINT before")
        for number, (title, body, day) in enumerate(rows):
            site = ("one.example", "two.example")[number % 2]
            url = f"https://{site}/{number}"
            told = {
                "title": TEXTS[title],
                "body": f"{TEXTS[body]}\n\n{number}",
                "language": ("en", "hi", None)[number % 3],
                "published_at": f"2026-11-2{day}T09:00:00Z",
            }
            archive.save(Article(page=Page(url), url=url, site=site, **told), seen_at=NOW + timedelta(hours=number))
        found = []
        for with_all_words in (True, False):
            monkeypatch.setattr(walking, "sqrt", lambda _, most=-1 if with_all_words else 1000: most)
            if with_all_words:
                monkeypatch.setattr(searching, "question", lambda _: Question(match_expression(query)))
            else:
                monkeypatch.setattr(searching, "question", question)
            found.append([hit.article.id for hit in archive.search(query, limit=limit, **which)])
        archive.db.execute("ROLLBACK TO before")

    assert found[0] == found[1]


PAIRS = (pair for text in TEXTS.values() for pair in pairwise(fold_letters(text).split()))
PHRASES = tuple(sorted({f'"{one} {two}"' for one, two in PAIRS if runs(one) and runs(two)}))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LOOKED_THROUGH, st.lists(st.integers(1, 4), min_size=9, max_size=9), st.data())
def test_a_phrase_is_ranked_as_the_index_ranks_it(empty_archive, monkeypatch, rows, times, data):
    archive = empty_archive
    told = sorted({name for title, body, _ in rows for name in (title, body)})
    phrases = [phrase for phrase in PHRASES if any(phrase.strip('"') in fold_letters(TEXTS[name]) for name in told)]
    query = data.draw(st.sampled_from(phrases or PHRASES))
    with archive.transaction():
        archive.db.execute("SAVEPOINT before")
        for number, (title, body, _) in enumerate(rows):
            url = f"https://one.example/{number}"
            text = "\n\n".join([TEXTS[body]] * times[number] + [str(number)])
            item = Article(page=Page(url), url=url, site="one.example", title=TEXTS[title], body=text)
            archive.save(item, seen_at=NOW + timedelta(hours=number))
        found = []
        for by_the_index in (True, False):
            if by_the_index:
                monkeypatch.setattr(searching, "_phrase_hits", lambda *_: None)
            found.append([hit.article.id for hit in archive.search(query, by_relevance=True)])
            monkeypatch.undo()
        archive.db.execute("ROLLBACK TO before")

    assert found[0] == found[1]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.booleans(), st.integers(0, 9), st.booleans()), min_size=1, max_size=14),
    st.integers(1, 3),
    st.sampled_from((-1, 2, newest.ASKED_ALONE)),
    st.sampled_from(({}, {"site": "two.example"}, {"site": "two.example", "language": "en"}, {"since": "2026-11-04"})),
)
def test_the_newest_hits_come_first_in_whatever_order_articles_came(
    empty_archive, monkeypatch, rows, limit, newer, which
):
    archive = empty_archive
    monkeypatch.setattr(newest, "ASKED_ALONE", newer)
    with archive.transaction():
        archive.db.execute("SAVEPOINT before")
        for number, (is_hit, day, is_second) in enumerate(rows):
            url = f"https://{'two' if is_second else 'one'}.example/{number}"
            text = f"The {'ferry' if is_hit else 'tide'} waits, {number}."
            told = {"title": f"Day {day}", "body": text, "language": "en", "published_at": f"2026-11-{day + 1:02}"}
            archive.save(Article(page=Page(url), url=url, site=url.split("/")[2], **told), seen_at=NOW)
        every = sorted(archive.articles(limit=None, **which), key=lambda a: (a.published_at, a.id), reverse=True)
        found = [hit.article.id for hit in archive.search("ferry", limit=limit, **which)]
        archive.db.execute("ROLLBACK TO before")

    assert found == [row.id for row in every if "ferry" in row.body][:limit]


def test_an_archive_that_had_no_index_of_beginnings_answers_as_before(tmp_path, monkeypatch):
    monkeypatch.setattr(walking, "sqrt", lambda _: 1000)
    path = tmp_path / "archive.db"
    questions = [f"{word[:size]}*" for word in ASKED for size in (1, 2, 3, 5)]

    def answers(archive):
        found = [[hit.article.id for hit in archive.search(asked, limit=3, language="en")] for asked in questions]
        return found, [[hit.article.id for hit in archive.search(asked)] for asked in questions]

    with Archive(path) as archive:
        for number, (one, other) in enumerate(product(TEXTS, ("en", "ru", "zh"))):
            told = {"title": TEXTS[other], "language": other, "published_at": f"2026-11-{number % 19 + 1:02}"}
            archive.save(article(f"{TEXTS[one]}\n\n{number}", number, **told), seen_at=NOW)
        before = answers(archive)
        archive.db.execute("DROP TABLE beginnings_fts")
        archive.db.execute("DELETE FROM _sqlite_migrations WHERE name = 'm0016_beginnings'")
        archive.db.execute("PRAGMA user_version = 15")

    with Archive(path) as archive:
        assert archive.check(full=True) == []
        assert answers(archive) == before
        assert any(map(len, before[0]))


@pytest.mark.parametrize("order", [1, -1], ids=["as they were published", "the oldest last"])
@pytest.mark.parametrize("which", [{}, {"language": "en"}, {"since": "2026-03-01"}])
def test_beginnings_are_found_without_looking_at_articles_that_do_not_hold_them(archive, monkeypatch, order, which):
    monkeypatch.setattr(walking, "sqrt", lambda _: 1000)
    days = [f"2026-{month:02}-{day:02}" for month in range(1, 13) for day in (3, 14, 25)][::order]
    for number, day in enumerate(days):
        text = f"The {'tidal lock' if number % 9 == 4 else 'quay'} waits, {number}."
        archive.save(article(text, number, title=None, language="en", published_at=day), seen_at=NOW)
    every = sorted(archive.articles(limit=None, **which), key=lambda row: (row.published_at, row.id), reverse=True)
    looked_at = []
    monkeypatch.setattr(walking, "_hold", lambda texts, asked: looked_at.append(texts[0]) or True)

    found = [hit.article.id for hit in archive.search("tida* loc*", **which)]

    assert found == [row.id for row in every if "tidal" in row.body]
    assert all("tidal" in text for text in looked_at)


def test_relevance_weighs_the_title(archive):
    archive.save(article("The ferry.", 0, title="Ferry strike", published_at="2026-11-01"), seen_at=NOW)
    archive.save(article("Much of other things, and a ferry.", 1, title="Fish", published_at="2026-11-09"), seen_at=NOW)

    assert [hit.article.title for hit in archive.search("ferry", by_relevance=True)] == ["Ferry strike", "Fish"]
    assert [hit.article.title for hit in archive.search("ferry")] == ["Fish", "Ferry strike"]


def test_as_many_hits_of_a_phrase_are_ranked_as_are_asked_for(archive, monkeypatch):
    monkeypatch.setattr(searching, "RANKED_PHRASES", 2)
    for number in range(4):
        archive.save(article(f"The ferry waits, {number}.", number), seen_at=NOW + timedelta(minutes=number))

    found = [len(list(archive.search('"ferry waits"', by_relevance=True, limit=limit))) for limit in (2, 3, 9)]

    assert found == [2, 3, 4]


@pytest.mark.parametrize(
    "ask",
    [
        lambda archive: list(archive.search("ferry", site="harbour.example", since="2026-11-01")),
        lambda archive: list(archive.search("ferry", language="en", by_relevance=True)),
        lambda archive: archive.count_search("ferry", language="en"),
        lambda archive: list(archive.articles(site="harbour.example", limit=5)),
        lambda archive: list(archive.articles(since="7d", limit=5)),
        lambda archive: list(archive.articles(site="harbour.example", language="en", limit=5)),
        lambda archive: list(archive.quotes(speaker="ann", said="ferry wa*", limit=5)),
        lambda archive: list(archive.sayings(said="ferr*", site="harbour.example", language="en", limit=5)),
        lambda archive: list(archive.quotes(speaker="ann", site="harbour.example")),
        lambda archive: list(archive.sayings(said="ferry", limit=5)),
        lambda archive: list(archive.quotes(article_id=1)),
        lambda archive: archive.rising(since="24h"),
        lambda archive: list(archive.changes(since="7d")),
        lambda archive: archive.article("https://harbour.example/0"),
        lambda archive: (archive.views(1), archive.revisions(1)),
    ],
)
@pytest.mark.parametrize("few_hits", [0, 3000])
def test_no_question_reads_a_large_table_row_by_row(archive, ask, few_hits, monkeypatch):
    monkeypatch.setattr("crawler.archive.search.quote_search.FEW_HITS", few_hits)
    archive.save(article("ferry", title="T"), seen_at=NOW)

    assert scanned(archive, lambda: ask(archive)) == []


def test_sites_are_counted_without_reading_an_article(archive):
    for number in range(5):
        archive.save(article(f"ferry {number}", number, published_at=f"2026-11-0{number + 1}"), seen_at=NOW)
    archive.mark_gone(2, NOW)
    (site,) = archive.sites()

    assert (site.site, site.articles, site.gone, site.newest) == ("harbour.example", 5, 1, "2026-11-05T00:00:00Z")
    steps = [row[3] for row in archive.db.execute(f"EXPLAIN QUERY PLAN {sites._SITES}", {"now": ""})]
    assert [step for step in steps if step.startswith("SCAN articles")] == []


@pytest.mark.parametrize("which", [{}, {"site": "harbour.example"}, {"language": "en", "since": "2026-11-01"}])
def test_the_newest_hits_are_told_from_indexes(archive, which):
    for number in range(20):
        item = article(f"ferry {number}", number, language="en", published_at="2026-11-09")
        archive.save(item, seen_at=NOW)

    assert scanned(archive, lambda: list(archive.search("ferry", limit=3, **which))) == []
