"""The elements of a document, visited once for all that look for some of them by tag, attribute or class.

A search by selector visits the whole tree: what a page's readers look for in a dozen searches stands here in one visit.
"""

from __future__ import annotations

from bisect import bisect
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from itertools import accumulate

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.blocks import Attributes

_END = "\0"  # which no parser lets into an attribute


class _AttributesByPlace(dict[int, Attributes]):
    """The attributes of each element, read once they are asked for: those of most never are."""

    def __init__(self, nodes: list[LexborNode]) -> None:
        self.nodes = nodes

    def __missing__(self, place: int) -> Attributes:
        self[place] = found = self.nodes[place].attributes
        return found


class Elements:
    """The elements of a tree in its order. Searches return places: indexes of `nodes` and `attributes`, in order."""

    def __init__(self, tree: LexborHTMLParser | None) -> None:
        self._tree = tree
        self.nodes: list[LexborNode] = tree.css("*") if tree is not None else []
        self.attributes = _AttributesByPlace(self.nodes)
        self._with_attribute: dict[str, dict[int, str]] = {}  # what was asked for, by the name
        by_number: defaultdict[int, list[int]] = defaultdict(list)
        for place, number in enumerate([node.tag_id for node in self.nodes]):
            by_number[number].append(place)
        self._by_tag = {self.nodes[places[0]].tag: places for places in by_number.values()}

    def tagged(self, *tags: str) -> list[int]:
        """Return the elements of one of *tags*."""
        if len(tags) == 1:
            return self._by_tag.get(tags[0], [])
        return sorted(place for tag in tags for place in self._by_tag.get(tag, ()))

    def first(self, tag: str) -> LexborNode | None:
        """Return the first element of *tag*."""
        places = self._by_tag.get(tag)
        return self.nodes[places[0]] if places else None

    def with_attribute(self, name: str) -> dict[int, str]:
        """Return the elements that have an attribute of that *name*, with its value; "" where it has none."""
        found = self._with_attribute.get(name)
        if found is None:
            nodes = self._tree.css(f"[{name}]") if self._tree is not None else []
            # [title] finds <svg xlink:title="..."> too, which has no `title`.
            places = self._places
            found = {places[node.mem_id]: attrs[name] or "" for node in nodes if name in (attrs := node.attrs)}
            self._with_attribute[name] = found
        return found

    def classed(self, words: Iterable[str]) -> set[int]:
        """Return the elements whose class holds one of *words*, in whatever case and inside other words too."""
        text, ends, places = self._classes
        found: set[int] = set()
        for word in words:
            at = text.find(word)
            while at >= 0:
                number = bisect(ends, at)
                found.update(places[number])
                at = text.find(word, ends[number])
        return found

    @cached_property
    def _places(self) -> dict[int, int]:
        """The place of each element, by what identifies it."""
        return {node.mem_id: place for place, node in enumerate(self.nodes)}

    @cached_property
    def _classes(self) -> tuple[str, list[int], list[list[int]]]:
        """The classes that differ, in lower case, where each ends, and the elements that have each."""
        places: defaultdict[str, list[int]] = defaultdict(list)
        for place, class_ in self.with_attribute("class").items():
            places[class_].append(place)
        text = "".join([class_ + _END for class_ in places]).lower()
        return text, list(accumulate([len(class_) + 1 for class_ in text.split(_END)])), list(places.values())

    def place(self, node: LexborNode) -> int:
        """Return where *node* stands among all elements: behind them where a reader has put it there."""
        return self._places.get(node.mem_id, len(self.nodes))

    def at(self, places: Collection[int]) -> list[LexborNode]:
        """Return the elements at *places*, in order."""
        return [self.nodes[place] for place in sorted(places)]


def lineage(node: LexborNode | None) -> Iterator[LexborNode]:
    """Yield *node* and the elements around it, from the inside."""
    while node is not None:
        yield node
        node = node.parent
