"""One article, one transaction: page, article, quotes, reading, and that the ledger's page is done."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NoReturn, Self

from scrapy.exceptions import DropItem

from crawler.archive import Archive
from crawler.archive.articles.forgetting import FORGOTTEN
from crawler.archive.articles.writing import Saved
from crawler.archive.captures.captures import Role, keep_page
from crawler.archive.errors import CANNOT_WRITE
from crawler.archive.ledger import Ledger, Outcome
from crawler.fetching.opened import archive_of
from crawler.fetching.revisit import next_visit
from crawler.items import Article, Fetched
from crawler.reading.instants import aware, now
from crawler.reading.reservations import by_headers, by_meta
from crawler.reading.urls import url_key

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.statscollectors import StatsCollector


class ArchivePipeline:
    """Writes the article and ends the lease of its page. A page without a story is set aside, with the reason."""

    def __init__(self, archive: Archive, stats: StatsCollector, *, obeys_reservations: bool = False) -> None:
        self.archive = archive
        self.ledger = Ledger(archive)
        self.stats = stats
        self.obeys_reservations = obeys_reservations

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        assert crawler.stats is not None
        obeys = crawler.settings.getbool("NEWSARC_OBEY_RESERVATIONS")
        return cls(archive_of(crawler), crawler.stats, obeys_reservations=obeys)

    def process_item(self, item: Article) -> Article:
        """Archive *item*. Raises `DropItem` where it holds no title or no body."""
        fetched = item.fetched
        if fetched is None:
            raise DropItem(f"{item.url}: an article without the response it was read from; use NewsSpider.fetched")
        if missing := [name for name in ("title", "body") if not getattr(item, name)]:
            self._set_aside(item, fetched, "not_article", f"no {' and no '.join(missing)} found on the page")
        if self.obeys_reservations and (reserved := reservations(item, fetched)):
            said = "; ".join(f"{where}: {what}" for where, what in reserved.items())
            self._set_aside(item, fetched, "refused", f"reserved by the site ({said})")
        try:
            with self.archive.transaction():
                saved = self.archive.save(item, seen_at=fetched.at)
                if saved.outcome != "forgotten":
                    self._keep(item, fetched, saved)
                    self._leave_behind(fetched, saved.article_id)
        except CANNOT_WRITE as error:  # logged once for all, and the crawl ends: the page is still due
            raise DropItem(f"{item.url}: not archived: {error}", log_level="DEBUG") from error
        if saved.outcome == "forgotten":
            self._set_aside(item, fetched, "refused", FORGOTTEN)
        item.outcome = saved.outcome
        self.stats.inc_value(f"articles/{saved.outcome}")
        self.stats.inc_value("articles/quotes", len(item.quotes))
        self.stats.set_value("articles/last", item.title)
        return item

    def _keep(self, item: Article, fetched: Fetched, saved: Saved) -> None:
        """Keep the page as it came, with its parts, and record in the ledger that it is archived."""
        counter: list[tuple[Role, Fetched]] = [("counter", item.counter)] if item.counter else []
        answers: list[tuple[Role, Fetched]] = [("page", fetched), *(("part", part) for part in item.parts), *counter]
        page: int | None = None
        for role, answer in answers:
            kept = keep_page(
                *(self.archive.db, answer.url, answer.body),
                fetched_at=answer.at,
                status=answer.status,
                headers=answer.headers,
                article_id=saved.article_id,
                part_of=page,
                role=role,
                reserved=reservations(item, fetched) if role == "page" else None,
            )
            page = page or kept
        if fetched.leased is not None:
            was_known = fetched.leased.state == "archived"
            self._acknowledge(
                *(fetched, "archived"),
                article_id=saved.article_id,
                published=item.published_at,
                has_changed=saved.outcome == "updated" if was_known else None,
            )

    def _leave_behind(self, fetched: Fetched, article_id: int) -> None:
        """Record that an article is gone whose address leads to another one now."""
        leased = fetched.leased
        if leased is None or leased.article_id in (None, article_id) or url_key(leased.url) == url_key(fetched.url):
            return
        if not self.ledger.ask_others(leased.article_id, leased.id, now=now()):
            self.archive.mark_gone(
                leased.article_id, fetched.at, {"how": "redirect to another article", "to": fetched.url}
            )

    def _set_aside(self, item: Article, fetched: Fetched, state: str, reason: str) -> NoReturn:
        if fetched.leased is not None:
            with self.archive.transaction():
                self._acknowledge(fetched, state, reason=reason)
        self.stats.inc_value(f"pages/article/{state}")
        self.stats.set_value("pages/last_reason", f"{item.url}: {reason}")
        raise DropItem(f"{item.url}: {reason}")

    def _acknowledge(
        self,
        fetched: Fetched,
        state: str,
        *,
        reason: str | None = None,
        article_id: int | None = None,
        published: str | None = None,
        has_changed: bool | None = None,
    ) -> None:
        assert fetched.leased is not None
        headers = {name.lower(): value for name, value in fetched.headers.items()}
        # Another address of an article whose own is read needs no visits of its own.
        is_due = article_id is not None and not self.ledger.is_read_elsewhere(article_id, fetched.leased.id)
        page = fetched.leased
        visits = page.visits + (has_changed is not None)
        changes = page.changes + bool(has_changed)
        again = next_visit(_instant(published), now(), visits=visits, changes=changes)
        outcome = Outcome(
            state=state,
            reason=reason,
            status=fetched.status,
            etag=headers.get("etag"),
            last_modified=headers.get("last-modified"),
            due_at=again if is_due else None,
            has_changed=has_changed,
            article_id=article_id,
            url=fetched.url if article_id is not None else None,
        )
        self.ledger.record(fetched.leased, outcome, now=now())


def reservations(item: Article, fetched: Fetched) -> dict[str, str]:
    """Return what is reserved of a page, by where its site says so."""
    of_page = {"headers": by_headers(fetched.headers), "meta": by_meta(item.page.meta_values)}
    return fetched.reserved | {where: what for where, what in of_page.items() if what}


def _instant(published: str | None) -> datetime | None:
    """A date of an article; one without an offset counts as UTC, as in the archive."""
    return aware(datetime.fromisoformat(published)) if published is not None else None
