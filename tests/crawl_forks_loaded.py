"""What the processes of `crawl_forks` have loaded when they are forked."""

from scrapy.core.downloader.handlers import http11

import crawler.cli.crawl
import crawler.settings
import pipelines
import spiders.news_site
from crawler.fetching import acknowledge, downloader, politeness, robots, scheduler

LOADED = (acknowledge, crawler, downloader, http11, pipelines, politeness, robots, scheduler, spiders)
