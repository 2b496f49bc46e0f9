"""Finding words in every script."""

import re
import sqlite3
import unicodedata
from contextlib import closing
from itertools import product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from texts_in_scripts import NOW, TEXTS, article

from crawler.archive import Archive, fold, match_expression, snippet
from crawler.archive.search import walking
from crawler.archive.search.folding import Term, beginnings, fold_letters, is_simple, runs, words_alone
from crawler.archive.search.full_text import TOKENIZE
from crawler.archive.search.snippets import holds

# Query, and the texts that it must find, no more and no fewer.
FINDS = [
    ("soil", "en"),
    ("oil", ""),
    ("oil*", "en"),
    ("HARBOUR", "en"),
    ("lock gates", "en"),
    ('"lock gates"', "en"),
    ("“lock gates”", "en"),
    ('"gates lock"', ""),
    ("lock-gates", "en"),
    ('"near the harb"*', "en"),
    ("1,250", "en"),
    ("U.S.", "en"),
    ("isn't", "en"),
    ("isn’t", "en"),
    ("is", "en"),
    ("soil missing", ""),
    ("cafe zurich", "en2"),
    ("CAFÉ", "en2"),
    ("cafe\u0301", "en2"),
    ("angstrom", "en2"),
    ("cooperative naive resume", "en2"),
    ("strasse fluss", "de"),
    ("STRAẞE", "de"),
    ("donaudampfschiff", "de"),
    ("αθήνα", "el"),
    ("ΠΡΩΘΥΠΟΥΡΓΟΣ", ""),
    ("πρωθυπουργο", "el"),
    ("еще елка", "ru"),
    ("йошкар", "ru"),
    ("иошкар", ""),
    ("поїзд", "uk"),
    ("поізд", ""),
    ("iğdır", "tr"),
    ("istanbul", "tr"),
    ("diyarbakir ILIK", "tr"),
    ("thu tuong", "vi"),
    ("Hà Nội", "vi"),
    ("东京", "zh"),
    ("首相", "zh"),
    ("京会", "zh"),
    ("记者", "zh"),
    ("经济正在恢复", "zh"),
    ("经济恢复", ""),
    ("複", ""),
    ("恢", "zh"),
    ("复", "zh"),
    ("預算", "zh-Hant"),
    ("𠮷野家", "zh-Hant"),
    ("東京", "ja"),
    ("東京都", "ja"),
    ("東京都庁", ""),
    ("都", "ja"),
    ("知事", "ja"),
    ("AI", "ja"),
    ("サービス", "ja"),
    ("カメラ", "ja"),
    ("ﾒﾗ", "ja"),
    ("スマートフォン", "ja"),
    ("東京 サービス", "ja"),
    ("한국", "ko"),
    ("한국과", "ko"),
    ("회담", "ko"),
    ("정상회담", "ko"),
    ("일본 한국", "ko"),
    ("국과 일본", "ko"),
    ('"한국과 일본이"', "ko"),
    ("과일", ""),
    ("한", "ko"),
    ("다", "ko"),
    ("ไทย", "th"),
    ("เศรษฐกิจ", "th"),
    ("ปี 2567", "th"),
    ("นายก", "th"),
    ("เศรษฐกิจลาว", ""),
    ("ເສດຖະກິດ", "lo"),
    ("បានថ្លែង", "km"),
    ("រដ្ឋ", "km"),
    ("စီးပွားရေး", "my"),
    ("दिल्ली", "hi"),
    ("किसानों", "hi"),
    ("किसान", ""),
    ("किसान*", "hi"),
    ("में", "hi"),
    ("قال رئيس", "ar"),
    ("احمد", "ar"),
    ("الاقتصاد", "ar"),
    ("القاهره", "ar"),
    ("في", "ar"),
    ("کتاب", "fa"),
    ("كتاب", "fa"),
    ("کتاب‌ها", "fa"),
    ("میخواهم", ""),
    ("می خواهم", "fa"),
    ("ראש הממשלה", "he"),
    ("הַמֶּמְשָׁלָה", "he"),
    ("சென்னையில்", "ta"),
    ("iPhone", "mixed"),
    ("iPhone用ケース", "mixed"),
    ("用", "mixed"),
    ("発売 amazon", "mixed"),
    ("9,800円", "mixed"),
]
# What would be syntax in FTS5 is text here.
SYNTAX = [
    "a AND",
    "OR",
    "NOT",
    "NEAR(",
    "title:soil",
    "{title}:soil",
    "-soil",
    "^soil",
    "soil + rich",
    "a*b",
    "((",
    "'",
    '"',
    '""',
]
SYNTAX += [
    '"unclosed soil',
    "*",
    "a;DROP TABLE articles",
    "\x00",
    "\ud800",
    "soil\x00rich",
    "%_",
    "\\",
    "😀",
    "x" * 100_000,
    "a " * 5000,
    "-".join(map(str, range(5000))),
    " ".join(map(str, range(5000))),
]
ANY_TEXT = st.text(st.characters(codec=None), max_size=40)


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    with Archive(tmp_path_factory.mktemp("search") / "archive.db") as archive:
        for number, (name, text) in enumerate(TEXTS.items()):
            archive.save(article(text, number, title=None, language=name), seen_at=NOW)
        yield archive


