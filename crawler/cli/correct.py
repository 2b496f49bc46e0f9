"""`newsarc correct`: put a field of an article right by hand."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import Any

import click

from crawler.archive import Archive, ArticleRow
from crawler.archive.articles.corrections import FIELDS, LISTS, Correction, CorrectionError, correct, corrections, undo
from crawler.archive.articles.quotes import write_quotes
from crawler.archive.captures.rereading import reread
from crawler.archive.reading import Filter
from crawler.cli.kept import read_kept
from crawler.cli.main import Failure
from crawler.cli.options import ARTICLE, archive_option, format_options, open_archive, open_to_change
from crawler.cli.output import columns_of, print_rows
from crawler.cli.saying import say
from crawler.items import Article
from crawler.page import Page
from pipelines import complete

COLUMNS = ("article_id", "field", "value", "was", "corrected_at")


@click.command("correct")
@click.argument("article", type=ARTICLE, metavar="[ARTICLE]", required=False)
@click.argument("field", metavar="[FIELD]", required=False, type=click.Choice(FIELDS))
@click.argument("value", nargs=-1)
@click.option("--null", "is_null", is_flag=True, help="The value is not known.")
@click.option("--undo", "is_undone", is_flag=True, help="Have again what the page says.")
@format_options
@archive_option
def correct_command(
    article: str | None,
    field: str | None,
    value: tuple[str, ...],
    is_null: bool,
    is_undone: bool,
    archive: str | None,
    format: str | None,
    columns: tuple[str, ...],
) -> None:
    """Put FIELD of ARTICLE, an id or URL, right: VALUE stands, whatever the page says when it is read again.

    FIELD is title, description, body, authors, tags, published_at, modified_at, source, section, language, image_url,
    image_caption, access or kind. authors and tags take several VALUEs; a VALUE of - is read from stdin. Without VALUE
    the corrections of ARTICLE are listed, without ARTICLE all.
    """
    if field is None or not (value or is_null or is_undone):
        with open_archive(archive) as opened:
            rows = map(asdict, corrections(opened.db, opened.article(article).id if article else None))
            shown = (row for row in rows if field in (None, row["field"]))
            print_rows(shown, known=columns_of(Correction), format=format, columns=columns, default_columns=COLUMNS)
        return
    assert article is not None
    given = _value(field, value) if value else None
    if len([one for one in (value, is_null, is_undone) if one]) > 1:
        raise click.UsageError("expected one of VALUE, --null, --undo")
    with open_to_change(archive) as opened:
        found = opened.article(article)
        try:
            with opened.transaction():
                if is_undone:
                    if not undo(opened.db, found.id, field):
                        raise Failure(f"{field} of {article} was not corrected; nothing to undo")
                else:
                    correct(opened.db, found.id, field, given)
                if field == "body":
                    _find_quotes(opened, opened.article(found.id))
        except CorrectionError as error:
            raise click.UsageError(str(error)) from error
        if is_undone and field == "body":  # what its page shows of quotes, where that is kept
            list(reread(opened, Filter(article=found.id), read_kept, fields=["quotes"]))
        now = opened.article(found.id)
    value_now = getattr(now, field)
    told = ", ".join(value_now) if isinstance(value_now, list) else value_now
    say(f"{now.url}: {field} is {told[:300] if told else 'not known'}")


def _value(field: str, given: tuple[str, ...]) -> Any:
    texts = [sys.stdin.read().removesuffix("\n") if text == "-" else text for text in given]
    if not all(text.strip() for text in texts):  # a variable of a script that was never set, a file that is empty
        raise click.UsageError(f"a VALUE of {field} is empty; --null says that it is not known")
    if field in LISTS:
        return texts
    if len(texts) > 1:
        raise click.UsageError(f"{field} takes one value, found {len(texts)}; quote it if it holds spaces")
    return texts[0]


def _find_quotes(archive: Archive, row: ArticleRow) -> None:
    """Let the quotes of an article be those of its body."""
    if row.body is None:
        write_quotes(archive.db, row.id, [])
        return
    page = Page.from_body(row.body, row.url, language=row.language)
    article = complete(Article(page=page, url=row.url, site=row.site, body=row.body, language=row.language))
    write_quotes(archive.db, row.id, article.quotes)
