"""URLs: one page, one key; what is no web address is refused."""

from __future__ import annotations

import pytest
from counting import calls
from hypothesis import given
from hypothesis import strategies as st

from crawler.reading.urls import UrlError, loose_key, site_of, url_key, web_url

SAME = [
    ("http://lock.example/a", "https://lock.example/a"),
    ("https://lock.example:443/a", "https://lock.example/a"),
    ("https://LOCK.example/a", "https://lock.example/a"),
    ("https://lock.example./a", "https://lock.example/a"),
    ("https://lock.example/a#part", "https://lock.example/a"),
    ("https://lock.example/a?utm_source=x&utm_medium=y", "https://lock.example/a"),
    ("https://lock.example/a?fbclid=1&id=7", "https://lock.example/a?id=7"),
    ("https://lock.example/a?b=2&a=1", "https://lock.example/a?a=1&b=2"),
    ("https://lock.example/%7Ea", "https://lock.example/~a"),
    ("https://lock.example/%d0%b0", "https://lock.example/а"),
    ("https://новини.укр/а", "https://xn--b1amarcd.xn--j1amh/а"),
    ("https://user:secret@lock.example/a", "https://lock.example/a"),
]
DIFFERENT = [
    ("https://lock.example/a", "https://lock.example/A"),
    ("https://lock.example/a", "https://lock.example/a/"),
    ("https://lock.example/a", "https://www.lock.example/a"),
    ("https://lock.example/a", "https://lock.example:8080/a"),
    ("https://lock.example/a?id=7", "https://lock.example/a?id=8"),
    ("https://lock.example/a?page=2", "https://lock.example/a"),
    ("https://lock.example/en/a", "https://lock.example/uk/a"),
    ("https://lock.example/a%2Fb", "https://lock.example/a/b"),
    ("https://lock.example/a?x=", "https://lock.example/a"),
]

LOOSELY_SAME = [
    ("https://www.lock.example/a", "https://lock.example/a"),
    ("https://m.lock.example/a", "https://www.lock.example/a"),
    ("https://mobile.lock.example/a", "https://lock.example/a"),
    ("https://amp.lock.example/a", "https://lock.example/a"),
    ("https://print.lock.example/a", "https://lock.example/a"),
    ("http://m.lock.example/a?utm_source=x", "https://lock.example/a"),
    ("https://lock.example/a/", "https://lock.example/a"),
    ("https://lock.example/2026/11/gates/", "https://lock.example/2026/11/gates"),
    ("https://lock.example/news/index.html", "https://lock.example/news/"),
    ("https://lock.example/index.php?id=7", "https://lock.example/?id=7"),
    ("https://lock.example/Default.aspx?id=7", "https://lock.example/?id=7"),
    ("https://lock.example/a/amp/", "https://lock.example/a/"),
    ("https://lock.example/a/amp", "https://lock.example/a"),
    ("https://lock.example/amp/a", "https://lock.example/a"),
    ("https://lock.example/m/a", "https://lock.example/a"),
    ("https://lock.example/a.amp.html", "https://lock.example/a.html"),
    ("https://lock.example/a?amp=1", "https://lock.example/a"),
    ("https://lock.example/a?amp", "https://lock.example/a"),
    ("https://lock.example/a?id=7&outputType=amp", "https://lock.example/a?id=7"),
    ("https://lock-example.cdn.ampproject.org/c/s/lock.example/a/amp/", "https://lock.example/a/"),
    ("https://lock-example.cdn.ampproject.org/v/s/www.lock.example/a?amp=1", "https://www.lock.example/a"),
    ("https://www.google.com/amp/s/lock.example/a", "https://lock.example/a"),
    ("https://lock.example/a/print", "https://lock.example/a"),
    ("https://lock.example/print/a", "https://lock.example/a"),
    ("https://lock.example/a?print=1", "https://lock.example/a"),
    ("https://lock.example/a?tmpl=component&print=1&id=3", "https://lock.example/a?id=3"),
    ("https://lock.example/a-print.html", "https://lock.example/a.html"),
    ("https://lock.example/a/imprimir", "https://lock.example/a"),
    ("https://www2.lock.example/a", "https://lock.example/a"),
    ("https://новини.укр/а/", "https://www.xn--b1amarcd.xn--j1amh/%D0%B0"),
]
LOOSELY_DIFFERENT = [
    ("https://lock.example/en/a", "https://lock.example/uk/a"),
    ("https://lock.example/en/a", "https://lock.example/a"),
    ("https://en.lock.example/a", "https://lock.example/a"),
    ("https://uk.lock.example/a", "https://www.lock.example/a"),
    ("https://sport.lock.example/a", "https://lock.example/a"),
    ("https://lock.example/a?id=7", "https://lock.example/a?id=8"),
    ("https://lock.example/a?lang=de", "https://lock.example/a"),
    ("https://lock.example/a?page=2", "https://lock.example/a"),
    ("https://lock.example/a/2/", "https://lock.example/a/"),
    ("https://lock.example/a", "https://gate.example/a"),
    ("https://lock.example/a", "https://lock.example/A"),
    ("https://lock.example/a-1", "https://lock.example/a-2"),
    ("https://lock.example/a%2Fb", "https://lock.example/a/b"),
    ("https://lock.example:8080/a", "https://lock.example/a"),
    ("https://lock.example/amplifier", "https://lock.example/lifier"),
    ("https://lock.example/printing-press", "https://lock.example/ing-press"),
    ("https://lock.example/news/imprint", "https://lock.example/news/im"),
    ("https://lock.example/camp/a", "https://lock.example/c/a"),
    ("https://lock.example/a?view=gallery", "https://lock.example/a"),
    ("https://lock.example/a?output=json", "https://lock.example/a"),
    ("https://lock.example/a?print=2", "https://lock.example/a"),
    ("https://lock.example/index.html", "https://lock.example/home.html"),
    ("https://lock.example/news.html", "https://lock.example/news"),
    ("https://m.example/a", "https://www.example/a"),
    ("https://one.blogspot.com/a", "https://two.blogspot.com/a"),
    ("https://x.cdn.ampproject.org/c/s/lock.example/a", "https://x.cdn.ampproject.org/c/s/gate.example/a"),
    ("https://www.google.com/a", "https://lock.example/a"),
    ("https://lock.example/?p=12", "https://lock.example/?p=13"),
    ("https://lock.example/", "https://lock.example/a"),
    ("https://lock.example/a;v=1", "https://lock.example/a"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_forms_of_one_address_have_one_key(one: str, other: str):
    assert url_key(one) == url_key(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_addresses_that_may_be_two_pages_have_two_keys(one: str, other: str):
    assert url_key(one) != url_key(other)


@pytest.mark.parametrize(("one", "other"), [*SAME, *LOOSELY_SAME])
def test_dresses_of_one_page_have_one_loose_key(one: str, other: str):
    assert loose_key(one) == loose_key(other)


@pytest.mark.parametrize(("one", "other"), LOOSELY_DIFFERENT)
def test_other_pages_have_other_loose_keys(one: str, other: str):
    assert loose_key(one) != loose_key(other)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "ftp://a.example/",
        "file:///etc/passwd",
        "http://",
        "http://[::1",
        "http://a:b/",
        "x",
        "http://a.example/\ud800",
    ],
)
def test_what_is_no_web_address_is_refused_with_its_text(url: str):
    with pytest.raises(UrlError) as caught:
        web_url(url)

    assert repr(url) in str(caught.value) or url == ""


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://m.sport.lock.co.uk/a", "lock.co.uk"),
        ("https://www.lock.example/", "lock.example"),
        ("https://one.blogspot.com/a", "one.blogspot.com"),
        ("http://127.0.0.1:8000/", "127.0.0.1"),
        ("http://localhost/", "localhost"),
    ],
)
def test_a_page_is_of_the_domain_that_its_owner_registered(url: str, site: str):
    assert site_of(url) == site


