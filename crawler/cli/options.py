"""Options that several commands share, and what they stand for."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from difflib import get_close_matches
from pathlib import Path
from shlex import quote
from typing import Any

import click

from crawler.archive import Archive
from crawler.archive.errors import SchemaVersionError
from crawler.archive.location import default_archive
from crawler.archive.opening import is_sqlite
from crawler.archive.values import storable
from crawler.cli.saying import say
from crawler.cli.typed import as_typed
from crawler.configuration import load_configuration
from crawler.reading.instants import EXPECTED, bound, now, parse_span
from crawler.reading.languages import language_code
from crawler.reading.urls import UrlError, site_of, web_url

FOR_PEOPLE = 20  # rows
LONGEST = 1e9  # seconds: thirty years
MOST_SECONDS = 3600  # between two requests
Command = Callable[..., Any]


class Given(click.ParamType[Any]):
    """A value that is not empty: an empty one is a variable of a script that was never set. *expected* says what is."""

    expected = ""

    def __call__(self, value: Any, param: click.Parameter | None = None, ctx: click.Context | None = None) -> Any:
        if value is not None and not str(value).strip():
            self.fail(f"is empty; {self.expected}", param, ctx)
        return super().__call__(value, param, ctx)


class MomentType(click.ParamType[Any]):
    """A day, an instant in ISO 8601, or a span back from now: 2024-09-03, 2024-09-03T07:25:00+03:00, 24h, 7d.

    Days are those of UTC, "today" and "yesterday" too.
    """

    name = "WHEN"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if value in ("today", "yesterday"):
            value = (now() - timedelta(days=value == "yesterday")).date().isoformat()
        try:
            bound(value)
        except ValueError:
            self.fail(f"{value!r} is no date; expected {EXPECTED}", param, ctx)
        return value


class SpanType(click.ParamType[timedelta]):
    """A span of time: 90m, 24h, 7d, 2w."""

    name = "SPAN"
    expected = "90m, 24h, 7d or 2w"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        span = value if isinstance(value, timedelta) else parse_span(value)
        if span is None:
            self.fail(f"{value!r} is no span of time; expected one such as {self.expected}", param, ctx)
        return span


class DurationType(SpanType):
    """A span of time, or a number of seconds: 10m, 1h, 600, 0.5."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        try:
            seconds = float(value) if isinstance(value, str) else None
        except ValueError:
            seconds = None
        if seconds is None:
            return super().convert(value, param, ctx)
        if not 0 < seconds < LONGEST:
            self.fail(f"{value!r} is no number of seconds; expected one, or a span such as 90m or 24h", param, ctx)
        return timedelta(seconds=seconds)


class NumberType(click.ParamType[Any]):
    """A number that is counted from 1, such as a run's, a story's or an alarm's, and that the archive can hold."""

    name = "N"
    expected = "one from 1"

    def __init__(self, most: int | None = None) -> None:
        self.most = most or 10**18
        if most:
            self.expected = f"one from 1 to {most}"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        text = str(value)
        if not (text.isascii() and text.isdigit() and len(text) < 19 and 0 < int(text) <= self.most):
            self.fail(f"{value!r} is no such number; expected {self.expected}", param, ctx)
        return int(text)


class RowsType(NumberType):
    """A number of rows, or all of them: 20, 0, all. None is all."""

    expected = "one from 1, or all"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int | None:
        is_all = str(value).lower() in ("all", "0", "none")
        return None if is_all else super().convert(value, param, ctx)


class SecondsType(click.ParamType[float]):
    """A number of seconds, an hour at most, that may have parts and be none."""

    name = "SECONDS"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        try:
            seconds = float(value)
        except ValueError:
            seconds = -1
        if not 0 <= seconds <= MOST_SECONDS:
            self.fail(f"{value!r} is no number of seconds; expected one from 0 to {MOST_SECONDS}", param, ctx)
        return seconds


class FileType(Given, click.Path):
    """The path of a file or folder."""

    expected = "name a file"


class OutputType(FileType):
    """The path of a file to write. An archive, or what SQLite has beside one, is refused: it would be lost."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        path = super().convert(value, param, ctx)
        for database in {str(path), re.sub("-(?:wal|shm|journal)$", "", str(path))}:
            if is_sqlite(Path(database)):
                self.fail(f"{database!r} is an SQLite file, as archives are; name another file", param, ctx)
        return path


class ArchiveType(FileType):
    """The path of an archive's file."""

    expected = "name the archive's file, such as data/archive.db"


class SiteType(Given):
    """A site as people name it: its domain, an address on it, a host of it, a name of newsarc.toml, a spider."""

    name = "SITE"
    expected = "name a site, such as unn.ua"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        text = storable(as_typed(str(value))).strip().lower()
        if "." in text or "://" in text:
            try:
                return site_of(web_url(text if "://" in text else f"https://{text}"))
            except UrlError as error:
                self.fail(str(error), param, ctx)
        section = load_configuration().sites.get(as_typed(str(value)))
        if section is not None and section.url:
            return site_of(section.url)
        from crawler.cli.crawling import project_settings  # noqa: PLC0415  (Scrapy, for a name alone)
        from crawler.cli.targets import load_spiders, spiders_by_name  # noqa: PLC0415

        return spiders_by_name(load_spiders(project_settings())).get(str(value), text)


