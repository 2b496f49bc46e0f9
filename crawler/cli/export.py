"""`newsarc export`: articles out of the archive, a row at a time."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack, redirect_stdout
from typing import Any

import click

from crawler.archive import Archive, ArticleRow
from crawler.archive.records import record_of
from crawler.archive.schema_org import news_article
from crawler.cli.options import archive_option, filter_options, open_archive
from crawler.cli.output import print_csv, print_lines

FORMATS = ("jsonl", "csv", "schema.org")


@click.command()
@click.option("--format", type=click.Choice(FORMATS), default="jsonl", show_default=True)
@click.option("-o", "--output", type=click.Path(dir_okay=False), help="Write to this file.  [default: stdout]")
@filter_options
@click.option("--limit", type=click.IntRange(min=1), help="Articles to export.  [default: all]")
@archive_option
def export(format: str, output: str | None, archive: str | None, limit: int | None, **filters: Any) -> None:
    """Write articles with their quotes and view readings, the newest first.

    jsonl: an object a line; csv: a row an article, lists as JSON; schema.org: a NewsArticle in JSON-LD a line.
    """
    with ExitStack() as stack:
        opened = stack.enter_context(open_archive(archive))
        if output:
            file = stack.enter_context(open(output, "w", encoding="utf-8", newline=""))
            stack.enter_context(redirect_stdout(file))
        row_of: Callable[[Archive, ArticleRow], dict[str, Any]] = schema_org_row if format == "schema.org" else full_row
        rows = (row_of(opened, article) for article in opened.articles(limit=limit, **filters))
        count = print_csv(rows) if format == "csv" else print_lines(rows)
    click.echo(f"{count} articles exported" + (f" to {output}" if output else ""), err=True)


def full_row(archive: Archive, article: ArticleRow) -> dict[str, Any]:
    """Return everything that the archive says of *article*."""
    return record_of(archive.db, article)


def schema_org_row(archive: Archive, article: ArticleRow) -> dict[str, Any]:
    """Return *article* as schema.org has it."""
    return news_article(article, list(archive.quotes(article_id=article.id)))
