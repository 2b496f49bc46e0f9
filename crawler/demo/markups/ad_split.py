"""A portal that lives on adverts: the story in pieces, each in a box of its own, with trade between them."""

from __future__ import annotations

from crawler.demo.article_page import ArticlePage
from crawler.demo.part_templates import PartTemplates
from crawler.demo.templates import Html, each, fill, given, script_json

STYLE = Html("""
body{margin:0;font:16px/1.5 Arial,sans-serif}.pt-header{background:#8a1c3b;color:#fff;padding:.6em 3%}
.pt-header a{color:#fff;margin-inline-end:1em}.pt-wrap{display:grid;grid-template-columns:160px 1fr 300px;gap:1em}
.pt-slot{background:#eee;min-height:90px;text-align:center;color:#999;font-size:11px}.pt-chunk{margin:0 0 1em}
.pt-stats span{margin-inline-end:1em;color:#777}.pt-sponsored{background:#fffbe8}.pt-video{background:#000;color:#fff}
""")

PAGE = """\
<!DOCTYPE html>
<html lang="{page.words.locale}" dir="{page.words.direction}">
<head>
<meta charset="utf-8">
<title>{story.title} | {page.section_name} | {outlet.name}</title>
<meta name="description" content="{story.description}">
<meta name="publish-date" content="{story.published}">
{changed}{authors}<meta property="og:title" content="{story.title}">
<meta property="og:type" content="article">
<meta property="og:url" content="{page.url}">
<link rel="canonical" href="{page.url}">
<link rel="stylesheet" href="{css}">
<style>{style}</style>
<script>var pt_config={config};</script>
</head>
<body>
<div class="pt-slot" id="slot-leaderboard"><span>{say[advert]}</span></div>
<header class="pt-header"><a href="{page.home}">{outlet.name}</a>{menu}</header>
<div class="pt-ticker"><b>{say[latest]}:</b> {ticker}</div>
<div class="pt-wrap">
<div class="pt-slot" id="slot-skyscraper"><span>{say[advert]}</span></div>
<div class="pt-center">
<div class="pt-crumbs"><a href="{page.home}">{say[home]}</a> &rsaquo;
<a href="{page.section_url}">{page.section_name}</a></div>
<h1 class="pt-title">{story.title}</h1>
<h2 class="pt-lead">{story.description}</h2>
<div class="pt-info"><span class="pt-author">{byline}</span> <span class="pt-date">{stamp}</span>{updated}</div>
<div class="pt-stats">{views}<span class="pt-stat"><i class="fa fa-comment"></i> {story.comment_count}</span>
<span class="pt-stat"><i class="fa fa-share"></i> {shares} {say[shares]}</span></div>
{body}
<div class="pt-tags">{say[tags]}: {tags}</div>
<div class="pt-reactions"><span>&#128077; {liked}</span> <span>&#128544; 2</span></div>
<div class="pt-related"><h3>{say[related]}</h3>{related}</div>
<div class="pt-sponsored"><h3>{say[advert]}</h3>
<div><a href="http://adverts.example/1"><b>7 tricks with an onion that doctors keep quiet about</b></a></div>
<div><a href="http://adverts.example/2"><b>Born before 1985? You may be owed a boat</b></a></div></div>
<div class="pt-comments"><h3>{say[comments]} ({story.comment_count})</h3>{readers}</div>
</div>
<div class="pt-side"><div class="pt-slot" id="slot-box"><span>{say[advert]}</span></div>
<h3>{say[most_read]}</h3>{most_read}
<div class="pt-letter"><b>{say[newsletter]}</b><p>{say[newsletter_text]}</p>
<button>{say[subscribe]}</button></div></div>
</div>
<footer class="pt-footer">{footer}<p>{outlet.name}. {say[rights]}</p><a href="{search}">{say[search]}</a></footer>
<div class="pt-gdpr"><p>{say[cookies]}</p><button>{say[accept]}</button></div>
</body>
</html>
"""

LINK = '<a href="{it.url}">{it.text}</a> '
LINE = '<div class="pt-line"><a href="{it.url}">{it.text}</a></div>\n'
RANKED = '<div class="pt-line"><a href="{it.url}">{it.text}</a> <span class="pt-count">{it.views}</span></div>\n'
READER = '<div class="pt-comment"><b>{it[name]}</b> <p>{it[text]}</p></div>\n'
VIEWS = '<span class="pt-stat"><i class="fa fa-eye"></i> {label}: <b>{it}</b></span>\n'
CHUNK = '<div class="pt-chunk">\n{it}</div>\n'
SLOT = """\
<div class="pt-slot" id="slot-inline-{number}"><span>{say[advert]}</span><p>Merrow Sound Ferries: 2 for 1</p></div>
"""
CARD = """\
<div class="pt-card"><span>{say[read_also]}</span> <a href="{it.url}">{it.text}</a> <small>{it.views}</small></div>
"""
LETTER = '<div class="pt-letter"><p>{say[newsletter_text]}</p><button>{say[subscribe]}</button></div>\n'
FIGURE = '<div class="pt-photo"><img src="{src}" alt=""><div class="pt-photo-text">{it}</div></div>\n'
PARTS = PartTemplates(
    subheading="<p><strong>{it}</strong></p>\n",
    quote="<blockquote><p>{it}</p><small>{source}</small></blockquote>\n",
    figure=FIGURE,
)


def ad_split(page: ArticlePage) -> Html:
    """Return the page of a portal. Each piece of the story holds one or two parts, no element holds all of them."""
    story, words = page.story, page.words
    count = None if story.view_count is None else words.print_number(story.view_count)
    changed = words.print_stamp(story.modified) if story.modified else None
    return page.fill(
        PAGE,
        changed=given('<meta name="last-modified" content="{it}">\n', story.modified),
        authors=given('<meta name="author" content="{it}">\n', ", ".join(story.authors)),
        css=page.link("/assets/site.css"),
        style=STYLE,
        config=script_json({"article": story.number, "pageviews": 4711, "refresh": 90}),
        menu=each(LINK, page.menu()),
        ticker=each(LINK, page.story_links(page.most_read[2:4])),
        byline=given("{by} {it}", ", ".join(story.authors), by=page.say["by"]),
        stamp=words.print_stamp(story.published),
        updated=given(' <span class="pt-date">{label}: {it}</span>', changed, label=page.say["updated"]),
        views=given(VIEWS, count, label=page.say["views_name"]),
        shares=story.comment_count * 6 + 5,
        body=_body(page),
        tags=each(LINK, page.tag_links()),
        liked=story.comment_count * 2 + 9,
        related=each(LINE, page.story_links(page.related)),
        readers=each(READER, words.readers),
        most_read=each(RANKED, page.story_links(page.most_read)),
        footer=each(LINK, page.footer()),
        search=page.link("/search"),
    )


def _body(page: ArticlePage) -> list[Html]:
    """Return the story in pieces of one and two parts by turns, with an advert, a link or a form after each."""
    between = [
        fill(SLOT, say=page.say, number=1),
        each(CARD, page.story_links(page.related[:1]), say=page.say),
        fill(SLOT, say=page.say, number=2),
        fill(LETTER, say=page.say),
    ]
    printed: list[Html] = []
    parts = PARTS.print_all(page)
    while parts:
        size = 1 + len(printed) // 2 % 2
        printed.append(fill(CHUNK, it=parts[:size]))
        parts = parts[size:]
        if parts:
            printed.append(between[len(printed) // 2 % len(between)])
    return printed
