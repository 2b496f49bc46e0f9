"""`newsarc sites remove`: take out a site of which nothing is archived, such as a mistyped one."""

from __future__ import annotations

import click

from crawler.cli.options import SITE, archive_option, open_to_change
from crawler.cli.saying import say


@click.command("remove", short_help="Take out a site without an article.")
@click.argument("site", type=SITE, metavar="SITE")
@archive_option
@click.pass_context
def remove(context: click.Context, site: str, archive: str | None) -> None:
    """Take SITE, of which no article is archived, out of the ledger: a mistyped one, or one that never answered.

    SITE is its domain, or an address on it. Its runs stay.
    """
    archive = archive or (context.parent.params.get("archive") if context.parent else None)
    with open_to_change(archive) as opened:
        count = opened.remove_site(site)
    say(f"removed {site}: {count} page{'' if count == 1 else 's'} that were known of it")
