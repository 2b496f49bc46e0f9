"""`newsarc sites` and `newsarc runs`: what is crawled, and what came of it."""

from __future__ import annotations

from dataclasses import asdict

import click

from crawler.cli.main import Failure
from crawler.cli.options import archive_option, format_options, open_archive, row_options
from crawler.cli.output import print_rows, say_how_many

SITE_COLUMNS = ("site", "articles", "gone", "newest", "pages", "due", "failed", "fetched_at")
RUN_COLUMNS = ("id", "started_at", "site", "status", "exit_code", "articles_new", "articles_updated", "failed")
FIELD_COLUMNS = ("field", "found", "filled", "missing", "disagree", "errors", "sources")


@click.command()
@format_options
@archive_option
def sites(archive: str | None, format: str | None, columns: tuple[str, ...]) -> None:
    """List the sites of the archive: articles, pages known, due and failed."""
    with open_archive(archive) as opened:
        rows = map(asdict, opened.sites())
        say_how_many(count := print_rows(rows, format=format, columns=columns, default_columns=SITE_COLUMNS), count)


@click.command()
@click.argument("run", type=int, required=False)
@row_options
@archive_option
def runs(run: int | None, archive: str | None, format: str | None, columns: tuple[str, ...], limit: int | None) -> None:
    """List the crawl runs, the newest first; or for RUN how often each field was filled, and from which source."""
    with open_archive(archive) as opened:
        if run is None:
            rows = map(asdict, opened.runs(limit))
            count = print_rows(rows, format=format, columns=columns, default_columns=RUN_COLUMNS)
            say_how_many(count, opened.count_runs())
            return
        fields = opened.run_fields(run)
    if not fields:
        raise Failure(f"no run {run}; `newsarc runs` lists them")
    print_rows(map(asdict, fields), format=format, columns=columns, default_columns=FIELD_COLUMNS)
