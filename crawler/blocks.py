"""A document's blocks: runs of text between block-level borders, in order, with the elements around them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from selectolax.lexbor import LexborNode

from crawler.reading.text import clean_lines, folded
from crawler.reading.topics import NAMELESS, Names, names_of

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_SINGLE = frozenset("p li h1 h2 h3 h4 h5 h6 td th dd dt q cite figcaption".split())  # these hold one block
Attributes = dict[str, str | None]
# <img> <em class="img_desc">The old lighthouse</em>: a class that names what stands under a picture
UNDER_PICTURE = r"(?:img|image|photo|pic(?:ture)?)[-_]?(?:desc|cap|txt|credit)"
# Tags that tell what a block is, each a bit; the rest share the last one. A <q> is asked for, and has one beside it.
TAGS = (
    "p li h1 h2 h3 h4 h5 h6 div span td th tr table ul ol dl dt dd blockquote pre section article main aside header "
    "footer nav form figure figcaption center address details summary body other"
).split()
TAG_BITS = {tag: 1 << bit for bit, tag in enumerate(TAGS)}
_OTHER = TAG_BITS["other"]
_OWN = TAG_BITS["div"]  # of a page's own elements, such as <x-line>: they hold what it would have set in <div>
_OWN_BITS = TAG_BITS | {"q": 1 << len(TAGS)}
_DIGIT = re.compile(r"\d")
_LINES_SHOWN = re.compile(r"white-?space(?:-|:\s*)pre-(?:wrap|line)")
LONGEST_LOOK = 300  # characters of a style that are looked at
# The bytes of UTF-8 that are digits, or that those of other scripts begin with.
_MAY_BE_DIGITS = b"0123456789\xd9\xdb\xdf\xe0\xe1\xea\xef\xf0"
WIDEST_LINE = 100  # characters, of a text that is set in lines of one width
TAG_BITS["q"] = _OTHER | _OWN_BITS["q"]


@cache
def _bits_of(tags: tuple[str, ...]) -> int:
    return sum(_OWN_BITS[tag] for tag in set(tags))


class Element:
    """An element above some block: its tag and the words of its class and id, in lower case.

    The blocks inside it are those from `first` up to, not including, `last`, once the walk has left it; `images`
    counts the pictures inside. What is said of it below that is known once a block stands in it.

    `named` are its names. `kind` is equal for elements whose tag and names are, `path` for those of which that holds
    all the way up; numbers in names do not count. `above` says what the names of all elements around it speak of (see
    `crawler.reading.topics`), `tags_above` which tags they are. `box` is the nearest element, itself included, that by
    its tag may hold more than one block, `article` the nearest <article> or <main>.
    """

    __slots__ = (
        *("tag", "node", "parent", "attributes", "images", "first", "last"),
        *("named", "kind", "path", "above", "tag_bit", "tags_above", "_box", "_article", "settled", "aside"),
    )
    named: Names
    kind: int
    path: int
    above: int
    tag_bit: int
    tags_above: int
    # None where the element itself is it: what names itself would keep the page's tree until the collector comes.
    _box: Element | None
    _article: Element | None

    def __init__(self, tag: str, node: LexborNode, parent: Element | None, attributes: Attributes, first: int) -> None:
        self.tag = tag
        self.node = node
        self.parent = parent
        self.attributes = attributes
        self.images = 0
        self.first = first
        self.last = first
        self.settled = False
        self.aside: bool | None = None  # once `crawler.layout.is_aside` was asked

    @property
    def blocks(self) -> int:
        """How many blocks stand in it."""
        return self.last - self.first

    @property
    def names(self) -> str:
        return self.named.text

    @property
    def words(self) -> frozenset[str]:
        return self.named.words

    def shows_lines(self) -> bool:
        """Whether readers see each end of a line in it: <div style="white-space: pre-wrap">."""
        looks = map(self.attributes.get, ("class", "style"))
        return any(look and _LINES_SHOWN.search(look[:LONGEST_LOOK]) for look in looks)

    def lineage(self) -> Iterator[Element]:
        """Yield this element and those around it, inner ones first."""
        element: Element | None = self
        while element is not None:
            yield element
            element = element.parent

    @property
    def box(self) -> Element:
        return self._box or self

    @property
    def article(self) -> Element | None:
        return self if self.tag in ("article", "main") else self._article

    def within(self, *tags: str) -> bool:
        """Whether this element or one around it is one of *tags*: of `TAGS`, or "q"."""
        if not self.settled:
            self.settle()
        return bool(_bits_of(tags) & (self.tags_above | self.tag_bit))

    def settle(self) -> None:
        """Find out all there is to say of an element that a block stands in, and of those around it."""
        waiting = [self]
        while (element := waiting[-1].parent) is not None and not element.settled:
            waiting.append(element)
        for one in reversed(waiting):
            one._settle()

    def _settle(self) -> None:
        self.settled = True
        tag, parent = self.tag, self.parent
        named = NAMELESS
        if attributes := self.attributes:
            class_, id_ = attributes.get("class"), attributes.get("id")
            if class_ or id_:
                named = names_of(f"{class_ or ''} {id_ or ''}")
        self.named = named
        self.kind = kind = hash((tag, named.shape))
        self.tag_bit = TAG_BITS.get(tag) or (_OWN if "-" in tag else _OTHER)
        if parent is None:
            self.path = kind
            self.above = self.tags_above = 0
            self._box = self._article = None
            return
        self.path = hash((parent.path, kind))
        self.above = parent.above | parent.named.bits
        self.tags_above = parent.tags_above | parent.tag_bit
        self._box = (parent._box or parent) if tag in _SINGLE else None
        self._article = parent if parent.tag in ("article", "main") else parent._article


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
    holds_q: bool = False  # whether it has words in a <q>
    styled: bool = False  # whether all of it stands in elements that set its looks, <b> or <font>
    _key: str | None = None
    prose_weight: float | None = None  # once `crawler.layout.prose_weight` was asked
    _has_digit: bool | None = None

    @property
    def key(self) -> str:
        """The text folded, for comparing it with others."""
        if self._key is None:
            self._key = folded(self.text)
        return self._key

    @property
    def has_digit(self) -> bool:
        """Whether a digit of any script stands in it: no line without one has a count or a day of the calendar."""
        if self._has_digit is None:
            told = self.text.encode("utf-8", "surrogatepass")  # a glance at its bytes, where a search takes its time
            may = len(told.translate(None, _MAY_BE_DIGITS)) < len(told)
            self._has_digit = may and _DIGIT.search(self.text) is not None
        return self._has_digit

    def says(self, keys: Collection[str]) -> bool:
        """Whether the text folded is one of *keys*; most texts differ from them in their first letter."""
        first = self.text[:1]
        if not first.isalnum():
            first = next(filter(str.isalnum, self.text), "")
        first = first.casefold()
        for key in keys:
            if key.startswith(first):
                return self.key in keys
        return False

    @property
    def link_density(self) -> float:
        """Share of the characters that are inside links, 0 to 1."""
        return min(1.0, self.links / len(self.text)) if self.links and self.text else 0.0

    def within(self, *tags: str) -> bool:
        """Whether the block stands in one of *tags*."""
        element = self.element  # settled, since a block stands in it
        return element is not None and bool(_bits_of(tags) & (element.tags_above | element.tag_bit))


def text_blocks(text: str) -> Iterator[Block]:
    """Yield the blocks of a plain text: its paragraphs, or its lines where no empty line parts them."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    parts = _unwrapped(text.split("\n\n")) if "\n\n" in text.strip() else text.split("\n")
    heading = True
    for part in parts:
        if line := clean_lines(part):
            yield Block(line, "h1" if heading else "p")
            heading = False


def _unwrapped(parts: list[str]) -> list[str]:
    """Return *parts* with each line that is but a break in its paragraph joined, as telegrams and mails have them.

    A line is broken so where the next word had not fit into the width of the widest: most lines of such a text are.
    """
    breaks = [pair for part in parts for pair in pairwise(part.strip().split("\n"))]
    width = max((len(line) for line, _ in breaks), default=0)
    forced = sum(_is_full(line, following, width) for line, following in breaks)
    if width > WIDEST_LINE or 2 * forced < len(breaks):
        return parts
    found: list[str] = []
    for part in parts:
        first, *rest = part.strip().split("\n")
        found.append(first)
        for line, following in pairwise((first, *rest)):
            if _is_full(line, following, width):
                found[-1] += f" {following.strip()}"
            else:
                found.append(following)
    return found


def _is_full(line: str, following: str, width: int) -> bool:
    return len(line) + len(following.strip().split(" ", 1)[0]) >= width
