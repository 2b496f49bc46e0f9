"""How fast articles are put into stories, and in how much memory: `python tests/benchmarks/placing.py ARTICLES`.

Articles are made up (tests/made_news.py), three in ten of them copies. Written is what placing costs: the row of the
article, its story and the index by which copies are found. Prints a line for each tenth: articles a second of CPU and
of the clock, memory at its highest, size of the file; and at the end how many of the true pairs were found.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent.parent), str(Path(__file__).parent.parent.parent)]

from made_news import made_rows  # noqa: E402

from crawler.archive import Archive  # noqa: E402
from crawler.archive.stories import stories  # noqa: E402
from crawler.reading.fingerprints import text_hash  # noqa: E402

BATCH = 200  # of one transaction, as imports have
INSERT = """
INSERT INTO articles (url, site, title, body, language, text_hash, first_seen_at, last_seen_at)
VALUES (?, ?, ?, ?, ?, ?, '2026-11-25T00:00:00Z', '2026-11-25T00:00:00Z')
"""


def place(archive: Archive, rows: Iterable[dict[str, str]]) -> float:
    """Put *rows* into the archive and its stories; return the seconds of CPU that placing took."""
    spent = 0.0
    with archive.transaction():
        for row in rows:
            values = (*(row[name] for name in ("url", "site", "title", "body", "language")), text_hash(row["body"]))
            article_id = archive.db.execute(INSERT, values).lastrowid
            begun = time.process_time()
            stories.place(archive.db, int(article_id or 0))
            spent += time.process_time() - begun
    return spent


def found(archive: Archive, truth: dict[str, str]) -> tuple[float, float]:
    """Return precision and recall of pairs."""
    told: dict[int, int] = defaultdict(int)
    both: dict[tuple[int, str], int] = defaultdict(int)
    true: dict[str, int] = defaultdict(int)
    for url, story in archive.db.execute("SELECT url, story_id FROM articles"):
        told[story] += 1
        both[story, truth[url]] += 1
        true[truth[url]] += 1
    said, right, wanted = (
        sum(n * (n - 1) // 2 for n in counts) for counts in (told.values(), both.values(), true.values())
    )
    return right / said, right / wanted


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=int)
    parser.add_argument("--folder", help="where the archive is made (a temporary folder)")
    count = parser.parse_args().articles
    truth: dict[str, str] = {}
    with (
        tempfile.TemporaryDirectory(dir=parser.parse_args().folder) as folder,
        Archive(Path(folder) / "a.db") as archive,
    ):
        rows = made_rows(count, sites=300)
        for _ in range(10):
            seconds, begun, done = 0.0, time.perf_counter(), 0
            while several := list(islice(rows, min(BATCH, count // 10 - done))):
                truth.update((row["url"], row["story"]) for row in several)
                seconds += place(archive, several)
                done += len(several)
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(
                f"{len(truth):>9,} articles: {done / seconds:4.0f} a second of CPU, "
                f"{done / (time.perf_counter() - begun):4.0f} of the clock with their making; "
                f"{memory:4.0f} MiB, file {archive.path.stat().st_size / 2**20:6.0f} MiB",
                flush=True,
            )
        precision, recall = found(archive, truth)
        runs = archive.db["shingles"].count / count
        print(f"{runs:.1f} runs an article in the index; pairs: precision {precision:.4f}, recall {recall:.4f}")


if __name__ == "__main__":
    main()
