"""`newsarc coverage`: what a site's listings promised, day by day, against what is archived."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

import click

from crawler.archive.sites.coverage import CoverageDay, coverage
from crawler.cli.main import Failure
from crawler.cli.options import SITE, archive_option, near_site, open_archive, row_options, since_option, until_option
from crawler.cli.output import columns_of, print_rows, say_how_many
from crawler.cli.saying import say
from crawler.reading.instants import now
from crawler.reading.text import printable

COLUMNS = ("day", "expected", "archived", "missing", "not_article", "reasons")
CELL = 8  # characters
WEEK = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
WHOLE, NOTHING = "+", "."


@click.command("coverage")
@click.argument("site", type=SITE, metavar="SITE")
@click.option("--gaps", is_flag=True, help="Only days on which something is missing.")
@click.option("--calendar", is_flag=True, help="Print months: + all is there, -3 three are missing, . nothing listed.")
@since_option
@until_option
@row_options
@archive_option
def coverage_command(
    site: str,
    archive: str | None,
    gaps: bool,
    calendar: bool,
    since: Any,
    until: Any,
    format: str | None,
    columns: tuple[str, ...],
    limit: int | None,
) -> None:
    """Compare what the listings of SITE promised with what is archived, day by day (UTC), the latest first.

    SITE is a domain, a web address or a spider. Expected are the articles that feeds, sitemaps and lists named;
    what turned out to be no article is counted apart. The reasons say why the missing ones are missing.
    """
    with open_archive(archive) as opened:
        days = coverage(opened.db, site, now=now(), since=since, until=until)
        if not days and since is None and until is None:
            raise Failure(
                f"nothing is known of {site}; {near_site(opened, site)}`newsarc sites` lists what is, "
                f"`newsarc crawl {site}` reads it"
            )
    chosen = [day for day in days if day.missing] if gaps else days
    if calendar:
        for line in months(chosen[: limit and max(limit, 366)]):
            click.echo(line)
        return
    shown = chosen[:limit]
    print_rows(
        map(asdict, shown),
        known=columns_of(CoverageDay),
        format=format,
        columns=columns,
        default_columns=COLUMNS,
    )
    if days and not chosen:
        say("no gaps: all that was listed is archived")
    else:
        say_how_many(len(shown), len(chosen))


def months(days: list[CoverageDay]) -> Iterator[str]:
    """Yield a calendar of *days*, the earliest month first, each month with its gaps and their reasons below."""
    by_month: dict[str, list[CoverageDay]] = {}
    for day in reversed([day for day in days if day.day]):
        by_month.setdefault((day.day or "")[:7], []).append(day)
    for month, found in by_month.items():
        yield f"{month}  {sum(d.archived for d in found)} of {sum(d.expected for d in found)} archived"
        yield "".join(name.rjust(CELL) for name in WEEK).rstrip()
        yield from _weeks({date.fromisoformat(day.day or ""): day for day in found})
        for day in found:
            if day.missing:
                told = ", ".join(f"{count} {reason}" for reason, count in day.reasons.items())
                yield printable(f"  {day.day}: {day.missing} of {day.expected} missing: {told}")
        yield ""
    for undated in (day for day in days if day.day is None):
        yield f"without a date: {undated.archived} of {undated.expected} archived"


def _weeks(days: dict[date, CoverageDay]) -> Iterator[str]:
    first = min(days).replace(day=1)
    cells = [""] * first.weekday()
    day = first
    while day.month == first.month:
        cells.append(f"{day.day} {_mark(days.get(day))}")
        day += timedelta(days=1)
    for start in range(0, len(cells), len(WEEK)):
        yield "".join(cell.rjust(CELL) for cell in cells[start : start + len(WEEK)]).rstrip()


def _mark(day: CoverageDay | None) -> str:
    if day is None or not day.expected:
        return NOTHING
    return f"-{day.missing}" if day.missing else WHOLE
