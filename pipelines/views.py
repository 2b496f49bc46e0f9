"""How often the article was viewed, as its page says."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from itertools import islice
from typing import Any

from selectolax.lexbor import LexborNode

from crawler.items import Article
from crawler.layout import folded, weight
from crawler.page import Block, Page
from crawler.reading.counts import CountError, Views, find_views, parse_count
from crawler.reading.text import clean
from pipelines.field import Candidate, FieldPipeline, Found

PLACES = tomllib.loads(files("pipelines").joinpath("view_places.toml").read_text("utf-8"))
VIEW_ACTIONS = ("ViewAction", "ReadAction", "WatchAction", "UserPageVisits")  # of schema.org; never likes or shares
LONGEST_LINE = 200
SHORTEST_TITLE, SHORTEST_HEADING = 28, 24  # of a teaser, in Latin characters
LONGEST_LABEL = 30
LARGEST_TEASER = 600
DEEPEST_IN_TEASER = 5  # elements
# What a page may cost: counters, elements named as counters, elements around each.
MOST_COUNTERS, MOST_MARKED, DEEPEST = 100, 200, 60
_NUMBER = re.compile(r"\d[\d.,'’\s\u202f]{0,14}\s?[KkMm]?")
_HAS_DIGIT = re.compile(r"\d")
_FOREIGN_TAGS = frozenset(PLACES["foreign_tags"])
_FOREIGN = re.compile("|".join(map(re.escape, PLACES["foreign_parts"])))
_COUNTER = re.compile(
    rf"(?<![a-z])(?:{'|'.join(PLACES['counter_words'])})(?:[-_]?(?:count(?:er)?|num(?:ber)?|nr|total|value|text|\d+))?(?![\w-])"
)
_ICON = re.compile(rf"(?<![a-z])(?:{'|'.join(PLACES['icon_words'])})(?![a-z]|-slash)")
_CLASSED = ", ".join(
    f'[class*="{word}" i]' for word in ("view", "hits", "reads", "visit", "aufrufe", "vues", "visual", "eye")
)


def _count(text: str, page: Page) -> Found[Views] | None:
    """The count in *text*, which says nothing else."""
    try:
        count = parse_count(text, language=page.declared_language)
    except CountError:
        return None
    return Found(Views(count, text, (0, len(text)), 1), text)


def site_rule(page: Page) -> Found[Views] | None:
    """The site's own selector: the number there, whatever its label."""
    for text in page.select_texts(page.site.selectors.view_count):
        if found := _count(text, page):
            return found
    return None


def json_ld(page: Page) -> Found[Views] | None:
    """`interactionStatistic` of the article, where it counts views."""
    for counter in page.structured.values("interactionStatistic"):
        if isinstance(counter, dict) and _is_view(counter.get("interactionType")):
            return _declared(counter.get("userInteractionCount"), page)
    visits = page.structured.get("interactionCount") or ""
    return _declared(visits.removeprefix("UserPageVisits:"), page) if _is_view(visits.split(":")[0]) else None


def _is_view(kind: Any) -> bool:
    name = kind.get("@type") if isinstance(kind, dict) else kind
    return isinstance(name, str) and name.rpartition("/")[2] in VIEW_ACTIONS


def _declared(value: Any, page: Page) -> Found[Views] | None:
    return _count(str(value), page) if isinstance(value, int | str) and not isinstance(value, bool) else None


def microdata(page: Page) -> Found[Views] | None:
    """`interactionCount` with UserPageVisits, or an InteractionCounter of views."""
    for value in page.microdata.get("interactionCount", []):
        kind, _, count = value.replace("=", ":").partition(":")
        if _is_view(kind.strip()):
            return _declared(count, page)
    for node in page.tree.css("[itemprop~=interactionStatistic]") if "userInteractionCount" in page.microdata else ():
        kind_node = node.css_first("[itemprop=interactionType]")
        count_node = node.css_first("[itemprop=userInteractionCount]")
        if kind_node and count_node:
            kinds, counts = kind_node.attributes, count_node.attributes
            if _is_view(kinds.get("content") or kinds.get("href") or kinds.get("itemtype")):
                return _declared(counts.get("content") or clean(count_node.text()), page)
    return None


def labelled(page: Page) -> Iterator[tuple[Views, LexborNode | None]]:
    """Yield the counters in the page's lines: a number beside a word for views, in one block or in two."""
    blocks = page.blocks if page.given_body is None else []
    language = page.declared_language
    for i, block in enumerate(blocks):
        if len(block.text) > LONGEST_LINE or not _HAS_DIGIT.search(block.text):
            continue
        found = find_views(block.text, language=language)
        if not found and _NUMBER.fullmatch(block.text):
            found = _with_neighbour(blocks, i, language)
        for views in found:
            yield views, block.element.node if block.element else None


