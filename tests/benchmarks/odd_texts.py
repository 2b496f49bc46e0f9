"""What texts and pages that are made to cost time cost: `python tests/benchmarks/odd_texts.py`.

Prints for each text how many times longer its quotes take where it is ten times as long (60,000 characters to 6,000),
and for each page the seconds of CPU that its blocks and its story take. The tests count calls; what a search or a
parser does within one call shows here alone.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent.parent), str(Path(__file__).parent.parent.parent)]

from made_to_cost_time import PAGES, TEXTS  # noqa: E402

from crawler.page import Page  # noqa: E402
from crawler.reading.quotes.quoting import find_quotes  # noqa: E402
from crawler.story import choose_blocks  # noqa: E402
from crawler.story.script_strings import state_blocks  # noqa: E402


def seconds(work: Callable[[], object], times: int) -> float:
    """Return the seconds of CPU that *work* takes, the least of some *times*."""
    spent = []
    for _ in range(times):
        began = time.process_time()
        work()
        spent.append(time.process_time() - began)
    return min(spent)


def of_quotes(language: str, body: str, times: int) -> float:
    """Return the seconds of CPU that finding the quotes of *body* takes."""
    return seconds(lambda: find_quotes(body, (), language), times)


def main() -> None:
    for language, part in TEXTS:
        body = part * (60_000 // len(part))
        find_quotes(body[:500], (), language)  # tables are read once
        short, long = of_quotes(language, body[:6_000], 3), of_quotes(language, body, 2)
        print(f"{long:7.3f} s  {long / short:5.1f} times  {language} {part!r}")
    for name, html in PAGES.items():
        page = Page.from_html(html, "https://mole.example/a")
        parsed = seconds(lambda page=page: page.blocks, 1)  # type: ignore[misc]
        chosen = seconds(lambda page=page: (choose_blocks(page, "text"), state_blocks(page, "text")), 1)  # type: ignore[misc]
        print(f"{parsed:7.3f} s for the blocks, {chosen:7.3f} s for the story  {name}")


if __name__ == "__main__":
    main()
