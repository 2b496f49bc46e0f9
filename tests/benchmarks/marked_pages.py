"""Pages whose stories were marked block by block, for `newsarc train`: `marks.jsonl` here says which blocks.

    python tests/benchmarks/marked_pages.py PAGES.jsonl > all.jsonl
    newsarc train all.jsonl --records tests/pages

PAGES.jsonl is a file of pages as `newsarc train` reads it. The marks hold no text of a page: a run of blocks is named
by the hashes of its first and its last one, so a page that reads otherwise by now keeps what PAGES.jsonl says.
With `--write MARKS.jsonl`, rows {"id", "keep": "3-7,9", "optional": "2"} of block numbers become marks.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from crawler.blocks import Block
from crawler.story.features import MOST_BLOCKS
from crawler.training.examples import MarkedPage, read_marked

MARKS = Path(__file__).with_name("marks.jsonl")
LONGEST_STORY = 1000  # blocks: longer ones are tables, which would outweigh all other pages


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("pages", type=Path)
    parser.add_argument("--marks", type=Path, default=MARKS, help="marks other than those beside this file")
    parser.add_argument("--write", type=Path, metavar="MARKS.jsonl", help="make marks of block numbers on stdin")
    arguments = parser.parse_args()
    pages = {page.page_id: page for page in read_marked(arguments.pages)}
    if arguments.write:
        rows = (json.loads(line) for line in sys.stdin)
        made = (mark(row, pages[row["id"]].page().blocks) for row in rows if row["id"] in pages)
        arguments.write.write_text("".join(json.dumps(row) + "\n" for row in made if row), "utf-8")
        return
    marks = {row["id"]: row for row in map(json.loads, arguments.marks.read_text("utf-8").splitlines())}
    for line in arguments.pages.read_text("utf-8").splitlines():
        row = json.loads(line)
        row["html_path"] = str((arguments.pages.parent / row["html_path"]).absolute())
        if (known := marks.get(row["id"])) and (truth := marked(known, pages[row["id"]])):
            row["expected"] |= truth
        print(json.dumps(row, ensure_ascii=False))


def mark(row: dict[str, Any], blocks: Sequence[Block]) -> dict[str, str] | None:
    """Return the mark of a page from the numbers of its blocks; None where it has no story, or a table without end."""
    own, either = (list(_numbers(row[name])) for name in ("keep", "optional"))
    if not own or len(own) > LONGEST_STORY or max(own) >= min(len(blocks), MOST_BLOCKS):
        return None
    either = [number for number in either if number < len(blocks) and number not in own]
    return {"id": row["id"], "story": _runs(own, blocks), "either": _runs(either, blocks)}


def marked(known: dict[str, str], page: MarkedPage) -> dict[str, Any] | None:
    """Return the paragraphs that a mark names and which of them may be in or out; None where one is not found."""
    blocks = page.page().blocks
    hashes = [_hash(block) for block in blocks]
    found = [_places(known[name], hashes) for name in ("story", "either")]
    if None in found:
        return None
    own, either = (set(places or ()) for places in found)
    places = sorted(own | either)
    optional = [number for number, place in enumerate(places) if place not in own]
    return {"paragraphs": [blocks[place].text for place in places], "optional": optional}


def _numbers(text: str) -> Iterator[int]:
    for part in filter(None, text.replace(" ", "").split(",")):
        first, _, last = part.partition("-")
        yield from range(int(first), int(last or first) + 1)


def _hash(block: Block) -> str:
    return hashlib.sha256(block.key.encode()).hexdigest()[:8]


def _runs(numbers: Sequence[int], blocks: Sequence[Block]) -> str:
    """The hashes of the first and the last block of each run of numbers, with how many it has."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and runs[-1][1] == number - 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return " ".join(f"{_hash(blocks[a])}+{b - a}+{_hash(blocks[b])}" for a, b in runs)


def _places(runs: str, hashes: Sequence[str]) -> list[int] | None:
    """The numbers of the blocks that *runs* name, each run below the one before; None where one is not there."""
    places: list[int] = []
    at = 0
    for run in runs.split():
        first, distance, last = run.split("+")
        starts = [i for i in range(at, len(hashes)) if hashes[i] == first]
        start = next((i for i in starts if hashes[i + int(distance) : i + int(distance) + 1] == [last]), None)
        if start is None:
            return None
        at = start + int(distance) + 1
        places += range(start, at)
    return places


if __name__ == "__main__":
    main()
