"""Which addresses of a site are dresses of one page is learnt from the canonical addresses that its pages declare."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Command, demo_options
from small_site import HOST, Answer, SmallSite, page_of, story

from crawler.archive import Archive
from crawler.discovery.dresses import FEWEST, Dresses

NAMES = [f"lock-gates-are-to-be-replaced-{place}" for place in "abcdefgh"]


def learnt(dressed: str, plain: str, times: int = FEWEST, **also: str) -> Dresses:
    """Return what so many articles teach that are in one dress, and others with an address of their own."""
    dresses = Dresses()
    for name in NAMES[:times]:
        dresses.note(dressed.format(name), plain.format(name))
    for url in also.values():
        dresses.note(url, url)
    return dresses


@pytest.mark.parametrize(
    ("dressed", "plain"),
    [
        ("https://a.example/{}?ref=home", "https://a.example/{}"),
        ("https://a.example/news?id={}&pos=top", "https://a.example/news?id={}"),
        ("https://m.a.example/{}", "https://a.example/{}"),
        ("https://a.example/{}", "https://a.example/{}/"),
        ("https://a.example/{}/amp", "https://a.example/{}"),
        ("https://a.example/amp/{}?ref=home", "https://a.example/{}"),
        ("https://a.example/{}.amp", "https://a.example/{}"),
    ],
)
def test_a_dress_that_some_articles_have_is_taken_off_others(dressed: str, plain: str):
    assert learnt(dressed, plain).plain(dressed.format("ferries")) == plain.format("ferries")
    assert learnt(dressed, plain).plain(plain.format("ferries")) is None
    assert learnt(dressed, plain, times=FEWEST - 1).plain(dressed.format("ferries")) is None
    assert learnt(dressed, plain, own=dressed.format("own")).plain(dressed.format("ferries")) is None


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("https://a.example/{}/2", "https://a.example/{}"),  # a page of a story
        ("https://a.example/{}", "https://a.example/"),  # all say that they are the home page
        ("https://a.example/en/{}", "https://a.example/de/{}"),
        ("https://a.example/{}", "https://a.example/{}?id=1"),
    ],
)
def test_what_is_another_page_is_no_dress(url: str, canonical: str):
    assert learnt(url, canonical).plain(url.format("ferries")) is None


@pytest.mark.parametrize(
    ("dressed", "canonical"),
    [
        (
            "https://a.example/{}/news.php?id=17{}",
            "https://a.example/{}/news.php",
        ),  # what tells the article is left out
        ("https://a.example/live?at={}{}", "https://a.example/live"),  # one article
        ("https://a.example/news?a=1&a={}{}", "https://a.example/news?a=1"),
    ],
)
def test_what_tells_the_article_is_no_dress(dressed: str, canonical: str):
    dresses = Dresses()
    for place, number in zip(NAMES, range(100, 100 + len(NAMES)), strict=True):
        dresses.note(dressed.format(place, number), canonical.format(place))
    assert dresses.plain(dressed.format("ferries", 5)) is None


def test_a_file_lacks_no_slash():
    assert learnt("https://a.example/{}", "https://a.example/{}/").plain("https://a.example/gates.html") is None


@pytest.mark.thorough
def test_an_article_in_several_dresses_is_asked_for_once(newsarc: Command, archive_path: Path):
    answers: dict[str, Answer] = {
        "/": page_of(*(f"/{name}?ref=home" for name in NAMES), "/local/"),
        "/local/": page_of(*(f"/{name}?ref=local" for name in NAMES), *(f"/{name}" for name in NAMES)),
    }
    for name in NAMES:
        canonical = f'<link rel="canonical" href="{HOST}/{name}"></head>'
        for dress in ("", "?ref=home", "?ref=local"):
            answers[f"/{name}{dress}"] = story(f"Gates {name[-1]}").replace("</head>", canonical)
    with SmallSite(answers) as site:
        newsarc("crawl", f"{HOST}/", "--archive", archive_path, *demo_options(site, delay=0.25))

    asked = [path for path in site.asked if path.startswith("/lock-gates")]
    assert len(asked) <= len(NAMES) + 2 * FEWEST
    with Archive(archive_path) as archive:
        assert len(list(archive.articles())) == len(NAMES)
