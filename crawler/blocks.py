"""A document's blocks: runs of text between block-level borders, in order, with the elements around them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from crawler.reading.text import clean_lines, folded
from crawler.reading.topics import NAMELESS, Names, names_of

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_SKIPPED = frozenset(
    (
        "script style noscript template svg iframe select option button textarea input object embed canvas map audio "
        "video head datalist dialog"
    ).split()
)
_BLOCKS = frozenset(
    (
        "html body address article aside blockquote center dd details dir div dl dt fieldset figcaption figure footer "
        "form h1 h2 h3 h4 h5 h6 header hr legend li main menu nav ol p pre section summary table tbody td tfoot th "
        "thead tr ul caption time-block amp-ad"
    ).split()
)
_STYLES = frozenset("font b strong big small i em u".split())
_SINGLE = frozenset("p li h1 h2 h3 h4 h5 h6 td th dd dt q cite figcaption".split())  # these hold one block
# Elements whose lines may be anything: where a page is laid out by hand, <br> parts headline from byline.
_LAYOUT = frozenset("td th div center body article section main form".split())
Attributes = dict[str, str | None]
MOST_SIBLINGS = 5  # looked at
MOST_SPANS = 3  # around a text
# Tags that tell what a block is, each a bit; the rest share the last one.
TAGS = (
    "p li h1 h2 h3 h4 h5 h6 div span td th tr table ul ol dl dt dd blockquote pre section article main aside header "
    "footer nav form figure figcaption center address details summary body other"
).split()
TAG_BITS = {tag: 1 << bit for bit, tag in enumerate(TAGS)}
_OTHER = TAG_BITS["other"]


@dataclass(slots=True, eq=False)
class Element:
    """An element above some block: its tag and the words of its class and id, in lower case.

    The blocks inside it are those from `first` up to, not including, `last`, once the walk has left it.
    `path` is equal for elements whose tags and names are, all the way up; numbers in names do not count.
    `bits` says what its names speak of (see `crawler.reading.topics`), `tag_bit` which tag it is; `above` and
    `tags_above` say so of all elements around it.
    """

    tag: str
    named: Names
    parent: Element | None
    node: LexborNode
    images: int = 0  # inside it, once the walk has left it
    blocks: int = 0
    first: int = 0
    last: int = 0
    path: int = 0
    above: int = 0
    tags_above: int = 0
    box: Element | None = None  # the nearest, itself included, that by its tag may hold more than one block
    article: Element | None = None  # the nearest <article> or <main>, itself included

    @property
    def names(self) -> str:
        return self.named.text

    @property
    def words(self) -> frozenset[str]:
        return self.named.words

    def lineage(self) -> Iterator[Element]:
        """Yield this element and those around it, inner ones first."""
        element: Element | None = self
        while element is not None:
            yield element
            element = element.parent

    def take_in(self, inner: Element) -> None:
        """Count what an element inside this one holds."""
        self.images += inner.images
        self.blocks += inner.blocks

    @property
    def tag_bit(self) -> int:
        return TAG_BITS.get(self.tag, _OTHER)

    def within(self, *tags: str) -> bool:
        """Whether this element or one around it is one of *tags*."""
        asked = 0
        for tag in tags:
            asked |= TAG_BITS.get(tag, _OTHER)
        if not asked & (self.tags_above | self.tag_bit):
            return False
        return any(e.tag in tags for e in self.lineage())


@dataclass(slots=True, eq=False)
class Block:
    """A run of text between two block-level borders, in the page's order.

    `text` has its spaces folded and keeps single line breaks (`<br>`). `links` counts the characters
    inside links. `element` is the block-level element that holds the text; None on pages of plain text.
    `attribution` is the line printed under a quote that names its source, once the body step found one.
    """

    text: str
    tag: str
    element: Element | None = None
    links: int = 0
    attribution: str | None = None
    inline_bits: int = 0  # what the names of the elements inside it speak of
    _key: str | None = None
    is_prose: bool | None = None  # once `crawler.layout.is_prose` was asked

    @property
    def key(self) -> str:
        """The text folded, for comparing it with others."""
        if self._key is None:
            self._key = folded(self.text)
        return self._key

    @property
    def link_density(self) -> float:
        """Share of the characters that are inside links, 0 to 1."""
        return min(1.0, self.links / len(self.text)) if self.text else 0.0

    def within(self, *tags: str) -> bool:
        """Whether the block stands in one of *tags*."""
        return self.element is not None and self.element.within(*tags)


def text_blocks(text: str) -> Iterator[Block]:
    """Yield the blocks of a plain text: its paragraphs, or its lines where no empty line parts them."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    parts = text.split("\n\n") if "\n\n" in text.strip() else text.split("\n")
    heading = True
    for part in parts:
        if line := clean_lines(part):
            yield Block(line, "h1" if heading else "p")
            heading = False


class Part(NamedTuple):
    """A piece of a block's text. `styled`: in an element that sets its looks, <font> or <b>; `links`: characters."""

    text: str
    styled: bool = False
    links: int = 0
    spans: tuple[int, ...] = ()  # the innermost around it


