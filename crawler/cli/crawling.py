"""Crawls in this process: settings, exit codes; one crawl a site, all at once."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Mapping, Sequence
from configparser import ConfigParser
from configparser import Error as ConfigParserError
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import BaseSettings, Settings
from scrapy.utils.conf import closest_scrapy_cfg
from twisted.logger import globalLogBeginner

from crawler.archive import Archive
from crawler.archive.ledger import Ledger
from crawler.cli.checked_components import check_crawl
from crawler.cli.checked_settings import check_settings, take_settings
from crawler.cli.interruption import Interruption
from crawler.cli.targets import Target, site_settings
from crawler.configuration import ConfigurationError, load_configuration
from crawler.monitoring.exit_codes import code_of_all, exit_code
from crawler.reading.instants import now

Stats = dict[str, Any]


OURS = "crawler.settings"


def project_settings(**values: Any) -> Settings:
    """Return the settings of `crawler.settings`, or of the module over it that `scrapy.cfg` names; *values* over them.

    Raises `ConfigurationError` for a module that cannot be read or knows nothing of ours; where *values* are given,
    `click.UsageError` for a setting that cannot be.
    """
    settings = Settings()
    settings.setmodule(_settings_module(), priority="project")
    if values:
        take_settings(settings, values)
        check_settings(settings)
    return settings


def _settings_module() -> str:
    """Return the module that `newsarc = ` in `[settings]` of the nearest `scrapy.cfg` names, which it can import then.

    Not what `default = ` names: that may be the settings of a project that is none of ours.
    """
    file = closest_scrapy_cfg()
    parser = ConfigParser(interpolation=None)
    try:
        parser.read(file, "utf-8")
    except (ConfigParserError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{file}: {error}") from error
    name = parser.get("settings", "newsarc", fallback=OURS)
    if name == OURS:
        return name
    if (folder := str(Path(file).parent)) not in sys.path:
        sys.path.insert(0, folder)
    try:
        module = import_module(name)
    except Exception as error:  # a file of one's own may raise anything
        raise ConfigurationError(f"{file}: newsarc = {name}: {type(error).__name__}: {error}") from error
    if not hasattr(module, "NEWSARC_CONTACT"):
        raise ConfigurationError(f"{file}: newsarc = {name}: it has to begin with: from crawler.settings import *")
    return name


def run(targets: Sequence[Target], settings: Settings) -> tuple[int, list[tuple[int, Stats]]]:
    """Crawl all *targets* and return the exit code of all, and that of each with Scrapy's statistics.

    Each site is a crawl of its own, with its own settings and pace: a slow one holds up no other. Once a process.
    """
    process = AsyncCrawlerProcess(settings)
    configuration = load_configuration()
    crawls = []
    for target in targets:
        crawler = process.create_crawler(target.spider)
        crawler.settings.setdict(site_settings(target, configuration), priority="spider")
        crawls.append((crawler, target.arguments))
    return crawl_to_end(process, crawls)


def prepare_archive(
    settings: BaseSettings, *, sites: Sequence[str] = (), refresh: bool = False, young: timedelta | None = None
) -> None:
    """Show now rather than in the midst of a crawl whether the archive can be written; take dead leases back.

    *refresh* makes all known articles of *sites* due, *young* those that are younger. Raises `ArchiveError`, and
    `click.UsageError` for a setting that cannot be.
    """
    check_settings(settings)
    check_crawl(settings)
    with Archive(settings["NEWSARC_ARCHIVE"], timeout=settings.getfloat("NEWSARC_LOCK_TIMEOUT")) as archive:
        ledger = Ledger(archive)
        ledger.take_back(now=now())
        for site in sites:
            if refresh:
                ledger.make_due(site, now=now())
            if young is not None:
                ledger.make_young_due(site, within=young, now=now())


def crawl_to_end(
    process: AsyncCrawlerProcess, crawls: Sequence[tuple[Crawler, Mapping[str, Any]]]
) -> tuple[int, list[tuple[int, Stats]]]:
    """Run *crawls*, each a crawler and its arguments, until all have finished or are interrupted.

    Returns the exit code of all, and that of each with its statistics. Raises what kept the only one from starting,
    such as `UrlError` for an argument that is no address.
    """
    # Its tracebacks say no more than our own line about a host that does not answer.
    logging.getLogger("scrapy.downloadermiddlewares.retry").setLevel(logging.CRITICAL)
    # Said of sites alone whose certificates are to be taken as they are, at every connection.
    logging.getLogger("scrapy.core.downloader.tls").setLevel(logging.ERROR)
    # As is a traceback of Twisted's about a certificate that names its hosts in no valid way. What it logs goes to our
    # log alone: until somebody begins logging it prints grave errors on stderr too, wherever the log goes.
    logging.getLogger("twisted").addFilter(lambda record: "while verifying certificate" not in record.getMessage())
    globalLogBeginner.beginLoggingTo([], discardBuffer=True, redirectStandardIO=False)
    interruption = Interruption(process)
    turns = asyncio.Semaphore(process.settings.getint("NEWSARC_SITES_AT_ONCE"))

    async def crawl(crawler: Crawler, arguments: Mapping[str, Any]) -> None:
        async with turns:
            if interruption.code is None:
                await process.crawl(crawler, **arguments)

    loop = asyncio.get_event_loop()
    tasks = [loop.create_task(crawl(crawler, arguments)) for crawler, arguments in crawls]
    process._active.update(tasks)  # the reactor stops when all of these are done
    for task in tasks:
        task.add_done_callback(process._active.discard)
    process.start()
    interruption.is_over()
    results = []
    for (crawler, _), task in zip(crawls, tasks, strict=True):
        error = task.exception() if task.done() and not task.cancelled() else None
        if error is not None and len(crawls) == 1:
            raise error
        stats = crawler.stats.get_stats() if crawler.stats else {}
        if error is not None:
            stats = {**stats, "finish_reason": "start_error", "pages/last_reason": str(error)}
        results.append((interruption.code or exit_code(stats), stats))
    return interruption.code or code_of_all([code for code, _ in results]), results
