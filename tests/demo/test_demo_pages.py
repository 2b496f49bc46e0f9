"""The pages that the demo's articles are printed on."""

from __future__ import annotations

import html
import json
import re
from urllib.parse import urlsplit

import pytest

from crawler.demo import all_articles
from crawler.demo.words import all_words
from demo.asking import ARTICLES, HOME, held_in, paragraphs, read_article, visible


@ARTICLES
def test_a_page_holds_its_article_in_the_encoding_it_declares(fetch, article):
    answer = fetch(article.url)
    text = held_in(answer.text, article)

    assert answer.status == 200
    assert answer.headers["Content-Type"] == f"text/html; charset={article.charset}"
    assert re.search(rf"(?i)charset=\"?{article.charset}", answer.text)
    assert "\ufffd" not in answer.text
    position = 0
    for paragraph in paragraphs(article):
        position = text.index(" ".join(paragraph.split()), position)
    head = html.unescape(answer.text).replace("\u00a0", " ")
    for value in [article.title, article.description, *article.authors]:
        assert value in text or value in head


@ARTICLES
def test_a_page_prints_the_date_as_far_as_it_is_expected_to_be_read(fetch, article):
    page = fetch(article.url).text
    words = all_words()[article.language]
    day, _, time = article.published_at.partition("T")
    declares = "+" in time or article.markup == "typo3"

    assert (article.published_at in page) == declares
    assert declares or day not in visible(page)
    if article.markup != "next_state":
        assert words.print_date(article.published_at) in page or words.print_stamp(article.published_at) in page
    if article.modified_at is not None:
        assert article.modified_at in page or words.print_stamp(article.modified_at) in page


@ARTICLES
def test_a_page_prints_its_own_counter_or_none(fetch, article):
    page = fetch(article.url).text
    words = all_words()[article.language]
    name = re.escape(words.labels["views_name"])

    if article.view_count is None:
        own = rf'post-views-count"|<dt>{name}</dt>|  •  |class="(?:hits|ssrcss-reads|news-list-views)"|fa-eye'
        assert re.search(own, page) is None
    else:
        assert str(article.view_count) in page or words.print_number(article.view_count) in page


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("de-bridge-closed", "Zugriffe: 5832"),
        ("fr-cheese-cellar", "Affichages : 3764"),
        ("pl-beavers", "Odsłon: 7345"),
        ("de-village-shop", "Aufrufe: 764"),
        ("en-night-market", "Read 18,420 times"),
        ("en-lost-letters", "Post Views: 9,963"),
        ("en-hikers-guide", "Hits: 3350"),
        ("ar-fishermen-clock", "عدد القراءات: ١٤٬٢٠٥"),
        ("ko-otter", "조회 45,120"),
        ("pt-sardine-auction", "Visualizações do artigo: 4.936"),
        ("hi-kabaddi", "व्यूज़: 15,733"),
        ("zh-bicycle-flood", "已阅读 3047 次"),
        ("fr-water-bottling", "1\u202f930 vues"),
        ("pl-ski-lift", "Liczba wyświetleń: 9\u00a0310"),
    ],
)
def test_a_counter_is_printed_in_the_words_of_its_language(fetch, name, printed):
    assert " ".join(printed.split()) in visible(fetch(read_article(name).url).text)


def test_some_articles_have_no_counter_no_author_no_time_or_an_old_encoding():
    assert any(not article.authors for article in all_articles())
    assert any(len(article.authors) == 2 for article in all_articles())
    assert any(len(article.published_at) == len("2025-11-21") for article in all_articles())
    charsets = {article.charset for article in all_articles()}
    assert charsets == {"windows-1251", "windows-1252", "ISO-8859-2", "Shift_JIS", "gb2312", "utf-8"}


def test_a_title_with_marks_is_escaped(fetch):
    page = fetch("/culture/2025/08/fish-and-chips-at-100").text

    assert "Fish &amp; chips at 100: how the &quot;Anchor&quot; outlived three piers" in page
    assert "Fish & chips" not in page


def declared_in(page: str) -> list[dict[str, object]]:
    blocks = re.findall(r'<script[^>]*type="application/ld\+json"[^>]*>(.*?)</script>', page)
    return [row for block in map(json.loads, blocks) for row in block.get("@graph", [block])]


