"""The full-text indexes. They hold folded text, which only we can make; so we feed them, not triggers.

FTS5 keeps no copy of what it indexed: to take a row out it must be told the very text that was put in. That
is the row as it stands in its table, folded; so `remove` comes before the row changes, `add` after. Stock
tools search the tables as they are; if they rebuild an index, it holds unfolded text, which `faults` notices
and `rebuild` mends.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice

from crawler.archive.search.facets import DATE, LANGUAGE, SITE, Facet
from crawler.archive.search.folding import beginnings, fold

TOKENIZE = "unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'"
# Pages of an index, of 4 KB, that are merged with each row, and so many letters of it for one more. A word is written
# again for each size that pieces have, a dozen in a million articles.
MERGED, LETTERS, MOST_MERGED = 8, 200, 4000
_AT_ONCE = 500  # rows that are held in memory
SIZELESS = "columnsize=0"
PLACELESS = f"detail=none, {SIZELESS}"
_GIVEN = "WHERE id IN (SELECT value FROM json_each(?))"
Row = tuple[int | str | None, ...]  # the row's id and what is fed to each column


@dataclass(frozen=True)
class Fed:
    """A table of FTS5 that we feed, and how it is made."""

    name: str
    columns: tuple[str, ...]
    options: str = ""

    def create(self, connection: sqlite3.Connection) -> None:
        """Make the table."""
        made = ", ".join(filter(None, (*self.columns, self.options, f'tokenize="{TOKENIZE}"')))
        connection.execute(f"CREATE VIRTUAL TABLE {self.name} USING fts5({made})")

    def insert(self, connection: sqlite3.Connection, rows: Iterable[Row]) -> None:
        """Add *rows*, an id and a text for each column."""
        names, marks = ", ".join(("rowid", *self.columns)), ", ?" * len(self.columns)
        connection.executemany(" ".join(("INSERT INTO", self.name, "(", names, ") VALUES (?", marks, ")")), rows)

    def delete(self, connection: sqlite3.Connection, rows: Iterable[Row]) -> None:
        """Take out *rows*, which are what was added."""
        names, marks = ", ".join((self.name, "rowid", *self.columns)), ", ?" * len(self.columns)
        sql = " ".join(("INSERT INTO", self.name, "(", names, ") VALUES ('delete', ?", marks, ")"))
        connection.executemany(sql, rows)

    def command(self, connection: sqlite3.Connection, command: str, number: int | None = None) -> None:
        """Give FTS5 one of its commands."""
        sql = " ".join(("INSERT INTO", self.name, "(", self.name, ", rank) VALUES (?, ?)"))
        connection.execute(sql, (command, number))

    def rows(self, connection: sqlite3.Connection) -> int:
        """How many rows it has."""
        if SIZELESS in self.options:
            return averages(connection, self.name)[0]
        return int(connection.execute(f"SELECT count(*) FROM {self.name}_docsize").fetchone()[0])  # noqa: S608


@dataclass(frozen=True)
class FullText:
    """One index over `columns` of one table, whose key is `id`, and over what its rows are filtered by.

    `beginnings`, if it has a name, is a smaller index beside it: of what words begin with, and of the filters, without
    their places, in which a beginning is one word. `options` are those of FTS5 for the table itself.
    """

    table: str
    content: str
    columns: tuple[str, ...]
    facets: tuple[Facet, ...] = ()
    beginnings: str | None = None
    options: str = ""

    @property
    def reads(self) -> tuple[str, ...]:
        """The columns of the table of which the index is made."""
        return *self.columns, *(column for facet in self.facets for column in facet.reads)

    @property
    def tables(self) -> dict[Fed, Callable[[Row], Row]]:
        """The tables it consists of, and what each is fed of a row."""
        tables: dict[Fed, Callable[[Row], Row]] = {
            Fed(self.table, (*self.columns, *(facet.column for facet in self.facets)), self.options): lambda row: row
        }
        if self.beginnings:
            tables[Fed(self.beginnings, self.columns[-1:], PLACELESS)] = self._beginnings
        return tables

    def add(self, connection: sqlite3.Connection, keys: Sequence[int]) -> None:
        """Index the rows with these *keys* as they stand in the table, which are not in the index."""
        self._feed(connection, self._rows(connection, _GIVEN, json.dumps(keys)))

    def remove(self, connection: sqlite3.Connection, keys: Sequence[int]) -> None:
        """Take the rows with these *keys* out of the index, as they stood in the table when they were added."""
        rows = list(self._rows(connection, _GIVEN, json.dumps(keys)))
        for table, part in self.tables.items():
            table.delete(connection, map(part, rows))

    def rebuild(self, connection: sqlite3.Connection, *names: str) -> None:
        """Make the index again from the table; with *names* those of its tables alone."""
        for table in self._named(names):
            table.command(connection, "delete-all")
        self._feed(connection, self._rows(connection), *names)

    def optimize(self, connection: sqlite3.Connection) -> None:
        """Merge the index into one piece, without what was removed: it takes as long as reading all of it."""
        for table in self.tables:
            table.command(connection, "optimize")

    def faults(self, connection: sqlite3.Connection, sample: int) -> list[str]:
        """Return what is wrong with the index, in words; [] if nothing is.

        Rows are counted; *sample* rows chosen at random, or all where it is below 0, are folded again and compared
        word by word with the whole index, which is read once. Words of rows that are no more are found too.
        """
        (rows,) = connection.execute(f"SELECT count(*) FROM {self.content}").fetchone()  # noqa: S608
        counted = {table.name: table.rows(connection) for table in self.tables}
        faults = [
            f"{name} has {indexed} rows, {self.content} has {rows}: run `newsarc archive reindex`"
            for name, indexed in counted.items()
            if indexed != rows
        ]
        return faults or self._wrong(connection, sample)

    def _wrong(self, connection: sqlite3.Connection, sample: int) -> list[str]:
        """Which of the *sample* rows have other words in a table than they should."""
        faults = []
        for table, expected in self._expected(connection, sample).items():
            found = _found(connection, table)
            wrong = sorted(i for i in expected.keys() | found.keys() if expected.get(i) != found.get(i))
            if wrong:
                first = f"{', '.join(map(str, wrong[:5]))}{' ...' if len(wrong) > 5 else ''}"
                faults.append(
                    f"{table.name} does not hold the words of {self.content} {first}, perhaps another tool rebuilt it: "
                    "run `newsarc archive reindex`"
                )
        return faults

    def _feed(self, connection: sqlite3.Connection, rows: Iterator[Row], *names: str) -> None:
        """Index *rows*, and merge as many pieces of the index as they will need in the end.

        FTS5 by itself merges a hundred times as many, but seldom: a transaction in a hundred waits for it.
        """
        tables = self._named(names)
        pages = dict.fromkeys(tables, 0)
        while some := list(islice(rows, _AT_ONCE)):
            for table, part in tables.items():
                fed = list(map(part, some))
                table.insert(connection, fed)
                letters = sum(len(text) // LETTERS for row in fed for text in row if isinstance(text, str))
                pages[table] += MERGED * len(fed) + letters
        for table, most in pages.items():
            table.command(connection, "merge", min(most, MOST_MERGED))

    def _named(self, names: tuple[str, ...]) -> dict[Fed, Callable[[Row], Row]]:
        return {table: part for table, part in self.tables.items() if not names or table.name in names}

    def _beginnings(self, row: Row) -> Row:
        """What the smaller index is fed of a row."""
        key, *fed = row
        texts, told = fed[: len(self.columns)], fed[len(self.columns) :]
        words = {word for text in texts if text for word in beginnings(str(text))}
        words |= {facet.alone(str(said)) for facet, said in zip(self.facets, told, strict=True) if said}
        return key, " ".join(words)

    def _rows(self, connection: sqlite3.Connection, where: str = "", *parameters: str) -> Iterator[Row]:
        """What the index is fed for rows of the table."""
        names = ", ".join((*self.columns, *(facet.value for facet in self.facets)))
        makers = [*[fold] * len(self.columns), *(facet.words for facet in self.facets)]
        for key, *values in connection.execute(
            " ".join(("SELECT id,", names, "FROM", self.content, where)), parameters
        ):
            yield key, *(make(value) if value else value for make, value in zip(makers, values, strict=True))

    def _expected(self, connection: sqlite3.Connection, sample: int) -> dict[Fed, dict[int, int]]:
        """Sums over the words of *sample* rows by the row's id, as new tables have them."""
        connection.execute("DROP TABLE IF EXISTS temp.sampled")
        connection.execute("CREATE TEMP TABLE sampled (id INTEGER PRIMARY KEY)")
        chosen = " ".join(("INSERT INTO temp.sampled SELECT id FROM", self.content, "ORDER BY random() LIMIT ?"))
        connection.execute(chosen, (sample,))
        # Small: each word of the index is looked up in it, which takes a quarter of what it does in the table itself.
        connection.execute("DROP TABLE IF EXISTS temp.present")
        connection.execute("CREATE TEMP TABLE present (id INTEGER PRIMARY KEY)")
        connection.execute(" ".join(("INSERT INTO temp.present SELECT id FROM", self.content)))
        with closing(sqlite3.connect("")) as fresh:  # on the disk, where memory does not hold it
            for table in self.tables:
                table.create(fresh)
            self._feed(fresh, self._rows(connection, "WHERE id IN temp.sampled"))
            return {table: _sums_of(fresh, table) for table in self.tables}


