"""`newsarc sites add`: a first look at a site, and the file that it gets."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from conftest import HOME, Command, demo_options
from hypothesis import given
from hypothesis import strategies as st
from local_site import local_options
from small_site import HOST, SmallSite, page_of, story
from test_lists_behind_a_feed import ARTICLES, SectionSite
from test_pages import RecordedPage, read, values_of

from crawler.archive import Archive
from crawler.demo import DemoServer
from crawler.discovery.links import Link
from crawler.discovery.onboarding import FirstLook, FoundListing
from crawler.discovery.opml import ListedSite, opml_sites
from crawler.discovery.site_file import TAKEN, is_spider_name, site_file, spider_name

FILE = "spiders/harbour_gazette.py"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Path:
    """A user's folder, whose newsarc.toml names one for spiders."""
    (tmp_path / "newsarc.toml").write_text('spiders.folder = "spiders"\n')
    return tmp_path


@pytest.mark.thorough
def test_a_site_gets_a_file_that_loads_and_crawls_at_once(
    site: DemoServer, newsarc: Command, run: Command, folder: Path
):
    done = newsarc("sites", "add", HOME, "--sample", "5", "--record", *demo_options(site))
    fetched = len(site.requests)

    assert done.returncode == 0, done.stderr
    assert f"wrote {folder / FILE}" in done.stderr
    assert not list(folder.glob("*.db"))  # nothing of it goes into an archive
    for said in ("feed.xml", "post-sitemap.xml", "5 pages read, 5 of them articles", "title 5", "body 5"):
        assert said in done.stdout
    assert fetched < 40
    listed = run("-m", "scrapy", "list", cwd=folder)
    assert listed.returncode != 0 or "harbour_gazette" in listed.stdout
    crawled = newsarc("crawl", "harbour_gazette", "--archive", "a.db", *demo_options(site))
    assert crawled.returncode == 0, crawled.stderr
    with Archive(folder / "a.db", read_only=True) as archive:
        assert archive.count_articles() == 20
    (record,) = (folder / "tests" / "pages" / "harbour_gazette").glob("*.json")
    recorded = RecordedPage.read(record)
    assert values_of(read(recorded.page), recorded.expected) == recorded.expected
    assert {"title", "body", "published_at"} <= set(recorded.expected)


@pytest.mark.thorough
def test_a_dry_run_prints_the_file_and_writes_none(site: DemoServer, newsarc: Command, folder: Path):
    done = newsarc("sites", "add", HOME, "--sample", "2", "--dry-run", *demo_options(site))
    as_json = newsarc("sites", "add", HOME, "--sample", "2", "--dry-run", "--json", *demo_options(site))

    assert done.returncode == as_json.returncode == 0, done.stderr
    assert "class HarbourGazetteSpider(NewsSpider):" in done.stdout
    assert sorted(path.name for path in folder.iterdir()) == ["home", "newsarc.toml"]
    row = json.loads(as_json.stdout)
    assert (row["site"], row["spider"], row["articles"]) == ("harbour-gazette.example", "harbour_gazette", 2)
    feed = next(found for found in row["listings"] if found["url"].endswith("/feed.xml"))
    assert (feed["way"], feed["articles"], feed["newest"]) == ("feed", 12, "2026-09-20 19:48")
    assert row["keep"]["sitemaps"] == [f"{HOME}sitemap_index.xml"]


@pytest.mark.thorough
def test_a_file_that_is_there_is_replaced_only_when_asked_to(site: DemoServer, newsarc: Command, folder: Path):
    (folder / "spiders").mkdir()
    (folder / FILE).write_text("# mine\n")

    refused = newsarc("sites", "add", HOME, *demo_options(site))

    assert (refused.returncode, "exists" in refused.stderr, len(site.requests)) == (1, True, 0)
    assert (folder / FILE).read_text() == "# mine\n"
    replaced = newsarc("sites", "add", HOME, "--sample", "1", "--overwrite", *demo_options(site))
    assert f"replaced {folder / FILE}" in replaced.stderr
    assert "HarbourGazetteSpider" in (folder / FILE).read_text()


