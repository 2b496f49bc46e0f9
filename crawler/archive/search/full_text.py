"""The full-text indexes. They hold folded text, which only we can make; so we feed them, not triggers.

FTS5 keeps no copy of what it indexed: to take a row out it must be told the very text that was put in. That
is the row as it stands in its table, folded; so `remove` comes before the row changes, `add` after. Stock
tools search both tables as they are; if they rebuild an index, it holds unfolded text, which `faults` notices
and `rebuild` mends.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

from crawler.archive.search.facets import DATE, LANGUAGE, SITE, Facet
from crawler.archive.search.folding import fold

TOKENIZE = "unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'"
# Pages of an index, of 4 KB, that are merged with each row, and so many letters of it for one more. A word is written
# again for each size that pieces have, a dozen in a million articles.
MERGED, LETTERS, MOST_MERGED = 8, 200, 4000
_GIVEN = "WHERE id IN (SELECT value FROM json_each(?))"
Row = tuple[int | str | None, ...]  # the row's id and what is fed to each column


@dataclass(frozen=True)
class FullText:
    """One index over `columns` of one table, whose key is `id`, and over what its rows are filtered by."""

    table: str
    content: str
    columns: tuple[str, ...]
    facets: tuple[Facet, ...] = ()

    @property
    def reads(self) -> tuple[str, ...]:
        """The columns of the table of which the index is made."""
        return *self.columns, *(column for facet in self.facets for column in facet.reads)

    def add(self, connection: sqlite3.Connection, keys: Sequence[int]) -> None:
        """Index the rows with these *keys* as they stand in the table, which are not in the index."""
        self._feed(connection, self._rows(connection, _GIVEN, json.dumps(keys)))

    def remove(self, connection: sqlite3.Connection, keys: Sequence[int]) -> None:
        """Take the rows with these *keys* out of the index, as they stood in the table when they were added."""
        names, marks = self._fed()
        sql = " ".join(
            ("INSERT INTO", self.table, "(", self.table, ", rowid,", names, ") VALUES ('delete', ?", marks, ")")
        )
        connection.executemany(sql, list(self._rows(connection, _GIVEN, json.dumps(keys))))

    def rebuild(self, connection: sqlite3.Connection) -> None:
        """Make the index again from the table."""
        connection.execute(" ".join(("INSERT INTO", self.table, "(", self.table, ") VALUES ('delete-all')")))
        self._feed(connection, self._rows(connection))

    def optimize(self, connection: sqlite3.Connection) -> None:
        """Merge the index into one piece, without what was removed: it takes as long as reading all of it."""
        connection.execute(" ".join(("INSERT INTO", self.table, "(", self.table, ") VALUES ('optimize')")))

    def faults(self, connection: sqlite3.Connection, sample: int) -> list[str]:
        """Return what is wrong with the index, in words; [] if nothing is.

        Rows are counted; *sample* rows chosen at random, or all where it is below 0, are folded again and compared
        word by word with the whole index, which is read once. Words of rows that are no more are found too.
        """
        (rows,) = connection.execute(f"SELECT count(*) FROM {self.content}").fetchone()  # noqa: S608
        (indexed,) = connection.execute(f"SELECT count(*) FROM {self.table}_docsize").fetchone()  # noqa: S608
        if rows != indexed:
            return [f"{self.table} has {indexed} rows, {self.content} has {rows}: run `newsarc archive reindex`"]
        expected, found = self._expected(connection, sample), self._found(connection)
        wrong = sorted(i for i in expected.keys() | found.keys() if expected.get(i) != found.get(i))
        if not wrong:
            return []
        return [
            f"{self.table} does not hold the words of {self.content} {', '.join(map(str, wrong[:5]))}"
            f"{' ...' if len(wrong) > 5 else ''}, perhaps another tool rebuilt it: run `newsarc archive reindex`"
        ]

    def _feed(self, connection: sqlite3.Connection, rows: Iterable[Row]) -> None:
        """Index *rows*, and merge as many pieces of the index as they will need in the end.

        FTS5 by itself merges a hundred times as many, but seldom: a transaction in a hundred waits for it.
        """
        names, marks = self._fed()
        pages = 0

        def counted() -> Iterator[Row]:
            nonlocal pages
            for row in rows:
                pages += MERGED + sum(len(text) for text in row if isinstance(text, str)) // LETTERS
                yield row

        sql = " ".join(("INSERT INTO", self.table, "(rowid,", names, ") VALUES (?", marks, ")"))
        connection.executemany(sql, counted())
        merge = " ".join(("INSERT INTO", self.table, "(", self.table, ", rank) VALUES ('merge', ?)"))
        connection.execute(merge, (min(pages, MOST_MERGED),))

    def _fed(self) -> tuple[str, str]:
        """The names of all columns of the index, and a mark for the value of each."""
        names = [*self.columns, *(facet.column for facet in self.facets)]
        return ", ".join(names), ", ?" * len(names)

    def _rows(self, connection: sqlite3.Connection, where: str = "", *parameters: str) -> Iterator[Row]:
        """What the index is fed for rows of the table."""
        names = ", ".join((*self.columns, *(facet.value for facet in self.facets)))
        makers = [*[fold] * len(self.columns), *(facet.words for facet in self.facets)]
        for key, *values in connection.execute(
            " ".join(("SELECT id,", names, "FROM", self.content, where)), parameters
        ):
            yield key, *(make(value) if value else value for make, value in zip(makers, values, strict=True))

    def _expected(self, connection: sqlite3.Connection, sample: int) -> dict[int, int]:
        """Sums over the words of *sample* rows by the row's id, as a new index has them."""
        connection.execute("DROP TABLE IF EXISTS temp.sampled")
        connection.execute("CREATE TEMP TABLE sampled (id INTEGER PRIMARY KEY)")
        chosen = " ".join(("INSERT INTO temp.sampled SELECT id FROM", self.content, "ORDER BY random() LIMIT ?"))
        connection.execute(chosen, (sample,))
        with closing(sqlite3.connect("")) as fresh:  # on the disk, where memory does not hold it
            fresh.execute(f'CREATE VIRTUAL TABLE {self.table} USING fts5({self._fed()[0]}, tokenize="{TOKENIZE}")')
            self._feed(fresh, self._rows(connection, "WHERE id IN temp.sampled"))
            fresh.execute(f"CREATE VIRTUAL TABLE words USING fts5vocab({self.table}, instance)")
            return _sums(fresh.execute("SELECT doc, term, col, offset FROM words"))

    def _found(self, connection: sqlite3.Connection) -> dict[int, int]:
        """The same sums as they are in the index, with rows that the table does not have."""
        connection.execute("DROP TABLE IF EXISTS temp.words")
        connection.execute(f"CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, {self.table}, instance)")
        here = " ".join(("doc IN temp.sampled OR NOT EXISTS (SELECT 1 FROM", self.content, "WHERE id = doc)"))
        found = _sums(connection.execute(" ".join(("SELECT doc, term, col, offset FROM temp.words WHERE", here))))
        connection.execute("DROP TABLE temp.words")
        return found


def _sums(words: Iterable[tuple[int, str, str, int]]) -> dict[int, int]:
    # A sum does not mind the order, and is small where the words would not be.
    sums: dict[int, int] = defaultdict(int)
    for row, *word in words:
        sums[row] += hash(tuple(word))
    return sums


ARTICLES = FullText("articles_fts", "articles", ("title", "description", "body"), (SITE, LANGUAGE, DATE))
QUOTES = FullText("quotes_fts", "quotes", ("text", "speaker", "speaker_as_printed"))
