"""Lists and boxes that a heading right above them names."""

from __future__ import annotations

from selectolax.lexbor import LexborNode

from crawler.blocks import HEADINGS


def heading_above(node: LexborNode) -> LexborNode | None:
    """Return the heading right above *node*, None where none stands there: <h3>Popular</h3><div>."""
    above = node.prev
    while above is not None and above.tag in ("-text", "-comment"):
        above = above.prev
    return above if above is not None and above.tag in HEADINGS else None


def in_headed_list(link: LexborNode) -> bool:
    """Return whether *link* stands in a list under a heading: <h3>Categories</h3><ul><li><a href="/category/news">."""
    items = link.parent.parent if link.parent is not None and link.parent.tag == "li" else None
    return items is not None and heading_above(items) is not None
