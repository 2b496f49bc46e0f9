"""Scrapy's commands as this project has them: `crawl` with our exit codes, and those that try a page out."""

from __future__ import annotations

import argparse
import atexit
import shutil
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from scrapy.settings import SETTINGS_PRIORITIES

if TYPE_CHECKING:
    from scrapy.commands import ScrapyCommand as _Command
else:
    _Command = object  # Scrapy lists each kind of its own as a command


class Aside(_Command):
    """A command that tries a page out. It leaves the archive alone: what it needs of one is made for it, and goes."""

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        super().process_options(args, opts)
        if (self.settings.getpriority("NEWSARC_ARCHIVE") or 0) < SETTINGS_PRIORITIES["cmdline"]:
            folder = mkdtemp(prefix="newsarc-")
            atexit.register(shutil.rmtree, folder, ignore_errors=True)
            self.settings.set("NEWSARC_ARCHIVE", str(Path(folder) / "archive.db"), priority="cmdline")
