"""The same words quoted in several places are one saying."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from conftest import scanned

from crawler.archive import Archive
from crawler.archive.reading import Filter
from crawler.archive.search.sayings import Saying, sayings
from crawler.items import Article, Quote
from crawler.page import Page

NOW = datetime(2026, 11, 24, tzinfo=UTC)
LONG = "We will review the harbour plan in May"
Save = Callable[..., None]


@pytest.fixture
def save(archive: Archive) -> Save:
    """Archive the article of one outlet, published on *day*, that quotes *text*."""

    def save_one(outlet: str, day: int, text: str, speaker: str | None = None) -> None:
        body = f"{outlet} printed on day {day}: “{text}”"
        quote = Quote(text, len(body) - len(text) - 1, len(body) - 1, "inline", 0, speaker, speaker, "said")
        url = f"https://{outlet}.example/{day}"
        article = Article(
            page=Page.from_body(body, url=url),
            url=url,
            site=f"{outlet}.example",
            title=f"Day {day}",
            body=body,
            published_at=f"2026-11-{day:02}",
            quotes=[quote],
        )
        archive.save(article, seen_at=NOW)

    return save_one


def said(archive: Archive, **asked: object) -> list[Saying]:
    which = Filter(site=asked.pop("site", None))  # type: ignore[arg-type]
    options = {"speaker": None, "said": None, "limit": None} | asked
    return list(sayings(archive.db, which, **options))  # type: ignore[arg-type]


def test_words_that_several_outlets_quote_are_one_saying_with_its_places(archive: Archive, save: Save):
    save("gazette", 1, LONG + ",", "Lee")
    save("herald", 2, LONG + ".", "Ann Lee")
    save("tribune", 3, "“" + LONG.lower() + "”", None)
    save("tribune", 4, "Another matter altogether was discussed", "Ann Lee")

    other, saying = said(archive)

    assert (saying.speaker, saying.count) == ("Ann Lee", 3)
    assert saying.places == [f"https://{p}" for p in ("gazette.example/1", "herald.example/2", "tribune.example/3")]
    assert (saying.site, saying.published_at) == ("tribune.example", "2026-11-03")
    assert other.count == 1


def test_the_filters_say_what_is_listed_and_the_places_are_all(archive: Archive, save: Save):
    save("gazette", 1, LONG, "Ann Lee")
    save("herald", 2, LONG, "Ann Lee")
    save("herald", 3, "Another matter altogether was discussed", "Bob Ray")

    assert [(s.site, s.count) for s in said(archive, site="gazette.example")] == [("gazette.example", 2)]
    assert [s.text for s in said(archive, speaker="ann lee")] == [LONG]
    assert [s.text for s in said(archive, said="harbour plan")] == [LONG]
    assert said(archive, speaker="nobody") == []


def test_two_people_who_say_the_same_are_two_sayings(archive: Archive, save: Save):
    save("gazette", 1, LONG, "Ann Lee")
    save("herald", 2, LONG, "Bob Ray")

    assert [(s.speaker, s.count) for s in said(archive)] == [("Bob Ray", 1), ("Ann Lee", 1)]


def test_a_few_words_are_one_saying_only_where_the_speaker_is_known_to_be_one(archive: Archive, save: Save):
    save("gazette", 1, "Never", "Ann Lee")
    save("herald", 2, "Never!", "Lee")
    save("tribune", 3, "Never.", None)

    assert [(s.speaker, s.count) for s in said(archive)] == [(None, 1), ("Ann Lee", 2)]


def test_a_limit_counts_sayings_not_quotes(archive: Archive, save: Save):
    for day in range(1, 6):
        save("gazette", day, LONG, "Ann Lee")
    save("herald", 6, "Another matter altogether was discussed", "Bob Ray")

    assert [s.count for s in said(archive, limit=2)] == [1, 5]
    assert len(said(archive, limit=1)) == 1


def test_words_without_a_letter_and_very_long_ones_are_compared_whole(archive: Archive, save: Save):
    save("gazette", 1, "word " * 5000 + "one", "Ann Lee")
    save("herald", 2, "word " * 5000 + "two", "Ann Lee")
    save("tribune", 3, "!?!", None)

    assert [s.count for s in said(archive)] == [1, 1, 1]


def test_japanese_words_are_compared_alike(archive: Archive, save: Save):
    save("gazette", 1, "橋は五月に開く。", "山本花子")
    save("herald", 2, "橋は五月に開く", "山本花子")

    assert [(s.speaker, s.count) for s in said(archive)] == [("山本花子", 2)]


def test_no_query_reads_the_table_from_end_to_end(archive: Archive, save: Save):
    save("gazette", 1, LONG, "Ann Lee")

    assert scanned(archive, lambda: said(archive, speaker="ann lee")) == []
