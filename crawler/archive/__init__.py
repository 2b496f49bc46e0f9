"""The archive: one SQLite file. This folder is the only place that knows SQL."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from crawler.archive.errors import (
    ArchiveDamagedError,
    ArchiveError,
    ArchiveFullError,
    ArchiveLockedError,
    ArchiveMissingError,
    ArchivePathError,
    ArchiveReadOnlyError,
    ArticleNotFoundError,
    CaptureNotFoundError,
    ForeignArchiveError,
    SchemaVersionError,
    StoryNotFoundError,
)

if TYPE_CHECKING:
    from crawler.archive.archive import Archive
    from crawler.archive.articles.events import Change
    from crawler.archive.articles.growth import Rise
    from crawler.archive.articles.writing import Saved
    from crawler.archive.captures.captures import Capture
    from crawler.archive.rows import ArticleRow, EntryRow, QuoteRow, Reading, RevisionRow, SearchHit
    from crawler.archive.search.folding import fold, match_expression
    from crawler.archive.search.sayings import Saying
    from crawler.archive.search.snippets import Part, snippet
    from crawler.archive.sites.runs import RunRow
    from crawler.archive.sites.sites import SiteRow
    from crawler.archive.stories.telling import StoryRow, Teller

__all__ = [
    "Archive",
    "ArchiveDamagedError",
    "ArchiveError",
    "ArchiveFullError",
    "ArchiveLockedError",
    "ArchiveMissingError",
    "ArchivePathError",
    "ArchiveReadOnlyError",
    "ArticleNotFoundError",
    "ArticleRow",
    "Capture",
    "CaptureNotFoundError",
    "Change",
    "EntryRow",
    "ForeignArchiveError",
    "Part",
    "QuoteRow",
    "Reading",
    "RevisionRow",
    "Rise",
    "RunRow",
    "Saved",
    "Saying",
    "SchemaVersionError",
    "SearchHit",
    "SiteRow",
    "StoryNotFoundError",
    "StoryRow",
    "Teller",
    "fold",
    "match_expression",
    "snippet",
]

# Loaded when asked for: a command that opens no archive, or is only asked for its help, begins in half the time.
_HOMES = {
    "Archive": "archive",
    "Change": "articles.events",
    "Rise": "articles.growth",
    "Saved": "articles.writing",
    "Capture": "captures.captures",
    "ArticleRow": "rows",
    "EntryRow": "rows",
    "QuoteRow": "rows",
    "Reading": "rows",
    "RevisionRow": "rows",
    "SearchHit": "rows",
    "fold": "search.folding",
    "match_expression": "search.folding",
    "Saying": "search.sayings",
    "Part": "search.snippets",
    "snippet": "search.snippets",
    "RunRow": "sites.runs",
    "SiteRow": "sites.sites",
    "StoryRow": "stories.telling",
    "Teller": "stories.telling",
}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