def averages(connection: sqlite3.Connection, table: str) -> list[int]:
    """The numbers of an index's first record: how many rows there are, then the words of each column in all of them."""
    row = connection.execute(f"SELECT block FROM {table}_data WHERE id = 1").fetchone()  # noqa: S608
    numbers, number = [], 0
    for byte in row[0] if row else b"":
        number = number << 7 | byte & 0x7F
        if byte < 0x80:
            numbers.append(number)
            number = 0
    return numbers or [0]


def _found(connection: sqlite3.Connection, table: Fed) -> dict[int, int]:
    """Sums over the words of the sampled rows as they are in a table, with those of rows that are no more."""
    return _sums_of(connection, table, "WHERE doc IN temp.sampled OR doc NOT IN temp.present")


def _sums_of(connection: sqlite3.Connection, table: Fed, where: str = "") -> dict[int, int]:
    # A sum does not mind the order, and is small where the words would not be.
    connection.execute("DROP TABLE IF EXISTS temp.words")
    connection.execute(f"CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, {table.name}, instance)")
    sums: dict[int, int] = defaultdict(int)
    for row, *word in connection.execute(" ".join(("SELECT doc, term, col, offset FROM temp.words", where))):
        sums[row] += hash(tuple(word))
    connection.execute("DROP TABLE temp.words")
    return sums


ARTICLES = FullText(
    "articles_fts", "articles", ("title", "description", "body"), (SITE, LANGUAGE, DATE), "beginnings_fts"
)
QUOTES = FullText("quotes_fts", "quotes", ("text", "speaker", "speaker_as_printed"), options=SIZELESS)
