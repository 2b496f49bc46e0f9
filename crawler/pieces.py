"""The parts of a printed line that nothing but style sets apart: <span>Source: dpa</span><span>3 May 2026</span>."""

from __future__ import annotations

from selectolax.lexbor import LexborNode

from crawler.blocks import Block
from crawler.reading.text import clean, folded

MOST = 20  # parts of a line
LONGEST = 400  # characters
_PICTURE = frozenset("figure figcaption picture".split())


def pieces(block: Block) -> list[str]:
    """Return the texts that stand in elements of their own in *block*, in order; its whole text where they do not."""
    if block.element is None or not _may_have_parts(block):
        return [block.text]
    texts = block.element.node.text(separator="\n").split("\n")
    found = [piece for text in texts if (piece := clean(text))]
    own = [piece for piece in found if piece in block.text]
    # <section><h2>Page</h2><span>Ann Lee</span><b>512 views</b></section>: a heading in it is a block of its own.
    whole = not 1 < len(own) <= MOST or (len(own) < len(found) and folded("".join(own)) != block.key)
    return [block.text] if whole else own


def children(block: Block) -> list[str]:
    """Return the texts of the elements right in *block*: <i>Read <b>1523</b> times</i><i>Changed 3 May</i>."""
    if block.element is None or not _may_have_parts(block):
        return [block.text]
    nodes = list(block.element.node.iter(include_text=True))[: MOST + 1]
    texts = [clean((node.text_content if node.tag == "-text" else node.text(separator=" ")) or "") for node in nodes]
    found = [text for text in texts if text]
    return [block.text] if len(found) > MOST or not all(text in block.text for text in found) else found


def _may_have_parts(block: Block) -> bool:
    # The text of an element that holds the rest of the page is not gathered for each line that stands right in it.
    return len(block.text) <= LONGEST and block.element is not None and block.element.blocks <= MOST


def is_of_picture(block: Block) -> bool:
    """Return whether *block* stands with a picture."""
    element = block.element
    return element is not None and any(above.tag in _PICTURE for above in element.lineage())


def is_emphasis(block: Block) -> bool:
    """Return whether all of *block* is bold or in italics: <p><b>The ferries are back.</b></p>."""
    element = block.element
    if element is None or element.blocks != 1:
        return block.styled  # <td><b>The ferries are back.</b><br><br>The first ...
    inner = element.node.css_first("b, strong, i, em")
    return inner is not None and len(folded(inner.text())) == len(block.key)


def first_said(node: LexborNode | None) -> LexborNode | None:
    """Return *node*, or the first one behind it that is no gap: the name in <i class="fa-user"></i> <b>Ann Lee</b>."""
    while node is not None and node.tag == "-text" and not (node.text_content or "").strip():
        node = node.next
    return node
