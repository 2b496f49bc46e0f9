"""A span of the past: what was published in it is archived, and what cannot hold it is not asked for."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from conftest import Command, demo_options
from hypothesis import given
from hypothesis import strategies as st
from small_site import HOST, SmallSite, page_of, sitemap, story

from crawler.archive import Archive
from crawler.discovery.periods import Period, Span, SpanError, dated_form, dated_lists, day_in, period_in, read_span

SPAN = ("--since", "2024-09-02", "--until", "2024-09-04")


def harvest(site: SmallSite, newsarc: Command, archive_path: Path, *options: str) -> set[str]:
    """Crawl *site* for `SPAN`, or as *options* say; return the paths of what is archived."""
    done = newsarc("crawl", f"{HOST}/", "--archive", archive_path, *(options or SPAN), *demo_options(site))
    assert done.returncode == 0, done.stderr
    with Archive(archive_path, read_only=True) as opened:
        return {row.url.removeprefix(HOST) for row in opened.articles()}


def any_story(path: str) -> str:
    return story(path.strip("/"))


@pytest.mark.thorough
def test_of_an_index_only_the_sitemaps_that_may_hold_the_span_are_read(newsarc: Command, archive_path: Path):
    parts = {
        "/maps/2024-08.xml": sitemap(("/a/story-of-the-last-august", "2024-08-30")),
        "/maps/2024-09.xml": sitemap(
            ("/a/story-before-the-span", "2024-09-01T10:00:00Z"),
            ("/a/story-of-the-first-day", "2024-09-02T10:00:00Z"),
            ("/2024/09/03/gates", "2026-01-01"),  # published then, changed later
            ("/2024/09/05/after-it", "2026-01-01"),
        ),
        "/maps/2024-10.xml": sitemap(("/a/story-of-the-next-october", "2024-10-01")),
        "/maps/posts-1.xml": sitemap(("/a/story-long-before-it-all", "2020-01-01")),
        "/maps/posts-2.xml": sitemap(("/a/story-of-the-last-day", "2024-09-04T23:00:00Z")),
    }
    dates = {"/maps/posts-1.xml": "2020-01-02", "/maps/posts-2.xml": "2025-02-02"}
    answers = parts | {
        "/": page_of("/a/story-that-is-new-today"),
        "/robots.txt": (200, "text/plain", "Sitemap: {host}/index.xml"),
        "/index.xml": sitemap(*((path, dates.get(path)) for path in parts), index=True),
    }
    with SmallSite(
        answers,
        lambda path: any_story(path) if path.startswith(("/a/", "/2024/")) and path[-1] != "/" else None,
    ) as site:
        archived = harvest(site, newsarc, archive_path)
        read = {path for path in site.asked if path.startswith("/maps/")}
        everything = harvest(site, newsarc, archive_path, "--limit", "99")

    assert archived == {"/a/story-of-the-first-day", "/2024/09/03/gates", "/a/story-of-the-last-day"}
    assert read == {"/maps/2024-09.xml", "/maps/posts-2.xml"}
    assert len(everything) == 9  # a crawl without a span finds the rest all the same


@pytest.mark.thorough
def test_lists_of_days_are_found_where_they_often_are_and_followed_to_their_last_page(
    newsarc: Command, archive_path: Path
):
    """Nothing names the lists; there is none of the 3rd, on which nothing was published."""
    answers = {
        "/": page_of(),
        "/2024/09/04/": page_of(
            "/a/story-of-the-fourth", "/2024/09/03/", foot='<a rel="next" href="/2024/09/04/page/2/">Older</a>'
        ),
        "/2024/09/04/page/2/": page_of("/a/story-of-the-early-fourth"),
        "/2024/09/02/": page_of("/a/story-of-the-second"),
        "/2024/08/20/": page_of("/a/story-of-august"),
    }
    with SmallSite(answers, lambda path: any_story(path) if path.startswith("/a/") else None) as site:
        archived = harvest(site, newsarc, archive_path)
        with Archive(archive_path, read_only=True) as opened:
            dates = dict(opened.db.execute("SELECT url, listed_at FROM pages WHERE kind = 'article'").fetchall())
        first = len(site.asked)
        harvest(site, newsarc, archive_path, "--limit", "9")

    assert archived == {"/a/story-of-the-fourth", "/a/story-of-the-early-fourth", "/a/story-of-the-second"}
    assert dates[f"{HOST}/a/story-of-the-second"] == "2024-09-02T00:00:00Z"
    assert "/2024/08/20/" not in site.asked
    assert not [path for path in site.asked[first:] if path.startswith("/2024/")]  # later crawls leave them alone


def test_lists_that_are_not_where_they_often_are_are_not_asked_for_of_each_day(newsarc: Command, archive_path: Path):
    answers = {
        "/": page_of("/section/"),
        "/robots.txt": (200, "text/plain", "Sitemap: {host}/2024-09.xml"),
        "/2024-09.xml": sitemap(("/a/story-of-the-third", "2024-09-03")),
    }
    with SmallSite(answers, lambda path: any_story(path) if path.startswith("/a/") else None) as site:
        archived = harvest(site, newsarc, archive_path, "--since", "2024-08-01", "--until", "2024-09-30")

    assert archived == {"/a/story-of-the-third"}
    assert len([path for path in site.asked if "/2024/" in path]) <= 12  # three days, in four forms


def test_an_archive_that_is_linked_is_gone_down_from_year_to_day(newsarc: Command, archive_path: Path):
    answers = {
        "/": page_of("/archive"),
        "/archive": page_of("/archive/2023/", "/archive/2024/"),
        "/archive/2023/": page_of("/archive/2023/09/"),
        "/archive/2024/": page_of("/archive/2024/08/", "/archive/2024/09/"),
        "/archive/2024/09/": page_of("/archive/2024/09/03.html", "/archive/2024/09/09.html"),
        "/archive/2024/09/03.html": page_of("/a/story-of-the-third"),
        "/archive/2024/09/09.html": page_of("/a/story-of-the-ninth"),
    }
    with SmallSite(answers, lambda path: any_story(path) if path.startswith("/a/") else None) as site:
        assert harvest(site, newsarc, archive_path) == {"/a/story-of-the-third"}

    assert not {"/archive/2023/", "/archive/2024/09/09.html"} & set(site.asked)


def teasers(*rows: tuple[str, str], following: str) -> str:
    cards = "".join(f'<p><a href="{path}">A headline</a> <time datetime="{day}">then</time></p>' for path, day in rows)
    return page_of(foot=f'{cards}<a rel="next" href="{following}">Older</a>')


def test_a_section_is_followed_page_by_page_until_it_is_older(newsarc: Command, archive_path: Path):
    """An hour of stories a day, two a page; what is known already does not end it."""
    days = [
        "2024-09-06",
        "2024-09-05",
        "2024-09-04",
        "2024-09-03",
        "2024-09-02",
        "2024-09-01",
        "2024-08-31",
        "2024-08-30",
    ]
    answers: dict[str, str] = {"/": page_of("/news")}
    for number in range(1, len(days) + 1):
        day = days[number - 1]
        rows = [(f"/a/story-{number}-of-{name}-{day}", day) for name in ("one", "two")]
        answers["/news" if number == 1 else f"/news?page={number}"] = teasers(
            *rows, following=f"/news?page={number + 1}"
        )
    with SmallSite(answers, lambda path: story(path, path[-10:]) if path.startswith("/a/") else None) as site:
        archived = harvest(site, newsarc, archive_path)

    pages = [path for path in site.asked if path.startswith("/news?")]
    assert {path[-10:] for path in archived} == {"2024-09-04", "2024-09-03", "2024-09-02"}
    assert len(archived) == 6
    assert sorted(pages) == [f"/news?page={number}" for number in range(2, 7)]


@pytest.mark.thorough
def test_where_a_sitemap_reaches_back_sections_are_not_followed(newsarc: Command, archive_path: Path):
    rows = [("/a/story-of-the-third", "2024-09-03"), ("/a/story-of-long-ago-then", "2020-01-01")]
    answers = {
        "/": page_of("/news"),
        "/robots.txt": (200, "text/plain", "Sitemap: {host}/map.xml"),
        "/map.xml": sitemap(*rows),
        "/news": teasers(("/a/story-of-the-ninth-of-may", "2025-05-09"), following="/news?page=2"),
    }
    answers |= {
        f"/news?page={n}": teasers((f"/a/story-of-page-{n}", "2025-05-09"), following=f"/news?page={n + 1}")
        for n in range(2, 40)
    }
    with SmallSite(answers, lambda path: any_story(path) if path.startswith("/a/") else None) as site:
        assert harvest(site, newsarc, archive_path) == {"/a/story-of-the-third"}

    assert len([path for path in site.asked if path.startswith("/news?")]) < 5


@pytest.mark.thorough
def test_wordpress_is_asked_for_the_span_alone(newsarc: Command, archive_path: Path):
    post = {
        "link": f"{HOST}/a/story-of-the-third",
        "date_gmt": "2024-09-03T10:00:00",
        "modified_gmt": "2026-01-01T10:00:00",
    }
    address = (
        "/wp-json/wp/v2/posts?per_page=100&_fields=link%2Cdate_gmt%2Cmodified_gmt"
        "&after=2024-09-02T00%3A00%3A00Z&before=2024-09-05T00%3A00%3A00Z"
    )
    answers = {
        "/": page_of(head='<link rel="https://api.w.org/" href="/wp-json/">'),
        address: (200, "application/json", json.dumps([post])),
        "/a/story-of-the-third": any_story("/a/story-of-the-third"),
    }
    with SmallSite(answers) as site:
        assert harvest(site, newsarc, archive_path) == {"/a/story-of-the-third"}


@pytest.mark.thorough
def test_a_dry_run_names_what_it_would_harvest(newsarc: Command, archive_path: Path):
    answers = {
        "/": page_of("/a/story-that-is-new-today"),
        "/sitemap.xml": sitemap(("/2024/09/03/gates", None), ("/2024/09/09/sluice", None)),
    }
    with SmallSite(answers) as site:
        done = newsarc("crawl", HOST, *SPAN, "--dry-run", "--archive", archive_path, *demo_options(site))

    assert f"{HOST}/2024/09/03/gates" in done.stdout.split()
    assert f"{HOST}/2024/09/09/sluice" not in done.stdout.split()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--since", "lately"), "'lately' is no date"),
        (("--since", "2024-09-03", "--until", "2024-09-01"), "since='2024-09-03' is not before until='2024-09-01'"),
        (("--since", "2024-09-03", "--page"), "is one page"),
    ],
)
def test_a_span_that_cannot_be_is_said_to_be_none(
    newsarc: Command, archive_path: Path, options: tuple[str, ...], said: str
):
    done = newsarc("crawl", HOST, *options, "--archive", archive_path)

    assert (done.returncode, said in done.stderr) == (2, True), done.stderr


@pytest.mark.parametrize(
    ("path", "first", "last"),
    [
        ("/sitemap-2024-09.xml", date(2024, 9, 1), date(2024, 9, 30)),
        ("/sitemap/2024/9/3.xml.gz", date(2024, 9, 3), date(2024, 9, 3)),
        ("/sitemap-202402.xml", date(2024, 2, 1), date(2024, 2, 29)),
        ("/maps/20240903.xml", date(2024, 9, 3), date(2024, 9, 3)),
        ("/maps/2024/sep/03", date(2024, 9, 3), date(2024, 9, 3)),
        ("/maps/2024-september.xml", date(2024, 9, 1), date(2024, 9, 30)),
        ("/sitemap.xml?yyyy=2024&mm=09&dd=03", date(2024, 9, 3), date(2024, 9, 3)),
        ("/sitemap.xml?from=2024-09-01&to=2024-09-07", date(2024, 9, 1), date(2024, 9, 7)),
        ("/sitemap-2024-w36.xml", date(2024, 9, 2), date(2024, 9, 8)),
        ("/sitemap-2024.xml", date(2024, 1, 1), date(2024, 12, 31)),
    ],
)
def test_a_name_tells_the_days_that_a_listing_holds(path: str, first: date, last: date):
    assert period_in(HOST + path) == Period(first, last)


@pytest.mark.parametrize("path", ["/sitemap-12.xml", "/post-sitemap20245.xml", "/v3.2024.1x", "/sitemap-2024-w60.xml"])
def test_a_name_without_days_tells_none(path: str):
    assert period_in(HOST + path) is None


@pytest.mark.parametrize("path", ["/map.xml?yyyy=2024&mm=13", "/2024-02-30x2", "/2024-13.xml"])
def test_a_name_with_a_day_that_there_is_not_tells_the_year_or_the_month_that_there_is(path: str):
    period = period_in(HOST + path)

    assert period is not None
    assert Period(date(2024, 1, 1), date(2024, 12, 31)).meets(period)


def test_two_periods_meet_where_a_day_is_in_both():
    september = Period(date(2024, 9, 1), date(2024, 9, 30))

    assert september.meets(Period(date(2024, 9, 30), date(2024, 10, 2)))
    assert september.meets(Period(date(2024, 8, 2), date(2024, 9, 1)))
    assert not september.meets(Period(date(2024, 10, 1), date(2024, 10, 2)))
    assert not september.meets(Period(date(2024, 8, 1), date(2024, 8, 31)))


def test_a_span_is_open_where_no_end_is_given_and_takes_in_a_day_at_each_end_for_other_zones():
    since, until = read_span("2024-09-02"), read_span(until="2024-09-02")

    assert since == Span("2024-09-02T00:00:00Z")
    assert until == Span(until="2024-09-03T00:00:00Z")
    assert (since.bounds["until"], until.bounds["since"]) == ("~", "")
    assert (since.days.first, until.days.last) == (date(2024, 9, 1), date(2024, 9, 4))
    assert read_span() is None


@given(st.text(alphabet="0123456789/-._wW?=&yYmMdDsep%", max_size=40))
def test_whatever_an_address_holds_reading_its_days_raises_nothing(text: str):
    url = f"{HOST}/{text}"
    period = period_in(url)
    form = dated_form(url)

    assert period is None or period.first <= period.last
    assert day_in(url) is None or isinstance(day_in(url), date)
    assert (
        form is None
        or url in list(dated_lists(form, period_in(url) or Period(date(1900, 1, 1), date(1900, 1, 1))))
        or period is None
    )


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/archive/2024/9/3", "/archive/{y}/{m}/{d}"),
        ("/2024/09/", "/{y}/{m:02}/"),
        ("/archive/20240903", "/archive/{y}{m:02}{d:02}"),
        ("/archiv/2024.html", "/archiv/{y}.html"),
        ("/archive-2024-09.html", "/archive-{y}-{m:02}.html"),
        ("/2024/sep/03/", None),
        ("/gates-of-2024-09-03", None),
    ],
)
def test_the_list_of_a_day_tells_the_form_of_all_others(path: str, form: str | None):
    assert dated_form(HOST + path) == (form and HOST + form)


def test_between_an_instant_and_itself_nothing_can_be():
    with pytest.raises(SpanError, match="nothing can be between them"):
        read_span("2024-09-02T07:00:00Z", "2024-09-02T07:00:00Z")


def test_a_span_counts_its_last_day_whole():
    span = read_span("2024-09-02", "2024-09-04")

    assert span == Span("2024-09-02T00:00:00Z", "2024-09-05T00:00:00Z")
    assert span is not None
    assert span.may_hold("2024-09-04T23:59:00Z", None)
    assert not span.may_hold("2024-09-05T00:00:00Z", None)
    assert span.may_hold(None, "2026-01-01T00:00:00Z")
    assert not span.may_hold(None, "2024-09-01T00:00:00Z")
