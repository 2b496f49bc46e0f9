"""Which file is the archive, when no option says."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

from crawler.archive.errors import ArchivePathError

CONFIG = "newsarc.toml"


def default_archive(start: Path | None = None) -> Path:
    """Return the archive's path: NEWSARC_ARCHIVE, else the config file's `archive`, else data/archive.db.

    The folder of `newsarc.toml` or `scrapy.cfg`, looked for upwards from *start* (here), holds `data`; where
    there is none, it is here. Raises `ArchivePathError` for a config file that cannot be read.
    """
    if named := os.environ.get("NEWSARC_ARCHIVE"):
        return Path(named).absolute()
    here = (start or Path.cwd()).absolute()
    for folder in (here, *here.parents):
        if (folder / CONFIG).is_file():
            return folder / _configured(folder / CONFIG)
        if (folder / "scrapy.cfg").is_file():
            return folder / "data" / "archive.db"
    return here / "data" / "archive.db"


def _configured(path: Path) -> str:
    try:
        value = tomllib.loads(path.read_text("utf-8")).get("archive", "data/archive.db")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise ArchivePathError(f"{path}: {error}. Expected TOML such as: archive = 'data/archive.db'") from error
    if not isinstance(value, str) or not value:
        raise ArchivePathError(f"{path}: archive = {value!r}; expected a path, such as 'data/archive.db'")
    return value