class LanguageType(Given):
    """A language as people write its code, uk, UK, uk-UA: as articles have it. What is none stays, and is not found."""

    name = "CODE"
    expected = "name a code, such as uk"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        return language_code(str(value)) or storable(str(value))


class WordsType(Given):
    """Words to look for, whatever they are; but not none at all."""

    name = "WORDS"
    expected = "give words to look for"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        return as_typed(str(value))


class DigestType(WordsType):
    """The beginning of a SHA-256, in hex."""

    name = "DIGEST"
    expected = "give how the SHA-256 of a kept page begins"


class ArticleType(Given):
    """An article as people name it: its id, or any URL it was seen under, with or without https:// before it."""

    name = "ARTICLE"
    expected = "give an id, or a URL"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        text = as_typed(str(value)).strip()
        return f"https://{text}" if "://" not in text and "." in text.partition("/")[0] else text


WHEN = MomentType()
SPAN = SpanType()
DURATION = DurationType()
NUMBER = NumberType()
ROWS = RowsType()
SECONDS = SecondsType()
SITE = SiteType()
LANGUAGE = LanguageType()
WORDS = WordsType()
DIGEST = DigestType()
ARTICLE = ArticleType()
site_option = click.option("--site", type=SITE, help="From this site: unn.ua, an address on it, a spider's name.")
since_option = click.option("--since", type=WHEN, help="On this day or later: 2024-09-03, 2024-09, 2024, 7d.")
until_option = click.option("--until", type=WHEN, help="Until the end of this day, month or year.")
archive_option = click.option("--archive", type=ArchiveType(), help="The archive's file.")


def no_words(told: str) -> Callable[[Command], Command]:
    """Refuse words behind the options of a command, and say what takes them: *told*, with them in place of {}."""

    def refuse(ctx: click.Context, param: click.Parameter, words: tuple[str, ...]) -> None:
        if words:
            given = " ".join(map(quote, words))
            raise click.UsageError(f"{ctx.command_path} takes options alone, found {given}; {told.format(given)}")

    return click.argument("words", nargs=-1, metavar="", expose_value=False, callback=refuse)


def filter_options(command: Command) -> Command:
    """Add the filters of articles; the dates are those of publication."""
    language = click.option("--language", type=LANGUAGE, help="Written in this language, e.g. uk.")
    for option in (until_option, since_option, language, site_option):
        command = option(command)
    return command


_FORMATS = {
    "table": "A table (default on a terminal).",
    "tsv": "Tab-separated values.",
    "csv": "Comma-separated values.",
    "nl": "One JSON object a line.",
    "json": "A JSON array (default when piped).",
}


def _choose_format(ctx: click.Context, param: click.Parameter, is_given: bool) -> None:
    """Make one parameter, `format`, of the flags that name one; a script that gives two of them is mistaken."""
    other = ctx.params.setdefault("format", None)
    if is_given and other:
        raise click.UsageError(f"--{other} and --{param.name} are two formats; give one")
    if is_given:
        ctx.params["format"] = param.name


def format_options(command: Command) -> Command:
    """Add the formats of a listing and the choice of its columns."""
    for option in (
        click.option("-c", "--column", "columns", multiple=True, metavar="NAME", help="Show this column; repeatable."),
        *(
            click.option(f"--{name}", is_flag=True, expose_value=False, callback=_choose_format, help=text)
            for name, text in _FORMATS.items()
        ),
    ):
        command = option(command)
    return command


def row_options(command: Command) -> Command:
    """Add the options that every listing takes: format, columns, limit."""
    limit = click.option(
        "--limit", type=ROWS, default=FOR_PEOPLE, show_default=True, help="Rows to show; 0 or all shows all."
    )
    return format_options(limit(command))


def say_what_is_unknown(archive: Archive, *, site: str | None = None, language: str | None = None, **_: Any) -> None:
    """Say on stderr of which site or language nothing is archived at all, where nothing was found."""
    if site and not archive.count_articles(site=site):
        near = near_site(archive, site)
        say(f"no article of {site} is archived; {near}`newsarc sites` lists the sites that there are")
    elif language and not archive.count_articles(language=language):
        say(f"no article in {language!r} is archived; a language is a code, such as en, uk or pt")


def near_site(archive: Archive, site: str) -> str:
    """Return what proposes the site of the archive that was meant by *site*, "" where none is near or it is one."""
    known = [row.site for row in archive.sites()]
    near = get_close_matches(site, known, n=1, cutoff=0.7) if site not in known else []
    return f"did you mean {near[0]}? " if near else ""


def open_archive(path: str | None) -> Archive:
    """Return the archive to ask. Raises `ArchiveMissingError` with what to do where there is none."""
    return Archive(path or default_archive(), read_only=True)


def open_to_change(path: str | None) -> Archive:
    """Return the archive to change what it holds, upgraded if it is older.

    Raises `ArchiveMissingError` where there is none: a name that was mistyped makes no archive.
    """
    with suppress(SchemaVersionError):
        open_archive(path).close()
    return Archive(path or default_archive())
