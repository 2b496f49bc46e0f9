"""The walk over a document's tree that gathers its blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from crawler.blocks import UNDER_PICTURE, Attributes, Block, Element
from crawler.reading.text import clean_lines, ends_sentence, weight
from crawler.reading.topics import names_of

_SKIPPED = frozenset(
    (
        "script style noscript template svg iframe select option button textarea input object embed canvas map audio "
        "video head datalist dialog nav"
    ).split()
)
_BLOCKS = frozenset(
    (
        "html body address article aside blockquote center dd details dir div dl dt fieldset figcaption figure "
        "form h1 h2 h3 h4 h5 h6 header hr legend li main menu ol p pre section summary table tbody td tfoot th "
        "thead tr ul caption time-block amp-ad"
    ).split()
)
_STYLES = frozenset("font b strong big small i em u".split())
# Elements whose lines may be anything: where a page is laid out by hand, <br> parts headline from byline.
_LAYOUT = frozenset("td th div center body article section main form".split())
# What the walk makes of each tag; see `Walk.kind` for all others.
_KINDS = (
    dict.fromkeys(_STYLES, "style")
    | dict.fromkeys(_BLOCKS, "block")
    | dict.fromkeys(("q", "cite"), "apart")
    | dict.fromkeys(_SKIPPED, "skipped")
    | {"br": "break", "img": "image", "a": "link", "span": "span"}
)
_EMPTY = frozenset(("skipped", "break", "image"))
# <i class="dropcap">N</i> <i>o ferry</i> sails: two boxes, one word. Not "A ferry", "Я чекаю": such letters are words.
_INITIAL = re.compile(r"initial|drop-?cap|first-?letter|lettrine|capital")
_WORDS_OF_ONE_LETTER = frozenset("AEIOUYÀÁÈÉÊÍÓÔÚÝKSVZ" + "АБВЕЄЖЗИІЇЙКОСУЯ")
_CAPTION = re.compile(UNDER_PICTURE)
_PLACE = re.compile(r"location|dateline|place\b|city\b", re.IGNORECASE)
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
_BLOCK_STYLE = re.compile(r"(?:^|;)\s*display\s*:\s*(?:block|flex|grid|table|list-item)\b", re.IGNORECASE)
PARAGRAPH = 60  # Latin characters of a line that may be one
FEWEST_PARAGRAPHS = 3
_INDENTED = re.compile(r"\s*(?:[\u2003\u3000]|\xa0\s*\xa0)")
MOST_REMEMBERED = 20_000  # names of elements
LONGEST_NAMES = 300  # characters of a class that are looked at
MOST_SIBLINGS = 5  # looked at
MOST_SPANS = 3  # around a text
LONGEST_PLACE = 40  # characters, with its dash
DASHES = ("-", "–", "—")


class Part(NamedTuple):
    """A piece of a block's text. `styled`: in an element that sets its looks, <font> or <b>; `links`: characters."""

    text: str
    styled: bool = False
    links: int = 0
    spans: tuple[int, ...] = ()  # the innermost around it


