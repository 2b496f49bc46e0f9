"""URLs: one page, one key; what is no web address is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.reading.urls import UrlError, site_of, url_key, web_url

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


@pytest.mark.parametrize(("one", "other"), SAME)
def test_forms_of_one_address_have_one_key(one: str, other: str):
    assert url_key(one) == url_key(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_addresses_that_may_be_two_pages_have_two_keys(one: str, other: str):
    assert url_key(one) != url_key(other)


@pytest.mark.parametrize(
    "url", ["", "ftp://a.example/", "file:///etc/passwd", "http://", "http://[::1", "http://a:b/", "x"]
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