@given(st.text(max_size=60), st.sampled_from(["", "https://lock.example/", "https://lock.example/a?", "http://"]))
def test_any_text_is_an_address_with_a_stable_key_or_refused(text: str, start: str):
    try:
        url = web_url(start + text)
    except UrlError:
        return
    assert url.isascii()
    assert web_url(url) == url
    assert url_key(url) == url_key(start + text)


def test_an_address_longer_than_servers_take_is_refused_and_not_quoted_whole():
    with pytest.raises(UrlError) as caught:
        web_url("http://a.example/?" + "u" * 100_000)

    assert len(str(caught.value)) < 300


@pytest.mark.parametrize(
    "address",
    [
        *("https://a.example/news;jsessionid=1F0A?x=1", "https://a.example/news?x=1&PHPSESSID=abc"),
        *(f"https://a.example/news?x=1&sid={'4e' * 16}", f"https://a.example/(S({'k3' * 12}))/news?x=1"),
    ],
)
def test_the_number_of_a_visit_makes_no_other_page(address: str):
    assert url_key(address) == "a.example/news?x=1"


def test_a_number_that_may_be_a_story_is_kept():
    assert url_key("https://a.example/news?sid=33") != url_key("https://a.example/news?sid=34")


@given(
    st.from_regex(r"[a-z0-9.-]{1,20}/[A-Za-z0-9/_~.%;?&=-]{0,40}", fullmatch=True),
    st.sampled_from(["", "http://lock.example/a/"]),
)
def test_an_address_that_is_left_as_it_is_is_as_it_would_be_if_it_were_looked_at(rest: str, base: str):
    def told(address: str) -> tuple[str, str] | None:
        try:
            return web_url(address, base), url_key(address)
        except UrlError:
            return None

    assert told(f"http://{rest}") == told(f"HTTP://{rest}")  # letter case makes it look


def test_the_site_of_a_host_is_looked_up_once():
    first, second = (calls(lambda url=url: site_of(f"https://news.kept-host.co.uk/{url}")) for url in ("a", "b"))

    assert second < first