@pytest.mark.parametrize("name", ["harbour-dredging", "en-night-market", "de-doctor-shortage", "pt-sardine-auction"])
def test_structured_data_is_json_that_names_the_article(fetch, name):
    article = read_article(name)

    declared = declared_in(fetch(article.url).text)[0]

    assert declared["headline"] == article.title
    assert (declared["datePublished"], declared["dateModified"]) == (article.published_at, article.modified_at)
    assert [author["name"] for author in declared["author"]] == article.authors


def test_a_rich_page_declares_its_text_and_how_often_it_was_read(fetch):
    article = read_article("zh-ferry-bell")

    declared = declared_in(fetch(article.url).text)[0]

    assert declared["articleBody"] == article.body.replace("\n\n", " ")
    counts = {row["interactionType"]: row["userInteractionCount"] for row in declared["interactionStatistic"]}
    assert counts["https://schema.org/ReadAction"] == article.view_count


def test_a_live_blog_declares_its_entries_with_their_times(fetch):
    article = read_article("en-live-tunnel")

    page = fetch(article.url).text
    declared = declared_in(page)[0]

    assert declared["@type"] == "LiveBlogPosting"
    times = [entry["datePublished"] for entry in declared["liveBlogUpdate"]]
    assert times == sorted(times, reverse=True)
    assert all(f'datetime="{time}"' in page for time in times)
    assert all(entry["headline"] in paragraphs(article) for entry in declared["liveBlogUpdate"])


def test_a_paid_story_says_so_and_sends_its_beginning_alone(fetch):
    paid = [article for article in all_articles() if article.access == "teaser"]

    assert len(paid) == 4
    for article in paid:
        page = fetch(article.url).text
        assert declared_in(page)[0]["isAccessibleForFree"] is False
        assert all_words()[article.language].labels["paywall"] in page


@pytest.mark.parametrize(
    ("name", "second"),
    [("de-night-train", "?page=2"), ("pt-island-teacher", "2/")],
)
def test_a_story_goes_on_at_another_address(fetch, name, second):
    article = read_article(name)
    [(url, more)] = article.continued.items()

    first, other = fetch(article.url), fetch(url)

    assert url == article.url + second
    assert (first.status, other.status) == (200, 200)
    assert f'<link rel="next" href="{url}"' in first.text
    assert f'<link rel="prev" href="{article.url}"' in other.text
    assert all(text in visible(other.text) and text not in visible(first.text) for text in more.split("\n\n"))
    assert paragraphs(article)[0] not in visible(other.text)
    assert fetch(article.url + second.replace("2", "3")).status == 404


def test_a_page_has_an_amp_form_that_names_the_full_one(fetch):
    for article in all_articles():
        found = re.findall(r'rel="amphtml" href="([^"]+)"', fetch(article.url).text)
        assert len(found) == (article.markup == "newsroom")
        for url in found:
            amp = fetch(url)
            assert amp.status == 200
            assert "<html amp" in amp.text
            assert f'<link rel="canonical" href="{article.url}"' in amp.text
            assert all(paragraph in visible(amp.text) for paragraph in paragraphs(article))


def test_a_page_that_a_browser_fills_is_empty_without_one(fetch):
    article = read_article("ko-lighthouse-cafe")

    page = fetch(article.url).text

    assert paragraphs(article)[0] in page
    assert paragraphs(article)[0] not in visible(page)
    assert str(article.view_count) not in visible(page)


def test_text_from_right_to_left_says_so_and_has_its_own_digits(fetch):
    article = read_article("ar-football")

    page = fetch(article.url).text

    assert '<html lang="ar" dir="rtl">' in page
    assert "٢٣ مايو ٢٠٢٦" in page
    assert "٣١٬٨٧٧" in page


@ARTICLES
def test_every_address_in_an_article_page_is_absolute_and_served(server, fetch, article):
    page = fetch(article.url).text
    host = urlsplit(article.url).netloc

    links = {html.unescape(url) for url in re.findall(r"""(?i)\b(?:href|src|action)=["']([^"'#]+)["']""", page)}
    own = {url for url in links if urlsplit(url).netloc == host}
    assert all(url.startswith(("http://", "javascript:")) for url in links)
    missing = {url for url in own if server.site.answer(host, url.removeprefix(f"http://{host}")).status != 200}
    assert missing <= {f"{HOME}/wp-comments-post.php"}, "the one address that is only posted to"
