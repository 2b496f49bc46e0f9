"""The language that a page's dates are printed in."""

from __future__ import annotations

from itertools import islice

from crawler.layout import is_prose
from crawler.page import Page, once
from crawler.reading.dates.calendars import PERSIAN_LANGUAGES
from crawler.reading.languages import detect_language

# Where English is written with the month first; elsewhere its days come first.
MONTH_FIRST = ("us", "ph", "co", "io", "tv", "me", "fm", "ai")
PERSIAN_LETTERS = "یپگ"  # one of them stands in any paragraph, and none in Arabic
MOST_PROSE = 3  # paragraphs


def page_language(page: Page) -> str | None:
    """Return the page's language as its dates need it: "en-uk" where English days come first."""
    if told := persian_of_text(page):
        return told
    country = page.site.domain.rsplit(".", 1)[-1]
    by_country = page.declared_language == "en" and len(country) == 2 and country not in MONTH_FIRST
    return f"en-{country}" if by_country else page.declared_language


@once
def persian_of_text(page: Page) -> str | None:
    """Return the language of a story where it counts years as in Iran and its page declares none, or another's.

    "1404/09/03" is no day elsewhere, and templates are made of pages that say lang="en".
    """
    html = page.html or ""
    if page.declared_language in PERSIAN_LANGUAGES or not any(letter in html for letter in PERSIAN_LETTERS):
        return None
    prose = (block.text for block in page.blocks if is_prose(block))
    told = detect_language("\n".join(islice(prose, MOST_PROSE)), None)
    return told if told in PERSIAN_LANGUAGES else None