@pytest.mark.thorough
def test_what_a_hostile_page_says_stays_quoted_text(newsarc: Command, folder: Path):
    name = "&quot;&quot;&quot;)\n__import__(&quot;os&quot;).system(&quot;touch owned&quot;)#\x1b[2J\u202e\\"
    feed = '/feed"),__import__("os").system("touch owned2"),("'
    page = story("gates").replace("<head>", f'<head><meta property="og:site_name" content="{name}">')
    answers = {
        "/": page_of("/a/story-of-the-lock", head=f"<link rel='alternate' type='application/rss+xml' href='{feed}'>"),
        "/a/story-of-the-lock": page,
    }
    rss = f"<rss><channel><item><link>{HOST}/a/story-of-the-lock</link></item></channel></rss>"
    with SmallSite(answers, lambda path: (200, "text/xml", rss) if path.startswith("/feed%22") else None) as site:
        done = newsarc("sites", "add", HOST, *demo_options(site))
        crawled = newsarc("crawl", "lock", "--archive", "a.db", *demo_options(site))

    assert (done.returncode, crawled.returncode) == (0, 0), done.stderr + crawled.stderr
    assert "1 new article" in crawled.stderr
    assert not list(folder.glob("owned*"))
    assert "\x1b" not in done.stdout + (folder / "spiders" / "lock.py").read_text("utf-8")
    assert "feed%22" in (folder / "spiders" / "lock.py").read_text("utf-8")


def test_all_sites_of_a_list_of_feeds_are_looked_at(site: DemoServer, newsarc: Command, folder: Path):
    (folder / "list.opml").write_text(
        "<opml version='2.0'><body><outline text='News'>"
        f"<outline type='rss' text='The Harbour Gazette' xmlUrl='{HOME}feed.xml' htmlUrl='{HOME}'/>"
        "<outline type='rss' xmlUrl='http://www.talbote.example/rss.xml'/>"
        "<outline type='rss' xmlUrl='http://nobody.example/rss.xml'/></outline></body></opml>"
    )

    done = newsarc("sites", "add", "list.opml", "--sample", "1", *demo_options(site))

    assert done.returncode == 3, done.stderr
    assert sorted(path.name for path in (folder / "spiders").glob("*.py")) == ["harbour_gazette.py", "talbote.py"]
    assert "no article was found at http://nobody.example/" in done.stderr


def test_where_no_folder_is_named_it_says_how_to_name_one(newsarc: Command, folder: Path):
    (folder / "newsarc.toml").unlink()

    done = newsarc("sites", "add", HOST)

    assert (done.returncode, 'spiders.folder = "spiders"' in done.stderr) == (2, True)


def test_a_look_that_writes_nothing_needs_no_folder(site: DemoServer, newsarc: Command, folder: Path):
    (folder / "newsarc.toml").unlink()

    done = newsarc("sites", "add", HOME, "--sample", "1", "--dry-run", *demo_options(site))

    assert (done.returncode, "class HarbourGazetteSpider(NewsSpider):" in done.stdout) == (0, True), done.stderr
    assert [path.name for path in folder.iterdir()] == ["home"]


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("no.opml",), "no such file"),
        (("newsarc.toml",), "lists no site"),
        ((HOST, "--name", "../x"), "expected for one site a name"),
        (("ftp://lock.example",), "is not a web address"),
    ],
)
def test_what_cannot_be_added_is_named(newsarc: Command, arguments: tuple[str, ...], said: str):
    done = newsarc("sites", "add", *arguments)

    assert (done.returncode in (1, 2), said in done.stderr) == (True, True), done.stderr


# The parts


def article(number: int, published: str | None = None) -> Link:
    return Link(f"{HOST}/{number}", "article", published_at=published)


def day(days_ago: float) -> str:
    return f"{(date(2024, 9, 30) - timedelta(days=int(days_ago))).isoformat()}T{int(days_ago % 1 * 24):02}:00:00Z"


@pytest.mark.parametrize(
    ("dates", "per_day"),
    [
        ([day(n / 2) for n in range(60)], 2.0),  # more than a week: over the week
        ([day(n) for n in (0, 1, 2, 3)], 4 / 3),
        ([day(0)] * 20, 20.0),  # of one day alone
        ([day(0), day(40)], 1 / 40),
        ([day(0)], None),
        ([], None),
    ],
)
def test_articles_a_day_are_counted_over_the_last_week(dates: list[str], per_day: float | None):
    found = FoundListing(HOST, "feed", [article(n, date) for n, date in enumerate(dates)])

    assert found.per_day == (None if per_day is None else pytest.approx(per_day, rel=0.1))


