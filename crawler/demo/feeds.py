"""What an outlet says to machines: RSS, Atom, JSON Feed, a sitemap index with three sitemaps, robots.txt."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta
from email.utils import format_datetime

from crawler.demo.content import Outlet, Story, instant
from crawler.demo.templates import Html, each, fill, given
from crawler.demo.words import all_words

STORIES_IN_A_FEED = 12
RECENT = timedelta(days=2)  # what a news sitemap may hold

RSS = """\
<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel>
<title>{outlet.name}</title>
<link>{home}</link>
<description>{outlet.tagline}</description>
<language>{outlet.language}</language>
<atom:link href="{own}" rel="self" type="application/rss+xml" />
{items}</channel>
</rss>
"""
ITEM = """\
<item>
<title>{story.title}</title>
<link>{url}</link>
<guid isPermaLink="false">{outlet.host}-{story.number}</guid>
<pubDate>{date}</pubDate>
<category>{story.section}</category>
{creators}<description>{story.description}</description>
</item>
"""
ATOM = """\
<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{outlet.language}">
<id>tag:{outlet.host},2024:news</id>
<title>{outlet.name}</title>
<subtitle>{outlet.tagline}</subtitle>
<updated>{newest}</updated>
<link rel="self" type="application/atom+xml" href="{own}"/>
<link rel="alternate" type="text/html" href="{home}"/>
{following}{entries}</feed>
"""
ENTRY = """\
<entry xml:lang="{story.language}">
<id>tag:{outlet.host},2024:{story.number}</id>
<title>{story.title}</title>
<link rel="alternate" type="text/html" href="{url}"/>
<published>{published}</published>
<updated>{updated}</updated>
{authors}<category term="{story.section}"/>
<summary>{story.description}</summary>
</entry>
"""
SITEMAP_INDEX = """\
<?xml version="1.0" encoding="UTF-8"?>
<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
{maps}</sitemapindex>
"""
SITEMAP = """\
<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
{urls}</urlset>
"""
NEWS_SITEMAP = """\
<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
{urls}</urlset>
"""
NEWS_URL = """\
<url><loc>{url}</loc><news:news>
<news:publication><news:name>{outlet.name}</news:name><news:language>{language}</news:language></news:publication>
<news:publication_date>{story.published}</news:publication_date>
<news:title>{story.title}</news:title>
</news:news></url>
"""
ROBOTS = """\
User-agent: *
{rules}
Sitemap: {sitemap}
"""


def documents(outlet: Outlet, stories: Sequence[Story], paths: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Return media type and text of all feeds and sitemaps, by path; *paths* lead to what is no article.

    RSS holds the newest stories alone; Atom and JSON Feed go on to older ones, page by page.
    """
    maps = ["/post-sitemap.xml", "/page-sitemap.xml", "/news-sitemap.xml"]
    found = {
        outlet.feeds["rss"]: ("application/rss+xml", rss(outlet, stories)),
        "/sitemap_index.xml": ("text/xml", sitemap_index(outlet, maps)),
        "/post-sitemap.xml": ("text/xml", sitemap_of_stories(outlet, stories)),
        "/page-sitemap.xml": ("text/xml", sitemap_of_pages(outlet, paths)),
        "/news-sitemap.xml": ("text/xml", news_sitemap(outlet, stories)),
    }
    starts = range(0, max(len(stories), 1), STORIES_IN_A_FEED)
    for number, start in enumerate(starts, start=1):
        on_page = stories[start : start + STORIES_IN_A_FEED]
        last = number == len(starts)
        found[feed_path(outlet, "atom", number)] = ("application/atom+xml", atom(outlet, on_page, number, last))
        found[feed_path(outlet, "json", number)] = ("application/feed+json", json_feed(outlet, on_page, number, last))
    return found


def feed_path(outlet: Outlet, kind: str, number: int) -> str:
    """Return the path of a page of a feed, the first being 1.

    >>> from crawler.demo.content import outlets
    >>> feed_path(outlets()["harbour-gazette.example"], "json", 2)
    '/feed-2.json'
    """
    stem, _, ending = outlet.feeds[kind].rpartition(".")
    return outlet.feeds[kind] if number == 1 else f"{stem}-{number}.{ending}"


def rss(outlet: Outlet, stories: Sequence[Story]) -> str:
    """Return the feed of the newest stories. A story without offset gets the outlet's: RSS knows no other dates."""
    items = [
        fill(
            ITEM,
            outlet=outlet,
            story=story,
            url=_counted(outlet, story),
            date=format_datetime(instant(story.published, outlet.offset)),
            creators=each("<dc:creator>{it}</dc:creator>\n", story.authors),
        )
        for story in stories[:STORIES_IN_A_FEED]
    ]
    return fill(RSS, outlet=outlet, home=outlet.url("/"), own=outlet.url(outlet.feeds["rss"]), items=items)


