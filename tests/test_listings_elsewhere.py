"""Feeds and sitemaps on other hosts than the site's: found, asked as politely as any host, read for the site alone."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest import Command
from small_site import HOST, Answer, SmallSite, page_of, story

from crawler.archive import Archive
from crawler.archive.ledger import Ledger
from crawler.discovery.links import Link
from crawler.fetching.depth import MOST_HOSTS_ELSEWHERE, Bounds

FEEDS = "http://feeds.burner.example"
NET = "http://static.delivery.example"
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
HERE: dict[str, Answer] = {"/on-the-home-page": story("On the home page")}
Serve = Callable[[str, dict[str, Answer]], SmallSite]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Serve a host's answers, each host by a server of its own."""
    with ExitStack() as open_sites:
        yield lambda host, answers: open_sites.enter_context(SmallSite(answers))


def crawl(newsarc: Command, archive_path: Path, sites: dict[str, SmallSite], *options: str) -> set[str]:
    """Crawl the site at `HOST`; return the addresses of what is archived."""
    settings = {
        "NEWSARC_RESOLVE": json.dumps({host: site.address for host, site in sites.items()}),
        "NEWSARC_ALLOW_PRIVATE_ADDRESSES": 1,
        "DOWNLOAD_DELAY": 0,
        "AUTOTHROTTLE_ENABLED": 0,
        "RETRY_TIMES": 0,
    }
    pairs = [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
    done = newsarc("crawl", f"{HOST}/", "--archive", archive_path, *pairs, *options)
    assert done.returncode == 0, done.stderr
    with Archive(archive_path, read_only=True) as archive:
        assert archive.check() == []
        return {row.url for row in archive.articles()} - {f"{HOST}/on-the-home-page"}


def feed(*urls: str) -> tuple[int, str, str]:
    items = "".join(f"<item><link>{url}</link></item>" for url in urls)
    return 200, "application/rss+xml", f"<rss><channel>{items}</channel></rss>"


def sitemap(*urls: str, index: bool = False) -> tuple[int, str, str]:
    outer, inner = ("sitemapindex", "sitemap") if index else ("urlset", "url")
    return 200, "text/xml", f"<{outer}>{''.join(f'<{inner}><loc>{url}</loc></{inner}>' for url in urls)}</{outer}>"


def home(feeds: str = "") -> str:
    link = f'<link rel="alternate" type="application/rss+xml" href="{feeds}">' if feeds else ""
    return page_of("/on-the-home-page", head=link)


@pytest.mark.thorough
def test_feeds_and_sitemaps_elsewhere_lead_to_the_sites_articles_and_to_no_others(
    newsarc: Command, archive_path: Path, serve: Serve
):
    theirs = f"{FEEDS}/of-another-site-altogether"
    site = serve(
        HOST,
        {
            **HERE,
            "/": home(f"{FEEDS}/lock"),
            "/robots.txt": (200, "text/plain", f"Sitemap: {NET}/maps/index.xml\n"),
            **{f"/by-{way}-one-two": story(f"By {way}") for way in ("feed", "map", "next")},
        },
    )
    feeds = serve(FEEDS, {"/lock": feed(f"{HOST}/by-feed-one-two", theirs), "/of-another-site-altogether": story("No")})
    net = serve(
        NET,
        {
            "/maps/index.xml": sitemap(f"{NET}/maps/1.xml", index=True),
            "/maps/1.xml": sitemap(f"{HOST}/by-map-one-two", f"{NET}/news/of-a-third-site"),
            "/news/of-a-third-site": story("Nor this"),
        },
    )
    hosts = {"lock.example": site, "feeds.burner.example": feeds, "static.delivery.example": net}

    archived = crawl(newsarc, archive_path, hosts)

    assert archived == {f"{HOST}/by-feed-one-two", f"{HOST}/by-map-one-two"}
    assert "/of-another-site-altogether" not in feeds.asked
    assert "/news/of-a-third-site" not in net.asked
    assert feeds.asked.index("/robots.txt") < feeds.asked.index("/lock")
    with Archive(archive_path, read_only=True) as archive:
        assert [row.site for row in archive.sites()] == ["lock.example"]
        assert {site for (site,) in archive.db.execute("SELECT DISTINCT site FROM run_sites")} == {"lock.example"}
    first = len(feeds.asked)
    crawl(newsarc, archive_path, hosts)
    assert feeds.asked[first:] == ["/lock"]  # again in each run, and its robots.txt is still fresh


def test_the_robots_txt_of_the_other_host_is_obeyed(newsarc: Command, archive_path: Path, serve: Serve):
    site = serve(HOST, {"/": home(f"{FEEDS}/lock"), "/story-one-two-three": story("One"), **HERE})
    feeds = serve(
        FEEDS,
        {
            "/lock": feed(f"{HOST}/story-one-two-three"),
            "/robots.txt": (200, "text/plain", "User-agent: *\nDisallow: /lock\n"),
        },
    )

    archived = crawl(newsarc, archive_path, {"lock.example": site, "feeds.burner.example": feeds})

    assert archived == set()
    assert feeds.asked == ["/robots.txt", "/.well-known/tdmrep.json"]
    with Archive(archive_path, read_only=True) as archive:
        row = archive.db.execute("SELECT state, reason FROM pages WHERE url = ?", (f"{FEEDS}/lock",)).fetchone()
        assert row == ("refused", "Forbidden by robots.txt")


def test_each_host_has_a_pace_of_its_own(newsarc: Command, archive_path: Path, serve: Serve):
    site = serve(HOST, {"/": home(f"{FEEDS}/lock"), "/story-one-two-three": story("One"), **HERE})
    feeds = serve(
        FEEDS,
        {
            "/lock": feed(f"{HOST}/story-one-two-three"),
            "/robots.txt": (200, "text/plain", "User-agent: *\nCrawl-delay: 0.3\n"),
        },
    )

    crawl(newsarc, archive_path, {"lock.example": site, "feeds.burner.example": feeds})

    with Archive(archive_path, read_only=True) as archive:
        delays = dict(archive.db.execute("SELECT host, delay FROM hosts").fetchall())
    assert delays == {"lock.example": 0.0, "feeds.burner.example": 0.3}


def test_a_page_of_another_site_lists_nothing(newsarc: Command, archive_path: Path, serve: Serve):
    """What calls itself a feed and is a front page would lead into that site."""
    site = serve(HOST, {"/": home(f"{FEEDS}/"), "/story-one-two-three": story("One"), **HERE})
    feeds = serve(FEEDS, {"/": page_of(f"{HOST}/story-one-two-three", "/theirs-one-two-three")})

    assert crawl(newsarc, archive_path, {"lock.example": site, "feeds.burner.example": feeds}) == set()
    with Archive(archive_path, read_only=True) as archive:
        (reason,) = archive.db.execute("SELECT reason FROM pages WHERE url = ?", (f"{FEEDS}/",)).fetchone()
    assert reason == f"a page of another site: {FEEDS}/"


def test_feeds_elsewhere_that_a_sites_file_names_are_read(newsarc: Command, archive_path: Path, serve: Serve):
    folder = archive_path.parent / "mine"
    folder.mkdir()
    (folder / "lock.py").write_text(
        "from crawler.site import Site\nfrom spiders.base import NewsSpider\n\n\n"
        f'class Lock(NewsSpider):\n    name = "lock"\n    site = Site(domain="lock.example", feeds=("{FEEDS}/lock",))\n'
    )
    (archive_path.parent / "newsarc.toml").write_text('[spiders]\nfolder = "mine"\n')
    site = serve(HOST, {"/story-one-two-three": story("One"), **HERE})
    feeds = serve(FEEDS, {"/lock": feed(f"{HOST}/story-one-two-three")})
    resolve = json.dumps({"lock.example": site.address, "feeds.burner.example": feeds.address})

    done = newsarc(
        *("crawl", "lock", "--archive", archive_path, "-s", f"NEWSARC_RESOLVE={resolve}"),
        *("-s", "NEWSARC_ALLOW_PRIVATE_ADDRESSES=1", "-s", "DOWNLOAD_DELAY=0"),
    )

    assert (done.returncode, done.stderr.splitlines()[0]) == (0, "1 new article, 0 changed, 0 unchanged; 0 quotes")


def test_a_listing_is_read_for_the_site_that_named_it_first_until_its_own_site_asks(tmp_path: Path):
    with Archive(tmp_path / "ledger.db") as archive:
        ledger = Ledger(archive)

        def enter(site: str) -> list[str]:
            with archive.transaction():
                ledger.add([Link(f"{FEEDS}/lock", "listing")], now=NOW, found_in="x", site=site)
            return [name for (name,) in archive.db.execute("SELECT site FROM pages")]

        assert enter("lock.example") == ["lock.example"]
        assert enter("weir.example") == ["lock.example"]
        assert enter("burner.example") == ["burner.example"]
        assert enter("lock.example") == ["burner.example"]


def test_a_site_does_not_send_a_crawl_to_the_hosts_of_others_by_the_hundred():
    listings = [Link(f"http://host{number}.example/feed.xml", "listing") for number in range(100)]
    more = [Link(f"http://host0.example/feed{number}.xml", "listing") for number in range(9)]
    bounds = Bounds(most_listings=1000, most_links=1000, is_ours=lambda url: "lock.example" in url)

    assert bounds.within(HOST, listings) == listings[:MOST_HOSTS_ELSEWHERE]
    assert bounds.within(HOST, more) == more
