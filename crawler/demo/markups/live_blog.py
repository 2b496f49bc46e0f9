"""A live blog: entries with their times, the newest first, declared as a LiveBlogPosting."""

from __future__ import annotations

from typing import Any

from crawler.demo.article_page import ArticlePage
from crawler.demo.content import Paragraph, Update, as_read
from crawler.demo.structured import news_article
from crawler.demo.templates import Html, each, fill, given, script_json
from crawler.demo.words import print_time

STYLE = Html("""
body{margin:0;font:16px/1.5 "Open Sans",sans-serif;color:#222}.lb-masthead{background:#111;color:#fff;padding:1em 5%}
.lb-masthead a{color:#fff;margin-inline-end:1em}.lb-badge{background:#d0021b;color:#fff;padding:.1em .5em}
.lb-columns{display:grid;grid-template-columns:1fr 2fr;gap:2em;padding:1em 5%}.lb-keyevents{font-size:14px}
.lb-post{border-inline-start:3px solid #d0021b;padding:0 1em;margin:0 0 1.6em}.lb-post__time{color:#d0021b}
""")

PAGE = """\
<!DOCTYPE html>
<html lang="{page.words.locale}" dir="{page.words.direction}">
<head>
<meta charset="utf-8">
<title>{story.title} | {outlet.name}</title>
<meta name="description" content="{story.description}">
<link rel="canonical" href="{page.url}">
<meta property="og:type" content="article">
<meta property="og:title" content="{story.title}">
<script type="application/ld+json">{declared}</script>
<link rel="stylesheet" href="{css}">
<style>{style}</style>
</head>
<body class="lb-page">
<header class="lb-masthead"><a href="{page.home}">{outlet.name}</a><nav>{menu}</nav></header>
<main class="lb-columns">
<aside class="lb-keyevents"><h2>{say[latest]}</h2><ul>{events}</ul>
<div class="lb-mostread"><h2>{say[most_read]}</h2><ol>{most_read}</ol></div>
<div class="lb-newsletter"><h2>{say[newsletter]}</h2><p>{say[newsletter_text]}</p>
<button>{say[subscribe]}</button></div>
</aside>
<div class="lb-main">
<p class="lb-badge">{say[live]}</p>
<h1 class="lb-headline">{story.title}</h1>
<p class="lb-standfirst">{story.description}</p>
<p class="lb-byline">{byline}</p>
<p class="lb-dates"><time datetime="{story.published}">{stamp}</time>{updated}</p>
<div class="lb-share"><button>{say[share]}</button> <span>{story.comment_count} {say[comments]}</span></div>
{intro}
<div class="lb-posts" data-poll-interval="30000" aria-live="polite">
{posts}
</div>
<button class="lb-more">{say[older]}</button>
<section class="lb-related"><h2>{say[related]}</h2><ul>{related}</ul></section>
</div>
</main>
<footer class="lb-foot">{footer}<p>&copy; {outlet.name}. {say[rights]}</p></footer>
<div class="lb-consent">{say[cookies]} <button>{say[accept]}</button></div>
</body>
</html>
"""

LINK = '<a href="{it.url}">{it.text}</a> '
ITEM = '<li><a href="{it.url}">{it.text}</a></li>\n'
EVENT = '<li><a href="#{id}"><time>{time}</time> {title}</a></li>\n'
POST = """\
<article class="lb-post" id="{id}">
<header><time class="lb-post__time" datetime="{update.at}">{time}</time>
<h2 class="lb-post__title">{update.title}</h2></header>
<div class="lb-post__body">{texts}</div>
<footer class="lb-post__tools"><button>{say[share]}</button></footer>
</article>
"""
ADVERT = '<div class="lb-advert"><span>{say[advert]}</span></div>\n'


def live_blog(page: ArticlePage) -> Html:
    """Return the page of a live blog. The list of entries beside it repeats their headlines."""
    story, words = page.story, page.words
    updates = [part for part in story.body if isinstance(part, Update)]
    names = ", ".join(story.authors)
    changed = words.print_stamp(story.modified) if story.modified else None
    return page.fill(
        PAGE,
        declared=script_json(_declared(page, updates)),
        css=page.link("/assets/site.css"),
        style=STYLE,
        menu=each(LINK, page.menu()),
        events=[
            fill(EVENT, id=_id(update), time=print_time(update.at), title=as_read(update.title)) for update in updates
        ],
        most_read=each(ITEM, page.story_links(page.most_read)),
        byline=given("{by} {it}", names, by=page.say["by"]),
        stamp=words.print_stamp(story.published),
        updated=given(" &middot; {label}: {it}", changed, label=page.say["updated"]),
        intro=[fill("<p>{it}</p>\n", it=page.text(part.text)) for part in story.body if isinstance(part, Paragraph)],
        posts=_posts(page, updates),
        related=each(ITEM, page.story_links(page.related)),
        footer=each(LINK, page.footer()),
    )


def _posts(page: ArticlePage, updates: list[Update]) -> list[Html]:
    """Return the entries, with an advert after the second."""
    printed: list[Html] = []
    for number, update in enumerate(updates, start=1):
        texts = [fill("<p>{it}</p>", it=page.text(text)) for text in update.texts]
        printed.append(fill(POST, id=_id(update), update=update, time=print_time(update.at), texts=texts, say=page.say))
        if number == 2:
            printed.append(fill(ADVERT, say=page.say))
    return printed


def _id(update: Update) -> str:
    return f"post-{update.at[:16].replace(':', '').replace('T', '-')}"


def _declared(page: ArticlePage, updates: list[Update]) -> dict[str, Any]:
    entries = [
        {
            "@type": "BlogPosting",
            "headline": update.title,
            "url": f"{page.url}#{_id(update)}",
            "datePublished": update.at,
            "articleBody": " ".join(as_read(text) for text in update.texts),
            "author": {"@type": "Organization", "name": page.outlet.name},
        }
        for update in updates
    ]
    return {
        **news_article(page, "LiveBlogPosting"),
        "coverageStartTime": page.story.published,
        "coverageEndTime": page.story.modified,
        "liveBlogUpdate": entries,
    }
