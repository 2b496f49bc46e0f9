"""Questions to the archive: `search`, `list`, `show`."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import click

from crawler.archive import Archive, ArticleRow, QuoteRow, Reading
from crawler.archive.location import default_archive
from crawler.cli.output import archive_option, format_or_default, print_rows, row_options
from crawler.reading.text import printable

FOR_PEOPLE = 20  # rows
LIST_COLUMNS = ("id", "published_at", "site", "view_count", "title")
SEARCH_COLUMNS = ("id", "published_at", "title", "snippet")


def open_archive(path: str | None) -> Archive:
    """Return the archive to ask. Raises `ArchiveMissingError` with what to do where there is none."""
    return Archive(path or default_archive(), read_only=True)


def filter_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the filters that `search` and `list` share."""
    for option in (
        click.option("--until", metavar="DATE", help="Published before this day."),
        click.option("--since", metavar="DATE", help="Published on this day or later, e.g. 2024-09-03."),
        click.option("--language", metavar="CODE", help="Written in this language, e.g. uk."),
        click.option("--site", metavar="DOMAIN", help="From this site, e.g. unn.ua."),
    ):
        command = option(command)
    return command


@click.command()
@click.argument("words", nargs=-1, required=True)
@filter_options
@click.option("--by-relevance", is_flag=True, help="The best matches first instead of the newest.")
@row_options
@archive_option
def search(
    words: tuple[str, ...],
    by_relevance: bool,
    archive: str | None,
    format: str | None,
    columns: tuple[str, ...],
    limit: int | None,
    **filters: Any,
) -> None:
    """Find articles that hold all WORDS, in any script; "a phrase", the beginnin* of a word."""
    query, shown = " ".join(words), format_or_default(format)
    with open_archive(archive) as opened:
        _check_dates(filters)
        hits = opened.search(query, by_relevance=by_relevance, limit=limit or FOR_PEOPLE, **filters)
        rows = ({**_row(hit.article), "snippet": _snippet(hit.snippet, shown)} for hit in hits)
        count = print_rows(rows, format=shown, columns=columns, default_columns=SEARCH_COLUMNS)
        _say_how_many(count, opened.count_search(query, **filters), limit)


@click.command("list")
@filter_options
@row_options
@archive_option
def list_command(
    archive: str | None, format: str | None, columns: tuple[str, ...], limit: int | None, **filters: Any
) -> None:
    """List the archived articles, the newest first."""
    with open_archive(archive) as opened:
        _check_dates(filters)
        rows = (_row(article) for article in opened.articles(limit=limit or FOR_PEOPLE, **filters))
        count = print_rows(rows, format=format_or_default(format), columns=columns, default_columns=LIST_COLUMNS)
        _say_how_many(count, opened.count_articles(**filters), limit)


@click.command()
@click.argument("article")
@click.option("--json", "as_json", is_flag=True, help="One JSON object (default when piped).")
@click.option("--text", "as_text", is_flag=True, help="Text to read (default on a terminal).")
@archive_option
def show(article: str, as_json: bool, as_text: bool, archive: str | None) -> None:
    """Show one ARTICLE: an id, or any URL it was seen under."""
    with open_archive(archive) as opened:
        found = opened.article(article)
        quotes, views = list(opened.quotes(article_id=found.id)), opened.views(found.id)
    if as_json or (not as_text and format_or_default(None) == "json"):
        row = _row(found) | {"quotes": [asdict(q) for q in quotes], "view_counts": [asdict(v) for v in views]}
        click.echo(json.dumps(row, ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(_pages(found, quotes, views)))


def _row(article: ArticleRow) -> dict[str, Any]:
    return asdict(article)


def _check_dates(filters: dict[str, Any]) -> None:
    from crawler.archive.values import bound  # noqa: PLC0415

    for name in ("since", "until"):
        if filters.get(name):
            try:
                bound(filters[name])
            except ValueError as error:
                raise click.BadParameter(str(error), param_hint=f"--{name}") from error


def _snippet(parts: Any, shown: str) -> str:
    """The text around a hit; the words found are marked on a terminal, and in brackets elsewhere."""
    return "".join(f"[{part.text}]" if part.is_hit else part.text for part in parts)


def _say_how_many(shown: int, count: int, limit: int | None) -> None:
    if count > shown:
        click.echo(f"showing {shown} of {count}; more with --limit", err=True)
    elif not count:
        click.echo("nothing found", err=True)


def _pages(article: ArticleRow, quotes: list[QuoteRow], views: list[Reading]) -> list[str]:
    """The article as text for a reader."""
    about = [article.published_at, article.site, article.language, ", ".join(article.authors)]
    lines = [click.style(printable(article.title or "(no title)"), bold=True)]
    lines += [" · ".join(printable(part) for part in about if part), article.url, ""]
    if article.description:
        lines += [printable(article.description), ""]
    lines += [printable(paragraph) + "\n" for paragraph in (article.body or "").split("\n\n")]
    if quotes:
        lines += [click.style("Quotes", bold=True)]
        lines += [f"  “{printable(q.text)}” — {printable(q.speaker or 'speaker not named')}" for q in quotes] + [""]
    if readings := [v for v in views if v.views is not None]:
        lines += [click.style("Views", bold=True)] + [f"  {v.seen_at}  {v.views:,}" for v in readings]
    if article.gone_at:
        lines.append(f"Gone from the site since {article.gone_at}")
    return lines
