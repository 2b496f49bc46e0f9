"""A page: bytes to text, markup to blocks, what it declares."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.blocks import Block
from crawler.page import Page, once
from crawler.reading.encoding import decode
from crawler.reading.text import folded, printable


def blocks(html: str) -> list[str]:
    return [block.text for block in Page.from_html(html).blocks]


@pytest.mark.parametrize(
    ("body", "content_type", "text"),
    [
        ("Прочитано".encode("cp1251"), "text/html; charset=windows-1251", "Прочитано"),
        ("<meta charset='shift_jis'>閲覧".encode("shift_jis"), None, "<meta charset='shift_jis'>閲覧"),
        (b"\xef\xbb\xbfPlain", "text/html; charset=iso-8859-1", "Plain"),
        ("Über".encode(), "text/html; charset=iso-8859-1", "Über"),
        ("Über".encode("latin-1"), "text/html; charset=iso-8859-1", "Über"),
        ("Ü".encode("utf-16"), None, "Ü"),
        (b"caf\xe9", "text/html; charset=zip", "café"),
    ],
    ids=["header", "meta", "bom", "utf-8-declared-otherwise", "latin-1", "utf-16", "absurd"],
)
def test_bytes_are_read_as_declared_where_that_holds(body: bytes, content_type: str | None, text: str):
    assert decode(body, content_type) == text


def test_a_page_cut_within_a_character_stays_utf_8():
    body = ("Слово " * 400).encode()[:-2]

    assert decode(body, "text/html; charset=windows-1251").startswith("Слово Слово")


@pytest.mark.parametrize("declared", ["", '<meta charset="{}">'])
@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("windows-1251", "Пором знову ходить до міста, порт відчинили зранку. "),
        ("windows-1252", "“The café’s gone,” said Zoë. "),
    ],
)
def test_a_page_that_its_server_calls_utf_8_is_what_it_is(encoding: str, text: str, declared: str):
    body = f"<head>{declared.format(encoding)}</head><p>{text * 9}</p>".encode(encoding)

    assert text in decode(body, "text/html; charset=utf-8")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
@pytest.mark.parametrize("opening", ["<div>", '<app-story><template shadowrootmode="open">'])
def test_a_page_of_bytes_has_the_blocks_of_its_text(encoding: str, opening: str):
    html = f"{opening}<h1>Паром снова ходит</h1><p>Порт открыли утром.</p>"

    page = Page.from_html(html.encode(encoding), content_type=f"text/html; charset={encoding}")

    assert [block.text for block in page.blocks] == blocks(html) == ["Паром снова ходит", "Порт открыли утром."]


def test_blocks_are_what_stands_between_borders():
    assert blocks("<p>One <b>bold</b> word</p><div>Two<p>Three</p>Four</div>") == [
        "One bold word",
        "Two",
        "Three",
        "Four",
    ]


def test_two_breaks_part_paragraphs_and_one_does_not():
    assert blocks("<p>One<br>line<br><br>Two<br> \n <br>Three</p>") == ["One\nline", "Two", "Three"]


def test_a_line_with_looks_of_its_own_is_a_block_where_a_page_is_laid_out_by_hand():
    html = "<td><font size=5><b>Gates open</b></font><br>They opened<br>at noon.<br><i>By Mira Holt</i><br>More.</td>"

    assert blocks(f"<table><tr>{html}</tr></table>") == ["Gates open", "They opened\nat noon.", "By Mira Holt", "More."]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ('<p><span class="initial-letter">N</span> <span>o ferry sails.</span></p>', "No ferry sails."),
        ('<p><b class="has-dropcap">D</b>\n<span>ie Fähre fährt.</span></p>', "Die Fähre fährt."),
        ('<p><span class="dropcap">Т</span> ишина в порту.</p>', "Тишина в порту."),
        # Letters that are words, and initials that are no large first letter.
        ('<p><span class="dropcap">A</span> ferry sails.</p>', "A ferry sails."),
        ('<p><span class="dropcap">Я</span> чекаю.</p>', "Я чекаю."),
        ('<p><span class="name">J</span> <span>edgar sails.</span></p>', "J edgar sails."),
        ('<p><span class="initials">J</span> Edgar sails.</p>', "J Edgar sails."),
    ],
)
def test_a_large_first_letter_is_of_the_word_that_it_begins(html, text):
    assert [block.text for block in Page.from_html(html).blocks] == [text]


def test_what_no_reader_sees_is_no_block():
    html = """<p hidden>a</p><p style="display: none">b</p><script>c</script><template>d</template>
    <noscript>e</noscript>
    <!-- f --><style>g</style><p>h</p>"""

    assert blocks(html) == ["h"]


def test_nesting_has_no_bottom():
    page = Page.from_html("<div>" * 5000 + "<p>Deep.</p>")

    assert [block.text for block in page.blocks] == ["Deep."]


def test_the_article_is_the_one_that_is_this_page():
    html = """<script type="application/ld+json">[
    {"@type": "NewsArticle", "headline": "Teaser", "url": "https://a.example/2"},
    {"@type": "NewsArticle", "headline": "Story", "mainEntityOfPage": {"@id": "https://a.example/1?utm_source=x"}}
    ]</script>"""

    assert Page.from_html(html, "https://a.example/1").structured.get("headline") == "Story"


def test_broken_json_costs_only_itself():
    html = """<script type="application/ld+json">{"@type": "NewsArticle", "headline": </script>
    <script type="application/ld+json">{"@type": "NewsArticle", "headline": "Kept \\ud800",}</script>"""

    assert Page.from_html(html).structured.get("headline") == "Kept"


def test_the_canonical_address_is_absolute_or_none():
    assert Page.from_html("<link rel=canonical href=/a>", "https://a.example/b").canonical_url == "https://a.example/a"
    assert Page.from_html("<link rel=canonical href='file:///etc'>", "https://a.example/b").canonical_url is None


@given(st.text(st.characters(exclude_categories=()) | st.sampled_from("ßéİ -–—„“’_…\xa0")))
def test_a_folded_text_is_its_letters_and_digits_without_case(text: str):
    assert folded(text) == "".join(filter(str.isalnum, text)).casefold()


def test_a_block_has_a_digit_where_a_digit_of_any_script_stands_in_it():
    digits = [character for character in map(chr, range(sys.maxunicode)) if character.isdecimal()]

    assert all(Block(f"Fähre „{digit}“", "p").has_digit for digit in digits)
    assert not Block("Fähre — паром, العبّارة, 渡し船, ferry½", "p").has_digit


def test_nothing_printed_moves_a_cursor():
    assert printable("\x1b]0;title\x07\x1b[2J\u202eabc\x9b1m\r") == "]0;title[2Jabc1m"


UNDECLARED = {
    "es": (
        "cp1252",
        "El puente cumplirá cien años mañana y nadie en el ayuntamiento lo recuerda, según el señor Núñez.",
    ),
    "pt": ("cp1252", "A câmara não sabe quando as obras começarão; são três milhões, e ninguém tem opinião."),
    "fr": ("cp1252", "Le maire a dit que le pont, très abîmé, ne rouvrirait qu'après les fêtes de Noël."),
    "pl": ("cp1250", "Burmistrz powiedział, że most będzie zamknięty do piątku, a później ruszą prace."),
    "cs": ("cp1250", "Starosta řekl, že most zůstane zavřený do pátku a že příští týden přijde nový."),
    "hu": (
        "cp1250",
        "A hídon csütörtökön reggel óta nem lehet átkelni, a víz elérte a korlátot. Az őrök két műszakban dolgoznak.",
    ),
    "ro": ("cp1250", "Primăria a anunţat că podul rămâne închis până vineri şi că autobuzele ocolesc oraşul."),
}


@pytest.mark.parametrize("language", UNDECLARED)
def test_letters_of_a_page_that_declares_no_encoding_are_those_of_its_language(language: str):
    encoding, text = UNDECLARED[language]

    assert decode(f"<p>{text}</p>".encode(encoding)) == f"<p>{text}</p>"


def test_a_reader_that_looks_once_looks_once_at_each_page_for_all_that_it_is_given():
    looked = []

    @once
    def number_of(page: Page, word: str, *, extra: int = 0) -> int | None:
        looked.append((page.url, word, extra))
        return None if word == "none" else len(word) + extra

    one, other = Page("https://a.example/"), Page("https://b.example/")
    for _ in range(2):
        assert [number_of(one, "gull"), number_of(one, "none"), number_of(one, "gull", extra=1)] == [4, None, 5]
        assert number_of(other, "gull") == 4

    assert looked == [(one.url, "gull", 0), (one.url, "none", 0), (one.url, "gull", 1), (other.url, "gull", 0)]
