"""The one archive that the components of a crawl share."""

from __future__ import annotations

from typing import cast
from weakref import WeakKeyDictionary

from scrapy import signals
from scrapy.crawler import Crawler

from crawler.archive import Archive

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

        crawler.signals.connect(close, signals.engine_stopped, weak=False)
    return _open[crawler]
