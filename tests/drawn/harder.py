"""Classes of pages that hold more than one oddity, or a rarer one."""

from __future__ import annotations

from html import escape
from random import Random

from dressing import meta_line

from drawn.draw import Draw, Told
from drawn.frame import document, framed, ld, lead_picture, opening, share_row


def crowded(draw: Draw) -> Told:
    """A long story with all that a site can set between its paragraphs."""
    words, texts, others = draw.words, [*draw.paragraphs, *draw.more(6)], draw.others
    rows = "".join(f"<li>{draw.link(other.title)}</li>" for other in others[:3])
    boxes = [
        f"<p>{words['read_also']} {draw.link(others[0].title)}</p>",
        draw.box("also", f"<h4>{words['others']}</h4><ul>{rows}</ul>", ("div", "aside")),
        draw.box("ad", f"<span>{words['advert']}</span>"),
        draw.box("note", f"<p>{escape(words['newsletter'])}</p><form><input type=email><button>OK</button></form>"),
        lead_picture(draw),
        share_row(draw),
        f"<figure><iframe src='//player.example'></iframe><figcaption>{words['watch']}</figcaption></figure>",
        draw.box("card", f'<a href="/n/5"><img src="/5.jpg"><h4>{escape(others[-1].title)}</h4></a>'),
    ]
    below = share_row(draw) + f"<p>{words['source']}</p>" * draw.maybe(0.3)
    below += f"<p>{words['follow']}</p>" * draw.maybe(0.3) + draw.box("tags", f"{draw.link('tag')} {draw.link('news')}")
    return Told(draw.strew(draw.texts(texts), draw.chance.sample(boxes, 5), 0.9) + below, texts)


def ticker(draw: Draw) -> Told:
    """A live blog in rows of a table, or with an author and a day in each entry; its points told first."""
    intro, texts = draw.prose[:1], draw.more(8)
    who, shape = draw.person(), draw.chance.choice(("table", "signed", "dated"))
    body, shown, stamps = list(intro), [], set()
    for at, text in enumerate(texts):
        clock = f"{9 + at}:{draw.chance.randint(10, 59)}"
        said = escape(text).replace("\n", "<br>")
        if shape == "table":
            shown.append(f"<tr><td>{clock}</td><td>{said}</td></tr>")
        elif shape == "signed":
            top = f"<div{draw.named('who')}>{who}</div><div>{clock}</div>"
            shown.append(draw.box("entry", f"{top}<p>{said}</p>", ("article", "div")))
        else:
            day = f"{draw.when:%Y-%m-%d} {clock}"
            shown.append(draw.box("entry", f"<span>{day}</span><div><p>{said}</p></div>", ("article", "div")))
        stamps.add(clock)
        body.append(text)
    html = f"<table>{''.join(shown)}</table>" if shape == "table" else "".join(shown)
    return Told("".join(draw.texts(intro)) + draw.box("live", html), body, frozenset(stamps))


def flat(draw: Draw) -> Told:
    """The next story follows in the same element: a headline like the first, its day, its paragraphs."""
    seed, chance = draw.chance.random(), draw.chance

    def shown(one: Draw) -> str:
        one.chance = Random(seed)
        return opening(one) + "".join(one.texts(one.paragraphs))

    stories = [draw, *(draw.of(other) for other in draw.others[:2])]
    inner = draw.chance.choice(("", "<hr>")).join(map(shown, stories))
    draw.chance = chance
    return Told(document(draw, draw.box("content", inner)), draw.paragraphs, whole=True)


def asked_within(draw: Draw) -> Told:
    """Each question stands in the paragraph of its answer, or names stand before what is said."""
    intro, *answers = draw.prose[:4]
    shape = draw.chance.choice(
        ("<p><b>{q}</b><br>{a}</p>", "<p><strong>{q}</strong> {a}</p>", "<p><b>HN:</b> {q}</p><p>{a}</p>")
    )
    shown, body = [draw.text(intro)], [intro]
    for question, answer in zip(draw.words["questions"], answers, strict=False):
        shown.append(shape.format(q=escape(question), a=escape(answer).replace("\n", "<br>")))
        both = {"<br>": [f"{question}\n{answer}"], "HN:": [f"HN: {question}", answer]}
        body += next((texts for mark, texts in both.items() if mark in shape), [f"{question} {answer}"])
    return Told("".join(shown), body)


def prices(draw: Draw) -> Told:
    """A table with a head, a caption and cells over several columns, in a figure or a box that scrolls."""
    texts, (title, *names) = draw.prose[:3], draw.words["rates"]
    cells = [(name, f"{draw.chance.uniform(1, 90):.2f} €") for name in [*names, *draw.words["items"]]]
    rows = "".join(f"<tr><th scope=row>{name}</th><td>{value}</td></tr>" for name, value in cells)
    table = f"<table><thead><tr><th colspan=2>{title}</th></tr></thead><tbody>{rows}</tbody></table>"
    around = draw.chance.choice(
        ("{}", "<figure>{}</figure>", draw.box("scroll", "{}"), draw.box("table-wrapper", "{}"))
    )
    head, *rest = draw.texts(texts)
    body = [texts[0], title, *(value for row in cells for value in row), *texts[1:]]
    return Told(head + around.format(table) + "".join(rest), body, joined=True)


def long_captions(draw: Draw) -> Told:
    """Pictures with captions of whole sentences, which may be in or out."""
    said = [f"{draw.words['reader']} {draw.words['post']}", f"{draw.words['post']} {draw.words['reader']}"]
    figures = [f"<figure><img src=/1.jpg><figcaption>{escape(text)}</figcaption></figure>" for text in said]
    return Told(draw.strew(draw.texts(draw.paragraphs), figures, 1), draw.paragraphs, frozenset(said))


def signed_at_the_foot(draw: Draw) -> Told:
    """A line at the end names who wrote, with or without an address, as the one place that does."""
    author = draw.story.authors[0] if draw.story.authors else None
    draw.author = None
    line = draw.chance.choice(
        ("<p><em>{}</em></p>", "<p><strong>{}</strong></p>", "<p style='text-align:right'>{}</p>")
    )
    foot = line.format(draw.words["byline"].format(a=author)) if author else ""
    meta = meta_line(None, draw.when, draw.views, draw.words, draw.named, draw.chance)
    inner = f"<h1>{escape(draw.story.title)}</h1>{meta}{''.join(draw.texts(draw.paragraphs))}{foot}"
    draw.author = author
    return Told(document(draw, draw.box("content", inner)), draw.paragraphs, whole=True)


def declared_alone(draw: Draw) -> Told:
    """Nothing is shown of the story but its headline; JSON-LD has the whole of it."""
    thing = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": draw.story.title}
    thing["datePublished"], thing["articleBody"] = draw.story.published_at[:16], draw.story.body
    draw.author = None
    return Told(framed(draw, Told("", [], head=ld(thing))), draw.paragraphs, whole=True)
