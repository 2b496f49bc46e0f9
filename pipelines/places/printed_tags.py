"""The tags that a page prints for its readers, where it declares none."""

from __future__ import annotations

import re
from itertools import islice

from selectolax.lexbor import LexborNode

from crawler.elements import lineage
from crawler.items import Article
from crawler.page import Page
from crawler.reading.furniture import is_furniture, is_network
from crawler.reading.text import clean, folded
from pipelines.places.headed_lists import heading_above
from pipelines.places.printed_subjects import (
    LONGEST_STEP,
    LONGEST_TRAIL,
    MOST,
    MOST_BOXES,
    UNCATEGORISED,
    WORDS,
    is_foreign,
    leads_to,
    name_of_link,
)

_TAGS = re.compile("|".join(map(re.escape, WORDS["tag_words"])), re.IGNORECASE)
_LABEL = re.compile(rf"(?:{'|'.join(map(re.escape, WORDS['tag_labels']))})\w{{0,3}}$", re.IGNORECASE)
_BOX_WORDS: dict[str, list[str]] = WORDS["tag_box_words"]
_NAMES = ("class", "id", "data-component", "data-testid")  # attributes
# A class of an element that holds tags and nothing else: field-name-field-tags, post-tags, itemTagsBlock, etiketler
_TAG_BOX = re.compile(
    rf"(?:^|(?<!more[_-])(?<=[\s_-])|item)(?:{'|'.join(WORDS['tag_boxes'])})"
    r"(?:[-_]?(?:block|list|box|group|links?|container|wrap|wrapper|items?|inner|area))?(?:(?:_\w{1,12})?__\w{1,9})?(?:\s|$)",
    re.IGNORECASE,
)
_LINKED_HEADLINE = "h2 a, h3 a, h4 a, a h2, a h3, a h4"
_ROUND = ("rounded-full", "badge", "pill", "chip")  # in a class
SHORTEST = 3  # Latin letters of a tag that is looked for in the story
MOST_ASKED = 40  # elements around links to tags that are not the story's, in which a label is looked for
LONGEST_LABEL = 25  # "Subjects of this story:"


def tag_links(page: Page) -> list[str] | None:
    """Return the names of the links to tags' pages that stand together with the story."""
    attributes, nodes = page.elements.attributes, page.elements.nodes
    found: list[LexborNode] = []
    first = next(iter(page.elements.tagged("h1")), 0)
    asked: set[int] = set()
    alone: dict[int, bool] = {}  # boxes; one may hold thousands of links
    for place in page.elements.tagged("a"):
        relation, leads = attributes[place].get("rel"), leads_to(attributes[place].get("href"))
        if not relation and leads != "tag":
            continue
        rel = (relation or "").split()
        says = "tag" in rel and "category" not in rel and leads != "category"
        if not says and leads != "tag":
            continue
        node = nodes[place]
        if not found:
            own = not is_foreign(node, page) and not _in_prose(node)
            own = own and (says or _among_tags(node) or (first < place and _are_alone(node, alone)))
            # Of links that stand together a label stands before the first.
            box = next((above.mem_id for above in islice(lineage(node.parent), 1, 2)), 0)
            new = box not in asked and first < place and len(asked) < MOST_ASKED
            asked.add(box)
            if not own and not (new and _is_labelled(node, page)):
                continue
        if not found or _stand_together(found[0], node):
            found.append(node)
        if len(found) == MOST:
            break
    names = dict.fromkeys(
        name.lstrip("#").strip() for node in found or _in_tag_box(page) if (name := name_of_link(node))
    )
    return [name for name in names if name and name.lower() not in UNCATEGORISED] or None


def _in_tag_box(page: Page) -> list[LexborNode]:
    """The links in the first element of the story that is named for tags and holds next to nothing else."""
    elements = page.elements
    first = next(iter(elements.tagged("h1")), 0)  # above stand the subjects of the day
    for node in elements.at([place for place in elements.classed(_box_words(page)) if place > first])[:MOST_BOXES]:
        if node.tag in ("a", "li", "body", "html", "article", "main") or not _TAG_BOX.search(
            node.attributes.get("class") or ""
        ):
            continue
        # <div class="tags"><span>#Ferries</span><span>#Harbour</span></div>
        links = node.css("a[href]")[: MOST + 1] or _spans(node)
        size = len(clean(node.text(separator=" "))) - sum(len(clean(link.text())) for link in links)
        alone = 0 < len(links) <= MOST and size <= LONGEST_LABEL + 2 * len(links)
        short = all(len(clean(link.text())) <= LONGEST_STEP for link in links)
        if alone and short and not is_foreign(node, page):
            return [link for link in links if leads_to(link.attributes.get("href")) != "category"]
    return []


