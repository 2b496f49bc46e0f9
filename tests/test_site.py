"""A site's rules are checked when they are written down, not when a page fails."""

from __future__ import annotations

import pytest

from crawler.page import Page
from crawler.site import Selectors, Site, SiteRuleError
from pipelines import extract


@pytest.mark.parametrize(
    ("rules", "named"),
    [
        ({"domain": "https://lock.example/"}, "domain="),
        ({"domain": "Lock.example"}, "domain="),
        ({"domain": "lock.example", "time_zone": "Europe/Lock"}, "Europe/Lock"),
        ({"domain": "lock.example", "article_url": "(/news"}, "article_url="),
        ({"domain": "lock.example", "feeds": ("/feed",)}, "/feed"),
    ],
)
def test_a_rule_that_cannot_be_used_is_named_with_its_value(rules: dict, named: str):
    with pytest.raises(SiteRuleError, match=named.replace("(", r"\(")):
        Site(**rules)


def test_a_selector_that_is_no_css_is_quoted():
    with pytest.raises(SiteRuleError, match=r"body='div\.\.story'"):
        Selectors(body="div..story")


def test_a_sites_own_rules_come_first():
    html = (
        """<h1>Wrong</h1><p class="t">Right title</p><b class="n">1.234</b><div class="s"><p>One short line</p>
    <p class="ad">Buy oars</p></div><article>"""
        + "<p>A long paragraph that any reader would take for the story.</p>" * 5
    )
    rules = Selectors(title="p.t", body="div.s", view_count="b.n", remove="p.ad")
    page = Page.from_html(html, "https://lock.example/a", site=Site(domain="lock.example", selectors=rules))

    article = extract(page, reraise=True)

    assert (article.title, article.body, article.view_count) == ("Right title", "One short line", 1234)
    assert article.provenance["title"]["source"] == "site_rule"


def test_a_time_without_an_offset_takes_the_sites_zone():
    html = (
        "<h1>Gates</h1><p>3 September 2024, 07:25</p>"
        + "<p>The oak gates of the lower lock are to be replaced in May.</p>" * 4
    )
    page = Page.from_html(html, "https://lock.example/a", site=Site(domain="lock.example", time_zone="Europe/Kyiv"))

    assert extract(page, reraise=True).published_at == "2024-09-03T07:25:00+03:00"
