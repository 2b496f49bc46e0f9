"""A plain story as a page, for behaviours to be hidden in: without them it would be archived as any other."""

from __future__ import annotations

import json
from html import escape
from typing import Any

DAY = "2026-11-20T08:30:00+00:00"


def prose(name: str, paragraphs: int = 4) -> str:
    """Return paragraphs of text that no other *name* has."""
    number, about = sum(name.encode()) % 9973, escape(name)
    return "".join(
        f"<p>The council of {about} met on Friday for the {number + i}th time and spoke about the {number * (i + 7)} "
        f"crates of fish that were left at the quay after the ferry had sailed. Nobody of the {i + 3} members who "
        f"spoke for {about} could say who had paid for them, and the harbour master was asked to write to "
        f"all {number + 31 * i} owners before the next market.</p>"
        for i in range(paragraphs)
    )


def declared(title: str, **values: Any) -> str:
    """Return a JSON-LD script for an article, with *values* over the plain ones."""
    node = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": title, "datePublished": DAY} | values
    return script(json.dumps(node).replace("</", "<\\/"))


def script(json_ld: str) -> str:
    """Return *json_ld* in the element that a page declares itself with."""
    return f'<script type="application/ld+json">{json_ld}</script>'


def story(
    title: str, *, head: str = "", body: str = "", after: str = "", name: str = "", json_ld: str | None = None
) -> str:
    """Return a page with a story. *head* goes into its head, *body* before the text, *after* behind it.

    *json_ld* replaces the declaration; *name* is what the text is about, where that is not the title.
    """
    text = prose(name or title)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"{declared(title) if json_ld is None else json_ld}{head}</head><body><article><h1>{escape(title)}</h1>"
        f'<time datetime="{DAY}">20 November 2026</time>{body}{text}{after}</article></body></html>'
    )