def atom(outlet: Outlet, stories: Sequence[Story], number: int, last: bool) -> str:
    """Return a page of the Atom feed; all but the *last* name the one that follows."""
    entries = [
        fill(
            ENTRY,
            outlet=outlet,
            story=story,
            url=_counted(outlet, story),
            published=instant(story.published, outlet.offset).isoformat(),
            updated=instant(story.modified or story.published, outlet.offset).isoformat(),
            authors=each("<author><name>{it}</name></author>\n", story.authors or [outlet.name]),
        )
        for story in stories
    ]
    changed = [instant(story.modified or story.published, outlet.offset) for story in stories]
    following = None if last else outlet.url(feed_path(outlet, "atom", number + 1))
    return fill(
        ATOM,
        outlet=outlet,
        home=outlet.url("/"),
        own=outlet.url(feed_path(outlet, "atom", number)),
        newest=max(changed).isoformat() if changed else "2024-01-01T00:00:00+00:00",
        following=given('<link rel="next" href="{it}"/>\n', following),
        entries=entries,
    )


def json_feed(outlet: Outlet, stories: Sequence[Story], number: int, last: bool) -> str:
    """Return a page of the JSON Feed; all but the *last* name the one that follows."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": outlet.name,
        "description": outlet.tagline,
        "language": outlet.language,
        "home_page_url": outlet.url("/"),
        "feed_url": outlet.url(feed_path(outlet, "json", number)),
    }
    if not last:
        feed["next_url"] = outlet.url(feed_path(outlet, "json", number + 1))
    items = [
        {
            "id": f"{outlet.host}-{story.number}",
            "url": _counted(outlet, story),
            "title": story.title,
            "summary": story.description,
            "content_text": story.description,
            "date_published": instant(story.published, outlet.offset).isoformat(),
            "language": story.language,
            "authors": [{"name": name} for name in story.authors],
            "tags": story.tags,
        }
        for story in stories
    ]
    return json.dumps({**feed, "items": items}, ensure_ascii=False, indent=1)


def sitemap_index(outlet: Outlet, paths: Sequence[str]) -> str:
    """Return the index that names the sitemaps at *paths*."""
    urls = [outlet.url(path) for path in paths]
    return fill(SITEMAP_INDEX, maps=each("<sitemap><loc>{it}</loc></sitemap>\n", urls))


def sitemap_of_stories(outlet: Outlet, stories: Sequence[Story]) -> str:
    """Return the sitemap of all articles, with when they last changed as far as the page says."""
    entry = "<url><loc>{url}</loc><lastmod>{day}</lastmod></url>\n"
    urls = [fill(entry, url=outlet.url(story.path), day=_changed(outlet, story)) for story in stories]
    return fill(SITEMAP, urls=urls)


def sitemap_of_pages(outlet: Outlet, paths: Sequence[str]) -> str:
    """Return the sitemap of what is no article."""
    return fill(SITEMAP, urls=each("<url><loc>{it}</loc></url>\n", [outlet.url(path) for path in paths]))


def news_sitemap(outlet: Outlet, stories: Sequence[Story]) -> str:
    """Return the sitemap of the stories of the last two days before the newest."""
    dates = [instant(story.published, outlet.offset) for story in stories]
    recent = [story for story, date in zip(stories, dates, strict=True) if date >= max(dates) - RECENT]
    urls = [
        fill(
            NEWS_URL,
            outlet=outlet,
            story=story,
            url=outlet.url(story.path),
            language=all_words()[story.language].locale.lower() if story.language == "zh" else story.language,
        )
        for story in recent
    ]
    return fill(NEWS_SITEMAP, urls=urls)


def robots(outlet: Outlet) -> Html:
    """Return robots.txt."""
    rules = each("Disallow: {it}\n", outlet.disallow)
    return fill(ROBOTS, rules=rules, sitemap=outlet.url("/sitemap_index.xml"))


def _counted(outlet: Outlet, story: Story) -> str:
    """Return the address of *story* as feeds link it: with what tells the outlet where its readers come from."""
    url = outlet.url(story.path)
    return f"{url}?{outlet.feed_query}" if outlet.feed_query else url


def _changed(outlet: Outlet, story: Story) -> str:
    when = story.modified or story.published
    return instant(when, outlet.offset).isoformat() if "T" in when else when
