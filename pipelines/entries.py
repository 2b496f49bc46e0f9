"""The entries of a live blog, each with its own time."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from crawler.blocks import HEADINGS, Block, Element
from crawler.items import Article, Entry
from crawler.page import Page
from crawler.pieces import is_emphasis
from crawler.reading.dates.dates import parse_declared
from crawler.reading.fingerprints import entry_key
from crawler.reading.text import clean, unescape
from pipelines.body import declared_paragraphs
from pipelines.field import Candidate, FieldPipeline, Found

FEWEST = 3  # entries that markup alone makes a live blog
MOST = 5000
LONGEST = 100_000  # characters of an entry
_STAMPS = ("data-timestamp", "data-time", "data-datetime", "data-published", "data-date", "data-created")
_CLOCK = re.compile(
    r"\d{1,2}[:.]\d\d(?:\s?(?:Uhr|[ap]\.?m\.?))?", re.IGNORECASE
)  # which stands above what happened then


def json_ld(page: Page) -> Found[list[Entry]] | None:
    """`liveBlogUpdate` of the page's article."""
    updates = page.structured.article.get("liveBlogUpdate")
    rows = updates if isinstance(updates, list) else [updates]
    entries = [entry for row in rows[:MOST] if isinstance(row, dict) and (entry := _declared(row)) is not None]
    return Found(entries, f"{len(entries)} of liveBlogUpdate") if entries else None


def _declared(row: dict[str, Any]) -> Entry | None:
    text = next((row[name] for name in ("articleBody", "text", "description") if isinstance(row.get(name), str)), "")
    body = "\n\n".join(block.text for block in declared_paragraphs(text[:LONGEST]))
    title = next((row[name] for name in ("headline", "name") if isinstance(row.get(name), str)), "")
    address = next((row[name] for name in ("url", "@id", "mainEntityOfPage") if isinstance(row.get(name), str)), "")
    when = next((row[name] for name in ("datePublished", "dateCreated") if isinstance(row.get(name), str)), "")
    if not body and not title:
        return None
    return Entry(address, body, clean(unescape(title)) or None, _instant(when))


def _instant(text: str) -> str | None:
    moment = parse_declared(text) if text else None
    return moment.iso() if moment else None


def by_markup(page: Page, article: Article) -> list[Entry]:
    """The story's blocks by the element around them that holds one machine-readable time, alike to its neighbours."""
    elements = page.elements
    times = elements.at([place for place in elements.tagged("time") if "datetime" in elements.attributes[place]])
    if len(times) < FEWEST:
        return _stamped(page, article)
    dated = Counter(parent for time in times[:MOST] for parent in _parents(time))
    groups: dict[int, tuple[Element, list[Block]]] = {}
    for block in article.blocks:
        boxes = [box for box in block.element.lineage() if dated[box.node.mem_id] == 1] if block.element else []
        if boxes:
            groups.setdefault(boxes[-1].node.mem_id, (boxes[-1], []))[1].append(block)
    tags = Counter(box.tag for box, _ in groups.values())
    return [_entry(box, blocks) for box, blocks in groups.values() if tags[box.tag] >= FEWEST]


def _stamped(page: Page, article: Article) -> list[Entry]:
    """The story's blocks by the element around them that bears a time itself: <div data-timestamp="1795478400">."""
    groups: dict[int, tuple[Element, list[Block]]] = {}
    for block in article.blocks:
        boxes = [box for box in block.element.lineage() if _stamp(box)] if block.element else []
        if boxes:
            groups.setdefault(boxes[0].node.mem_id, (boxes[0], []))[1].append(block)
    return [_entry(box, blocks) for box, blocks in groups.values()] if len(groups) >= FEWEST else []


def _stamp(box: Element) -> str | None:
    attributes = box.node.attributes
    return next((value for name in _STAMPS if (value := attributes.get(name))), None)


def _parents(node: Any) -> Iterator[int]:
    while (node := node.parent) is not None and node.tag not in ("body", "html", "-undef"):
        yield node.mem_id


def _entry(box: Element, blocks: list[Block]) -> Entry:
    blocks = [block for block in blocks if not _CLOCK.fullmatch(block.text)] or blocks
    headed = blocks[0].tag in HEADINGS or (is_emphasis(blocks[0]) and not blocks[0].text.endswith("."))
    title = blocks[0].text if headed and len(blocks) > 1 else None
    body = "\n\n".join(block.text for block in (blocks[1:] if title else blocks))[:LONGEST]
    times = box.node.css("time[datetime]")
    when = times[0].attributes.get("datetime") if times else _stamp(box)
    attributes = box.node.attributes
    return Entry(attributes.get("id") or attributes.get("data-entry-id") or "", body, title, _instant(when or ""))


def with_keys(entries: list[Entry]) -> list[Entry]:
    """Return *entries* once each, with keys that tell them apart: the fragment or id, else time and first words.

    A key must be the same at the next visit, when others stand above, and in every archive.
    """
    found: dict[str, Entry] = {}
    own = Counter(entry.key.partition("#")[2] or entry.key for entry in entries)
    for entry in entries:
        name = entry.key.partition("#")[2] or entry.key
        if not name or own[name] > 1:
            name = entry_key(entry.published_at, entry.title, entry.body)
        found.setdefault(name, Entry(name, entry.body, entry.title, entry.published_at))
    return list(found.values())


class EntriesPipeline(FieldPipeline[list[Entry]]):
    """`entries`, of live blogs alone: other articles are not counted as lacking them."""

    field = "entries"
    is_expected = False
    sources = (json_ld,)

    def candidates(self, page: Page, article: Article) -> list[Candidate[list[Entry]]]:
        found = super().candidates(page, article)
        if page.html and article.kind == "live_blog":
            entries = by_markup(page, article)
            if len(entries) >= FEWEST:
                found.append(self.candidate(entries, "visible_text", f"{len(entries)} elements with a time", page))
        return found

    def choose(self, candidates: list[Candidate[list[Entry]]]) -> Candidate[list[Entry]] | None:
        """The one with the most text: what is declared is often cut, and has no paragraphs."""
        return max(candidates, key=lambda found: sum(len(entry.body) for entry in found.value), default=None)

    def same(self, one: list[Entry], other: list[Entry]) -> bool:
        """Whether two have as many entries: sources differ in their markup and in what they cut."""
        return len(one) == len(other)

    def fill(self, article: Article, value: list[Entry]) -> None:
        article.entries = with_keys(value)
