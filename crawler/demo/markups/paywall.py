"""A newspaper's paid offer: the beginning of a story, and a box in place of the rest."""

from __future__ import annotations

from dataclasses import replace

from crawler.demo.article_page import ArticlePage
from crawler.demo.part_templates import PartTemplates
from crawler.demo.structured import news_article
from crawler.demo.templates import Html, each, given, script_json

STYLE = Html("""
body{margin:0;font:18px/1.6 Merriweather,serif;color:#1a1a1a}.px-head{display:flex;gap:1em;padding:1em 6%}
.px-story{max-width:42em;margin:auto}.px-fade{-webkit-mask-image:linear-gradient(#000,transparent)}
.px-wall{background:#fff6df;border:1px solid #e0c068;padding:1.5em;text-align:center}.px-note{color:#777;font-size:14px}
""")

PAGE = """\
<!DOCTYPE html>
<html lang="{page.words.locale}" dir="{page.words.direction}">
<head>
<meta charset="utf-8">
<title>{story.title} | {outlet.name} plus</title>
<meta name="description" content="{story.description}">
<meta property="og:title" content="{story.title}">
<meta property="og:type" content="article">
<meta property="article:content_tier" content="locked">
<link rel="canonical" href="{page.url}">
<script type="application/ld+json">{declared}</script>
<link rel="stylesheet" href="{css}">
<style>{style}</style>
</head>
<body>
<header class="px-head"><a class="px-logo" href="{page.home}">{outlet.name}</a>{menu}
<a href="{search}">{say[search]}</a></header>
<main class="px-story">
<p class="px-label"><span class="px-plus" title="plus">+</span> <a href="{page.section_url}">{page.section_name}</a></p>
<h1>{story.title}</h1>
<p class="px-lead">{story.description}</p>
<p class="px-note">{byline} &middot;
<time datetime="{story.published}">{stamp}</time>{updated} &middot; {reading_time}</p>
{views}<div class="px-text">
{body}
</div>
<div class="px-wall" id="paywall-offer" data-paywall="hard">
<h2>{say[paywall]}</h2>
<p>{say[paywall_text]}</p>
<button>{say[subscribe]}</button>
<p><a href="{account}">{say[log_in]}</a></p>
</div>
<section class="px-more"><h2>{say[related]}</h2><ul>{related}</ul></section>
<section class="px-more"><h2>{say[most_read]}</h2><ol>{most_read}</ol></section>
</main>
<footer class="px-foot">{footer}<p>&copy; {outlet.name}. {say[rights]}</p></footer>
<div class="px-consent"><p>{say[cookies]}</p><button>{say[accept]}</button></div>
</body>
</html>
"""

LINK = '<a href="{it.url}">{it.text}</a> '
ITEM = '<li><a href="{it.url}">{it.text}</a> <small>{it.views}</small></li>\n'
FIGURE = '<figure><img src="{src}" alt=""><figcaption class="px-note">{it}</figcaption></figure>\n'
PARTS = PartTemplates(quote="<blockquote><p>{it}</p><cite>{source}</cite></blockquote>\n", figure=FIGURE)
LAST_PART = replace(PARTS, paragraph='<p class="px-fade">{it}</p>\n')


def paywall(page: ArticlePage) -> Html:
    """Return the page as those see it who do not pay. The last paragraph fades out; the rest is not sent."""
    story, words = page.story, page.words
    changed = words.print_stamp(story.modified) if story.modified else None
    declared = {
        **news_article(page),
        "isAccessibleForFree": False,
        "hasPart": {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": "#paywall-offer"},
    }
    return page.fill(
        PAGE,
        declared=script_json(declared),
        css=page.link("/assets/site.css"),
        style=STYLE,
        menu=each(LINK, page.menu()),
        search=page.link("/search"),
        byline=given("{by} {it}", each(LINK, page.author_links()), by=page.say["by"]),
        stamp=words.print_stamp(story.published),
        updated=given(" &middot; {label}: {it}", changed, label=page.say["updated"]),
        reading_time=words.label("reading_time", page.minutes + 6),
        views=given('<p class="px-note">{it}</p>\n', page.count("views")),
        body=_body(page),
        account=page.link("/contact/"),
        related=each(ITEM, page.story_links(page.related)),
        most_read=each(ITEM, page.story_links(page.most_read)),
        footer=each(LINK, page.footer()),
    )


def _body(page: ArticlePage) -> list[Html]:
    return [(LAST_PART if part is page.story.body[-1] else PARTS).print(page, part) for part in page.parts]
