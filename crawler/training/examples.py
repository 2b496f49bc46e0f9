"""Pages with known bodies, as the perceptrons are trained on them."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crawler.page import Page
from crawler.reading.urls import site_or_none
from crawler.story.features import features
from crawler.training.changing import Way, changed
from crawler.training.labels import Truth, label, word_counts
from crawler.training.perceptrons import Example

GZIP = b"\x1f\x8b"
SEED = 5
RECORDED_COUNTS = 2  # recorded pages are few, and say what pages from the web leave open

# Title and authors of a page, which the step for the body knows.
Head = tuple[str | None, Sequence[str]]
ReadHead = Callable[[Page], Head]


@dataclass(frozen=True, slots=True)
class MarkedPage:
    """A page as it was stored, and what is known of its body. `recorded` pages are trained on and never measured."""

    page_id: str
    url: str
    publisher: str
    source: Path | bytes
    truth: Truth
    recorded: bool = False

    def page(self) -> Page:
        """Read and return the page."""
        data = self.source if isinstance(self.source, bytes) else self.source.read_bytes()
        return Page.from_html(gzip.decompress(data) if data.startswith(GZIP) else data, self.url)


class MarksError(ValueError):
    """A file of marked pages that cannot be read. The message names file and line, and says what was expected."""


def read_marked(path: Path) -> Iterator[MarkedPage]:
    """Yield the pages of a file of JSON lines: `id`, `url`, `html_path` (from the file's folder) and `expected`.

    `publisher` keeps pages together in cross-validation; without it, their site does. Raises `MarksError`.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise MarksError(f"{path} is no UTF-8: {error}. Expected JSON lines.") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield _marked(json.loads(line), path.parent, number)
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                why = f"{type(error).__name__}: {error}"
                raise MarksError(
                    f"{path}, line {number}: {line[:60]!r} is no page with its answer ({why}). "
                    'Expected {"id", "url", "html_path", "expected"}; see `newsarc train --help`.'
                ) from error


def _marked(row: dict[str, Any], folder: Path, number: int) -> MarkedPage:
    url = row.get("url") or ""
    publisher = row.get("publisher") or row.get("key") or _publisher(url)
    return MarkedPage(str(row.get("id", number)), url, publisher, folder / row["html_path"], Truth.of(row["expected"]))


def read_records(folder: Path) -> Iterator[MarkedPage]:
    """Yield the recorded pages of a folder: `page.html` beside `page.json` with `url` and `expected`."""
    for record in sorted(folder.rglob("*.json")):
        path = record.with_suffix(".html")
        if path.exists():
            row = json.loads(record.read_text("utf-8"))
            if row["expected"].get("body"):
                yield MarkedPage(record.stem, row["url"], record.stem, path, Truth.of(row["expected"]), recorded=True)


def _publisher(url: str) -> str:
    """The site's name without its ending: example.de and example.at are one publisher."""
    site = site_or_none(url)
    return site.split(".")[0] if site else url


def examples_of(pages: Sequence[MarkedPage], read_head: ReadHead) -> Iterator[Example]:
    """Yield an example a page, and most of those with a whole body one more: that page changed."""
    chance = random.Random(SEED)
    whole = [p for p in pages if p.truth.paragraphs and not p.recorded]
    ways = list(Way)
    for number, marked in enumerate(pages):
        page = marked.page()
        if page.blocks and len((example := _example(marked, page, read_head)).sure):
            yield from [example] * (RECORDED_COUNTS if marked.recorded else 1)
        if not marked.truth.paragraphs or marked.recorded:
            continue
        other = chance.choice(whole)
        if other is marked and ways[number % len(ways)] is Way.JOINED:
            continue
        made = changed(page, marked.truth, ways[number % len(ways)], other.truth.paragraphs, chance)
        if made is not None and made.blocks:
            yield _example(marked, made, read_head, made=True)


def _example(marked: MarkedPage, page: Page, read_head: ReadHead, *, made: bool = False) -> Example:
    blocks = page.blocks
    share, sure = label(blocks, marked.truth)
    rows, found, *_ = features(page, *read_head(page))
    words, whole = word_counts(blocks), bool(marked.truth.paragraphs)
    made = made or marked.recorded
    return Example(marked.page_id, marked.publisher, found, share[rows], sure[rows], words[rows], whole, made)
