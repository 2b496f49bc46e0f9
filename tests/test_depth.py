"""Lists without end are followed so far and no further."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crawler.discovery.links import Link
from crawler.fetching.depth import (
    DEEPEST,
    MOST_BEHIND_OTHERS,
    MOST_HOSTS_ELSEWHERE,
    MOST_NEXT_PAGES,
    Bounds,
    Lists,
)


def follow(bounds: Bounds, *, onward: bool) -> int:
    """Return how many listings are followed where each names another."""
    url, followed = "https://a.example/0", 0
    while links := bounds.within(url, [Link(f"https://a.example/{followed + 1}", "listing", onward=onward)]):
        url, followed = links[0].url, followed + 1
    return followed


def test_a_list_is_followed_for_so_many_pages():
    assert follow(Bounds(most_listings=1000, most_links=1000), onward=True) == MOST_NEXT_PAGES


def test_listings_of_listings_are_followed_for_so_many_levels():
    assert follow(Bounds(most_listings=1000, most_links=1000), onward=False) == DEEPEST


def test_a_run_enters_no_more_listings_and_links_than_it_may():
    listings = [Link(f"https://a.example/{number}", "listing") for number in range(100)]
    articles = [Link(f"https://a.example/{number}", "article") for number in range(100)]

    assert len(Bounds(most_listings=10, most_links=1000).within("https://a.example/", listings)) == 10
    assert len(Bounds(most_listings=10, most_links=30).within("https://a.example/", articles)) == 30


def test_a_listing_that_names_the_same_listings_again_leads_to_them_again():
    bounds = Bounds(most_listings=1, most_links=1000)
    links = [Link("https://a.example/1", "listing")]

    assert bounds.within("https://a.example/", links) == bounds.within("https://a.example/", links) == links


def test_what_a_run_leaves_out_is_said_once(caplog: pytest.LogCaptureFixture):
    bounds = Bounds(most_listings=1000, most_links=2)
    for page in range(3):
        bounds.within(f"https://a.example/{page}", [Link("https://a.example/x", "article")] * 2)

    assert [record.message.partition(";")[0] for record in caplog.records] == [
        "https://a.example/1: more than 2 addresses"
    ]


def test_listings_are_on_so_many_hosts_of_others():
    bounds = Bounds(most_listings=1000, most_links=1000, is_ours=lambda url: "a.example" in url)
    elsewhere = [Link(f"https://cdn{number}.example/feed", "listing") for number in range(2 * MOST_HOSTS_ELSEWHERE)]
    ours = [Link(f"https://a.example/{number}", "listing") for number in range(2 * MOST_HOSTS_ELSEWHERE)]

    assert bounds.within("https://a.example/", elsewhere + ours) == elsewhere[:MOST_HOSTS_ELSEWHERE] + ours


def page_of_list(number: int, *articles: int) -> tuple[str, list[Link]]:
    """The address of a page of a list, and what it links to: articles, and the page after it."""
    onward = Link(f"https://a.example/list/{number + 1}", "listing", onward=True)
    return f"https://a.example/list/{number}", [*(Link(f"https://a.example/{n}", "article") for n in articles), onward]


def test_a_list_is_followed_so_far_behind_what_others_named_and_no_further_where_it_repeats_itself():
    def followed(*pages: tuple[str, list[Link]]) -> list[bool]:
        lists, found = Lists(), []
        for url, links in pages:
            found.append(lists.goes_on(url, links, is_more=lists.note(url, links)))
        return found

    other = [page_of_list(number, number) for number in range(MOST_BEHIND_OTHERS + 2)]

    assert followed(*other) == [True] * MOST_BEHIND_OTHERS + [False] * 2
    assert followed(page_of_list(0, 1), page_of_list(1, 1), page_of_list(2, 1)) == [True, True, False]
    assert followed(page_of_list(0, 1, 2), page_of_list(1, 2), page_of_list(2, 3)) == [True, True, True]
    assert followed(page_of_list(0)) == [False]

    url, links = page_of_list(1, 1)
    guessed = [replace(link, is_guess=True) for link in links]
    assert followed(page_of_list(0, 1), (url, guessed)) == [True, False]


def test_a_list_where_an_article_was_hoped_for_leads_to_articles_but_not_to_lists_that_lead_on():
    bounds = Bounds(most_listings=10_000, most_links=10_000)
    site, story = "https://a.example/", Link("https://a.example/1", "article")
    further, below = Link(f"{story.url}?page=2", "listing", onward=True), Link(f"{story.url}/b", "listing")

    assert bounds.within_article(story.url, site, [story, further, below]) == [story, further]
    assert bounds.within(further.url, [story]) == [story]
    for list_ in (story, further):
        assert bounds.within_article("https://a.example/2", list_.url, [story]) == []
    assert bounds.within_article("https://a.example/3", site, [story]) == [story]


def test_nothing_is_remembered_of_a_list_of_one_page():
    lists = Lists()
    assert lists.note("https://a.example/sitemap.xml", [Link("https://a.example/1", "article")])
    assert not any(vars(lists).values())
