"""What travels from spider to archive: one `Article` for each page read, with its `Quote` rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, get_args

if TYPE_CHECKING:
    from datetime import datetime

    from crawler.archive.ledger import LedgerPage
    from crawler.blocks import Block
    from crawler.page import Page

# What the steps read off a page; each has its statistics and its provenance.
READ_FIELDS = (
    "title",
    "description",
    "authors",
    "body",
    "source",
    "section",
    "tags",
    "language",
    "published_at",
    "modified_at",
    "image_url",
    "image_caption",
    "access",
    "kind",
    "view_count",
    "quotes",
)
# After the source of an author's name, in the provenance: an agency, a desk or the site signs, and no person.
ORGANISATION = "_organisation"
# What reading an article costs, and what kind of text it is, where its page says so.
Access = Literal["free", "metered", "paywalled"]
KindOfArticle = Literal["article", "live_blog", "video", "opinion"]
# The fields that hold one word out of few.
WORDS: dict[str, tuple[str, ...]] = {"access": get_args(Access), "kind": get_args(KindOfArticle)}
KINDS_OF_QUOTE = ("inline", "block", "pull", "dialogue")


@dataclass(slots=True)
class Quote:
    """One marked run of somebody's words: `body[start:end] == text`, in code points, without the marks.

    `kind` is one of `KINDS_OF_QUOTE`. Parts of one utterance that its attribution breaks share
    `utterance`, a number that counts from 0 within the article. `speaker` is the fullest name the
    article gives, `speaker_as_printed` the words beside the quote, `cue` the word that tied them
    ("said"); each is None when the text does not tell: a guess would enter the archive unnoticed.
    """

    text: str
    start: int
    end: int
    kind: str
    utterance: int
    speaker: str | None = None
    speaker_as_printed: str | None = None
    cue: str | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """The response an article was read from, as it came. `leased` is the ledger's page, None outside a crawl.

    `reserved`: what the site's robots.txt and tdmrep.json reserve of it, by the name of the file.
    """

    url: str
    status: int
    headers: dict[str, str]
    body: bytes = field(repr=False)
    at: datetime
    leased: LedgerPage | None = None
    reserved: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a live blog. `key` tells it from the others, now and at the next visit. `published_at`: ISO 8601."""

    key: str
    body: str
    title: str | None = None
    published_at: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where an article belongs among stories: whose copy it is and how like; what it is linked to and how.

    How: "excerpt" and "round_up": it is one of the other; "longer": the other is an excerpt of it. `newest`: the
    highest id of an article that could be looked at.
    """

    copies: tuple[tuple[int, float], ...]
    related: tuple[tuple[int, str], ...]
    newest: int


@dataclass(frozen=True, slots=True)
class Duplicate:
    """What the archive already has of an article.

    `how`: "same_url", "same_text" (under another URL of its site), "copy" (nearly the same text, of any article),
    or "none", and then `article_id` is None.
    """

    how: str
    article_id: int | None = None
    story_id: int | None = None
    place: Place | None = None


@dataclass(slots=True)
class Article:
    """One article as read from one page. A value that the page does not give is None.

    Dates are ISO 8601: "2024-09-03" where only the day is known, else with the time, and with an
    offset where one is known. `provenance` maps a field to its `source` and `evidence`.
    """

    page: Page = field(repr=False, compare=False)
    url: str = ""
    site: str = ""
    title: str | None = None
    description: str | None = None
    authors: list[str] = field(default_factory=list)
    source: str | None = None
    section: str | None = None
    tags: list[str] = field(default_factory=list)
    language: str | None = None
    published_at: str | None = None
    published_at_precision: str | None = None
    modified_at: str | None = None
    body: str | None = field(default=None, repr=False)
    word_count: int | None = None
    view_count: int | None = None
    view_count_raw: str | None = None
    image_url: str | None = None
    image_caption: str | None = None
    access: str | None = None
    kind: str | None = None
    quotes: list[Quote] = field(default_factory=list, repr=False)
    entries: list[Entry] = field(default_factory=list, repr=False)
    notes: list[str] = field(default_factory=list, repr=False)  # in which an editor says what was corrected
    provenance: dict[str, dict[str, Any]] = field(default_factory=dict, repr=False)
    fetched: Fetched | None = field(default=None, repr=False, compare=False)
    # The answers with the story's further pages, and what its counter said.
    parts: list[Fetched] = field(default_factory=list, repr=False, compare=False)
    counter: Fetched | None = field(default=None, repr=False, compare=False)
    duplicate: Duplicate | None = field(default=None, repr=False, compare=False)
    # What the archive step made of it: "new", "updated" or "unchanged"; and the fields whose step failed.
    outcome: str | None = field(default=None, repr=False, compare=False)
    broken: list[str] = field(default_factory=list, repr=False, compare=False)
    # The blocks that make up `body`, in its order: later steps look at their markup.
    blocks: list[Block] = field(default_factory=list, repr=False, compare=False)

    @property
    def people(self) -> list[str]:
        """The authors that are people: none where an organisation alone signs."""
        return [] if signed_by_organisation(self.provenance) else self.authors


def signed_by_organisation(provenance: dict[str, dict[str, Any]]) -> bool:
    """Return whether an article's authors are an agency, a desk or its site, for nobody else is named."""
    return str(provenance.get("authors", {}).get("source")).endswith(ORGANISATION)
