"""A home-made system: nothing but `div` and `span` with generated class names; date and views are visible text only."""

from __future__ import annotations

from crawler.demo.article_page import ArticlePage
from crawler.demo.part_templates import PartTemplates
from crawler.demo.templates import Html, each, fill, given, script_json

STYLE = Html("""
body{margin:0;font:16px/1.55 Arial,sans-serif;color:#1b1b1b}
.Shell_top__q1Zb{background:#fff;border-bottom:2px solid #d22}
.Shell_nav__9dK2 span{margin-right:1.2em}.Shell_grid__Lm40{display:flex;max-width:1180px;margin:auto;gap:2em}
.Story_root__x7Kq2{flex:3}.Rail_root__0aVf{flex:1;font-size:13px}.Story_head__Tt5w{font-size:32px;font-weight:bold}
.Story_stand__b3R8{font-size:19px;color:#555;margin:.6em 0}.Story_stamp__mE9c{color:#999;font-size:13px}
.Story_again__uu1P,.Story_cross__K0dj{font-size:21px;font-weight:bold;margin:1em 0 .4em}
.Story_text__Y4sn{margin:0 0 1em}
.Pic_box__e2Wg{background:#eee;margin:1em 0}.Pic_words__5fhC,.Ad_label__zz7D{font-size:12px;color:#888}
.Said_box__p8Nv{border-left:5px solid #d22;padding-left:1em;margin:1.2em 0}
.Ad_box__c6Xs,.More_box__J1ot{background:#f3f3f3}
.Row_item__W3ya:before{content:"\\25AA ";color:#d22}.Cookie_bar__n0Hr{position:fixed;bottom:0;background:#fff}
""")

PAGE = """\
<!DOCTYPE html>
<html lang="{page.words.locale}">
<head>
<meta charset="utf-8"/>
<title>{story.title} | {outlet.name}</title>
<meta name="description" content="{story.description}"/>
<meta property="og:title" content="{story.title} | {outlet.name}"/>
<link rel="canonical" href="{page.url}"/>
<style data-emotion="css">{style}</style>
<script>window.__metrics={metrics};</script>
</head>
<body>
<div id="app"><div class="Shell_top__q1Zb">
<div class="Shell_logo__C8eu"><a href="{page.home}">{outlet.name}</a></div>
<div class="Shell_nav__9dK2">{menu}<span class="Shell_find__oo6T"><a href="{search}">{say[search]}</a></span></div>
</div>
<div class="Shell_grid__Lm40">
<div class="Story_root__x7Kq2">
<div class="Story_kick__R2ib"><a href="{page.section_url}">{page.section_name}</a></div>
<div class="Story_head__Tt5w">{story.title}</div>
<div class="Story_stand__b3R8">{story.description}</div>
<div class="Story_stamp__mE9c">{stamp}</div>
{byline}{updated}<div class="Share_row__4sJq"><span>{say[share]}</span><span>{shares}</span></div>
<div class="Story_again__uu1P">{story.title}</div>
<div class="Story_flow__gA7z">
{body}
</div>
<div class="Tags_row__D9fm">{tags}</div>
<div class="More_list__V5xk"><div class="More_title__1eYp">{say[related]}</div>{related}</div>
</div>
<div class="Rail_root__0aVf">
<div class="Rail_title__7uBn">{say[most_read]}</div>{most_read}
<div class="Ad_box__c6Xs"><div class="Ad_label__zz7D">{say[advert]}</div>
<div>Merrow Sound Ferries &mdash; 2 for 1 on Tuesdays</div></div>
<div class="Mail_box__Q3tw"><div>{say[newsletter]}</div>
<div>{say[newsletter_text]}</div><div>{say[subscribe]}</div></div>
</div>
</div>
<div class="Foot_root__kk2M"><div>{footer}</div><div>&copy; {outlet.name}, 2024&ndash;2026. {say[rights]}</div></div>
<div class="Cookie_bar__n0Hr"><div>{say[cookies]}</div><div role="button">{say[accept]}</div></div>
</div>
</body>
</html>
"""

ADVERT = (
    '<div class="Ad_box__c6Xs"><div class="Ad_label__zz7D">{say[advert]}</div><div id="slot-{number}"></div></div>\n'
)
READ_ALSO = '<div class="More_box__J1ot"><span>{say[read_also]}:</span> <a href="{it.url}">{it.text}</a></div>\n'
QUOTE = """\
<div class="Said_box__p8Nv"><div class="Said_text__0qRe">{it}</div><div class="Said_by__Zw5l">{source}</div></div>
"""
PICTURE = """\
<div class="Pic_box__e2Wg"><div class="Pic_frame__Bd3h" style="background-image:url({src})">\
<span class="Pic_alt__6mUo">{say[image]}</span></div>{it}</div>
"""
PARTS = PartTemplates(
    paragraph='<div class="Story_text__Y4sn">{it}</div>\n',
    subheading='<div class="Story_cross__K0dj">{it}</div>\n',
    quote=QUOTE,
    items='<div class="Row_list__ff9K">{it}</div>\n',
    item='<div class="Row_item__W3ya">{it}</div>',
    figure=PICTURE,
    caption='<div class="Pic_words__5fhC">{it}</div>',
    strong="span",
    em="span",
)


def div_soup(page: ArticlePage) -> Html:
    """Return the page of a home-made system. Declares no date, no author and no counter: prints them."""
    story, words = page.story, page.words
    views = "" if story.view_count is None else f"  •  {words.label('views', story.view_count)}"
    updated = given("{it}", story.modified and words.print_stamp(story.modified))
    return page.fill(
        PAGE,
        style=STYLE,
        metrics=script_json({"id": story.number, "lang": story.language, "ab": "B", "visits": 90210}),
        menu=each('<span><a href="{it.url}">{it.text}</a></span>', page.menu()),
        search=page.link("/search"),
        stamp=words.print_stamp(story.published) + views,
        byline=given('<div class="By_line__s5Ga">{by} {it}</div>\n', ", ".join(story.authors), by=page.say["by"]),
        updated=given('<div class="By_edit__2cXo">{label}: {it}</div>\n', updated, label=page.say["updated"]),
        shares=story.comment_count * 5 + 2,
        body=_body(page),
        tags=each('<span><a href="{it.url}">#{it.text}</a></span> ', page.tag_links()),
        related=each('<div><a href="{it.url}">{it.text}</a></div>', page.story_links(page.related)),
        most_read=each('<div><a href="{it.url}">{it.text}</a></div>', page.story_links(page.most_read)),
        footer=each('<span><a href="{it.url}">{it.text}</a></span> ', page.footer()),
    )


def _body(page: ArticlePage) -> list[Html]:
    """Return the parts of the story, cut by an advert after the second and a link elsewhere after the fourth."""
    adverts = {number: fill(ADVERT, say=page.say, number=number) for number in (2, 6)}
    link = each(READ_ALSO, page.story_links(page.related[:1]), say=page.say)
    return PARTS.print_all(page, adverts | {4: link})
