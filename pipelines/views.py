"""How often the article was viewed, as its page says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from crawler.blocks import HEADINGS, Block
from crawler.elements import lineage
from crawler.items import Article
from crawler.layout import headline_position, is_dateline
from crawler.page import Page
from crawler.pieces import children, pieces
from crawler.reading.counts import Views, ends_in_unit, find_views, may_hold_counter
from crawler.reading.dates.dates import find_printed
from crawler.reading.text import clean, weight
from crawler.reading.urls import UrlError, web_url
from crawler.structured_data import load_json
from pipelines.field import Candidate, FieldPipeline, Found
from pipelines.places.feet import is_own_foot
from pipelines.places.marked_counters import (
    DEEPEST,
    MOST_MARKED,
    NUMBER,
    PLACES,
    Counter,
    bare_count,
    is_counter,
    marked,
    says_views,
    words_of,
)
from pipelines.places.printed_subjects import leads_to
from pipelines.places.tables import is_row, table_of, tells_of_story

VIEW_ACTIONS = ("ViewAction", "ReadAction", "WatchAction", "UserPageVisits")  # of schema.org; never likes or shares
LONGEST_LINE = 200
SHORTEST_TITLE, SHORTEST_HEADING, SHORTEST_CAPTION = 28, 24, 8  # of a teaser, in Latin characters
LARGEST_TEASER = 600  # Latin characters
DEEPEST_IN_TEASER = 5  # elements
NEAR = 8  # blocks
MOST_COUNTERS, MOST_LINKS = 100, 8  # on a page, in a line
LONGEST_LABEL = 30
_NUMBER_AND_UNIT = re.compile(r"\d[\d.,]*\s?[^\W\d]\S{0,7}")
_HAS_DIGIT = re.compile(r"\d")
_GLUED = re.compile(r"\d[^\W\d_]{4}|[^\W\d_]{4}\d")
_FOREIGN_TAGS = frozenset(PLACES["foreign_tags"])
_FOREIGN = re.compile("|".join(map(re.escape, PLACES["foreign_parts"])))
_ELSEWHERE = re.compile("|".join(map(re.escape, (*PLACES["foreign_parts"], *PLACES["elsewhere_parts"]))))
_OF_SITE = re.compile(r"(?<![a-z])total (?:page ?views|page hits|visit(?:or)?s)", re.IGNORECASE)  # Blogger's
_VISITS, _DAY = words_of("visit_words"), words_of("day_words")
_PROSE = frozenset("p li td h1 h2 h3 h4 a".split())  # whose parts are words of a sentence
# Links that lead to no story: "Log in to write a comment" beside Drupal's counter.
_NO_STORY = re.compile(
    r"login|log-in|register|signup|comment|respond|/user/|/authors?/|/autor(?:es)?/|mailto:|javascript:|^\s*(?:#|$)|sharer",
    re.IGNORECASE,
)
# The foot of a story is the story's own: <div class="itemContentFooter">; the parts of a card are its card's.
_OWN_FOOT = re.compile(
    r"(?:post|entry|article|story|content|item|news)\w*[-_]?footer|card[-_](?:body|text|footer|header|block)"
)


def _count(text: str, page: Page) -> Found[Views] | None:
    """The count in *text*, which says nothing else."""
    views = bare_count(text, page.declared_language)
    return Found(views, text) if views else None


def site_rule(page: Page) -> Found[Views] | None:
    """The site's own selector: the number there, whatever its label."""
    for text in page.select_texts(page.site.selectors.view_count):
        if found := _count(text, page):
            return found
    return None


def endpoint(page: Page) -> Found[Views] | None:
    """What the site's counter answered, where its file names one."""
    counter = page.site.counter
    value: Any = load_json((page.counter_answer or b"").decode("utf-8", "replace")) if counter else None
    for step in counter.value.split(".") if counter else ():
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
        else:
            return None
    return _declared(value, page)


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
    for value in page.microdata.get("interactionCount") or _bare_visits(page):
        kind, _, count = value.replace("=", ":").partition(":")
        if _is_view(kind.strip()):
            return _declared(count, page)
    nodes = page.tree.css("[itemprop~=interactionStatistic]") if "userInteractionCount" in page.microdata else []
    for node in nodes[:MOST_MARKED]:
        kind_node = node.css_first("[itemprop=interactionType]")
        count_node = node.css_first("[itemprop=userInteractionCount]")
        if kind_node and count_node:
            kinds, counts = kind_node.attributes, count_node.attributes
            if _is_view(kinds.get("content") or kinds.get("href") or kinds.get("itemtype")):
                return _declared(counts.get("content") or clean(count_node.text()), page)
    return None


