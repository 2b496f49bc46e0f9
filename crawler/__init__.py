"""newsarc: a news crawler that remembers. `from crawler import Archive` opens what it has archived."""

from __future__ import annotations

import os
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from crawler.archive import Archive as Archive

# Before numpy is imported anywhere: its threads cost more than the small products here, and a crawl has one core.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

try:
    __version__ = version("newsarc")
except PackageNotFoundError:  # a checkout that was not installed
    __version__ = "0+checkout"

__all__ = ["Archive", "__version__"]


def __getattr__(name: str) -> Any:
    # Loaded when asked for: every module of the package passes through here.
    if name == "Archive":
        from crawler.archive import Archive  # noqa: PLC0415

        return Archive
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
