"""Scrapy settings. Those of newsarc begin with NEWSARC_; docs/settings.md describes them all."""

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from crawler import __version__
from crawler.configuration import ConfigurationError, load_configuration

try:
    _configured = load_configuration()
except ConfigurationError as error:
    # Scrapy would print a traceback.
    print(f"newsarc: {error}", file=sys.stderr)
    sys.exit(2)

# A folder named "spiders" beside a scrapy.cfg is on Python's path before an editable installation, whose package it
# would hide: what is imported by that name is the package beside this one.
if "spiders" not in sys.modules:
    _spec = spec_from_file_location("spiders", Path(__file__).parent.parent / "spiders" / "__init__.py")
    if _spec is not None and _spec.loader is not None:
        sys.modules["spiders"] = module_from_spec(_spec)
        _spec.loader.exec_module(sys.modules["spiders"])

BOT_NAME = "newsarc"
COMMANDS_MODULE = "crawler.cli.scrapy_commands"
SPIDER_MODULES = ["spiders"]
NEWSPIDER_MODULE = "spiders"

# Who we are

NEWSARC_CONTACT = _configured.politeness.contact
USER_AGENT = _configured.politeness.user_agent or f"newsarc/{__version__} (news archive; {NEWSARC_CONTACT})"
ROBOTSTXT_OBEY = _configured.politeness.obey_robots
ROBOTSTXT_USER_AGENT = "newsarc"
NEWSARC_OBEY_RESERVATIONS = _configured.politeness.obey_reservations

# How politely

CONCURRENT_REQUESTS = _configured.politeness.requests_at_once
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = _configured.politeness.delay
DOWNLOAD_DELAY_JITTER = 0.0  # a delay is what a host is left at least
AUTOTHROTTLE_ENABLED = DOWNLOAD_DELAY > 0
AUTOTHROTTLE_START_DELAY = DOWNLOAD_DELAY
AUTOTHROTTLE_MAX_DELAY = _configured.politeness.max_delay

# What is fetched. Scrapy's own values serve a developer's machine, not a crawl left alone.

DOWNLOAD_HANDLERS = {
    **dict.fromkeys(("http", "https"), "crawler.fetching.headers.BoundedHandler"),
    **dict.fromkeys(("file", "ftp", "s3", "data")),
}
DOWNLOADER_MIDDLEWARES = {
    "crawler.fetching.trials.TrialMiddleware": 50,  # sees an answer last, unpacked and where it led
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.fetching.robots.RobotsMiddleware": 100,
    "crawler.fetching.site_options.SiteOptionsMiddleware": 390,  # before Scrapy fills in what it sends every host
    "crawler.fetching.browser.BrowserMiddleware": 400,
    "crawler.fetching.politeness.PolitenessMiddleware": 560,  # sees an answer before it is retried
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "crawler.fetching.unpacking.UnpackingMiddleware": 590,
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    "crawler.fetching.redirects.WebRefreshMiddleware": 580,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "crawler.fetching.redirects.WebRedirectMiddleware": 600,
    "crawler.fetching.gate_cookies.GateCookiesMiddleware": 610,  # sees a redirect before it is followed
}
DOWNLOAD_MAXSIZE = 10 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_TIMEOUT = 30
DOWNLOAD_VERIFY_CERTIFICATES = True
TWISTED_DNS_RESOLVER = "crawler.fetching.resolver.GuardedResolver"
REDIRECT_MAX_TIMES = 8
COOKIES_ENABLED = False
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
CONCURRENT_ITEMS = 8
NEWSARC_ALLOW_PRIVATE_ADDRESSES = False
ADDONS = {"crawler.fetching.browser.BrowserAddon": 0}
NEWSARC_BROWSER = False
NEWSARC_CHROMIUM = ""
NEWSARC_HEADERS: dict[str, str] = {}
NEWSARC_COOKIES: dict[str, str] = {}
NEWSARC_PROXY = ""
NEWSARC_LOGIN_MARKS: list[str] = []
NEWSARC_RESOLVE: dict[str, str] = {}

# The archive is the queue

DOWNLOADER = "crawler.fetching.downloader.InterruptibleDownloader"
SCHEDULER = "crawler.fetching.scheduler.LedgerScheduler"
SPIDER_MIDDLEWARES = {
    "crawler.fetching.acknowledge.AcknowledgeMiddleware": 50,
    "crawler.monitoring.run_ledger.ListingsSeen": 60,
}
EXTENSIONS = {
    # Off it would be anyway; but loading it takes longer than three pages.
    "scrapy.extensions.remote_control.RemoteControl": None,
    "scrapy.extensions.throttle.AutoThrottle": None,  # the hosts' pace is kept over runs: crawler/fetching/pace.py
    "crawler.monitoring.run_ledger.RunLedger": 100,
    "crawler.monitoring.progress.Progress": 200,
}
NEWSARC_ARCHIVE = str(_configured.archive.path)
NEWSARC_LOCK_TIMEOUT = 30
NEWSARC_LIMIT = 0
NEWSARC_MOST_LISTINGS = 10_000
NEWSARC_MOST_LINKS = 2_000_000
NEWSARC_PATIENCE = 120.0
NEWSARC_SITES_AT_ONCE = 100
NEWSARC_MOST_REQUESTS = 64
NEWSARC_WHOLE_ARTICLES = False
NEWSARC_DRY_RUN = False
NEWSARC_PROGRESS = False
NEWSARC_RERAISE = False
NEWSARC_READER = "pipelines:extract"

# The steps, in the order a page meets them

ITEM_PIPELINES = {
    "pipelines.title.TitlePipeline": 100,
    "pipelines.description.DescriptionPipeline": 200,
    "pipelines.authors.AuthorsPipeline": 300,
    "pipelines.body.BodyPipeline": 400,
    "pipelines.source.SourcePipeline": 410,
    "pipelines.section.SectionPipeline": 420,
    "pipelines.section.TagsPipeline": 430,
    "pipelines.language.LanguagePipeline": 500,
    "pipelines.dates.PublishedAtPipeline": 600,
    "pipelines.dates.ModifiedAtPipeline": 610,
    "pipelines.image.ImageUrlPipeline": 620,
    "pipelines.image_caption.ImageCaptionPipeline": 630,
    "pipelines.access.AccessPipeline": 640,
    "pipelines.kind.KindPipeline": 650,
    "pipelines.entries.EntriesPipeline": 660,
    "pipelines.notes.NotesPipeline": 670,
    "pipelines.views.ViewCountPipeline": 700,
    "pipelines.quotes.QuotesPipeline": 800,
    "pipelines.deduplicate.DeduplicatePipeline": 900,
    "pipelines.archive.ArchivePipeline": 1000,
}
LOG_FORMATTER = "crawler.monitoring.log_lines.OneLine"
FEED_EXPORT_ENCODING = "utf-8"
FEED_EXPORT_FIELDS = [
    *("url", "site", "title", "description", "authors", "source", "section", "tags", "language"),
    *("published_at", "modified_at", "view_count", "body", "word_count", "quotes", "image_url", "image_caption"),
    *("access", "kind", "provenance"),
]
