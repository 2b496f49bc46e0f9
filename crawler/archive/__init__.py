"""The archive: one SQLite file. This folder is the only place that knows SQL."""

from crawler.archive.archive import Archive
from crawler.archive.captures import Capture
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
from crawler.archive.events import Change
from crawler.archive.folding import fold, match_expression
from crawler.archive.growth import Rise
from crawler.archive.rows import ArticleRow, EntryRow, QuoteRow, Reading, RevisionRow, SearchHit
from crawler.archive.runs import RunRow
from crawler.archive.sayings import Saying
from crawler.archive.sites import SiteRow
from crawler.archive.snippets import Part, snippet
from crawler.archive.telling import StoryRow, Teller
from crawler.archive.writing import Saved

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
