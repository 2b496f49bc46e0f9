"""A TYPO3 site with its news extension: microdata, the day alone, long stories on pages of their own."""

from __future__ import annotations

from crawler.demo.article_page import ArticlePage
from crawler.demo.part_templates import PartTemplates
from crawler.demo.templates import Html, each, fill, given

STYLE = Html("""
body{margin:0;font:17px/1.6 Calibri,sans-serif;color:#333}.page-top{background:#2f6b3a;color:#fff;padding:1em 8%}
.page-top a{color:#fff}.nav-main{display:flex;gap:1.5em;list-style:none;padding:0}.page-main{padding:1em 8%}
.news-single .article{max-width:46em}.teaser-text{font-weight:bold}.news-img-caption{font-size:13px;color:#777}
.news-related-wrap{border-top:1px solid #ccc}.page-navigation{text-align:center}.frame-type-menu{background:#f6f6f2}
""")

PAGE = """\
<!DOCTYPE html>
<html dir="{page.words.direction}" lang="{page.words.locale}">
<head>
<meta charset="utf-8">
<!--
	This website is powered by TYPO3 - inspiring people to share!
	TYPO3 is a free open source Content Management Framework initially created by Kasper Skaarhoj.
-->
<title>{story.title} | {outlet.name}</title>
<meta name="generator" content="TYPO3 CMS">
<meta name="description" content="{story.description}">
<meta property="og:type" content="article">
<meta property="og:title" content="{story.title}">
<meta property="og:url" content="{page.url}">
<link rel="canonical" href="{page.url}"/>
{previous}{next}<link rel="stylesheet" href="{css}" media="all">
<style>{style}</style>
</head>
<body id="p{pid}" class="page-{pid} pagelevel-3 language-0 backendlayout-2_columns layout-default">
<header class="page-top"><a class="navbar-brand" href="{page.home}">{outlet.name}</a> <span>{outlet.tagline}</span>
<ul class="nav-main">{menu}</ul></header>
<main id="page-content" class="page-main">
<div id="c{story.number}" class="frame frame-default frame-type-news_newsdetail frame-layout-0">
<div class="news news-single"><div class="article" itemscope="itemscope" itemtype="http://schema.org/Article">
<div class="header"><h1 itemprop="headline">{story.title}</h1></div>
<div class="footer"><p>
<span class="news-list-date"><time itemprop="datePublished" datetime="{story.published}">{date}</time></span>
<span class="news-list-category"><a href="{page.section_url}">{page.section_name}</a></span>
{author}{views}</p></div>
{teaser}<div class="news-text-wrap" itemprop="articleBody">
{body}
</div>
{pages}{links}</div></div>
</div>
<div id="c{menu_id}" class="frame frame-type-menu"><header><h3>{say[most_read]}</h3></header><ol>{most_read}</ol></div>
<div class="frame frame-type-form"><h3>{say[newsletter]}</h3><p>{say[newsletter_text]}</p>
<form class="form-newsletter"><input type="email"><button>{say[subscribe]}</button></form></div>
</main>
<footer class="page-footer"><ul class="nav-main">{footer}</ul><p>&copy; {outlet.name} &ndash; {say[rights]}</p>
<form action="{search}"><input name="q"><button>{say[search]}</button></form></footer>
<div class="tx-cookies" hidden><p>{say[cookies]}</p><button>{say[accept]}</button></div>
</body>
</html>
"""

MENU_ITEM = '<li class="nav-item"><a class="nav-link" href="{it.url}"><span>{it.text}</span></a></li>'
AUTHOR = '<span class="news-list-author" itemprop="author" itemscope itemtype="http://schema.org/Person">{by} \
<span itemprop="name">{it}</span></span>\n'
TEASER = '<div class="teaser-text" itemprop="description"><p>{it}</p></div>\n'
RELATED = '<li><span class="news-related-news-date">{date}</span> <a href="{link.url}">{link.text}</a></li>\n'
LINKS = """\
<div class="news-related-wrap"><div class="news-related news-related-news"><h4>{say[related]}</h4>
<ul>{it}</ul></div></div>
<div class="news-backlink-wrap"><a href="{page.section_url}">&laquo; {page.section_name}</a></div>
"""
PAGES = '<div class="page-navigation"><p>{say[pages]} {numbers}</p><ul class="f3-widget-paginator">{next}</ul></div>\n'
FIGURE = """\
<div class="news-img-wrap"><div class="outer"><div class="mediaelement mediaelement-image">
<img itemprop="image" src="{src}" alt="" width="160" height="90" loading="lazy"></div>{it}</div></div>
"""
PARTS = PartTemplates(
    paragraph='<p class="bodytext">{it}</p>\n',
    quote='<blockquote><p class="bodytext">{it}</p><footer>{source}</footer></blockquote>\n',
    figure=FIGURE,
    caption='<p class="news-img-caption">{it}</p>',
)


def typo3(page: ArticlePage) -> Html:
    """Return the page of a TYPO3 site: the first page of a story, or `page.number` of it."""
    story, words = page.story, page.words
    views = page.count("views_name") and f"{page.say['views_name']}: {words.print_number(story.view_count or 0)}"
    return page.fill(
        PAGE,
        previous=given('<link rel="prev" href="{it}">\n', page.other_page(page.number - 1)),
        next=given('<link rel="next" href="{it}">\n', page.other_page(page.number + 1)),
        css=page.link("/assets/site.css"),
        style=STYLE,
        pid=40 + story.number % 50,
        menu=each(MENU_ITEM, page.menu()),
        date=words.print_date(story.published),
        author=given(AUTHOR, ", ".join(story.authors), by=page.say["by"]),
        views=given('<span class="news-list-views">{it}</span>\n', views),
        teaser=given(TEASER, story.description if page.number == 1 else None),
        body=PARTS.print_all(page),
        pages=_pages(page),
        links=page.fill(LINKS, it=_related(page)),
        menu_id=story.number + 1,
        most_read=each('<li><a href="{it.url}">{it.text}</a></li>', page.story_links(page.most_read)),
        search=page.link("/search"),
        footer=each(MENU_ITEM, page.footer()),
    )


def _related(page: ArticlePage) -> list[Html]:
    dates = [page.words.print_date(story.published) for story in page.related]
    return [
        fill(RELATED, date=date, link=link) for date, link in zip(dates, page.story_links(page.related), strict=True)
    ]


def _pages(page: ArticlePage) -> Html:
    """Return the numbers below a story of several pages."""
    count = len(page.story.pages)
    if count == 1:
        return Html()
    numbers = [
        fill('<strong class="current">{n}</strong> ', n=number)
        if number == page.number
        else fill('<a href="{url}">{n}</a> ', url=page.other_page(number), n=number)
        for number in range(1, count + 1)
    ]
    onward = given(
        '<li class="next"><a rel="next" href="{it}">{say[next]}</a></li>',
        page.other_page(page.number + 1),
        say=page.say,
    )
    return fill(PAGES, say=page.say, numbers=numbers, next=onward)