def show(parts):
    return "".join(f"[{part.text}]" if part.is_hit else part.text for part in parts)


@pytest.mark.parametrize(("query", "names"), FINDS)
def test_query_finds_its_texts_and_marks_them(archive, query, names):
    hits = list(archive.search(query))

    assert {hit.article.language for hit in hits} == set(names.split())
    assert archive.count_search(query) == len(hits)
    for hit in hits:
        assert any(part.is_hit for part in hit.snippet), hit.snippet


@pytest.mark.parametrize("query", SYNTAX, ids=lambda query: ascii(query)[:20])
def test_query_is_text_and_never_syntax(archive, query):
    assert len(list(archive.search(query))) == archive.count_search(query)
    list(archive.quotes(speaker=query, said=query))


@given(ANY_TEXT)
@example('"a" OR "b')
def test_any_query_is_answered(query):
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute(f'CREATE VIRTUAL TABLE texts USING fts5(text, tokenize="{TOKENIZE}")')
        expression = match_expression(query) or '""'
        assert db.execute("SELECT * FROM texts WHERE texts MATCH ?", (expression,)).fetchall() == []


# Letters that the tokenizer of every SQLite from 3.40 knows, and what may stand on them.
LETTERS = [
    ("abzéßİıñöø７㎏ﬁ0", "\u0301\u00ad"),
    ("Σςάώ", ""),
    ("ёйїґ", "\u0301"),
    ("東京都𠮷のガﾒー한국", ""),
    ("ｶﾊ", "ﾞ\u3099"),
    ("\u1112\u1100", "\u1161\u11ab"),
    ("กไทย", "ีำ่"),
]
LETTERS += [("ខមច", "្\u200b"), ("कनदक़", "्िी\u200d"), ("عأةيىكی", "َّـ\u200c"), ("שלה", "ֹּ")]
PIECES = st.one_of(
    st.tuples(st.sampled_from(letters), st.text(st.sampled_from(letters + marks), max_size=5)).map("".join)
    for letters, marks in LETTERS
)
WORDS = st.lists(PIECES, min_size=1, max_size=2).map("".join)


@given(st.lists(WORDS, min_size=1, max_size=8), st.data())
def test_every_word_of_a_text_finds_it_and_is_marked(words, data):
    text, query = " ".join(words), data.draw(st.sampled_from(words))
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute(f'CREATE VIRTUAL TABLE texts USING fts5(text, tokenize="{TOKENIZE}")')
        db.execute("INSERT INTO texts VALUES (?)", (fold(text),))
        if expression := match_expression(query):
            assert db.execute("SELECT count(*) FROM texts WHERE texts MATCH ?", (expression,)).fetchone() == (1,)
            assert any(part.is_hit for part in snippet(text, query))


@given(ANY_TEXT)
def test_composed_and_decomposed_letters_are_one(text):
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


def test_letters_are_folded_alike_with_and_without_those_of_other_scripts_beside_them():
    every = (chr(code) for code in range(0x2100) if not unicodedata.combining(chr(code)))
    texts = (text for letter in every for text in (letter, f"{letter}é", f"я{letter}"))

    assert [text for text in texts if fold_letters(f"{text}。あ") != f"{fold_letters(text)}。あ"] == []


def test_two_letters_of_arabic_are_folded_as_each_of_them():
    letters = [letter for letter in map(chr, range(0x600, 0x700)) if is_simple(letter)]
    others = ("\u0640", "\u064b", "\u0654", "\u0670", "\u200c")  # which join what is before them, or are left out

    assert len(letters) > 150
    assert not any(is_simple(other) for other in others)
    for one, two in product(letters, letters):
        assert fold_letters(f"{one}{two}。") == f"{fold_letters(one)}{fold_letters(two)}。"


def test_three_letters_of_hindi_are_folded_as_each_of_them_unless_a_dot_joins():
    letters = [letter for letter in map(chr, range(0x900, 0x980)) if is_simple(f"क{letter}")]
    others = ("न\u093c", "र\u093c", "é\u093c", "é\u094d", "\u094d\u093c", "\u093e\u093c", "क\u0952", "क\u200d")

    assert len(letters) > 120
    assert not any(is_simple(other) for other in others)
    texts = (f"{one}{two}{end}" for one, two in product(letters, letters) for end in ("\u093c", "\u094d", "क"))
    for text in filter(is_simple, texts):
        assert fold_letters(f"{text}。") == "".join(map(fold_letters, f"{text}。"))


