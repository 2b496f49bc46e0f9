"""`newsarc quotes`: who said what, and where it was printed."""

from __future__ import annotations

from dataclasses import asdict

import click

from crawler.archive.values import Moment
from crawler.cli.options import archive_option, open_archive, row_options, since_option, site_option
from crawler.cli.output import print_rows, say_how_many

COLUMNS = ("speaker", "text", "published_at", "count", "site")


@click.command()
@click.option("--speaker", metavar="NAME", help="By this person or body, under all names they were printed under.")
@click.option("--said", metavar="WORDS", help='With all these words; "a phrase", the beginnin* of a word.')
@site_option
@since_option
@row_options
@archive_option
def quotes(
    speaker: str | None,
    said: str | None,
    site: str | None,
    since: Moment | None,
    archive: str | None,
    format: str | None,
    columns: tuple[str, ...],
    limit: int | None,
) -> None:
    """List quotes, the newest first; the same words in several places are one row with its places."""
    with open_archive(archive) as opened:
        rows = map(asdict, opened.sayings(speaker=speaker, said=said, site=site, since=since, limit=limit))
        count = print_rows(rows, format=format, columns=columns, default_columns=COLUMNS)
        total = opened.count_quotes(speaker=speaker, said=said, site=site, since=since)
        say_how_many(count, total if count == limit or not count else count)
