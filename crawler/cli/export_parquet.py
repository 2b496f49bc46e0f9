"""Articles as Parquet, a columnar file that data frames and databases read; needs `pip install 'newsarc[parquet]'`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, BinaryIO

import pyarrow as pa
from pyarrow import parquet

from crawler.archive import Archive, ArticleRow
from crawler.archive.articles.records import FIELDS, record_of
from crawler.cli.output import to_json
from crawler.processes import in_batches

ROWS = 1000  # of a row group: what stands in memory
_TEXT, _NUMBER, _AT = pa.string(), pa.int64(), pa.timestamp("s", tz="UTC")
_QUOTE = pa.struct(
    [
        *(("text", _TEXT), ("start", _NUMBER), ("end", _NUMBER), ("kind", _TEXT), ("utterance", _NUMBER)),
        *(("speaker", _TEXT), ("speaker_as_printed", _TEXT), ("cue", _TEXT)),
    ]
)
_READING = pa.struct([("seen_at", _AT), ("views", _NUMBER), ("raw", _TEXT)])
_NUMBERS = ("id", "word_count", "view_count", "story_id")
_TIMES = ("published_at_utc", "first_seen_at", "last_seen_at", "gone_at")
_LISTS = ("authors", "tags", "aliases")
_AS_JSON = ("provenance", "revisions", "entries", "related", "events", "corrections")


def write(archive: Archive, articles: Iterable[ArticleRow], file: BinaryIO) -> int:
    """Write *articles* to *file*, a row group at a time, and return how many there were."""
    schema = _schema()
    count = 0
    with parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        for several in in_batches((record_of(archive.db, article) for article in articles), ROWS):
            writer.write_table(pa.Table.from_pylist([_row(record) for record in several], schema))
            count += len(several)
    return count


def _schema() -> Any:
    return pa.schema([(name, _kind(name)) for name in FIELDS])


def _kind(name: str) -> Any:
    if name in _NUMBERS:
        return _NUMBER
    if name in _TIMES:
        return _AT
    if name in _LISTS:
        return pa.list_(_TEXT)
    return {"quotes": pa.list_(_QUOTE), "view_counts": pa.list_(_READING)}.get(name, _TEXT)


def _row(record: dict[str, Any]) -> dict[str, Any]:
    row = record | {name: to_json(record[name]) for name in _AS_JSON if name in record}
    row |= {name: _instant(record[name]) for name in _TIMES}
    row["view_counts"] = [reading | {"seen_at": _instant(reading["seen_at"])} for reading in record["view_counts"]]
    return row


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