def _bare_visits(page: Page) -> list[str]:
    """What Joomla 5 left of its microdata, where it stands once: <meta content="UserPageVisits:49">."""
    if "UserPageVisits:" not in (page.html or ""):
        return []
    metas = (page.elements.attributes[place].get("content") or "" for place in page.elements.tagged("meta"))
    found = [content for content in metas if content.startswith("UserPageVisits:")]
    return found if len(found) == 1 else []


def labelled(page: Page) -> Iterator[Counter]:
    """Yield the counters in the page's lines: a number beside a word for views, in one block or in two."""
    blocks = page.blocks if page.given_body is None else []
    language = page.declared_language
    for i, block in enumerate(blocks):
        # "© 2026 Harbour Town - visits: 204,118" counts those of the site.
        of_site = block.text.startswith("©") and not find_printed(block.text)
        if len(block.text) > LONGEST_LINE or not block.has_digit or of_site:
            continue
        # <span>2312 visualizações</span><span>3 min</span>: style alone may part them.
        found = _in_pieces(block, language) or find_views(block.text, language=language)
        if not found and _GLUED.search(block.text):
            found = find_views(" ".join(pieces(block)), language=language)  # <span>1.2k<small>Views</small></span>
        if not found and NUMBER.fullmatch(block.text):
            found = _with_neighbour(blocks, i, language)
        elif not found and i and _NUMBER_AND_UNIT.fullmatch(block.text):
            found = _under_label(blocks[i - 1].text, block.text, language)
        for views in found:
            yield Counter(views, block.element.node if block.element else None, i)


def _in_pieces(block: Block, language: str | None) -> list[Views]:
    """The counter in a part of its own of a line: <span>阅读：1.2万</span> <a>我有话说</a>."""
    tag = block.element.tag if block.element is not None else "p"
    # <p>Posted on 3 May 2026 <i class="badge">Local</i> <i>1,048 views</i></p> is no sentence
    of_parts = tag not in _PROSE or (tag == "p" and is_dateline(block.text) and is_row(pieces(block)))
    of_parts = of_parts and (may_hold_counter(block.text) or ends_in_unit(block.text))
    for parts in (pieces(block), children(block)) if of_parts else ():
        if len(parts) > 1 and (found := find_views(" | ".join(parts), language=language)):
            return found
    return []


def _under_label(label: str, number: str, language: str | None) -> list[Views]:
    """The counter that a number and its unit make with the label before: <td>ผู้เข้าชม :</td><td>204 ครั้ง</td>."""
    told = len(label) < LONGEST_LABEL and not _HAS_DIGIT.search(label)
    return find_views(f"{label} {number}", language=language) if told else []


def _with_neighbour(blocks: list[Block], i: int, language: str | None) -> list[Views]:
    """The counter that a number makes with the label in the block before or after it: `<dt>Views</dt><dd>492</dd>`.

    In "Comments 14 Views 492" the labels come first: 14 is no number of views.
    """
    before = blocks[i - 1].text if i else ""
    after = blocks[i + 1].text if i + 1 < len(blocks) else ""
    if i + 2 < len(blocks) and NUMBER.fullmatch(blocks[i + 2].text) and before and not _HAS_DIGIT.search(before):
        after = ""
    for text, label in ((f"{before}\n{blocks[i].text}", before), (f"{blocks[i].text}\n{after}", after)):
        if (
            label
            and len(label) < LONGEST_LABEL
            and not _HAS_DIGIT.search(label)
            and (found := find_views(text, language=language))
        ):
            return found
    return []


