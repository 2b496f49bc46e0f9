"""A Drupal site: fields and regions, a breadcrumb, the statistics module's counter in a list of terms."""

from __future__ import annotations

from crawler.demo.article_page import ArticlePage
from crawler.demo.part_templates import PartTemplates
from crawler.demo.templates import Html, each, fill, given, script_json
from crawler.demo.words import print_time

STYLE = Html("""
body{font:16px/1.5 Verdana,sans-serif;margin:0;color:#333}.region-header{background:#0678be;color:#fff;padding:1em 4%}
.region-header a{color:#fff}.layout-main{display:flex;gap:2em;padding:1em 4%}.layout-content{flex:3}.sidebar{flex:1}
.breadcrumb ol,.menu{list-style:none;display:flex;gap:1em;padding:0;font-size:13px}.block{font-size:14px}
.node-statistics{display:flex;gap:.6em;color:#666;font-size:13px}.node-statistics dd{margin:0}
.field--name-field-standfirst{font-weight:bold}.caption figcaption{font-size:12px;color:#666}img{max-width:100%}
blockquote{border-left:3px solid #0678be;margin:1em 0;padding-left:1em}.visually-hidden{position:absolute;left:-9999px}
""")

HEAD = """\
<meta charset="utf-8" />
<meta name="Generator" content="Drupal 10 (https://www.drupal.org)" />
<meta name="viewport" content="width=device-width, initial-scale=1.0" />
<title>{story.title} | {outlet.name}</title>
<meta name="description" content="{story.description}" />
<link rel="canonical" href="{page.url}" />
<meta property="og:site_name" content="{outlet.name}" />
<meta property="og:type" content="article" />
<meta property="og:url" content="{page.url}" />
<meta property="og:title" content="{story.title}" />
{published}{modified}{images}<link rel="stylesheet" media="all" href="{css}" />
<style>{style}</style>
"""

PAGE = """\
<!DOCTYPE html>
<html lang="{page.words.locale}" dir="ltr">
<head>
{head}</head>
<body class="path-node page-node-type-article">
<a href="#main-content" class="visually-hidden focusable skip-link">{say[menu]}</a>
<div class="dialog-off-canvas-main-canvas" data-off-canvas-main-canvas>
<header role="banner" class="region region-header">
<div class="block block-system-branding-block"><a href="{page.home}" rel="home">{outlet.name}</a>
<div class="site-slogan">{outlet.tagline}</div></div>
<nav class="block block-menu navigation menu--main"><ul class="menu">{menu}</ul></nav>
<form class="search-block-form" action="{search}"><input type="search" name="q">
<input type="submit" value="{say[search]}"></form>
</header>
<nav class="breadcrumb"><ol><li><a href="{page.home}">{say[home]}</a></li>
<li><a href="{page.section_url}">{page.section_name}</a></li></ol></nav>
<div class="layout-main">
<main role="main" class="layout-content region region-content"><a id="main-content" tabindex="-1"></a>
{node}
</main>
<aside class="sidebar region region-sidebar-second" role="complementary">
<div class="block block-views block-popular"><h2>{say[most_read]}</h2><ul>{most_read}</ul></div>
<div class="block block-advert"><small>{say[advert]}</small><p>Saltby Chandlery: rope, paint, patience.</p></div>
<div class="block block-simplenews"><h2>{say[newsletter]}</h2><p>{say[newsletter_text]}</p>
<form><input type="email" placeholder="@"><button>{say[subscribe]}</button></form></div>
</aside>
</div>
<footer role="contentinfo" class="region region-footer"><ul class="menu">{footer}</ul>
<p>&copy; 1888&ndash;2026 {outlet.name}. {say[rights]}</p></footer>
</div>
<div class="eu-cookie-compliance-banner"><p>{say[cookies]}</p><button>{say[accept]}</button></div>
<script type="application/json" data-drupal-selector="drupal-settings-json">{settings}</script>
</body>
</html>
"""

