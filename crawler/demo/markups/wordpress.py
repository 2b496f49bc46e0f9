"""A WordPress theme with the usual plugins: SEO graph, view counter, share bar, related posts, cookie notice."""

from __future__ import annotations

from typing import Any

from crawler.demo.article_page import ArticlePage
from crawler.demo.part_templates import PartTemplates
from crawler.demo.templates import Html, each, fill, given, script_json

STYLE = Html("""
body{margin:0;font:17px/1.6 Georgia,serif;color:#222;background:#f4f2ee}
.site-header,.site-footer{background:#12324a;color:#fff;padding:1em 5%}.site-header a,.site-footer a{color:#fff}
.primary-menu{list-style:none;display:flex;gap:1.2em;padding:0}.site-content{display:flex;gap:3%;padding:1em 5%}
.content-area{flex:3;background:#fff;padding:1em 2em}.widget-area{flex:1;font-size:14px}
.entry-meta,.wp-caption-text,.post-views-count{color:#777;font-size:14px}img{max-width:100%;height:auto}
.wp-block-pullquote,.wp-block-quote{border-left:4px solid #c33;margin:1em 0;padding:.2em 1em;font-style:italic}
.screen-reader-text{position:absolute;left:-9999px}.cookie-notice{position:fixed;bottom:0;background:#333;color:#fff}
""")

HEAD = """\
<meta charset="UTF-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{story.title} - {outlet.name}</title>
<meta name="description" content="{story.description}">
<meta name="robots" content="index, follow, max-image-preview:large">
<link rel="canonical" href="{page.url}">
<meta property="og:locale" content="{page.words.locale}">
<meta property="og:type" content="article">
<meta property="og:title" content="{story.title}">
<meta property="og:description" content="{story.description}">
<meta property="og:url" content="{page.url}">
<meta property="og:site_name" content="{outlet.name}">
<meta property="article:published_time" content="{story.published}">
{modified}{images}<meta name="twitter:card" content="summary_large_image">
<script type="application/ld+json" class="seo-schema-graph">{graph}</script>
<link rel="alternate" type="application/rss+xml" title="{outlet.name} &raquo; Feed" href="{feed}">
<link rel="stylesheet" id="theme-style-css" href="{css}" media="all">
<style>{style}</style>
<script>window.dataLayer=window.dataLayer||[];dataLayer.push({data});</script>
"""

PAGE = """\
<!DOCTYPE html>
<html lang="{page.words.locale}" prefix="og: https://ogp.me/ns#">
<head>
{head}</head>
<body class="post-template-default single single-post postid-{story.number} single-format-standard">
<a class="skip-link screen-reader-text" href="#content">{say[menu]}</a>
<header id="masthead" class="site-header">
<p class="site-title"><a href="{page.home}" rel="home">{outlet.name}</a></p>
<p class="site-description">{outlet.tagline}</p>
<nav class="main-navigation"><ul id="primary-menu" class="primary-menu">{menu}</ul></nav>
</header>
<div id="content" class="site-content">
<main id="primary" class="content-area">
{article}
{comments}
</main>
{sidebar}
</div>
<footer id="colophon" class="site-footer">
<ul class="footer-menu">{footer}</ul>
<p class="site-info">&copy; 2026 {outlet.name}. {say[rights]}</p>
</footer>
<div id="cookie-notice" class="cookie-notice" role="dialog">
<span class="cookie-notice-text">{say[cookies]}</span> <button>{say[accept]}</button>
</div>
</body>
</html>
"""

ARTICLE = """\
<article id="post-{story.number}" class="post-{story.number} post type-post status-publish hentry">
<header class="entry-header">
<span class="cat-links"><a href="{page.section_url}" rel="category tag">{page.section_name}</a></span>
<h1 class="entry-title">{story.title}</h1>
<div class="entry-meta">
<span class="posted-on"><time class="entry-date published" datetime="{story.published}">{date}</time></span>
<span class="byline">{say[by]} {authors}</span>
<span class="comments-link"><a href="#comments">{page.say[comments]}: {story.comment_count}</a></span>
{views}</div>
</header>
<div class="sharedaddy sd-sharing"><span>{say[share]}</span> <span class="share-count">{shares} {say[shares]}</span>
<a class="share-facebook" href="http://social.example/share?u={page.url}">f</a>
<a class="share-x" href="http://short.example/post?u={page.url}">x</a></div>
<div class="entry-content">
{body}
<div class="code-block advert"><span class="advert-label">{say[advert]}</span>
<ins class="adsbygoogle" data-ad-slot="4410982"></ins></div>
</div>
<footer class="entry-footer"><span class="tags-links">{say[tags]}: {tags}</span></footer>
<div class="jp-relatedposts"><h3 class="jp-relatedposts-headline"><em>{say[related]}</em></h3><ul>{related}</ul></div>
</article>
"""

COMMENTS = """\
<div id="comments" class="comments-area">
<h2 class="comments-title">{say[comments]} ({story.comment_count})</h2>
<ol class="comment-list">{readers}</ol>
<div id="respond" class="comment-respond"><h3 id="reply-title">{say[leave_comment]}</h3>
<form class="comment-form" method="post" action="{action}"><p class="comment-notes">{say[comment_terms]}</p>
<textarea name="comment"></textarea><label>{say[your_name]} <input name="author"></label>
<button class="submit">{say[send]}</button></form></div>
</div>
"""

READER = """\
<li class="comment"><article class="comment-body"><b class="fn">{it[name]}</b>
<div class="comment-content"><p>{it[text]}</p></div></article></li>
"""

