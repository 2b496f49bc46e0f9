"""What no feed names stands behind the first pages of a section, and in the lists of earlier days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from conftest import Command
from local_site import LocalSite, local_options

pytestmark = pytest.mark.thorough  # each is a crawl or more

ARTICLES, FED, A_PAGE = 24, 9, 3
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


class SectionSite(LocalSite):
    """A feed names the newest articles; one section all of them, page by page; its last page is served for ever."""

    newest = ARTICLES  # articles there are; the highest number is the newest

    def answer(self, path: str, host: str) -> tuple[int, dict[str, str], bytes]:
        html = {"Content-Type": "text/html"}
        if path == "/":
            head = '<link rel="alternate" type="application/rss+xml" href="/feed.xml">'
            return 200, html, f'<html><head>{head}</head><body><a href="/town/">Town</a></body></html>'.encode()
        if path == "/feed.xml":
            items = "".join(f"<item><link>http://{host}{self.path_of(n)}</link></item>" for n in self.numbers()[:FED])
            feed = f'<rss version="2.0"><channel><title>Local</title>{items}</channel></rss>'
            return 200, {"Content-Type": "application/rss+xml"}, feed.encode()
        if path.startswith("/town/"):
            page = int(path.partition("page=")[2] or 1)
            last = (self.newest - 1) // A_PAGE + 1
            at = (min(page, last) - 1) * A_PAGE
            links = "".join(
                f'<h2><a href="{self.path_of(n)}">Story {n}</a></h2>' for n in self.numbers()[at : at + A_PAGE]
            )
            return (
                200,
                html,
                f'<html><body>{links}<a rel="next" href="/town/?page={page + 1}">Older</a></body></html>'.encode(),
            )
        return super().answer(path, host)

    def numbers(self) -> list[int]:
        return list(range(self.newest, 0, -1))

    def published(self, number: int) -> str:
        return (NOW - timedelta(hours=ARTICLES - number)).isoformat()

    @property
    def pages_read(self) -> int:
        return sum(path.startswith("/town/") for path in self.paths)


def test_the_first_crawl_reads_a_section_past_what_the_feed_names_and_a_page_without_end_once_more(newsarc: Command):
    with SectionSite() as site:
        done = newsarc("crawl", site.home, *local_options(site))
        first = site.pages_read
        assert "24 new articles" in done.stderr
        assert first <= ARTICLES // A_PAGE + 2  # the page after the last one says the same, as does the one after that

        site.requests.clear()
        site.newest += 1
        done = newsarc("crawl", site.home, *local_options(site))

        assert "1 new article," in done.stderr
        assert site.pages_read <= 2  # the first page names what was known before this run


class DaysSite(LocalSite):
    """The news of today, with a link to the list of the day before, and so on; pages tell whether they changed."""

    def answer(self, path: str, host: str) -> tuple[int, dict[str, str], bytes]:
        if path == "/feed.xml":
            return 404, {}, b""
        if path == "/" or path.startswith("/archive/"):
            try:
                day = date.fromisoformat(path.removeprefix("/archive/")) if path != "/" else NOW.date()
            except ValueError:
                return 404, {}, b""
            number = 10 - (NOW.date() - day).days
            if not 1 <= number <= 10:
                return 404, {}, b""
            before = f'<a href="/archive/{day - timedelta(days=1)}">The day before</a>'
            page = f'<html><body><h2><a href="{self.path_of(number)}">Story</a></h2>{before}</body></html>'.encode()
            return 200, {"Content-Type": "text/html", "ETag": f'"{day}"'}, page
        return super().answer(path, host)

    def published(self, number: int) -> str:
        return (NOW - timedelta(days=10 - number)).isoformat()


def test_the_lists_of_days_are_followed_into_the_past_though_the_front_page_is_as_it_was(newsarc: Command):
    with DaysSite() as site:
        news = newsarc("crawl", site.home, *local_options(site))
        past = newsarc("crawl", site.home, "--since", "2026-11-14", *local_options(site))

    assert (news.returncode, past.returncode) == (0, 0), news.stderr + past.stderr
    assert "pages that were no articles" not in news.stderr  # the list of a day is no article
    archived = sorted(int("".join(filter(str.isdigit, path))) for path in site.paths if path.startswith("/news/"))
    assert archived == [4, 5, 6, 7, 8, 9, 10]


class PlainSite(LocalSite):
    """A home page with no feed, whose server has a page at any address; many tags, and nothing but og:type on pages."""

    tags = 60
    said = '<meta property="og:type" content="article">'

    def answer_to(self, path: str, host: str, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        if path == "/" and "if-none-match" in map(str.lower, headers):
            return 304, {}, b""
        return super().answer_to(path, host, headers)

    def answer(self, path: str, host: str) -> tuple[int, dict[str, str], bytes]:
        html = {"Content-Type": "text/html", "ETag": '"1"'}
        if path == "/":
            links = "".join(f'<p><a href="/label/no-{n + 100}">L{n}</a></p>' for n in range(self.tags))
            imprint = '<a href="/imprint-1024">Imprint</a>' if self.answered.count("/") else ""
            return 200, html, f"<html><head>{self.said}</head><body>{links}{imprint}</body></html>".encode()
        if path.startswith("/label/"):
            return 200, html, b"<html><body><p>Nothing is here yet</p></body></html>"
        if path == "/imprint-1024":
            text = "<p>The publisher of this paper answers for what is printed in it, as the law has it.</p>" * 6
            return 200, html, f"<html><head>{self.said}</head><body><h1>Imprint</h1>{text}</body></html>".encode()
        return 200, html, b"<html><body><p>Oops</p></body></html>"


def test_what_pages_teach_holds_in_the_same_crawl_and_guesses_that_led_nowhere_are_not_made_again(newsarc: Command):
    with PlainSite() as site:
        newsarc("crawl", site.home, *local_options(site))
        labels, guessed = [path for path in site.paths if "/label/" in path], site.paths.count("/rss.xml")
        again = newsarc("crawl", site.home, *local_options(site))

    assert len(labels) < PlainSite.tags
    assert (guessed, site.paths.count("/rss.xml")) == (1, 1)
    # The front page is asked for whole: it says that what the site's pages call themselves tells nothing.
    assert "0 new articles" in again.stderr
