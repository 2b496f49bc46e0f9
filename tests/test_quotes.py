"""The quotes step: what counts as a quote, of which kind, with which offsets."""

from __future__ import annotations

import itertools
import time

import pytest
from counting import calls
from hypothesis import given
from hypothesis import strategies as st
from made_to_cost_time import TEXTS

from crawler.blocks import Block
from crawler.items import KINDS_OF_QUOTE, Article
from crawler.page import Page
from crawler.reading.names.unspaced_names import UnspacedNames
from crawler.reading.quotes.cues import cues_of, languages
from crawler.reading.quotes.quoting import find_quotes
from pipelines.quotes import QuotesPipeline

PARTS = 'said|Ann Lee|he|the mayor|sagte|— |“|”|"|„|«|»|‘|’|.|,|:|\n|\n\n|「|」|と述べた'.split("|")
PARTS += "Port|Statement from |of|'|?|5|\x00|Mr. |…".split("|")
words = st.sampled_from(PARTS)
bodies = st.lists(words, max_size=40).map(" ".join) | st.text(max_size=120)


def texts(body: str, language: str = "en") -> list[str]:
    return [quote.text for quote in find_quotes(body, (), language)]


def article_of(body: str, language: str = "en") -> Article:
    return Article(page=Page.from_body(body, language=language), body=body, language=language)


def article_of_page(html: str) -> Article:
    page = Page.from_html(f"<html><body><article>{html}</article></body></html>")
    return Article(page=page, body="\n\n".join(b.text for b in page.blocks), blocks=page.blocks, language="en")


@given(bodies, st.sampled_from([*languages(), None, "xx"]))
def test_offsets_slice_the_body_and_quotes_never_overlap(body, language):
    quotes = find_quotes(body, (), language)

    assert all(body[q.start : q.end] == q.text and q.text.strip() == q.text != "" for q in quotes)
    assert all(a.end <= b.start for a, b in itertools.pairwise(quotes))
    assert all(q.kind in KINDS_OF_QUOTE for q in quotes)
    assert all(name is None or name.strip() for q in quotes for name in (q.speaker, q.speaker_as_printed))
    utterances = [q.utterance for q in quotes]
    assert utterances == sorted(utterances)
    assert sorted(set(utterances)) == list(range(len(set(utterances))))


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("en", "The so-called “experts” met on Monday."),
        ("en", "The film “Northern Tide” opens in May."),
        ("en", "They met in the “Blue Room” on Monday."),
        ("en", "Ann Lee was seen on NBN’s “Harbour At Six” on Monday."),
        ("de", "Der Film „Nordische Flut“ läuft im Mai an."),
        ("de", "Die „Hafenzeitung“ erscheint am Montag."),
        ("de", "Das Schiff „Seeadler“ lief am Montag aus."),
        ("de", "Die sogenannten „Experten“ trafen sich am Montag."),
        ("ru", "Фильм «Северный прилив» выйдет в мае."),
        ("ru", "Компания «Порт» открыла причал."),
        ("uk", "Літак «Сокіл» прилетів у понеділок."),
        ("uk", "Газета «Порт» вийшла у понеділок."),
        ("fr", "Le film « Marée du Nord » sort en mai."),
        ("es", "La película “Marea del Norte” se estrena en mayo."),
        ("it", "Il film “Marea del Nord” esce a maggio."),
        ("pl", "Film „Północny przypływ” wchodzi do kin w maju."),
        ("cs", "Film „Severní příliv“ jde do kin v květnu."),
        ("ja", "映画『北の潮』と「潮風」は五月に公開される。"),
        ("ja", "公園に立つのは「希望の像」。市長は除幕式で喜びを語った。"),
        ("zh", "所谓“专家”周一开会。"),
        ("ta", 'இந்த பாடல் "நீண்ட இரவு பயணம்" என்று தொடங்குகிறது.'),
        ("ta", '"மக்கள் பாதுகாப்பு சட்டம்" என்று கூறப்படும் சட்டம் வந்தது.'),
        ("te", "“సాగర రాణి మహా నౌక” అని రాసి ఉంది."),
        ("kn", "“ಸಾಗರ ರಾಣಿ ದೊಡ್ಡ ಹಡಗು” ಎಂದು ಬರೆಯಲಾಗಿತ್ತು."),
        ("ml", "“കടലിന്റെ വലിയ റാണി” എന്ന് എഴുതിയിരുന്നു."),
        ("ja", "「長い夜の港町」とともに上映された。"),
        ("ja", "歌は「夜の港は遠い」と始まる。"),
        ("ko", '노래는 "밤의 항구는 멀다"고 시작한다.'),
        ("ko", '"항만을 지키자 우리가 지키자"라는 구호가 울렸다.'),
        ("ne", 'बोर्डमा "हामी मे महिनामा बन्दरगाह खोल्छौं" भनेर लेखिएको थियो।'),
        ("ko", '"5월에 항만을 열겠다"라고 적은 깃발을 박지훈 씨가 들었다.'),
    ],
)
def test_titles_names_and_scare_quotes_are_no_quotes(language, body):
    assert texts(body, language) == []


