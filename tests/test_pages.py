"""Recorded pages, each beside what it must yield: `tests/pages/<site>/<page>.html` and `<page>.json`.

A `.json` holds `url`, `fetched_at` and `expected`; only the fields that `expected` names are compared.
Its body is a list of paragraphs. A `.txt` in place of the `.html` is the visible text of a whole page.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from crawler.items import Article
from crawler.page import Page
from pipelines import extract

PAGES = Path(__file__).parent / "pages"
RECORDS = sorted(PAGES.glob("*/*.json"))
SEED = PAGES / "seed" / "plain.json"
DATES = {"published_at", "modified_at"}
SOURCE_OF_SEED_QUOTE = "Statement from President Yoon"


@dataclass(frozen=True)
class RecordedPage:
    """A page as it was fetched, and what it must yield."""

    content: bytes
    is_html: bool
    url: str
    fetched_at: datetime
    expected: dict[str, Any]

    @classmethod
    def read(cls, path: Path) -> RecordedPage:
        """Return the page recorded at *path*, the `.json` of two files."""
        recorded = json.loads(path.read_text("utf-8"))
        html = path.with_suffix(".html")
        content = (html if html.exists() else path.with_suffix(".txt")).read_bytes()
        when = datetime.fromisoformat(recorded["fetched_at"])
        return cls(content, html.exists(), recorded["url"], when, recorded["expected"])

    @property
    def page(self) -> Page:
        build = Page.from_html if self.is_html else Page.from_text
        return build(self.content, self.url, fetched_at=self.fetched_at)


def values_of(article: Article, expected: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of *article* that *expected* names, in its form.

    Whether the line under the headline opens the body as well is left open, where no counter parts them.
    """
    values = {name: getattr(article, name) for name in expected}
    if "body" in expected:
        values["body"] = (article.body or "").split("\n\n")
        if values["body"][0] == expected.get("description") and expected.get("view_count") is None:
            del values["body"][0]
    if "quotes" in expected:
        keys = list(expected["quotes"][0]) if expected["quotes"] else ["text", "speaker", "kind"]
        values["quotes"] = [{key: getattr(quote, key) for key in keys} for quote in article.quotes]
    for name in DATES & expected.keys():
        if is_same_instant(values[name], expected[name]):
            values[name] = expected[name]
    return values


def is_same_instant(one: str | None, other: str | None) -> bool:
    """Whether two dates are one instant told with two offsets; either offset is right."""
    dates = [datetime.fromisoformat(text) for text in (one, other) if text and "T" in text]
    return len(dates) == 2 and all(date.tzinfo for date in dates) and dates[0] == dates[1]


def read(page: Page) -> Article:
    return extract(page, reraise=True)


def by_name(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


@pytest.mark.parametrize("path", RECORDS, ids=by_name)
def test_page_yields_what_its_record_says(path: Path) -> None:
    recorded = RecordedPage.read(path)

    values = values_of(read(recorded.page), recorded.expected)

    wrong = {name for name in values if values[name] != recorded.expected[name]}
    assert {n: values[n] for n in wrong} == {n: recorded.expected[n] for n in wrong}


@pytest.mark.parametrize("path", RECORDS, ids=by_name)
def test_offsets_of_quotes_slice_the_body(path: Path) -> None:
    article = read(RecordedPage.read(path).page)

    assert [(article.body or "")[q.start : q.end] for q in article.quotes] == [q.text for q in article.quotes]


@pytest.mark.parametrize(
    "printed",
    [
        lambda text: text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n\n", "\n"),
        lambda text: f"\ufeff{text}\n\n",
        lambda text: text.replace("\n\n", "\n \n\n"),
    ],
    ids=["as_written", "crlf", "single_newlines", "byte_order_mark", "spaces_in_empty_lines"],
)
def test_seed_comes_out_of_plain_text(printed: Callable[[str], str]) -> None:
    seed = RecordedPage.read(SEED)

    article = read(Page.from_text(printed(seed.content.decode("utf-8")), seed.url, fetched_at=seed.fetched_at))

    assert values_of(article, seed.expected) == seed.expected
    assert [article.body[q.start : q.end] for q in article.quotes if article.body] == [q.text for q in article.quotes]


@pytest.mark.parametrize("path", sorted((PAGES / "seed").glob("*.html")), ids=by_name)
def test_no_markup_of_the_seed_leaks_into_its_body(path: Path) -> None:
    body = read(RecordedPage.read(path.with_suffix(".json")).page).body or ""

    assert SOURCE_OF_SEED_QUOTE not in body.replace("’", "'")
    assert "2312" not in body


STORIES = {
    "ar": ("إغلاق الجسر القديم", "أغلقت البلدية الجسر القديم أمام السيارات حتى نهاية الشهر المقبل."),
    "en": ("Bridge to close for repairs", "The old bridge will be closed for half a year to replace its rusty beams."),
    "fr": ("Le pont ferme à l’été", "« Nous n’avons guère le choix », a déclaré l’ingénieur en chef."),
    "ja": ("港の橋を閉鎖へ", "市は来月から港の橋を閉鎖し、約半年かけて橋桁を取り換えると発表した。"),
    "ko": ("낡은 다리 반년간 닫는다", "시는 다음 달부터 낡은 다리를 닫고 반년 동안 녹슨 들보를 바꾼다고 밝혔다."),
    "pl": ("Żółw uciekł z ogródka", "Zguba odnalazła się dopiero po trzech dniach, w sąsiedniej wsi."),
    "ru": ("Снег сошёл раньше срока", "Ещё вчера на полях лежал снег, а сегодня там уже пашут и сеют."),
    "uk": ("Під’їзд закрили на ремонт", "Мешканці заходять у будинок через двір, бо старий ґанок уже розібрали."),
    "zh": ("老桥将封闭半年", "市政府昨天宣布，老桥将从下月起封闭半年，以便更换已经生锈的钢梁。"),
    "zh-TW": ("舊橋將封閉半年", "市政府昨天宣布，舊橋將從下月起封閉半年，以便更換已經生鏽的鋼樑。"),
}
LEGACY_CHARSETS = {
    **{"windows-1251": "uk", "koi8-r": "ru", "windows-1252": "fr", "iso-8859-2": "pl", "windows-1256": "ar"},
    **{"shift_jis": "ja", "euc-jp": "ja", "gb18030": "zh", "big5": "zh-TW", "euc-kr": "ko", "utf-16": "en"},
}


@pytest.mark.parametrize("declared", ["in_the_page", "in_the_header"])
@pytest.mark.parametrize(("charset", "language"), LEGACY_CHARSETS.items())
def test_page_of_bytes_is_read_in_its_charset(charset: str, language: str, declared: str) -> None:
    headline, sentence = STORIES[language]
    content_type = f"text/html; charset={charset}"
    meta = f'<meta http-equiv="Content-Type" content="{content_type}">' if declared == "in_the_page" else ""
    html = f"<html><head>{meta}<title>{headline}</title></head><body><h1>{headline}</h1><p>{sentence}</p></body></html>"

    header = content_type if declared == "in_the_header" else "text/html"
    article = read(Page.from_html(html.encode(charset), "https://old.example/a", content_type=header))

    assert (article.title, article.body, article.language) == (headline, sentence, language[:2])


def test_page_that_declares_the_wrong_charset_is_read_as_its_bytes_look() -> None:
    headline, sentence = STORIES["uk"]
    html = f'<meta charset="iso-8859-1"><title>{headline}</title><h1>{headline}</h1><p>{sentence}</p>'

    article = read(Page.from_html(html.encode(), "https://old.example/a"))

    assert (article.title, article.body) == (headline, sentence)
