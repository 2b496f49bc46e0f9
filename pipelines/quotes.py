"""What the article quotes, and who says it."""

from __future__ import annotations

from collections import Counter
from typing import ClassVar

from crawler.items import Article, Quote
from crawler.page import Page
from crawler.reading.quotes.quoting import find_quotes
from pipelines.field import Candidate, FieldPipeline

# What sets each kind of quote off from the text: the source that the statistics count.
SOURCE_OF_KIND = {"inline": "marks", "block": "blocks", "pull": "pulls", "dialogue": "dashes"}
NAMES = {"inline": "marked", "block": "block", "pull": "pull", "dialogue": "dialogue"}


class QuotesPipeline(FieldPipeline[list[Quote]]):
    """`quotes`: an empty list where the article quotes nobody."""

    field: ClassVar[str] = "quotes"

    def candidates(self, page: Page, article: Article) -> list[Candidate[list[Quote]]]:
        """All quotes of the body as one value; none, no candidate."""
        article.quotes = []
        if not article.body:
            return []
        printed = page.blocks if page.html else ()
        quotes = find_quotes(article.body, article.blocks, article.language or page.declared_language, printed)
        if not quotes:
            return []
        kinds = Counter(quote.kind for quote in quotes)
        evidence = ", ".join(f"{kinds[kind]} {name}" for kind, name in NAMES.items() if kinds[kind])
        return [self.candidate(quotes, SOURCE_OF_KIND[kinds.most_common(1)[0][0]], evidence, page)]
