"""The language the story is written in."""

from __future__ import annotations

from crawler.items import Article
from crawler.page import Page
from crawler.reading.languages import detect_language
from pipelines.field import Candidate, FieldPipeline


class LanguagePipeline(FieldPipeline[str]):
    """`language`, an ISO 639-1 code: from the text; what the page declares is a hint and the last resort."""

    field = "language"

    def candidates(self, page: Page, article: Article) -> list[Candidate[str]]:
        declared = page.declared_language
        text = "\n".join(part for part in (article.body, article.title, article.description) if part)
        found = []
        if text and (language := detect_language(text, declared)):
            found.append(self.candidate(language, "text", f"{len(text)} characters", page))
        if declared:
            found.append(self.candidate(declared, "declared", declared, page))
        return found
