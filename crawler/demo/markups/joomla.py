"""A Joomla site: an article of com_content in its stock template, details with hits above, modules beside it."""

from __future__ import annotations

from crawler.demo.article_page import ArticlePage
from crawler.demo.part_templates import PartTemplates
from crawler.demo.templates import Html, each, given

STYLE = Html("""
body{margin:0;font:16px/1.6 "Segoe UI",sans-serif;color:#22262a}.container-header{background:#2f6b3a;padding:1em 6%}
.container-header a{color:#fff}.site-grid{display:grid;grid-template-columns:3fr 1fr;gap:2em;padding:1em 6%}
.mod-menu,.mod-list{list-style:none;padding:0}.container-nav .mod-menu{display:flex;gap:1.4em}
.article-info{display:flex;flex-wrap:wrap;gap:1em;font-size:13px;color:#667}.article-info dd{margin:0}
.card{border:1px solid #dfe3e7;margin:0 0 1em}.card-header{background:#f4f6f8;padding:.5em 1em}.card-body{padding:1em}
.page-header h1{font-size:34px}.figure-caption{font-size:13px;color:#667}.btn{border:1px solid #aaa;padding:.2em .6em}
""")

PAGE = """\
<!DOCTYPE html>
<html lang="{page.words.locale}" dir="{page.words.direction}">
<head>
<meta charset="utf-8">
<meta name="author" content="{names}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="{story.description}">
<meta name="generator" content="Joomla! - Open Source Content Management">
<title>{story.title} - {outlet.name}</title>
<link href="{page.url}" rel="canonical">
<link href="{feed}" rel="alternate" type="application/rss+xml" title="{outlet.name}">
<link href="{css}" rel="stylesheet">
<style>{style}</style>
</head>
<body class="site com_content wrapper-static view-article no-layout no-task itemid-{itemid} has-sidebar-right">
<header class="header container-header full-width">
<div class="grid-child"><div class="navbar-brand"><a class="brand-logo" href="{page.home}">{outlet.name}</a>
<div class="site-description">{outlet.tagline}</div></div></div>
<div class="grid-child container-nav"><nav class="navbar navbar-expand-lg" aria-label="{say[menu]}">
<ul class="mod-menu mod-list nav">{menu}</ul></nav>
<form class="mod-finder js-finder-searchform form-search" action="{search}"><input type="text" name="q">
<button type="submit">{say[search]}</button></form></div>
</header>
<div class="site-grid">
<div class="grid-child container-component">
<nav class="mod-breadcrumbs__wrapper"><ol class="mod-breadcrumbs breadcrumb px-3 py-2">
<li class="mod-breadcrumbs__item breadcrumb-item"><a href="{page.home}">{say[home]}</a></li>
<li class="mod-breadcrumbs__item breadcrumb-item"><a href="{page.section_url}">{page.section_name}</a></li>
<li class="mod-breadcrumbs__item breadcrumb-item active"><span>{story.title}</span></li></ol></nav>
<div id="system-message-container" aria-live="polite"></div>
<main>
{article}
</main>
</div>
<div class="grid-child container-sidebar-right">
<div class="sidebar-right card"><h3 class="card-header">{say[most_read]}</h3>
<div class="card-body"><ul class="mostread mod-list">{most_read}</ul></div></div>
<div class="sidebar-right card"><h3 class="card-header">{say[newsletter]}</h3>
<div class="card-body"><div class="mod-custom custom"><p>{say[newsletter_text]}</p></div>
<form><input type="email"><button class="btn">{say[subscribe]}</button></form></div></div>
<div class="sidebar-right card"><div class="mod-banners bannergroup"><div class="bannerheader">{say[advert]}</div>
<div class="mod-banners__item banneritem"><a href="http://adverts.example/c/17">Kesselberg Skischule</a></div></div>
</div>
</div>
</div>
<footer class="container-footer footer full-width"><ul class="mod-menu mod-list nav">{footer}</ul>
<p>&copy; 1921 - 2026 {outlet.name}. {say[rights]}</p></footer>
<div class="plg-consent-banner" role="dialog"><p>{say[cookies]}</p><button class="btn">{say[accept]}</button></div>
</body>
</html>
"""

