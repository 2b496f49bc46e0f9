"""How well and how fast quotes and their speakers are read: `python tests/benchmarks/quotes.py BENCH`.

BENCH is a folder of articles with annotated quotes, laid out as its `score.py` says: a line of `*.jsonl` is
{"id", "text", "lang", ..}. Prints for each file its scores, and the articles a second of CPU that the quotes step
reads in one process.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from crawler.reading.quotes.quoting import find_quotes


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench", nargs="?", type=Path, default=Path())
    bench = parser.parse_args().bench
    if not (bench / "score.py").is_file():
        print(f"skipped: no score.py in {bench}; name the folder of annotated articles", file=sys.stderr)
        return 0
    for path in sorted(bench.glob("*.jsonl")):
        articles = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        if "quotes" in articles[0]:
            measure(path, articles)
        else:
            compare(path, articles)
    return 0


def measure(path: Path, articles: list[dict[str, Any]]) -> None:
    """Print the scores of one file and how fast it was read."""
    began = time.process_time()
    answers = list(read(articles))
    rate = len(articles) / (time.process_time() - began)
    print(f"{path.name}: {rate:.0f} articles a second", flush=True)
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as out:
        out.writelines(json.dumps(answer, ensure_ascii=False) + "\n" for answer in answers)
        out.flush()
        subprocess.run([sys.executable, "score.py", path, out.name], cwd=path.parent, check=True)


def compare(path: Path, articles: list[dict[str, Any]]) -> None:
    """Print how many articles yield the words expected of them, and the speaker as printed."""
    right = 0
    for article, answer in zip(articles, read(articles), strict=True):
        words = " … ".join(quote["text"] for quote in answer["quotes"])
        speakers = {quote["speaker_as_printed"] for quote in answer["quotes"]} or {""}
        right += words == article["expect_quote"] and article["expect_speaker"] in speakers
    print(f"{path.name}: {right} of {len(articles)} as expected", flush=True)


def read(articles: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield the quotes of each article as `newsarc extract --batch` prints them."""
    for article in articles:
        found = find_quotes(article["text"], (), article["lang"])
        yield {"id": article["id"], "quotes": [asdict(quote) for quote in found]}


if __name__ == "__main__":
    sys.exit(main())
