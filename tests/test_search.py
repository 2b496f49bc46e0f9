"""Finding words in every script."""

import re
import sqlite3
import unicodedata
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from conftest import scanned
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from crawler.archive import Archive, fold, match_expression, snippet
from crawler.archive.search import newest, searching, walking
from crawler.archive.search.folding import fold_letters, runs
from crawler.archive.search.full_text import TOKENIZE
from crawler.items import Article, Quote
from crawler.page import Page

NOW = datetime(2026, 11, 24, 3, 25, tzinfo=UTC)
TEXTS = {
    "en": "The soil near the harbour's lock-gates is rich, but oily. Prices rose 1,250 at U.S. ports; it isn't over.",
    "en2": "Café owners in Zürich met Ångström’s heirs – a naïve résumé of the coöperative.",
    "de": "Die Straße am Fluß ist gesperrt, teilte die Behörde mit. Donau\u00addampfschiff legt ab.",
    "el": "Η ΑΘΗΝΑ υποδέχεται την πρωθυπουργό.",
    "ru": "Ещё одна ёлка стоит на площади, заявил мэр Йошкар-Олы.",
    "uk": "Їхній поїзд вирушить до Києва об’їзною колією.",
    "tr": "IĞDIR'da yağış; İstanbul ve Diyarbakır ılık.",
    "vi": "Thủ tướng Việt Nam gặp các doanh nghiệp ở Hà Nội.",
    "zh": "日本首相在东京会见了记者。他说，经济正在恢复。",
    "zh-Hant": "行政院長表示,「明年預算」將增加。𠮷野家漲價",
    "ja": "東京都の知事は、ＡＩを使った新しいサービスを始めると述べた。ｶﾒﾗ付きスマートフォン",
    "ko": "대통령실은 한국과 일본이 정상회담을 연다고 밝혔다.",
    "th": "นายกรัฐมนตรีกล่าวว่าเศรษฐกิจไทยกำลังฟื้นตัวในปี 2567",
    "lo": "ນາຍົກລັດຖະມົນຕີ ກ່າວວ່າ ເສດຖະກິດລາວ",
    "km": "នាយករដ្ឋមន្ត្រី\u200bបាន\u200bថ្លែង\u200bថា",
    "my": "ဝန်ကြီးချုပ်က စီးပွားရေး တိုးတက်နေသည်",
    "hi": "प्रधानमंत्री ने दिल्ली में किसानों से बात की।",
    "ar": "قَالَ رَئِيسُ الوُزَرَاءِ أحمد إن الاقتصـــاد يتعافى في القاهرة",
    "fa": "کتاب‌ها را می‌خواهم، وزیر گفت.",
    "he": "רֹאשׁ הַמֶּמְשָׁלָה נאם בירושלים",
    "ta": "முதல்வர் சென்னையில் பேசினார்",
    "mixed": "新しいiPhone用ケースがAmazonで発売、価格は9,800円",
}
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


def article(text, number=0, **values):
    url = f"https://harbour.example/{number}"
    return Article(page=Page(url), url=url, site="harbour.example", body=text, **values)


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


@pytest.fixture
def small(tmp_path):
    with Archive(tmp_path / "archive.db") as archive:
        yield archive


def test_newest_published_come_first(small):
    for number, day in enumerate((2, 3, 1)):
        item = article(f"Ferry news of day {day}", number, published_at=f"2026-11-0{day}", title=f"Day {day}")
        small.save(item, seen_at=NOW + timedelta(minutes=number))

    assert [hit.article.title for hit in small.search("ferry")] == ["Day 3", "Day 2", "Day 1"]
    assert [hit.article.title for hit in small.search("ferry", limit=1)] == ["Day 3"]
    assert [hit.article.title for hit in small.search("ferry", limit=None)] == ["Day 3", "Day 2", "Day 1"]


@pytest.mark.thorough
def test_all_latin_letters_that_a_text_folds_to_are_in_its_short_look():
    every = (f"q{chr(code)}q" for code in range(128, 0x110000) if not 0xD800 <= code < 0xE000)
    looked = ((text, re.findall("[a-z0-9]+", fold_letters(text)), walking.latin_alone(text)) for text in every)

    assert [hex(ord(text[1])) for text, runs, short in looked if any(run.encode() not in short for run in runs)] == []


@pytest.fixture(scope="module")
def empty_archive(tmp_path_factory):
    with Archive(tmp_path_factory.mktemp("looked") / "archive.db") as archive:
        yield archive


ASKED = tuple(sorted({word for text in TEXTS.values() for word in runs(text)}))
LOOKED_THROUGH = st.lists(
    st.tuples(st.sampled_from(sorted(TEXTS)), st.sampled_from(sorted(TEXTS)), st.integers(0, 3)), min_size=1, max_size=9
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LOOKED_THROUGH, st.sampled_from(ASKED), st.integers(1, 4), st.sampled_from((None, *ASKED)), st.booleans())
def test_looked_through_the_newest_articles_give_the_hits_of_the_index(
    empty_archive, monkeypatch, rows, word, size, other, is_filtered
):
    archive = empty_archive
    which = {"site": "two.example"} if is_filtered else {}
    query = f"{word[:size]}* {other or ''}"
    with archive.transaction():
        archive.db.execute("SAVEPOINT before")
        for number, (title, body, day) in enumerate(rows):
            site = ("one.example", "two.example")[number % 2]
            url = f"https://{site}/{number}"
            told = {
                "title": TEXTS[title],
                "body": f"{TEXTS[body]}\n\n{number}",
                "published_at": f"2026-11-2{day}T09:00:00Z",
            }
            archive.save(Article(page=Page(url), url=url, site=site, **told), seen_at=NOW + timedelta(hours=number))
        found = []
        for dearer in (10**9, 1e-9):  # never looked through; always
            monkeypatch.setattr(walking, "_DEARER", dearer)
            found.append([hit.article.id for hit in archive.search(query, **which)])
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
    st.sampled_from((-1, 2, newest.NEWER)),
    st.sampled_from(({}, {"site": "two.example"}, {"site": "two.example", "language": "en"}, {"since": "2026-11-04"})),
)
def test_the_newest_hits_come_first_in_whatever_order_articles_came(
    empty_archive, monkeypatch, rows, limit, newer, which
):
    archive = empty_archive
    monkeypatch.setattr(newest, "NEWER", newer)
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


