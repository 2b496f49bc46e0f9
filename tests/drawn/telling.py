"""Classes of pages by what the story is made of: a live blog, an interview, letters, a list, a table ..."""

from __future__ import annotations

import json
from html import escape
from typing import Any

from drawn.draw import Draw, Told
from drawn.frame import ld


def live_blog(draw: Draw) -> Told:
    """Entries, each with its own time and some with a heading, below an introduction."""
    intro = draw.prose[: draw.chance.randint(1, 2)]
    shape = draw.chance.choice((_boxed, _boxed, _boxed, _flat, _listed, _in_line))
    titled = draw.maybe() and shape is not _in_line
    minute, titles = (
        draw.chance.randint(9, 11) * 60,
        [other.title for other in draw.others if other.title[:1].isalnum()],
    )
    entries: list[tuple[int, str | None, list[str]]] = []
    while len(entries) < 12 and (texts := draw.more(draw.chance.randint(1, 2))):
        title = titles.pop() if titled and titles else None
        entries.append((minute, title, texts))
        minute += draw.chance.randint(1, 45)
    if draw.maybe(0.6):
        entries.reverse()  # newest first
    html, body = shape(draw, entries)
    updates = [
        {"@type": "BlogPosting", "datePublished": _stamp(draw, at), "articleBody": " ".join(texts)}
        for at, _, texts in entries
    ]
    blog = {"@type": "LiveBlogPosting", "headline": draw.story.title, "datePublished": draw.story.published_at[:16]}
    head = ld({"@context": "https://schema.org", **blog, "liveBlogUpdate": updates}) if draw.maybe(0.3) else ""
    clocks = frozenset(f"{at // 60:02}:{at % 60:02}" for at, _, _ in entries)  # as readers see them, in or out
    path = draw.chance.choice(("/news/1", "/live/1", "/liveblog-1", "/2026/11/story"))
    # An address or a declaration tells that it is live; its entries are those whose times are written for machines.
    fields: dict[str, Any] = {"kind": "live_blog"} if head or path.startswith("/live") else {}
    html = "".join(draw.texts(intro)) + draw.box("entries", html)
    timed = fields and (head or (shape is _boxed and "{stamp}" in draw.time_shape)) and len(entries) > 2
    stamps = [(_stamp(draw, at), texts) for at, _, texts in entries] if timed else ()
    return Told(html, [*intro, *body], clocks, head=head, path=path, fields=fields, entries=stamps)


def _stamp(draw: Draw, minute: int) -> str:
    return f"{draw.when:%Y-%m-%d}T{minute // 60:02}:{minute % 60:02}"


def _time(draw: Draw, minute: int) -> str:
    clock = f"{minute // 60:02}:{minute % 60:02}"
    draw.time_shape = draw.time_shape or draw.chance.choice((
        "<time datetime='{stamp}'>{clock}</time><br>", "<span>{clock}</span><br>", "<div>{clock}</div>",
        "<div><time datetime='{stamp}'>{ago}</time></div>", "<p><b>{clock}</b></p>", "<div>{update}</div>",
    ))  # fmt: skip
    update = draw.words["update"].format(t=clock)
    stamp, ago = _stamp(draw, minute), draw.say("ago")
    return draw.time_shape.format(clock=clock, stamp=stamp, update=update, ago=ago)


def _boxed(draw: Draw, entries: list) -> tuple[str, list[str]]:
    heading = draw.chance.choice(("<h2>{}</h2>", "<h3>{}</h3>", "<div><b>{}</b></div>"))
    shared = draw.maybe(0.3)
    shown, body = [], []
    for at, title, texts in entries:
        top = [_time(draw, at), heading.format(escape(title))] if title else [_time(draw, at)]
        share = draw.box("share-entry", '<a href="#">Facebook</a><a href="#">X</a>') if shared else ""
        inner = "".join(top) + "".join(draw.texts(texts)) + share
        shown.append(draw.box("entry", inner, ("article", "li", "div", "section")))
        body += ([title] if title else []) + texts
    html = "".join(shown)
    return (f"<ul>{html}</ul>" if html.startswith("<li") else html), body


