"""Finding quotes by their speaker, by what was said, and where."""

from datetime import timedelta

import pytest
from texts_in_scripts import NOW, article

from crawler.archive.search import quote_search
from crawler.items import Article, Quote
from crawler.page import Page


def test_quotes_by_speaker_and_words(archive):
    body = "«Це не кінець» і 「経済は良い」"
    quotes = [
        Quote("Це не кінець", 1, 13, "inline", 0, speaker="Олена Дзюба", speaker_as_printed="речниця Дзюба"),
        Quote("経済は良い", 18, 23, "inline", 1, speaker="金田正雄", speaker_as_printed="金田首相"),
        Quote("кінець", 7, 13, "inline", 2),
    ]
    archive.save(article(body, title="T", quotes=quotes, published_at="2026-11-01"), seen_at=NOW)

    def positions(**asked):
        found = [quote.position for quote in archive.quotes(**asked)]
        assert archive.count_quotes(**asked) == len(found)
        return found

    assert positions() == positions(article_id=1) == positions(site="harbour.example") == [0, 1, 2]
    assert positions(speaker="ДЗЮБА") == positions(speaker="речниця") == positions(speaker="дзю*") == [0]
    assert positions(speaker="首相") == positions(speaker="金田") == positions(said="経済") == [1]
    assert positions(said="кінець") == [0, 2]
    assert positions(said="кінець", speaker="Олена") == [0]
    assert positions(said="Олена") == positions(speaker="!!") == positions(article_id=2, said="кінець") == []
    assert positions(since="2026-11-02") == []
    assert [quote.position for quote in archive.quotes(limit=1)] == [0]


def test_quotes_at_a_site_are_the_same_whichever_is_walked(archive, monkeypatch):
    for number in range(12):
        speaker, site = ("Mary Pilot", "Pilot", "Ann Keeper")[number % 3], ("a", "b", "c", "c")[number % 4]
        told = f"“Low water {number}” and “High water {number}”"
        quotes = [
            Quote(told[start:end], start, end, "inline", place, speaker=speaker, speaker_as_printed=speaker)
            for place, (start, end) in enumerate(((1, told.index("”")), (told.index("H"), len(told) - 1)))
        ]
        url = f"https://{site}.example/{number}"
        item = Article(page=Page(url), url=url, site=f"{site}.example", title="T", body=told, quotes=quotes)
        archive.save(item, seen_at=NOW + timedelta(hours=number))
    found = []
    for few_hits in (-1, 3000):
        monkeypatch.setattr("crawler.archive.search.quote_search.FEW_HITS", few_hits)
        for speaker, said in (("Mary Pilot", None), ("Mary Pilot", "water"), (None, "low"), ("Keeper", "high water")):
            for which in ({"site": "a.example"}, {"site": "c.example"}, {"since": "2026-11-24"}):
                rows = list(archive.quotes(speaker=speaker, said=said, **which))
                assert archive.count_quotes(speaker=speaker, said=said, **which) == len(rows)
                found.append((few_hits, rows))

    assert [rows for few, rows in found if few < 0] == [rows for few, rows in found if few > 0]
    assert any(len(rows) > 1 for _, rows in found)


SAID = ("low water", "lowland waters", "Lower water", "high water", "上海の水", "no water here", "slow wavering")


@pytest.mark.parametrize("dearer", [1e-9, 1, 1e9], ids=["looked at one by one", "either", "asked of the index"])
def test_quotes_with_a_beginning_are_the_same_however_they_are_found(archive, monkeypatch, dearer):
    monkeypatch.setattr("crawler.archive.search.quote_search._DEARER", dearer)
    monkeypatch.setattr("crawler.archive.search.quote_search._MOST_OF_FILTER", 20 / dearer)
    for number in range(42):
        speaker, text = ("Mary Pilot", "Pilot", "Ann Keeper")[number % 3], SAID[number % len(SAID)]
        quotes = [Quote(text, 1, 1 + len(text), "inline", 0, speaker=speaker, speaker_as_printed=speaker)]
        url = f"https://{'ab'[number % 2]}.example/{number}"
        about = {"title": "T", "published_at": f"2026-11-{number % 20 + 1:02}", "language": "en"}
        item = Article(page=Page(url), url=url, site=url[8:17], body=f"“{text}” {number}", quotes=quotes, **about)
        archive.save(item, seen_at=NOW + timedelta(hours=number))

    for said in (
        "l*",
        "lo*",
        "wat*",
        "low wat*",
        '"low wa"*',
        "水",
        "z*",
        "wa* lo*",
        "water",
        "low water",
        '"no water"',
    ):
        for which in ({}, {"site": "a.example"}, {"speaker": "Mary Pilot"}, {"speaker": "Pilot", "language": "en"}):
            all_of_them = list(archive.quotes(said=said, **which))
            assert len(all_of_them) == archive.count_quotes(said=said, **which)
            for limit in (1, 5, 50):
                assert list(archive.quotes(said=said, limit=limit, **which)) == all_of_them[:limit], (
                    said,
                    which,
                    limit,
                )
    assert archive.count_quotes(said="l*") > 5
    assert archive.count_quotes(said="l*", most=5) == archive.count_quotes(most=5) == 5


def test_the_newest_quotes_of_a_speaker_with_a_beginning_come_first_though_old_ones_were_archived_last(archive):
    for number in range(40):
        quotes = [Quote("low water", 1, 10, "inline", 0, speaker="Mary Pilot", speaker_as_printed="Pilot")]
        about = {"title": "T", "published_at": f"{2026 - number}-11-20", "quotes": quotes}
        archive.save(article(f"“low water” {number}", number, **about), seen_at=NOW + timedelta(hours=number))

    found = archive.quotes(speaker="Mary Pilot", said="lo*", limit=3)

    assert [quote.published_at for quote in found] == ["2026-11-20", "2025-11-20", "2024-11-20"]
    assert not list(archive.quotes(said="lo*", limit=0))


def test_no_more_quotes_of_a_filter_are_looked_at_than_are_shown(archive, monkeypatch):
    quotes = []
    for number in range(300):
        quotes.append(Quote(text := f"low water {number}", 20 * number, 20 * number + len(text), "inline", number))
    body = "".join(quote.text.ljust(20) for quote in quotes)
    archive.save(article(body, title="T", quotes=quotes), seen_at=NOW)
    looked_at = []
    fold = quote_search.fold_letters
    monkeypatch.setattr(quote_search, "fold_letters", lambda text: looked_at.append(text) or fold(text))

    assert len(list(archive.sayings(said="water", site="harbour.example", limit=20))) == 20
    assert len(looked_at) <= 21
