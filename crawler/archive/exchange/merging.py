"""Another archive taken into this one, whole. Which of two takes in which makes no difference but for the numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from sqlite_utils import Database

from crawler.archive.archive import Archive
from crawler.archive.articles.forgetting import NOT_ASKED_FOR, forget
from crawler.archive.articles.identity import article_of
from crawler.archive.articles.records import Record, addresses, read_record
from crawler.archive.captures import captures
from crawler.archive.captures.headers import read as read_headers
from crawler.archive.exchange.absorbing import is_there, join, known_by_address
from crawler.archive.exchange.copies import copies_of
from crawler.archive.exchange.graves import Trace, lay, traces
from crawler.archive.exchange.ledgers import LEASES, one_host, one_page
from crawler.archive.exchange.matching import Match, Matching, Stone, traces_of
from crawler.archive.statements import Values, column, has_row, insert, select, select_one, update
from crawler.archive.stories import stories
from crawler.archive.stories.placing_again import changed_since, place_again
from crawler.archive.stories.placing_all import Tell, place_all
from crawler.archive.turns import Turns
from crawler.processes import in_batches

BATCH = 200  # rows of one transaction: a crawl that goes on meanwhile waits no longer than for one of these
KEPT = 50  # kept pages, or runs with what they saw, of one transaction
_SAME_RUN = ("started_at", "spider", "site", "arguments")
# Of what several have forgotten: when that was first, and of its texts the same in whatever order.
_LEAST_STONE = """
    ON CONFLICT (url_key) DO UPDATE SET
        text_hash = COALESCE(min(text_hash, excluded.text_hash), text_hash, excluded.text_hash),
        reason = iif((excluded.forgotten_at, COALESCE(excluded.reason, '')) < (forgotten_at, COALESCE(reason, '')),
            excluded.reason, reason),
        forgotten_at = min(forgotten_at, excluded.forgotten_at)
