"""`python -m scrapy fetch URL`, which leaves the archive alone."""

from scrapy.commands.fetch import Command as ScrapyFetch

from crawler.cli.scrapy_commands import Aside


class Command(Aside, ScrapyFetch):
    """Scrapy's command, with an archive of its own."""