def _flat(draw: Draw, entries: list) -> tuple[str, list[str]]:
    """<h3>10:42</h3><p>...</p>, or with the title of the entry behind its time."""
    shown, body = [], []
    for at, title, texts in entries:
        clock = f"{at // 60:02}:{at % 60:02}"
        shown += [f"<h3>{clock} {escape(title)}</h3>" if title else f"<h3>{clock}</h3>", *draw.texts(texts)]
        body += ([f"{clock} {title}"] if title else []) + texts
    return "".join(shown), body


def _listed(draw: Draw, entries: list) -> tuple[str, list[str]]:
    shown, body = [], []
    for at, title, texts in entries:
        head = f"<b>{escape(title)}</b>" if title else ""
        inner = "".join(f"<p>{escape(text).replace(chr(10), '<br>')}</p>" for text in texts)
        shown.append(f"<dt>{at // 60:02}:{at % 60:02}</dt><dd>{head}{inner}</dd>")
        body += ([title] if title else []) + texts
    return f"<dl>{''.join(shown)}</dl>", body


def _in_line(draw: Draw, entries: list) -> tuple[str, list[str]]:
    """<p><b>10.42</b> The ferry has ...: the time begins the paragraph and is of it."""
    shown, body = [], []
    for at, _, (first, *rest) in entries:
        clock = f"{at // 60}.{at % 60:02}"
        inner = escape(first).replace("\n", "<br>")
        shown += [f"<p><b>{clock}</b> {inner}</p>", *(f"<p>{escape(t)}</p>".replace("\n", "<br>") for t in rest)]
        body += [f"{clock} {first}", *rest]
    return "".join(shown), body


def interview(draw: Draw) -> Told:
    """Questions in bold or as headings, answers below."""
    intro, *answers = draw.prose[:4]
    question = draw.chance.choice((
        "<p><strong>{}</strong></p>", "<h3>{}</h3>", "<h2>{}</h2>", "<p><b>– {}</b></p>", "<div><i>{}</i></div>",
        "<p><strong>Harbour News: {}</strong></p>", "<dt>{}</dt>",
    ))  # fmt: skip
    shown, body = [draw.text(intro)], [intro]
    for words, answer in zip(draw.words["questions"], answers, strict=False):
        asked = question.format(words)
        answered = f"<dd>{escape(answer)}</dd>".replace("\n", "<br>") if "dt" in question else draw.text(answer)
        shown += [asked, answered]
        plain = asked.partition(">")[2].replace("<b>", "").replace("<strong>", "").replace("<i>", "").partition("<")[0]
        body += [plain or words, answer]
    return Told("".join(shown), body)


def letters(draw: Draw) -> Told:
    """Several letters, each with who wrote it; the names may be in or out."""
    shown, body, may = [], [], set()
    for texts in (draw.prose[:2], draw.more(2), draw.more(1), draw.more(2)):
        signed = draw.words["letter"].format(a=draw.person())
        line = draw.chance.choice(("<p><em>{}</em></p>", "<p><strong>{}</strong></p>", "<div>{}</div>"))
        shown.append("".join(draw.texts(texts)) + line.format(escape(signed)))
        body += texts
        may.add(signed)
    html = "".join(draw.box("letter", text) for text in shown) if draw.maybe() else "<hr>".join(shown)
    return Told(html, body, frozenset(may))


def recipe(draw: Draw) -> Told:
    """A list of what is needed and one of what to do, between paragraphs."""
    first, *rest = draw.prose[:3]
    items, steps = draw.words["items"], draw.words["steps"]
    needed = "".join(f"<li>{escape(item)}</li>" for item in items)
    done = "".join(f"<li>{draw.chance.choice(('{}', '<p>{}</p>')).format(escape(step))}</li>" for step in steps)
    order = [draw.text(first), f"<ul{draw.named('ingredients')}>{needed}</ul>", f"<ol{draw.named('steps')}>{done}</ol>"]
    return Told("".join(order + draw.texts(rest)), [first, *items, *steps, *rest])


def results(draw: Draw) -> Told:
    """A table that is the story: a paragraph or two, and who won."""
    texts = draw.prose[:2]
    head, teams = draw.words["columns"], draw.words["teams"]
    rows = [[str(n), team, str(40 - 3 * n)] for n, team in enumerate(draw.chance.sample(teams, len(teams)), 1)]
    cell = draw.chance.choice(("<td>{}</td>", "<td><p>{}</p></td>", "<td><span>{}</span></td>"))
    top = "".join(draw.chance.choice(("<th>{}</th>", "<td><b>{}</b></td>")).format(name) for name in head)
    lines = "".join(f"<tr>{''.join(cell.format(value) for value in row)}</tr>" for row in rows)
    table = f"<table{draw.named('table')}><tr>{top}</tr>{lines}</table>"
    cells = [value for row in [head, *rows] for value in row]
    if draw.maybe():
        return Told("".join([*draw.texts(texts), table]), [*texts, *cells], joined=True)
    return Told("".join([draw.text(texts[0]), table, draw.text(texts[1])]), [texts[0], *cells, texts[1]], joined=True)


