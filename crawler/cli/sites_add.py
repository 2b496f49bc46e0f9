"""`newsarc sites add`: look at a site, tell what was found, and write its file."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import click
from scrapy.settings import Settings

from crawler.cli.crawl import crawl_settings
from crawler.cli.crawling import project_settings
from crawler.cli.main import Failure, fail
from crawler.cli.onboarding import Onboarded, look_at, unique_sites
from crawler.cli.options import NumberType
from crawler.cli.output import to_json
from crawler.cli.saying import say
from crawler.cli.site_records import record_page
from crawler.cli.targets import load_spiders, site_domain
from crawler.configuration import CONFIG, load_configuration
from crawler.discovery.opml import ListedSite, opml_sites
from crawler.discovery.site_file import is_spider_name, site_file, spider_name
from crawler.monitoring.exit_codes import DONE, FAILED, NOTHING_ANSWERED, PARTLY_FAILED, USAGE
from crawler.reading.instants import now
from crawler.reading.text import printable
from crawler.reading.urls import UrlError, may_be_address, site_of, web_url

MOST_OPML = 10 << 20  # bytes
MOST_SHAPES = 5
WIDTHS = (10, 60, 9, 7)


@click.command("add", short_help="Look at a site, and write the file of its spider.")
@click.argument("target", metavar="URL|FILE.opml")
@click.option("--dry-run", is_flag=True, help="Print the report and the file, write nothing.")
@click.option("--name", help="The spider's name; by default the site's.")
@click.option("--sample", type=NumberType(most=50), default=10, show_default=True, help="Articles to read of a site.")
@click.option("--record", is_flag=True, help="Write one page and what is read from it too, for a test.")
@click.option("--overwrite", is_flag=True, help="Replace files that are there.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON, an object a line.")
@click.option("-s", "settings", multiple=True, metavar="NAME=VALUE", help="Set a Scrapy setting; repeatable.")
def add(target: str, name: str | None, dry_run: bool, overwrite: bool, sample: int, **given: Any) -> None:
    """Look at a site and write the file of its spider, into spiders/ or the folder that newsarc.toml names.

    Reads the home page, feeds, sitemaps and sections, and a sample of articles, as politely as a crawl. Tells what was
    found, how many articles a day each way yields, and which fields the sample fills. FILE.opml is a list of feeds, as
    feed readers write it: all its sites are looked at. Nothing goes into the archive.
    """
    sites = listed_sites(target)
    if name is not None and (len(sites) > 1 or not is_spider_name(name)):
        raise click.UsageError(f"--name {name!r}: expected for one site a name of a-z, 0-9 and _, as harbour_gazette")
    settings = project_settings(**crawl_settings(Path("unused.db"), settings=given["settings"]))
    files = site_files(sites, settings, name, is_written=not dry_run)
    if not dry_run and not overwrite:
        for file in files:
            if file.path.exists():
                fail(f"{file.path} exists. Read it, or give --overwrite to replace it, or another --name.", FAILED)
    _, seen = look_at(sites, settings, sample=sample)
    said = {"dry_run": dry_run, "overwrite": overwrite, "record": given["record"], "as_json": given["as_json"]}
    codes = [finish(one, file, **said) for one, file in zip(seen, files, strict=True)]
    sys.exit(codes[0] if len(set(codes)) == 1 else PARTLY_FAILED)


def listed_sites(target: str) -> list[ListedSite]:
    """Return the sites of an OPML file, or the one at an address. Raises `UrlError`, and `Failure` for another file."""
    path = Path(target)
    if not path.is_file():
        if path.suffix.lower() == ".opml":
            raise Failure(f"{target}: no such file")
        if not may_be_address(target):
            raise UrlError(f"{target!r} is no web address and no file; expected one such as https://site.example")
        return [ListedSite(web_url(target if "://" in target else f"https://{target}"))]
    with path.open("rb") as file:
        body = file.read(MOST_OPML + 1)
    sites = unique_sites(opml_sites(body)) if len(body) <= MOST_OPML else []
    if not sites:
        raise Failure(f"{path} lists no site; expected OPML, 10 MB at most, whose outlines have an xmlUrl or htmlUrl")
    return sites


class SiteFile(NamedTuple):
    """The file that a site gets: the spider's name, and the path."""

    name: str
    path: Path


def site_files(sites: list[ListedSite], settings: Settings, name: str | None, *, is_written: bool) -> list[SiteFile]:
    """Return the file for each of *sites*: that of the spider which is for it already, else a new one."""
    loader = load_spiders(settings)
    known = {site_domain(loader.load(one)) or "": one for one in loader.list()}
    for site in sites:
        domain = site_of(site.home)
        if domain not in known:
            known[domain] = spider_name(domain, [*loader.list(), *known.values()])
    folder = spiders_folder(is_written=is_written)
    names = [name or known[site_of(site.home)] for site in sites]
    return [SiteFile(one, folder / f"{one}.py") for one in names]


def spiders_folder(*, is_written: bool) -> Path:
    """Return where the files of sites go. Exits with what to do where nothing names a folder for one *is_written*."""
    configuration = load_configuration()
    if configuration.own_spiders is not None:
        return configuration.own_spiders
    if (configuration.folder / "scrapy.cfg").is_file() and (configuration.folder / "spiders" / "base.py").is_file():
        return configuration.folder / "spiders"
    if not is_written:
        return Path("spiders").resolve()
    fail(
        f'no folder for your own sites is named. Make a file {CONFIG} here that says: spiders.folder = "spiders"',
        USAGE,
    )
    raise AssertionError