@dataclass(frozen=True, slots=True)
class Zones:
    """Where an article prints its own counter, as ranges of the page's blocks: by its headline, else with its text.

    `last` is the index of the story's last block.
    """

    head: range
    story: range
    last: int

    @classmethod
    def of(cls, page: Page, article: Article) -> Zones:
        held = {block.element for block in article.blocks}
        story = [i for i, block in enumerate(page.blocks) if block.element is not None and block.element in held]
        first, last = (story[0], story[-1]) if story else (0, 0)
        found = headline_position(page, article.title)
        head = first if found is None else found
        end = max(first, head + NEAR)
        return cls(range(head - NEAR, min(end, last) if story else end), range(first, last + NEAR), last)

    def own_rank(self, counter: Counter, wrappers: frozenset[int], page: Page) -> int | None:
        """Return 0 by the headline, 1 with the text, 2 elsewhere; None for the counter of something else."""
        at, blocks = counter.at, page.blocks
        if at is not None and at not in self.head and (table := table_of(blocks[at])):
            at = table.first  # <tr><th>Unit<td>Press office<tr><th>Views<td>2312
        rank = 2 if at is None else 0 if at in self.head else 1 if at in self.story else 2
        if at is not None and _OF_SITE.search(" ".join(block.text for block in blocks[max(0, at - 1) : at + 1])):
            return None
        if at is not None and rank and _VISITS.search(counter.views.raw):
            beside = " ".join(block.text for block in blocks[max(0, at - 2) : at + 3])
            if rank > 1 or _DAY.search(beside):
                return None  # "Visitors today: 312 | Total visits: 1,204,551"
        if rank == 1 and at is not None and _heads_others(blocks[self.last + 1 : at + 1], page.url):
            return None
        # <div class="video">…12K views</div> between paragraphs is named for what it is.
        by_headline = rank == 0 and at is not None and at <= self.story.start + 1
        if _is_in_link(counter, page):
            return None
        amid = at is not None and self.story.start + 1 < at < self.last
        return rank if is_own(counter.node, wrappers, by_headline=by_headline, near=rank < 2, amid=amid) else None


def _heads_others(blocks: list[Block], url: str) -> bool:
    """Whether *blocks* are a heading and links below it: <h4>Read also</h4><p><a href="/ferry">Ferry</a> 512 views</p>.

    Not <h4>Share this</h4><a href="https://t.me/share">Telegram</a>, nor <h3>Tags:</h3><a href="/tags/ferry">ferry</a>.
    """
    heading = next((i for i, block in enumerate(blocks) if block.tag in HEADINGS), None)
    below = [] if heading is None else [b.element.node for b in blocks[heading:] if b.element is not None]
    hrefs = (link.attributes.get("href") or "" for node in below for link in node.css("a[href]")[:MOST_LINKS])
    host = urlsplit(url).netloc
    hrefs = (href for href in hrefs if leads_to(href) is None)
    return any(not _NO_STORY.search(href) and (href[:1] == "/" or host in href or "://" not in href) for href in hrefs)


def _is_in_link(counter: Counter, page: Page) -> bool:
    """Whether a link that leads away holds *counter* or its label: <a href="/tag/views">Views</a> 412."""
    if counter.node is None:
        return False
    for link in counter.node.css("a[href]")[:MOST_LINKS]:
        href, text = link.attributes.get("href") or "", clean(link.text())
        if _NO_STORY.search(href) or _leads_here(href, page):
            continue
        if counter.views.raw in text or (text in counter.views.raw and says_views(text)):
            return True
    return False


def _leads_here(href: str, page: Page) -> bool:
    """Whether *href* is the page's own address, on whichever host: "news.php?id=412#top", "/news/412/"."""
    try:
        link = urlsplit(web_url(href, page.url))
    except UrlError:
        return False
    own = urlsplit(page.url)
    return link.path.rstrip("/") == own.path.rstrip("/") and link.query in (
        own.query,
        "" if own.path[1:] else own.query,
    )


def headline_wrappers(page: Page, title: str | None) -> frozenset[int]:
    """Return the elements around the headline, by identity: what they are named says nothing of a counter in them."""
    if not page.html:
        return frozenset()
    at = headline_position(page, title)
    heading = page.blocks[at] if at is not None else next((b for b in page.blocks if b.tag == "h1"), None)
    return frozenset(e.node.mem_id for e in heading.element.lineage()) if heading and heading.element else frozenset()


