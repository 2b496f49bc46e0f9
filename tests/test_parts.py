"""The further pages of a story that a site cuts into several."""

from __future__ import annotations

import pytest

from crawler.discovery.parts import MOST_PARTS, next_part
from crawler.page import Page

HOST = "https://lock.example"


def part_after(url: str, number: int, *links: str, head: str = "") -> str | None:
    """Return the path of part *number* of the story at *url*, whose page has *links*."""
    html = f"<html><head>{head}</head><body>{''.join(f'<a href={link!r}>x</a>' for link in links)}</body></html>"
    found = next_part(Page.from_html(html, HOST + url), number)
    return found and found.removeprefix(HOST)


@pytest.mark.parametrize(
    ("url", "number", "link"),
    [
        ("/story", 2, "/story/2/"),
        ("/story/", 2, "/story/page/2"),
        ("/story", 2, "/story/seite-2"),
        ("/story.html", 2, "/story,2.html"),
        ("/story.html", 2, "/story-page-2.html"),
        ("/story?id=7", 2, "/story?id=7&page=2"),
        ("/story/2/", 3, "/story/3/"),
        ("/story?page=2", 3, "?page=3"),
        ("/story,11.html", 12, "/story,12.html"),
    ],
)
def test_a_part_has_the_storys_address_and_its_number(url: str, number: int, link: str):
    other = "/other-story/2/"
    expected = link if link.startswith("/") else f"/story{link}"

    assert part_after(url, number, "/", other, link) == expected


@pytest.mark.parametrize(
    ("url", "number", "link"),
    [
        ("/story", 2, "/story/3/"),
        ("/story", 2, "/story?id=2"),
        ("/story", 2, "/story-2/about"),
        ("/story/2/", 3, "/story/2/"),
        ("/story", 2, "/next-story"),
        ("/gates_1.html", 2, "/gates_2.html"),  # two stories of a series
        ("/story", 2, "https://other.example/story/2/"),
        ("/story", 2, "http://[::1/2"),
        ("/story", 1, "/story/1/"),
        ("/story", MOST_PARTS + 1, f"/story/{MOST_PARTS + 1}/"),
    ],
)
def test_what_has_another_address_or_number_is_no_part_of_it(url: str, number: int, link: str):
    assert part_after(url, number, link) is None


def test_what_a_page_merely_names_as_next_is_no_part_of_it():
    assert part_after("/story", 2, head='<link rel="next" href="/2026/11/next-story">') is None
    assert part_after("/story", 2, head='<link rel="next" href="/story/2/">') == "/story/2/"
