"""The same words quoted in several places, as one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlite_utils import Database

from crawler.archive.articles.quotes import saying_hash
from crawler.archive.reading import LOOKED_AT, NEWEST, Filter
from crawler.archive.rows import QUOTE, QuoteRow
from crawler.archive.search import quote_search
from crawler.archive.search.folding import runs
from crawler.reading.text import count_words

# "Yes." is said by many: fewer words are one saying only where the speaker is known to be one.
TELLING_WORDS = 5


@dataclass(frozen=True, slots=True)
class Saying:
    """Words that were quoted, with the newest article that printed them.

    `places`: the URLs of all articles that did, those that were first before; `count`: how many. `speaker` is the
    fullest name that any of them gives.
    """

    speaker: str | None
    text: str
    published_at: str | None
    site: str
    title: str | None
    url: str
    article_id: int
    count: int
    places: list[str]


def sayings(
    db: Database, which: Filter, *, speaker: str | None, said: str | None, limit: int | None
) -> Iterator[Saying]:
    """Yield what was quoted, newest first, the same words once.

    The filters say what is listed; `places` are all, also those that the filters leave out, or
    the `LOOKED_AT` that were archived last.
    """
    seen: set[int] = set()
    looked_at = None if limit is None else max(LOOKED_AT, limit)
    yielded = 0
    for quote in quote_search.quotes(db, which, speaker=speaker, said=said, article_id=None, limit=looked_at):
        if yielded == limit:
            return
        if quote.id not in seen:
            same = _same_words(db, quote)
            seen.update(other.id for other in same)
            yielded += 1
            yield _saying(quote, same)


def _saying(quote: QuoteRow, same: list[QuoteRow]) -> Saying:
    names = [other.speaker for other in same if other.speaker]
    places = list(dict.fromkeys(other.url for other in same))
    return Saying(
        speaker=max(names, key=len, default=None),
        text=quote.text,
        published_at=quote.published_at,
        site=quote.site,
        title=quote.title,
        url=quote.url,
        article_id=quote.article_id,
        count=len(places),
        places=places,
    )


def _same_words(db: Database, quote: QuoteRow) -> list[QuoteRow]:
    """All quotes of the same words by the same speaker, *quote* among them, in the order of their articles."""
    words = tuple(runs(quote.text))
    if not words:
        return [quote]
    rows = db.execute(
        f"""
        SELECT {QUOTE} FROM (SELECT id FROM quotes WHERE text_hash = ? ORDER BY id DESC LIMIT ?)
        CROSS JOIN quotes AS q USING (id) CROSS JOIN articles AS a ON a.id = q.article_id
        ORDER BY {NEWEST}, a.id, q.position
        """,  # noqa: S608
        (saying_hash(quote.text), LOOKED_AT),
    )
    equal = [row for row in (QuoteRow(*row) for row in rows) if tuple(runs(row.text)) == words]
    same, speaker = set(), quote.speaker
    is_telling = count_words(quote.text) >= TELLING_WORDS
    for row in sorted(equal, key=lambda row: -len(row.speaker or "")):
        if row.id == quote.id or _may_be_one(speaker, row.speaker, is_telling=is_telling):
            same.add(row.id)
            speaker = speaker or row.speaker
    return [row for row in equal if row.id in same]


def _may_be_one(one: str | None, other: str | None, *, is_telling: bool) -> bool:
    """Whether two names may be one speaker's: one holds all words of the other, or one is not known."""
    if one is None or other is None:
        return is_telling
    a, b = set(runs(one)), set(runs(other))
    return a <= b or b <= a
