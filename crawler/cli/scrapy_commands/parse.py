"""`python -m scrapy parse URL`, which leaves the archive alone."""

from scrapy.commands.parse import Command as ScrapyParse

from crawler.cli.scrapy_commands import Aside


class Command(Aside, ScrapyParse):
    """Scrapy's command, with an archive of its own."""