class Walk:
    """One walk over a document's nodes that gathers its blocks. Iterative: pages nest 100,000 deep.

    *revealed*: with what a script may show, and what is there for readers without scripts.
    """

    def __init__(self, root: LexborNode, *, revealed: bool = False) -> None:
        self.root = root
        self.revealed = revealed
        self.kinds = _KINDS | {"noscript": "block"} if revealed else _KINDS
        self.element: Element  # that we are in
        self.images = 0  # so far
        self.found: list[Block] = []
        self.parts: list[tuple[str, bool, int, tuple[int, ...]]] = []  # `Part`s of the block that is being gathered
        self.broken = False  # by a <br>
        self.inline_names: list[str] = []  # classes of the elements inside it
        self.holds_q = False  # a <q> stands around or inside it
        self.link_depth = 0
        self.style_depth = 0
        self.spans: list[int] = []
        self.place = 0  # the span that names where the story is told from, before its text
        self.left_place = False

    def __iter__(self) -> Iterator[Block]:
        self.found = []
        self.walk()
        return iter(self.found)

    def walk(self) -> None:
        """Visit all nodes. A page's time goes here: what most nodes need is written out, half of them are mere gaps."""
        self.element = element = Element("body", self.root, None, self.root.attributes, 0)
        self.images = _background(element)
        node: LexborNode | None = self.root.first_child
        trail: list[tuple[LexborNode, str]] = []  # entered, not yet left
        kinds, parts, revealed = self.kinds, self.parts, self.revealed
        while node is not None or trail:
            if node is None:
                node, kind = trail.pop()
                if kind == "block":
                    self.leave_block()
                elif kind != "inline":
                    self.leave_inline(kind)
                node = node.next
                continue
            if node.is_text_node:
                text = "" if node.is_empty_text_node else node.text_content or ""
                if text and not text.isspace():  # &nbsp; is no empty node
                    self.add(text)
                elif parts:
                    self.keep_apart()
            else:
                tag = node.tag or ""
                kind = kinds.get(tag) or self.kind(tag)
                if kind in _EMPTY:
                    self.take(kind)
                else:
                    attributes = node.attributes
                    may_hide = not revealed and ("style" in attributes or "hidden" in attributes)
                    if not may_hide or not _hidden(attributes):
                        trail.append((node, self.enter(kind, tag, node, attributes)))
                        node = node.first_child
                        continue
            node = node.next
        self.flush()
        element.last = len(self.found)
        element.images = self.images

    def take(self, kind: str) -> None:
        """Take in an element that holds no text."""
        if kind == "image":
            self.images += 1
        elif kind == "break" and self.parts:
            self.break_line()

    def kind(self, tag: str) -> str:
        """What becomes of an element whose tag alone does not tell: "skipped", "block", "inline" or "apart"."""
        if not tag or tag[0] in "-!_":
            return "skipped"  # a comment, a doctype
        if tag == "footer":
            return "skipped" if _is_of_site(self.element) else "block"
        return "apart" if "-" in tag else "inline"

    def enter(self, kind: str, tag: str, node: LexborNode, attributes: Attributes) -> str:
        """Enter an element; return whether as a "block" or as which kind of inline element."""
        if kind == "block":
            self.enter_block(tag, node, attributes)
            return kind
        if kind == "apart":
            kind = "block" if _is_set_apart(node, tag, self.element) else "inline"
        elif kind == "link":
            kind = "link" if "href" in attributes else "inline"  # <a name="top">, which old pages never close
        elif attributes and _is_shown_as_block(attributes):
            kind = "block"
        if kind == "block":
            self.enter_block(tag, node, attributes)
        else:
            self.enter_inline(kind, node, attributes)
        if tag == "q":
            self.holds_q = True
        return kind

    def enter_block(self, tag: str, node: LexborNode, attributes: Attributes) -> None:
        if self.parts and not (tag == "p" and self.leads_in()):
            self.flush()
        self.element = element = Element(tag, node, self.element, attributes, len(self.found))
        element.images = -self.images
        if "style" in attributes:
            self.images += _background(element)

    def leads_in(self) -> bool:
        """Whether the text gathered so far opens the paragraph that follows: <b>Port Merrow</b> - <p>The ferry ..."""
        text = "".join([part[0] for part in self.parts]).strip()
        return len(text) <= LONGEST_PLACE and text.endswith(DASHES) and text[0].isalnum()

    def leave_block(self) -> None:
        if self.parts:
            self.flush()
        element = self.element
        element.last = len(self.found)
        element.images += self.images
        assert element.parent is not None
        self.element = element.parent

    def enter_inline(self, kind: str, node: LexborNode, attributes: Attributes) -> None:
        names = attributes.get("class") if attributes else None
        if names:
            self.inline_names.append(names)
        if kind == "link":
            self.link_depth += 1
        elif kind == "style":
            self.style_depth += 1
        elif kind == "span":
            self.spans.append(node.mem_id)
            if names and not self.parts and _is_place(names[:LONGEST_NAMES]):
                self.place = node.mem_id
            # <span>07:25</span><span>2312 views</span>: a gap that only the style sheet sets
            if self.parts and self.element.tag in _LAYOUT and (before := node.prev) and before.tag == "span":
                self.keep_apart()

    def leave_inline(self, kind: str) -> None:
        if kind == "link":
            self.link_depth -= 1
        elif kind == "style":
            self.style_depth -= 1
        else:
            self.left_place = self.spans.pop() == self.place

    def keep_apart(self) -> None:
        """Take in white space alone: it keeps words apart, but must not part two <br>."""
        if self.parts[-1][0] != "\n":
            self.put(" ")

    def put(self, text: str, links: int = 0) -> None:
        spans = tuple(self.spans[-MOST_SPANS:]) if self.spans else ()
        self.parts.append((text, self.style_depth > 0, links, spans))

    def add(self, text: str) -> None:
        if self.element.tag == "pre":
            *above, text = _BLANK_LINE.split(text)
            for paragraph in above:
                self.put(paragraph.replace("\n", " "))
                self.flush()
        elif len(text) > FEWEST_PARAGRAPHS * PARAGRAPH and "\n" in text and self.element.shows_lines():
            *above, text = text.split("\n")
            for line in above:
                self.put(line)
                self.break_line()
        if self.left_place:
            # <span class="location">Port Merrow</span>The old lighthouse: a gap that only the style sheet sets
            self.left_place = False
            if self.parts and text[:1].isalnum():
                self.keep_apart()
        self.put(text.replace("\n", " "), len(" ".join(text.split())) if self.link_depth else 0)

    def break_line(self) -> None:
        """Take in a <br> after a text; a second one in a row ends the block."""
        if self.parts[-1][0] == "\n":
            self.flush()
        else:
            self.put("\n")
            self.broken = True

    def flush(self) -> None:
        """Keep the text gathered so far as a block of the element around it, or as several."""
        if not self.parts:
            return
        element = self.element
        bits, initial = 0, False
        if self.inline_names:
            for names in self.inline_names:
                bits |= names_of(names).bits
            initial = _is_initial(self.inline_names[0][:LONGEST_NAMES])
            self.inline_names.clear()
        for parts in self.lines() if self.broken else [self.parts]:
            if text := clean_lines("".join([part[0] for part in parts])):
                links = sum([part[2] for part in parts])
                if initial and text[1:2] == " " and text[2].islower() and text[0] not in _WORDS_OF_ONE_LETTER:
                    text = text[0] + text[2:]
                elif initial and text[:1] == text[1:2] and text[:1].isupper() and text[2:3].islower():
                    text = text[1:]  # <i class="dropcap" aria-hidden>O</i><i class="sr-only">On</i>
                styled = parts[0][1] and all(part[1] or part[0].isspace() for part in parts)
                self.found.append(Block(text, element.tag, element, links, None, bits, self.holds_q, styled))
        if not element.settled:
            element.settle()
        self.parts.clear()
        self.broken = self.holds_q = False

    def shared_spans(self) -> set[int]:
        """Return the spans that hold text of more than one line."""
        lines: dict[int, int] = {}
        shared: set[int] = set()
        number = 0
        for part in map(Part._make, self.parts):
            number += part.text == "\n"
            if part.text.strip():
                shared.update(span for span in part.spans if lines.setdefault(span, number) != number)
        return shared

    def broken_lines(self) -> list[list[Part]]:
        """Return the text gathered so far, parted at each <br>."""
        lines: list[list[Part]] = [[]]
        for part in map(Part._make, self.parts):
            if part.text == "\n":
                lines.append([])
            else:
                lines[-1].append(part)
        return lines

    def lines(self) -> list[list[Part]]:
        """Return the text gathered so far, parted where a line has looks of its own.

        <td><font size=5><b>A headline</b></font><br>A standfirst.<br><i>By Mira Holt</i><br>...
        <td><span class="h">A headline</span><br><span class="t">A standfirst.</span><br>...
        """
        lines = self.broken_lines()
        if _are_paragraphs(lines):
            return lines
        if self.element.tag not in _LAYOUT:
            return [list(map(Part._make, self.parts))]
        groups: list[list[Part]] = [[]]
        shared = self.shared_spans()
        for line in lines:
            looks = all(p.styled or p.links or not p.text.strip("•-–* ") for p in line)
            if line and (looks or set.intersection(*(set(p.spans) for p in line if p.text.strip())) - shared):
                groups += [line, []]
            else:
                groups[-1] += [*line, Part("\n")]
        return groups


