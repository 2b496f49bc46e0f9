"""A WordPress site in a block theme: a counter below the story, boxes between its paragraphs, pages with numbers."""

from __future__ import annotations

from crawler.demo.article_page import ArticlePage
from crawler.demo.part_templates import PartTemplates
from crawler.demo.structured import news_article
from crawler.demo.templates import Html, each, fill, given, script_json

STYLE = Html("""
body{margin:0;font:18px/1.65 "Source Serif Pro",Georgia,serif;color:#1c1c1c}
.wp-site-blocks{max-width:1100px;margin:auto}
.wp-block-navigation__container{list-style:none;display:flex;gap:1.2em;padding:0}.has-small-font-size{font-size:14px}
.wp-block-post-title{font-size:40px;line-height:1.15}.post-views{color:#777;font-size:14px;margin:1em 0}
.inline-related,.mc4wp-form{background:#f1f1ee;padding:.8em 1.2em;margin:1.2em 0}.author-box{border:1px solid #ddd}
""")

PAGE = """\
<!DOCTYPE html>
<html lang="{page.words.locale}" dir="{page.words.direction}">
<head>
<meta charset="UTF-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<meta name='robots' content='index, follow, max-image-preview:large, max-snippet:-1' />
<title>{story.title} &#8211; {outlet.name}</title>
<meta name="description" content="{story.description}" />
<link rel="canonical" href="{page.page_url}" />
{previous}{next}<meta property="og:type" content="article" />
<meta property="og:title" content="{story.title}" />
<meta property="og:description" content="{story.description}" />
<meta property="og:url" content="{page.page_url}" />
<meta property="article:published_time" content="{story.published}" />
{modified}{author_meta}<meta name="twitter:label2" content="Est. reading time" />
<meta name="twitter:data2" content="{page.minutes} minutes" />
<script type="application/ld+json" class="yoast-schema-graph">{graph}</script>
<link rel="alternate" type="application/rss+xml" title="{outlet.name}" href="{feed}" />
<link rel='stylesheet' id='wp-block-library-css' href='{css}' media='all' />
<style id="global-styles-inline-css">{style}</style>
</head>
<body class="wp-singular post-template-default single single-post postid-{story.number} single-format-standard">
<div class="wp-site-blocks">
<header class="wp-block-template-part">
<p class="wp-block-site-title"><a href="{page.home}" rel="home">{outlet.name}</a></p>
<p class="wp-block-site-tagline has-small-font-size">{outlet.tagline}</p>
<nav class="wp-block-navigation"><ul class="wp-block-navigation__container">{menu}</ul></nav></header>
<main class="wp-block-group is-layout-flow">
<div class="wp-block-post-terms taxonomy-category"><a href="{page.section_url}" rel="tag">{page.section_name}</a></div>
<h1 class="wp-block-post-title">{story.title}</h1>
<div class="wp-block-group has-small-font-size">
<div class="wp-block-post-date"><time datetime="{story.published}">{date}</time></div>
{authors}<span class="span-reading-time rt-reading-time">{reading_time}</span></div>
<p class="wp-block-post-excerpt__excerpt">{story.description}</p>
<div class="entry-content wp-block-post-content is-layout-flow">
{body}
{views}{pages}</div>
<div class="wp-block-post-terms taxonomy-post_tag">{tags}</div>
<div class="heateor_sss_sharing_container"><span class="heateor_sss_square_count">{shares}</span> {say[shares]}</div>
{author_box}<div class="yarpp yarpp-related"><h3>{say[related]}</h3><ol>{related}</ol></div>
<div class="wp-block-comments"><h2 class="wp-block-comments-title">{story.comment_count} &times; {say[comments]}</h2>
<ol class="wp-block-comment-template">{readers}</ol></div>
</main>
<aside class="wp-block-template-part"><h2>{say[most_read]}</h2><ul class="wpp-list">{most_read}</ul></aside>
<footer class="wp-block-template-part"><ul>{footer}</ul><p>&copy; {outlet.name}. {say[rights]}</p>
<form role="search" class="wp-block-search" action="{search}"><input type="search" name="q">
<button>{say[search]}</button></form></footer>
</div>
<div id="cmplz-cookiebanner-container"><div class="cmplz-message">{say[cookies]}</div>
<button>{say[accept]}</button></div>
</body>
</html>
"""