@pytest.mark.parametrize(
    ("language", "body", "quote"),
    [
        ("en", "Ann Lee called the delay “shameful”.", "shameful"),
        ("de", "Anna Lehmann nannte die Verzögerung „beschämend“.", "beschämend"),
        ("de", "Er sagte, die Verzögerung sei „nicht hinnehmbar“.", "nicht hinnehmbar"),
        ("pl", "„Nie” – powiedziała Anna Nowak.", "Nie"),
        ("ru", "«Нет», — заявила Анна Петрова.", "Нет"),
    ],
)
def test_few_words_count_where_somebody_says_them(language, body, quote):
    assert texts(body, language) == [quote]


@pytest.mark.parametrize(
    ("language", "body", "expected"),
    [
        ("es", "—No lo sabía —dijo Ana Ruiz—. Fue un error.", ["No lo sabía", "Fue un error."]),
        ("ru", "— Мы готовы, — сказала Анна Петрова. — Но не сегодня.", ["Мы готовы", "Но не сегодня."]),
        ("uk", "— Ми готові, — сказала Анна Коваль.", ["Ми готові"]),
        ("pl", "– Jesteśmy gotowi – powiedziała Anna Nowak.", ["Jesteśmy gotowi"]),
        ("fr", "— Nous sommes prêts, a dit Anne Leroy.", ["Nous sommes prêts"]),
        ("pt", "— Estamos prontos — disse Ana Silva.", ["Estamos prontos"]),
        ("sv", "– Vi är redo, säger Anna Svensson.", ["Vi är redo"]),
        ("no", "– Vi er klare, sier Anna Hansen.", ["Vi er klare"]),
        ("da", "– Vi er klar, siger Anna Jensen.", ["Vi er klar"]),
        ("fi", "– Olemme valmiita, sanoo Anna Virtanen.", ["Olemme valmiita"]),
        ("tr", "– Hazırız, dedi Anna Yılmaz.", ["Hazırız"]),
    ],
)
def test_speech_after_a_dash_is_dialogue_without_its_attribution(language, body, expected):
    quotes = find_quotes(body, (), language)

    assert [q.text for q in quotes] == expected
    assert {q.kind for q in quotes} == {"dialogue"}
    assert len({q.utterance for q in quotes}) == 1
    assert all(q.speaker for q in quotes)


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("fr", "– pain\n\n– lait\n\n– deux œufs"),
        ("es", "— Primer punto\n\n— Segundo punto"),
        ("en", "— The pier opens in May, said nobody."),
    ],
)
def test_a_list_with_dashes_is_no_dialogue(language, body):
    assert texts(body, language) == []


def test_a_quoted_paragraph_above_the_line_that_names_its_source_is_a_block():
    body = 'It rained.\n\n"The pier opens in May."\n\nStatement from the mayor\'s office\n\nIt rained on.'

    (quote,) = find_quotes(body, (), "en")

    assert (quote.kind, quote.speaker, quote.cue) == ("block", "the mayor's office", "Statement from")
    assert quote.speaker_as_printed == "the mayor's office"


def test_the_line_that_the_body_step_took_away_still_names_the_speaker():
    blocks = [Block("It rained.", "p"), Block("“The pier opens in May.”", "p", attribution="— Ann Lee, mayor")]

    (quote,) = find_quotes("It rained.\n\n“The pier opens in May.”", blocks, "en")

    assert (quote.text, quote.kind, quote.speaker) == ("The pier opens in May.", "block", "Ann Lee")


def test_a_quoted_paragraph_without_such_a_line_is_inline():
    (quote,) = find_quotes("“The pier opens in May.”\n\nIt rained on.", (), "en")

    assert quote.kind == "inline"


