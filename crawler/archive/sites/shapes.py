"""What the ledger's visits teach of the shapes of a site's addresses."""

from __future__ import annotations

from sqlite_utils import Database

from crawler.discovery.shapes import url_shape
from crawler.reading.urls import site_of

MOST_SHAPES = 1000  # of a site: one that makes up addresses fills no table
_COLUMNS = {"article": (1, 0), "other": (0, 1), None: (0, 0)}


def taken_for(kind: str, state: str) -> str | None:
    """What a visit found a page to be, for the shapes of addresses."""
    if state == "archived":
        return "article"
    return "other" if state == "not_article" or (kind, state) == ("listing", "read") else None


def learn(db: Database, url: str, *, before: str | None, after: str | None) -> None:
    """Count a page that was taken for *before* and turned out to be *after*: "article", "other", or not known."""
    if after is None or after == before:
        return
    gained, lost = _COLUMNS[after], _COLUMNS[before]
    values = {"site": site_of(url), "shape": url_shape(url), "a": gained[0] - lost[0], "o": gained[1] - lost[1]}
    changed = db.execute(
        "UPDATE url_shapes SET articles = max(0, articles + :a), others = max(0, others + :o) "
        "WHERE site = :site AND shape = :shape",
        values,
    )
    if not changed.rowcount:
        db.execute(
            "INSERT INTO url_shapes (site, shape, articles, others) SELECT :site, :shape, max(0, :a), max(0, :o) "
            "WHERE (SELECT count(*) FROM url_shapes WHERE site = :site) < :most",
            values | {"most": MOST_SHAPES},
        )


def shapes_of(db: Database, site: str) -> dict[str, tuple[int, int]]:
    """Return shape -> (articles, others) of *site*."""
    rows = db.execute("SELECT shape, articles, others FROM url_shapes WHERE site = ?", (site,))
    return {shape: (articles, others) for shape, articles, others in rows}
