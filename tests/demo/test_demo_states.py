"""What happens to the demo's sites between two crawls, and that they are the same each time."""

from __future__ import annotations

import re
import subprocess
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree

import pytest

from crawler.demo import DemoArticle, DemoServer, all_articles, articles, changes, outlets
from crawler.demo.content import stories
from crawler.demo.routes import DemoSite, site_at
from demo.asking import (
    CHECKOUT,
    COMMAND,
    HOME,
    HOST,
    OUTLETS,
    SITEMAP,
    documents,
    fetching_from,
    held_in,
    paragraphs,
    read_article,
    visible,
)


def test_the_state_is_switched_while_serving():
    with DemoServer() as server:
        fetch = fetching_from(server)
        article = read_article("harbour-dredging")
        assert "410,000 cubic metres" in fetch(article.url).text

        assert (server.advance(), server.state) == (1, 1)

        assert "It is 310,000." in fetch(article.url).text
        with pytest.raises(ValueError, match="no state after 1"):
            server.advance()


@pytest.mark.parametrize("article", all_articles(1), ids=lambda article: urlsplit(article.url).path)
def test_a_page_holds_its_article_in_the_later_state(article):
    parts = urlsplit(article.url)
    answer = site_at(1).answer(parts.netloc, parts.path)
    page = answer.content.decode({"Shift_JIS": "cp932", "gb2312": "gb18030"}.get(article.charset, article.charset))
    text = held_in(page, article)

    assert answer.status == 200
    position = 0
    for paragraph in paragraphs(article):
        position = text.index(" ".join(paragraph.split()), position)
    position = 0
    for quote in article.quotes or []:
        position = article.body.index(quote.text, position)


def test_every_counter_rises_and_by_different_amounts():
    now = {(article.name, article.url): article for article in all_articles(1)}
    rises = [
        now[before.name, before.url].view_count - before.view_count
        for before in all_articles()
        if before.view_count is not None and (before.name, before.url) in now
    ]

    assert len(rises) == 61
    assert min(rises) >= 5
    assert len(set(rises)) > 50
    assert all(article.view_count is None for article in all_articles(1) if read_first(article).view_count is None)


def read_first(article: DemoArticle) -> DemoArticle:
    return next(before for before in all_articles() if before.name == article.name)


def test_only_what_the_table_names_differs_but_for_counters():
    before = {article.url: article for article in all_articles()}
    after = {article.url: article for article in all_articles(1)}
    told = changes()

    gone = {before[url].name for url in before.keys() - after}
    new = [after[url].name for url in after.keys() - before]
    assert gone == {change.story for change in (*told.removed, *told.moved)}
    assert sorted(new) == sorted(change.story for change in (*told.moved, *told.copied))
    edited = {url for url in before.keys() & after if before[url].body != after[url].body}
    assert {before[url].name for url in edited} == {edit.story for edit in told.edited}
    assert len(edited) == 2


def test_one_article_is_corrected_and_says_so(later):
    before, after = read_article("harbour-dredging"), read_article("harbour-dredging", state=1)

    assert after.modified_at > before.modified_at
    assert len(paragraphs(after)) == len(paragraphs(before)) + 1
    assert paragraphs(after)[-1].startswith("Correction, November 21:")
    assert after.modified_at in later(after.url).text
    assert paragraphs(after)[-1] in visible(later(after.url).text)


def test_one_article_is_rewritten_and_no_date_says_so(fetch, later):
    before, after = read_article("ferry-strike"), read_article("ferry-strike", state=1)

    assert before.modified_at == after.modified_at is not None
    assert before.body != after.body
    assert [quote.text for quote in before.quotes] == [quote.text for quote in after.quotes]
    tag = fetch(before.url).headers["ETag"]
    assert later(before.url, If_None_Match=tag).status == 200
    assert "53 took part" in visible(later(after.url).text)


def test_one_article_is_deleted_for_good(fetch, later):
    article = read_article("uk-court-boat")

    assert fetch(article.url).status == 200
    assert later(article.url).status == 410
    assert article.url not in {other.url for other in all_articles(1)}
    assert article.url not in later("/post-sitemap.xml").text


