"""The elements of a document, visited once for all that look for some of them by tag, attribute or class.

A search by selector visits the whole tree: what a page's readers look for in a dozen searches stands here in one visit.
"""

from __future__ import annotations

from bisect import bisect
from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import cached_property
from itertools import accumulate

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.blocks import Attributes

_END = "\0"  # which no parser lets into an attribute


class Elements:
    """The elements of a tree in its order. Searches return places: indexes of `nodes` and `attributes`, in order."""

    def __init__(self, tree: LexborHTMLParser | None) -> None:
        self.nodes: list[LexborNode] = tree.css("*") if tree is not None else []
        self.attributes: list[Attributes] = [node.attributes for node in self.nodes]
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

    def with_attribute(self, name: str) -> list[int]:
        """Return the elements that have an attribute of that *name*."""
        return self._by_attribute.get(name, [])

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
    def _by_attribute(self) -> dict[str, list[int]]:
        """The elements that have each attribute."""
        places: defaultdict[str, list[int]] = defaultdict(list)
        for place, attributes in enumerate(self.attributes):
            for name in attributes:
                places[name].append(place)
        return places

    @cached_property
    def _classes(self) -> tuple[str, list[int], list[list[int]]]:
        """The classes that differ, in lower case, where each ends, and the elements that have each."""
        places: defaultdict[str | None, list[int]] = defaultdict(list)
        attributes = self.attributes
        for place in self.with_attribute("class"):
            places[attributes[place]["class"]].append(place)
        text = "".join([f"{class_ or ''}{_END}" for class_ in places]).lower()
        return text, list(accumulate([len(class_) + 1 for class_ in text.split(_END)])), list(places.values())

    def at(self, places: Collection[int]) -> list[LexborNode]:
        """Return the elements at *places*, in order."""
        return [self.nodes[place] for place in sorted(places)]