def round_labels(page: Page, article: Article) -> list[str]:
    """Return what labels in a row of their own say that lead nowhere, where the story says most of them.

    <div><span class="rounded-full">ports</span><span class="rounded-full">energy</span></div>
    """
    elements = page.elements
    first = next(iter(elements.tagged("h1")), 0)
    told = f"{article.title} {article.body}".casefold()
    places = sorted(place for place in elements.classed(_ROUND) if place > first)[:MOST]
    boxes = {box.mem_id: box for node in elements.at(places) if node.tag == "span" and (box := node.parent)}
    for box in boxes.values():
        names = [clean(span.text()).lstrip("#") for span in _spans(box)]
        alone = len(folded(box.text())) == sum(len(folded(name)) for name in names)
        short = all(0 < len(name) <= LONGEST_STEP for name in names)
        if names and alone and short and not is_foreign(box, page) and not _heads_another_story(box):
            # "EN" and "DE" stand in other words
            said = sum(name.casefold() in told for name in names if len(name) >= SHORTEST or not name.isascii())
            return names if 2 * said > len(names) else []
    return []


def _heads_another_story(box: LexborNode) -> bool:
    """Whether *box* stands with the linked headline of a story: <div>{box}<h3><a href="/news/9">Another</a></h3>."""
    around = box.parent
    return around is not None and around.css_first(_LINKED_HEADLINE) is not None and around.css_first("h1") is None


def _spans(node: LexborNode) -> list[LexborNode]:
    """The <span> or <li> in *node*, where several name what leads nowhere; not a label before them: "Topics:"."""
    spans = [child for child in node.iter() if child.tag in ("span", "li") and not clean(child.text()).endswith(":")]
    texts = [clean(span.text()) for span in spans]
    # <div class="tags"><span>12 March</span><span>5 min</span></div>, <span>Share</span><span>Print</span>
    others = any(text[:1].isdigit() or is_furniture(text.lstrip("#")) or is_network(text) for text in texts)
    return spans if len(spans) > 1 and not others else []


def _box_words(page: Page) -> tuple[str, ...]:
    """What the class of a box of tags may hold in the page's language: each word costs time to look for."""
    return (*_BOX_WORDS["*"], *_BOX_WORDS.get(page.declared_language or "", ()))


def _stand_together(one: LexborNode, other: LexborNode) -> bool:
    """Whether two links share a parent, or the parent of their parents: <li><a></li><li><a></li>."""
    first, second = one.parent, other.parent
    if first is None or second is None:
        return False
    if first.mem_id == second.mem_id:
        return True
    return first.parent is not None and second.parent is not None and first.parent.mem_id == second.parent.mem_id


def _in_prose(link: LexborNode) -> bool:
    """Whether *link* stands in a sentence: its paragraph says more than the links in it."""
    paragraph = next((above for above in islice(lineage(link), 4) if above.tag in ("p", "li", "td")), None)
    if paragraph is None:
        return False
    linked = sum(len(clean(one.text())) for one in paragraph.css("a")[:MOST])
    return len(clean(paragraph.text())) > linked + LONGEST_STEP


def _among_tags(link: LexborNode) -> bool:
    """Whether an element around *link* is named for tags: <div class="etiketler">."""
    around = (node.attributes for node in islice(lineage(link), 5))
    return any(_TAGS.search(named.get(name) or "") for named in around for name in _NAMES)


def _are_alone(link: LexborNode, known: dict[int, bool]) -> bool:
    """Whether *link* stands with others that lead to tags in an element that holds nothing else: see *known* ones."""
    box = link.parent.parent if link.parent is not None and link.parent.tag == "li" else link.parent
    if box is None:
        return False
    if box.mem_id not in known:
        known[box.mem_id] = _holds_tags_alone(box)
    return known[box.mem_id]


def _holds_tags_alone(box: LexborNode) -> bool:
    links = box.css("a")[: MOST + 1]
    if not 1 < len(links) <= MOST or not all(leads_to(one.attributes.get("href")) == "tag" for one in links):
        return False
    alone = len(folded(box.text())) == sum(len(folded(one.text())) for one in links)
    return alone and not _is_headed(box)


def _is_headed(box: LexborNode) -> bool:
    """Whether a heading right above *box* says that it is of no story: <h3>Popular</h3><div><a href="/tag/ferry">."""
    above = heading_above(box)
    return above is not None and _LABEL.match(clean(above.text()).strip(" #:：|")) is None


def _is_labelled(link: LexborNode, page: Page) -> bool:
    """Whether a label stands right before *link* and those beside it; in what is not the story's, with a colon.

    <aside class="meta"><b>Tags:</b> <a href="/tag/ferry">, <h2>Tags</h2><a href="/tag/ferry">
    """
    name = clean(link.text())
    for above in islice(lineage(link.parent), 3):
        if above.tag in ("nav", "header"):
            return False
        before = clean(above.text(separator=" ")[:LONGEST_TRAIL]).partition(name or "-")[0]
        if label := before.strip(" #:：|"):
            if len(label) > LONGEST_LABEL and before.rstrip().endswith((":", "：")):
                label = label.rpartition(" ")[2]  # "Published 3 May by Ann Lee, category: Events Tags: ..."
            told = len(label) <= LONGEST_LABEL and _LABEL.match(label) is not None
            return told and (before.rstrip().endswith((":", "：")) or not is_foreign(link, page))
    return False
