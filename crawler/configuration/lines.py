"""On which line a key of a TOML text stands: the parser does not tell."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any

Path = tuple[str, ...]


def key_lines(text: str) -> dict[Path, int]:
    """Return the line, from 1, on which each key and table of a valid TOML text begins.

    >>> key_lines("[archive]\\n# the file\\npath = 'a.db'")
    {('archive',): 1, ('archive', 'path'): 3}
    """
    found: dict[Path, int] = {}
    statements: list[str] = []  # since the last header of a table
    begins = 0  # where the statement began that is not at its end
    for number, line in enumerate(text.splitlines(), 1):
        if not begins and line.lstrip().startswith("["):
            statements = []
        statements.append(line)
        begins = begins or number
        try:
            parsed = tomllib.loads("\n".join(statements))
        except tomllib.TOMLDecodeError:
            continue  # it goes on in the next line
        for path in _paths(parsed):
            found.setdefault(path, begins)
        begins = 0
    return found


def _paths(table: dict[str, Any], above: Path = ()) -> Iterator[Path]:
    for name, value in table.items():
        yield (*above, name)
        if isinstance(value, dict):
            yield from _paths(value, (*above, name))
