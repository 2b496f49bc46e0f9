"""The pages that are not articles: home, sections, editions, tags, authors, most read, pictures, search, about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crawler.demo.article_page import author_path, footer_links, menu_links, story_links
from crawler.demo.content import Outlet, Story
from crawler.demo.templates import Html, each, fill, given
from crawler.demo.words import Words, all_words

STORIES_ON_A_PAGE = 6
STORIES_ON_HOME = 9

STYLE = Html("""
body{margin:0;font:16px/1.5 Georgia,serif;background:#f4f2ee;color:#222}
.top,.bottom{background:#12324a;color:#fff;padding:1em 5%}
.top a,.bottom a{color:#fff;margin-right:1em}
.list{padding:1em 5%}.card{background:#fff;padding:.6em 1.2em;margin:.8em 0}
.card h2{margin:0;font-size:20px}.card small{color:#777}.pictures img{margin:.4em}
""")

PAGE = """\
<!DOCTYPE html>
<html lang="{words.locale}">
<head>
<meta charset="utf-8">
<title>{title} - {outlet.name}</title>
<meta name="description" content="{outlet.tagline}">
<meta property="og:type" content="website">
{canonical}<link rel="alternate" type="application/rss+xml" title="{outlet.name}" href="{feed}">
<link rel="stylesheet" href="{css}">
<style>{style}</style>
</head>
<body>
<header class="top"><p><a href="{home}"><strong>{outlet.name}</strong></a> {outlet.tagline}</p>
<nav>{menu}</nav>
<form action="{search}"><input name="q"><button>{words.labels[search]}</button></form></header>
<main class="list"><h1>{title}</h1>
{main}
</main>
<footer class="bottom"><nav>{footer}</nav><p>&copy; {outlet.name}. {words.labels[rights]}</p></footer>
</body>
</html>
"""

LINK = '<a href="{it.url}">{it.text}</a>'
CARD = """\
<div class="card"><h2><a href="{it.url}">{it.text}</a></h2>
<p>{story.description}</p><small>{section} &middot; {date}</small></div>
"""
PAGER = '<nav class="pager"><a rel="{rel}" href="{it}">{label}</a></nav>\n'
RANKED = '<li><a href="{it.url}">{it.text}</a> <small>{it.views}</small></li>\n'


def pages(outlet: Outlet, stories: Sequence[Story]) -> Iterator[tuple[str, Html]]:
    """Yield the path and the page of everything of *outlet* that is no article; *stories* come newest first."""
    words = all_words()[outlet.language]
    yield "/", page(outlet, words, "/", words.labels["home"], _cards(outlet, words, stories[:STORIES_ON_HOME]))
    for name in outlet.sections:
        yield from _section(outlet, words, name, [story for story in stories if story.section == name])
    for language in outlet.editions:
        own, found = all_words()[language], [story for story in stories if story.language == language]
        yield f"/{language}/", page(outlet, own, f"/{language}/", own.labels["language"], _cards(outlet, own, found))
    for tag in sorted({tag for story in stories for tag in story.tags}):
        found = [story for story in stories if tag in story.tags]
        yield f"/tag/{tag}/", page(outlet, words, f"/tag/{tag}/", f"#{tag}", _cards(outlet, words, found))
    for name in sorted({name for story in stories for name in story.authors}):
        found = [story for story in stories if name in story.authors]
        yield author_path(name), page(outlet, words, author_path(name), name, _cards(outlet, words, found))
    for text in outlet.pages:
        yield text["path"], page(outlet, words, text["path"], text["title"], each("<p>{it}</p>\n", text["paragraphs"]))
    yield from _lists(outlet, words, stories)


def most_read(stories: Sequence[Story]) -> list[Story]:
    """Return the stories with a counter, the most read first."""
    return sorted((story for story in stories if story.view_count), key=lambda story: -(story.view_count or 0))


def not_found(outlet: Outlet) -> Html:
    """Return the page that stands where nothing is."""
    words = all_words()[outlet.language]
    return page(outlet, words, None, "404", Html("<p>There is no such page, or there is none any more.</p>"))


def page(outlet: Outlet, words: Words, path: str | None, title: str, main: Html) -> Html:
    """Return a page with the outlet's head, menu and foot; without *path* it has no canonical address."""
    return fill(
        PAGE,
        outlet=outlet,
        words=words,
        title=title,
        main=main,
        canonical=given('<link rel="canonical" href="{it}">\n', path and outlet.url(path)),
        feed=outlet.url("/feed.xml"),
        css=outlet.url("/assets/site.css"),
        style=STYLE,
        home=outlet.url("/"),
        menu=each(LINK, menu_links(outlet, words)),
        search=outlet.url("/search"),
        footer=each(LINK, footer_links(outlet, words)),
    )


def _cards(outlet: Outlet, words: Words, stories: Sequence[Story]) -> Html:
    """Return a teaser for each story, its date printed in the language of the list."""
    links = story_links(outlet, words, list(stories))
    return Html(
        "".join(
            fill(
                CARD,
                it=link,
                story=story,
                section=words.sections[story.section],
                date=words.print_date(story.published),
            )
            for link, story in zip(links, stories, strict=True)
        )
    )


def _section(outlet: Outlet, words: Words, name: str, stories: Sequence[Story]) -> Iterator[tuple[str, Html]]:
    """Yield a section's pages: /news/, /news/page/2/ and so on."""
    starts = range(0, len(stories), STORIES_ON_A_PAGE)
    paths = [f"/{name}/" if start == 0 else f"/{name}/page/{number}/" for number, start in enumerate(starts, start=1)]
    for number, start in enumerate(starts):
        newer = paths[number - 1] if number else None
        older = paths[number + 1] if number + 1 < len(paths) else None
        cards = _cards(outlet, words, stories[start : start + STORIES_ON_A_PAGE])
        back = given(PAGER, newer and outlet.url(newer), rel="prev", label=words.labels["newer"])
        onward = given(PAGER, older and outlet.url(older), rel="next", label=words.labels["older"])
        yield paths[number], page(outlet, words, paths[number], words.sections[name], Html(cards + back + onward))


def _lists(outlet: Outlet, words: Words, stories: Sequence[Story]) -> Iterator[tuple[str, Html]]:
    """Yield the pages that are all titles, all pictures or all form."""
    ranked = fill("<ol>{it}</ol>", it=each(RANKED, story_links(outlet, words, most_read(stories))))
    yield "/most-read/", page(outlet, words, "/most-read/", words.labels["most_read"], ranked)
    images = [outlet.url(image.path) for story in stories for image in story.images]
    pictures = fill('<div class="pictures">{it}</div>', it=each('<img src="{it}" alt="" width="240">\n', images))
    yield "/gallery/", page(outlet, words, "/gallery/", words.labels["gallery"], pictures)
    yield "/search", page(outlet, words, "/search", words.labels["search"], Html("<p>0 / 20</p>"))
