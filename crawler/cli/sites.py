"""`newsarc sites`: what is crawled."""

from __future__ import annotations

from dataclasses import asdict

import click

from crawler.archive.sites.sites import SiteRow
from crawler.cli.groups import Commands
from crawler.cli.options import ROWS, archive_option, format_options, open_archive
from crawler.cli.output import columns_of, print_rows, say_how_many

SITE_COLUMNS = ("site", "articles", "gone", "newest", "pages", "due", "failed", "fetched_at")


class Sites(Commands):
    """A group whose commands are loaded when they are called for: listing needs none of Scrapy."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return ["add", "remove"]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name == "remove":
            from crawler.cli.sites_remove import remove  # noqa: PLC0415

            return remove
        if cmd_name != "add":
            return None
        from crawler.cli.sites_add import add  # noqa: PLC0415

        return add


@click.group(cls=Sites, invoke_without_command=True)
@format_options
@click.option("--limit", type=ROWS, help="Rows to show.  [default: all]")
@archive_option
@click.pass_context
def sites(
    ctx: click.Context, archive: str | None, format: str | None, columns: tuple[str, ...], limit: int | None
) -> None:
    """List the sites of the archive: articles, pages known, due and failed. `sites add` makes one known."""
    if ctx.invoked_subcommand is not None:
        return
    with open_archive(archive) as opened:
        found = opened.sites()
    rows, known = map(asdict, found[:limit]), columns_of(SiteRow)
    count = print_rows(rows, known=known, format=format, columns=columns, default_columns=SITE_COLUMNS)
    say_how_many(count, len(found))
