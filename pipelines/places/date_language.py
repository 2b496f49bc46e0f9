"""The language that a page's dates are printed in."""

from __future__ import annotations

from itertools import islice

from crawler.layout import is_prose
from crawler.page import Page, once
from crawler.reading.dates.calendars import PERSIAN_LANGUAGES
from crawler.reading.languages import detect_language

# Where English is written with the month first; elsewhere its days come first.
NO_COUNTRIES = frozenset(("co", "io", "tv", "me", "fm", "ai"))
MONTH_FIRST = frozenset(("us", "ph", *NO_COUNTRIES))
PERSIAN_LETTERS = "یپگ"  # one of them stands in any paragraph, and none in Arabic
MOST_PROSE = 3  # paragraphs


def page_language(page: Page) -> str | None:
    """Return the page's language as its dates need it: "en-uk" where English days come first."""
    if told := persian_of_text(page):
        return told
    if page.declared_language != "en":
        return page.declared_language
    country = page.site.domain.rsplit(".", 1)[-1]
    if len(country) != 2 or country in NO_COUNTRIES:
        # <html lang="en-GB"> of a .com; where the domain tells a country, systems say en-US in any.
        root = page.elements.first("html")
        country = ((root.attributes.get("lang") if root else None) or "").replace("_", "-").lower().partition("-")[2]
    return f"en-{country}" if len(country) == 2 and country not in MONTH_FIRST else "en"


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
