"""Rows to stdout, in the formats of sqlite-utils."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any

import click
from tabulate import tabulate

from crawler.reading.text import printable

FORMATS = ("json", "nl", "csv", "tsv", "table")
# C1 controls and the marks that reorder a line; JSON escapes the other controls by itself.
_ESCAPED = {code: f"\\u{code:04x}" for code in (*range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A))}
WIDEST = 60  # characters of a cell in a table
# Cells that a spreadsheet would run as a formula, and those that look as if such a one was marked.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")


def format_or_default(chosen: str | None) -> str:
    """Return the format asked for; else a table on a terminal and JSON in a pipe."""
    return chosen or ("table" if sys.stdout.isatty() else "json")


def print_rows(
    rows: Iterable[dict[str, Any]], *, format: str | None, columns: Sequence[str], default_columns: Sequence[str]
) -> int:
    """Print *rows* and return how many there were.

    A table shows *default_columns*, the other formats all; *columns* overrides both. Raises
    `click.UsageError` for a column that the rows don't have.
    """
    chosen = format_or_default(format)
    picked = (_pick(row, columns or (default_columns if chosen == "table" else ())) for row in rows)
    if chosen == "nl":
        return print_lines(picked)
    kept = list(picked)
    if chosen == "table":
        print_table(kept)
    elif chosen in ("csv", "tsv"):
        print_csv(kept, "\t" if chosen == "tsv" else ",")
    else:
        click.echo("[" + ",\n ".join(map(to_line, kept)) + "]")
    return len(kept)


def say_how_many(shown: int, count: int) -> None:
    """Say on stderr that there is more than was shown, or nothing at all."""
    if count > shown:
        click.echo(f"showing {shown} of {count}; more with --limit", err=True)
    elif not count:
        click.echo("nothing found", err=True)


def print_lines(rows: Iterable[dict[str, Any]]) -> int:
    """Print *rows* as they come, a JSON object a line, and return how many there were."""
    count = 0
    for row in rows:
        count += 1
        click.echo(to_line(row))
    return count


def to_line(value: Any) -> str:
    """Return *value* as JSON on one line."""
    return to_json(value)


def to_json(value: Any, *, indent: int | None = None) -> str:
    """Return *value* as JSON; what a terminal would obey, or be reordered by, is escaped and so loses nothing.

    >>> to_json(["Новини", chr(0x9B) + "31m", chr(0x202E)])
    '["Новини", "\\\\u009b31m", "\\\\u202e"]'
    """
    return json.dumps(value, ensure_ascii=False, indent=indent).translate(_ESCAPED)


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


def print_csv(rows: Iterable[dict[str, Any]], delimiter: str = ",") -> int:
    """Print *rows* as they come, the names of the first one's columns above, and return how many there were."""
    count = 0
    for row in rows:
        if not count:
            _print_cells(list(row), delimiter)
        _print_cells([csv_cell(value) for value in row.values()], delimiter)
        count += 1
    return count


def _print_cells(cells: list[Any], delimiter: str) -> None:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter, lineterminator="\n").writerow(cells)
    click.echo(buffer.getvalue(), nl=False)


def csv_cell(value: Any) -> Any:
    """Return *value* as a cell. A text that a spreadsheet would run gets a ' in front, and so does one that begins with
    a ': nothing is lost, for whoever takes one ' off has the text.

    >>> csv_cell("=1+1"), csv_cell("'tis"), csv_cell("tide"), csv_cell(-1), csv_cell(["=1"])
    ("'=1+1", "''tis", 'tide', -1, '["=1"]')
    """
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, str) and value.startswith(_FORMULA):
        return "'" + value
    return value
