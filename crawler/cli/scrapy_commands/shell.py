"""`python -m scrapy shell URL`, which leaves the archive alone."""

from __future__ import annotations

import argparse

from scrapy.commands.shell import Command as ScrapyShell

from crawler.cli.scrapy_commands import Aside


class Command(Aside, ScrapyShell):
    """Scrapy's command, with an archive of its own and nothing that reads articles."""

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        super().process_options(args, opts)
        # The shell makes these in one thread and fetches in another, where an archive that they have opened is none.
        for name in ("ITEM_PIPELINES", "SPIDER_MIDDLEWARES", "EXTENSIONS"):
            self.settings.set(name, {}, priority="cmdline")
