"""The tables that ship beside the code that reads them: TOML where people write them, JSON where a script does."""

from __future__ import annotations

import json
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def read_table(package: str, name: str) -> dict[str, Any]:
    """Return the table in the file *name* of *package*. It is one for all who ask: nobody changes it."""
    text = files(package).joinpath(name).read_text("utf-8")
    table: dict[str, Any] = tomllib.loads(text) if name.endswith(".toml") else json.loads(text)
    return table
