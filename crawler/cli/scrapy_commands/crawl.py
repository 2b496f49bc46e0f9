"""`python -m scrapy crawl`, with the exit codes of `newsarc crawl` and its words for what is wrong."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from inspect import signature

from click import UsageError
from scrapy import Spider
from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.crawler import AsyncCrawlerProcess

from crawler.archive import ArchiveError, ArchiveLockedError
from crawler.cli.checked_components import check_crawl
from crawler.cli.checked_settings import check_settings
from crawler.cli.crawling import crawl_to_end, prepare_archive
from crawler.cli.saying import say
from crawler.configuration import ConfigurationError, load_configuration
from crawler.discovery.periods import SpanError
from crawler.monitoring.exit_codes import FAILED, LOCKED, USAGE
from crawler.reading.urls import UrlError


class Command(ScrapyCrawl):
    """Scrapy's command, which ends with what came of the crawl instead of always with 0."""

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Take the options. What they name is looked for here: Scrapy does it before `run`, and ends in a traceback."""
        assert self.settings is not None
        super().process_options(args, opts)
        try:
            check_settings(self.settings)
            check_crawl(self.settings)
        except UsageError as error:
            say(f"newsarc: {error}")
            sys.exit(USAGE)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) != 1:
            super().run(args, opts)
            return
        assert isinstance(self.crawler_process, AsyncCrawlerProcess)
        try:
            settings = self.crawler_process.settings
            _check_name(args[0], self.crawler_process.spider_loader.list())
            settings.setdict(load_configuration().site_settings(args[0]), priority="spider")
            prepare_archive(settings)
            crawler = self._create_crawler(args[0])
            _check_arguments(crawler.spidercls, opts.spargs)
            self.exitcode, _ = crawl_to_end(self.crawler_process, [(crawler, opts.spargs)])
        except (ArchiveError, ConfigurationError, UrlError, SpanError, UsageError) as error:
            say(f"newsarc: {error}")
            self.exitcode = code_of(error)


def _check_name(spider: str, known: Sequence[str]) -> None:
    """Raise `UsageError` where no spider has that name: Scrapy raises a bare `KeyError`."""
    if spider not in known:
        near = get_close_matches(spider, known, n=1, cutoff=0.6)
        hint = f"did you mean {near[0]!r}?" if near else f"known are: {', '.join(known)}"
        raise UsageError(f"no spider is called {spider!r}; {hint}")


def _check_arguments(spider: type[Spider], given: Iterable[str]) -> None:
    """Raise `UsageError` for an argument that is nearly one the spider takes: Scrapy would take it for an attribute."""
    makers = [vars(one)["__init__"] for one in spider.__mro__ if "__init__" in vars(one)]
    known = {name for maker in makers for name in signature(maker).parameters} - {"self", "args", "kwargs"}
    for name in given:
        near = get_close_matches(name, known, n=1, cutoff=0.7)
        if near and name not in known and not hasattr(spider, name):
            raise UsageError(f"-a {name}: the spider {spider.name!r} takes no such argument; did you mean {near[0]}?")


def code_of(error: ArchiveError | ConfigurationError | UrlError | SpanError | UsageError) -> int:
    """Return the exit code that *error* stands for."""
    if isinstance(error, ConfigurationError | UrlError | SpanError | UsageError):
        return USAGE
    return LOCKED if isinstance(error, ArchiveLockedError) else FAILED
