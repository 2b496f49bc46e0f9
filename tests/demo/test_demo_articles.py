"""The stories of the demo's news sites, and what is expected of each."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from importlib.resources import files
from urllib.parse import urlsplit

import pytest

from crawler.demo import all_articles, articles, outlets
from crawler.demo.content import read_story, stories
from crawler.demo.listing_looks import LOOKS
from crawler.demo.markups import MARKUPS
from crawler.demo.words import all_words
from demo.asking import ARTICLES, CHECKOUT, DENSE, HOST, paragraphs, read_article, visible


def test_there_are_eighty_articles_in_twelve_languages_three_outlets_and_thirteen_markups():
    languages = Counter(article.language for article in all_articles())

    assert len(all_articles()) == len({article.url for article in all_articles()}) == 80
    assert set(languages) == set("en uk es ja de fr pl pt ar hi zh ko".split())
    assert min(languages.values()) >= 4
    assert {article.markup for article in all_articles()} == set(MARKUPS)
    assert len(MARKUPS) == 13
    assert [len(articles(host)) for host in outlets()] == [20, 29, 31]
    assert {outlet.look for outlet in outlets().values()} == set(LOOKS)


def test_articles_are_those_of_the_first_outlet_unless_another_is_named():
    assert articles() == articles(HOST)
    assert {urlsplit(article.url).netloc for article in articles()} == {HOST}


@ARTICLES
def test_an_article_is_a_whole_story(article):
    text = "\n\n".join([article.body, *article.continued.values()])

    assert 3 <= text.count("\n\n") + 1 <= 14
    length = len(text) / DENSE[article.language] if article.language in DENSE else len(text.split())
    assert (50 if article.access else 75) <= length <= 500
    assert article.title not in text
    assert article.description not in text
    assert "\u00a0" not in text + article.title + article.description


@ARTICLES
def test_the_quotes_of_an_article_stand_in_its_body_in_their_order(article):
    position = 0
    for quote in article.quotes or []:
        position = article.body.index(quote.text, position)
        assert article.body.count(quote.text) == 1
        assert quote.kind in {"inline", "block", "pull"}
        position += len(quote.text)


@ARTICLES
def test_a_speaker_is_named_on_the_page(article):
    sources = " ".join(part.source for story in stories() for part in story.body if hasattr(part, "source"))
    for quote in article.quotes or []:
        assert quote.speaker is None or quote.speaker in article.body or quote.speaker in sources


def test_most_articles_quote_somebody_and_show_a_counter():
    assert sum(bool(article.quotes) for article in all_articles()) >= 70
    assert sum(article.view_count is None for article in all_articles()) == 17


def test_the_seed_article_is_expected_as_it_was_printed():
    seed = read_article("japan-korea-summit")

    assert seed.url.endswith("/world/japanese-pm-kishida-to-meet-south-korean-president-yoon-in-seoul-48213")
    assert seed.title == "Japanese PM Kishida to Meet South Korean President Yoon in Seoul"
    assert seed.description.startswith("Japanese Prime Minister Fumio Kishida will visit Seoul")
    assert (seed.published_at, seed.view_count, seed.authors) == ("2024-09-03T07:25:00", 2312, [])
    assert len(paragraphs(seed)) == 10
    [quote] = seed.quotes
    assert paragraphs(seed)[4] == f'"{quote.text}"'
    assert (quote.speaker, quote.kind) == ("President Yoon's office", "block")


def test_the_seed_page_prints_the_headline_again_and_date_and_views_as_text_alone(fetch):
    page = fetch("/world/japanese-pm-kishida-to-meet-south-korean-president-yoon-in-seoul-48213").text

    assert "September 3 2024 , 07:25 AM  •  2312 views" in page
    assert "Statement from President Yoon's office" in visible(page)
    assert len(re.findall(r">Japanese PM Kishida to Meet South Korean President Yoon in Seoul<", page)) == 2
    assert ">Image<" in page
    assert not re.search(r"ld\+json|2024-09-03|<time|published_time", page)


def test_a_part_of_a_story_that_no_markup_knows_is_refused():
    text = files("crawler.demo").joinpath("articles", "es-water.toml").read_text("utf-8")

    with pytest.raises(ValueError, match="expected a paragraph or one of subheading"):
        read_story(text.replace("{ subheading =", "{ subhaeding ="))


def test_every_language_has_the_same_words():
    table = tomllib.loads(files("crawler.demo").joinpath("words.toml").read_text("utf-8"))

    assert len({frozenset(words["labels"]) for words in table.values()}) == 1
    assert len({frozenset(words["sections"]) for words in table.values()}) == 1
    assert all(len(words.months) == 12 and len(words.readers) == 2 for words in all_words().values())
    assert {article.language for article in all_articles()} == set(table)


def test_no_look_of_the_lists_is_named_in_the_code():
    """As for markups: rules that know the demo's classes would read the demo and nothing else."""
    named = {name for look in LOOKS.values() for names in re.findall(r'class="([^"{}]+)"', look.page + look.card)
             for name in names.split() if re.search(r"[-_]|\d", name)}  # fmt: skip
    tops = [CHECKOUT / top for top in ("crawler", "spiders", "pipelines")]
    sources = [path for top in tops for path in top.rglob("*.py") if CHECKOUT / "crawler" / "demo" not in path.parents]
    code = "\n".join(path.read_text("utf-8") for path in sources)

    assert len(named) > 10
    assert {name for name in named if re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", code)} == set()
