"""Whether a source says what the one said that is lost: told by pages that were read before a change and after it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from crawler.archive.captures import captures
from crawler.archive.captures.captures import Capture
from crawler.items import Article
from crawler.monitoring.proposals import Extract, shown
from crawler.page import Page
from crawler.reading.edits import said
from crawler.site import Site
from crawler.trial import why_unreadable

if TYPE_CHECKING:
    from crawler.archive.archive import Archive

MOST_PAGES = 12
FEWEST_PAGES = 3
ALIKE = 0.8  # of the pages: what an edit changed between the two visits is no fault of the source
# A counter has risen in between: whether the other one counts the same, nothing tells.
NOT_COMPARED = frozenset(("view_count",))


@dataclass(frozen=True, slots=True)
class TakingOver:
    """Of how many pages the value is the `same` as before the change, of `pages`; and of one where it is not."""

    pages: int
    same: int
    was: str = ""
    now: str = ""
    url: str = ""

    @property
    def is_harmless(self) -> bool:
        """Whether enough pages say that nothing is lost but a source."""
        return self.pages >= FEWEST_PAGES and self.same >= ALIKE * self.pages


class Revisits:
    """The articles of one site whose pages were kept before an instant and after it, read by today's rules."""

    def __init__(self, archive: Archive, site: str, extract: Extract, *, reader: str) -> None:
        self.archive = archive
        self.site = Site(domain=site)
        self.extract = extract
        self.reader = reader
        self._read: dict[str, list[tuple[Article, Article]]] = {}

    def compare(self, field: str, source: str, *, since: str) -> TakingOver | None:
        """Return how far *field*, which came from *source* before the UTC text *since*, is the same after it."""
        if field in NOT_COMPARED:
            return None
        if since not in self._read:
            self._read[since] = list(self._pairs(since))
        pairs = [pair for pair in self._read[since] if _source(pair[0], field) == source != _source(pair[1], field)]
        if not pairs:
            return None
        others = [pair for pair in pairs if not _is_same(*(getattr(one, field) for one in pair))]
        told = {} if not others else {"url": others[0][1].url} | _difference(others[0], field)
        return TakingOver(len(pairs), len(pairs) - len(others), **told)

    def _pairs(self, since: str) -> Iterator[tuple[Article, Article]]:
        for before, after in captures.around(self.archive.db, self.site.domain, since=since, limit=MOST_PAGES):
            if (old := self._article(before)) and (new := self._article(after)):
                yield old, new

    def _article(self, capture: Capture) -> Article | None:
        page = Page.from_html(
            captures.read_body(self.archive.db, capture.digest),
            capture.url,
            fetched_at=datetime.fromisoformat(capture.fetched_at),
            site=self.site,
        )
        return None if why_unreadable(page, self.reader) else self.extract(page)


def _source(article: Article, field: str) -> str | None:
    source: str | None = article.provenance.get(field, {}).get("source")
    return source


def _is_same(one: Any, other: Any) -> bool:
    return said(one) == said(other) if isinstance(one, str) and isinstance(other, str) else bool(one == other)


def _difference(pair: tuple[Article, Article], field: str) -> dict[str, str]:
    was, now = (shown(getattr(article, field)) for article in pair)
    return {"was": was, "now": now}
