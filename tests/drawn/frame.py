"""The page around a story: its head, the menu, the headline and what stands under it, boxes, comments, a footer."""

from __future__ import annotations

import json
from datetime import timedelta
from html import escape, unescape

from dressing import headline, meta_line, other_stories, printed

from drawn.draw import Draw, Told

CHANGED = 0.3  # of the pages say when they were changed


def framed(draw: Draw, told: Told) -> str:
    """Return the document that shows what is *told*."""
    if told.whole:
        return told.html
    top, beside = opening(draw), other_stories(draw.others[:5], draw.words, draw.named, draw.chance)
    content = draw.box("body", told.html, ("div", "section", "div"))
    picture = lead_picture(draw) if draw.maybe(0.2) else ""
    story = draw.box("content", top + picture + content, ("div", "article", "main", "div"))
    beside = beside + told.beside if draw.maybe() else told.beside + beside
    above, below = (beside, "") if draw.maybe(0.25) else ("", beside)
    if draw.maybe(0.2):
        below += comments(draw)
    if draw.maybe(0.2):
        below += draw.box("most-read", most_read(draw), ("div", "aside"))
    wrapped = above + story + below
    for name in ("wrap", "page", "outer")[: draw.chance.randint(0, 3)]:
        wrapped = draw.box(name, wrapped)
    return document(draw, wrapped, told.head)


def document(draw: Draw, inner: str, head: str = "") -> str:
    """The head, the menu, *inner* and the footer."""
    words, story = draw.words, draw.story
    site = "".join(f'<a href="/{n}">{name}</a>' for n, name in enumerate([words["home"], *words["sections"]]))
    menu = draw.box("menu", site, ("nav", "div", "header"))
    footer = draw.box("footer", f"<p>© 2026 Harbour News. {words['rights']}.</p>", ("div", "footer"))
    name = draw.chance.choice((" | Harbour News", " - Harbour News", ""))
    title = f"<title>{escape(story.title)}{name}</title>"
    meta = declared(draw) if draw.maybe(0.3) and not head else ""
    return f'<html lang="{story.language}"><head>{title}{meta}{head}</head><body>{menu}{inner}{footer}</body></html>'


def declared(draw: Draw) -> str:
    """What a page says of its story to machines."""
    story = draw.story
    graph = f'<meta property="og:type" content="article"><meta property="og:title" content="{escape(story.title)}">'
    about = f'<meta name="description" content="{escape(story.description)}">'
    thing = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": story.title}
    thing["datePublished"] = story.published_at[:16]
    return graph + about * draw.maybe() + ld(thing) * draw.maybe()


def ld(thing: dict) -> str:
    return f'<script type="application/ld+json">{json.dumps(thing, ensure_ascii=False)}</script>'


def opening(draw: Draw) -> str:
    """The headline, the standfirst and the line of author, day and counter, in some order."""
    story, words, named, chance = draw.story, draw.words, draw.named, draw.chance
    parts = {
        "title": headline(escape(story.title), named, chance),
        "standfirst": f"<p{named('lead')}>{escape(story.description)}</p>",
        "meta": meta_line(draw.author, draw.when, draw.views, words, named, chance),
    }
    draw.standfirst = True
    if draw.further.random() < CHANGED:
        draw.changed = draw.when + timedelta(hours=draw.further.randint(1, 200), minutes=7)
        day = printed(draw.changed, words, draw.further).removeprefix("Publié le ")
        line = f"{words['updated']} {day}"
        parts["meta"] += draw.further.choice(("<div>{}</div>", "<p><small>{}</small></p>")).format(line)
    order = chance.choice(
        (("title", "standfirst", "meta"), ("title", "meta", "standfirst"), ("meta", "title", "standfirst"))
    )
    return "".join(parts[part] for part in order) + (share_row(draw) if draw.maybe(0.6) else "")


def share_row(draw: Draw) -> str:
    links = ["Facebook", "X", "WhatsApp", draw.words["share"], draw.words["print"]][: draw.chance.randint(2, 5)]
    shape = draw.chance.choice(('<a href="#">{}</a>', "<button>{}</button>", "<span>{}</span>", "<li>{}</li>"))
    inner = "".join(shape.format(link) for link in links)
    return f"<ul{draw.named('share')}>{inner}</ul>" if shape.startswith("<li") else draw.box("share", inner)


def lead_picture(draw: Draw) -> str:
    """A picture with a caption, and often its credit."""
    caption, credit = draw.words["caption"], draw.say("credit")
    image = '<img src="/lead.jpg" width="800" height="450">'
    shown = draw.chance.choice((
        f"<figure>{image}<figcaption>{caption}. {credit}</figcaption></figure>",
        f"<figure>{image}<figcaption>{caption}<span{draw.named('credit')}>{credit}</span></figcaption></figure>",
        f"<div{draw.named('picture')}>{image}<p{draw.named('caption')}>{caption}</p></div>",
        f"<div{draw.named('picture')}>{image}<div>{caption}</div><div>{credit}</div></div>",
        f"<table><tr><td>{image}</td></tr><tr><td>{caption} ({credit})</td></tr></table>",
    ))  # fmt: skip
    draw.pictures.append(unescape(f"{caption} {credit}" if credit in shown else caption))
    return shown


def comments(draw: Draw) -> str:
    """What readers say, under a heading."""
    names = ["gull77", "Anna K.", "old_salt", "mira"][: draw.chance.randint(1, 4)]
    shown = []
    for name in names:
        said = draw.chance.choice([draw.words["reader"], *draw.words["questions"]])
        who = draw.chance.choice(("<b>{}</b> <i>{}</i>", "<div>{} {}</div>", "<span>{}</span><time>{}</time>"))
        reply = f'<a href="#">{draw.words["reply"]}</a>'
        shown.append(draw.box("comment", f"{who.format(name, draw.say('ago'))}<p>{said}</p>{reply}", ("div", "li")))
    rules = f"<p>{draw.words['rules']}</p>" * draw.maybe(0.4)
    return draw.box("comments", f"<h3>{draw.words['comments']}</h3>{rules}{''.join(shown)}", ("div", "section"))


def most_read(draw: Draw) -> str:
    """A numbered list of other stories."""
    rows = "".join(f"<li>{draw.link(other.title)}</li>" for other in draw.others[:5])
    return f"<h3>{draw.words['most_read']}</h3><ol>{rows}</ol>"
