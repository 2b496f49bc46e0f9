"""One article into the archive: what is new is written, what is known is not repeated, what was good is not lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlite_utils import Database

from crawler.archive.articles import provenance, revisions
from crawler.archive.articles.corrections import corrected, keep_corrections
from crawler.archive.articles.entries import add_entries
from crawler.archive.articles.events import add_event, note_corrections, see_again
from crawler.archive.articles.forgetting import is_forgotten
from crawler.archive.articles.identity import Addresses, add_alias, find_known, is_visited
from crawler.archive.articles.quotes import write_quotes
from crawler.archive.articles.updating import update_article
from crawler.archive.search.full_text import ARTICLES
from crawler.archive.statements import Values, insert
from crawler.archive.stories import stories
from crawler.archive.values import AHEAD, MAX_INTEGER, published_utc, storable, to_json
from crawler.items import Article, Duplicate, Place
from crawler.reading.edits import said, tells_the_same
from crawler.reading.fingerprints import text_hash
from crawler.reading.instants import now, utc_text
from crawler.reading.urls import url_key

Outcome = Literal["new", "updated", "unchanged", "forgotten"]

# A change of these is a revision, and they are what is searched.
CONTENT = ARTICLES.columns
# These follow the content; those that were missing are filled at any time.
FACTS = (
    *("authors", "source", "section", "tags", "language", "published_at", "modified_at"),
    *("image_url", "image_caption", "access", "kind"),
)

LIVE = timedelta(hours=1)  # what was seen within it from now is being crawled, and not imported
CUT = 0.7  # of its length: less of a text is a part of it


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of an article. `alias`: its URL was new, and was found to be another one of a known article.

    "forgotten": the article was taken out of the archive for good; nothing was written, and its id is 0.
    """

    article_id: int
    outcome: Outcome
    alias: bool = False


def save(db: Database, article: Article, *, seen_at: datetime, reader_version: str) -> Saved:
    """Write *article* as it was seen at *seen_at*, and return what became of it. Runs inside a transaction.

    - known by its address or by another one of it (see `identity.find_known`), which becomes an alias
    - new title, description or body: a revision, but for a standfirst that a new design lets begin the body; from an
      alias only with a new body, for a site may print several headlines over one text, and only where the article's
      own address is not read as well
    - else only `last_seen_at`; facts that were missing are filled; None never replaces a value
    - a copy seen before `last_seen_at` fills gaps and changes nothing, unless that was told by a clock that was ahead
    - led here from the article's address: it has moved, which is an event, and this is its address now
    - always a reading of the views, None where the page shows no counter
    - an article that was forgotten does not come back

    Raises `ValueError` for a view count that is no count, `crawler.reading.urls.UrlError` for no URL.
    """
    _check_views(article)
    seen, addresses, new = utc_text(seen_at), Addresses.of(article), _values(article, reader_version)
    if is_forgotten(db, addresses.all(), new["site"], new["text_hash"]):
        return Saved(0, "forgotten")
    known, is_alias = find_known(db, addresses, new)
    fixed: Values = {}
    if known is None:
        article_id, content = _insert(db, new | {"url": addresses.own}, seen), {}
        note_corrections(db, article_id, article.notes, seen)
        stories.found_story(db, article_id)
    else:
        fixed = corrected(db, known["id"])
        has_moved = _has_moved(known, addresses, seen)
        if not _is_old(seen, known["last_seen_at"]):
            fresh = [note for note in article.notes if note not in (known["body"] or "")]
            note_corrections(db, known["id"], fresh, seen)
        article_id, content = int(known["id"]), _renew(db, known, new, seen, fixed, is_own=has_moved)
        if has_moved:
            db.execute("UPDATE articles SET url = ? WHERE id = ?", (addresses.own, article_id))
            add_event(db, article_id, "moved", seen, {"from": known["url"], "to": addresses.own})
    for url in addresses.all():
        add_alias(db, article_id, url)
    has_new_body = "body" in content and "body" not in fixed
    if known is None or has_new_body or (new["body"] == known["body"] and not _is_old(seen, known["last_seen_at"])):
        # Quotes slice the body to the letter: they do not fit another layout of it.
        write_quotes(db, article_id, article.quotes)
    if new["text_hash"] and (known is None or has_new_body):
        _place(db, article, article_id, known, new)
    _add_reading(db, article_id, seen, article)
    add_entries(db, article_id, article.entries, seen)
    return Saved(article_id, "new" if known is None else "updated" if content else "unchanged", is_alias)


def find_duplicate(db: Database, article: Article) -> Duplicate:
    """Return what the archive already has of *article*, without writing: the costly part of `save`."""
    new = _values(article, "")
    known, is_alias = find_known(db, Addresses.of(article), new)
    if known is not None:
        return Duplicate("same_text" if is_alias else "same_url", int(known["id"]), known["story_id"])
    if not new["text_hash"]:
        return Duplicate("none")
    place = stories.find_place(db, _subject(new))
    if not place.copies:
        return Duplicate("none", place=place)
    return Duplicate("copy", place.copies[0][0], place=place)