MENU_ITEM = '<li class="wp-block-navigation-item"><a href="{it.url}">{it.text}</a></li>'
AUTHOR = '<div class="wp-block-post-author-name"><a href="{it.url}">{it.text}</a></div>\n'
AUTHOR_META = """\
<meta name="twitter:label1" content="{say[written_by]}" />
<meta name="twitter:data1" content="{it}" />
"""
VIEWS = """\
<div class="post-views content-post post-{story.number} entry-meta load-static">
<span class="post-views-icon dashicons dashicons-chart-bar"></span> \
<span class="post-views-label">{say[post_views]}</span> <span class="post-views-count">{it}</span>
</div>
"""
INLINE_RELATED = (
    '<div class="inline-related"><strong>{say[read_also]}:</strong> <a href="{it.url}">{it.text}</a></div>\n'
)
FORM = """\
<form class="mc4wp-form"><h4>{say[newsletter]}</h4><p>{say[newsletter_text]}</p>
<input type="email" name="EMAIL"><input type="submit" value="{say[subscribe]}"></form>
"""
AUTHOR_BOX = """\
<div class="author-box"><h4>{it.text}</h4><p>{outlet.name}, {outlet.tagline}</p>
<a href="{it.url}">{say[older]}</a> &middot; <a href="http://social.example/follow">{say[follow]}</a></div>
"""
READER = """\
<li class="comment"><b>{it[name]}</b><div class="wp-block-comment-content"><p>{it[text]}</p></div></li>
"""
TOP_POST = '<li><a href="{it.url}" class="wpp-post-title">{it.text}</a> <span class="wpp-meta">{it.views}</span></li>\n'
FIGURE = """\
<figure class="wp-block-image size-full"><img loading="lazy" decoding="async" width="160" height="90" \
src="{src}" alt=""/>\
<figcaption class="wp-element-caption">{it}</figcaption></figure>
"""
PARTS = PartTemplates(
    subheading='<h2 class="wp-block-heading">{it}</h2>\n',
    quote='<blockquote class="wp-block-quote is-layout-flow"><p>{it}</p><cite>{source}</cite></blockquote>\n',
    items='<ul class="wp-block-list">{it}</ul>\n',
    figure=FIGURE,
)


def post_views(page: ArticlePage) -> Html:
    """Return the page of a WordPress site; of a story on several pages, the one that `page.number` names."""
    story, words, links = page.story, page.words, page.author_links()
    count = None if story.view_count is None else words.print_number(story.view_count)
    return page.fill(
        PAGE,
        previous=given('<link rel="prev" href="{it}" />\n', page.other_page(page.number - 1)),
        next=given('<link rel="next" href="{it}" />\n', page.other_page(page.number + 1)),
        modified=given('<meta property="article:modified_time" content="{it}" />\n', story.modified),
        author_meta=given(AUTHOR_META, ", ".join(story.authors), say=page.say),
        graph=script_json({"@context": "https://schema.org", "@graph": [news_article(page, "Article")]}),
        feed=page.link(page.outlet.feeds["rss"]),
        css=page.link("/assets/site.css"),
        style=STYLE,
        menu=each(MENU_ITEM, page.menu()),
        date=words.print_date(story.published),
        authors=each(AUTHOR, links),
        reading_time=words.label("reading_time", words.print_number(page.minutes)),
        body=_body(page),
        views=given(VIEWS, count, story=story, say=page.say),
        pages=_pages(page),
        tags=each('<a href="{it.url}" rel="tag">{it.text}</a> ', page.tag_links()),
        shares=story.comment_count * 4 + 1,
        author_box=each(AUTHOR_BOX, links[:1], outlet=page.outlet, say=page.say),
        related=each('<li><a href="{it.url}" rel="bookmark">{it.text}</a></li>', page.story_links(page.related)),
        readers=each(READER, words.readers),
        most_read=each(TOP_POST, page.story_links(page.most_read)),
        footer=each(MENU_ITEM, page.footer()),
        search=page.link("/search"),
    )


def _body(page: ArticlePage) -> list[Html]:
    """Return the parts of the story, with a link elsewhere after the second and a form after the third."""
    link = each(INLINE_RELATED, page.story_links(page.related[:1]), say=page.say)
    return PARTS.print_all(page, {2: link, 3: fill(FORM, say=page.say)})


def _pages(page: ArticlePage) -> Html:
    count = len(page.story.pages)
    if count == 1:
        return Html()
    numbers = [
        fill('<span class="post-page-numbers current" aria-current="page">{n}</span> ', n=number)
        if number == page.number
        else fill('<a href="{url}" class="post-page-numbers">{n}</a> ', url=page.other_page(number), n=number)
        for number in range(1, count + 1)
    ]
    return fill('<div class="page-links">{say[pages]} {numbers}</div>\n', say=page.say, numbers=numbers)
