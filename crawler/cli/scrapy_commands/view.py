"""`python -m scrapy view URL`, which leaves the archive alone."""

from scrapy.commands.view import Command as ScrapyView

from crawler.cli.scrapy_commands import Aside


class Command(Aside, ScrapyView):
    """Scrapy's command, with an archive of its own."""