def _are_paragraphs(lines: list[list[Part]]) -> bool:
    """Whether most of some *lines* are long, and end as sentences do or are indented: old systems part by a <br>.

    Thai has no full stop: &nbsp; &nbsp; เมื่อวันที่ 23 พฤศจิกายน ... ในครัวเรือน<br>
    """
    texts = ["".join([part.text for part in line]).rstrip() for line in lines]
    long = sum(
        weight(text) >= PARAGRAPH and (ends_sentence(text) or _INDENTED.match(text) is not None) for text in texts
    )
    return long >= FEWEST_PARAGRAPHS and 2 * long >= sum(map(bool, texts))


def _is_of_site(around: Element) -> bool:
    """Whether a <footer> in the element *around* it is the site's: not a story's, a comment's or a quote's."""
    return around.parent is None or (around.tag == "div" and around.parent.parent is None)


def _background(element: Element) -> int:
    """1 where the element itself is a picture, by its style."""
    return int("url(" in (element.attributes.get("style") or ""))


def _is_set_apart(node: LexborNode, tag: str, element: Element) -> bool:
    """Whether *node* is shown as a block though its tag does not tell.

    A custom element or a `<q>` with no text beside it, and the `<cite>` that ends a `<blockquote>`:
    <app-text><span>One.</span></app-text><app-text>...; <blockquote>We sail.<cite>Ann Lee</cite></blockquote>
    """
    if "-" not in tag and tag not in ("q", "cite"):
        return False
    if tag == "cite":
        return element.within("blockquote") and _next_text(node) == ""
    if element.tag not in _LAYOUT and "-" not in element.tag:
        return False
    return not (_is_text(node.prev) or _is_text(node.next))