"""


def merge(
    archive: Archive, others: Sequence[Archive], *, quick: bool = False, tell: Tell = lambda done, of: None
) -> Counter[str]:
    """Take all that *others* hold into *archive*, and return how much of what came.

    - what either has forgotten is forgotten
    - articles are combined as imported ones are, all copies of one at once; all kept pages; runs that are not known
    - of a page that both ledgers know, what came of its last visit; nobody holds a lease on it
    - all articles are put into stories anew, in the order in which they were first seen: see `place_all`, which calls
      *tell*. With *quick* what came and what it touches: see `place_again`

    Alarms stay where they are. Each batch is a transaction, between which others write: an interrupted merge can be
    done again.
    """
    counts: Counter[str] = Counter()
    turns = Turns(archive)
    if quick:
        for several in in_batches(changed_since(archive.db), BATCH):
            with turns.take():
                place_again(archive.db, several)
    with Matching(archive, others) as matching:
        _take_articles(turns, others, matching, counts, place_again if quick else _place_each)
        for other in others:
            _take_tombstones(turns, other)
        for place, other in enumerate(others, 1):
            _take_captures(turns, other, partial(matching.here, place), counts)
            _take_pages(turns, other, counts)
            _take_hosts(turns, other)
            _take_runs(turns, other, counts)
    if not quick:
        counts["placed otherwise"] = place_all(archive, tell=tell)
    return counts


def _place_each(db: Database, came: Iterable[int]) -> None:
    """Put what came into stories as if it had come by itself: no article is in none, should the merge end here."""
    for article_id in came:
        if has_row(db, "SELECT 1 FROM articles WHERE id = ? AND story_id IS NULL", article_id):
            stories.place(db, article_id)


def _take_tombstones(turns: Turns, other: Archive) -> None:
    for several in in_batches(_rows(other.db, "tombstones"), BATCH):
        with turns.take() as archive:
            for stone in several:
                _set_stone(archive.db, stone, _LEAST_STONE)
                # Somebody may have archived it since it was told which articles are forgotten.
                same = "SELECT id FROM articles WHERE text_hash = ? AND site = ?"
                by_text = column(archive.db, same, stone["text_hash"], stone["site"])
                for article_id in known_by_address(archive.db, [stone["url_key"]]).union(by_text):
                    forget(archive.db, article_id, at=stone["forgotten_at"], reason=stone["reason"], text_too=False)


def _take_articles(
    turns: Turns,
    others: Sequence[Archive],
    matching: Matching,
    counts: Counter[str],
    place: Callable[[Database, set[int]], object],
) -> None:
    """Take the articles in, and *place* those that came."""
    for several in in_batches(matching.matches(), BATCH):
        with turns.take() as archive:
            db, came = archive.db, set[int]()
            for match in several:
                records = [copy for place, number in match.copies for copy in _copies(others[place - 1].db, number)]
                keys = {key: url for record in records for key, url in addresses(record).items()}
                # Others may have written since: what has an address now counts, and what is there.
                known = known_by_address(db, keys) | {number for number in match.here if is_there(db, number)}
                if stone := match.forgotten or _stone(db, keys):
                    left = [trace for number in known for trace in traces_of(db, number)]
                    left += _left(db, others, match)
                    _bury(db, known, records, stone)
                    lay(db, left, instead_of=[number for place, number in match.graves if place == 0])
                    counts["forgotten"] += bool(known or records)
                    continue
                absorbed = join(db, records, known)
                _lead(db, keys, absorbed.article_id)
                matching.note_here(match, absorbed.article_id)
                counts[absorbed.outcome] += 1
                if absorbed.outcome != "unchanged":
                    came = came - known | {absorbed.article_id}
            place(db, came)


def _left(db: Database, others: Sequence[Archive], match: Match) -> Iterator[Trace]:
    """What tells of an article that is taken out: of its copies, and of those that were taken out before."""
    for place, article_id in match.copies:
        yield from traces_of(others[place - 1].db, article_id)
    for place, number in match.graves:
        yield from traces(others[place - 1].db if place else db, number)


def _copies(db: Database, article_id: int) -> list[Record]:
    return copies_of(db, read_record(db, article_id))


def _lead(db: Database, keys: Iterable[str], article_id: int) -> None:
    """Let the pages of the ledger lead to an article that are known to be its own now."""
    sql = "UPDATE pages SET article_id = ?1 WHERE url_key = ?2 AND article_id IS NOT ?1"
    db.conn.executemany(sql, ((article_id, key) for key in keys))


def _stone(db: Database, keys: Iterable[str]) -> Stone | None:
    sql = "SELECT forgotten_at, reason FROM tombstones WHERE url_key = ?"
    return next((stone for key in keys if (stone := db.execute(sql, (key,)).fetchone())), None)


def _bury(db: Database, known: Iterable[int], records: Iterable[Record], stone: Stone) -> None:
    """Forget an article, under all the addresses that archives know of it."""
    at, reason = stone
    for article_id in known:
        # Its text may be another one than that which was forgotten elsewhere.
        forget(db, article_id, at=at, reason=reason, text_too=False)
    for record in records:
        for key, url in addresses(record).items():
            row = {"url_key": key, "url": url, "site": record["site"], "forgotten_at": at, "reason": reason}
            _set_stone(db, row, "ON CONFLICT (url_key) DO NOTHING")


def _set_stone(db: Database, stone: Values, otherwise: str) -> None:
    insert(db, "tombstones", stone, otherwise)
    if has_row(db, "SELECT 1 FROM pages WHERE url_key = ?", stone["url_key"]):
        update(db, "pages", "url_key", {"url_key": stone["url_key"]} | NOT_ASKED_FOR)


def _take_captures(
    turns: Turns, other: Archive, find_here: Callable[[int | None], int | None], counts: Counter[str]
) -> None:
    has_parts = set(column(other.db, "SELECT part_of FROM captures WHERE part_of IS NOT NULL"))
    numbers: dict[int, int | None] = {}
    there = column(other.db, "SELECT id FROM captures ORDER BY part_of IS NOT NULL, id")
    for several in in_batches(there, KEPT):
        with turns.take() as archive:
            for capture_id in several:
                (kept,) = select(other.db, "SELECT * FROM captures WHERE id = ?", capture_id)
                here = find_here(kept["article_id"])
                if kept["article_id"] is not None and (here is None or not is_there(archive.db, here)):
                    continue  # its article is forgotten
                number, digest = kept.pop("id"), kept.pop("digest")
                if not captures.has_body(archive.db, digest):
                    captures.keep_body(archive.db, captures.read_body(other.db, digest), url=kept["url"])
                kept |= {"article_id": here, "part_of": numbers.get(kept["part_of"])}
                key = (kept["url"], kept["fetched_at"], digest)
                headers = read_headers(other.db, kept["headers"], kept["header_set"])
                own, header_set = captures.share(archive.db, headers, url=kept["url"], digest=digest)
                kept |= {"headers": own, "header_set": header_set}
                if captures.same_capture(archive.db, *key) is None:
                    counts["kept pages"] += insert(archive.db, "captures", kept).rowcount
                if number in has_parts:
                    numbers[number] = captures.same_capture(archive.db, *key)


def _take_pages(turns: Turns, other: Archive, counts: Counter[str]) -> None:
    for several in in_batches(_rows(other.db, "pages"), BATCH):
        with turns.take() as archive:
            for page in several:
                _take_page(archive.db, page, counts)


def _take_page(db: Database, page: Values, counts: Counter[str]) -> None:
    page |= {"article_id": article_of(db, page["url_key"])} | dict.fromkeys(LEASES & page.keys())
    del page["id"]
    if has_row(db, "SELECT 1 FROM tombstones WHERE url_key = ?", page["url_key"]):
        page |= NOT_ASKED_FOR
    known = select_one(db, "SELECT * FROM pages WHERE url_key = ?", page["url_key"])
    if known is None:
        counts["pages"] += insert(db, "pages", page).rowcount
    else:
        update(db, "pages", "id", one_page(known, page) | {"article_id": page["article_id"]})


def _take_hosts(turns: Turns, other: Archive) -> None:
    for several in in_batches(_rows(other.db, "hosts"), BATCH):
        with turns.take() as archive:
            for host in several:
                known = select_one(archive.db, "SELECT * FROM hosts WHERE host = ?", host["host"])
                if known is None:
                    insert(archive.db, "hosts", host | dict.fromkeys(LEASES & host.keys()))
                else:
                    update(archive.db, "hosts", "host", one_host(known, host))


def _take_runs(turns: Turns, other: Archive, counts: Counter[str]) -> None:
    """Take in the runs that are not known, with what each saw."""
    known = {tuple(run[name] for name in _SAME_RUN) for run in _rows(turns.archive.db, "runs")}
    tables = _tables_of_runs(turns.archive.db)
    new = (run for run in _rows(other.db, "runs") if tuple(run[name] for name in _SAME_RUN) not in known)
    for several in in_batches(new, KEPT):
        with turns.take() as archive:
            for run in several:
                number = run.pop("id")
                here = insert(archive.db, "runs", run).lastrowid
                counts["runs"] += 1
                for table in tables:
                    for row in select(other.db, f"SELECT * FROM {table} WHERE run_id = ?", number):  # noqa: S608
                        insert(archive.db, table, row | {"run_id": here})


def _tables_of_runs(db: Database) -> list[str]:
    sql = """
        SELECT t.name FROM sqlite_master AS t JOIN pragma_foreign_key_list(t.name) AS f
        WHERE t.type = 'table' AND f."table" = 'runs' AND f."from" = 'run_id' ORDER BY t.name
    """
    return column(db, sql)


def _rows(db: Database, table: str) -> Iterator[Values]:
    return select(db, f"SELECT * FROM {table}")  # noqa: S608
