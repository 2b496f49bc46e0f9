"""The one archive that the components of a crawl share."""

from __future__ import annotations

import logging
from asyncio import Task, get_running_loop
from collections.abc import Coroutine
from typing import Any, cast
from weakref import WeakKeyDictionary

from scrapy import signals
from scrapy.crawler import Crawler

from crawler.archive import Archive, ArchiveError

logger = logging.getLogger(__name__)

FAILURE = "archive/failure"  # the statistic that names the error
_open: WeakKeyDictionary[Crawler, Archive] = WeakKeyDictionary()


def archive_of(crawler: Crawler) -> Archive:
    """Return the archive that NEWSARC_ARCHIVE names, opened once for *crawler* and closed when it has stopped."""
    if crawler not in _open:
        archive = Archive(
            cast(str, crawler.settings["NEWSARC_ARCHIVE"]), timeout=crawler.settings.getfloat("NEWSARC_LOCK_TIMEOUT")
        )
        _open[crawler] = archive

        def close() -> None:
            archive.close()
            _open.pop(crawler, None)

        def give_up(error: ArchiveError) -> None:
            assert crawler.stats is not None
            if crawler.stats.get_value(FAILURE) is not None:
                return
            crawler.stats.set_value(FAILURE, type(error).__name__)
            logger.error("%s The crawl ends here; what it did not get to is still due.", error)
            if crawler.engine is not None and crawler.engine.running:
                create_task(crawler.engine.close_spider_async(reason="archive_failed"))

        archive.on_failure = give_up
        crawler.signals.connect(close, signals.engine_stopped, weak=False)
    return _open[crawler]


_tasks: set[Task[None]] = set()


def create_task(work: Coroutine[Any, Any, None]) -> None:
    """Run *work* beside what runs now; the loop alone would let go of it."""
    task = get_running_loop().create_task(work)
    _tasks.add(task)
    task.add_done_callback(_tasks.discard)
