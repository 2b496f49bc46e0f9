"""The standfirst: what the page says of its story in a line or two."""

from __future__ import annotations

from crawler.items import Article
from crawler.layout import line_under_headline
from crawler.page import Page
from crawler.reading.text import clean, folded
from pipelines.field import Candidate, FieldPipeline


def site_rule(page: Page) -> str | None:
    return page.select_text(page.site.selectors.description)


def json_ld(page: Page) -> str | None:
    return page.structured.get("description")


def open_graph(page: Page) -> str | None:
    return page.meta.get("og:description")


def meta(page: Page) -> str | None:
    return page.meta.get("description")


def microdata(page: Page) -> str | None:
    return next(iter(page.microdata.get("description", [])), None)


def twitter(page: Page) -> str | None:
    return page.meta.get("twitter:description")


class DescriptionPipeline(FieldPipeline[str]):
    """`description`: the line under the headline before what is declared, often for search engines."""

    field = "description"
    sources = (site_rule, json_ld, open_graph, meta, twitter)

    def candidates(self, page: Page, article: Article) -> list[Candidate[str]]:
        found = super().candidates(page, article)
        # The body step leaves out the same line.
        if page.given_body is None and (block := line_under_headline(page, article.title)):
            text = clean(block.text)
            at = 1 if found and found[0].source == "site_rule" else 0
            found.insert(at, self.candidate(text, "line_under_headline", text, page))
        if not found and (told := microdata(page)):  # the last: to look for it costs as much as all others
            found.append(self.candidate(told, "microdata", told, page))
        key = folded(article.title or "")
        return [c for c in found if folded(c.value) != key]

    def refusal(self, value: str, page: Page) -> str | None:
        return None if folded(value) else "no letter or digit in it"

    def same(self, one: str, other: str) -> bool:
        return one == other or folded(one) == folded(other)
