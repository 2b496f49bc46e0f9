"""A body that is only in a script, as a long string of HTML or of paragraphs.

`crawler.script_state` reads objects whose names say what their values are. Where it finds none, or the page shows a
teaser beside them, what is left is the longest string that tells of the headline.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser

from crawler.blocks import Block
from crawler.layout import prose_weight
from crawler.page import Page
from crawler.reading.text import folded, weight
from crawler.walk import Walk

MOST_SCRIPT = 3_000_000  # characters of all scripts that are looked at
SHORTEST = 200  # characters of a string that may be a body, as written
LONGEST = 400_000
MOST_STRINGS = 200
LONGEST_WORD = 15  # characters in the mean
LEAST_TOLD = 0.4  # of a headline's words
LEAST_PROSE = 400  # Latin characters: less may be a summary, a comment or a notice

# A string where one may begin. It is looked at, not taken: one that is too short may be the end of another and code.
_STRING = re.compile(r'"(?:(?<=[:,(\[=\n]")|(?<=[:,(\[=\n] "))(?=((?:[^"\\]++|\\.)*+)")')
_ESCAPED = re.compile(r"\\.")
# Next.js sends the state in pieces: strings that hold JSON.
_PIECE = re.compile(r'__next_f\.push\(\[1,\s*("(?:[^"\\]|\\.)*")\s*\]\)')
_ROW = re.compile(r"[0-9a-f]+:[\[{]")  # 7:{"article":{...}} of such a piece, whose strings are looked at one by one
_MARKUP = re.compile(r"</?(?:p|br|div|h[1-6]|li|blockquote)\b", re.IGNORECASE)


def state_blocks(page: Page, title: str | None) -> list[Block]:
    """Return the blocks of the longest story of *title* that a string in the page's scripts holds; none without one.

    A story is a string of HTML or of paragraphs that line breaks part, such as `"\\u003cp\\u003eThe port ..."`.
    """
    best: list[Block] = []
    most = float(LEAST_PROSE)
    for text in _strings(_state(page)):
        blocks = _blocks(text)
        prose = sum(map(prose_weight, blocks))
        told = folded(" ".join(block.text for block in blocks)) if prose > most else ""
        if told and prose > sum(weight(block.text) for block in blocks) / 2 and _tells_of(told, title):
            best, most = blocks, prose
    return best


def _tells_of(told: str, title: str | None) -> bool:
    """Whether a text has the words of a headline: the state of a page holds other stories and notices too."""
    words = [folded(word) for word in (title or "").split()]
    pieces = [word[:5] for word in words if len(word) > 3]
    if len(pieces) * LONGEST_WORD < len(title or ""):  # no spaces between words, or few
        pieces = [folded(title or "")[i : i + 2] for i in range(0, 20, 2)]
    return sum(piece in told for piece in pieces if piece) >= LEAST_TOLD * len(pieces)


def _state(page: Page) -> str:
    """The text of the scripts, JSON-LD aside, Next.js's pieces put together."""
    scripts: list[str] = []
    size = 0
    for place in page.elements.tagged("script"):
        attributes = page.elements.attributes[place]
        if "src" in attributes or "ld+json" in (attributes.get("type") or ""):
            continue
        text = page.elements.nodes[place].text()
        size += len(text)
        if size > MOST_SCRIPT:
            break
        scripts.append(text)
    state = "\n".join(scripts)
    pieces = [_unquoted(piece) for piece in _PIECE.findall(state)] if "__next_f" in state else []
    # A piece that is one long string stands alone in it, without quotes.
    return "\n".join([state, "".join(pieces), *(json.dumps(p) for p in pieces if len(p) > SHORTEST)])


def _strings(state: str) -> Iterator[str]:
    found = end = 0
    for match in _STRING.finditer(state):
        size = match.end(1) - match.start(1)
        if size < SHORTEST or match.start() <= end:
            continue
        if SHORTEST <= size - len(_ESCAPED.findall(match[1])) <= LONGEST:
            yield _unquoted(f'"{match[1]}"')
            found, end = found + 1, match.end(1)
        if found >= MOST_STRINGS:
            break


def _unquoted(literal: str) -> str:
    try:
        text = json.loads(literal, strict=False)
    except ValueError:
        return ""
    return text if isinstance(text, str) else ""


def _blocks(text: str) -> list[Block]:
    if _ROW.match(text):
        return []
    if _MARKUP.search(text):
        body = LexborHTMLParser(text).body
        return list(Walk(body)) if body is not None else []
    if any(sign in text for sign in "{}<;=") or "\n" not in text:
        return []  # code, or JSON inside a string
    return [Block(" ".join(line.split()), "p") for line in text.split("\n") if line.strip()]