def test_relevance_weighs_the_title(small):
    small.save(article("The ferry.", 0, title="Ferry strike", published_at="2026-11-01"), seen_at=NOW)
    small.save(article("Much of other things, and a ferry.", 1, title="Fish", published_at="2026-11-09"), seen_at=NOW)

    assert [hit.article.title for hit in small.search("ferry", by_relevance=True)] == ["Ferry strike", "Fish"]
    assert [hit.article.title for hit in small.search("ferry")] == ["Fish", "Ferry strike"]


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


def test_quotes_by_speaker_and_words(small):
    body = "«Це не кінець» і 「経済は良い」"
    quotes = [
        Quote("Це не кінець", 1, 13, "inline", 0, speaker="Олена Дзюба", speaker_as_printed="речниця Дзюба"),
        Quote("経済は良い", 18, 23, "inline", 1, speaker="金田正雄", speaker_as_printed="金田首相"),
        Quote("кінець", 7, 13, "inline", 2),
    ]
    small.save(article(body, title="T", quotes=quotes, published_at="2026-11-01"), seen_at=NOW)

    def positions(**asked):
        found = [quote.position for quote in small.quotes(**asked)]
        assert small.count_quotes(**asked) == len(found)
        return found

    assert positions() == positions(article_id=1) == positions(site="harbour.example") == [0, 1, 2]
    assert positions(speaker="ДЗЮБА") == positions(speaker="речниця") == positions(speaker="дзю*") == [0]
    assert positions(speaker="首相") == positions(speaker="金田") == positions(said="経済") == [1]
    assert positions(said="кінець") == [0, 2]
    assert positions(said="кінець", speaker="Олена") == [0]
    assert positions(said="Олена") == positions(speaker="!!") == positions(article_id=2, said="кінець") == []
    assert positions(since="2026-11-02") == []
    assert [quote.position for quote in small.quotes(limit=1)] == [0]


def test_quotes_at_a_site_are_the_same_whichever_is_walked(small, monkeypatch):
    for number in range(12):
        speaker, site = ("Mary Pilot", "Pilot", "Ann Keeper")[number % 3], ("a", "b", "c", "c")[number % 4]
        told = f"“Low water {number}” and “High water {number}”"
        quotes = [
            Quote(told[start:end], start, end, "inline", place, speaker=speaker, speaker_as_printed=speaker)
            for place, (start, end) in enumerate(((1, told.index("”")), (told.index("H"), len(told) - 1)))
        ]
        url = f"https://{site}.example/{number}"
        item = Article(page=Page(url), url=url, site=f"{site}.example", title="T", body=told, quotes=quotes)
        small.save(item, seen_at=NOW + timedelta(hours=number))
    found = []
    for few_hits in (-1, 3000):
        monkeypatch.setattr("crawler.archive.search.quote_search.FEW_HITS", few_hits)
        for speaker, said in (("Mary Pilot", None), ("Mary Pilot", "water"), (None, "low"), ("Keeper", "high water")):
            for which in ({"site": "a.example"}, {"site": "c.example"}, {"since": "2026-11-24"}):
                rows = list(small.quotes(speaker=speaker, said=said, **which))
                assert small.count_quotes(speaker=speaker, said=said, **which) == len(rows)
                found.append((few_hits, rows))

    assert [rows for few, rows in found if few < 0] == [rows for few, rows in found if few > 0]
    assert any(len(rows) > 1 for _, rows in found)


@pytest.mark.parametrize(
    "ask",
    [
        lambda archive: list(archive.search("ferry", site="harbour.example", since="2026-11-01")),
        lambda archive: list(archive.search("ferry", language="en", by_relevance=True)),
        lambda archive: archive.count_search("ferry", language="en"),
        lambda archive: list(archive.articles(site="harbour.example", limit=5)),
        lambda archive: list(archive.articles(since="7d", limit=5)),
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
def test_no_question_reads_a_large_table_row_by_row(small, ask, few_hits, monkeypatch):
    monkeypatch.setattr("crawler.archive.search.quote_search.FEW_HITS", few_hits)
    small.save(article("ferry", title="T"), seen_at=NOW)

    assert scanned(small, lambda: ask(small)) == []


@pytest.mark.parametrize("which", [{}, {"site": "harbour.example"}, {"language": "en", "since": "2026-11-01"}])
def test_the_newest_hits_are_told_from_indexes(small, which):
    for number in range(20):
        item = article(f"ferry {number}", number, language="en", published_at="2026-11-09")
        small.save(item, seen_at=NOW)

    assert scanned(small, lambda: list(small.search("ferry", limit=3, **which))) == []


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