def published(db: Database, article_id: int) -> datetime | None:
    """Return when the article was published, in UTC, or None where that is not known."""
    row = db.execute("SELECT published_at_utc FROM articles WHERE id = ?", (article_id,)).fetchone()
    return datetime.fromisoformat(row[0]) if row and row[0] else None


def _is_old(seen: str, last_seen: str) -> bool:
    """Whether what was seen at *seen* is older than what was seen last.

    It is not where a crawl sees it now and the other is of the future: a clock was ahead, and no edit waits for it.
    """
    if seen >= last_seen:
        return False
    at = now()
    return last_seen <= utc_text(at + AHEAD) or not utc_text(at - LIVE) <= seen <= utc_text(at + AHEAD)


def mark_seen(db: Database, article_id: int, at: datetime) -> None:
    """Record that the article is still there, unchanged (status 304)."""
    seen = utc_text(at)
    row = db.execute("SELECT gone_at, last_seen_at FROM articles WHERE id = ?", (article_id,)).fetchone()
    if row is not None and not _is_old(seen, row[1]):
        _note_return(db, article_id, row[0], seen)
        db.execute(
            "UPDATE articles SET last_seen_at = ?1, first_seen_at = min(first_seen_at, ?1), gone_at = NULL "
            "WHERE id = ?2",
            (seen, article_id),
        )
        if seen < row[1]:
            _count_views(db, article_id)


def mark_gone(db: Database, article_id: int, at: datetime, detail: Mapping[str, Any] | None = None) -> datetime:
    """Record that the site took the article away, and return since when; its last good copy stays."""
    gone = utc_text(at)
    changed = db.execute("UPDATE articles SET gone_at = ? WHERE id = ? AND gone_at IS NULL", (gone, article_id))
    if changed.rowcount:
        add_event(db, article_id, "gone", gone, detail)
        return at
    see_again(db, article_id, "gone", gone)
    row = db.execute("SELECT gone_at FROM articles WHERE id = ?", (article_id,)).fetchone()
    return datetime.fromisoformat(row[0]) if row else at


def _values(article: Article, reader_version: str) -> Values:
    """The article's own columns, ready to store."""
    values: Values = {"reader_version": reader_version, "provenance": article.provenance}
    for column in ("url", "site", *CONTENT, *FACTS, "published_at_precision", "word_count"):
        value = getattr(article, column)
        values[column] = (storable(value) or None) if isinstance(value, str) else value
    values |= {"url": storable(article.url), "authors": to_json(article.authors), "tags": to_json(article.tags)}
    values["published_at_utc"] = published_utc(values["published_at"])
    body = values["body"]
    values["text_hash"] = text_hash(body)
    return values


def _place(db: Database, article: Article, article_id: int, known: Values | None, new: Values) -> None:
    """Put the article into the story it tells, unless it shares one already; its new body is found from now on."""
    if known is not None:
        stories.change_body(db, article_id, known["body"], new["body"])
        if not stories.is_alone(db, known["story_id"]):
            return
    subject = _subject(new, article_id)
    found = article.duplicate.place if article.duplicate and known is None else None
    if found is None:
        place = stories.find_place(db, subject, is_counted=known is not None)
    else:  # before the lock was taken; what others archived since is looked at as well
        since = stories.find_place(db, subject, after=found.newest)
        place = Place(found.copies + since.copies, found.related + since.related, since.newest)
    stories.settle(db, article_id, subject, place, is_counted=known is not None)


def _subject(new: Values, article_id: int = 0) -> stories.Subject:
    return stories.Subject(new["body"], new["title"], new["site"], new["text_hash"], article_id)


def _check_views(article: Article) -> None:
    views = article.view_count
    if views is not None and (type(views) is not int or not 0 <= views <= MAX_INTEGER):
        shown = "a number of more than 63 bits" if type(views) is int and abs(views) > MAX_INTEGER else repr(views)
        raise ValueError(f"{article.url}: view_count is {shown}. Expected 0 to {MAX_INTEGER}, or None for no counter.")


def _insert(db: Database, new: Values, seen: str) -> int:
    packed = provenance.pack(new["provenance"], new)
    row = new | {"first_seen_at": seen, "last_seen_at": seen, "provenance": packed}
    article_id = int(insert(db, "articles", row).lastrowid or 0)
    ARTICLES.add(db.conn, [article_id])
    revisions.add(db, article_id, new, seen)
    return article_id


