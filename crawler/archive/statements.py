"""Rows by the names of their columns: read, inserted, changed. Names of tables and columns are ours, never a page's."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

from sqlite_utils import Database

Values = dict[str, Any]


def select(db: Database, sql: str, *parameters: Any) -> Iterator[Values]:
    """Yield the rows of a query."""
    cursor = db.conn.cursor()
    cursor.row_factory = sqlite3.Row
    return map(dict, cursor.execute(sql, parameters))


def select_one(db: Database, sql: str, *parameters: Any) -> Values | None:
    """Return the first row of a query, or None."""
    return next(select(db, sql, *parameters), None)


def column(db: Database, sql: str, *parameters: Any) -> list[Any]:
    """Return the first column of the rows of a query."""
    return [row[0] for row in db.execute(sql, parameters)]


def one_number(db: Database, sql: str, *parameters: Any) -> int:
    """Return the number that a query asks for."""
    return int(db.execute(sql, parameters).fetchone()[0])


def has_row(db: Database, sql: str, *parameters: Any) -> bool:
    """Return whether a query finds a row."""
    return db.execute(sql, parameters).fetchone() is not None


def insert(db: Database, table: str, values: Values, otherwise: str = "") -> sqlite3.Cursor:
    """Insert a row; *otherwise*: what to do in a conflict. The cursor that comes back has its id, and whether it is."""
    names, marks = ", ".join(f'"{name}"' for name in values), ", ".join("?" * len(values))
    sql = " ".join(("INSERT INTO", table, "(", names, ") VALUES (", marks, ")", otherwise))
    return db.execute(sql, tuple(values.values()))


def upsert(db: Database, table: str, key: str, values: Values) -> None:
    """Insert a row, or change the one that has the same *key* to these values."""
    changes = ", ".join(f'"{name}" = excluded."{name}"' for name in values if name != key)
    insert(db, table, values, f"ON CONFLICT ({key}) DO UPDATE SET {changes}")


def update(db: Database, table: str, key: str, values: Values) -> None:
    """Change the row that has the same *key* as *values* to these."""
    assignments = ", ".join(f'"{name}" = ?' for name in values)
    sql = " ".join(("UPDATE", table, "SET", assignments, "WHERE", key, "= ?"))
    db.execute(sql, (*values.values(), values[key]))
