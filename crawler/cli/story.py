"""`newsarc story`: who told a story first, which agency is credited, what each outlet added and cut."""

from __future__ import annotations

from dataclasses import asdict

import click

from crawler.archive import StoryRow, Teller
from crawler.cli.options import ARTICLE, archive_option, open_archive
from crawler.cli.output import format_or_default, to_json
from crawler.reading.text import printable

SHOWN = 100  # characters of a paragraph
FEW = 3  # paragraphs


@click.command()
@click.argument("story", type=ARTICLE, metavar="ID")
@click.option("--json", "format", flag_value="json", help="One JSON object (default when piped).")
@click.option("--text", "format", flag_value="text", help="Text to read (default on a terminal).")
@archive_option
def story(story: str, format: str | None, archive: str | None) -> None:
    """Show a story: its articles in the order of publication, who was first, which agency is credited, what each added
    and cut against the first, and what is an excerpt or a round-up of it.

    ID is the story's number (`newsarc list -c story_id`), or any URL of an article that tells it.
    """
    with open_archive(archive) as opened:
        found = opened.story(story)
    if format_or_default(format) == "json":
        click.echo(to_json(asdict(found), indent=2))
    else:
        click.echo("\n".join(_pages(found)))


def _pages(found: StoryRow) -> list[str]:
    lines = [click.style(printable(found.title or "(no title)"), bold=True)]
    count = len(found.articles)
    about = [f"story {found.id}", f"{count} article{'s' if count > 1 else ''}"]
    if found.credits:
        about.append(f"credited: {', '.join(map(printable, found.credits))}")
    lines.append(" · ".join(about))
    for teller in found.articles:
        lines += ["", *_article(teller)]
    if found.related:
        lines += ["", click.style("Linked", bold=True)]
    for linked in found.related:
        kind = linked.kind.replace("_", "-")
        how = f"is told in part by this {kind}:" if not linked.of else f"is an article of this story a {kind} of:"
        lines.append(f"  {how} {linked.article_id}  {printable(linked.site)}  {printable(linked.title or '')}")
    return lines


def _article(teller: Teller) -> list[str]:
    when = teller.published_at or f"seen {teller.first_seen_at}"
    marks = [when, printable(teller.site), f"{teller.words} words"]
    if teller.is_first:
        marks.append("first")
    if teller.credits:
        marks.append(f"credits {printable(teller.credits)}")
    lines = [f"{teller.article_id}  {printable(teller.title or '(no title)')}", f"   {' · '.join(marks)}"]
    for sign, color, paragraphs in (("+", "green", teller.added), ("-", "red", teller.cut)):
        for paragraph in paragraphs[:FEW]:
            text = printable(paragraph)
            lines.append(click.style(f"   {sign} {text if len(text) <= SHOWN else text[: SHOWN - 1] + '…'}", fg=color))
        if len(paragraphs) > FEW:
            lines.append(click.style(f"   {sign} {len(paragraphs) - FEW} more", fg=color))
    return lines
