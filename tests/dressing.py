"""The demo's stories, dressed as any site might: each draws its markup, its names, its furniture by chance.

`dressed` is a page of a story with the menu, the boxes, the counter and the date that a site of its language prints.
What a site calls its elements is drawn too: what they are, nothing at all, or letters that say nothing.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import Path
from random import Random

from crawler.demo import DemoArticle

WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
Namer = Callable[[str], str]


@dataclass(frozen=True)
class Dressed:
    """A page, and what it says of its story: the minute, the count of views, the author (None where nobody signs)."""

    html: str
    minute: str
    views: int
    author: str | None


def dressed(story: DemoArticle, others: Sequence[DemoArticle], chance: Random) -> Dressed:
    """Return *story* as a page of some site that also shows *others*, which are of the same language."""
    words, named = WORDS[story.language], namer(chance)
    views = chance.randint(1200, 98_000)
    author = story.authors[0] if story.authors and chance.random() < 0.6 else None
    when = datetime.fromisoformat(story.published_at[:16])
    parts = {
        "title": headline(escape(story.title), named, chance),
        "standfirst": f"<p{named('lead')}>{escape(story.description)}</p>",
        "meta": meta_line(author, when, views, words, named, chance),
    }
    order = chance.choice(
        (("title", "standfirst", "meta"), ("title", "meta", "standfirst"), ("meta", "title", "standfirst"))
    )
    share = f'<div{named("share")}><a href="#">Facebook</a><a href="#">X</a><a href="#">{words["share"]}</a></div>'
    below = other_stories(others, words, named, chance)
    beside = below if chance.random() < 0.3 else ""
    text = _text(story, others, words, named, chance)
    top = "".join(parts[part] for part in order) + (share if chance.random() < 0.6 else "")
    head = (
        f"<head><title>{escape(story.title)}{chance.choice((' | Harbour News', ' - Harbour News', ''))}</title></head>"
    )
    site = "".join(f'<a href="/{n}">{name}</a>' for n, name in enumerate([words["home"], *words["sections"]]))
    menu = chance.choice(("nav", "div", "header"))
    html = (
        f'<html lang="{story.language}">{head}<body><{menu}{named("menu")}>{site}</{menu}>'
        f"{beside}<div{named('content')}>{top}{text}</div>"
        f"{below}<div{named('footer')}><p>© 2026 Harbour News. {words['rights']}.</p></div></body></html>"
    )
    return Dressed(html, story.published_at[:16], views, author)


def namer(chance: Random) -> Namer:
    """How a site names its elements, the same element always alike."""
    given: dict[str, str] = {}

    def letters() -> str:
        return "".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=4))

    style = chance.choice(("{name}", "{letters}", "css-{letters} e{letters}", "{name}__{letters}", ""))

    def name(of: str) -> str:
        if of not in given:
            given[of] = f' class="{style.format(name=of, letters=letters())}"' if style else ""
        return given[of]

    return name


def headline(title: str, named: Namer, chance: Random) -> str:
    return chance.choice((
        f'<h1{named("title")}>{title}</h1>',
        f'<h1><a href="/news/1">{title}</a></h1>',
        f'<h2{named("headline")}>{title}</h2>',
        f'<div{named("article-title")}><span>{title}</span></div>',
        f"<header><h1>{title}</h1></header>",
    ))  # fmt: skip


def meta_line(author: str | None, when: datetime, views: int | None, words: dict, named: Namer, chance: Random) -> str:
    """The line of a story's author, its day and its counter, whichever of them a page shows."""
    count = chance.choice((str(views), f"{views or 0:,}".replace(",", words["thousands"])))
    counter = chance.choice(words["views"]).format(n=count)
    lines = [words["byline"].format(a=escape(author))] if author else []
    lines += [printed(when, words, chance), counter] if views else [printed(when, words, chance)]
    if chance.random() < 0.3:
        lines.insert(chance.randint(0, len(lines)), words["minutes"])
    return chance.choice((
        f'<div{named("meta")}>{" • ".join(lines)}</div>',
        f"<p>{' | '.join(lines)}</p>",
        "".join(f"<div>{line}</div>" for line in lines),
        f'<div{named("meta")}>' + "".join(f"<span>{line}</span>" for line in lines) + "</div>",
        f'<ul{named("info")}>' + "".join(f"<li>{line}</li>" for line in lines) + "</ul>",
        "<table><tr>" + "".join(f"<td>{line}</td>" for line in lines) + "</tr></table>",
    ))  # fmt: skip


def printed(when: datetime, words: dict, chance: Random) -> str:
    """Return the minute as a site of the language prints it, or as machines do."""
    month = words["months"].split()[when.month - 1] if "months" in words else ""
    noon = when.hour >= 12
    return chance.choice(["{Y}-{M}-{d} {h}:{m}", *words["dates"]]).format(
        Y=when.year, M=f"{when:%m}", N=when.month, MONTH=month, MON=month[:3], D=when.day, d=f"{when:%d}", H=when.hour,
        h=f"{when:%H}", h12=(when.hour - 1) % 12 + 1, m=f"{when:%M}", AMPM="PM" if noon else "AM",
        ampm="p.m." if noon else "a.m.",
    )  # fmt: skip


def _text(story: DemoArticle, others: Sequence[DemoArticle], words: dict, named: Namer, chance: Random) -> str:
    """The story's paragraphs, and what such sites set between them."""
    paragraphs = [escape(paragraph).replace("\n", "<br>") for paragraph in story.body.split("\n\n")]
    shape = chance.choice(
        ("<p>{}</p>", "<div>{}</div>", "{}<br><br>", "<section><p>{}</p></section>", "<p><font>{}</font></p>")
    )
    texts = [shape.format(paragraph) for paragraph in paragraphs]
    between = [
        f'<div{named("read-more")}>{words["read_also"]} <a href="/n/88">{escape(others[0].title)}</a></div>',
        f"<div{named('ad')}>{words['advert']}</div>",
        f'<figure><img src="/b.jpg"><figcaption>{escape(others[-1].title)}. Foto: AP</figcaption></figure>',
        f'<div{named("newsletter")}><p>{words["newsletter"]}</p><form><input type="email"></form></div>',
    ]
    for box in between if len(texts) > 3 else ():
        if chance.random() < 0.4:
            texts.insert(chance.randint(1, len(texts) - 1), box)
    return f"<div{named('body')}>{''.join(texts)}</div>"


def other_stories(others: Sequence[DemoArticle], words: dict, named: Namer, chance: Random) -> str:
    """Other stories, each with its day, some with a line."""
    cards = "".join(
        f'<div{named("card")}><a href="/n/{n}">{escape(other.title)}</a>'
        f"<span>{printed(datetime.fromisoformat(other.published_at[:16]), words, chance)}</span>"
        + (f"<p>{escape(other.description)}</p>" if chance.random() < 0.5 else "")
        + "</div>"
        for n, other in enumerate(others)
    )
    heading = chance.choice(("h2", "h3", "div"))
    return f"<div{named('related')}><{heading}>{words['others']}</{heading}>{cards}</div>"