@given(ANY_TEXT, ANY_TEXT, st.integers(min_value=1, max_value=50))
def test_snippet_is_one_line_of_the_text(text, query, width):
    parts = snippet(text, query, width)
    joined = "".join(part.text for part in parts)

    assert all(part.text for part in parts)
    assert "\n" not in joined
    assert "".join(joined.strip("… ").split()) in "".join(text.split()) or "…" in text


@pytest.mark.parametrize(
    ("text", "query", "width", "shown"),
    [
        ("Low water at noon.\n\nThe ferry waits.", "ferry", 160, "Low water at noon. The [ferry] waits."),
        ("one two three four five six seven eight nine", "five", 20, "… four [five] six…"),
        ("one two three four five six seven eight nine", "missing", 20, "one two three four…"),
        (
            "a b c. " * 30 + "tide then ferry. " + "x y z. " * 30,
            "ferry tide",
            24,
            "… c. [tide] then [ferry]. x y…",
        ),
        ("ferry " + "word " * 50 + "ferry tide", "tide ferry", 20, "… word word [ferry] [tide]"),
        ("東京都の知事は、東京で述べた", "東京", 160, "[東京]都の知事は、[東京]で述べた"),
        ("あ" * 300 + "東京" + "い" * 300, "東京", 12, "… あああああ[東京]いいいいい…"),
        ("ＴＯＫＹＯ and ㎏ and Straße", "tokyo kg STRASSE", 160, "[ＴＯＫＹＯ] and [㎏] and [Straße]"),
        ("5㎞… ｶﾞｽ料金、x", "ガス", 160, "5㎞… [ｶﾞｽ]料金、x"),
        ("2½ \u1112\u1161\u11ab국인.", "한국", 160, "2½ [\u1112\u1161\u11ab국]인."),
        ("الاقتصـــاد يتعافى", "الاقتصاد", 160, "[الاقتصـــاد] يتعافى"),
        ("the lock gates and lock", '"lock gates"', 160, "the [lock gates] and lock"),
        ("tidal tides", "tid*", 160, "[tidal] [tides]"),
        ("<b>ferry</b> & co", "ferry", 160, "<b>[ferry]</b> & co"),
        ("", "ferry", 160, ""),
    ],
)
def test_snippet_shows_the_place(text, query, width, shown):
    assert show(snippet(text, query, width)) == shown


@given(ANY_TEXT, st.data())
def test_a_text_that_holds_a_term_has_the_beginnings_of_its_words(text, data):
    words = runs(text)
    first = data.draw(st.integers(0, max(0, len(words) - 1)))
    held = tuple(words[first : first + data.draw(st.integers(1, 3))])
    if held and holds(words_alone(fold_letters(text)), term := Term(held)):
        begun = beginnings(fold(text))
        assert term.beginnings <= begun
        for letters in range(1, 6):
            cut = Term((*held[:-1], held[-1][:letters]), is_prefix=True)
            assert cut.beginnings <= begun
            assert not cut.goes_on or cut.goes_on & begun


@pytest.mark.thorough
def test_all_latin_letters_that_a_text_folds_to_are_in_its_short_look():
    every = (f"q{chr(code)}q" for code in range(128, 0x110000) if not 0xD800 <= code < 0xE000)
    looked = ((text, re.findall("[a-z0-9]+", fold_letters(text)), walking.latin_alone(text)) for text in every)

    assert [hex(ord(text[1])) for text, runs, short in looked if any(run.encode() not in short for run in runs)] == []


@pytest.fixture
def small(tmp_path):
    with Archive(tmp_path / "archive.db") as archive:
        yield archive


def test_search_is_filtered(small):
    small.save(article("ferry one", 0, language="en", published_at="2026-11-01"), seen_at=NOW)
    small.save(article("ferry two", 1, language="de", published_at="2026-11-05"), seen_at=NOW)

    def bodies(**filters):
        assert small.count_search("ferry", **filters) == len(list(small.search("ferry", **filters)))
        return [hit.article.body for hit in small.search("ferry", **filters)]

    assert bodies(language="en") == bodies(until="2026-11-04") == ["ferry one"]
    assert bodies(since="2026-11-04", site="harbour.example") == ["ferry two"]
    assert bodies(site="other.example") == []


def test_snippet_comes_from_where_the_words_are(small):
    small.save(article("Nothing here.", title="The ferry", description="About boats"), seen_at=NOW)

    assert [show(hit.snippet) for hit in small.search("ferry")] == ["The [ferry]"]
    assert [show(hit.snippet) for hit in small.search("boats")] == ["About [boats]"]


@pytest.mark.parametrize("query", ["ferry", "ferry noon", '"low water"', "wat*", "nowhere", "水"])
def test_a_long_text_shows_the_place_that_all_of_it_would_show(query, monkeypatch):
    text = (
        "The ferry waits. Low water at noon; 低い水. "
        + "Nothing else was heard of it that day. " * 200
        + "Low water, ferry, noon."
    )
    found = snippet(text, query)

    monkeypatch.setattr("crawler.archive.search.snippets._BEGINNINGS", ())

    assert snippet(text, query) == found
