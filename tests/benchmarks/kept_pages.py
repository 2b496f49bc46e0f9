"""How small pages are kept: `python tests/benchmarks/kept_pages.py PAGE.html[.gz]...|ARCHIVE.db`.

Reads pages of one site, the oldest first, or those that an archive keeps of each site. Prints what zstd alone makes of
them, what is kept of them and of the last page alone, with the dictionaries, and the time that it takes to keep one.
"""

from __future__ import annotations

import gzip
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from crawler.archive import Archive
from crawler.archive.captures.compression import LEVEL, zstd
from crawler.reading.urls import site_of

START = datetime(2026, 11, 1, tzinfo=UTC)


def pages(names: list[str]) -> list[bytes]:
    read = [Path(name).read_bytes() for name in names]
    return [gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data for data in read]


def pages_of(path: Path) -> dict[str, list[bytes]]:
    """Return the pages that the archive at *path* keeps, by site, the oldest first."""
    found: dict[str, list[bytes]] = {}
    with Archive(path, read_only=True) as archive:
        for row in archive.db.query("SELECT url, digest FROM captures ORDER BY fetched_at, id"):
            found.setdefault(site_of(row["url"]), []).append(archive.read_body(row["digest"]))
    return found


def measure(bodies: list[bytes]) -> str:
    """Return what is kept of *bodies*, in one line."""
    with tempfile.TemporaryDirectory() as folder, Archive(Path(folder) / "archive.db") as archive:
        began = time.process_time()
        with archive.transaction():
            for number, body in enumerate(bodies):
                at = START + timedelta(hours=number)
                archive.keep_page(f"https://site.example/{number}", body, fetched_at=at, status=200, headers={})
        took = (time.process_time() - began) / len(bodies)
        kept = [(row["size"], len(row["data"])) for row in archive.db["bodies"].rows]
        dictionaries = [len(row["data"]) for row in archive.db["dictionaries"].rows]
    raw = sum(size for size, _ in kept)
    plain, small = sum(len(zstd.compress(body, LEVEL)) for body in bodies), sum(size for _, size in kept)
    last = kept[-1][1] / kept[-1][0]
    return (
        f"{len(bodies)} pages, {raw:,} bytes: zstd alone {plain / raw:.1%}, kept {small / raw:.1%}, the last page "
        f"{last:.1%}, with {len(dictionaries)} dictionaries {(small + sum(dictionaries)) / raw:.1%}; "
        f"{took * 1000:.1f} ms of CPU a page"
    )


def main() -> None:
    if sys.argv[1].endswith(".db"):
        for site, bodies in pages_of(Path(sys.argv[1])).items():
            print(site, measure(bodies), sep=": ")
    else:
        print(measure(pages(sys.argv[1:])))


if __name__ == "__main__":
    main()
