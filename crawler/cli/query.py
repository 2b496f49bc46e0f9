"""Questions to the archive: `search`, `list`."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import click

from crawler.archive import ArticleRow, Part
from crawler.archive.search.folding import terms
from crawler.cli.options import (
    NUMBER,
    archive_option,
    filter_options,
    no_words,
    open_archive,
    row_options,
    say_what_is_unknown,
)
from crawler.cli.output import columns_of, print_rows, say_how_many
from crawler.cli.saying import say

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
@no_words("`newsarc search {}` looks for words")
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


def _snippet(parts: list[Part]) -> str:
    """The text around a hit, the words found in brackets."""
    return "".join(f"[{part.text}]" if part.is_hit else part.text for part in parts)
