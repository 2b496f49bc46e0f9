"""`newsarc show`: one article, where its values are from, what it was, and the pages that were kept of it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import asdict

import click

from crawler.archive import ArticleRow, EntryRow, QuoteRow, Reading
from crawler.archive.captures.captures import Capture
from crawler.archive.rows import RevisionRow
from crawler.cli.main import Failure
from crawler.cli.options import ARTICLE, DIGEST, archive_option, open_archive
from crawler.cli.output import format_or_default, to_json
from crawler.reading.text import printable

SOURCES = ("title", "authors", "published_at", "modified_at", "view_count")  # of which text says where they are from


@click.command()
@click.argument("article", type=ARTICLE, metavar="ARTICLE")
@click.option("--json", "format", flag_value="json", help="One JSON object (default when piped).")
@click.option("--text", "format", flag_value="text", help="Text to read (default on a terminal).")
@click.option("--page", type=DIGEST, help="The kept page whose SHA-256 begins so, byte for byte.")
@archive_option
def show(article: str, format: str | None, page: str | None, archive: str | None) -> None:
    """Show one ARTICLE: an id, or any URL it was seen under.

    Below its text: where its values are from, its revisions, and the pages that were kept, by their SHA-256.
    """
    if page and format:
        raise click.UsageError("--page prints a page as it came; it goes without --json and --text")
    with open_archive(archive) as opened:
        found = opened.article(article)
        captures = opened.captures(found.id)
        if page:
            _print_page(opened.read_body(_digest(page, captures, found)))
            return
        quotes, views = list(opened.quotes(article_id=found.id)), opened.views(found.id)
        entries, notes = opened.entries(found.id), opened.editors_notes(found.id)
        revisions = opened.revisions(found.id)
    if format_or_default(format) == "json":
        row = asdict(found) | {"quotes": list(map(asdict, quotes)), "view_counts": list(map(asdict, views))}
        row["revisions"] = [{name: getattr(one, name) for name in REVISION} for one in revisions]
        row["captures"] = [{name: getattr(one, name) for name in CAPTURE} for one in captures]
        if entries:
            row["entries"] = list(map(asdict, entries))
        if notes:
            row["notes"] = notes
        click.echo(to_json(row, indent=2))
    else:
        lines = [*_pages(found, entries, notes, quotes, views), *_history(found, revisions, captures)]
        click.echo("\n".join(lines))


REVISION = ("number", "seen_at", "title", "kind", "fields", "silent")
CAPTURE = ("fetched_at", "status", "role", "url", "digest")


def _digest(beginning: str, captures: list[Capture], article: ArticleRow) -> str:
    found = sorted({one.digest for one in captures if one.digest.startswith(beginning.lower())})
    if len(found) != 1:
        kept = "; ".join(f"{one.fetched_at} {one.digest}" for one in captures) or "none"
        raise Failure(
            f"--page {beginning}: {len(found)} pages kept of article {article.id} have a SHA-256 that begins so; "
            f"expected one. Kept are: {kept}"
        )
    return found[0]


def _print_page(body: bytes) -> None:
    if sys.stdout.isatty():
        raise click.UsageError("a page as it came is nothing for a terminal; write it to a file: > page.html")
    click.echo(body, nl=False)


def _history(article: ArticleRow, revisions: list[RevisionRow], captures: list[Capture]) -> Iterator[str]:
    """Where the article is from, as text for a reader."""
    sources = {name: told for name in SOURCES if (told := article.provenance.get(name))}
    if sources:
        yield "\n" + click.style("Sources", bold=True)
        width = max(map(len, sources))
        for name, told in sources.items():
            # A value put right by hand has no evidence; what another archive exported may have anything.
            known = [str(told[part]) for part in ("source", "evidence") if told.get(part)]
            yield f"  {name:{width}}  {printable(' '.join(': '.join(known).split()))}"
    yield "\n" + click.style("Revisions", bold=True)
    for one in revisions:
        what = [f"revision {one.number}", *filter(None, (one.kind, "silent" if one.silent else ""))]
        yield f"  {one.seen_at}  {', '.join(what)}"
    if captures:
        yield "\n" + click.style("Kept pages", bold=True)
        yield from (f"  {one.fetched_at}  {one.status}  sha256 {one.digest}" for one in captures)


def _entry(entry: EntryRow) -> str:
    when = printable(entry.published_at or f"seen {entry.first_seen_at}")
    title = click.style(printable(entry.title or ""), bold=True)
    return "\n".join(filter(None, (f"{when}  {title}".rstrip(), printable(entry.body)))) + "\n"


def _pages(
    article: ArticleRow, entries: list[EntryRow], notes: list[str], quotes: list[QuoteRow], views: list[Reading]
) -> list[str]:
    """The article as text for a reader."""
    about = [article.published_at, article.site, article.language, article.access, ", ".join(article.authors)]
    lines = [click.style(printable(article.title or "(no title)"), bold=True)]
    lines += [" · ".join(printable(part) for part in about if part), printable(article.url)]
    lines += [f"gone from the site since {article.gone_at}"] * bool(article.gone_at) + [""]
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
    return lines
