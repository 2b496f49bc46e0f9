"""How the archive fares when it grows: `python tests/benchmarks/scale.py [--articles 1000000] [--archive FILE]`.

Archives made articles (see `made_articles.py`) as a crawl does, one article and its page a transaction, and prints the
rate of each twentieth (by the clock, and by the CPU, which other work on the machine slows less), the slowest
transactions, memory, and what takes the room. Then asks what users ask, and prints how long the answers take, in CPU.
An archive that is there already is asked only. With `--large-pages` pages are as large as real ones and come with the
headers and the provenance that real ones have (see `made_pages.py`); a million of them would be of ten years.
`--plain` inserts the same articles into what one would write without newsarc: one table by sqlite-utils, with its
full-text search; no pages, stories, revisions or readings.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
import sqlite_utils
from made_articles import SPAN, Maker

from crawler import Archive
from crawler.archive.rows import ArticleRow

NEWEST = "search, newest first"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--archive", type=Path, default=Path("made.db"))
    parser.add_argument("--large-pages", action="store_true", help="pages of 150 to 270 KB")
    parser.add_argument("--plain", action="store_true", help="what one would write with sqlite-utils alone")
    options = parser.parse_args()
    if options.plain:
        fill_plain(options.archive, options.articles)
        return 0
    if not options.archive.exists():
        fill(options.archive, options.articles, large_pages=options.large_pages)
    ask(options.archive)
    return 0


def fill(path: Path, count: int, *, large_pages: bool) -> None:
    """Archive *count* articles and print how that went."""
    text = page = 0
    slowest: list[float] = []
    dearest: list[float] = []
    step = max(1, count // 20)
    rates: list[float] = []
    placing = 0.0
    with Archive(path) as archive:
        began, spent, busy = time.perf_counter(), 0.0, 0.0
        span = SPAN * (count / 1_000_000) if large_pages else SPAN
        for number, made in enumerate(Maker(count, span=span, large_pages=large_pages), 1):
            article, seen_at = made.article, made.seen_at
            before, cpu = time.perf_counter(), time.process_time()
            article.duplicate = archive.find_duplicate(article)
            looked = time.process_time()
            placing += looked - cpu
            with archive.transaction():
                saved = archive.save(article, seen_at=seen_at)
                archive.keep_page(
                    *(article.url, made.html),
                    fetched_at=seen_at,
                    status=200,
                    headers=made.headers,
                    article_id=saved.article_id,
                )
            took = time.perf_counter() - before
            spent, busy = spent + took, busy + time.process_time() - cpu
            slowest = sorted([*slowest, took])[-10:]
            dearest = sorted([*dearest, time.process_time() - looked])[-10:]
            text += sum(len(t.encode()) for t in (article.title, article.description, article.body) if t)
            page += len(made.html)
            if number % step == 0:
                rates.append(step / busy)
                speed = f"{step / spent:6.0f} a second, {rates[-1]:6.0f} a second of CPU"
                print(f"{number:>9,} articles: {speed}, {memory():4.0f} MiB", flush=True)
                spent = busy = 0.0
        print(f"archived {count:,} in {time.perf_counter() - began:.0f} s, the making of the articles included")
        print(f"the last twentieth against the first: {rates[-1] / rates[0]:.2f}")
        print(f"finding the story: {count / placing:.0f} articles a second of CPU")
        print("slowest transactions, ms:", ", ".join(f"{1000 * took:.0f}" for took in reversed(slowest)))
        print("the same in CPU:", ", ".join(f"{1000 * took:.0f}" for took in reversed(dearest)))
        sizes(archive, path, text, page)


def sizes(archive: Archive, path: Path, text: int, page: int) -> None:
    """Print the room that each table takes."""
    (kept,) = archive.db.execute("SELECT sum(length(data)) FROM bodies").fetchone()
    (shared,) = archive.db.execute("SELECT COALESCE(sum(length(data)), 0) FROM dictionaries").fetchone()
    size = path.stat().st_size
    print(
        f"file {size / 1e6:,.0f} MB; text {text / 1e6:,.0f} MB, pages {page / 1e6:,.0f} MB, "
        f"kept as {kept / 1e6:,.0f} MB with dictionaries of {shared / 1e6:,.0f} MB"
    )
    ratios = size / (text + kept), size / (text + kept + shared)
    print("size to text and compressed pages: {:.2f}; with their dictionaries: {:.2f}".format(*ratios))
    rows = archive.db.execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY name ORDER BY 2 DESC LIMIT 16")
    for name, taken in rows.fetchall():
        print(f"  {name:<28} {taken / 1e6:>9,.0f} MB")


def ask(path: Path) -> None:
    """Ask what users ask, many times each, and print how long it takes."""
    with Archive(path, read_only=True) as archive:
        rng = np.random.default_rng(5)
        words = Maker(1).vocabularies["en"].words
        (last,) = archive.db.execute("SELECT max(id) FROM articles").fetchone()
        articles = [archive.article(int(rng.integers(1, last + 1))) for _ in range(60)]
        common, rare = [str(w) for w in words[:100]], [str(w) for w in rng.choice(words[3000:], 100)]
        phrases = [f'"{three_words(article)}"' for article in articles]
        speakers = [row[0] for row in archive.db.execute("SELECT DISTINCT speaker FROM quotes ORDER BY id LIMIT 100")]
        questions: dict[str, tuple[Callable[[str], Iterable[object]], list[str]]] = {}
        for kind, asked in {
            "a common word": common,
            "a rare word": rare,
            "two words": [f"{a} {b}" for a, b in zip(common, rare, strict=True)],
            "two common words": [f"{a} {b}" for a, b in zip(common, common[::-1], strict=True)],
            "a phrase": phrases,
            "a beginning": [f"{word[:3]}*" for word in rare],
        }.items():
            questions[f"{NEWEST}: {kind}"] = lambda q: archive.search(q, limit=20), asked
            questions[f"search, by relevance: {kind}"] = lambda q: archive.search(q, by_relevance=True, limit=20), asked
        half = {"since": "2020-01-01", "until": "2020-01-31"}
        questions |= {
            "search in a large site": (lambda q: archive.search(q, site="site0.example", limit=20), common),
            "search in a small site": (lambda q: archive.search(q, site="site399.example", limit=20), common),
            "search in a month, years ago": (lambda q: archive.search(q, limit=20, **half), common),  # type: ignore[arg-type]
            "search in a language": (lambda q: archive.search(q, language="hi", limit=20), common),
            "search, by relevance, in a small site": (
                lambda q: archive.search(q, site="site399.example", by_relevance=True, limit=20),
                common,
            ),
            "search in a large site: a beginning": (
                lambda q: archive.search(q, site="site0.example", limit=20),
                [f"{word[:3]}*" for word in rare[:20]],
            ),
            "search in a language: a beginning": (
                lambda q: archive.search(q, language="hi", limit=20),
                [f"{word[:3]}*" for word in rare[:20]],
            ),
            "search in a language: a beginning of its own": (
                lambda q: archive.search(q, language="ru", limit=20),
                [f"{word[:3]}*" for word in Maker(1).vocabularies["ru"].words[3000:3100]],
            ),
            "count what a search finds": (lambda q: [archive.count_search(q)], common),
            "list": (lambda _: archive.articles(limit=20), common),
            "list a site": (
                lambda q: archive.articles(site=q, limit=20),
                [f"site{n}.example" for n in range(0, 400, 4)],
            ),
            "list a language in a month": (lambda q: archive.articles(language=q, limit=20, **half), ["hi", "en"]),  # type: ignore[arg-type]
            "quotes of a speaker": (lambda q: archive.sayings(speaker=q, limit=20), speakers),
            "quotes with a word": (lambda q: archive.sayings(said=q, limit=20), common),
            "quotes of a speaker at a site": (
                lambda q: archive.sayings(speaker=q, site="site9.example", limit=20),
                speakers,
            ),
            "views, rising": (lambda _: archive.rising(since="2025-12-20", limit=20), common[:5]),
            "changes": (lambda _: archive.changes(since="2025-12-20", limit=20), common[:5]),
        }
        print(f"{'':<42} {'median':>8} {'p95':>8} {'max':>8}  ms")
        newest: list[float] = []
        for name, (question, asked) in questions.items():
            times = [timed(question, text) for text in asked]
            print_times(name, times)
            newest += times if name.startswith(NEWEST) else []
        print_times(f"{NEWEST}: all of these kinds", newest)


def print_times(name: str, times: list[float]) -> None:
    """Print a line of the table of questions."""
    quantiles = statistics.median(times), np.quantile(times, 0.95), max(times)
    print(f"{name:<42}", *(f"{value:>8.1f}" for value in quantiles), flush=True)


def three_words(article: ArticleRow) -> str:
    """Return three words that stand in an article side by side, in Chinese six characters."""
    body = article.body or ""
    return body[10:16] if article.language == "zh" else " ".join(body.split()[5:8])


def timed(question: Callable[[str], Iterable[object]], text: str) -> float:
    """Return the milliseconds of CPU until all of an answer is there."""
    before = time.process_time()
    for _ in question(text):
        pass
    return 1000 * (time.process_time() - before)


def fill_plain(path: Path, count: int) -> None:
    """Insert the same articles into one table of sqlite-utils with full-text search."""
    db = sqlite_utils.Database(path)
    db.enable_wal()
    step, spent = max(1, count // 20), 0.0
    for number, made in enumerate(Maker(count), 1):
        article = made.article
        row = {name: getattr(article, name) for name in ("url", "site", "title", "language", "published_at", "body")}
        before = time.process_time()
        db["articles"].insert(row, pk="url", replace=True)
        if number == 1:
            db["articles"].enable_fts(["title", "body"], create_triggers=True)
        spent += time.process_time() - before
        if number % step == 0:
            print(f"{number:>9,} articles: {step / spent:6.0f} a second of CPU, {memory():4.0f} MiB", flush=True)
            spent = 0.0
    print(f"file {path.stat().st_size / 1e6:,.0f} MB")


def memory() -> float:
    """Return the most memory that this process had, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
