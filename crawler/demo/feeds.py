"""What an outlet says to machines: RSS, a sitemap index with two sitemaps, robots.txt."""

from __future__ import annotations

from collections.abc import Sequence
from email.utils import format_datetime

from crawler.demo.content import Outlet, Story, instant
from crawler.demo.templates import Html, each, fill

STORIES_IN_A_FEED = 12

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
ROBOTS = """\
User-agent: *
Disallow: /search
Disallow: /wp-comments-post.php

Sitemap: {sitemap}
"""


def rss(outlet: Outlet, stories: Sequence[Story]) -> str:
    """Return the feed of the newest stories. A story without offset gets the outlet's: RSS knows no other dates."""
    items = [
        fill(
            ITEM,
            outlet=outlet,
            story=story,
            url=outlet.url(story.path),
            date=format_datetime(instant(story.published, outlet.offset)),
            creators=each("<dc:creator>{it}</dc:creator>\n", story.authors),
        )
        for story in stories[:STORIES_IN_A_FEED]
    ]
    return fill(RSS, outlet=outlet, home=outlet.url("/"), own=outlet.url("/feed.xml"), items=items)


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


def robots(outlet: Outlet) -> Html:
    """Return robots.txt."""
    return fill(ROBOTS, sitemap=outlet.url("/sitemap_index.xml"))


def _changed(outlet: Outlet, story: Story) -> str:
    when = story.modified or story.published
    return instant(when, outlet.offset).isoformat() if "T" in when else when