ARTICLE = """\
<div class="com-content-article item-page" itemscope itemtype="https://schema.org/Article">
<meta itemprop="inLanguage" content="{page.words.locale}">
<div class="page-header"><h1 itemprop="headline">{story.title}</h1></div>
<dl class="article-info text-muted">
<dt class="article-info-term">Details</dt>
{authors}<dd class="category-name">{say[category]} <a href="{page.section_url}" itemprop="genre">\
{page.section_name}</a></dd>
<dd class="published"><span class="icon-calendar icon-fw" aria-hidden="true"></span>
<time datetime="{story.published}" itemprop="datePublished">{say[published]}: {date}</time></dd>
{modified}{hits}</dl>
<div class="content_rating" role="img" aria-label="4 / 5"><ul><li class="vote-star"></li></ul></div>
<div itemprop="articleBody" class="com-content-article__body">
{body}
</div>
<ul class="com-content-article__tags tags list-inline">{tags}</ul>
<div class="mod-related"><h4>{say[related]}</h4><ul class="relateditems mod-list">{related}</ul></div>
<nav class="pagenavigation" aria-label="Page Navigation"><span class="pagination ms-0">{siblings}</span></nav>
</div>
"""

MENU_ITEM = '<li class="nav-item"><a href="{it.url}">{it.text}</a></li>'
AUTHOR = """\
<dd class="createdby" itemprop="author" itemscope itemtype="https://schema.org/Person">\
<span class="icon-user icon-fw" aria-hidden="true"></span> {say[written_by]} <a href="{it.url}" itemprop="url">\
<span itemprop="name">{it.text}</span></a></dd>
"""
MODIFIED = """\
<dd class="modified"><span class="icon-calendar icon-fw" aria-hidden="true"></span>
<time datetime="{it}" itemprop="dateModified">{label}: {date}</time></dd>
"""
HITS = """\
<dd class="hits"><span class="icon-eye icon-fw" aria-hidden="true"></span>
<meta itemprop="interactionCount" content="UserPageVisits:{story.view_count}">
{it}</dd>
"""
MOST_READ = """\
<li itemscope itemtype="https://schema.org/Article"><a href="{it.url}" itemprop="url">
<span itemprop="name">{it.text}</span></a> <small>{it.views}</small></li>
"""
TAG = """\
<li class="list-inline-item tag-{it.text}" itemprop="keywords"><a href="{it.url}" class="btn btn-sm">{it.text}</a></li>
"""
RELATED = '<li><a href="{it.url}">{it.text}</a></li>'
SIBLING = '<a class="btn btn-sm btn-secondary" href="{it.url}"><span class="icon-chevron-left"></span> {it.text}</a>'
FIGURE = """\
<figure class="float-none item-image"><img src="{src}" alt="" width="160" height="90" itemprop="image" loading="lazy">\
<figcaption class="figure-caption">{it}{credit}</figcaption></figure>
"""
PARTS = PartTemplates(
    subheading="<h3>{it}</h3>\n",
    quote="<blockquote><p>{it}</p><cite>{source}</cite></blockquote>\n",
    figure=FIGURE,
    credit=" ({say[photo]}: {it})",
)


def joomla(page: ArticlePage) -> Html:
    """Return the page of a Joomla site. The hits stand among the details, and as an old interactionCount."""
    return page.fill(
        PAGE,
        names=", ".join(page.story.authors),
        feed=page.link(page.outlet.feeds["rss"]),
        css=page.link("/assets/site.css"),
        style=STYLE,
        itemid=100 + page.story.number % 90,
        menu=each(MENU_ITEM, page.menu()),
        search=page.link("/search"),
        article=_article(page),
        most_read=each(MOST_READ, page.story_links(page.most_read)),
        footer=each(MENU_ITEM, page.footer()),
    )


def _article(page: ArticlePage) -> Html:
    story, words = page.story, page.words
    hits = None if story.view_count is None else words.label("hits", story.view_count)  # Joomla sets no digits apart
    changed = words.print_date(story.modified) if story.modified else ""
    return page.fill(
        ARTICLE,
        authors=each(AUTHOR, page.author_links(), say=page.say),
        date=words.print_date(story.published),
        modified=given(MODIFIED, story.modified, label=page.say["updated"], date=changed),
        hits=given(HITS, hits, story=story),
        body=PARTS.print_all(page),
        tags=each(TAG, page.tag_links()),
        related=each(RELATED, page.story_links(page.related)),
        siblings=each(SIBLING, page.story_links(page.related[:1])),
    )
