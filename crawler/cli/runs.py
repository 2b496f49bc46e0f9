"""`newsarc runs`, `runs show` and `runs compare`: what came of crawls, and what two of them differ in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import click

from crawler.archive import Archive
from crawler.archive.sites.history import SiteHistory, SiteRun
from crawler.archive.sites.runs import RunRow
from crawler.cli.groups import Commands
from crawler.cli.main import Failure
from crawler.cli.options import NUMBER, archive_option, format_options, open_archive, row_options, site_option
from crawler.cli.output import columns_of, format_or_default, print_rows, print_table, say_how_many, to_json
from crawler.cli.saying import say
from crawler.reading.text import printable

RUN_COLUMNS = ("id", "started_at", "site", "status", "exit_code", "articles_new", "articles_updated", "failed")
FIELD_COLUMNS = ("field", "found", "filled", "missing", "disagree", "errors", "sources")
MOST_LOOKED_AT = 1000  # runs, for the one before
LISTING_COLUMNS = ("url", "status", "links", "new_articles", "newest")


@click.group(cls=Commands, invoke_without_command=True)
@site_option
@row_options
@archive_option
@click.pass_context
def runs(
    context: click.Context,
    site: str | None,
    archive: str | None,
    format: str | None,
    columns: tuple[str, ...],
    limit: int | None,
) -> None:
    """List the crawl runs, the newest first. `runs show N` tells of one, `runs compare N M` of two."""
    context.obj = archive
    if context.invoked_subcommand is not None:
        return
    with open_archive(archive) as opened:
        if site is None:
            found, total = opened.runs(limit), opened.count_runs()
        else:
            of_site = [run for run in opened.runs(None) if run.site == site]
            found, total = of_site[:limit], len(of_site)
        count = print_rows(
            map(asdict, found),
            known=columns_of(RunRow),
            format=format,
            columns=columns,
            default_columns=RUN_COLUMNS,
        )
        say_how_many(count, total)


@runs.command(short_help="Show what a run saw of each site.")
@click.argument("run", type=NUMBER, required=False)
@click.option("--json", "format", flag_value="json", help="JSON (default when piped).")
@click.option("--text", "format", flag_value="text", help="Text to read (default on a terminal).")
@archive_option
@click.pass_context
def show(context: click.Context, run: int | None, format: str | None, archive: str | None) -> None:
    """Show what RUN saw of each site: fields, sources, errors, obstacles, sizes, listings. Without RUN, the latest."""
    with open_archive(archive or context.obj) as opened:
        run = run if run is not None else _latest(opened)
        row, sites = _find(opened, run)
    if format_or_default(format) == "json":
        told = [
            asdict(site) | {name: list(asdict(site)[name].values()) for name in ("fields", "listings")}
            for site in sites
        ]
        click.echo(to_json(row | {"sites": told}, indent=2))
        return
    click.echo(f"run {run}, {row['spider']}: {row['started_at']} to {row['finished_at'] or '?'}, {row['status']}")
    for site in sites:
        _show_site(site)


def _latest(opened: Archive, *, has_ended: bool = False) -> int:
    """Return the number of the latest run, or of the latest that has ended: before, it tells nothing of what it saw."""
    for row in opened.runs(None if has_ended else 1):
        if row.finished_at or not has_ended:
            return row.id
    raise Failure("no run yet; `newsarc crawl` makes one")


def _find(opened: Archive, run: int) -> tuple[dict[str, Any], list[SiteRun]]:
    found = opened.run(run)
    if found is None:
        raise Failure(f"no run {run}; `newsarc runs` lists them")
    row = {name: value for name, value in asdict(found).items() if name != "site"}
    return row, SiteHistory(opened).of_run(run)


def _show_site(site: SiteRun) -> None:
    click.echo("\n" + click.style(printable(site.site), bold=True))
    for heading, names in _grouped(site.counts).items():
        told = ", ".join(f"{printable(name)} {count}" for name, count in names.items())
        click.echo(f"  {heading:<12} {told}")
    for name, level in site.levels.items():
        click.echo(f"  {name:<12} median {level.median:g}, half of {level.n} from {level.low:g} to {level.high:g}")
    if site.fields:
        click.echo()
        print_table([{name: asdict(row)[name] for name in FIELD_COLUMNS} for row in site.fields.values()])
    if site.listings:
        click.echo()
        print_table([{name: asdict(row)[name] for name in LISTING_COLUMNS} for row in site.listings.values()])


def _grouped(counts: dict[str, int]) -> dict[str, dict[str, int]]:
    """Return counts by the first part of their names: {"pages": {"article archived": 3}}."""
    groups: dict[str, dict[str, int]] = {}
    for name, count in sorted(counts.items()):
        kind, _, rest = name.partition("/")
        groups.setdefault(kind if rest else "all", {})[rest.replace("/", " ") or kind] = count
    return groups


@runs.command(short_help="Show what two runs differ in.")
@click.argument("one", type=NUMBER, metavar="[RUN]", required=False)
@click.argument("other", type=NUMBER, metavar="[RUN]", required=False)
@format_options
@archive_option
@click.pass_context
def compare(
    context: click.Context,
    one: int | None,
    other: int | None,
    archive: str | None,
    format: str | None,
    columns: tuple[str, ...],
) -> None:
    """Compare two runs: how often each field was filled and from which source, counts, sizes, listings.

    Of one RUN it tells what differs from the run over the same site before it, where RUN read articles from the one
    that read some too; without any, of the latest.
    """
    with open_archive(archive or context.obj) as opened:
        if one is None or other is None:
            other = one if one is not None else _latest(opened, has_ended=True)
            one = _before(opened, other)
        before = {site.site: site for site in _find(opened, one)[1]}
        after = {site.site: site for site in _find(opened, other)[1]}
    rows = []
    for name in {**before, **after}:
        old, new = (dict(_figures(run.get(name, SiteRun(site=name)))) for run in (before, after))
        rows += [
            {"site": name, "what": what, str(one): old.get(what), str(other): new.get(what)}
            for what in {**old, **new}
            if old.get(what) != new.get(what)
        ]
    if not print_rows(rows, known=("site", "what", str(one), str(other)), format=format, columns=columns):
        say(f"runs {one} and {other} saw the same")


def _before(opened: Archive, run: int) -> int:
    """Return the latest run before *run* that saw one of its sites, and read articles of it if *run* did.

    Where nothing had changed (304) no article is read: all would differ from such a run. Says so where it passes some.
    """
    row, sites = _find(opened, run)
    if row["finished_at"] is None:
        raise Failure(f"run {run} has not ended; what a run saw is written down when it ends")
    for site in sites:
        runs_before = reversed(SiteHistory(opened).runs(site.site, limit=MOST_LOOKED_AT))
        earlier = [one for one in runs_before if one.run_id < run]
        alike = [one for one in earlier if _has_read(one) == _has_read(site)] or earlier
        if not alike:
            continue
        if alike[0] is not earlier[0]:
            what = "read articles" if _has_read(site) else "read no article"
            say(f"compared with run {alike[0].run_id}, the latest before run {run} that {what} too")
        return alike[0].run_id
    raise Failure(f"no run over the same site before run {run}; name two runs: `newsarc runs` lists them")


def _has_read(run: SiteRun) -> bool:
    return any(row.found for row in run.fields.values())


def _figures(run: SiteRun) -> Iterator[tuple[str, int | float | None]]:
    """Yield everything that a run tells of a site as a name and a number; shares are of the articles read."""
    for name, field in run.fields.items():
        if field.found:
            yield f"{name} filled", round(field.filled / field.found, 3)
        for source, count in sorted(field.sources.items()):
            yield f"{name} from {source}", round(count / field.filled, 3)
        for name_of_count in ("disagree", "errors"):
            if count := getattr(field, name_of_count):
                yield f"{name} {name_of_count}", count
    yield from sorted(run.counts.items())
    for name, level in run.levels.items():
        yield f"median of {name}", level.median
    for url, listing in run.listings.items():
        yield f"links in {url}", listing.links
