"""A speaker is found under all names that articles print."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from crawler.archive import Archive
from crawler.items import Article, Quote
from crawler.page import Page

NOW = datetime(2026, 11, 24, tzinfo=UTC)
Save = Callable[..., None]


@pytest.fixture
def save(archive: Archive) -> Save:
    """Archive an article that quotes each of *speakers*, (name, as printed), with words of their own."""
    counter = iter(range(1000))

    def save_one(*speakers: tuple[str | None, str | None]) -> None:
        number = next(counter)
        texts = [f"word{number} word{number}x{i} of the day" for i in range(len(speakers))]
        body = " ".join(texts)
        quotes = [
            Quote(text, body.index(text), body.index(text) + len(text), "inline", i, *names, "said")
            for i, (text, names) in enumerate(zip(texts, speakers, strict=True))
        ]
        url = f"https://harbour.example/{number}"
        page = Page.from_body(body, url=url)
        archive.save(
            Article(page=page, url=url, site="harbour.example", title=f"T{number}", body=body, quotes=quotes),
            seen_at=NOW,
        )

    return save_one


def named(archive: Archive, speaker: str) -> list[str | None]:
    return sorted(quote.speaker or "" for quote in archive.quotes(speaker=speaker))


def test_the_full_name_finds_articles_that_print_the_family_name_alone(archive: Archive, save: Save):
    save(("Fumio Kishida", "Kishida"))
    save(("Kishida", "Prime Minister Kishida"))
    save(("KISHIDA", "KISHIDA"))
    save(("Ann Lee", "Lee"))

    assert named(archive, "Fumio Kishida") == ["Fumio Kishida", "KISHIDA", "Kishida"]
    assert named(archive, "fumio kishida") == ["Fumio Kishida", "KISHIDA", "Kishida"]


def test_the_family_name_finds_all_who_have_it(archive: Archive, save: Save):
    save(("Fumio Kishida", "Kishida"), ("Yuko Kishida", "Yuko Kishida"))

    assert named(archive, "Kishida") == ["Fumio Kishida", "Yuko Kishida"]


def test_words_that_were_said_are_found_under_the_family_name_too(archive: Archive, save: Save):
    save(("Fumio Kishida", "Kishida"))
    save(("Kishida", "Prime Minister Kishida"), ("Kishida's aide", "Kishida's aide"))

    for said, speakers in (
        ("day", ["Fumio Kishida", "Kishida"]),
        ("word1", ["Kishida"]),
        ("da*", ["Fumio Kishida", "Kishida"]),
    ):
        found = list(archive.quotes(speaker="Fumio Kishida", said=said, limit=9))
        assert sorted(quote.speaker or "" for quote in found) == speakers
        assert archive.count_quotes(speaker="Fumio Kishida", said=said) == len(speakers)


def test_a_name_that_ends_with_a_sign_has_no_family_name(archive: Archive, save: Save):
    save(("Fumio –", "Fumio"))
    save(("–", "–"))

    assert named(archive, "Fumio") == ["Fumio –"]


def test_a_name_that_two_people_have_stands_for_neither(archive: Archive, save: Save):
    save(("Fumio Kishida", "Kishida"))
    save(("Yuko Kishida", "Kishida"))
    save(("Kishida", "Kishida"))

    assert named(archive, "Fumio Kishida") == ["Fumio Kishida"]


def test_an_office_is_not_the_person(archive: Archive, save: Save):
    save(("President Yoon's office", "President Yoon's office"))
    save(("office", "the office"), ("Yoon", "Yoon"))

    assert named(archive, "President Yoon's office") == ["President Yoon's office"]


def test_somebody_who_speaks_for_another_does_not_make_the_name_ambiguous(archive: Archive, save: Save):
    save(("Fumio Kishida", "Fumio Kishida"), ("a spokesman for Kishida", "a spokesman for Kishida"))
    save(("Kishida", "Kishida"))

    assert named(archive, "Fumio Kishida") == ["Fumio Kishida", "Kishida"]


@pytest.mark.parametrize(("full", "family"), [("岸田文雄", "岸田"), ("김수현", "김"), ("王安", "王")])
def test_a_name_in_han_or_hangul_is_found_by_how_it_begins(archive: Archive, save: Save, full: str, family: str):
    save((full, full))
    save((family, family))
    save(("林小明", "林小明"))

    assert named(archive, full) == sorted([full, family])


def test_a_name_in_another_script_than_latin_is_found_alike(archive: Archive, save: Save):
    save(("Анна Петрова", "мэр Анна Петрова"))
    save(("Петрова", "Петрова"))
    save(("سامي الحداد", "الحداد"))
    save(("الحداد", "الحداد"))

    assert named(archive, "Анна Петрова") == ["Анна Петрова", "Петрова"]
    assert named(archive, "سامي الحداد") == ["الحداد", "سامي الحداد"]


@pytest.mark.parametrize("speaker", ["", "?!", "nobody"])
def test_nobody_is_found_under_no_name(archive: Archive, save: Save, speaker: str):
    save(("Ann Lee", "Lee"), (None, None))

    assert named(archive, speaker) == []
