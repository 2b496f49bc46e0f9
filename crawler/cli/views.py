"""`newsarc views`: the readings of one article's counter, or the articles that rise fastest."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import Any

import click

from crawler.archive import Archive, Reading
from crawler.archive.articles.growth import Rise, Step, steps
from crawler.cli.options import ARTICLE, WHEN, archive_option, open_archive, row_options, site_option
from crawler.cli.output import columns_of, print_rows, say_how_many
from crawler.cli.saying import say
from crawler.reading.instants import Moment

READING_COLUMNS = ("seen_at", "views", "gained", "uncertainty", "fell")
RISE_COLUMNS = ("article_id", "per_hour", "uncertainty", "gained", "views", "hours", "site", "title")
BARS = "▁▂▃▄▅▆▇█"
WIDEST = 60  # signs of a sparkline


@click.command()
@click.argument("article", type=ARTICLE, metavar="[ARTICLE]", required=False)
@click.option("--rising", is_flag=True, help="The articles that gained most views an hour instead of one's readings.")
@click.option("--since", type=WHEN, help="With --rising: gains since then.  [default: 24h]")
@site_option
@row_options
@archive_option
def views(
    article: str | None, rising: bool, since: Moment | None, site: str | None, archive: str | None, **rows: Any
) -> None:
    """Show the view readings of an ARTICLE, an id or URL; or with --rising which articles gain most.

    Sites round: "1.2K" is good to 50 views. "uncertainty" says how far a count or a gain may be off for that.
    """
    if rising == (article is not None) or (not rising and (since or site)):
        raise click.UsageError("give an ARTICLE; or --rising, with --since and --site as you like")
    with open_archive(archive) as opened:
        if rising:
            _print_rising(opened, since or "24h", site, **rows)
        else:
            assert article is not None
            _print_readings(opened, article, **rows)


def _print_rising(
    archive: Archive,
    since: Moment,
    site: str | None,
    *,
    format: str | None,
    columns: tuple[str, ...],
    limit: int | None,
) -> None:
    found, unjudged = archive.rising(since=since, site=site)
    rows = map(asdict, found[:limit])
    known = columns_of(Rise)
    count = print_rows(rows, known=known, format=format, columns=columns, default_columns=RISE_COLUMNS)
    say_how_many(count, len(found))
    if unjudged:
        say(f"not judged: {unjudged}; a gain needs two readings in that time, ten minutes apart at least")


def _print_readings(
    archive: Archive, article: str, *, format: str | None, columns: tuple[str, ...], limit: int | None
) -> None:
    readings = archive.views(archive.article(article).id)
    rows = map(asdict, steps(readings)[-limit if limit else 0 :])
    known = columns_of(Step)
    count = print_rows(rows, known=known, format=format, columns=columns, default_columns=READING_COLUMNS)
    if sys.stdout.isatty() and format in (None, "table") and (line := sparkline(readings)):
        click.echo(f"\n{line}")
    say_how_many(count, len(readings))


def sparkline(readings: list[Reading] | list[Step]) -> str:
    """Return the newest counts as a row of bars, "" where there are fewer than two.

    >>> sparkline([Reading(1, "", views, None) for views in (0, 10, None, 70)])
    '▁▂█'
    """
    counts = [reading.views for reading in readings if reading.views is not None][-WIDEST:]
    if len(counts) < 2:
        return ""
    low, span = min(counts), max(counts) - min(counts) or 1
    return "".join(BARS[(count - low) * (len(BARS) - 1) // span] for count in counts)
