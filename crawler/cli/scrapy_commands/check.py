"""`python -m scrapy check`, which leaves the archive alone."""

from scrapy.commands.check import Command as ScrapyCheck

from crawler.cli.scrapy_commands import Aside


class Command(Aside, ScrapyCheck):
    """Scrapy's command, with an archive of its own."""
