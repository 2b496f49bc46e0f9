"""What queries give back: one dataclass a kind of row, its fields named as the columns."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from typing import Any

from crawler.archive.articles.provenance import unpack
from crawler.archive.search.snippets import Part


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article as it stands in the archive. `aliases`: the other URLs it was seen under."""

    id: int
    url: str
    site: str
    title: str | None
    description: str | None
    authors: list[str]
    source: str | None
    section: str | None
    tags: list[str]
    language: str | None
    published_at: str | None
    published_at_utc: str | None
    published_at_precision: str | None
    modified_at: str | None
    body: str | None
    word_count: int | None
    view_count: int | None
    image_url: str | None
    image_caption: str | None
    access: str | None
    kind: str | None
    story_id: int | None
    first_seen_at: str
    last_seen_at: str
    gone_at: str | None
    text_hash: str | None
    provenance: dict[str, dict[str, Any]]
    reader_version: str | None
    aliases: list[str]


@dataclass(frozen=True, slots=True)
class SearchHit:
    """An article that answers a query, and the part of it that does."""

    article: ArticleRow
    snippet: list[Part]


@dataclass(frozen=True, slots=True)
class QuoteRow:
    """A quote, with where it was printed. `body[start:end]` of its article is `text`."""

    id: int
    article_id: int
    position: int
    text: str
    start: int
    end: int
    kind: str
    utterance: int
    speaker: str | None
    speaker_as_printed: str | None
    cue: str | None
    url: str
    site: str
    title: str | None
    published_at: str | None


@dataclass(frozen=True, slots=True)
class Reading:
    """The views that a page showed when it was seen; None where it shows no counter. `raw`: as printed."""

    article_id: int
    seen_at: str
    views: int | None
    raw: str | None


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An entry of a live blog, as it was seen last."""

    key: str
    published_at: str | None
    title: str | None
    body: str
    first_seen_at: str
    last_seen_at: str


@dataclass(frozen=True, slots=True)
class RevisionRow:
    """An article's content as it was first seen at `seen_at`.

    What it is to the one before (nothing for the first): the `kind` of edit, the `fields` that differ, `silent` where
    the page's own modified date stood still, None where it gives no such date.
    """

    article_id: int
    number: int
    seen_at: str
    title: str | None
    description: str | None
    body: str | None
    authors: list[str]
    modified_at: str | None
    kind: str | None
    fields: list[str]
    silent: bool | None


_JSON = frozenset(("authors", "tags", "aliases"))
_OF_ARTICLE = ("url", "site", "title", "published_at")
_ALIASES = "(SELECT json_group_array(k.url) FROM aliases AS k WHERE k.article_id = a.id AND k.url <> a.url)"
_COLUMNS = tuple(field.name for field in fields(ArticleRow))
# What to select from `articles AS a` for an ArticleRow, and with `quotes AS q` for a QuoteRow.
ARTICLE = ", ".join(_ALIASES if field.name == "aliases" else f"a.{field.name}" for field in fields(ArticleRow))
QUOTE = ", ".join(f'{"a" if field.name in _OF_ARTICLE else "q"}."{field.name}"' for field in fields(QuoteRow))


def article_row(row: tuple[Any, ...]) -> ArticleRow:
    """Return a row selected by `ARTICLE`."""
    values = dict(zip(_COLUMNS, row, strict=True))
    values |= {name: json.loads(values[name]) for name in _JSON}
    article = ArticleRow(**values | {"provenance": unpack(values["provenance"], values)})
    article.aliases.sort()  # two archives that hold the same say the same
    return article
