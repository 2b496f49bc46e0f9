"""How an outlet prints the pages that are no articles: one look each, as its content system prints lists."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Templates: the page around, a link of a menu, a teaser, a link to another page of the list, a line of a ranking.

    COLOUR in the style stands for the outlet's.
    """

    style: str
    page: str
    link: str
    card: str
    pager: str
    ranked: str


HEAD = """\
<meta charset="utf-8">
<title>{title} - {outlet.name}</title>
<meta name="description" content="{outlet.tagline}">
<meta property="og:type" content="website">
{canonical}{next}<link rel="alternate" type="application/rss+xml" title="{outlet.name}" href="{rss}">
<link rel="alternate" type="application/atom+xml" title="{outlet.name} (Atom)" href="{atom}">
<link rel="alternate" type="application/feed+json" title="{outlet.name} (JSON)" href="{json}">
<link rel="stylesheet" href="{css}">
<style>{style}</style>
"""

BROADSHEET = Look(
    style="""
body{margin:0;font:16px/1.5 Georgia,serif;background:#f4f2ee;color:#222}
.top,.bottom{background:COLOUR;color:#fff;padding:1em 5%}
.top a,.bottom a{color:#fff;margin-right:1em}
.list{padding:1em 5%}.card{background:#fff;padding:.6em 1.2em;margin:.8em 0}
.card h2{margin:0;font-size:20px}.card small{color:#777}.pictures img{margin:.4em}
""",
    page="""\
<!DOCTYPE html>
<html lang="{words.locale}">
<head>
{head}</head>
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
""",
    link='<a href="{it.url}">{it.text}</a>',
    card="""\
<div class="card"><h2><a href="{it.url}">{it.text}</a></h2>
<p>{story.description}</p><small>{section} &middot; {date}</small></div>
""",
    pager='<nav class="pager"><a rel="{rel}" href="{it}">{label}</a></nav>\n',
    ranked='<li><a href="{it.url}">{it.text}</a> <small>{it.views}</small></li>\n',
)

COMPONENT = Look(
    style="""
body{margin:0;font:16px/1.6 "Segoe UI",sans-serif;color:#22262a;background:#fff}
.container-header{background:COLOUR;padding:1em 6%}.container-header a{color:#fff}
.mod-menu{list-style:none;display:flex;gap:1.4em;padding:0;margin:0}.grid-child{padding:1em 6%}
.blog-items{display:grid;grid-template-columns:1fr 1fr;gap:1.5em}.item-content{border-top:3px solid COLOUR}
.pagination{list-style:none;display:flex;gap:.5em}.footer{background:#eef1ee;padding:1em 6%}
""",
    page="""\
<!DOCTYPE html>
<html lang="{words.locale}" dir="{words.direction}">
<head>
{head}<meta name="generator" content="Joomla! - Open Source Content Management">
</head>
<body class="site com_content view-category layout-blog">
<header class="header container-header full-width">
<div class="navbar-brand"><a class="brand-logo" href="{home}">{outlet.name}</a>
<div class="site-description">{outlet.tagline}</div></div>
<div class="container-nav"><ul class="mod-menu mod-list nav">{menu}</ul>
<form class="mod-finder" action="{search}"><input name="q" type="text">
<button>{words.labels[search]}</button></form></div>
</header>
<div class="site-grid"><div class="grid-child container-component"><main>
<div class="com-content-category-blog blog" itemscope itemtype="https://schema.org/Blog">
<div class="page-header"><h1>{title}</h1></div>
<div class="com-content-category-blog__items blog-items">
{main}
</div></div></main></div></div>
<footer class="container-footer footer full-width"><ul class="mod-menu mod-list nav">{footer}</ul>
<p>&copy; {outlet.name}. {words.labels[rights]}</p></footer>
</body>
</html>
""",
    link='<li class="nav-item"><a href="{it.url}">{it.text}</a></li>',
    card="""\
<div class="com-content-category-blog__item blog-item" itemprop="blogPost" itemscope
itemtype="https://schema.org/BlogPosting"><div class="item-content">
<div class="page-header"><h2 itemprop="headline"><a href="{it.url}" itemprop="url">{it.text}</a></h2></div>
<dl class="article-info text-muted"><dd class="category-name">{section}</dd><dd class="published">{date}</dd></dl>
<p>{story.description}</p></div></div>
""",
    pager="""\
<div class="com-content-category-blog__pagination"><ul class="pagination"><li class="page-item">\
<a class="page-link" rel="{rel}" href="{it}">{label}</a></li></ul></div>
""",
    ranked='<li class="mostread-item"><a href="{it.url}">{it.text}</a> <span class="badge">{it.views}</span></li>\n',
)

PORTAL = Look(
    style="""
body{margin:0;font:15px/1.45 Roboto,Arial,sans-serif;background:#fafafa;color:#111}
.masthead{border-bottom:4px solid COLOUR;padding:.8em 4%}.masthead nav a{margin-right:1.2em;text-transform:uppercase}
.tiles{display:grid;grid-template-columns:repeat(3,1fr);gap:1em;padding:1em 4%}.tile{background:#fff;padding:1em}
.tile__label{color:COLOUR;font-size:12px}.pagination-strip{padding:1em 4%}.colophon-strip{background:#222;color:#ccc}
""",
    page="""\
<!DOCTYPE html>
<html lang="{words.locale}" dir="{words.direction}">
<head>
<meta name="viewport" content="width=device-width">
{head}</head>
<body data-page="index">
<header class="masthead"><a class="masthead__name" href="{home}">{outlet.name}</a> <small>{outlet.tagline}</small>
<nav aria-label="{words.labels[menu]}">{menu}</nav>
<form role="search" action="{search}"><input type="search" name="q">
<button>{words.labels[search]}</button></form></header>
<main><h1 class="page-heading">{title}</h1>
<div class="tiles">
{main}
</div></main>
<footer class="colophon-strip">{footer} <span>&copy; {outlet.name}. {words.labels[rights]}</span></footer>
</body>
</html>
""",
    link='<a class="nav-link" href="{it.url}">{it.text}</a> ',
    card="""\
<article class="tile"><span class="tile__label">{section}</span>
<a class="tile__link" href="{it.url}"><h3 class="tile__title">{it.text}</h3></a>
<p class="tile__text">{story.description}</p><time class="tile__date">{date}</time></article>
""",
    pager='<div class="pagination-strip"><a rel="{rel}" href="{it}">{label}</a></div>\n',
    ranked='<li><a href="{it.url}">{it.text}</a> <em>{it.views}</em></li>\n',
)

LOOKS = {"broadsheet": BROADSHEET, "component": COMPONENT, "portal": PORTAL}
