"""The moments of change that a dateline tells beside the day it prints."""

from __future__ import annotations

from dataclasses import replace

from crawler.items import Article
from crawler.page import Page
from crawler.reading.dates.calendars import ascii_digits
from crawler.reading.dates.clock import find_clock
from crawler.reading.dates.date_labels import label_before
from crawler.reading.dates.dates import Moment, find_printed
from pipelines.places.datelines import LONGEST_LABEL, NEAR_ABOVE, NEAR_BELOW, TIME, YEAR, Dateline
from pipelines.places.headline_place import headline_or_start


def time_of_change(line: Dateline) -> Moment | None:
    """Return the moment of a change of which a line prints the time alone: "Published 24.11.26 | Changed: 12:15".

    It is of the day that the line prints.
    """
    text = ascii_digits(line.text)
    for match in TIME.finditer(text):
        label = label_before(text[: match.start()])
        if label == "modified" and (clock := find_clock(text, match.start(), len(text))):
            when = clock.on(line.moment.when)
            return Moment(when if when.tzinfo else when.replace(tzinfo=line.moment.when.tzinfo), "minute")
    return None


def change_from_now(line: Dateline, page: Page, language: str | None) -> Moment | None:
    """Return the moment of a change that a line with another date tells from now: "3 May 2026, updated 2 hours ago"."""
    printed = find_printed(line.text, language=language, fetched_at=page.fetched_at, zone=page.site.zone)
    rest = line.text[printed[-1].end :] if printed and not printed[-1].relative else ""
    for date in find_printed(rest, language=language, fetched_at=page.fetched_at, zone=page.site.zone):
        if date.relative and label_before(rest[: date.start]) == "modified":
            return date.moment
    return None


def change_beside(page: Page, article: Article, line: Dateline) -> Moment | None:
    """Return the moment of a change that a line of its own by the headline tells by its time alone: "Updated: 12:15".

    It is of the day that *line* prints.
    """
    at = headline_or_start(page, article)
    for block in page.blocks[max(0, at - NEAR_ABOVE) : at + NEAR_BELOW]:
        alone = len(block.text) <= LONGEST_LABEL and block.has_digit and not YEAR.search(block.text)
        if alone and (moment := time_of_change(replace(line, text=block.text))):
            return moment
    return None