def _renew(db: Database, known: Values, new: Values, seen: str, fixed: Values, *, is_own: bool) -> Values:
    """Bring a known article up to date, and return what changed of its content. *fixed*: what was corrected by hand,
    with what the page said. *is_own*: its own address led to this one."""
    article_id, is_old = known["id"], _is_old(seen, known["last_seen_at"])
    key = url_key(known["url"])
    is_other = key != url_key(new["url"]) and not is_own
    is_read = is_other and is_visited(db, key)
    as_read = known | fixed | {"provenance": provenance.unpack(known["provenance"], known)}
    content = _changed_content(as_read, new, is_old=is_old, is_other=is_other, is_read=is_read)
    if not is_old and _note_access(db, as_read, new, seen):
        content = {}  # what is left of it: the whole text stays
    read = content | _changed_facts(as_read, new, content, is_old=is_old)
    if not is_old and new["access"]:
        read["access"] = new["access"]
    if not is_old and (counter := new["provenance"].get("view_count")):  # "1,485 views": of the newest reading
        read["provenance"] = (read.get("provenance") or as_read["provenance"]) | {"view_count": counter}
    updates = keep_corrections(db, article_id, fixed, read)
    if is_old or seen < known["first_seen_at"]:
        updates["first_seen_at"] = min(seen, known["first_seen_at"])
    if not is_old:
        _note_return(db, article_id, known["gone_at"], seen)
        updates |= {"last_seen_at": seen, "gone_at": None}
    update_article(db, article_id, updates)
    if content:
        revisions.add(db, article_id, as_read | read, seen)
    return content


def _changed_content(known: Values, new: Values, *, is_old: bool, is_other: bool, is_read: bool) -> Values:
    """What is new in the content. *is_other*: seen under another address; *is_read*: its own is read as well."""
    changed = {
        column: new[column]
        for column in CONTENT
        if (words := said(new[column])) and words != said(known[column]) and not (is_old and known[column])
    }
    if "body" in changed and tells_the_same(known, new):
        del changed["body"]
    if is_other and ("body" not in changed or is_read):
        return {column: value for column, value in changed.items() if known[column] is None}
    return changed


def _changed_facts(known: Values, new: Values, content: Values, *, is_old: bool) -> Values:
    follows = bool(content) and not is_old
    facts = {
        column: new[column]
        for column in FACTS
        if not _is_missing(new[column]) and (follows or _is_missing(known[column]))
    }
    if "published_at" in facts:  # with its twin and precision, even if they are None
        facts |= {column: new[column] for column in ("published_at_utc", "published_at_precision")}
    if "body" in content:
        facts |= {column: new[column] for column in ("text_hash", "word_count")}
    if facts or content:
        old, latest = known["provenance"], new["provenance"]
        facts["provenance"] = old | latest if follows else latest | old
        facts["reader_version"] = new["reader_version"]
    return facts


def _has_moved(known: Values, addresses: Addresses, seen: str) -> bool:
    """Whether the article's own address led to another, which is its own from now on."""
    if addresses.asked is None or _is_old(seen, known["last_seen_at"]):
        return False
    own = url_key(known["url"])
    return url_key(addresses.asked) == own and own not in (addresses.key, url_key(addresses.own))


def _note_access(db: Database, known: Values, new: Values, seen: str) -> bool:
    """Note that an article went behind a paywall, or came out of it; return whether its text is cut by one now."""
    if not new["body"] or not known["body"]:
        return False
    is_cut = len(new["body"]) < CUT * len(known["body"])
    if new["access"] == "paywalled":
        if known["access"] == "paywalled":
            see_again(db, known["id"], "paywalled", seen)
        elif is_cut or known["access"]:
            add_event(db, known["id"], "paywalled", seen, {"how": "text cut" if is_cut else "declared"})
        return is_cut
    if known["access"] == "paywalled" and new["access"] and not is_cut:
        add_event(db, known["id"], "back", seen, {"from": "paywall"})
    return False


def _note_return(db: Database, article_id: int, gone_at: str | None, seen: str) -> None:
    if gone_at is not None:
        add_event(db, article_id, "back", seen)


def _add_reading(db: Database, article_id: int, seen: str, article: Article) -> None:
    raw = article.view_count_raw
    db.execute(
        """
        INSERT INTO view_counts (article_id, seen_at, views, raw) VALUES (?, ?, ?, ?)
        ON CONFLICT (article_id, seen_at) DO UPDATE SET
            views = COALESCE(excluded.views, views), raw = COALESCE(excluded.raw, raw)
        """,
        (article_id, seen, article.view_count, storable(raw) if raw else None),
    )
    _count_views(db, article_id)


def _count_views(db: Database, article_id: int) -> None:
    """Bring an article's view count up to its newest reading; those by a clock that was ahead are later than it."""
    db.execute(
        """
        UPDATE articles SET view_count = (
            SELECT views FROM view_counts WHERE article_id = ?1 AND views IS NOT NULL
            ORDER BY seen_at <= (SELECT last_seen_at FROM articles WHERE id = ?1) DESC, seen_at DESC LIMIT 1
        ) WHERE id = ?1
        """,
        (article_id,),
    )


def _is_missing(value: Any) -> bool:
    return value is None or value == "[]"
