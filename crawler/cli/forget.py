"""`newsarc forget`: take an article out of the archive for good."""

from __future__ import annotations

import sys

import click

from crawler.archive import Archive
from crawler.archive.location import default_archive
from crawler.cli.main import Failure
from crawler.cli.options import ARTICLE, archive_option, open_archive
from crawler.reading.text import printable


@click.command()
@click.argument("article", type=ARTICLE, metavar="ARTICLE")
@click.option("--reason", metavar="TEXT", help="Why, to be kept with the tombstone.")
@click.option("--yes", is_flag=True, help="Do not ask first.")
@click.option("--undo", is_flag=True, help="Let a forgotten URL come back when a crawl meets it.")
@archive_option
def forget(article: str, reason: str | None, yes: bool, undo: bool, archive: str | None) -> None:
    """Take ARTICLE, an id or URL, out of every table, index and kept page; it does not come back.

    Its addresses stay as tombstones. Backups of the archive are not touched.
    """
    path = archive or default_archive()
    with open_archive(archive) as opened:  # a missing archive is not made
        found = None if undo else opened.article(article)
    if found is not None and not yes:
        if not sys.stdin.isatty():
            raise click.UsageError("--yes is needed where nobody can be asked")
        click.confirm(f"Forget {printable(found.title or found.url)!r} for good?", abort=True, err=True)
    with Archive(path) as opened:
        if found is None:
            if not opened.allow_again(article):
                raise Failure(f"{article} is not forgotten; nothing to undo")
            click.echo(f"{printable(article)} may come back", err=True)
            return
        opened.forget(found.id, reason=reason)
    click.echo(f"forgotten: {printable(found.url)}", err=True)
