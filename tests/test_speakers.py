"""Who speaks: cues and the words beside them, in many languages; lines that name a source."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.reading.quotes.attribution_lines import attribution_speaker, is_attribution_line
from crawler.reading.quotes.cues import cues_of, guess_language, languages
from crawler.reading.quotes.quoting import find_quotes

PROMISED = "en de fr es pt it nl pl cs ru uk tr ar fa hi id vi zh ja ko sv no da fi el ro hu".split()


def speakers(body: str, language: str = "en") -> list[str | None]:
    return [quote.speaker for quote in find_quotes(body, (), language)]


def test_every_promised_language_has_its_words():
    assert set(PROMISED) <= set(languages())
    assert all(cues_of(language).from_line for language in PROMISED)


@pytest.mark.parametrize(
    ("language", "body", "speaker"),
    [
        ("en", "“The pier will open in May,” said Ann Lee.", "Ann Lee"),
        ("en", "“The pier will open in May,” Ann Lee said.", "Ann Lee"),
        ("en", "“The pier will open in May,” Ann Lee, the mayor, said on Monday.", "Ann Lee"),
        ("en", "Ann Lee told reporters: “The pier will open in May.”", "Ann Lee"),
        ("en", "Ann Lee said that the pier was “a gift to the whole town”.", "Ann Lee"),
        ("en", "According to Ann Lee, “the pier will open in May”.", "Ann Lee"),
        ("en", "Ann Lee: “The pier will open in May.”", "Ann Lee"),
        ("en", "“The pier will open in May,” said a spokesman for the port.", "a spokesman for the port"),
        ("en", "“The pier will open in May,” the report said.", "the report"),
        ("de", "„Die Brücke öffnet im Mai“, sagte Anna Lehmann.", "Anna Lehmann"),
        ("de", "„Die Brücke öffnet im Mai“, so Anna Lehmann am Montag.", "Anna Lehmann"),
        ("de", "In einem Gespräch sagte Anna Lehmann: „Die Brücke öffnet im Mai.“", "Anna Lehmann"),
        ("de", "Laut Anna Lehmann ist die Brücke „ein Geschenk an alle Bürger“.", "Anna Lehmann"),
        ("fr", "« Le pont ouvre en mai », a déclaré Anne Leroy.", "Anne Leroy"),
        ("fr", "Selon Anne Leroy, « le pont ouvre en mai ».", "Anne Leroy"),
        ("es", "“El puente abre en mayo”, dijo Ana Ruiz ayer.", "Ana Ruiz"),
        ("pt", "“A ponte abre em maio”, afirmou Ana Silva.", "Ana Silva"),
        ("it", "«Il ponte apre a maggio», ha detto Anna Rossi.", "Anna Rossi"),
        ("nl", "‘De brug gaat in mei open’, zei Anna de Vries.", "Anna de Vries"),
        ("pl", "„Most otworzymy w maju” – powiedziała Anna Nowak.", "Anna Nowak"),
        ("cs", "„Most otevřeme v květnu,“ řekla Anna Nováková.", "Anna Nováková"),
        ("ru", "«Мост откроют в мае», — заявила Анна Петрова.", "Анна Петрова"),
        ("uk", "«Міст відкриють у травні», — сказала Анна Коваль.", "Анна Коваль"),
        ("tr", 'Anna Yılmaz, "Köprü mayısta açılacak" dedi.', "Anna Yılmaz"),
        ("ar", "قالت سلمى حداد: «سنفتح الجسر في مايو».", "سلمى حداد"),
        ("hi", 'सीता शर्मा ने कहा, "पुल मई में खुलेगा।"', "सीता शर्मा"),
        ("fa", "مریم رضایی گفت: «پل در ماه مه باز می‌شود.»", "مریم رضایی"),
        ("id", '"Jembatan dibuka bulan Mei," kata Ani Susilo.', "Ani Susilo"),
        ("zh", "市长王安表示：“大桥五月开放。”", "王安"),
        ("ja", "山本市長は「橋は五月に開く」と述べた。", "山本"),
        ("ko", '이안나 시장은 "다리는 5월에 열린다"고 말했다.', "이안나"),
        ("sv", "”Bron öppnar i maj”, säger Anna Svensson.", "Anna Svensson"),
        ("no", "«Broen åpner i mai», sier Anna Hansen.", "Anna Hansen"),
        ("da", "»Broen åbner i maj«, siger Anna Jensen.", "Anna Jensen"),
        ("fi", "”Silta avataan toukokuussa”, sanoo Anna Virtanen.", "Anna Virtanen"),
        ("el", "«Η γέφυρα ανοίγει τον Μάιο», είπε η Άννα Παππά.", "Άννα Παππά"),
        ("ro", "„Podul se deschide în mai”, a declarat Ana Popescu.", "Ana Popescu"),
        ("hu", "„A híd májusban nyílik” – mondta Kovács Anna.", "Kovács Anna"),
    ],
)
def test_the_speaker_is_read_beside_the_quote(language, body, speaker):
    assert speakers(body, language) == [speaker]


def test_a_bare_surname_becomes_the_fullest_name_the_article_gives():
    body = "Prime Minister Ann Lee opened the pier.\n\n“It took nine years,” Lee said."

    (quote,) = find_quotes(body, (), "en")

    assert (quote.speaker, quote.speaker_as_printed, quote.cue) == ("Ann Lee", "Lee", "said")


def test_a_pronoun_is_the_last_person_who_fits():
    body = "Mr. Bob Ray built the pier. Mrs. Ann Lee opened it. “It took nine years of hard work,” he said."

    assert speakers(body) == ["Bob Ray"]


def test_a_pronoun_with_nobody_before_it_names_nobody():
    (quote,) = find_quotes("“It took nine years of hard work,” she said.", (), "en")

    assert (quote.speaker, quote.speaker_as_printed) == (None, "she")


def test_words_of_the_writer_and_of_a_crowd_name_nobody():
    assert speakers("“It took nine years of hard work,” I said. “We are tired of it all,” they said.") == [None, None]


def test_an_aide_is_not_the_person_he_works_for():
    assert speakers("Ann Lee waited. “She will come at noon,” said Lee’s lawyer.") == ["Lee’s lawyer"]


def test_a_sentence_that_follows_its_own_attribution_is_carried_on():
    body = "“The pier opens in May,” Ann Lee said. “It took nine years of work.”"

    first, second = find_quotes(body, (), "en")

    assert second.speaker == "Ann Lee"
    assert first.utterance == second.utterance


def test_another_sentence_between_them_parts_two_utterances():
    body = "“The pier opens in May,” Ann Lee said. It rained. “We waited for nine years,” Bob Ray said."

    first, second = find_quotes(body, (), "en")

    assert (first.speaker, second.speaker) == ("Ann Lee", "Bob Ray")
    assert first.utterance != second.utterance


def test_a_transcript_names_its_speakers_within_the_quote():
    assert speakers('"LEE: When does the pier open?\n\n"RAY: In May, if it is dry.\n\nHe left.') == ["LEE", "RAY"]


def test_a_quote_that_nothing_attributes_has_no_speaker():
    assert speakers("“The pier opens in May and it took nine years.”") == [None]


@pytest.mark.parametrize(
    ("line", "speaker"),
    [
        ("Statement from the mayor's office", "the mayor's office"),
        ("— Jane Doe, mayor", "Jane Doe"),
        ("– Jane Doe", "Jane Doe"),
        ("Jane Doe, head of the port authority", "Jane Doe"),
        ("Jane Doe (mayor of Seaport)", "Jane Doe"),
        ("(Jane Doe, mayor)", "Jane Doe"),
        ("Source: Port Authority", "Port Authority"),
        ("Quelle: Hafenamt", "Hafenamt"),
        ("said Jane Doe, mayor", "Jane Doe"),
        ("Заява офісу мера", "офісу мера"),
        ("Источник: пресс-служба порта", "пресс-служба порта"),
        ("Анна Коваль, міністр транспорту", "Анна Коваль"),
    ],
)
def test_a_line_under_a_quote_names_its_source(line, speaker):
    assert attribution_speaker(line)[0] == speaker
    assert is_attribution_line(line)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Advertisement",
        "Read more: the pier reopens",
        "Image",
        "New York, Monday",
        "– Tickets cost five euros",
        "- Open from nine to five",
        "The mayor said the pier would open in May.",
        "Statement from the mayor was expected on Monday but never came.",
        "Jane Doe told reporters, who laughed",
        "“The pier opens,” said Jane Doe",
        "By Jane Doe for the Gazette and its many readers in the islands and beyond, who asked for it again and again",
        "Jane Doe, head of the port authority, left the room.",
    ],
)
def test_other_lines_name_no_source(line):
    assert not is_attribution_line(line)


parts = st.sampled_from("— - Ann Lee said Source : , . ( ) （ ） mayor's 5 山本花子 会長 이안나 씨 سامي «".split(" "))


@given(st.lists(parts, max_size=12).map(" ".join) | st.text(max_size=60), st.booleans())
def test_no_line_raises_and_a_name_is_never_blank(line, after_quote):
    found = attribution_speaker(line, after_quote=after_quote)

    assert found is None or found[0].strip()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The mayor said that the pier would open, but not when.", "en"),
        ("Der Bürgermeister sagte, dass die Brücke im Mai öffnet.", "de"),
        ("橋は五月に開くと市長が話した。", "ja"),
        ("1234", None),
    ],
)
def test_a_language_nobody_told_is_guessed_from_small_words(text, language):
    assert guess_language(text) == language
