"""Rows to stdout, in the formats of sqlite-utils."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import click
from tabulate import tabulate

from crawler.reading.text import printable

FORMATS = ("json", "nl", "csv", "tsv", "table")
WIDEST = 60  # characters of a cell in a table
# Cells that a spreadsheet would run as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def row_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that every listing takes: format, columns, limit."""
    for option in (
        click.option("--limit", type=click.IntRange(min=1), default=None, help="Rows to show.  [default: 20]"),
        click.option("-c", "--column", "columns", multiple=True, metavar="NAME", help="Show this column; repeatable."),
        click.option("--table", "format", flag_value="table", help="A table (default on a terminal)."),
        click.option("--tsv", "format", flag_value="tsv", help="Tab-separated values."),
        click.option("--csv", "format", flag_value="csv", help="Comma-separated values."),
        click.option("--nl", "format", flag_value="nl", help="One JSON object a line."),
        click.option("--json", "format", flag_value="json", help="A JSON array (default when piped)."),
    ):
        command = option(command)
    return command


def archive_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--archive PATH`."""
    return click.option("--archive", type=click.Path(), help="The archive's file.")(command)


def format_or_default(chosen: str | None) -> str:
    """Return the format asked for; else a table on a terminal and JSON in a pipe."""
    return chosen or ("table" if sys.stdout.isatty() else "json")


def print_rows(
    rows: Iterable[dict[str, Any]], *, format: str, columns: Sequence[str], default_columns: Sequence[str]
) -> int:
    """Print *rows* and return how many there were.

    A table shows *default_columns*, the other formats all; *columns* overrides both. Raises
    `click.UsageError` for a column that the rows don't have.
    """
    kept = [_pick(row, columns or (default_columns if format == "table" else ())) for row in rows]
    if format == "table":
        print_table(kept)
    elif format in ("csv", "tsv"):
        _print_csv(kept, "\t" if format == "tsv" else ",")
    elif format == "nl":
        for row in kept:
            click.echo(json.dumps(row, ensure_ascii=False))
    else:
        click.echo("[" + ",\n ".join(json.dumps(row, ensure_ascii=False) for row in kept) + "]")
    return len(kept)


def _pick(row: dict[str, Any], columns: Sequence[str]) -> dict[str, Any]:
    if unknown := [name for name in columns if name not in row]:
        raise click.UsageError(f"no column {unknown[0]!r}; expected some of: {', '.join(row)}")
    return {name: row[name] for name in columns} if columns else row


def print_table(rows: list[dict[str, Any]]) -> None:
    """Print *rows* as a table for people: long cells cut, nothing that a terminal would obey."""
    if rows:
        cells = [{name: _cell(value) for name, value in row.items()} for row in rows]
        click.echo(tabulate(cells, headers="keys", disable_numparse=True))


def _cell(value: Any) -> str:
    if value is None:
        return ""
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else str(value)
    text = printable(text).replace("\n", " ")
    return text if len(text) <= WIDEST else text[: WIDEST - 1] + "…"


def _print_csv(rows: list[dict[str, Any]], delimiter: str) -> None:
    if not rows:
        return
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, fieldnames=list(rows[0]), delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: _csv_cell(value) for name, value in row.items()})
    click.echo(buffer.getvalue(), nl=False)


def _csv_cell(value: Any) -> Any:
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, str) and value.startswith(_FORMULA):
        return "'" + value
    return value
