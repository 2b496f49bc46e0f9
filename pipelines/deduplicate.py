"""Same URL, same text, nearly the same text: what the archive already has of an article."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from crawler.archive import Archive
from crawler.fetching.opened import archive_of
from crawler.items import Article

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.statscollectors import StatsCollector


class DeduplicatePipeline:
    """Finds the article that this one is, or is a copy of, before the archive's lock is taken.

    `article.duplicate` tells the archive step: the same article is joined, a near copy shares its story.
    Nothing is dropped: URL variants become aliases of one article, copies share a story.
    """

    def __init__(self, archive: Archive, stats: StatsCollector) -> None:
        self.archive = archive
        self.stats = stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        assert crawler.stats is not None
        return cls(archive_of(crawler), crawler.stats)

    def process_item(self, item: Article) -> Article:
        """Set `duplicate` on *item*."""
        item.duplicate = self.archive.find_duplicate(item)
        self.stats.inc_value(f"duplicate/{item.duplicate.how}")
        return item
