"""`Questions`: everything that can be asked of an archive."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Unpack

from sqlite_utils import Database

from crawler.archive import reading
from crawler.archive.articles import entries, events, growth, revisions
from crawler.archive.articles.events import Change
from crawler.archive.articles.growth import Rise
from crawler.archive.captures import captures
from crawler.archive.captures.captures import Capture
from crawler.archive.reading import Filter, Filters
from crawler.archive.rows import ArticleRow, EntryRow, QuoteRow, Reading, RevisionRow, SearchHit
from crawler.archive.search import quote_search, sayings, searching
from crawler.archive.search.sayings import Saying
from crawler.archive.sites import runs, sites
from crawler.archive.sites.runs import RunFieldRow, RunRow
from crawler.archive.sites.sites import SiteRow
from crawler.archive.stories import telling
from crawler.archive.stories.telling import StoryRow
from crawler.archive.upkeep import checking
from crawler.reading.edits import EditKind
from crawler.reading.instants import Moment


class Questions:
    """What an archive answers. *which*: `site`, `language`, `since` and `until`, as a `Filter` takes them."""

    db: Database

    def search(
        self,
        query: str,
        *,
        by_relevance: bool = False,
        one_per_story: bool = False,
        limit: int | None = None,
        **which: Unpack[Filters],
    ) -> Iterator[SearchHit]:
        """Yield the articles that hold all words of *query*, newest first: see `searching.search`.

        *one_per_story*: of the articles that tell one story, the first that is found; of `reading.LOOKED_AT` hits.
        A query is words, "a phrase", the beginnin* of a word; case and accents do not count.
        """
        chosen = Filter(**which)

        def hits(most: int | None) -> Iterator[SearchHit]:
            return searching.search(self.db, query, chosen, by_relevance=by_relevance, limit=most)

        return telling.one_per_story(hits, limit) if one_per_story else hits(limit)

    def count_search(self, query: str, **which: Unpack[Filters]) -> int:
        """Return how many articles `search` would find without a limit."""
        return searching.count_search(self.db, query, Filter(**which))

    def articles(
        self, *, story: int | None = None, limit: int | None = None, **which: Unpack[Filters]
    ) -> Iterator[ArticleRow]:
        """Yield articles, the newest first."""
        return reading.articles(self.db, Filter(**which, story=story), limit=limit)

    def count_articles(self, *, story: int | None = None, **which: Unpack[Filters]) -> int:
        """Return how many articles there are."""
        return reading.count_articles(self.db, Filter(**which, story=story))

    def article(self, ref: int | str) -> ArticleRow:
        """Return the article with the id *ref*, or seen under the URL *ref*. Raises `ArticleNotFoundError`."""
        return reading.article(self.db, ref)

    def story(self, ref: int | str) -> StoryRow:
        """Return the story with the number *ref*, or that of the article seen under the URL *ref*: see `telling.story`.

        Raises `StoryNotFoundError`, `ArticleNotFoundError`.
        """
        return telling.story(self.db, ref)

    def quotes(
        self,
        *,
        speaker: str | None = None,
        said: str | None = None,
        article_id: int | None = None,
        limit: int | None = None,
        **which: Unpack[Filters],
    ) -> Iterator[QuoteRow]:
        """Yield quotes of *speaker* that hold the words *said*, those of the newest articles first."""
        chosen = Filter(**which)
        return quote_search.quotes(self.db, chosen, speaker=speaker, said=said, article_id=article_id, limit=limit)

    def count_quotes(
        self,
        *,
        speaker: str | None = None,
        said: str | None = None,
        article_id: int | None = None,
        most: int | None = None,
        **which: Unpack[Filters],
    ) -> int:
        """Return how many quotes `quotes` would find without a limit, counted up to *most*."""
        return quote_search.count_quotes(
            *(self.db, Filter(**which)), speaker=speaker, said=said, article_id=article_id, most=most
        )

    def sayings(
        self,
        *,
        speaker: str | None = None,
        said: str | None = None,
        limit: int | None = None,
        **which: Unpack[Filters],
    ) -> Iterator[Saying]:
        """Yield what was quoted, newest first; the same words in several places are one: see `sayings.sayings`."""
        return sayings.sayings(self.db, Filter(**which), speaker=speaker, said=said, limit=limit)

    def rising(
        self, *, since: Moment = "24h", site: str | None = None, limit: int | None = None
    ) -> tuple[list[Rise], int]:
        """Return the articles that gained views since *since*, the fastest first, and how many could not be judged."""
        return growth.rising(self.db, since=since, site=site, limit=limit)

    def changes(
        self,
        *,
        kind: events.Kind | EditKind | None = None,
        site: str | None = None,
        since: Moment | None = None,
        until: Moment | None = None,
        silent: bool = False,
        limit: int | None = None,
    ) -> Iterator[Change]:
        """Yield what happened to articles, the newest first: see `events.changes`."""
        return events.changes(self.db, kind=kind, site=site, since=since, until=until, silent=silent, limit=limit)

    def sites(self) -> list[SiteRow]:
        """Return the sites of the archive with what is known and due of each, those with the most articles first."""
        return sites.sites(self.db, now=datetime.now(UTC))

    def views(self, article_id: int) -> list[Reading]:
        """Return all readings of an article's view counter, the oldest first."""
        return reading.views(self.db, article_id)

    def entries(self, article_id: int) -> list[EntryRow]:
        """Return the entries of a live blog, the newest first; [] for any other article."""
        return entries.entries(self.db, article_id)

    def editors_notes(self, article_id: int) -> list[str]:
        """Return the editor's notes that stood beside the text, which say what was corrected; the first seen first."""
        return events.editors_notes(self.db, article_id)

    def revisions(self, article_id: int) -> list[RevisionRow]:
        """Return all states of an article's title, description and body, the oldest first."""
        return revisions.revisions(self.db, article_id)

    def runs(self, limit: int | None = 20) -> list[RunRow]:
        """Return the latest runs, the newest first."""
        return runs.runs(self.db, limit)

    def run(self, run_id: int) -> RunRow | None:
        """Return one run, or None."""
        return runs.run(self.db, run_id)

    def count_runs(self) -> int:
        """Return how many runs there were."""
        return runs.count_runs(self.db)

    def run_fields(self, run_id: int) -> list[RunFieldRow]:
        """Return how often a run filled each field, in the order of the steps; [] for no such run."""
        return runs.run_fields(self.db, run_id)

    def capture(self, capture_id: int) -> Capture:
        """Return what was kept of one answer. Raises `CaptureNotFoundError`."""
        return captures.capture(self.db, capture_id)

    def captures(self, article_id: int) -> list[Capture]:
        """Return what was fetched and kept of an article, the oldest first; `read_body` reads the page of one."""
        return captures.captures(self.db, "article_id = ?", article_id)

    def read_body(self, digest: str) -> bytes:
        """Return a kept page, byte for byte. Raises `CaptureNotFoundError`."""
        return captures.read_body(self.db, digest)

    def check(self, *, full: bool = False) -> list[str]:
        """Return what is wrong with the archive, in words; [] if nothing is.

        Of the full-text indexes and the kept pages a thousand rows are looked at; with *full* all, which takes long.
        """
        return checking.check(self.db, full=full)
