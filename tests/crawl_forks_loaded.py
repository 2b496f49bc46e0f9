"""What the processes of `crawl_forks` have loaded when they are forked: all of it, models and word lists too."""

from local_site import story
from scrapy.core.downloader.handlers import http11
from scrapy.utils.misc import load_object

import crawler.cli.crawl
import pipelines
import spiders.news_site
from crawler.cli.crawling import project_settings
from crawler.page import Page

COMPONENTS = ("EXTENSIONS", "DOWNLOADER_MIDDLEWARES", "SPIDER_MIDDLEWARES", "ITEM_PIPELINES")
LOADED = [http11, crawler, spiders]
LOADED += [load_object(name) for kind in COMPONENTS for name in project_settings().getwithbase(kind)]
LOADED += [pipelines.extract(Page.from_html(story(0), "http://local.example/news/0"))]
