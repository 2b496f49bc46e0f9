"""What several ledgers know of one page, or of one host, made one: the same in whatever order and grouping."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crawler.archive.articles.forgetting import NOT_ASKED_FOR

Row = dict[str, Any]
# Nobody leases a page or a host of an archive that was merged.
LEASES = frozenset(("lease_owner", "lease_until", "wanted_by", "wanted_at"))
_FOUND = ("found_at", "found_in", "spider")
_TOLD = ("is_told", "published_at")  # what its site's news sitemap tells counts more
_OF_THE_FILE = ("id", "article_id", *LEASES)
# Facts of a host that are looked up together; by the first of them is known when.
_OF_HOST = (
    ("next_allowed_at", "delay", "failures", "reason"),
    ("robots_fetched_at", "robots_status", "robots"),
    ("tdmrep_fetched_at", "tdmrep"),
)


def one_page(one: Row, other: Row) -> Row:
    """Return what two ledgers know of a page: where it was found first, what came of its last visit.

    What is of a file alone is that of *one*.
    """
    apart = {*_FOUND, *_TOLD, "listed_at", "is_onward", *_OF_THE_FILE}
    # Of two visits in one second the same counts whether the page is forgotten already or later.
    visit = sorted(one.keys() - apart, key=lambda name: (name != "fetched_at", name in NOT_ASKED_FOR, name))
    merged = one | _greatest(one, other, visit) | _greatest(one, other, _TOLD) | _greatest(one, other, ["listed_at"])
    first = min(one, other, key=lambda row: _order(row, _FOUND))
    return merged | _some(first, _FOUND) | {"is_onward": min(one["is_onward"], other["is_onward"])}


def one_host(one: Row, other: Row) -> Row:
    """Return what two ledgers know of a host: of each of its facts the latest. Leases are those of *one*."""
    merged = dict(one)
    for names in _OF_HOST:
        merged |= _greatest(one, other, names)
    return merged


def _greatest(one: Row, other: Row, names: Sequence[str]) -> Row:
    return _some(max(one, other, key=lambda row: _order(row, names)), names)


def _some(row: Row, names: Sequence[str]) -> Row:
    return {name: row[name] for name in names}


def _order(row: Row, names: Sequence[str]) -> list[tuple[bool, Any]]:
    return [(row[name] is not None, row[name]) for name in names]
