"""The one loop that every field step runs: candidates, choice, provenance, statistics."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Generic, NamedTuple, Self, TypeVar

from crawler.items import Article
from crawler.page import Page
from crawler.reading.text import folded

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

T = TypeVar("T")
LONGEST_EVIDENCE = 200


class Found(NamedTuple, Generic[T]):
    """What a source returns when the value alone does not show where it came from."""

    value: T
    evidence: str


@dataclass(frozen=True, slots=True)
class Candidate(Generic[T]):
    """A value that one source read off the page. `refused` says why it cannot be the field's value."""

    value: T
    source: str
    evidence: str
    refused: str | None = None


Source = Callable[[Page], T | Found[T] | None]
Count = Callable[[str], None]


class FieldPipeline(Generic[T]):
    """Fills one field of an article.

    A step names its `field` and its `sources` in the order of trust; without a `choose` of its own
    it takes the first valid candidate. It counts `<field>/<source>`, `<field>/missing`,
    `<field>/disagree` and `<field>/error`, and keeps `article.provenance[field]`.

    This is the one place that catches `Exception`: what a hostile page breaks costs that field, never
    the article. `reraise` (the setting NEWSARC_RERAISE, on in tests) lets the error through.
    """

    field: ClassVar[str]
    sources: ClassVar[tuple[Source[Any], ...]] = ()
    is_expected: ClassVar[bool] = True  # of every article: one without it is counted

    def __init__(self, count: Count | None = None, *, reraise: bool = False) -> None:
        self.count: Count = count or (lambda name: None)
        self.reraise = reraise

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        assert crawler.stats is not None
        return cls(crawler.stats.inc_value, reraise=crawler.settings.getbool("NEWSARC_RERAISE"))

    def process_item(self, item: Article) -> Article:
        """Fill the field of *item*: the step as Scrapy calls it."""
        try:
            candidates = self.candidates(item.page, item)
            chosen = self.choose([c for c in candidates if c.refused is None])
            self.record(item, candidates, chosen)
        except Exception:
            if self.reraise:
                raise
            logger.exception("%s: the step for %s failed; the field stays empty", item.url, self.field)
            self.count(f"{self.field}/error")
            item.broken.append(self.field)
        return item

    def candidates(self, page: Page, article: Article) -> list[Candidate[T]]:
        """Every value that a source offers, in the order of trust, the refused ones too."""
        return list(self._read(page))

    def _read(self, page: Page) -> Iterator[Candidate[T]]:
        for source in self.sources:
            found = source(page)
            if found is None:
                continue
            value, evidence = found if isinstance(found, Found) else (found, str(found))
            yield self.candidate(value, source.__name__, evidence, page)

    def candidate(self, value: T, source: str, evidence: str, page: Page) -> Candidate[T]:
        """Return *value* as a candidate, refused where `refusal` says why."""
        return Candidate(value, source, evidence[:LONGEST_EVIDENCE], self.refusal(value, page))

    def refusal(self, value: T, page: Page) -> str | None:
        """Why *value* cannot be right, or None. Steps say here what is no title, no date, no count."""
        return None

    def choose(self, candidates: list[Candidate[T]]) -> Candidate[T] | None:
        """The candidate to keep, of those not refused."""
        return candidates[0] if candidates else None

    def same(self, one: T, other: T) -> bool:
        """Whether two values say the same; if not, the field counts as one that sources disagree on."""
        return one == other

    def fill(self, article: Article, value: T) -> None:
        """Write the chosen value to the article."""
        setattr(article, self.field, value)

    def record(self, article: Article, candidates: list[Candidate[T]], chosen: Candidate[T] | None) -> None:
        """Keep the choice, where it came from, and what did not agree with it."""
        if chosen is None:
            if self.is_expected:
                self.count(f"{self.field}/missing")
            return
        self.fill(article, chosen.value)
        # What a script's state says is read as if it were declared, and called by its name.
        is_scripted = chosen.source.startswith("json_ld") and article.page.scripted is not None
        source = chosen.source.replace("json_ld", "script_state") if is_scripted else chosen.source
        self.count(f"{self.field}/{source}")
        provenance: dict[str, Any] = {"source": source, "evidence": chosen.evidence}
        differing = [c.source for c in candidates if c.refused is None and not self.same(c.value, chosen.value)]
        if differing:
            self.count(f"{self.field}/disagree")
            provenance["disagree"] = list(dict.fromkeys(differing))
        article.provenance[self.field] = provenance


class TextPipeline(FieldPipeline[str]):
    """Fills a field with a text: two that differ in marks and capitals say the same."""

    def same(self, one: str, other: str) -> bool:
        return one == other or folded(one) == folded(other)


class NamesPipeline(FieldPipeline[list[str]]):
    """Fills a field with names, in whatever order."""

    def same(self, one: list[str], other: list[str]) -> bool:
        return {folded(name) for name in one} == {folded(name) for name in other}
