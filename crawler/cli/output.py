"""Rows to stdout, in the formats of sqlite-utils."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, Any

import click
from tabulate import tabulate
from wcwidth import wcswidth

from crawler.cli.saying import say
from crawler.reading.text import printable

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

# C1 controls and the marks that reorder a line; JSON escapes the other controls by itself.
_ESCAPED = {code: f"\\u{code:04x}" for code in (*range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A))}
PADDING = 2  # columns between cells, and that tabulate gives to a heading
WIDEST, NARROWEST = 60, 12  # columns of a terminal that a cell of a table has
_INSTANT = re.compile(
    r"^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(:\d\d)?(Z|[+-]\d\d:\d\d)?$"
)  # shown to the minute where room is short
# Cells that a spreadsheet would run as a formula, and those that look as if such a one was marked.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")


def format_or_default(chosen: str | None) -> str:
    """Return the format asked for; else a table on a terminal and JSON in a pipe."""
    return chosen or ("table" if sys.stdout.isatty() else "json")


def print_rows(
    rows: Iterable[dict[str, Any]],
    *,
    known: Sequence[str],
    format: str | None,
    columns: Sequence[str],
    default_columns: Sequence[str] = (),
) -> int:
    """Print *rows* and return how many there were.

    A table shows *default_columns*, the other formats all of the *known* ones; *columns* overrides both. Raises
    `click.UsageError` for a column that is not known, also where there is no row.
    """
    if unknown := [name for name in columns if name not in known]:
        raise click.UsageError(f"no column {unknown[0]!r}; expected some of: {', '.join(known)}")
    chosen = format_or_default(format)
    names = tuple(dict.fromkeys(columns or (chosen == "table" and default_columns) or known))
    picked = ({name: row[name] for name in names} for row in rows)
    if chosen == "nl":
        return print_lines(picked)
    kept = list(picked)
    if chosen == "table":
        print_table(kept)
    elif chosen in ("csv", "tsv"):
        for line in csv_lines(kept, "\t" if chosen == "tsv" else ",", names=names):
            click.echo(line)
    else:
        click.echo("[" + ",\n ".join(map(to_json, kept)) + "]")
    return len(kept)


def columns_of(row: type[DataclassInstance]) -> tuple[str, ...]:
    """Return the columns of a listing whose rows are each a *row*."""
    return tuple(column.name for column in fields(row))


def say_how_many(shown: int, count: int) -> None:
    """Say on stderr that there is more than was shown, or nothing at all."""
    if count > shown:
        say(f"showing {shown} of {count}; more with --limit")
    elif not count:
        say("nothing found")


def print_lines(rows: Iterable[dict[str, Any]]) -> int:
    """Print *rows* as they come, a JSON object a line, and return how many there were."""
    count = 0
    for row in rows:
        count += 1
        click.echo(to_json(row))
    return count


def to_json(value: Any, *, indent: int | None = None) -> str:
    """Return *value* as JSON; what a terminal would obey, or be reordered by, is escaped and so loses nothing.

    >>> to_json(["Новини", chr(0x9B) + "31m", chr(0x202E)])
    '["Новини", "\\\\u009b31m", "\\\\u202e"]'
    """
    return json.dumps(value, ensure_ascii=False, indent=indent).translate(_ESCAPED)


def print_table(rows: list[dict[str, Any]]) -> None:
    """Print *rows* as a table for people: long cells cut, on a terminal so that a row is a line of it."""
    if not rows:
        return
    cells = [{name: _cell(value) for name, value in row.items()} for row in rows]
    room = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    widths = column_widths(cells, None)
    if room is not None and _room_of(widths) > room:
        cells = [{name: _INSTANT.sub(r"\1 \2", text) for name, text in row.items()} for row in cells]
        widths = column_widths(cells, room)
    cut = [{name: _cut(text, widths[name]) for name, text in row.items()} for row in cells]
    click.echo(tabulate(cut, headers="keys", disable_numparse=True))


def column_widths(cells: list[dict[str, str]], room: int | None) -> dict[str, int]:
    """Return how wide each column may be: as its cells are, `WIDEST` at most, the widest cut until all have *room*.

    >>> column_widths([{"id": "7", "title": "a" * 50, "url": "b" * 30}], 60)
    {'id': 4, 'title': 26, 'url': 26}
    """
    widths = {name: min(WIDEST, max(_width(row[name]) for row in cells)) for name in cells[0]}
    widths = {name: max(width, len(name) + PADDING) for name, width in widths.items()}
    least = {name: max(len(name) + PADDING, NARROWEST) for name in widths}
    while room is not None and _room_of(widths) > room:
        name = max(widths, key=lambda one: (widths[one] > least[one], widths[one]))
        if widths[name] <= least[name]:
            break
        widths[name] -= 1
    return widths


def _room_of(widths: dict[str, int]) -> int:
    return sum(widths.values()) + PADDING * (len(widths) - 1)


def _width(text: str) -> int:
    return max(0, wcswidth(text))


def _cut(text: str, width: int) -> str:
    """Return *text* in so many columns of a terminal; letters of some scripts take two. An address keeps its end."""
    if _width(text) <= width:
        return text
    if text.startswith(("http://", "https://")):
        return f"…{text[-(width - 1) :]}"
    kept = text[: width - 1]
    while _width(kept) > width - 1:
        kept = kept[:-1]
    return f"{kept}…"


def _cell(value: Any) -> str:
    """Return *value* as people read it.

    >>> _cell({"json_ld": 6, "printed": 9}), _cell(["Ann Reed", "Ivo Lund"]), _cell([]), _cell({"how": "status 410"})
    ('printed 9, json_ld 6', 'Ann Reed, Ivo Lund', '', 'how: status 410')
    """
    if value is None:
        return ""
    if isinstance(value, dict) and all(isinstance(one, int) for one in value.values()):
        value = [f"{name} {count}" for name, count in sorted(value.items(), key=lambda one: -one[1])]
    elif isinstance(value, dict):
        value = [f"{name}: {one if isinstance(one, str) else to_json(one)}" for name, one in value.items()]
    if isinstance(value, list):
        value = ", ".join(one if isinstance(one, str) else to_json(one) for one in value)
    return printable(str(value)).replace("\n", " ")


def csv_lines(rows: Iterable[dict[str, Any]], delimiter: str = ",", *, names: Sequence[str]) -> Iterator[str]:
    """Yield *rows* as lines of CSV, above them the *names* of their columns, also where there is no row."""
    yield _csv_line(names, delimiter)
    for row in rows:
        yield _csv_line((csv_cell(row.get(name)) for name in names), delimiter)


def _csv_line(cells: Iterable[Any], delimiter: str) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter, lineterminator="\n").writerow(cells)
    return buffer.getvalue().removesuffix("\n")


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
