"""How well and how fast pages are read, beside what else there is: `python tests/benchmarks/quality.py [BENCH]`.

BENCH is a folder of pages with known answers, laid out as its README says (`dev-input.jsonl`, `dev.jsonl`, `score.py`,
`score_views.py`). Every reader reads the same pages in the same order in this run: newsarc as its users call it, and of
trafilatura and newspaper4k those that are installed (`pip install trafilatura lxml_html_clean newspaper4k nltk`).
Prints the scores, CPU milliseconds a page, and their ratios: no verdict.
"""

from __future__ import annotations

import argparse
import gzip
import json
import logging
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

DEFAULT = Path(__file__).parents[3] / "shared" / "bench"
Answer = dict[str, Any]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench", nargs="?", type=Path, default=DEFAULT)
    parser.add_argument("--only", choices=("newsarc", "trafilatura", "newspaper4k"), help="run this reader alone")
    options = parser.parse_args()
    bench: Path = options.bench
    if not (bench / "dev-input.jsonl").is_file():
        print(f"skipped: no dev-input.jsonl in {bench}; name the folder of measured pages", file=sys.stderr)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        files = {}
        for name in ("newsarc", "trafilatura", "newspaper4k"):
            if options.only in (None, name) and (answers := run(name, bench)) is not None:
                files[name] = Path(folder) / f"{name}.jsonl"
                files[name].write_text("".join(f"{json.dumps(answer)}\n" for answer in answers), "utf-8")
        scores = [str(bench / "score.py"), "--truth", str(bench / "dev.jsonl"), *map(str, files.values())]
        subprocess.run([sys.executable, *scores], cwd=bench, check=True)
        if ours := files.get("newsarc"):
            subprocess.run([sys.executable, str(bench / "score_views.py"), str(ours)], cwd=bench, check=True)
            for name in files.keys() - {"newsarc"}:
                median, slow = ratio(ours, files[name], statistics.median), ratio(ours, files[name], p95)
                print(f"newsarc to {name}: {median:.2f} of its CPU a page in the median, {slow:.2f} in the p95")
    return 0


def run(name: str, bench: Path) -> list[Answer] | None:
    """Return the answers of reader *name* to all pages of *bench*, None where it is not installed."""
    try:
        print(f"{name} {version(name)} ...", file=sys.stderr)
    except PackageNotFoundError:
        print(f"{name} is not installed", file=sys.stderr)
        return None
    peers = {"trafilatura": trafilatura, "newspaper4k": newspaper4k}
    return newsarc(bench) if name == "newsarc" else list(times(bench, peers[name]))


def newsarc(bench: Path) -> list[Answer]:
    """Return what `newsarc extract --batch` answers."""
    command = [sys.executable, "-m", "crawler.cli", "extract", "--batch", "--timings"]
    with (bench / "dev-input.jsonl").open("rb") as rows:
        done = subprocess.run(command, stdin=rows, stdout=subprocess.PIPE, cwd=bench, check=False)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    return [answer | {"cpu_ms": answer["ms"]} for answer in answers]


def trafilatura(html: str, url: str | None) -> Answer:
    """Return what trafilatura reads on a page."""
    from trafilatura import bare_extraction

    found = bare_extraction(html, url=url, with_metadata=True)
    if found is None:
        return {}
    authors = [name.strip() for name in (found.author or "").split(";") if name.strip()]
    return {"title": found.title, "body": found.text, "published_at": found.date, "authors": authors}


def newspaper4k(html: str, url: str | None) -> Answer:
    """Return what newspaper4k reads on a page."""
    from newspaper import Article

    article = Article(url or "https://unknown.example/", fetch_images=False)
    article.download(input_html=html)
    article.parse()
    date = article.publish_date.isoformat() if article.publish_date else None
    return {"title": article.title, "body": article.text, "published_at": date, "authors": list(article.authors)}


def times(bench: Path, read: Callable[[str, str | None], Answer]) -> Iterator[Answer]:
    """Yield what *read* answers to each page of *bench*, with its CPU milliseconds; an error is an answer too.

    The clock runs from the file on disk to the answer, as it does for newsarc.
    """
    logging.disable(logging.CRITICAL)
    for line in (bench / "dev-input.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        began = time.process_time()
        data = (bench / row["html_path"]).read_bytes()
        html = (gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data).decode("utf-8", "replace")
        try:
            answer = read(html, row.get("url"))
        except Exception as error:  # noqa: BLE001  (a peer's failure is its result)
            answer = {"error": f"{type(error).__name__}: {error}"}
        yield {"id": row["id"], **answer, "cpu_ms": (time.process_time() - began) * 1000}


def p95(values: list[float]) -> float:
    """Return the 95th percentile of *values*."""
    return statistics.quantiles(values, n=20)[-1]


def ratio(ours: Path, theirs: Path, of: Callable[[list[float]], float]) -> float:
    """Return how *of* the milliseconds in one file compares with that in another."""
    one, other = (
        of([json.loads(line)["cpu_ms"] for line in path.read_text("utf-8").splitlines()]) for path in (ours, theirs)
    )
    return one / other


if __name__ == "__main__":
    sys.exit(main())
