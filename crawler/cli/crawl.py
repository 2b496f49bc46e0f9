"""`newsarc crawl`: fetch a site's new articles, or one page, into the archive."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import click

from crawler.archive import Archive
from crawler.archive.ledger import Ledger
from crawler.archive.location import default_archive
from crawler.cli.checked_settings import given_settings
from crawler.cli.crawling import Stats, prepare_archive, project_settings, run
from crawler.cli.options import DURATION, NUMBER, SECONDS, SPAN, WHEN, FileType, OutputType, archive_option
from crawler.cli.saying import say
from crawler.cli.targets import Target, find_targets, known_sites
from crawler.discovery.periods import ANY_TIME, Span, read_span
from crawler.monitoring.exit_codes import DONE, FAILED, NOTHING_ANSWERED, PARTLY_FAILED
from crawler.reading.instants import now
from crawler.reading.text import printable
from spiders.article import read_list

MOST_SHOWN = 1000
YOUNG = timedelta(days=7)  # articles that --refresh-views fetches where --for does not say
# Why a crawl ended before it was done, by Scrapy's name for it.
ENDED = {"closespider_timeout": "ended by --max-time", "shutdown": "interrupted"}
# What stands before all pages of a site, by its name in the statistics.
COOKIES = "The cookies of a browser that is past it may help: `cookies` in [sites.NAME] of newsarc.toml."
OBSTACLES = {
    "consent": f"Its pages show a wall of consent and next to nothing else. {COOKIES}",
    "login": f"Its pages show a demand to log in and next to nothing else. {COOKIES}",
    "captcha": f"Its pages show a captcha and next to nothing else. {COOKIES}",
    "scripts": "Its pages show next to nothing before their scripts have run. A browser runs them: `browser = true` in "
    "[sites.NAME] of newsarc.toml.",
}


@click.command()
@click.argument("wanted", metavar="[SITE|URL]...", nargs=-1)
@click.option(
    "--file", "lists", type=FileType(allow_dash=True), multiple=True, help="The pages that FILE lists, one a line."
)
@click.option("--all", "is_all", is_flag=True, help="All sites of newsarc.toml, and all spiders of your own.")
@click.option("--limit", type=NUMBER, help="Fetch at most so many article pages of a site.")
@click.option("--max-time", type=DURATION, help="Stop each site after this time: 10m, 1h, or in seconds.")
@click.option("--delay", type=SECONDS, help="Between two requests to a host.")
@click.option("--refresh", is_flag=True, help="Fetch every known article of the site again.")
@click.option("--refresh-views", is_flag=True, help="Fetch the young articles again for their view counts.")
@click.option("--for", "young", type=SPAN, help="How young, with --refresh-views: 24h, 3d. [default: 7d]")
@click.option("--since", type=WHEN, help="What was published on this day or later: 2024-09-03, 24h, 7d.")
@click.option("--until", type=WHEN, help="What was published until the end of this day.")
@click.option("--page", is_flag=True, help="Fetch URL as one article, whatever its address looks like.")
@click.option("--dry-run", is_flag=True, help="Read the listings, print the articles that are due, fetch none.")
@click.option("-s", "settings", multiple=True, metavar="NAME=VALUE", help="Set a Scrapy setting; repeatable.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing unless something is wrong.")
@click.option("-v", "--verbose", count=True, help="Log what is done; twice for all of it.")
@click.option("--log-file", type=OutputType(), help="Write the log there.")
@archive_option
def crawl(
    wanted: tuple[str, ...],
    lists: tuple[str, ...],
    is_all: bool,
    archive: str | None,
    page: bool,
    dry_run: bool,
    quiet: bool,
    young: timedelta | None,
    **options: Any,
) -> None:
    """Crawl sites from their home pages, or fetch single articles.

    SITE|URL is a web address such as https://unn.ua or the name of a known spider. Nothing needs to be set up before.
    A site's listings are always read; articles when they are new or due for another look. Several sites are crawled at
    once, each at its own pace: a slow one holds up no other.

    With --since or --until it harvests that span of the past: from the sitemaps that may hold it, the lists of its days
    and months, WordPress's interface, and lists followed page by page until they are older.
    """
    path = Path(archive) if archive else default_archive()
    refresh = options.pop("refresh")
    if not options["refresh_views"] and young is not None:
        raise click.UsageError("--for says how young articles are that --refresh-views fetches; give that too")
    young = (young or YOUNG) if options["refresh_views"] else None
    span = {name: value for name in ("since", "until") if (value := options.pop(name))}
    read_span(**span)
    settings = project_settings(**crawl_settings(path, quiet=quiet, dry_run=dry_run, **options))
    if is_all == bool(wanted or lists):
        too_much = f"found --all and {', '.join([*wanted, *lists])}; " if is_all else ""
        raise click.UsageError(
            f"{too_much}name sites or URLs to crawl, --file with a list of them, or --all for all known sites"
        )
    names = known_sites(settings) if is_all else wanted
    if is_all and not names:
        raise click.UsageError("no site is known; name one in newsarc.toml: [sites.NAME] with its url")
    listed, no_urls = _listed(lists)
    targets = find_targets(names, settings, is_page=page, listed=listed)
    if span and (pages := [target.arguments["url"] for target in targets if target.spider == "article"]):
        raise click.UsageError(f"{pages[0].split()[0]} is one page; --since and --until are for sites")
    targets = [replace(target, arguments=target.arguments | span) for target in targets]
    sites = [target.site for target in targets if target.spider != "article"]  # pages that are named are fetched anyway
    prepare_archive(settings, sites=sites, refresh=refresh, young=young)
    if dry_run:
        for target in targets:
            if target.spider == "article":
                click.echo("\n".join(target.arguments["url"].split()))
        targets = [target for target in targets if target.spider != "article"]
    code, results = run(targets, settings) if targets else (DONE, [])
    if no_urls and code == DONE:
        code = PARTLY_FAILED
    if not targets:
        sys.exit(code)
    if dry_run:
        _print_due(path, targets, read_span(**span) or ANY_TIME, quiet=quiet)
    if not quiet or code != DONE:
        _print_summary(targets, results, path, only_bad=quiet)
    sys.exit(code)


def _listed(lists: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """Return the addresses in *lists*, and what was said of the lines that are none, which keep no other out."""
    found = [read_list(file) for file in lists]
    urls, told = [url for urls, _ in found for url in urls], [line for _, lines in found for line in lines]
    for line in told:
        say(f"newsarc: {line}")
    if lists and not urls:
        raise click.UsageError(f"{', '.join(lists)}: no address is listed; expected one a line")
    return urls, told


def _print_summary(targets: list[Target], results: list[tuple[int, Stats]], path: Path, *, only_bad: bool) -> None:
    for target, (code, stats) in zip(targets, results, strict=True):
        if only_bad and code == DONE:
            continue
        for number, line in enumerate(summary(stats, code, target)):
            # A line of cron's mail has to say by itself which site it is about.
            is_named = only_bad or len(targets) > 1
            say(f"{f'{target.site}: ' if number == 0 else '  '}{line}" if is_named else line)
    say(f"archive: {path.absolute()}")


def crawl_settings(
    path: Path,
    *,
    quiet: bool = False,
    dry_run: bool = False,
    limit: int | None = None,
    max_time: timedelta | None = None,
    delay: float | None = None,
    refresh_views: bool = False,
    settings: tuple[str, ...] = (),
    verbose: int = 0,
    log_file: str | None = None,
) -> dict[str, Any]:
    """Return the Scrapy settings that the options of `newsarc crawl` stand for."""
    if log_file:
        try:
            Path(log_file).open("ab").close()
        except OSError as error:
            raise click.UsageError(f"--log-file {log_file} cannot be written: {error.strerror}") from error
    values: dict[str, Any] = {
        "NEWSARC_ARCHIVE": str(path),
        "NEWSARC_LIMIT": limit or 0,
        "NEWSARC_WHOLE_ARTICLES": refresh_views,
        "NEWSARC_DRY_RUN": dry_run,
        "NEWSARC_PROGRESS": sys.stderr.isatty() and not quiet and not verbose,
        "CLOSESPIDER_TIMEOUT": max_time.total_seconds() if max_time else 0,
        "LOG_LEVEL": ("ERROR" if quiet else "WARNING", "INFO", "DEBUG")[min(verbose, 2)],
        "LOG_FILE": log_file,
    }
    if delay is not None:
        values |= {"DOWNLOAD_DELAY": delay, "AUTOTHROTTLE_ENABLED": delay > 0}
    return values | given_settings(settings)


def summary(stats: Stats, code: int, target: Target) -> list[str]:
    """Return what a crawl did, in lines for a person."""
    new, updated = stats.get("articles/new", 0), stats.get("articles/updated", 0)
    unchanged = stats.get("articles/unchanged", 0) + stats.get("pages/article/not_modified", 0)
    articles = f"{new} new article{'s' * (new != 1)}"
    lines = [f"{articles}, {updated} changed, {unchanged} unchanged; {stats.get('articles/quotes', 0)} quotes"]
    refused = sum(stats.get(f"pages/{kind}/refused", 0) for kind in ("article", "listing"))
    forbidden = min(refused, stats.get("robotstxt/forbidden", 0))
    aside = {
        "were no articles": stats.get("pages/article/not_article", 0),
        "failed": sum(stats.get(f"pages/{kind}/failed", 0) for kind in ("article", "listing")),
        "robots.txt forbids": forbidden,
        "were refused": refused - forbidden,
        "are gone": stats.get("pages/article/gone", 0),
    }
    if any(aside.values()):
        lines.append("pages that " + ", ".join(f"{what}: {count}" for what, count in aside.items() if count))
    if ended := ENDED.get(str(stats.get("finish_reason"))):
        lines.append(f"{ended}: what was not fetched is still due")
    if code != DONE and (reason := stats.get("pages/last_reason")):
        lines.append(f"last trouble: {printable(str(reason))}")
    if target.spider == "news_site" and not new:
        lines += _advice(stats, code, target)
    return lines


def _advice(stats: Stats, code: int, target: Target) -> list[str]:
    """Return what to do about a site that nothing came of."""
    if code == NOTHING_ANSWERED and stats.get("robotstxt/silent"):
        url = target.arguments["url"]
        without = f", or try it without TLS: newsarc crawl http{url.removeprefix('https')}"
        return [f"Nothing answered at {url}: look whether the address is right{without * url.startswith('https:')}"]
    if code == FAILED and stats.get("pages/answered") and not stats.get("articles/known"):
        for kind, told in OBSTACLES.items():
            if 2 * stats.get(f"pages/obstacle/{kind}", 0) > stats.get("pages/shown", 0):
                return [told]
        return ["No article was found on this site. Try one of its pages with `newsarc extract URL`."]
    return []


def _print_due(path: Path, targets: list[Target], span: Span, *, quiet: bool) -> None:
    count = 0
    with Archive(path, read_only=True) as opened:
        for target in targets:
            pages = Ledger(opened).due(target.site, now=now(), limit=MOST_SHOWN, kinds=("article",), span=span)
            count += len(pages)
            for page in pages:
                click.echo(page.url)
    if not quiet:
        say("1 article is due" if count == 1 else f"{count} articles are due")