def test_one_article_moves_to_another_address(fetch, later):
    before, after = read_article("ja-council"), read_article("ja-council", state=1)

    moved = later(before.url)

    assert (moved.status, moved.headers["Location"]) == (301, after.url)
    assert fetch(after.url).status == 404
    assert later(after.url).status == 200
    assert (before.title, before.body, before.published_at) == (after.title, after.body, after.published_at)
    assert f"{after.url}</loc>" in later("/post-sitemap.xml").text


def test_one_article_appears_on_a_second_outlet_word_for_word_and_on_a_third_by_wire(fetch, later):
    original = read_article("en-night-market", state=1, host="meridian-post.example")
    copy = read_article("en-night-market", state=1, host=HOST)
    wire = read_article("en-night-market", state=1, host="talbote.example")

    assert (copy.title, copy.body, copy.quotes, copy.authors) == (
        original.title,
        original.body,
        original.quotes,
        original.authors,
    )
    assert (wire.title, wire.authors) != (original.title, original.authors)
    assert paragraphs(wire) == paragraphs(original)[:-1]
    assert wire.quotes == original.quotes
    for article in (copy, wire):
        assert (fetch(article.url).status, later(article.url).status) == (404, 200)
        assert article.markup != original.markup
    assert copy.url in later("/feed.xml").text


def test_what_has_not_changed_is_not_sent_again_in_the_later_state(fetch, later):
    same = []
    for article in all_articles(1):
        before, after = fetch(article.url), later(article.url)
        if before.status != 200:
            continue
        unchanged = before.content == after.content
        known = later(article.url, If_None_Match=before.headers["ETag"])
        dated = later(article.url, If_Modified_Since=before.headers["Last-Modified"])
        assert (known.status, dated.status) == ((304, 304) if unchanged else (200, 200)), article.url
        same += [article.url] * unchanged

    assert len(same) >= 7
    assert any(url.startswith(HOME) for url in same)


@OUTLETS
def test_links_and_sitemaps_of_the_later_state_lead_to_all_of_its_articles(later, outlet):
    own = {article.url for article in articles(outlet.host, state=1)}

    listed = ElementTree.fromstring(later(outlet.url("/post-sitemap.xml")).content).iter(f"{SITEMAP}loc")
    assert {loc.text for loc in listed} == own
    found = set()
    for section in outlet.sections:
        first = outlet.url(f"/{section}/")
        for answer in documents(
            later, first, lambda a: next(iter(re.findall(r'rel="next" href="([^"]+)"', a.text)), None)
        ):
            found.update(urljoin(first, url) for url in re.findall(r'<a [^>]*href="([^"]+)"', answer.text))
    assert own <= found


def test_there_is_no_third_state():
    with pytest.raises(ValueError, match="expected a state from 0 to 1, found 2"):
        all_articles(2)


def test_every_build_of_the_site_is_the_same():
    one, other = DemoSite(stories=stories()), DemoSite(stories=list(stories()))

    assert one.hosts[:3] == (HOST, f"www.{HOST}", f"m.{HOST}")
    assert len(one.hosts) == 9
    for host in outlets():
        name = outlets()[host].prefix + host
        assert one.paths(host) == other.paths(host)
        assert all(one.answer(name, path) == other.answer(name, path) for path in one.paths(host))


def test_the_same_request_gets_the_same_headers_from_another_server(fetch):
    with DemoServer() as other:
        again = fetching_from(other)("/feed.xml")
    first = fetch("/feed.xml")

    assert again.content == first.content
    assert again.headers.items() == first.headers.items()


def test_it_runs_in_the_foreground_and_says_how_to_look_at_it():
    process = subprocess.Popen([*COMMAND, "0"], cwd=CHECKOUT, stdout=subprocess.PIPE, text=True, encoding="utf-8")
    try:
        lines = [process.stdout.readline() for _ in range(3)]
    finally:
        process.terminate()
        process.communicate(timeout=10)

    assert re.search(rf"Serving {HOST}.* at 127\.0\.0\.1:\d+", lines[0])
    assert "curl --connect-to ::127.0.0.1:" in lines[1]


def test_a_taken_port_is_refused_with_what_to_do(server):
    command = [*COMMAND, str(server.port)]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, timeout=30, check=False)

    assert done.returncode == 1
    assert f"Cannot serve on port {server.port}" in done.stderr
    assert "--port" in done.stderr