def finish(seen: Onboarded, file: SiteFile, *, dry_run: bool, record: bool, overwrite: bool, as_json: bool) -> int:
    """Print the report on a site and write its files; return the exit code for it."""
    if seen.code == NOTHING_ANSWERED and not seen.articles and not as_json:
        say(f"newsarc: nothing answered at {seen.look.home}; no file is written")
        return NOTHING_ANSWERED
    text = text_of(seen, file.name)
    if as_json:
        click.echo(to_json(as_row(seen) | {"spider": file.name, "path": str(file.path), "file": text}))
    else:
        for line in report(seen):
            click.echo(printable(line))
    if not seen.articles:
        say(f"newsarc: no article was found at {seen.look.home}; no file is written")
        return NOTHING_ANSWERED if not seen.look.listings and seen.code == NOTHING_ANSWERED else FAILED
    if dry_run:
        if not as_json:
            click.echo(f"\n{file.path} would be:\n\n{text}", nl=False)
        return DONE
    write(file.path, text, overwrite=overwrite)
    say(f"try it: newsarc crawl {file.name}")
    if record:
        _record(seen, file, overwrite=overwrite)
    return DONE


def write(path: Path, text: str, *, overwrite: bool) -> None:
    """Write *text* to *path*, and say so. Raises `Failure` where it cannot be, or is there without *overwrite*."""
    compile(text, str(path), "exec")  # what is written can be loaded
    replaced = path.exists()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w" if overwrite else "x", encoding="utf-8") as opened:
            opened.write(text)
    except OSError as error:
        raise Failure(f"{path} cannot be written: {error.strerror}. Nothing was replaced.") from error
    say(f"{'replaced' if replaced else 'wrote'} {path}")


def _record(seen: Onboarded, file: SiteFile, *, overwrite: bool) -> None:
    fullest = max(seen.articles, key=lambda one: (bool(one.published_at), len(one.authors) > 0, len(one.body or "")))
    folder = file.path.parent.parent / "tests" / "pages" / file.name
    try:
        path = record_page(fullest, folder, overwrite=overwrite)
    except OSError as error:
        raise Failure(
            f"{error.filename} cannot be written: {error.strerror}. --overwrite replaces a record."
        ) from error
    say(f"wrote {path} and its .html: read what it expects; it is what is read today")


def text_of(seen: Onboarded, name: str) -> str:
    """Return the text of the file for what was *seen*."""
    hints = []
    if seen.without_offset:
        count = f"{seen.without_offset} of {len(seen.articles)}"
        hints.append(f'time_zone="Europe/Kyiv",  # the site\'s own: {count} dates are printed without an offset')
    look = seen.look
    return site_file(
        domain=look.domain,
        name=name,
        day=now().date(),
        title=look.name,
        language=seen.language,
        listings=look.worth_keeping(),
        hints=hints,
    )


def as_row(seen: Onboarded) -> dict[str, Any]:
    """Return the report as an object."""
    look = seen.look
    ways = [
        {
            "way": found.way,
            "url": found.url,
            "articles": len(found.keys),
            "per_day": None if found.per_day is None else round(found.per_day, 2),
            "newest": _text(found.newest),
        }
        for found in look.listings
    ]
    return {
        "site": look.domain,
        "home": look.home,
        "name": look.name,
        "language": seen.language,
        "listings": ways,
        "keep": look.worth_keeping(),
        "read": len(seen.articles) + seen.not_articles,
        "articles": len(seen.articles),
        "fields": seen.fields,
        "without_offset": seen.without_offset,
        "shapes": seen.shapes,
        "trouble": look.trouble,
    }


def report(seen: Onboarded) -> Iterator[str]:
    """Yield the report for people."""
    row = as_row(seen)
    yield " · ".join(filter(None, (row["site"], row["name"], row["language"])))
    yield ""
    yield _columns("way", "address", "articles", "a day") + "newest"
    for found in row["listings"]:
        rate = "" if found["per_day"] is None else f"{found['per_day']:.2g}"
        yield _columns(found["way"], found["url"], found["articles"], rate) + (found["newest"] or "")
    yield ""
    yield f"{row['read']} pages read, {row['articles']} of them articles; filled are:"
    yield "  " + ", ".join(f"{name} {count}" for name, count in row["fields"].items())
    if row["without_offset"]:
        yield f"  {row['without_offset']} dates have a time and no offset: set time_zone"
    yield "addresses of articles: " + ", ".join(
        f"{shape} ({n})" for shape, n in list(row["shapes"].items())[:MOST_SHAPES]
    )
    if row["trouble"]:
        yield f"last trouble: {row['trouble']}"


def _columns(way: Any, url: Any, articles: Any, rate: Any) -> str:
    first, second, third, fourth = WIDTHS
    shown = str(url) if len(str(url)) < second else f"{str(url)[: second - 2]}…"
    return f"{way:<{first}}  {shown:<{second}}{articles:>{third}}{rate:>{fourth}}  "


def _text(when: datetime | None) -> str | None:
    return when.strftime("%Y-%m-%d %H:%M") if when else None