@pytest.mark.parametrize(
    ("html", "quotes"),
    [
        ("<p>It rained.</p><blockquote>The pier opens in May.</blockquote>", [("The pier opens in May.", None)]),
        ("<blockquote><p>“The pier opens in May.”</p></blockquote>", [("The pier opens in May.", None)]),
        ("<blockquote>The pier opens. <cite>Ann Lee</cite></blockquote>", [("The pier opens.", "Ann Lee")]),
        (
            "<blockquote><p>The pier opens.</p><p>It is long.</p><p>— Ann Lee, mayor</p></blockquote>",
            [("The pier opens.", "Ann Lee"), ("It is long.", "Ann Lee")],
        ),
        (
            "<blockquote><p>The pier opens.</p><footer>— <cite>Ann Lee</cite></footer></blockquote>",
            [("The pier opens.", "Ann Lee")],
        ),
        (
            "<figure><blockquote><p>The pier opens.</p></blockquote><figcaption>Ann Lee, mayor</figcaption></figure>",
            [("The pier opens.", "Ann Lee")],
        ),
        (
            "<blockquote><p>The pier opens.</p></blockquote><p>— Ann Lee, mayor of Seaport</p>",
            [("The pier opens.", "Ann Lee")],
        ),
        ("<p>Ann Lee wrote:</p><blockquote>The pier opens.</blockquote>", [("The pier opens.", "Ann Lee")]),
        ("<p>Ann Lee slept.</p><blockquote>The pier opens.</blockquote>", [("The pier opens.", None)]),
        ('<blockquote cite="https://a.example/b">The pier opens.</blockquote>', [("The pier opens.", None)]),
        ("<div><q>The pier opens.</q><em>Statement from Ann Lee</em></div>", [("The pier opens.", "Ann Lee")]),
        ('<blockquote class="twitter-tweet"><p>The pier opens!</p></blockquote>', []),
    ],
)
def test_a_blockquote_is_a_quote_as_a_whole(html, quotes):
    article = article_of_page(html)

    found = find_quotes(article.body, article.blocks, "en")

    assert [(q.text, q.speaker) for q in found] == quotes
    assert {q.kind for q in found} <= {"block"}
    assert len({q.utterance for q in found}) <= 1


def test_a_blockquote_that_tells_who_says_its_words_is_none_as_a_whole():
    article = article_of_page("<p>It rained.</p><blockquote>“The pier opens in May,” said Ann Lee.</blockquote>")

    (found,) = find_quotes(article.body, article.blocks, "en")

    assert (found.text, found.speaker) == ("The pier opens in May,", "Ann Lee")


def test_a_q_element_is_a_quote_without_marks():
    article = article_of_page("<p>Ann Lee said: <q>The pier opens in May.</q></p>")

    (quote,) = find_quotes(article.body, article.blocks, "en")

    assert (quote.text, quote.speaker, quote.kind) == ("The pier opens in May.", "Ann Lee", "inline")


def test_a_pull_quote_counts_once_with_the_speaker_of_the_running_text():
    article = article_of_page(
        "<p>“It took nine years to build the pier,” said Ann Lee.</p>"
        "<aside><p>“It took nine years to build the pier”</p></aside>"
    )

    (quote,) = find_quotes(article.body, article.blocks, "en")

    assert (quote.kind, quote.speaker, quote.start) == ("pull", "Ann Lee", 1)


def test_what_the_body_leaves_out_of_the_page_still_tells_of_its_quotes():
    page = article_of_page(
        "<p>“It took nine years to build the pier,” said Ann Lee.</p><blockquote>It is long.</blockquote>"
        "<p>— Bob Ray, mayor</p><aside><p>It took nine years to build the pier</p></aside>"
    ).page
    kept = page.blocks[:2]

    found = find_quotes("\n\n".join(block.text for block in kept), kept, "en", page.blocks)

    assert [(q.text, q.speaker, q.kind) for q in found] == [
        ("It took nine years to build the pier,", "Ann Lee", "pull"),
        ("It is long.", "Bob Ray", "block"),
    ]


def test_single_marks_quote_only_where_no_double_ones_do():
    assert texts("‘The pier opens in May,’ said Ann Lee.") == ["The pier opens in May,"]
    assert texts("The ‘new’ pier is long. “It opens in May,” said Ann Lee.") == ["It opens in May,"]


def test_a_name_in_marks_within_the_speakers_name_is_no_quote():
    body = "«Міст відкриють у травні», — заявив керівник «Порту» Іван Коваль."

    (quote,) = find_quotes(body, (), "uk")

    assert quote.speaker_as_printed == "керівник «Порту» Іван Коваль"


def test_parts_of_an_utterance_over_paragraphs_share_its_number_and_speaker():
    body = "“The pier opens in May.\n\n“It took nine years,” said Ann Lee."

    first, second = find_quotes(body, (), "en")

    assert first.speaker == second.speaker == "Ann Lee"
    assert first.utterance == second.utterance


