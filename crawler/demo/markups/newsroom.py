"""A large newsroom's own system: everything declared in JSON-LD, the text in it as well, and an AMP page beside it."""

from __future__ import annotations

from crawler.demo.article_page import ArticlePage
from crawler.demo.part_templates import PartTemplates
from crawler.demo.structured import interaction, news_article
from crawler.demo.templates import Html, each, fill, given, script_json

STYLE = Html("""
body{margin:0;font:17px/1.55 ReithSans,Helvetica,sans-serif;color:#141414}.ssrcss-top{border-bottom:4px solid #8a1c3b}
.ssrcss-nav{display:flex;gap:1.3em;list-style:none;padding:0}.ssrcss-grid{display:grid;grid-template-columns:2fr 1fr}
.ssrcss-byline,.ssrcss-meta{color:#545658;font-size:14px}.ssrcss-quote{border-inline-start:4px solid #8a1c3b}
.ssrcss-promo{background:#f6f6f6;padding:1em}.ssrcss-rank{font-size:28px;color:#8a1c3b}.ssrcss-caption{font-size:14px}
""")

PAGE = """\
<!doctype html>
<html lang="{page.words.locale}" dir="{page.words.direction}" class="no-js">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title data-react-helmet="true">{story.title} - {outlet.name}</title>
<meta data-react-helmet="true" name="description" content="{story.description}">
<link data-react-helmet="true" rel="canonical" href="{page.url}">
<link data-react-helmet="true" rel="amphtml" href="{amp}">
<meta data-react-helmet="true" property="og:title" content="{story.title}">
<meta data-react-helmet="true" property="og:type" content="article">
<meta data-react-helmet="true" property="og:url" content="{page.url}">
<meta data-react-helmet="true" property="og:site_name" content="{outlet.name}">
<script data-react-helmet="true" type="application/ld+json">{declared}</script>
<script type="application/ld+json">{crumbs}</script>
<link rel="stylesheet" href="{css}">
<style>{style}</style>
</head>
<body>
<div id="root">
<header class="ssrcss-top"><a class="ssrcss-logo" href="{page.home}">{outlet.name}</a>
<nav aria-label="{say[menu]}"><ul class="ssrcss-nav">{menu}</ul></nav>
<a class="ssrcss-search" href="{search}">{say[search]}</a></header>
<div class="ssrcss-grid">
<main id="main-content">
<article class="ssrcss-article" data-component="article">
<header data-component="headline-block"><h1 id="main-heading" tabindex="-1">{story.title}</h1></header>
<div data-component="byline-block" class="ssrcss-byline">{byline}
<ul class="ssrcss-meta"><li><span>{say[published]}</span> <time datetime="{story.published}">{stamp}</time></li>
{changed}{views}\
<li><a href="#comments"><span>{say[comments]}</span> <span>{story.comment_count}</span></a></li></ul></div>
<div data-component="share-tools"><button>{say[share]}</button><a href="http://social.example/?u={page.url}">X</a></div>
<div data-component="standfirst"><p><b>{story.description}</b></p></div>
{body}
<section data-component="tag-list"><h2>{say[tags]}</h2><ul>{tags}</ul></section>
</article>
<section data-component="related-stories" class="ssrcss-promo"><h2>{say[related]}</h2><ul>{related}</ul></section>
<section data-component="newsletter-promo" class="ssrcss-promo"><h2>{say[newsletter]}</h2>
<p>{say[newsletter_text]}</p><a href="{contact}">{say[subscribe]}</a></section>
</main>
<aside data-component="most-read"><h2>{say[most_read]}</h2><ol>{most_read}</ol>
<div data-component="advert" aria-hidden="true"><p>{say[advert]}</p></div></aside>
</div>
<footer><ul>{footer}</ul><p>&copy; 2026 {outlet.name}. {say[rights]}</p></footer>
<div id="consent-prompt" role="region"><p>{say[cookies]}</p><button>{say[accept]}</button></div>
</div>
<script>window.__PAGE_TYPE__="article";window.__VIEWS_BUCKET__="100000+";</script>
</body>
</html>
"""

AMP = """\
<!doctype html>
<html amp lang="{page.words.locale}" dir="{page.words.direction}">
<head>
<meta charset="utf-8">
<script async src="http://cdn.amp.example/v0.js"></script>
<title>{story.title} - {outlet.name}</title>
<link rel="canonical" href="{page.url}">
<meta name="viewport" content="width=device-width,minimum-scale=1,initial-scale=1">
<meta name="description" content="{story.description}">
<script type="application/ld+json">{declared}</script>
<style amp-boilerplate>body{{visibility:hidden}}</style>
<noscript><style amp-boilerplate>body{{visibility:visible}}</style>
</noscript>
<style amp-custom>{style}</style>
</head>
<body>
<amp-analytics type="metrics">
<script type="application/json">{{"vars":{{"page":"{story.number}"}}}}</script></amp-analytics>
<header class="amp-header"><a href="{page.home}">{outlet.name}</a></header>
<article class="amp-article">
<h1>{story.title}</h1>
<p class="amp-summary">{story.description}</p>
<p class="amp-meta">{byline} <time datetime="{story.published}">{stamp}</time></p>
<amp-social-share type="system" width="40" height="40"></amp-social-share>
{views}{body}
</article>
<amp-ad width="300" height="250" type="doubleclick"><div fallback>{say[advert]}</div></amp-ad>
<section class="amp-related"><h2>{say[related]}</h2><ul>{related}</ul></section>
<footer><p>&copy; 2026 {outlet.name}. {say[rights]}</p></footer>
<amp-consent id="consent" layout="nodisplay"><div><p>{say[cookies]}</p>
<button on="tap:consent.accept">{say[accept]}</button></div></amp-consent>
</body>
</html>
"""