def press_release(draw: Draw) -> Told:
    """A release that ends with whom to ask, which may be in or out."""
    texts, lines = draw.paragraphs, [*draw.words["contact"], draw.person()]
    shape = draw.chance.choice(("<p>{}</p>", "<div>{}</div>", "{}<br>"))
    block = draw.box("contact", "".join(shape.format(escape(line)) for line in lines))
    return Told("".join(draw.texts(texts)) + block, texts, frozenset({*lines, "\n".join(lines)}))


def gallery(draw: Draw) -> Told:
    """A story of two paragraphs among pictures; what stands under them may be in or out."""
    texts = draw.prose[:2]
    captions = [f"{draw.words['caption']} ({n})" for n in range(1, draw.chance.randint(4, 9))]
    picture = draw.chance.choice((
        "<figure><img src='/g{n}.jpg'><figcaption>{c}</figcaption></figure>",
        "<div><img src='/g{n}.jpg'><p>{c}</p></div>",
        "<li><a href='/g{n}'><img src='/g{n}.jpg'></a><span>{c}</span></li>",
    ))  # fmt: skip
    counter = "<div>{n}/{of}</div>" if draw.maybe(0.4) else ""
    shown = "".join((picture + counter).format(n=n, of=len(captions), c=c) for n, c in enumerate(captions, 1))
    box = draw.box("gallery", shown)
    html = "".join(draw.texts(texts))
    return Told(html + box if draw.maybe() else box + html, texts, frozenset(captions))


def video(draw: Draw) -> Told:
    """A player, a line or two, and other films with how long they last."""
    texts = draw.prose[: draw.chance.randint(1, 2)]
    player = draw.chance.choice((
        '<video src="/v.mp4" controls></video>', '<iframe src="https://player.example/1"></iframe>',
        f'<div{draw.named("player")}><button>{draw.words["watch"]}</button><span>0:00 / 2:31</span></div>',
    ))  # fmt: skip
    films = "".join(
        draw.box("film", f'<img src="/t{n}.jpg">{draw.link(other.title)}<span>0{n}:1{n}</span>', ("li", "div"))
        for n, other in enumerate(draw.others[:5], 1)
    )
    return Told(player + "".join(draw.texts(texts)) + draw.box("playlist", films, ("ul", "div")), texts)


def short(draw: Draw) -> Told:
    """One or two paragraphs are all."""
    texts = draw.prose[: draw.chance.randint(1, 2)]
    return Told("".join(draw.texts(texts)), texts)


def long(draw: Draw) -> Told:
    """All that there is in the language."""
    texts = [*draw.paragraphs, *draw.more(200)]
    return Told("".join(draw.texts(texts)), texts)


def script_state(draw: Draw) -> Told:
    """The page shows the headline, or nothing, and a script holds the rest."""
    story, texts = draw.story, draw.paragraphs
    html = "".join(f"<p>{escape(text)}</p>".replace("\n", "<br>") for text in texts)
    state = {"article": {"id": 7, "title": story.title, "publishedAt": story.published_at[:16], "body": html}}
    parts = {"article": {"headline": story.title, "content": [{"type": "p", "text": t} for t in texts]}}
    told = draw.chance.choice((state, state, parts))
    written = json.dumps(told, ensure_ascii=draw.maybe()).replace("<", draw.chance.choice(("<", "\\u003c")))
    written = written.replace("</", "<\\/")
    script = draw.chance.choice((
        f'<script id="__NEXT_DATA__" type="application/json">{{"props":{{"pageProps":{written}}}}}</script>',
        f"<script>window.__INITIAL_STATE__ = {written};</script>",
        f"<script>self.__next_f.push([1,{json.dumps('7:' + written)}])</script>",
        f"<script>var page = {written}</script>",
    ))  # fmt: skip
    return Told(f'<div id="app"></div>{script}', texts)