def _with_neighbour(blocks: list[Block], i: int, language: str | None) -> list[Views]:
    """The counter that a number makes with the label in the block before or after it: `<dt>Views</dt><dd>492</dd>`."""
    before = blocks[i - 1].text if i else ""
    after = blocks[i + 1].text if i + 1 < len(blocks) else ""
    for text, label in ((f"{before}\n{blocks[i].text}", before), (f"{blocks[i].text}\n{after}", after)):
        if (
            label
            and len(label) < 30
            and not _HAS_DIGIT.search(label)
            and (found := find_views(text, language=language))
        ):
            return found
    return []


def marked(page: Page) -> Iterator[tuple[Views, LexborNode | None]]:
    """Yield the bare numbers that a counter's class or an eye beside them marks as views."""
    if not page.html:
        return
    for node in page.tree.css(_CLASSED)[:MOST_MARKED]:
        names = (node.attributes.get("class") or "").lower()
        if _ICON.search(names):
            texts = _beside(node)
        elif any(_COUNTER.search(name) for name in names.split()):
            texts = [clean(node.text())] if not node.css_first("a, p, li, article") else []
        else:
            continue
        for text in texts:
            if _NUMBER.fullmatch(text) and (found := _count(text, page)):
                yield found.value, node
                break


def _beside(icon: LexborNode) -> list[str]:
    """The texts in and next to an icon."""
    around = [icon, icon.parent, icon.next, icon.parent.next if icon.parent else None]
    texts = [clean(node.text_content or "") if node.tag == "-text" else clean(node.text()) for node in around if node]
    return [text for text in texts if text][:2]


def headline_wrappers(page: Page, title: str | None) -> frozenset[int]:
    """Return the elements around the headline, by identity: what they are named says nothing of a counter in them."""
    headings = [block for block in page.blocks if block.tag == "h1" and block.element] if page.html else []
    key = folded(title or "")
    heading = next((block for block in headings if folded(block.text) == key), headings[0] if headings else None)
    return frozenset(e.node.mem_id for e in heading.element.lineage()) if heading and heading.element else frozenset()


def is_own(node: LexborNode | None, wrappers: frozenset[int]) -> bool:
    """Return whether a counter at *node* counts this article: not one of a list, a sidebar, a video, the readers."""
    step, above = 0, node
    while above is not None and step < DEEPEST and above.tag not in ("body", "html") and above.mem_id not in wrappers:
        attributes = above.attributes
        names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".lower()
        if above.tag in _FOREIGN_TAGS or (above.tag not in ("main", "article") and _FOREIGN.search(names)):
            return False
        if 0 < step < DEEPEST_IN_TEASER and _is_teaser(above):
            return False
        step, above = step + 1, above.parent
    return True


def _is_teaser(node: LexborNode) -> bool:
    """Whether *node* is small and holds the link to another article: a heading, or as long as a title is."""
    if len(node.text()) > LARGEST_TEASER:
        return False
    headings = node.css("h2 a[href], h3 a[href], h4 a[href], h5 a[href], a[href] h2, a[href] h3, a[href] h4")
    return any(weight(clean(heading.text())) >= SHORTEST_HEADING for heading in headings) or any(
        weight(clean(link.text())) >= SHORTEST_TITLE for link in node.css("a[href]")
    )


class ViewCountPipeline(FieldPipeline[Views]):
    """`view_count` and `view_count_raw`: the article's own counter, or nothing where several may be it."""

    field = "view_count"
    sources = (site_rule, json_ld, microdata)

    def candidates(self, page: Page, article: Article) -> list[Candidate[Views]]:
        found = super().candidates(page, article)
        wrappers = headline_wrappers(page, article.title)
        for source in (labelled, marked):
            for views, node in islice(source(page), MOST_COUNTERS):
                candidate = self.candidate(views, source.__name__, views.raw, page)
                if candidate.refused is None and not is_own(node, wrappers):
                    candidate = Candidate(views, source.__name__, views.raw, "the counter of something else")
                found.append(candidate)
        return found

    def choose(self, candidates: list[Candidate[Views]]) -> Candidate[Views] | None:
        """The first declared one; of those on the page the one, where all say the same."""
        if candidates and candidates[0].source not in ("labelled", "marked"):
            return candidates[0]
        for source in ("labelled", "marked"):
            found = [c for c in candidates if c.source == source]
            if found:
                return found[0] if len({c.value.count for c in found}) == 1 else None
        return None

    def candidate(self, value: Views, source: str, evidence: str, page: Page) -> Candidate[Views]:
        candidate = super().candidate(value, source, evidence, page)
        if value.count == 0 and source != "labelled":
            return Candidate(value, source, candidate.evidence, "a zero that a script may fill in")
        return candidate

    def same(self, one: Views, other: Views) -> bool:
        return one.count == other.count

    def fill(self, article: Article, value: Views) -> None:
        article.view_count, article.view_count_raw = value.count, value.raw
