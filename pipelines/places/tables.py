"""Tables and rows that print what is known of a story: its date, its unit, its views."""

from __future__ import annotations

from selectolax.lexbor import LexborNode

from crawler.blocks import Block, Element
from crawler.reading.counts import find_views
from crawler.reading.dates.dates import find_printed
from crawler.reading.text import clean
from pipelines.places.marked_counters import words_of

_TODAY = words_of("day_words")
MOST_ROWS = 8
LONGEST = 200  # characters


def table_of(block: Block) -> Element | None:
    """Return the small table of which *block* is a cell; none where the page is laid out in it."""
    around = block.element.lineage() if block.element is not None and block.within("td") else ()
    table = next((element for element in around if element.tag == "table"), None)
    return table if table is not None and table.blocks <= 2 * MOST_ROWS else None


def tells_of_story(table: LexborNode) -> bool:
    """Return whether *table* is a line of a story, or tells with other things when it appeared, and leads nowhere.

    <tr><td>3 May<td>2312 views; <tr><th>Published<td>3 May 2026<tr><th>Unit<td>Press office<tr><th>Views<td>2312
    """
    rows = table.css("tr")
    if len(rows) == 1:
        return True
    lines = [clean(row.text(separator=" ")) for row in rows[: MOST_ROWS + 1]]
    if len(lines) > MOST_ROWS or len(" ".join(lines)) > LONGEST or table.css_first("a[href]") is not None:
        return False
    # "Today 3 May 2026", "Total views 2312": the site's own
    dated = any(find_printed(line) and not _TODAY.search(line) for line in lines)
    return dated and sum(bool(find_views(line)) for line in lines) == 1


def is_row(parts: list[str]) -> bool:
    """Return whether a paragraph's *parts* are no sentence: one ends in the date, and the last is a counter.

    >>> is_row(["Posted on 3 May 2026", "Local", "312 views"]), is_row(["On 3 May 2026 the film had", "312 views"])
    (True, False)
    """
    told = ((part, find_printed(part)) for part in parts[:-1])
    dated = any(dates and not part[dates[-1].end :].strip(" |·•,-–") for part, dates in told)
    return dated and bool(find_views(parts[-1]))
