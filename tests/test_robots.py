"""robots.txt as RFC 9309 has it."""

from __future__ import annotations

import pytest
from counting import calls

from crawler.reading.robots import Robots

HOST = "https://harbour.example"


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        ("Disallow: /", "/news", False),
        ("Disallow:", "/news", True),
        ("Disallow: /news", "/news/1", False),
        ("Disallow: /news", "/New/1", True),
        ("Disallow: /news\nAllow: /news/open", "/news/open/1", True),
        ("Allow: /news/open\nDisallow: /news/open", "/news/open/1", True),
        ("Disallow: /*.pdf$", "/a/b.pdf", False),
        ("Disallow: /*.pdf$", "/a/b.pdf?x=1", True),
        ("Disallow: /a*b*c", "/axxbyyc", False),
        ("Disallow: /a*b*c$", "/abcbc", False),
        ("Disallow: /a*b*c$", "/abcb", True),
        ("Disallow: *?print=", "/news?print=1", False),
        ("Disallow: /caf%C3%A9", "/café", False),
        ("Disallow: /café", "/caf%c3%a9", False),
        ("Disallow: /a%2Fb", "/a/b", True),
        ("Disallow: /%7Eann", "/~ann", False),
        ("Disallow: /x # all of x", "/x/1", False),
        ("Disallow: /robots.txt\nDisallow: /", "/robots.txt", True),
        ("disallow : /x", "/x", False),
        ("Disallow /x", "/x", True),
        ("<html><body>Disallow: /</body></html>", "/x", True),
    ],
)
def test_the_longest_rule_that_matches_decides(rules: str, path: str, allowed: bool):
    assert Robots(f"User-agent: *\n{rules}\n").allows(HOST + path, "newsarc") == allowed


def test_an_agent_is_told_what_is_said_to_it_by_name_in_all_its_groups():
    text = (
        "User-agent: *\nDisallow: /\n\nUser-agent: Newsarc/1.0\nUser-agent: otherbot\nDisallow: /a\n\n"
        "Sitemap: https://harbour.example/s.xml\nUser-agent: newsarc\nDisallow: /b\nCrawl-delay: 3\n"
    )
    robots = Robots(text)

    assert [robots.allows(HOST + path, "newsarc") for path in ("/a", "/b", "/c")] == [False, False, True]
    assert [robots.allows(HOST + path, "otherbot") for path in ("/a", "/b")] == [False, True]
    assert not robots.allows(HOST + "/c", "thirdbot")
    assert (robots.crawl_delay("newsarc"), robots.crawl_delay("otherbot")) == (3.0, None)


def test_a_rule_before_any_agent_is_said_to_nobody():
    assert Robots("Disallow: /\nUser-agent: *\nAllow: /").allows(HOST + "/x", "newsarc")


@pytest.mark.parametrize("value", ["soon", "-1", "nan", "inf", "1e999", ""])
def test_a_crawl_delay_that_is_no_number_of_seconds_is_none(value: str):
    assert Robots(f"User-agent: *\nCrawl-delay: {value}").crawl_delay("newsarc") is None


def test_rules_that_are_made_to_be_slow_are_not():
    pattern = "/" + "a*" * 2000 + "b"
    robots = Robots("User-agent: *\n" + "\n".join(f"Disallow: {pattern}{n}" for n in range(100)))

    assert robots.allows(HOST + "/" + "a" * 5000, "newsarc")
    # Some four for each star of a rule; a search that goes back would never end.
    assert calls(lambda: robots.allows(HOST + "/" + "a" * 5000, "newsarc")) < 5 * 100 * 2000