ITEM = '<li><a href="{it.url}">{it.text}</a></li>\n'
NAMED = '<a class="ssrcss-author" href="{it.url}">{it.text}</a> '
VIEWS = '<li class="ssrcss-reads">{it}</li>\n'
RANKED = """\
<li><span class="ssrcss-rank">{number}</span> <a href="{link.url}">{link.text}</a> <small>{link.views}</small></li>
"""
TEXT = '<div data-component="text-block" class="ssrcss-text">{it}</div>\n'
QUOTE = """\
<div data-component="quote-block" class="ssrcss-quote"><blockquote><p>{it}</p></blockquote><cite>{source}</cite></div>
"""
FIGURE = """\
<figure data-component="image-block"><img src="{src}" width="160" height="90" alt="" loading="lazy">\
<figcaption class="ssrcss-caption"><span class="visually-hidden">{say[image]}</span> {it}</figcaption>
{credit}</figure>
"""
AMP_FIGURE = """\
<figure><amp-img src="{src}" width="160" height="90" layout="responsive"></amp-img>
<figcaption>{it}</figcaption></figure>
"""
PARTS = PartTemplates(
    paragraph=TEXT.format(it="<p>{it}</p>"),
    subheading='<div data-component="subheadline-block"><h2>{it}</h2></div>\n',
    quote=QUOTE,
    items=TEXT.format(it="<ul>{it}</ul>"),
    figure=FIGURE,
    credit='<span role="text" class="ssrcss-credit">{it}</span>',
    strong="b",
    em="i",
)
AMP_PARTS = PartTemplates(quote="<blockquote>{it}<cite>{source}</cite></blockquote>\n", figure=AMP_FIGURE)


def newsroom(page: ArticlePage) -> Html:
    """Return the full page. JSON-LD holds dates, authors, the text as one string and how often it was read."""
    story, words = page.story, page.words
    crumbs = [
        {"@type": "ListItem", "position": 1, "name": page.outlet.name, "item": page.home},
        {"@type": "ListItem", "position": 2, "name": page.section_name, "item": page.section_url},
    ]
    changed = words.print_stamp(story.modified) if story.modified else None
    ranked = page.story_links(page.most_read)
    return fill(
        PAGE,
        **_shared(page),
        crumbs=script_json({"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": crumbs}),
        amp=f"{page.url}/amp/",
        css=page.link("/assets/site.css"),
        menu=each(ITEM, page.menu()),
        search=page.link("/search"),
        contact=page.link("/contact/"),
        changed=given("<li><span>{label}</span> {it}</li>\n", changed, label=page.say["updated"]),
        views=given(VIEWS, page.count("read_times")),
        body=PARTS.print_all(page),
        tags=each(ITEM, page.tag_links()),
        most_read=[fill(RANKED, number=number, link=link) for number, link in enumerate(ranked, start=1)],
        footer=each(ITEM, page.footer()),
    )


def amp(page: ArticlePage) -> Html:
    """Return the AMP page of the same story: its canonical address is the full page's."""
    views = given('<p class="amp-reads">{it}</p>\n', page.count("read_times"))
    return fill(AMP, **_shared(page), views=views, body=AMP_PARTS.print_all(page))


def _shared(page: ArticlePage) -> dict[str, object]:
    return {
        "page": page,
        "story": page.story,
        "outlet": page.outlet,
        "say": page.say,
        "style": STYLE,
        "declared": script_json(_declared(page)),
        "stamp": page.words.print_stamp(page.story.published),
        "byline": given("{by} {it}", each(NAMED, page.author_links()), by=page.say["by"]),
        "related": each(ITEM, page.story_links(page.related)),
    }


def _declared(page: ArticlePage) -> dict[str, object]:
    story = page.story
    counters = [interaction("CommentAction", story.comment_count)]
    if story.view_count is not None:
        counters.append(interaction("ReadAction", story.view_count))
    return {
        **news_article(page),
        "alternativeHeadline": story.description,
        "articleBody": " ".join(story.texts()),
        "keywords": story.tags,
        "wordCount": sum(len(text.split()) for text in story.texts()),
        "isAccessibleForFree": True,
        "commentCount": story.comment_count,
        "interactionStatistic": counters,
        "speakable": {"@type": "SpeakableSpecification", "cssSelector": ["#main-heading"]},
    }
