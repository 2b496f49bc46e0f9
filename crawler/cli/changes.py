"""`newsarc changes` and `newsarc diff`: what happened to articles, and what two versions differ in."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import click

from crawler.archive import RevisionRow
from crawler.archive.articles.events import KINDS, Change
from crawler.cli.main import Failure
from crawler.cli.options import (
    ARTICLE,
    NUMBER,
    archive_option,
    no_words,
    open_archive,
    row_options,
    since_option,
    site_option,
    until_option,
)
from crawler.cli.output import columns_of, format_or_default, print_rows, say_how_many, to_json
from crawler.cli.saying import say
from crawler.reading.edits import KINDS_OF_EDIT
from crawler.reading.text import printable
from crawler.reading.word_diff import Op, Part, shown, to_html, word_diff

COLUMNS = ("at", "kind", "edit", "article_id", "fields", "silent", "detail", "title")
FIELDS = ("title", "description", "body")


@click.command()
@no_words("`newsarc diff {}` shows what changed in one article")
@click.option(
    "--kind", type=click.Choice((*KINDS, "removed", *KINDS_OF_EDIT)), help="Only changes of this kind; removed is gone."
)
@click.option("--silent", is_flag=True, help="Only edits without a new modified date on the page.")
@site_option
@since_option
@until_option
@row_options
@archive_option
def changes(archive: str | None, format: str | None, columns: tuple[str, ...], limit: int | None, **which: Any) -> None:
    """List what crawls saw happen to articles, the newest first: edited, gone, back, moved, paywalled, corrected.

    \b
    How an article was edited:
      cosmetic     punctuation, layout, up to three words whose spelling was mended
      correction   an editor's note says so; one that comes alone is "corrected"
      substantive  the body says something else
      headline     title or description were reworded
      retitled     the body is as it was, under a title that tells something else
    """
    if which["kind"] == "removed":
        which["kind"] = "gone"
    with open_archive(archive) as opened:
        rows = [asdict(change) for change in opened.changes(**which)]
    count = print_rows(rows[:limit], known=columns_of(Change), format=format, columns=columns, default_columns=COLUMNS)
    say_how_many(count, len(rows))


@click.command()
@click.argument("article", type=ARTICLE, metavar="ARTICLE")
@click.argument("old", type=NUMBER, required=False, metavar="[REV]")
@click.argument("new", type=NUMBER, required=False, metavar="[REV]")
@click.option("--html", "format", flag_value="html", help="HTML with <del> and <ins>.")
@click.option("--json", "format", flag_value="json", help="JSON (default when piped): the parts of each field.")
@click.option("--text", "format", flag_value="text", help="Text to read (default on a terminal).")
@archive_option
def diff(article: str, old: int | None, new: int | None, format: str | None, archive: str | None) -> None:
    """Show what changed in ARTICLE, word by word: between its last two revisions, or those numbered REV.

    One REV is compared with the newest.
    """
    with open_archive(archive) as opened:
        revisions = {revision.number: revision for revision in opened.revisions(opened.article(article).id)}
    newest = max(revisions)
    numbers = (old or max(1, newest - 1), new or newest)
    if unknown := [number for number in numbers if number not in revisions]:
        raise Failure(f"{article} has no revision {unknown[0]}; expected a number from 1 to {newest}")
    if newest == 1:
        say("there is one revision: nothing has changed since it was first seen")
    before, after = (revisions[number] for number in numbers)
    parts = _parts(before, after)
    if format == "html":
        click.echo(_html(before, after, parts))
    elif format_or_default(format) == "json":
        fields = {field: [part._asdict() for part in found] for field, found in parts.items()}
        about: dict[str, Any] = {"article_id": before.article_id, "old": before.number, "new": after.number}
        if after.number == before.number + 1:
            about |= {"kind": after.kind, "silent": after.silent}
        times = {"old_seen_at": before.seen_at, "new_seen_at": after.seen_at}
        click.echo(to_json(about | times | fields, indent=2))
    else:
        click.echo("\n".join(_edits(before, after)))


def _parts(before: RevisionRow, after: RevisionRow) -> dict[str, list[Part]]:
    return {field: word_diff(getattr(before, field) or "", getattr(after, field) or "") for field in FIELDS}


def _edits(before: RevisionRow, after: RevisionRow) -> list[str]:
    """Return what changed between two revisions, in lines for a person."""
    parts = _parts(before, after)
    lines = [f"revision {before.number}, {before.seen_at}  →  revision {after.number}, {after.seen_at}"]
    if after.kind and after.number == before.number + 1:
        lines[0] += f"  {after.kind}{', silent' if after.silent else ''}"
    for field, found in parts.items():
        if any(part.op != "same" for part in found):
            lines += ["", click.style(field, bold=True), shown(found, _mark)]
    return lines


def _mark(op: Op, text: str) -> str:
    """A changed part in a sign and a colour: the sign says it where no colour is shown."""
    inner = "\n".join(map(printable, text.split("\n")))
    return click.style(f"[-{inner}-]", fg="red") if op == "removed" else click.style(f"{{+{inner}+}}", fg="green")


def _html(before: RevisionRow, after: RevisionRow, parts: dict[str, list[Part]]) -> str:
    head = f"<p>Revision {before.number}, {before.seen_at} to revision {after.number}, {after.seen_at}</p>"
    sections = (f"<h2>{field}</h2>\n<div>{to_html(found)}</div>" for field, found in parts.items())
    style = "<style>del{color:#b00}ins{color:#070}div{white-space:pre-wrap;max-width:42em}</style>"
    return "\n".join(('<!DOCTYPE html>\n<meta charset="utf-8">', style, head, *sections))
