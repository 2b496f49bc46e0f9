"""Classes of pages by how an ordinary story is set and by what stands in and around it."""

from __future__ import annotations

from html import escape
from random import Random

from dressing import meta_line, other_stories

from drawn.draw import Draw, Told
from drawn.frame import comments, document, framed, ld, lead_picture, opening, share_row


def endless(draw: Draw) -> Told:
    """Other stories follow in the same document, set like the first; their headlines may be lesser ones."""
    seed, tags = draw.chance.random(), ("article", "div", "section")
    lesser = draw.maybe(0.3)

    def shown(one: Draw) -> str:
        one.chance = Random(seed)  # what is chosen for one is for all
        html = one.box("content", opening(one) + one.box("body", "".join(one.texts(one.paragraphs))), tags)
        return html.replace("h1", "h2") if lesser and one is not draw else html

    stories = [draw, *(draw.of(other) for other in draw.others[: draw.chance.randint(1, 3)])]
    label = f"<div{draw.named('next')}>{draw.words['next']}</div>" if draw.maybe(0.4) else ""
    chance = draw.chance
    inner = label.join(map(shown, stories))
    draw.chance = chance
    return Told(document(draw, inner), draw.paragraphs, whole=True)


def split(draw: Draw) -> Told:
    """The story stands in several elements beside each other: columns, parts between adverts, cells."""
    texts = [*draw.paragraphs, *draw.more(draw.chance.randint(0, 4))]
    cuts = sorted(draw.chance.sample(range(1, len(texts)), min(draw.chance.randint(1, 3), len(texts) - 1)))
    parts = [texts[a:b] for a, b in zip([0, *cuts], [*cuts, len(texts)], strict=True)]
    between = draw.chance.choice((
        "", draw.box("ad", draw.words["advert"]), draw.box("ad", '<iframe src="//ads.example"></iframe>'),
        draw.box("ad", f"{draw.words['continues']}"), "<hr>",
    ))  # fmt: skip
    shown = ["".join(draw.texts(part)) for part in parts]
    if draw.maybe(0.2):
        cells = "".join(f"<td valign=top>{part}</td>" for part in shown)
        return Told(f"<table><tr>{cells}</tr></table>", texts)
    return Told(between.join(draw.box("part", part, ("div", "section")) for part in shown), texts)


def notices(draw: Draw) -> Told:
    """Words of the house inside and below the story: to pay, to log in, to follow, a correction, rules for comments."""
    words, texts = draw.words, draw.paragraphs
    lines = [words[key] for key in ("follow", "support", "mistake", "listen", "newsletter")]
    inside = [draw.box("note", f"<p>{escape(line)}</p>") for line in draw.chance.sample(lines, 2)]
    below = [f"<p>{words['correction']}</p>"] if draw.maybe(0.4) else []
    below += [f"<p>{escape(line)}</p>" for line in draw.chance.sample(lines, draw.chance.randint(0, 2))]
    below += [draw.box("rules", f"<p>{words['rules']}</p>")] if draw.maybe(0.4) else []
    return Told(draw.strew(draw.texts(texts), inside) + "".join(below), texts, frozenset({words["correction"]}))


def paywall(draw: Draw) -> Told:
    """The first paragraphs, and below them what it costs to read on; or a second declaration alone says so."""
    texts, (title, line) = draw.prose[: draw.chance.randint(1, 3)], draw.words["paywall"]
    if draw.maybe(0.2):
        part = {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".story"}
        whole = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": draw.story.title}
        head = ld(whole) + ld({"@context": "https://schema.org", "@type": "NewsArticle", "hasPart": part})
        return Told("".join(draw.texts(texts)), texts, head=head)
    button = f'<a href="/subscribe">{draw.words["login"]}</a>'
    inner = draw.chance.choice(
        ("<h3>{}</h3><p>{}</p>{}", "<p>{}</p><p>{}</p><p>{}</p>", "<div>{}</div><div>{}</div>{}")
    )
    wall = draw.box("paywall", inner.format(title, line, button), ("div", "section"))
    return Told("".join(draw.texts(texts)) + wall, texts)


