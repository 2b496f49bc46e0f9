"""`newsarc forget`: take an article out of the archive for good."""

from __future__ import annotations

import sys

import click

from crawler.cli.main import Failure
from crawler.cli.options import ARTICLE, archive_option, open_to_change
from crawler.cli.saying import say
from crawler.reading.text import printable


@click.command()
@click.argument("articles", type=ARTICLE, metavar="ARTICLE...", nargs=-1, required=True)
@click.option("--reason", metavar="TEXT", help="Why, to be kept with the tombstone.")
@click.option("--yes", is_flag=True, help="Do not ask first.")
@click.option("--undo", is_flag=True, help="Let a forgotten URL come back when a crawl meets it.")
@archive_option
def forget(articles: tuple[str, ...], reason: str | None, yes: bool, undo: bool, archive: str | None) -> None:
    """Take each ARTICLE, an id or URL, out of every table, index and kept page; it does not come back.

    Its addresses stay as tombstones. Backups of the archive are not touched. Where one of several is not there, none
    is forgotten.
    """
    with open_to_change(archive) as opened:
        found = [] if undo else list({one.id: one for one in map(opened.article, articles)}.values())
        if found and not yes:
            if not sys.stdin.isatty():
                raise click.UsageError("--yes is needed where nobody can be asked")
            what = repr(found[0].title or found[0].url) if len(found) == 1 else f"{len(found)} articles"
            click.confirm(f"Forget {printable(what)} for good?", abort=True, err=True)
        for one in found:
            opened.forget(one.id, reason=reason)
            say(f"forgotten: {one.url}")
        for url in articles if undo else ():
            if url.isdecimal():
                raise click.UsageError(f"--undo {url}: the number is forgotten too; give the article's address")
            if not opened.allow_again(url):
                raise Failure(f"{printable(url)} is not forgotten; nothing to undo")
            say(f"{url} may come back")