class Walk:
    """One walk over a document's nodes that yields its blocks. Iterative: pages nest 100,000 deep."""

    def __init__(self, root: LexborNode) -> None:
        self.root = root
        self.parts: list[Part] = []  # of the block that is being gathered
        self.broken = False  # by a <br>
        self.inline_bits = 0
        self.link_depth = 0
        self.style_depth = 0
        self.spans: list[int] = []
        self.count = 0  # of the blocks so far

    def __iter__(self) -> Iterator[Block]:
        element = _element("body", self.root, None, self.root.attributes)
        node: LexborNode | None = self.root.first_child
        trail: list[tuple[LexborNode, str, Element | None]] = []  # entered, not yet left; the element if it is a block
        while node is not None or trail:
            if node is None:
                left, tag, closed = trail.pop()
                if closed is None:
                    self.leave_inline(tag)
                else:
                    yield from self.flush(closed)
                    closed.last = self.count
                    assert closed.parent is not None
                    element = closed.parent
                    element.take_in(closed)
                node = left.next
                continue
            tag = node.tag or ""
            if tag == "-text":
                self.add(node.text_content or "")
            elif tag == "br":
                yield from self.break_line(element)
            elif tag == "img":
                element.images += 1
            elif tag not in _SKIPPED and tag[:1] not in "-!_" and not _hidden(attributes := node.attributes):
                inner: Element | None = None
                if tag in _BLOCKS or _is_set_apart(node, tag, element):
                    yield from self.flush(element)
                    inner = element = _element(tag, node, element, attributes)
                    element.first = self.count
                else:
                    self.enter_inline(node, tag, element, attributes)
                trail.append((node, tag, inner))
                node = node.first_child
                continue
            node = node.next
        yield from self.flush(element)
        element.last = self.count

    def enter_inline(self, node: LexborNode, tag: str, element: Element, attributes: Attributes) -> None:
        if attributes and (names := attributes.get("class")):
            self.inline_bits |= names_of(names).bits
        if tag == "span":
            self.spans.append(node.mem_id)
            if element.tag in _LAYOUT and (before := node.prev) and before.tag == "span":
                self.add(" ")  # <span>07:25</span><span>2312 views</span>: a gap that only the style sheet sets
        elif tag == "a":
            self.link_depth += 1
        elif tag in _STYLES:
            self.style_depth += 1

    def leave_inline(self, tag: str) -> None:
        if tag == "span":
            self.spans.pop()
        elif tag == "a":
            self.link_depth -= 1
        elif tag in _STYLES:
            self.style_depth -= 1

    def put(self, text: str, links: int = 0) -> None:
        spans = tuple(self.spans[-MOST_SPANS:]) if self.spans else ()
        self.parts.append(Part(text, self.style_depth > 0, links, spans))

    def add(self, text: str) -> None:
        if not text.isspace():
            self.put(text.replace("\n", " "), len(" ".join(text.split())) if self.link_depth else 0)
        elif self.parts and self.parts[-1].text != "\n":
            # White space alone keeps words apart, but must not part two <br>.
            self.put(" ")

    def break_line(self, element: Element) -> list[Block]:
        """Take in a <br>; a second one in a row ends the block."""
        if self.parts and self.parts[-1].text == "\n":
            return self.flush(element)
        if self.parts:
            self.put("\n")
            self.broken = True
        return []

    def flush(self, element: Element) -> list[Block]:
        """Return the text gathered so far as a block of *element*, or as several."""
        if not self.parts:
            return []
        found = []
        by_hand = self.broken and element.tag in _LAYOUT
        for parts in self.lines() if by_hand else [self.parts]:
            if text := clean_lines("".join([part.text for part in parts])):
                links = sum([part.links for part in parts])
                found.append(Block(text, element.tag, element, links, inline_bits=self.inline_bits))
        element.blocks += len(found)
        self.count += len(found)
        self.parts = []
        self.broken = False
        self.inline_bits = 0
        return found

    def shared_spans(self) -> set[int]:
        """Return the spans that hold text of more than one line."""
        lines: dict[int, int] = {}
        shared: set[int] = set()
        number = 0
        for part in self.parts:
            number += part.text == "\n"
            if part.text.strip():
                shared.update(span for span in part.spans if lines.setdefault(span, number) != number)
        return shared

    def lines(self) -> list[list[Part]]:
        """Return the text gathered so far, parted where a line has looks of its own.

        <td><font size=5><b>A headline</b></font><br>A standfirst.<br><i>By Mira Holt</i><br>...
        <td><span class="h">A headline</span><br><span class="t">A standfirst.</span><br>...
        """
        groups: list[list[Part]] = [[]]
        shared = self.shared_spans()
        line: list[Part] = []
        for part in [*self.parts, Part("\n")]:
            if part.text != "\n":
                line.append(part)
                continue
            looks = all(p.styled or p.links or not p.text.strip("•-–* ") for p in line)
            if line and (looks or set.intersection(*(set(p.spans) for p in line if p.text.strip())) - shared):
                groups += [line, []]
            else:
                groups[-1] += [*line, part]
            line = []
        return groups


def _element(tag: str, node: LexborNode, parent: Element | None, attributes: Attributes) -> Element:
    named, images = NAMELESS, 0
    if attributes:
        class_, id_ = attributes.get("class"), attributes.get("id")
        if class_ or id_:
            named = names_of(f"{class_ or ''} {id_ or ''}")
        images = int("url(" in (attributes.get("style") or ""))
    element = Element(tag, named, parent, node, images)
    element.box = element
    element.article = element if tag in ("article", "main") else None
    if parent is None:
        element.path = hash((tag, named.shape))
        return element
    element.path = hash((parent.path, tag, named.shape))
    element.above = parent.above | parent.named.bits
    element.tags_above = parent.tags_above | TAG_BITS.get(parent.tag, _OTHER)
    if tag in _SINGLE:
        element.box = parent.box
    element.article = element.article or parent.article
    return element


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
    if not attributes:
        return False
    if "hidden" in attributes and attributes["hidden"] != "until-found":
        return True
    style = attributes.get("style") or ""
    return "display" in style and "display:none" in style.replace(" ", "").lower()
