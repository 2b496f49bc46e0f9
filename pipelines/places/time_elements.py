"""The `<time>` elements of a page that may date its article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, timedelta, timezone
from itertools import islice

from selectolax.lexbor import LexborNode

from crawler.blocks import Attributes
from crawler.elements import Elements
from crawler.page import Page
from crawler.reading.dates.date_labels import label_before
from crawler.reading.dates.dates import Moment, find_printed, parse_declared
from crawler.reading.text import clean
from pipelines.places.datelines import DEEPEST, FOREIGN_TAGS
from pipelines.places.feet import is_own_foot

MOST_TIMES = 100
LONGEST_SHOWN = 60  # characters of an element that shows a moment, or says of what it is
FARTHEST_ZONE = timedelta(hours=14)
FEWEST_IN_ROW = 3
MOST_BESIDE = 8  # elements around one time, by which it may be named
MOST_TOLD = 6  # times that are asked what they say
ALIKE = 3  # elements, from a time outwards
_DATED = frozenset(("published", "date", "updated"))  # classes of <abbr>
# Of others, of readers, of the site.
_FOREIGN = re.compile(r"related|sidebar|widget|comment|teaser|recent|popular|card")
_OF_ENTRY = re.compile(r"(?:entry|post|article)[_-]date")
_STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:")
_MIDNIGHT = re.compile(r"(\d{4}-\d\d-\d\d)[T ]00:00(?::00(?:\.0+)?)?\s?[+-]\d\d:?\d\d")
_CLOCK = re.compile(r"\d{1,2}(?::|h ?)\d\d|(?<![\d.])\d{1,2}\.\d\d(?!\.?\d)")


def times(page: Page, *, updated: bool, of_row: bool = False) -> list[str | None]:
    """Return the first `<time>` after the headline, or the first before it: those named as of a change, or the rest.

    One of several that stand alike and differ dates an entry of a live blog, and is left out; *of_row* returns that.
    """
    before: list[LexborNode] = []
    after: list[LexborNode] = []
    found = before
    nodes = _dated_elements(page.elements)[:MOST_TIMES]
    around: set[int] = set()  # the headline: whatever these are named, they hold the article
    published = any("publi" in _names(node) for node in nodes if node.tag != "h1")
    told = _told_as_changes(nodes)
    for node in nodes:
        if node.tag == "h1":
            found = after
            around = around or {above.mem_id for above in _lineage(node)}
        elif (_is_updated(node, published=published) or node.mem_id in told) == updated and not _is_foreign(
            node, around
        ):
            found.append(node)
    rows = _rows(before + after)
    chosen = [node for node in after if (node.mem_id in rows) is of_row]
    chosen = chosen or [node for node in before if (node.mem_id in rows) is of_row]
    return [_stamp(node) for node in chosen[:1]]


def as_instant(moment: Moment, page: Page) -> Moment:
    """Return *moment*, which the page prints, with the offset of the element that shows it; as it is where none does.

    <time datetime="2026-11-24T20:12:00.000Z">24.11.2026 - 21:12</time>
    """
    if moment.precision == "day" or moment.when.tzinfo is not None:
        return moment
    for node in _dated_elements(page.elements)[:MOST_TIMES]:
        stamp = node.attributes.get("datetime") or ""
        text = clean(node.text()) if "T" in stamp else ""
        declared = parse_declared(stamp) if 0 < len(text) <= LONGEST_SHOWN and _CLOCK.search(text) else None
        if declared is None or declared.when.tzinfo is None:
            continue
        gap = moment.when.replace(second=0) - declared.when.astimezone(UTC).replace(
            tzinfo=None, second=0, microsecond=0
        )
        # A page whose clock shows UTC prints days of its readers' zone as well.
        if gap and gap % timedelta(minutes=15) == timedelta(0) and abs(gap) <= FARTHEST_ZONE:
            shown = find_printed(text, language=page.declared_language)
            if shown and shown[0].moment.when == moment.when:
                return replace(moment, when=moment.when.replace(tzinfo=timezone(gap)))
    return moment


def _stamp(node: LexborNode) -> str | None:
    """The moment that *node* is marked with; its day alone, where that begins it and no clock is shown.

    <time datetime="2026-11-16T00:00:00+01:00">16.11.2026</time>
    """
    stamp = node.attributes.get("datetime") or node.attributes.get("title")
    midnight = _MIDNIGHT.fullmatch(stamp) if stamp and "00:00" in stamp else None
    return midnight[1] if midnight and (shown := node.text()).strip() and not _CLOCK.search(shown) else stamp


def _rows(nodes: list[LexborNode]) -> set[int]:
    """Those of *nodes*, by identity, that stand in a row of elements alike, and each say another time."""
    alike: dict[tuple[str, ...], list[LexborNode]] = {}
    for node in nodes if len(nodes) >= FEWEST_IN_ROW else ():
        alike.setdefault(_surroundings(node), []).append(node)
    rows = [row for row in alike.values() if len({_stamp(node) for node in row}) >= FEWEST_IN_ROW]
    return {node.mem_id for row in rows for node in row}


def _surroundings(node: LexborNode) -> tuple[str, ...]:
    found: list[str] = []
    above: LexborNode | None = node
    while above is not None and len(found) < 2 * ALIKE:
        found += (str(above.tag), above.attributes.get("class") or "")
        above = above.parent
    return tuple(found)


def _dated_elements(elements: Elements) -> list[LexborNode]:
    """The elements that hold a machine-readable time, and the headings between them."""
    attributes = elements.attributes
    times = [place for place in elements.tagged("time") if "datetime" in attributes[place]]
    times += [place for place in elements.tagged("abbr") if _is_stamp(attributes[place])]
    return elements.at([*elements.tagged("h1"), *times])


def _is_stamp(attributes: Attributes) -> bool:
    """Whether an <abbr> says a moment in its title: <abbr class="timedate" title="2008-04-23T11:20:31-0700">."""
    classes, title = attributes.get("class"), attributes.get("title")
    return bool(title and (_STAMP.match(title) or not _DATED.isdisjoint((classes or "").split())))


def _names(node: LexborNode) -> str:
    """What *node* is called; one without a name as the element is that holds no other time: <div class=modified>."""
    names = _own_names(node)
    around = node.parent if not names.strip() and node.tag == "time" else None
    return _own_names(around) if around is not None and _is_alone(node, around) else names


def _is_alone(node: LexborNode, around: LexborNode) -> bool:
    """Whether *around* is an element of few others, none of which is or holds another time than *node*."""
    others = [other for other in islice(around.iter(), MOST_BESIDE + 1) if other.mem_id != node.mem_id]
    return len(others) < MOST_BESIDE and all(o.tag != "time" and o.css_first("time") is None for o in others)


def _own_names(node: LexborNode) -> str:
    attributes = node.attributes
    return f"{attributes.get('class') or ''} {attributes.get('id') or ''} {attributes.get('itemprop') or ''}".lower()


def _told_as_changes(nodes: list[LexborNode]) -> set[int]:
    """Those of *nodes*, by identity, that say so themselves beside others that do not: <time>Updated Mar 13</time>."""
    first = [node for node in nodes if node.tag != "h1"][:MOST_TOLD]
    told = {node.mem_id for node in first if label_before(node.text()[:LONGEST_SHOWN].strip()) == "modified"}
    return told if len(told) < len(first) else set()


def _is_updated(node: LexborNode, *, published: bool) -> bool:
    """Whether *node* is named as of a change, as the only day of an entry is too by some themes of WordPress."""
    names = _names(node)
    changed = ("update" in names or "modified" in names) and "publi" not in names
    return changed and (published or "modified" in names or not _OF_ENTRY.search(names))


def _lineage(node: LexborNode) -> Iterator[LexborNode]:
    above = node.parent
    for _ in range(DEEPEST):
        if above is None or above.tag == "body":
            return
        yield above
        above = above.parent


def _is_foreign(node: LexborNode, around: set[int]) -> bool:
    """Whether *node* stands in what belongs to other articles, to readers or to the site."""
    above = node.parent
    for _ in range(DEEPEST):
        if above is None or above.tag == "body" or above.mem_id in around:
            break
        if "hentry" in (above.attributes.get("class") or "").split():
            break  # <div class="widget Blog"><div class="post hentry">
        if above.tag == "footer" and is_own_foot(above):
            return _FOREIGN.search(_names(above)) is not None
        if above.tag in FOREIGN_TAGS or above.tag == "li" or _FOREIGN.search(_names(above)):
            return True
        above = above.parent
    return False
