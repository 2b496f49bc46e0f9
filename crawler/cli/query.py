"""Questions to the archive: `search`, `list`, `show`."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import click

from crawler.archive import ArticleRow, EntryRow, Part, QuoteRow, Reading
from crawler.archive.search.folding import terms
from crawler.cli.options import (
    ARTICLE,
    NUMBER,
    archive_option,
    filter_options,
    open_archive,
    row_options,
    say_what_is_unknown,
)
from crawler.cli.output import columns_of, format_or_default, print_rows, say_how_many, to_json
from crawler.cli.saying import say
from crawler.reading.text import printable

LIST_COLUMNS = ("id", "published_at", "site", "view_count", "title")
SEARCH_COLUMNS = ("id", "published_at", "title", "snippet")


@click.command()
@click.argument("words", nargs=-1, required=True)
@filter_options
@click.option("--by-relevance", is_flag=True, help="The best matches first instead of the newest.")
@click.option("--one-per-story", is_flag=True, help="Of the articles that tell one story, the first that is found.")
@row_options
@archive_option
def search(
    words: tuple[str, ...],
    by_relevance: bool,
    one_per_story: bool,
    archive: str | None,
    format: str | None,
    columns: tuple[str, ...],
    limit: int | None,
    **filters: Any,
) -> None:
    """Find articles that hold all WORDS, in any script; "a phrase", the beginnin* of a word."""
    query = " ".join(words)
    if not query.strip():
        raise click.UsageError("WORDS are empty; give words to look for")
    with open_archive(archive) as opened:
        hits = opened.search(query, by_relevance=by_relevance, one_per_story=one_per_story, limit=limit, **filters)
        rows = ({**asdict(hit.article), "snippet": _snippet(hit.snippet)} for hit in hits)
        known = (*columns_of(ArticleRow), "snippet")
        count = print_rows(rows, known=known, format=format, columns=columns, default_columns=SEARCH_COLUMNS)
        is_whole = one_per_story or (limit is not None and count < limit)
        say_how_many(count, count if is_whole else opened.count_search(query, **filters))
        if not any(terms(query)):
            say(f"{query!r} holds no word to look for")
        elif not count:
            say_what_is_unknown(opened, **filters)


@click.command("list")
@filter_options
@click.option("--story", type=NUMBER, metavar="ID", help="That tell this story.")
@row_options
@archive_option
def list_command(
    archive: str | None, format: str | None, columns: tuple[str, ...], limit: int | None, **filters: Any
) -> None:
    """List the archived articles, the newest first."""
    with open_archive(archive) as opened:
        rows = map(asdict, opened.articles(limit=limit, **filters))
        known = columns_of(ArticleRow)
        count = print_rows(rows, known=known, format=format, columns=columns, default_columns=LIST_COLUMNS)
        say_how_many(count, opened.count_articles(**filters))
        if not count:
            say_what_is_unknown(opened, **filters)


@click.command()
@click.argument("article", type=ARTICLE, metavar="ARTICLE")
@click.option("--json", "format", flag_value="json", help="One JSON object (default when piped).")
@click.option("--text", "format", flag_value="text", help="Text to read (default on a terminal).")
@archive_option
def show(article: str, format: str | None, archive: str | None) -> None:
    """Show one ARTICLE: an id, or any URL it was seen under."""
    with open_archive(archive) as opened:
        found = opened.article(article)
        quotes, views = list(opened.quotes(article_id=found.id)), opened.views(found.id)
        entries, notes = opened.entries(found.id), opened.editors_notes(found.id)
    if format_or_default(format) == "json":
        row = asdict(found) | {"quotes": list(map(asdict, quotes)), "view_counts": list(map(asdict, views))}
        if entries:
            row["entries"] = list(map(asdict, entries))
        if notes:
            row["notes"] = notes
        click.echo(to_json(row, indent=2))
    else:
        click.echo("\n".join(_pages(found, entries, notes, quotes, views)))


def _snippet(parts: list[Part]) -> str:
    """The text around a hit, the words found in brackets."""
    return "".join(f"[{part.text}]" if part.is_hit else part.text for part in parts)


def _entry(entry: EntryRow) -> str:
    when = printable(entry.published_at or f"seen {entry.first_seen_at}")
    title = click.style(printable(entry.title or ""), bold=True)
    return "\n".join(filter(None, (f"{when}  {title}".rstrip(), printable(entry.body)))) + "\n"


def _pages(
    article: ArticleRow, entries: list[EntryRow], notes: list[str], quotes: list[QuoteRow], views: list[Reading]
) -> list[str]:
    """The article as text for a reader."""
    about = [article.published_at, article.site, article.language, ", ".join(article.authors)]
    lines = [click.style(printable(article.title or "(no title)"), bold=True)]
    lines += [" · ".join(printable(part) for part in about if part), article.url, ""]
    if article.description:
        lines += [printable(article.description), ""]
    if entries:  # of a live blog; the body is what the page showed of it last
        lines += map(_entry, entries)
    else:
        lines += [printable(paragraph) + "\n" for paragraph in (article.body or "").split("\n\n")]
    if notes:
        lines += [click.style("Editor's notes", bold=True), *(f"  {printable(note)}" for note in notes), ""]
    if quotes:
        lines += [click.style("Quotes", bold=True)]
        lines += [f"  “{printable(q.text)}” — {printable(q.speaker or 'speaker not named')}" for q in quotes] + [""]
    if readings := [v for v in views if v.views is not None]:
        lines += [click.style("Views", bold=True)] + [f"  {v.seen_at}  {v.views:,}" for v in readings]
    if article.gone_at:
        lines.append(f"Gone from the site since {article.gone_at}")
    return lines
