"""Each run leaves a row: what it did, and for each field how often it was filled and from which source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from scrapy import Spider, signals

from crawler.fetching.opened import FAILURE, archive_of
from crawler.items import READ_FIELDS
from crawler.monitoring.exit_codes import exit_code

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


# Titles and addresses are kept with their articles alone, where they can be forgotten.
PAGES_NAMED = frozenset(("articles/last", "pages/last_reason"))


class RunLedger:
    """Writes the rows of `runs` and `run_fields`."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.archive = archive_of(crawler)
        crawler.signals.connect(self.started, signals.spider_opened)
        crawler.signals.connect(self.finished, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def started(self, spider: Spider) -> None:
        site = getattr(getattr(spider, "site", None), "domain", None)
        arguments = {name: str(getattr(spider, name)) for name in ("home", "urls") if hasattr(spider, name)}
        self.run_id = self.archive.start_run(spider.name, site, arguments)

    def finished(self, spider: Spider, reason: str) -> None:
        assert self.crawler.stats is not None
        site = getattr(getattr(spider, "site", None), "domain", "")
        self.crawler.stats.set_value("finish_reason", reason)
        if self.crawler.stats.get_value(FAILURE) is not None:
            return  # the row stays "running", as a killed run's does
        if not self.crawler.settings.getbool("NEWSARC_DRY_RUN"):
            self.crawler.stats.set_value("articles/known", self.archive.count_articles(site=site or None))
        stats = self.crawler.stats.get_stats()
        self.archive.finish_run(
            self.run_id,
            status=reason,
            exit_code=exit_code(stats),
            counts=run_counts(stats),
            fields={site: field_counts(stats)},
            stats={n: v for n, v in stats.items() if isinstance(v, int | float | str) and n not in PAGES_NAMED},
        )


def run_counts(stats: dict[str, Any]) -> dict[str, int]:
    """Return the counts of a run for its row, from Scrapy's statistics."""
    return {
        "pages_fetched": stats.get("downloader/response_count", 0),
        "articles_new": stats.get("articles/new", 0),
        "articles_updated": stats.get("articles/updated", 0),
        "articles_unchanged": stats.get("articles/unchanged", 0) + stats.get("pages/article/not_modified", 0),
        "not_articles": stats.get("pages/article/not_article", 0),
        "failed": sum(stats.get(f"pages/{kind}/failed", 0) for kind in ("article", "listing")),
    }


def field_counts(stats: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return for each field how often it was filled, missing, disputed and broken, and from which sources."""
    counts: dict[str, dict[str, Any]] = {
        name: {"found": 0, "filled": 0, "missing": 0, "disagree": 0, "errors": 0, "sources": {}} for name in READ_FIELDS
    }
    for key, value in stats.items():
        name, _, what = key.partition("/")
        if name not in counts or not isinstance(value, int):
            continue
        field = counts[name]
        if what == "error":
            field["errors"] = value
        elif what in ("missing", "disagree"):
            field[what] = value
        else:
            field["sources"][what] = value
    for field in counts.values():
        field["filled"] = sum(field["sources"].values())
        field["found"] = field["filled"] + field["missing"] + field["errors"]
    return counts