def read_more(draw: Draw) -> Told:
    """Lists and lines that lead to other stories between the paragraphs."""
    words, texts, others = draw.words, [*draw.paragraphs, *draw.more(2)], draw.others
    rows = "".join(f"<li>{draw.link(other.title)}</li>" for other in others[:3])
    boxes = [
        f"<p>{words['read_also']} {draw.link(others[0].title)}</p>",
        f"<p><strong>{words['read_also']}</strong></p><ul>{rows}</ul>",
        draw.box("also", f"<h4>{words['others']}</h4><ul>{rows}</ul>", ("div", "aside")),
        draw.box("card", f'<a href="/n/5"><img src="/5.jpg"><h4>{escape(others[-1].title)}</h4></a>'),
        f"<p>{draw.link(others[1].title)}</p>",
    ]
    return Told(draw.strew(draw.texts(texts), draw.chance.sample(boxes, 2), 0.9), texts)


def fact_box(draw: Draw) -> Told:
    """A box of facts, which may be in or out."""
    title, facts = draw.words["facts"], draw.words["fact"]
    rows = "".join(f"<li>{escape(fact)}</li>" for fact in facts)
    box = draw.box("factbox", f"<h4>{title}</h4><ul>{rows}</ul>", ("div", "aside"))
    return Told(draw.strew(draw.texts(draw.paragraphs), [box], 1), draw.paragraphs, frozenset({title, *facts}))


def rates(draw: Draw) -> Told:
    """A table that is not the story: what currencies cost, beside it; inside it nothing tells the two apart."""
    title, *names = draw.words["rates"]
    cells = [(name, f"{draw.chance.uniform(0.7, 1.4):.4f}") for name in names]
    rows = "".join(f"<tr><td>{name}</td><td>{value}</td></tr>" for name, value in cells)
    box = draw.box("rates", f"<h3>{title}</h3><table>{rows}</table>", ("div", "aside"))
    texts = draw.texts(draw.paragraphs)
    if draw.maybe(0.3):
        may = frozenset({title, *(value for row in cells for value in row)})
        return Told(draw.strew(texts, [box], 1), draw.paragraphs, may)
    return Told("".join(texts), draw.paragraphs, beside=box)


def posts(draw: Draw) -> Told:
    """Posts of networks in the story; their words and authors may be in or out, what is around them may not."""
    words, texts = draw.words, draw.paragraphs
    who, day = draw.person(), "May 3, 2026"
    signed = f"— {who} (@harbour) {day}"
    tweet = f'{words["post"]}<br>— {who} (@harbour) <a href="https://twitter.com/harbour/status/1">{day}</a>'
    boxes = [
        f'<blockquote class="twitter-tweet"><p>{words["post"]}</p>&mdash; {who} (@harbour) '
        f'<a href="https://twitter.com/harbour/status/1">{day}</a></blockquote><script src="//w.example"></script>',
        f'<blockquote class="instagram-media"><div><a href="https://www.instagram.com/p/1/">{words["view_post"]}</a></div>'
        f'<p><a href="https://www.instagram.com/p/1/">Harbour (@harbour)</a></p></blockquote>',
        draw.box("embed", f"<blockquote>{tweet}</blockquote>"),
        f'<div{draw.named("embed-fb")}><iframe src="https://www.facebook.com/plugins/post.php"></iframe></div>',
    ]
    html = draw.strew(draw.texts(texts), draw.chance.sample(boxes, 2), 0.8)
    return Told(html, texts, frozenset({words["post"], signed, f"{words['post']}\n{signed}"}))


def legacy(draw: Draw) -> Told:
    """A page laid out by tables, its paragraphs parted by breaks."""
    words, story, texts = draw.words, draw.story, draw.paragraphs
    font = draw.chance.choice(("<font face=Verdana size=2>{}</font>", "{}", "<span class=text>{}</span>"))
    parted = draw.chance.choice(("<br><br>", "<br><br>\n", "<br>\n<br>&nbsp;&nbsp;", "<p>"))
    body = font.format(parted.join(escape(text).replace("\n", "<br>") for text in texts))
    menu = "".join(f"<tr><td><a href=/{n}>{name}</a></td></tr>" for n, name in enumerate(words["sections"]))
    beside = "".join(f"<tr><td>{draw.link(other.title)}</td></tr>" for other in draw.others[:4])
    meta = meta_line(draw.author, draw.when, draw.views, words, draw.named, draw.chance)
    headline = draw.chance.choice((
        "<b><font size=5>{}</font></b><br>", "<h1>{}</h1>", "<center><h2>{}</h2></center>", "<p class=headline>{}</p>",
    ))  # fmt: skip
    picture = "<table align=right><tr><td><img src=/a.jpg></td></tr><tr><td><small>{}</small></td></tr></table>"
    inner = headline.format(escape(story.title)) + meta + "<br>" * 2
    inner += (picture.format(words["caption"]) if draw.maybe(0.4) else "") + body
    columns = [
        f"<td width=150><table>{menu}</table></td>",
        f"<td>{inner}</td>",
        f"<td width=200><table>{beside}</table></td>",
    ]
    page = f"<table width=100%><tr>{''.join(columns)}</tr></table><center>© 2026 Harbour News</center>"
    title = f"<head><title>{escape(story.title)} - Harbour News</title></head>"
    return Told(f"<html>{title}<body bgcolor=white>{page}</body></html>", texts, whole=True)


