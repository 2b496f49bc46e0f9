"""Quotes and their speakers as each language prints them: a table of sentences a language."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from crawler.items import Quote
from crawler.reading.names.inflected_names import nominative
from crawler.reading.names.names import Names
from crawler.reading.quotes.cues import cues_of
from crawler.reading.quotes.quoting import find_quotes

PRINTED = tomllib.loads(Path(__file__).with_suffix(".toml").with_stem("quotes_by_language").read_text(encoding="utf-8"))
PROMISED = "en de fr es pt it nl pl cs ru uk tr ar fa hi id vi zh ja ko sv no da fi el ro hu".split()
ALSO_READ = "he bg hr sr sk sl mk ca lt lv et sq az ka hy bn ur is".split()
BRIEFLY_READ = (
    "kk ky uz tg mn ha sw so am ml ta te kn mr ne gu pa si ckb ku yi ps tl af th lo km my be eu gl cy ga lb fo".split()
)


def found_in(language: str, body: str) -> list[Quote]:
    words = PRINTED[language]
    return find_quotes(body.format(**words), (), language)


def cases(*ways: str) -> list[tuple[str, str]]:
    return [(language, way) for language, words in PRINTED.items() for way in ways if way in words]


def test_every_promised_language_has_its_table():
    assert set(PRINTED) == {*PROMISED, *ALSO_READ, *BRIEFLY_READ}


@pytest.mark.parametrize(("language", "way"), cases("after", "before", "colon", "dash"))
def test_the_words_and_who_says_them_are_found(language: str, way: str):
    words = PRINTED[language]

    (quote,) = found_in(language, words[way])

    assert quote.text.rstrip(".,。，।۔") == words["quote"]
    assert quote.speaker == words["speaker"]
    assert quote.kind == ("dialogue" if way == "dash" else "inline")


@pytest.mark.parametrize("language", [*PROMISED, *ALSO_READ])
def test_according_to_somebody(language: str):
    words = PRINTED[language]
    name = words.get("according_to", words["speaker"])

    (quote,) = find_quotes(words["according"].format(quote=words["quote"], speaker=name), (), language)

    assert quote.text.rstrip(".。।۔") == words["quote"]
    assert quote.speaker == words.get("according_to_speaker", name)


@pytest.mark.parametrize("language", [*PROMISED, *ALSO_READ])
def test_parts_that_the_attribution_breaks_are_one_utterance(language: str):
    words = PRINTED[language]

    first, second = found_in(language, words["broken"])

    assert [quote.text.rstrip(".,。，।۔") for quote in (first, second)] == [words["first"], words["second"]]
    assert first.speaker == second.speaker == words["speaker"]
    assert first.utterance == second.utterance


@pytest.mark.parametrize(("language", "way"), cases("scare", "title"))
def test_words_at_arms_length_and_titles_are_no_quotes(language: str, way: str):
    assert found_in(language, PRINTED[language][way]) == []


ALSO = [(language, *row) for language, words in PRINTED.items() for row in words.get("also", ())]


@pytest.mark.parametrize(("language", "body", "speaker"), ALSO)
def test_speakers_of_other_sentences(language: str, body: str, speaker: str):
    quotes = find_quotes(body, (), language)

    assert {quote.speaker or "" for quote in quotes} == {speaker}


ALIKE = [
    ("ru", "Александр Петров", "Александры Петровой", None),
    ("ru", "Александр Петров", "Александра Петрова", "Александр Петров"),
    ("ru", "Мария Орлова", "Марины Орловой", None),
    ("ru", "Мария Орлова", "Марии Орловой", "Мария Орлова"),
    ("ru", "Иван Коваленко", "Ковалева", None),
    ("uk", "Олександр Шевчук", "Олександри Шевчук", None),
    ("cs", "Petr Novák", "Petry Novákové", None),
    ("cs", "Petr Novák", "Petra Nováka", "Petr Novák"),
    ("pl", "Jan Nowak", "Janiny Nowak", None),
    ("pl", "Jan Nowak", "Jana Nowaka", "Jan Nowak"),
    ("fi", "Antti Virtanen", "Antti Virtasen", "Antti Virtanen"),
]


@pytest.mark.parametrize(("language", "person", "inflected", "meant"), ALIKE)
def test_a_name_in_another_case_is_somebody_whom_the_article_names_and_nobody_of_a_name_alike(
    language: str, person: str, inflected: str, meant: str | None
):
    names = Names.of(f"{person}.", cues_of(language))

    assert nominative(inflected, names) == (meant or inflected)
