"""`newsarc reread`: kept pages, read by today's rules."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import nullcontext, suppress
from dataclasses import asdict
from itertools import chain
from typing import Any

import click

from crawler.archive.captures.recovering import Recovered, count_unread, recover
from crawler.archive.captures.replaying import FIELDS
from crawler.archive.captures.rereading import Difference, count_reread, reread
from crawler.archive.reading import Filter
from crawler.cli.kept import read_kept
from crawler.cli.options import (
    NUMBER,
    archive_option,
    filter_options,
    open_archive,
    open_to_change,
    say_what_is_unknown,
)
from crawler.cli.output import print_lines
from crawler.cli.saying import Progress, say
from crawler.processes import default_jobs

SHOWN = 300  # characters of a value


@click.command("reread")
@filter_options
@click.option("--field", "fields", multiple=True, type=click.Choice(list(FIELDS)), help="Only this field; repeatable.")
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@click.option("--jobs", type=NUMBER, help="Processes that read.  [default: one a core]")
@click.option("-q", "--quiet", is_flag=True, help="Do not list what changes.")
@archive_option
def reread_command(
    fields: tuple[str, ...], dry_run: bool, jobs: int | None, quiet: bool, archive: str | None, **filters: Any
) -> None:
    """Read the kept pages of articles again, by today's rules, and change what they read otherwise.

    Articles come out as if they had been crawled with these rules from the first: revisions and view readings too. A
    line of JSON for each change: article_id, url, field, old, new. What was corrected by hand stays: `newsarc correct`.
    Without --field, pages that were kept though no article was found on them are read too: one that is found now is
    archived, and told as the field "article", with its title.
    """
    which = Filter(**filters)
    counts: Counter[str] = Counter()
    with (open_archive if dry_run else open_to_change)(archive) as opened:
        found = reread(
            *(opened, which, read_kept),
            fields=fields or tuple(FIELDS),
            dry_run=dry_run,
            jobs=jobs or default_jobs(),
            tell=Progress("articles read again"),
        )
        total = count_reread(opened, which)
        unread = 0 if fields else count_unread(opened, which)
        rows = _rows(found, counts)
        if not fields:
            again = recover(
                *(opened, which, read_kept),
                dry_run=dry_run,
                jobs=jobs or default_jobs(),
                tell=Progress("pages without an article"),
            )
            rows = chain(rows, _recovered(again, counts))
        if not quiet:
            # `newsarc reread | head`: whoever reads of it, all of it is done.
            with nullcontext() if dry_run else suppress(BrokenPipeError):
                print_lines(rows)
        for _ in rows:
            pass
        if not total:
            say_what_is_unknown(opened, **filters)
    told = ("articles", "recovered")
    changed = ", ".join(f"{count} {name}" for name, count in counts.most_common() if name not in told)
    would = "would change" if dry_run else "changed"
    said = f"{total} article{'s' * (total != 1)} read again; {counts['articles']} {would}" + (
        f": {changed}" * bool(changed)
    )
    if unread:
        said += (
            f"; {unread} pages without an article: {counts['recovered']} {'would hold' if dry_run else 'hold'} one now"
        )
    say(said)


def _rows(found: Iterator[list[Difference]], counts: Counter[str]) -> Iterator[dict[str, Any]]:
    for differences in found:
        counts["articles"] += bool(differences)
        for one in differences:
            counts[one.field] += 1
            yield asdict(one) | {"old": _shown(one.old), "new": _shown(one.new)}


def _recovered(found: Iterator[Recovered], counts: Counter[str]) -> Iterator[dict[str, Any]]:
    for one in found:
        counts["recovered"] += 1
        yield {"article_id": one.article_id, "url": one.url, "field": "article", "old": None, "new": _shown(one.title)}


def _shown(value: Any) -> Any:
    """A value of bounded length."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return value if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
