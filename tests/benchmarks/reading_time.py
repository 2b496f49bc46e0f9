"""Where the time of reading a page goes, and what it cannot fall below: `python tests/benchmarks/reading_time.py`.

It takes a folder of pages with known answers, as `quality.py` does. Half of the publishers of its news pages, drawn
by a hash of their names, are read page by page, in turns: parsed and their nodes visited; with the walk that makes
blocks of them; read whole, all fields; and by trafilatura, where it is installed. Prints the milliseconds of CPU that
each takes from the file on disk, the least of three rounds, and the pages that newsarc takes longest for: no verdict.
"""

from __future__ import annotations

import argparse
import gc
import gzip
import hashlib
import json
import statistics
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from odd_texts import seconds
from quality import DEFAULT, p95, trafilatura

from crawler.cli.extract import COLLECTED_AFTER, read_row
from crawler.page import Page
from pipelines import extract

ROUNDS = 3
DEAREST = 20


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench", nargs="?", type=Path, default=DEFAULT)
    parser.add_argument("--half", choices=("first", "second", "both"), default="second", help="of the publishers")
    options = parser.parse_args()
    if not (options.bench / "dev.jsonl").is_file():
        print(f"skipped: no dev.jsonl in {options.bench}; name the folder of measured pages", file=sys.stderr)
        return 0
    rows = news_pages(options.bench, options.half)
    readers: dict[str, Callable[[Path, str], object]] = {"parsed, nodes visited": visit, "walked": walk, "read": whole}
    try:
        import trafilatura as _  # noqa: F401

        readers["trafilatura"] = by_trafilatura
    except ImportError:
        print("trafilatura is not installed", file=sys.stderr)
    gc.freeze()
    gc.set_threshold(COLLECTED_AFTER)  # as `newsarc extract --batch` has it
    spent: dict[str, list[float]] = {name: [] for name in readers}
    for row in rows:
        for name, read in readers.items():
            path, url = options.bench / row["html_path"], row["url"] or "https://unknown.example/"
            spent[name].append(1000 * seconds(lambda read=read, path=path, url=url: read(path, url), ROUNDS))
    print(f"{len(rows)} news pages of {len({row['key'] for row in rows})} publishers; milliseconds of CPU a page")
    print(f"{'':24}{'median':>8}{'p95':>8}")
    for name, times in spent.items():
        print(f"{name:24}{statistics.median(times):8.2f}{p95(times):8.2f}")
    print(f"\n{'ms':>6}{'blocks':>8}{'characters':>12}{'quotes':>8}  the dearest")
    for taken, row in sorted(zip(spent["read"], rows, strict=True), key=lambda one: -one[0])[:DEAREST]:
        page = page_of(options.bench / row["html_path"], row["url"])
        article = extract(page)
        counts = len(page.blocks), len(article.body or ""), len(article.quotes)
        print(f"{taken:6.0f}{counts[0]:8}{counts[1]:12}{counts[2]:8}  {row['id']}")
    return 0


def news_pages(bench: Path, half: str) -> list[dict[str, Any]]:
    """Return the rows of *bench* that are news, of *half* of the publishers or of both."""
    rows = [json.loads(line) for line in (bench / "dev.jsonl").read_text("utf-8").splitlines()]
    halves = {"first": (0,), "second": (1,), "both": (0, 1)}[half]
    return [row for row in rows if row["newsish"] and _digest(row["key"] or "") % 2 in halves]


def _digest(name: str) -> int:
    return hashlib.md5(name.encode(), usedforsecurity=False).digest()[-1]


def page_of(path: Path, url: str | None) -> Page:
    """Return the page in the file, as `newsarc extract --batch` reads it."""
    return read_row({"html_path": str(path), "url": url})


def visit(path: Path, url: str) -> int:
    """Parse the page and visit its nodes, without doing anything with them; return how many they are."""
    root = page_of(path, url).tree.root
    return sum(1 for _ in root.traverse(include_text=True)) if root else 0


def walk(path: Path, url: str) -> int:
    """Make the blocks of the page; return how many they are."""
    return len(page_of(path, url).blocks)


def whole(path: Path, url: str) -> object:
    """Read all fields of the page."""
    return extract(page_of(path, url))


def by_trafilatura(path: Path, url: str) -> object:
    """Read the page by trafilatura."""
    data = path.read_bytes()
    return trafilatura((gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data).decode("utf-8", "replace"), url)


if __name__ == "__main__":
    sys.exit(main())