def is_own(
    node: LexborNode | None, wrappers: frozenset[int], *, by_headline: bool, near: bool = False, amid: bool = False
) -> bool:
    """Return whether a counter at *node* counts this article: not one of a list, a sidebar, a video, the readers."""
    alone = clean(node.text()) if node is not None and is_counter(node) else None
    for step, above in enumerate(islice(lineage(node), DEEPEST)):
        if above.tag in ("body", "html") or above.mem_id in wrappers:
            break
        # What holds a counter alone is named for its place: <li id="comments"><span class="views-count">22</span></li>
        if alone is not None and clean(above.text()) != alone:
            alone = None  # nor is it farther out
        is_line = (by_headline or near) and above.tag == "table" and tells_of_story(above)
        if alone is None and not is_line and _is_foreign(above, by_headline=by_headline):
            return False
        if 0 < step < DEEPEST_IN_TEASER and _is_teaser(above):
            return False
        if step < DEEPEST_IN_TEASER and not by_headline and _is_pictured(above, amid=amid):
            return False
    return True


def _is_foreign(node: LexborNode, *, by_headline: bool) -> bool:
    """Whether *node* is by its tag or names of something else; by the headline a footer is the article's own.

    Drupal and TYPO3 print date and counter there: <h1>…</h1><div class="footer">3 May · 2312 views</div>
    """
    if node.tag in _FOREIGN_TAGS:
        return not (node.tag == "footer" and (by_headline or is_own_foot(node)))
    if node.tag in ("main", "article"):
        return False
    names = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}".lower()
    if by_headline:
        return bool(_FOREIGN.search(names.replace("footer", "").replace("gallery", "")))
    return bool(_ELSEWHERE.search(_OWN_FOOT.sub("", names)))


def _is_pictured(node: LexborNode, *, amid: bool) -> bool:
    """Whether *node* is small and holds a link around a picture and words: <a href="/v1"><img>Ferry returns</a>.

    *Amid* the story a picture, or a frame, is enough: <a href="/v1"><img></a> 44K views.
    """
    if len(node.text()) > LARGEST_TEASER:
        return False
    if amid and node.css_first("a[href] img, iframe, video"):
        return True
    around = (next((above for above in lineage(img) if above.tag == "a"), None) for img in node.css("a[href] img")[:3])
    return any(link is not None and weight(clean(link.text())) >= SHORTEST_CAPTION for link in around)


def _is_teaser(node: LexborNode) -> bool:
    """Whether *node* is small and holds the link to another article: a heading, or as long as a title is."""
    text = node.text()
    if len(text) > LARGEST_TEASER or weight(text) > LARGEST_TEASER:
        return False
    headings = node.css("h2 a[href], h3 a[href], h4 a[href], h5 a[href], a[href] h2, a[href] h3, a[href] h4")
    return any(weight(clean(heading.text())) >= SHORTEST_HEADING for heading in headings) or any(
        weight(clean(link.text())) >= SHORTEST_TITLE
        for link in node.css("a[href]")
        if not _NO_STORY.search(link.attributes.get("href") or "")
    )


class ViewCountPipeline(FieldPipeline[Views]):
    """`view_count` and `view_count_raw`: the article's own counter, or nothing where several may be it."""

    field = "view_count"
    sources = (endpoint, site_rule, json_ld, microdata)

    def candidates(self, page: Page, article: Article) -> list[Candidate[Views]]:
        found = super().candidates(page, article)
        counters = [(s.__name__, counter) for s in (labelled, marked) for counter in islice(s(page), MOST_COUNTERS)]
        if not counters:
            return found
        wrappers = headline_wrappers(page, article.title)
        zones = Zones.of(page, article)
        ranks = [zones.own_rank(counter, wrappers, page) for _, counter in counters]
        nearest = min((rank for rank in ranks if rank is not None), default=0)
        for (source, counter), rank in zip(counters, ranks, strict=True):
            candidate = self.candidate(counter.views, source, counter.views.raw, page)
            if candidate.refused is None and rank is None:
                candidate = replace(candidate, refused="the counter of something else")
            elif candidate.refused is None and rank is not None and rank > nearest:
                candidate = replace(candidate, refused="further from the headline than another counter")
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
        if value.count == 0 and source not in ("endpoint", "labelled"):
            return replace(candidate, refused="a zero that a script may fill in")
        return candidate

    def same(self, one: Views, other: Views) -> bool:
        return one.count == other.count

    def fill(self, article: Article, value: Views) -> None:
        article.view_count, article.view_count_raw = value.count, value.raw
