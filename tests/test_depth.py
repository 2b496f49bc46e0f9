"""Lists without end are followed so far and no further."""

from __future__ import annotations

from crawler.discovery.links import Link
from crawler.fetching.depth import DEEPEST, MOST_NEXT_PAGES, Bounds


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
