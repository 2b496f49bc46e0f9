"""Pages made from two: another story, readers' comments or a note on the author below the story of a real page.

Such pages are rare among pages that people mark, and each of them costs a whole body when it is read wrongly.
"""

from __future__ import annotations

import html
import random
from collections.abc import Sequence

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.blocks import Block, Element
from crawler.training.labels import Values

MOST = 0.9  # of a story's words are inside the element that holds it
SHORTEST = 25  # characters of a text that is replaced
OUTSIDE = 0.3  # of what is joined stands below the element around the story's: both markups are common
HEADED = 0.6  # of the stories below another have a headline; pages without end often show none
COMMENTS, COMMENT = (2, 30), (40, 700)  # how many; characters of one
NOTE = (80, 500)  # characters of a note on the author
TITLE = 9  # words
_MARK = "@@newsarc-joined-here@@"
_COMMENTS = (
    "Comments",
    "{} Comments",
    "Leave a reply",
    "Kommentare",
    "{} Kommentare",
    "Kommentare ({})",
    "Commentaires",
    "{} réactions à cet article",
    "Comentarios",
    "{} comentarios",
    "Comentários",
    "Commenti",
    "Reacties",
    "Kommentarer",
    "Komentarze",
    "Комментарии",
    "Коментарі",
    "Yorumlar",
    "コメント",
    "댓글",
    "评论",
)
_NAMES = "Ann Lee,k.holt,Mira,Jonas B.,reader_77,Pilar Ortiz,Der Alte,Олена,Takeshi,Guest,M. Okafor,lillebror".split(
    ","
)
_DATES = (
    "3 September 2024, 07:25",
    "14. 01. 2020, 13:47",
    "vor 3 Stunden",
    "2 hours ago",
    "12/03/2021 a las 18:04",
    "",
)
_ABOUT = ("About the author", "Über den Autor", "À propos de l’auteur", "Sobre el autor", "L’autore", "")


def story_element(blocks: Sequence[Block], share: Values, words: Values) -> Element | None:
    """Return the innermost element that holds nearly all of the story; None where that is the whole page."""
    ours = (share > 0.5) * words
    total = ours.sum()
    first = next((block.element for block, own in zip(blocks, ours, strict=True) if own), None)
    for element in first.lineage() if first else ():
        if element.tag == "body":
            return None
        if ours[element.first : element.last].sum() >= MOST * total:
            return element
    return None


def join_page(page: LexborHTMLParser, node: LexborNode, paragraphs: Sequence[str], chance: random.Random) -> str | None:
    """Return *page* with something made of the other story's *paragraphs* below *node*; None where it cannot be."""
    if not paragraphs or node.parent is None:
        return None
    made = chance.choice(_BELOW)(node, paragraphs, chance)
    place = node.parent if chance.random() < OUTSIDE and node.parent.tag not in ("body", "html") else node
    place.insert_after(_MARK)
    return (page.html or "").replace(_MARK, made, 1)


def _next_story(node: LexborNode, paragraphs: Sequence[str], chance: random.Random) -> str:
    """The story's own element again, filled with the other story's words: a page without end."""
    copy = LexborHTMLParser(node.html or "")
    words = iter(" ".join(paragraphs).split() * 50)
    for text in list(copy.body.traverse(include_text=True)) if copy.body else ():
        if text.tag == "-text" and len((text.text_content or "").strip()) >= SHORTEST:
            count = len((text.text_content or "").split())
            text.replace_with(" ".join(next(words, "") for _ in range(count)))
    heading = f"<h{chance.choice('12')}>{html.escape(_title(paragraphs))}</h1>" if chance.random() < HEADED else ""
    return heading + ((copy.body.inner_html or "") if copy.body else "")


def _comments(node: LexborNode, paragraphs: Sequence[str], chance: random.Random) -> str:
    names = chance.choice(("comment", "kommentar", "reaction", "post", "thread-entry", "x1", ""))
    inner = chance.choice(("p", "div", "li"))
    heading = chance.choice(_COMMENTS).format(chance.randint(1, 90))
    parts = [f"<{chance.choice(('h2', 'h3', 'h4', 'div', 'p'))}>{heading}</h2>"]
    for paragraph in paragraphs[: chance.randint(*COMMENTS)]:
        said = html.escape(paragraph[: chance.randint(*COMMENT)])
        name, date = chance.choice(_NAMES), chance.choice(_DATES)
        parts.append(f'<div class="{names}"><div><b>{name}</b></div><span>{date}</span><{inner}>{said}</{inner}></div>')
    return f'<div class="{names and names + "s"}">{"".join(parts)}</div>'


def _about(node: LexborNode, paragraphs: Sequence[str], chance: random.Random) -> str:
    names = chance.choice(("author", "bio", "box", "profile", "about", ""))
    name = chance.choice(_NAMES)
    told = html.escape(" ".join(paragraphs)[: chance.randint(*NOTE)])
    return f'<div class="{names}"><h4>{chance.choice(_ABOUT)}</h4><p><b>{name}</b></p><p>{name} {told}</p></div>'


def _title(paragraphs: Sequence[str]) -> str:
    return " ".join(paragraphs[0].split()[:TITLE])


# Notes on authors are short; the other two cost a whole body.
_BELOW = (_next_story, _next_story, _comments, _comments, _about)
