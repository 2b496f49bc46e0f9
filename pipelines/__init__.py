"""The steps that read a page, in the order a page meets them.

`extract` runs the field steps without Scrapy. Everything that reads a stored page goes through it.
"""

from __future__ import annotations

from typing import Any

from crawler.items import Article
from crawler.page import NO_SITE, Page
from pipelines.access import AccessPipeline
from pipelines.authors import AuthorsPipeline
from pipelines.body import BodyPipeline
from pipelines.dates import ModifiedAtPipeline, PublishedAtPipeline
from pipelines.description import DescriptionPipeline
from pipelines.entries import EntriesPipeline
from pipelines.field import Candidate, FieldPipeline
from pipelines.image import ImageUrlPipeline
from pipelines.image_caption import ImageCaptionPipeline
from pipelines.kind import KindPipeline
from pipelines.language import LanguagePipeline
from pipelines.notes import NotesPipeline
from pipelines.quotes import QuotesPipeline
from pipelines.section import SectionPipeline, TagsPipeline
from pipelines.source import SourcePipeline
from pipelines.title import TitlePipeline
from pipelines.views import ViewCountPipeline

FIELD_STEPS: tuple[type[FieldPipeline[Any]], ...] = (
    TitlePipeline,
    DescriptionPipeline,
    AuthorsPipeline,
    BodyPipeline,
    SourcePipeline,
    SectionPipeline,
    TagsPipeline,
    LanguagePipeline,
    PublishedAtPipeline,
    ModifiedAtPipeline,
    ImageUrlPipeline,
    ImageCaptionPipeline,
    AccessPipeline,
    KindPipeline,
    EntriesPipeline,
    NotesPipeline,
    ViewCountPipeline,
    QuotesPipeline,
)


def new_article(page: Page) -> Article:
    """Return the empty article of *page*, as a spider hands it to the steps."""
    return Article(page=page, url=page.url, site="" if page.site is NO_SITE else page.site.domain)


def extract(page: Page, *, reraise: bool = False) -> Article:
    """Return the article on *page*: all field steps, no network, no archive. A step that breaks leaves its field empty.

    *reraise*: its error is raised instead.
    """
    article = new_article(page)
    for step in FIELD_STEPS:
        article = step(reraise=reraise).process_item(article)
    return article


def complete(article: Article) -> Article:
    """Return *article*, whose body is known already, with what its text tells and nobody gave: language, quotes."""
    given = article.provenance.get("body")
    article = BodyPipeline().process_item(article)  # its blocks and its words; the text stays
    if given is not None:
        article.provenance["body"] = given
    for step, value in ((LanguagePipeline, article.language), (QuotesPipeline, article.quotes)):
        if not value:
            article = step().process_item(article)
    return article


def explain(page: Page) -> tuple[Article, dict[str, list[Candidate[Any]]]]:
    """Return the article on *page* and, by field, all candidates that its steps looked at."""
    article, seen = new_article(page), {}
    for step_class in FIELD_STEPS:
        step = step_class(reraise=True)
        seen[step.field] = step.candidates(page, article)
        step.process_item(article)
    return article, seen