def test_kept_are_the_ways_that_others_do_not_lead_to_and_that_are_not_forgotten():
    look = FirstLook(f"{HOST}/", "lock.example")
    recent = [article(n, day(n)) for n in range(5)]
    look.listings = [
        FoundListing(f"{HOST}/", "page", [article(n) for n in range(2, 9)]),
        FoundListing(f"{HOST}/feed", "feed", recent),
        FoundListing(f"{HOST}/feed.json", "feed", recent[:3]),  # nothing that the other does not name
        FoundListing(f"{HOST}/old.xml", "feed", [article(99, "2019-01-01T00:00:00Z")]),
        FoundListing(f"{HOST}/empty.xml", "feed"),
        FoundListing(f"{HOST}/index.xml", "sitemap", [Link(f"{HOST}/part.xml", "listing")]),
        FoundListing(f"{HOST}/part.xml", "sitemap", recent, part_of=f"{HOST}/index.xml"),
    ]

    assert look.worth_keeping() == {
        "feeds": (f"{HOST}/feed",),
        "sitemaps": (f"{HOST}/index.xml",),
        "sections": (f"{HOST}/",),  # it names four more
    }


@pytest.mark.parametrize(
    ("mapped", "sections"),
    [
        (None, (f"{HOST}/",)),  # the feed names all that the first pages do; their further pages go on
        ([0, 1, 2], (f"{HOST}/",)),  # a news sitemap, of the last days
        ([0, 1, 2, 3, 4, 30], ()),
        ([0, 30], (f"{HOST}/",)),  # it goes back and leaves out what the home page names
    ],
)
def test_the_home_page_is_kept_unless_sitemaps_go_back_as_its_sections_do(
    mapped: list[int] | None, sections: tuple[str, ...]
):
    recent = [article(n, day(n)) for n in range(5)]
    look = FirstLook(f"{HOST}/", "lock.example")
    look.listings = [FoundListing(f"{HOST}/", "page", recent), FoundListing(f"{HOST}/feed", "feed", recent)]
    if mapped is not None:
        look.listings.append(FoundListing(f"{HOST}/map.xml", "sitemap", [article(n, day(n)) for n in mapped]))

    assert look.worth_keeping()["sections"] == sections


@pytest.mark.thorough
def test_a_first_crawl_by_the_file_finds_as_much_as_one_without_a_file(newsarc: Command, folder: Path):
    with SectionSite() as site:
        added = newsarc("sites", "add", site.home, "--name", "local", "--sample", "2", *local_options(site))
        crawled = newsarc("crawl", "local", *local_options(site))

    assert (added.returncode, crawled.returncode) == (0, 0), added.stderr + crawled.stderr
    assert f"{ARTICLES} new articles" in crawled.stderr


def test_an_opml_file_gives_each_site_once_with_the_feeds_of_its_own():
    opml = f"""<?xml version="1.0"?><!DOCTYPE opml [<!ENTITY e SYSTEM "file:///etc/passwd">]><opml><body>
    <outline text="&e;"><outline xmlUrl="{HOST}/a.xml" htmlUrl="{HOST}/news"/><outline xmlUrl="{HOST}/b.xml"/></outline>
    <outline xmlUrl="https://feeds.example/lock" htmlUrl="https://tide.example"/><outline xmlUrl="file:///etc/passwd"/>
    <outline text="no address"/></body></opml>"""

    assert opml_sites(opml.encode()) == [
        ListedSite(f"{HOST}/news", [f"{HOST}/a.xml", f"{HOST}/b.xml"]),
        ListedSite("https://tide.example/"),
    ]
    assert opml_sites(b"<rss/>") == opml_sites(b"") == []


@given(st.text(max_size=60), st.text(max_size=80), st.text(max_size=20))
def test_whatever_a_site_is_called_its_file_is_python_and_its_name_a_name(domain: str, title: str, language: str):
    name = spider_name(domain, ["lock"])
    text = site_file(domain=domain, name=name, day=date(2026, 11, 25), title=title, language=language, listings={})

    assert is_spider_name(name)
    assert name not in (*TAKEN, "lock")
    if domain.replace(".", "").replace("-", "").isalnum() and domain.isascii():
        compile(text, "file", "exec")
        assert text.count("\n") < 20


@pytest.mark.thorough
def test_a_site_that_does_not_answer_is_told_in_a_line_and_what_is_no_site_at_once(newsarc: Command, folder: Path):
    silent = newsarc("sites", "add", "http://nowhere.invalid/", "-s", "RETRY_TIMES=0")
    none = newsarc("sites", "add", "gazette")

    assert (silent.returncode, silent.stdout) == (4, "")
    assert "newsarc: nothing answered at http://nowhere.invalid/; no file is written" in silent.stderr
    assert (none.returncode, len(none.stderr.splitlines())) == (2, 1)
    assert not (folder / "spiders").exists()