NODE = """\
<h1 class="page-title"><span class="field field--name-title field--type-string">{story.title}</span></h1>
<article data-history-node-id="{story.number}" class="node node--type-article node--view-mode-full">
<footer class="node__meta"><div class="node__submitted">{byline}{printed}</div>
<dl class="node-statistics"><dt>{say[comments]}</dt><dd>{story.comment_count}</dd>{views}</dl></footer>
<div class="node__content">
<div class="field field--name-field-standfirst field--type-string-long field__item">{story.description}</div>
<div class="clearfix text-formatted field field--name-body field--type-text-with-summary field__item">
{body}
</div>
<div class="field field--name-field-tags field--label-above"><div class="field__label">{say[tags]}</div>
<div class="field__items">{tags}</div></div>
<div class="field field--name-field-related"><div class="field__label">{say[related]}</div>{related}</div>
</div>
</article>
<section class="field field--name-comment comment-wrapper"><h2 class="title">{say[comments]}</h2>{readers}</section>
"""

MENU_ITEM = '<li class="menu-item"><a href="{it.url}">{it.text}</a></li>'
TEASER = '<li class="views-row"><span class="field-content"><a href="{it.url}">{it.text}</a></span></li>'
RELATED = '<div class="field__item"><a href="{it.url}" hreflang="x-default">{it.text}</a></div>'
TAG = '<div class="field__item"><a href="{it.url}">{it.text}</a></div>'
READER = """\
<article class="comment"><footer>{it[name]}</footer>
<div class="field--name-comment-body"><p>{it[text]}</p></div></article>
"""
FIGURE = """\
<figure role="group" class="caption caption-img align-center"><img src="{src}" alt="" width="800" height="450">
<figcaption>{it}{credit}</figcaption></figure>
"""
PARTS = PartTemplates(
    subheading="<h3>{it}</h3>\n",
    quote="<blockquote><p>{it}</p><footer>{source}</footer></blockquote>\n",
    figure=FIGURE,
    credit=" {say[photo]}: {it}",
)


def drupal(page: ArticlePage) -> Html:
    """Return the page of a Drupal site. Declares dates in its head only if the story's have an offset."""
    settings = {
        "path": {"currentPath": f"node/{page.story.number}"},
        "statistics": {"data": {"nid": page.story.number}},
    }
    return page.fill(
        PAGE,
        head=_head(page),
        menu=each(MENU_ITEM, page.menu()),
        search=page.link("/search"),
        node=_node(page),
        most_read=each(TEASER, page.story_links(page.most_read)),
        footer=each(MENU_ITEM, page.footer()),
        settings=script_json(settings),
    )


def _has_offset(when: str | None) -> bool:
    return when is not None and "+" in when


def _head(page: ArticlePage) -> Html:
    story = page.story
    declared = [when if _has_offset(when) else None for when in (story.published, story.modified)]
    return page.fill(
        HEAD,
        published=given('<meta property="article:published_time" content="{it}" />\n', declared[0]),
        modified=given('<meta property="article:modified_time" content="{it}" />\n', declared[1]),
        images=each('<meta property="og:image" content="{it}" />\n', [page.link(image.path) for image in story.images]),
        css=page.link("/assets/site.css"),
        style=STYLE,
    )


def _node(page: ArticlePage) -> Html:
    story, words = page.story, page.words
    printed = f"{words.print_date(story.published)} - {print_time(story.published)}"
    when = '<time datetime="{story.published}">{it}</time>' if _has_offset(story.published) else "<span>{it}</span>"
    views = None if story.view_count is None else words.print_number(story.view_count)
    return fill(
        NODE,
        story=story,
        say=page.say,
        byline=given("{by} {it} | ", _names(page), by=page.say["by"]),
        printed=fill(when, it=printed, story=story),
        views=given("<dt>{name}</dt><dd>{it}</dd>", views, name=page.say["views_name"]),
        body=PARTS.print_all(page),
        tags=each(TAG, page.tag_links()),
        related=each(RELATED, page.story_links(page.related)),
        readers=each(READER, words.readers),
    )


def _names(page: ArticlePage) -> Html:
    links = [fill('<a href="{it.url}" class="username">{it.text}</a>', it=link) for link in page.author_links()]
    return Html(", ".join(links))
