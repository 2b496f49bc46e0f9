"""`newsarc quotes`: who said what, and where it was printed."""

from __future__ import annotations

from dataclasses import asdict
from itertools import islice
from typing import Any

import click

from crawler.archive.search.sayings import Saying
from crawler.cli.options import (
    WORDS,
    archive_option,
    filter_options,
    no_words,
    open_archive,
    row_options,
    say_what_is_unknown,
)
from crawler.cli.output import columns_of, print_rows, say_how_many
from crawler.cli.saying import say

COUNTED = 10_000  # quotes at most: to count all with a common word takes a second where there are a million
COLUMNS = ("speaker", "text", "published_at", "count", "site")


@click.command()
@no_words("--said takes words that were said, --speaker who said them")
@click.option(
    "--speaker", type=WORDS, metavar="NAME", help="By this person or body, under all names they were printed under."
)
@click.option("--said", type=WORDS, help='With all these words; "a phrase", the beginnin* of a word.')
@filter_options
@row_options
@archive_option
def quotes(
    speaker: str | None,
    said: str | None,
    archive: str | None,
    format: str | None,
    columns: tuple[str, ...],
    limit: int | None,
    **filters: Any,
) -> None:
    """List quotes, the newest first; the same words in several places are one row with its places."""
    with open_archive(archive) as opened:
        found = opened.sayings(speaker=speaker, said=said, limit=limit and limit + 1, **filters)
        rows = map(asdict, islice(found, limit))
        count = print_rows(rows, known=columns_of(Saying), format=format, columns=columns, default_columns=COLUMNS)
        if not count:
            say_how_many(0, 0)
            say_what_is_unknown(opened, **filters)
        elif next(found, None):
            total = opened.count_quotes(speaker=speaker, said=said, most=COUNTED + 1, **filters)
            of = f"more than {COUNTED:,}" if total > COUNTED else str(total)
            say(f"showing {count}, of {of} quotes; more with --limit")
