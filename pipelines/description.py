"""The standfirst: what the page says of its story in a line or two."""

from __future__ import annotations

import re
from dataclasses import replace

from crawler.items import Article
from crawler.layout import line_under_headline
from crawler.page import Page
from crawler.reading.bylines import starts_byline
from crawler.reading.text import clean, folded
from crawler.site_names import LONGEST_NAME, SEPARATOR
from pipelines.field import Candidate, FieldPipeline
from pipelines.standfirst import LONGEST_LINE, printed_standfirst, starts_of_words, text_of_standfirst
from pipelines.title import title_tag

_TAG = re.compile(r"</?[a-z][^<>]{0,300}>", re.IGNORECASE)  # "<p>The ferries are back.</p>"
DECLARED = frozenset(("json_ld", "open_graph", "meta", "twitter", "microdata"))


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


def _tells_of_site(found: Candidate[str], page: Page, article: Article) -> bool:
    """Whether a declared text is the site's slogan: it begins with the site's name, and shares no word with the title.

    content="Harbour Gazette - all the news of the coast"
    """
    mark = SEPARATOR.search(found.value, 0, LONGEST_NAME) if found.source in DECLARED else None
    if mark is None:
        return False
    name, title = found.value[: mark.start()], article.title or ""
    of_tag = folded((title_tag(page) or "").removeprefix(title))
    if name not in page.site_names and folded(name) != of_tag:
        return False
    return starts_of_words(title).isdisjoint(starts_of_words(found.value[mark.end() :]))


class DescriptionPipeline(FieldPipeline[str]):
    """`description`: the line under the headline before what is declared, often for search engines."""

    field = "description"
    sources = (site_rule, json_ld, open_graph, meta, twitter)

    def candidates(self, page: Page, article: Article) -> list[Candidate[str]]:
        found = super().candidates(page, article)
        at = 1 if found and found[0].source == "site_rule" else 0
        # The body step leaves out the same line.
        block = line_under_headline(page, article.title) if page.given_body is None else None
        if block and not (len(block.text) <= LONGEST_LINE and starts_byline(block.text)):
            text = text_of_standfirst(block)
            found.insert(at, self.candidate(text, "line_under_headline", text, page))
        elif page.html is not None and (block := printed_standfirst(page, article, [c.value for c in found])):
            text = text_of_standfirst(block)
            found.insert(at, self.candidate(text, "standfirst", text, page))
        if not found and (told := microdata(page)):  # the last: to look for it costs as much as all others
            found.append(self.candidate(told, "microdata", told, page))
        key = folded(article.title or "")
        found = [
            self.candidate(clean(_TAG.sub(" ", c.value)), c.source, c.evidence, page) if "</" in c.value else c
            for c in found
        ]
        return [
            replace(c, refused="it tells of the site") if _tells_of_site(c, page, article) else c
            for c in found
            if folded(c.value) != key
        ]

    def refusal(self, value: str, page: Page) -> str | None:
        return None if folded(value) else "no letter or digit in it"

    def same(self, one: str, other: str) -> bool:
        return one == other or folded(one) == folded(other)
