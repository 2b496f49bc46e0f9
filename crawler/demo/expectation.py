"""What a perfect reader gets out of each article's page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from crawler.demo.content import BlockQuote, Story, as_read, outlets, texts_of
from crawler.demo.states import stories_at

FIRST_OUTLET = "harbour-gazette.example"


class DemoQuote(NamedTuple):
    """Somebody's words without their marks; the fullest name of the speaker, or None if the story does not tell."""

    text: str
    speaker: str | None
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoArticle:
    """What a perfect reader gets out of one article's page.

    `published_at` has an offset where the page declares one, and is a day where only the day is printed. `body` is
    paragraphs, subheadings, quotes and list items joined by blank lines; a live blog's is the headline and the
    paragraphs of each entry, as printed. `quotes` are the marked runs that clearly are somebody's words, in the order
    of the body; None where the story is not meant for testing them.

    Of a story on several pages, `body` is what the first page holds and `continued` what the others add, by address.
    `access` is "teaser" where the body is all that can be read without paying. `name` is the file's in `articles/`:
    the same story under another address, on another day or in another newspaper has the same one.
    """

    name: str
    url: str
    title: str
    description: str
    authors: list[str]
    published_at: str
    modified_at: str | None
    view_count: int | None
    body: str
    continued: dict[str, str]
    quotes: list[DemoQuote] | None
    language: str
    section: str
    markup: str
    charset: str
    access: str | None


def expected(story: Story) -> DemoArticle:
    """Return what a perfect reader gets out of the page that prints *story*."""
    kinds = {part.text: part.kind for part in story.body if isinstance(part, BlockQuote)}

    def kind(text: str) -> str:
        return next((kind for block, kind in kinds.items() if text in block), "inline")

    quotes = None
    if story.quotes is not None:
        quotes = [
            DemoQuote(as_read(quote["text"]), quote.get("speaker"), kind(quote["text"])) for quote in story.quotes
        ]
    outlet = outlets()[story.outlet]
    bodies = {
        outlet.url(story.page_path(number)): "\n\n".join(texts_of(parts))
        for number, parts in enumerate(story.pages, start=1)
    }
    url = outlet.url(story.path)
    return DemoArticle(
        name=story.name,
        url=url,
        title=as_read(story.title),
        description=as_read(story.description),
        authors=story.authors,
        published_at=story.published,
        modified_at=story.modified,
        view_count=story.view_count,
        body=bodies.pop(url),
        continued=bodies,
        quotes=quotes,
        language=story.language,
        section=story.section,
        markup=story.markup,
        charset=story.charset,
        access=story.access,
    )


def all_articles(state: int = 0) -> list[DemoArticle]:
    """Return what a perfect reader gets out of every article that stands in *state*, the newest first."""
    return [expected(story) for story in stories_at(state)]


def articles(host: str = FIRST_OUTLET, state: int = 0) -> list[DemoArticle]:
    """Return what a perfect reader gets out of every article of one outlet, the newest first.

    The outlet is the one that `newsarc demo` crawls, unless its *host* is given.
    """
    return [expected(story) for story in stories_at(state) if story.outlet == host]
