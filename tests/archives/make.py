"""Store an archive of today's schema beside this file, once for each release: `python tests/archives/make.py`."""

from __future__ import annotations

import gzip
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from crawler.archive import Archive
from crawler.archive.migrations import SCHEMA
from crawler.items import Article, Quote
from crawler.page import Page

SEEN = datetime(2026, 11, 23, 3, 25, tzinfo=UTC)
URL = "https://harbour.example/lock-gates"
BODY = "“Nine weeks,” said Ann Reed, who leads the works.\n\n東京の水門も閉まる。Кораблі чекають."
CHANGED = BODY.replace("Nine", "Ten")


def article(body: str, views: int) -> Article:
    word = body[1 : body.index(",") + 1]
    quote = Quote(word + "", 1, 1 + len(word), "inline", 0, "Ann Reed", "Ann Reed", "said")
    return Article(
        page=Page(URL),
        url=URL,
        site="harbour.example",
        title="Lock gates close",
        description="Works at the harbour",
        authors=["Zoë Świt"],
        language="en",
        published_at="2026-11-22T10:00:00+02:00",
        body=body,
        view_count=views,
        view_count_raw=f"{views} views",
        quotes=[quote],
    )


def make(path: Path) -> None:
    """Write an archive with a row in each table that articles lead to."""
    with Archive(path) as archive:
        for hour, (body, views) in enumerate([(BODY, 100), (CHANGED, 2312)]):
            seen = SEEN.replace(hour=3 + hour)
            saved = archive.save(article(body, views), seen_at=seen)
            page = f"<p>{body}</p>".encode()
            archive.keep_page(URL, page, fetched_at=seen, status=200, headers={}, article_id=saved.article_id)
        archive.mark_gone(saved.article_id, SEEN.replace(hour=9))
        run = archive.start_run("news_site", "harbour.example", at=SEEN)
        archive.finish_run(run, status="finished", exit_code=0, counts={"articles_new": 1}, at=SEEN)


def main() -> int:
    target = Path(__file__).with_name(f"schema_{SCHEMA.version}.db.gz")
    if target.exists() and "--again" not in sys.argv:
        print(f"{target.name} exists: a released schema is not stored twice. Before its release: --again")
        return 1
    with tempfile.TemporaryDirectory() as folder:
        make(Path(folder) / "archive.db")
        target.write_bytes(gzip.compress((Path(folder) / "archive.db").read_bytes(), mtime=0))
    print(f"{target} {target.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
