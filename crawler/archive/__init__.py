"""The archive: one SQLite file. This folder is the only place that knows SQL."""

from crawler.archive.archive import Archive
from crawler.archive.articles.events import Change
from crawler.archive.articles.growth import Rise
from crawler.archive.articles.writing import Saved
from crawler.archive.captures.captures import Capture
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
