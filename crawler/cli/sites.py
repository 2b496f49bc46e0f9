"""`newsarc sites`: what is crawled."""

from __future__ import annotations

from dataclasses import asdict

import click

from crawler.cli.options import archive_option, format_options, open_archive
from crawler.cli.output import print_rows, say_how_many

SITE_COLUMNS = ("site", "articles", "gone", "newest", "pages", "due", "failed", "fetched_at")


@click.command()
@format_options
@archive_option
def sites(archive: str | None, format: str | None, columns: tuple[str, ...]) -> None:
    """List the sites of the archive: articles, pages known, due and failed."""
    with open_archive(archive) as opened:
        rows = map(asdict, opened.sites())
        say_how_many(count := print_rows(rows, format=format, columns=columns, default_columns=SITE_COLUMNS), count)
