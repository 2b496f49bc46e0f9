"""`newsarc export`: articles out of the archive, a row at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, redirect_stdout
from dataclasses import asdict
from typing import Any

import click

from crawler.archive import Archive, ArticleRow
from crawler.archive.schema_org import news_article
from crawler.cli.options import archive_option, filter_options, open_archive
from crawler.cli.output import print_csv, print_lines

FORMATS = ("jsonl", "csv", "schema.org")
_OF_QUOTE = ("text", "speaker", "speaker_as_printed", "kind", "start", "end", "utterance", "cue")


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
    quotes = [{name: getattr(quote, name) for name in _OF_QUOTE} for quote in archive.quotes(article_id=article.id)]
    return asdict(article) | {"quotes": quotes, "view_counts": list(_readings(archive, article))}


def schema_org_row(archive: Archive, article: ArticleRow) -> dict[str, Any]:
    """Return *article* as schema.org has it."""
    return news_article(article, list(archive.quotes(article_id=article.id)))


def _readings(archive: Archive, article: ArticleRow) -> Iterator[dict[str, Any]]:
    for reading in archive.views(article.id):
        yield {"seen_at": reading.seen_at, "views": reading.views, "raw": reading.raw}