def _is_text(node: LexborNode | None) -> bool:
    return node is not None and node.tag == "-text" and bool((node.text_content or "").strip())


def _is_shown_as_block(attributes: Attributes) -> bool:
    """Whether an inline element is set apart by its style, or by the name of what stands under a picture."""
    if "style" in attributes and _BLOCK_STYLE.search(attributes["style"] or ""):
        return True
    return "class" in attributes and _is_caption((attributes["class"] or "")[:LONGEST_NAMES])


@lru_cache(MOST_REMEMBERED)
def _is_caption(names: str) -> bool:
    return _CAPTION.search(names) is not None


@lru_cache(MOST_REMEMBERED)
def _is_initial(names: str) -> bool:
    return _INITIAL.search(names.lower()) is not None


@lru_cache(MOST_REMEMBERED)
def _is_place(names: str) -> bool:
    return _PLACE.search(names) is not None


def _next_text(node: LexborNode) -> str:
    """The text that follows *node* in its parent."""
    texts, following = "", node.next
    for _ in range(MOST_SIBLINGS):
        if following is None or texts:
            break
        texts = (following.text() if following.tag != "-text" else following.text_content or "").strip()
        following = following.next
    return texts


def _hidden(attributes: Attributes) -> bool:
    if "style" in attributes:
        style = attributes["style"] or ""
        if "display" in style and "display:none" in style.replace(" ", "").lower():
            return True
    if "hidden" not in attributes or attributes["hidden"] == "until-found":
        return False
    # <div hidden id="S:0">: what a page sent late, and a script puts in its place
    return not (attributes.get("id") or "").startswith("S:")
