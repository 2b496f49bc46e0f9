"""How the demo's server answers: hosts, caching, packing, what it remembers."""

from __future__ import annotations

import gzip
import http.client
import re
from email.utils import format_datetime, parsedate_to_datetime
from urllib.parse import urlsplit

import pytest

from crawler.demo import articles, outlets
from demo.asking import ARTICLES, HOME, HOST


def test_www_leads_to_the_bare_host_with_path_and_query(fetch):
    answer = fetch("/news/?page=1", host=f"www.{HOST}")

    assert (answer.status, answer.headers["Location"]) == (301, f"{HOME}/news/?page=1")


def test_the_bare_host_leads_to_www_where_that_is_the_outlets_name(fetch):
    answer = fetch("http://talbote.example/news/?start=6")

    assert (answer.status, answer.headers["Location"]) == (301, "http://www.talbote.example/news/?start=6")
    assert all(article.url.startswith("http://www.talbote.example/") for article in articles("talbote.example"))


@pytest.mark.parametrize("host", list(outlets()))
def test_the_mobile_host_serves_the_same_page_and_names_the_other_one(fetch, host):
    article = articles(host)[0]

    mobile = fetch(urlsplit(article.url).path, host=f"m.{host}")

    assert mobile.content == fetch(article.url).content
    [canonical] = re.findall(r'<link (?:[^>]*rel="canonical" )?href="([^"]+)"(?: rel="canonical")?', mobile.text)[:1]
    assert canonical == article.url


@pytest.mark.parametrize("host", ["elsewhere.example", "www.elsewhere.example", "127.0.0.1", ""])
def test_an_unknown_host_gets_a_404_that_names_the_known_ones(fetch, server, host):
    connection = http.client.HTTPConnection(server.address, timeout=10)
    connection.putrequest("GET", "/", skip_host=True)
    connection.putheader("Host", host)
    connection.endheaders()
    response = connection.getresponse()
    words = response.read().decode()
    connection.close()

    assert response.status == 404
    assert HOST in words


def test_an_unknown_path_gets_a_404_with_words(fetch):
    answer = fetch("/news/2026/03/no-such-story")

    assert answer.status == 404
    assert "There is no such page" in answer.text
    assert answer.headers["ETag"] is None


def test_the_port_and_case_of_the_host_do_not_matter(fetch, server):
    assert fetch("/", host=f"Harbour-Gazette.EXAMPLE:{server.port}").status == 200


@ARTICLES
def test_a_page_that_has_not_changed_is_not_sent_again(fetch, article):
    first = fetch(article.url)

    by_tag = fetch(article.url, If_None_Match=first.headers["ETag"])
    by_date = fetch(article.url, If_Modified_Since=first.headers["Last-Modified"])

    assert (by_tag.status, by_tag.content) == (by_date.status, by_date.content) == (304, b"")
    assert by_tag.headers["ETag"] == first.headers["ETag"]


@pytest.mark.parametrize(
    "path", ["/", "/feed.xml", "/feed.json", "/news-sitemap.xml", "/robots.txt", "/media/logo.png"]
)
def test_a_document_that_has_not_changed_is_not_sent_again(fetch, path):
    assert fetch(path, If_None_Match=fetch(path).headers["ETag"]).status == 304


def test_a_tag_counts_for_more_than_a_date(fetch):
    path = urlsplit(articles()[0].url).path
    first = fetch(path)

    assert fetch(path, If_None_Match='W/"other"', If_Modified_Since=first.headers["Last-Modified"]).status == 200
    earlier = parsedate_to_datetime(first.headers["Last-Modified"]).replace(year=2020)
    assert fetch(path, If_Modified_Since=format_datetime(earlier, usegmt=True)).status == 200
    assert fetch(path, If_Modified_Since="yesterday").status == 200


def test_a_page_is_packed_when_asked(fetch):
    plain = fetch("/news/")
    packed = fetch("/news/", Accept_Encoding="gzip, deflate")

    assert plain.headers["Content-Encoding"] is None
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content


def test_head_sends_the_headers_alone(fetch):
    got, head = fetch("/news/"), fetch("/news/", method="HEAD")

    assert (head.status, head.content) == (200, b"")
    assert head.headers["Content-Length"] == str(len(got.content))


def test_one_connection_serves_several_requests(server):
    connection = http.client.HTTPConnection(server.address, timeout=10)
    statuses = []
    for path in ["/", "/nothing", "/media/logo.png"]:
        connection.request("GET", path, headers={"Host": HOST})
        response = connection.getresponse()
        response.read()
        statuses.append(response.status)
    connection.close()

    assert statuses == [200, 404, 200]


def test_the_server_remembers_what_it_was_asked(fetch, server):
    before = len(server.requests)
    fetch("/about/?from=test", User_Agent="tester")

    [seen] = server.requests[before:]
    assert (seen.host, seen.path, seen.status) == (HOST, "/about/?from=test", 200)
    assert seen.headers["User-Agent"] == "tester"


def test_the_server_counts_requests_under_all_names_of_an_outlet(fetch, server):
    before = server.count("http://www.talbote.example/contact/")
    fetch("http://talbote.example/contact/")
    fetch("http://www.talbote.example/contact/?from=test")
    fetch("/contact/")

    assert server.count("http://www.talbote.example/contact/") == before + 2