SIDEBAR = """\
<aside id="secondary" class="widget-area">
<section class="widget widget_search"><form role="search" action="{search}"><input type="search" name="q">
<button>{say[search]}</button></form></section>
<section class="widget widget_top_posts"><h2 class="widget-title">{say[most_read]}</h2><ol>{most_read}</ol></section>
<section class="widget widget_newsletter"><h2 class="widget-title">{say[newsletter]}</h2>
<p>{say[newsletter_text]}</p><input type="email"><button>{say[subscribe]}</button></section>
</aside>
"""

MENU_ITEM = '<li class="menu-item"><a href="{it.url}">{it.text}</a></li>'
AUTHOR = '<span class="author vcard"><a class="url fn n" href="{it.url}" rel="author">{it.text}</a></span> '
TOP_POST = '<li><a href="{it.url}">{it.text}</a> <span class="wpp-views">{it.views}</span></li>'
FIGURE = """\
<figure class="wp-block-image size-large"><img src="{src}" alt="" width="800" height="450" loading="lazy">\
<figcaption class="wp-element-caption">{it}{credit}</figcaption></figure>
"""
PULL_QUOTE = """\
<figure class="wp-block-pullquote"><blockquote><p>{it}</p><cite>{source}</cite></blockquote></figure>
"""
PARTS = PartTemplates(
    subheading='<h2 class="wp-block-heading">{it}</h2>\n',
    quote='<blockquote class="wp-block-quote"><p>{it}</p><cite>{source}</cite></blockquote>\n',
    pull_quote=PULL_QUOTE,
    items='<ul class="wp-block-list">{it}</ul>\n',
    figure=FIGURE,
    credit=" <em>{say[photo]}: {it}</em>",
)


def wordpress(page: ArticlePage) -> Html:
    """Return the page of a WordPress site."""
    links = {"page": page, "story": page.story, "outlet": page.outlet, "say": page.say}
    return fill(
        PAGE,
        **links,
        head=_head(page),
        menu=each(MENU_ITEM, page.menu()),
        article=_article(page),
        comments=fill(
            COMMENTS, **links, readers=each(READER, page.words.readers), action=page.link("/wp-comments-post.php")
        ),
        sidebar=_sidebar(page),
        footer=each(MENU_ITEM, page.footer()),
    )


def _head(page: ArticlePage) -> Html:
    story = page.story
    images = [page.link(image.path) for image in story.images]
    data = {"pageType": "single-post", "postId": story.number, "pageviews": 1, "authors": story.authors}
    return page.fill(
        HEAD,
        modified=given('<meta property="article:modified_time" content="{it}">\n', story.modified),
        images=each('<meta property="og:image" content="{it}">\n', images),
        graph=script_json(_graph(page)),
        feed=page.link(page.outlet.feeds["rss"]),
        css=page.link("/assets/site.css"),
        style=STYLE,
        data=script_json(data),
    )


def _graph(page: ArticlePage) -> dict[str, Any]:
    """Return the graph that an SEO plugin writes; it counts comments, not views."""
    story, site = page.story, page.home
    article = {
        "@type": "NewsArticle",
        "@id": f"{page.url}#article",
        "isPartOf": {"@id": page.url},
        "author": [{"@type": "Person", "name": link.text, "url": link.url} for link in page.author_links()],
        "headline": story.title,
        "datePublished": story.published,
        "mainEntityOfPage": {"@id": page.url},
        "wordCount": sum(len(text.split()) for text in story.texts()),
        "commentCount": story.comment_count,
        "publisher": {"@id": f"{site}#organization"},
        "image": [page.link(image.path) for image in story.images],
        "keywords": story.tags,
        "articleSection": [page.section_name],
        "inLanguage": page.words.locale,
    }
    if story.modified:
        article["dateModified"] = story.modified
    logo = {"@type": "ImageObject", "url": page.link("/media/logo.png"), "width": 800, "height": 450}
    crumbs = [
        {"@type": "ListItem", "position": 1, "name": page.say["home"], "item": site},
        {"@type": "ListItem", "position": 2, "name": story.title},
    ]
    return {
        "@context": "https://schema.org",
        "@graph": [
            article,
            {"@type": "WebPage", "@id": page.url, "url": page.url, "name": f"{story.title} - {page.outlet.name}"},
            {"@type": "BreadcrumbList", "@id": f"{page.url}#breadcrumb", "itemListElement": crumbs},
            {"@type": "WebSite", "@id": f"{site}#website", "url": site, "name": page.outlet.name},
            {"@type": "Organization", "@id": f"{site}#organization", "name": page.outlet.name, "logo": logo},
        ],
    }


def _article(page: ArticlePage) -> Html:
    story, words = page.story, page.words
    views = "" if story.view_count is None else words.label("views", words.print_number(story.view_count))
    return page.fill(
        ARTICLE,
        date=words.print_date(story.published),
        authors=each(AUTHOR, page.author_links()),
        views=given('<span class="post-views-count">{it}</span>\n', views),
        shares=story.comment_count * 7 + 3,
        body=PARTS.print_all(page),
        tags=each('<a href="{it.url}" rel="tag">{it.text}</a> ', page.tag_links()),
        related=each('<li><a href="{it.url}">{it.text}</a></li>', page.story_links(page.related)),
    )


def _sidebar(page: ArticlePage) -> Html:
    most_read = each(TOP_POST, page.story_links(page.most_read))
    return fill(SIDEBAR, say=page.say, search=page.link("/search"), most_read=most_read)
