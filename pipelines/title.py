"""The title printed above the story."""

from __future__ import annotations

import re
from collections import defaultdict

from crawler.items import Article
from crawler.layout import folded
from crawler.page import Page
from crawler.reading.text import clean
from pipelines.field import Candidate, FieldPipeline

LONGEST = 400
SHORTEST_LINE = 8
# " | ", " - ", " — ", ": ", " « ": between a title and the site's name. Dashes need a space on both sides.
_SEPARATOR = re.compile(r"\s+[|\-–—»«·•:/]{1,2}\s+|\s*[|｜]\s*|\s*::?\s+")
# How far each source is trusted when they are put to the vote.
WEIGHTS = {
    **{"site_rule": 100.0, "json_ld": 3.0, "headline": 3.5, "printed_line": 3.0},
    **{"open_graph": 2.0, "twitter": 1.0, "title_tag": 1.0, "first_line": 1.0},
}


def site_rule(page: Page) -> str | None:
    return page.select_text(page.site.selectors.title)


def json_ld(page: Page) -> str | None:
    return page.structured.get("headline")


def headline(page: Page) -> str | None:
    """The page's first heading that is not the site's own name."""
    for block in page.blocks if page.given_body is None else ():
        if block.within("h1") or block.tag == "h1":
            text = clean(block.text)
            if not is_site_name(text, page):
                return text
    return None


def printed_line(page: Page) -> str | None:
    """The line of the page that a declared title is made of, with more before or after it.

    <title>Ferry strike ends | News | The Gazette</title> ... <div class="x7">Ferry strike ends</div>
    """
    lines = {folded(block.text): block.text for block in page.blocks if len(block.text) < LONGEST}
    for title in (page.meta.get("og:title"), title_tag(page)):
        pieces = _SEPARATOR.split(title) if title else []
        for piece in sorted((p for p in pieces if len(p) >= SHORTEST_LINE), key=len, reverse=True):
            if folded(piece) in lines and not is_site_name(piece, page):
                return clean(lines[folded(piece)])
    return None


def first_line(page: Page) -> str | None:
    """The first line of a page that is only text."""
    return page.blocks[0].text if page.plain_text is not None and page.blocks else None


def open_graph(page: Page) -> str | None:
    # Late: og:title is rewritten for search engines, or ends with the site's name.
    return page.meta.get("og:title")


def twitter(page: Page) -> str | None:
    return page.meta.get("twitter:title")


def title_tag(page: Page) -> str | None:
    node = page.tree.css_first("head > title") if page.html else None
    return clean(node.text()) or None if node else None


def site_names(page: Page) -> set[str]:
    """The names that the page's site goes by, folded: "theharbourgazette", "harbourgazetteexample"."""
    domain = page.site.domain
    publisher = page.structured.article.get("publisher")
    names = [domain, domain.split(".")[0], page.site.name, page.meta.get("og:site_name")]
    names += [page.meta.get("application-name"), publisher.get("name") if isinstance(publisher, dict) else None]
    names += [f"www.{domain}", (page.meta.get("twitter:site") or "").lstrip("@")]
    return {folded(name) for name in names if isinstance(name, str) and folded(name)}


def is_site_name(text: str, page: Page) -> bool:
    """Whether *text* is only the name of the page's site."""
    return _is_name(text, site_names(page))


def without_site_name(title: str, names: set[str]) -> str:
    """Return *title* without the site's name at either end, where a separator parts it from the rest.

    >>> without_site_name("Ferry strike ends | The Harbour Gazette", {"theharbourgazette"})
    'Ferry strike ends'
    """
    while True:
        cuts = list(_SEPARATOR.finditer(title))
        for cut in cuts[-1:] + cuts[:1]:
            head, tail = title[: cut.start()], title[cut.end() :]
            if _is_name(tail, names) and head.strip():
                title = head.strip()
                break
            if _is_name(head, names) and tail.strip():
                title = tail.strip()
                break
        else:
            return title


def _is_name(piece: str, names: set[str]) -> bool:
    key = folded(piece)
    # "The Harbour Gazette" where only the domain tells the name, "harbour-gazette.example".
    return key in names or any(len(name) > 5 and name in key and len(key) < len(name) + 7 for name in names)


class TitlePipeline(FieldPipeline[str]):
    """`title`, without the site's name: the text that most sources agree on."""

    field = "title"
    sources = (site_rule, json_ld, headline, printed_line, open_graph, twitter, title_tag, first_line)

    def candidates(self, page: Page, article: Article) -> list[Candidate[str]]:
        names = site_names(page)
        found = super().candidates(page, article)
        return [self.candidate(without_site_name(c.value, names), c.source, c.evidence, page) for c in found]

    def refusal(self, value: str, page: Page) -> str | None:
        if not folded(value):
            return "no letter or digit in it"
        if len(value) > LONGEST:
            return f"longer than {LONGEST} characters"
        if is_site_name(value, page):
            return "the site's name"
        return None

    def choose(self, candidates: list[Candidate[str]]) -> Candidate[str] | None:
        """The text that most sources agree on, by their trust; the earlier source breaks a tie."""
        votes: defaultdict[str, float] = defaultdict(float)
        for one in candidates:
            for other in candidates:
                votes[folded(one.value)] += WEIGHTS[other.source] * _agreement(one.value, other.value)
        return max(candidates, key=lambda c: votes[folded(c.value)], default=None)

    def same(self, one: str, other: str) -> bool:
        return folded(one) == folded(other)


def _agreement(one: str, other: str) -> float:
    """1 where two titles are the same, less where the longer only holds the shorter: a kicker, a name left on."""
    a, b = folded(one), folded(other)
    if a == b:
        return 1.0
    return 0.3 if len(a) > 15 and a in b else 0.0