def printed_inside(draw: Draw) -> Told:
    """Author, day, counter and buttons stand in the element of the story, above or below it."""
    texts = draw.paragraphs
    meta = meta_line(draw.author, draw.when, draw.views, draw.words, draw.named, draw.chance)
    head = f"<h1>{escape(draw.story.title)}</h1>"
    inside = draw.texts(texts)
    place = draw.chance.choice((0, len(inside)))
    inside.insert(place, meta)
    inside.insert(draw.chance.choice((0, len(inside), 2)), share_row(draw))
    source = f"<p>{draw.words['source']}</p>" if draw.maybe(0.3) else ""
    beside = other_stories(draw.others[:4], draw.words, draw.named, draw.chance)
    inner = draw.box("content", head + draw.box("body", "".join(inside) + source)) + beside
    return Told(document(draw, inner), texts, whole=True)


def opinion(draw: Draw) -> Told:
    """An author who is shown with a picture and told of, above, beside or below what he thinks."""
    author = draw.story.authors[0] if draw.story.authors else draw.person()
    draw.author = author
    bio = escape(draw.words["bio"].format(a=author))
    inner = draw.chance.choice((
        f'<img src="/a.jpg"><b>{author}</b><p>{bio}</p>', f"<h4>{draw.words['about']}</h4><p>{bio}</p>",
        f'<a href="/authors/1">{author}</a><div>{bio}</div>',
    ))  # fmt: skip
    box = draw.box("author-box", inner, ("div", "aside", "section"))
    html = "".join(draw.texts(draw.paragraphs))
    return Told(html + box if draw.maybe(0.7) else box + html, draw.paragraphs)


def captions(draw: Draw) -> Told:
    """Pictures between the paragraphs, each with what it shows and who took it."""
    pictures = [lead_picture(draw) for _ in range(2)]
    return Told(draw.strew(draw.texts(draw.paragraphs), pictures, 0.8), draw.paragraphs)


def told_twice(draw: Draw) -> Told:
    """The page holds its story a second time: to print, for small screens, for a reader that nobody sees."""
    html = "".join(draw.texts(draw.paragraphs))
    copy = draw.chance.choice((
        f'<div style="display:none">{html}</div>', f"<div hidden>{html}</div>",
        f"<div{draw.named('print')}>{html}</div>",
        f"<div{draw.named('mobile')}><h2>{escape(draw.story.title)}</h2>{html}</div>",
        f"<template>{html}</template>", f"<noscript>{html}</noscript>",
    ))  # fmt: skip
    return Told(html + copy if draw.maybe(0.7) else copy + html, draw.paragraphs)


def bare(draw: Draw) -> Told:
    """Text stands directly in the body, with links, marks and breaks among it."""
    draw.shape, draw.heading = "{}<br><br>", "<b>{}</b><br><br>"
    texts = []
    for text in draw.texts(draw.paragraphs):
        words = text.split(" ")
        if len(words) > 6:
            words[2] = f'<a href="/tag/1">{words[2]}</a>'
            words[4] = f"<b>{words[4]}</b>"
        texts.append(" ".join(words))
    inner = opening(draw) + "".join(texts)
    return Told(document(draw, inner), draw.paragraphs, whole=True)


def discussed(draw: Draw) -> Told:
    """Readers speak below, at more length than the story may have."""
    draw.paragraphs = draw.prose[: draw.chance.randint(2, 4)]
    told = Told("".join(draw.texts(draw.paragraphs)), draw.paragraphs)
    html = framed(draw, told)
    end = html.rfind("</body>")
    return Told(html[:end] + comments(draw) + html[end:], draw.paragraphs, whole=True)