def test_the_step_fills_the_field_and_says_what_it_found():
    counted: list[str] = []
    article = article_of("“The pier opens in May,” said Ann Lee. “It is long.”")

    QuotesPipeline(counted.append, reraise=True).process_item(article)

    assert [q.speaker for q in article.quotes] == ["Ann Lee", "Ann Lee"]
    assert article.provenance["quotes"] == {"source": "marks", "evidence": "2 marked"}
    assert counted == ["quotes/marks"]


@pytest.mark.parametrize("body", [None, "", "It rained."])
def test_an_article_that_quotes_nobody_has_an_empty_list(body):
    counted: list[str] = []
    article = Article(page=Page.from_body(body or ""), body=body, language="en")

    QuotesPipeline(counted.append, reraise=True).process_item(article)

    assert article.quotes == []
    assert "quotes" not in article.provenance
    assert counted == ["quotes/missing"]


def calls_of(start: str) -> int:
    return calls(lambda: find_quotes(start + "“b,” he said.", (), "en"))


def test_who_holds_a_role_is_looked_up_once():
    names = UnspacedNames("山本花子市長は市長室にいた。" * 100, cues_of("ja"))

    assert names.holder("市長") == "山本花子"
    assert calls(lambda: names.holder("市長")) < 10


def test_an_age_is_looked_for_in_a_word_without_end_in_one_pass():
    body = "Ann Lee, 44, came. “We have nothing else in this town,” the 44-year-old said. " + "x" * 60_000

    started = time.process_time()
    (quote,) = find_quotes(body, (), "en")

    assert quote.speaker == "Ann Lee"
    assert time.process_time() - started < 5


@pytest.mark.thorough
@pytest.mark.parametrize(("language", "part"), TEXTS)
def test_ten_times_the_text_costs_less_than_twenty_times_the_calls(language, part):
    body = part * (60_000 // len(part))

    short = calls(lambda: find_quotes(body[:6_000], (), language))

    assert calls(lambda: find_quotes(body, (), language)) < 20 * max(short, 500)


@pytest.mark.thorough
@pytest.mark.parametrize(
    "part",
    [
        "“",
        '"',
        "“a” ",
        "„a “b” ",
        "Ann Lee said “a” and “b” ",
        "He said “it is.” ",
        "According to him, “the pier” ",
        "A ",
        "«»",
        "「",
        "“a\n\n",
        "“a.”\n\nSource: Lee\n\n",
        "— a, — said he. ",
        "— a, — said he.\n\n",
        "of the ",
        "Ann, ",
        "(",
    ],
)
def test_hostile_text_costs_steps_in_proportion_to_its_length(part):
    find_quotes(part * 10, (), "en")  # tables are read once

    once, twice = calls_of(part * 400), calls_of(part * 800)

    assert twice < 2.5 * once + 1_000


GERMAN = (
    "Mohammed Aloof leitet den Hafen, und seit Mai hilft ihm die Technologie dabei. {} Im Juli kommt ein neuer Kran, "
    "den auch Pfeiffer gesehen hat."
)


@pytest.mark.parametrize(
    ("said", "speaker"),
    [
        ("„Ich lerne noch jeden Tag dazu“, sagt er.", "Mohammed Aloof"),
        ("„Ich lerne noch jeden Tag dazu“, erklärt Pfeiffer.", "Pfeiffer"),
        ("„Ich lerne noch jeden Tag dazu“, sagt die Sprecherin.", "die Sprecherin"),
        ("Ihm bleibt nur eine bittere Erkenntnis: „Ich lerne noch jeden Tag dazu.“", None),
    ],
)
def test_a_german_noun_is_nobody_where_nothing_tells_that_it_speaks(said: str, speaker: str | None):
    (quote,) = find_quotes(GERMAN.format(said), language="de")

    assert quote.speaker == speaker


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("en", "You’ll have seen how the harbour went “completely and utterly mad” over its new crane."),
        ("fr", "Le port attend. Mais « la grue arrive au mois de juillet prochain » pour les quais du nord."),
    ],
)
def test_a_small_word_is_nobody_though_a_sentence_begins_with_it(language: str, body: str):
    assert all(quote.speaker is None for quote in find_quotes(body, language=language))


def test_presidents_of_many_names_are_told_in_one_pass():
    kana = "アカサタナハマヤラワイキシチニヒミリウク"
    names = (f"{a}{b}リ{c}" for a in kana for b in kana for c in "アイウエ")
    body = "".join(f"{name}大統領は「町にとって良い日だ」と話した。" for name in itertools.islice(names, 1200))

    started = time.process_time()
    quotes = find_quotes(body, (), "ja")

    assert {len(quote.speaker or "") for quote in quotes} == {4}
    assert time.process_time() - started < 1  # four seconds where each title is looked for in all of the body
