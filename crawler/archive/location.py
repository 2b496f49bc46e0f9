"""Which file is the archive, when no option says."""

from __future__ import annotations

from pathlib import Path

from crawler.configuration import load_configuration


def default_archive() -> Path:
    """Return the archive's path: NEWSARC_ARCHIVE, else the config file's `archive.path`, else data/archive.db.

    The folder of `newsarc.toml` or `scrapy.cfg`, looked for upwards from here, holds `data`; where
    there is none, it is here. Raises `ConfigurationError`.
    """
    return load_configuration().archive.path
