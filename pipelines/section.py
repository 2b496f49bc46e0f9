"""The section of the site that the story stands in, and the subjects it is tagged with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from crawler.items import Article
from crawler.layout import weighs
from crawler.page import Page, once
from crawler.reading.bylines.signers import is_agency
from crawler.reading.text import clean, folded, unescape
from crawler.structured_data import text_of
from pipelines.field import Candidate, NamesPipeline, TextPipeline
from pipelines.places.folder_labels import beside_folder, folder_label, plain, row_from_home, titled
from pipelines.places.labelled_tags import labelled_section, labelled_tags
from pipelines.places.printed_subjects import (
    LONGEST_ADDRESS,
    UNCATEGORISED,
    WORDS,
    category_link,
    is_story,
    kicker,
    menu_item,
    trail,
)
from pipelines.places.printed_tags import round_labels, tag_links
from pipelines.places.site_words import head_tells_of_site, names_of_site
from pipelines.places.standfirst import starts_of_words

LONGEST = 80
MOST_TAGS = 40
MOST_STEPS = 10
MANY_TAGS = 5
FEWEST_TAGS = 2
FEWEST_OF_TITLE = 4  # tags
FEWEST_OF_SITE = 5  # a few may be words for it all: "transport, politics"
FEWEST_BESIDE_NAME, MOST_SAID = 3, 0.25  # tags beside a part of the site's name; of these, that a story says by chance
SHORTEST_TITLE = 15  # letters, of what is no tag
SHORTEST_SENTENCE = 40  # letters
SECTION_METAS = (
    "article:section", "og:section", "og:article:section", "article.section", "parsely-section", "prism.section",
    "cxenseparse:recs:category", "section", "category", "dc.subject.section",
    "columnname",  # of every site of a government of China, by a standard of theirs
)  # fmt: skip
TAG_METAS = (
    "article:tag", "og:article:tag", "news_keywords", "parsely-tags", "sailthru.tags", "keywords", "citation_keywords",
    "dc.subject",
)  # fmt: skip
_PATH = re.compile(r"[a-z][a-z0-9-]*(?:/[a-z][a-z0-9-]*)+")
LONGEST_NAME = 30  # characters, of what a link to a section says
_MARKUP = re.compile(r"<[^>]{0,200}>")
_SPLIT = re.compile(r"\s*[,;|、，；،؛]\s*")
# What a content system writes there for itself: "{$category}", "PageType: Article", "smg2_world", a UUID.
_MACHINE = re.compile(r"[{}\[\]<>=$#@\\]|https?:|^\w[\w ]*: ?\w|_|^\W*/|^[0-9a-f-]{20,}$|^\d+$|^\W*$")


def readable(text: str | None) -> str | None:
    """Return *text* as a reader could see it; None for what a machine wrote for machines."""
    text = clean(_MARKUP.sub(" ", unescape((text or "")[: 4 * LONGEST])))
    return text if text and len(text) <= LONGEST and not _MACHINE.search(text) else None


# "Politics,Front page", "Szene, Touren,", "National News | Europe"; not "Arts, Books", which may be one.
_JOINED = re.compile(r"(?<=[^\W\d_]),(?=[^\W\d_])|,\s*$|\s+[|>]\s+")
_COMMA = re.compile(r"\s*,\s*")
_KINDS = frozenset(("article", "news article", "story", "post", "page"))
_SLUG = re.compile(r"[a-z0-9-]{3,40}")  # "politics", "uk-news"
_MARKS = " .,;|›»/>#·•"
_SLOTS = frozenset(WORDS["slots"])


def sections(text: str | None) -> list[str]:
    """Return the sections that *text* names: one, or what a content system joined.

    >>> sections("Politics,Front page"), sections("Arts, Books"), sections("Scene, Tours,")
    (['Politics', 'Front page'], ['Arts, Books'], ['Scene', 'Tours'])
    """
    text = clean(unescape(text or ""))
    ends = text.endswith(",")
    parts = _COMMA.split(text) if ends else _JOINED.split(text) if _JOINED.search(text) else [text]
    return [name for part in parts if (name := readable(part))]


@once
def _declared(page: Page) -> list[str]:
    """All sections of the article's JSON-LD, in order."""
    return [name for value in page.structured.values("articleSection") for name in sections(text_of(value))]


def _listed(page: Page) -> list[str]:
    """What a JSON-LD section longer than any name lists: all categories of the story, in no order that tells."""
    lists = (text for v in page.structured.values("articleSection") if len(text := text_of(v) or "") > LONGEST)
    return [name for text in lists for name in _COMMA.split(text)]


def json_ld(page: Page) -> str | None:
    names = _declared(page)
    # "Front page,Politics": the first may be where a story is shown, which any story may be.
    return next((name for name in names if name.lower() not in _SLOTS), names[0] if names else None)


def meta(page: Page) -> str | None:
    told = (text for meta in SECTION_METAS if (text := page.meta.get(meta)))
    return next((name for text in told for name in sections(text)), None)


def microdata(page: Page) -> str | None:
    return next(filter(None, map(readable, page.microdata.get("articleSection", []))), None)


def breadcrumb(page: Page, title: str | None) -> str | None:
    """The last step of the declared breadcrumb before the story itself."""
    own = folded(title or page.structured.get("headline") or "")
    for node in page.structured.nodes:
        steps = node.get("itemListElement") if node.get("@type") == "BreadcrumbList" else None
        if isinstance(steps, list):
            names = [name for step in steps[:MOST_STEPS] if (name := readable(_step(step)))]
            before = [name for name in names if not is_story(folded(name), own)]
            # The first is the home page.
            return before[-1] if len(before) > 1 else None
    return None


def _step(step: Any) -> str | None:
    if not isinstance(step, dict):
        return None
    return text_of(step.get("name")) or text_of(step.get("item") if isinstance(step.get("item"), dict) else None)


def _as_linked(name: str, page: Page) -> str:
    """Return *name*, a step of an address, as a link to that address shows it: "Zürich" of <a href="/zurich">.

    Capitals alone are how a menu is set, and tell no more.
    """
    step, key = f"/{name}", plain(name)
    for place in page.elements.tagged("a"):
        address = page.elements.attributes[place].get("href") or ""
        if not address.rstrip("/").endswith(step) or len(address) > LONGEST_ADDRESS:
            continue
        shown = clean(page.elements.nodes[place].text(separator=" ")).strip(_MARKS)
        if plain(shown) == key and not shown.isupper():
            return shown
    return name


def _at_path(path: str, page: Page) -> str:
    """Return what a link to *path* is called: "Local News" of "news/local" and <a href="/news/local/">; else *path*."""
    for place in page.elements.tagged("a"):
        address = page.elements.attributes[place].get("href") or ""
        if address.rstrip("/").endswith(f"/{path}") and len(address) <= LONGEST_ADDRESS:
            shown = clean(page.elements.nodes[place].text(separator=" ")).strip(_MARKS)
            if 0 < len(shown) <= LONGEST_NAME and not shown.isupper():
                return shown
    return path


def _may_be(name: str, article: Article) -> bool:
    """Whether the label *name* may be a section's: no agency's, whose name one that is declared may have ("MENA")."""
    return name not in article.authors and not is_agency(name)


class SectionPipeline(TextPipeline):
    """`section`, as the site names it."""

    field = "section"
    sources = (json_ld, meta)

    def candidates(self, page: Page, article: Article) -> list[Candidate[str]]:
        own = folded(article.title or "")
        found = [c for c in super().candidates(page, article) if folded(c.value) != own]
        if found and _SLUG.fullmatch(found[0].value):
            found[0] = replace(found[0], value=_as_linked(found[0].value, page))
        elif found and _PATH.fullmatch(found[0].value):
            found[0] = replace(found[0], value=_at_path(found[0].value, page))
        if step := breadcrumb(page, article.title):
            found.append(self.candidate(step, "breadcrumb", step, page))
        told = set(map(folded, (*_declared(page), *_listed(page))))
        if len(told) > 1 and (name := category_link(page)) and folded(name) in told:
            # ["Homepage Lead", "Water"]: a story stands in several, and the page shows one.
            return [self.candidate(name, "category_link", name, page), *found]
        if not any(c.refused is None for c in found) and page.given_body is None:
            printed = [
                ("printed_breadcrumb", trail(page, article.title)),
                ("category_link", category_link(page) or beside_folder(page)),
            ]
            if (printed[0][1] or "").lower() in _SLOTS:  # Home > News > ..., and <a class="category">Sport</a>
                printed.reverse()
            found += [self.candidate(name, how, name, page) for how, text in printed if (name := readable(text))]
            if not found and (name := readable(labelled_section(page, article))):
                found.append(self.candidate(name, "labelled_section", name, page))
            for how, look in (("row_from_home", row_from_home), ("titled", titled), ("folder_label", folder_label)):
                if not found and (name := readable(look(page, article))) and _may_be(name, article):
                    found.append(self.candidate(name, how, name, page))
            nearest = ("kicker", lambda page: kicker(page, article.title))
            for how, read in (("microdata", microdata), nearest, ("menu_item", menu_item)):
                if not found and (name := readable(read(page))) and _may_be(name, article):
                    found.append(self.candidate(name, how, name, page))
        return found

    def refusal(self, value: str, page: Page) -> str | None:
        if value.lower() in UNCATEGORISED:
            return "what a system fills in where nobody chose a category"
        return "the site's name" if value in page.site_names else None


def json_ld_tags(page: Page) -> list[str] | None:
    return list(_tags(text for v in page.structured.values("keywords") if (text := text_of(v)))) or None


def meta_tags(page: Page) -> list[str] | None:
    return _tags_of_meta(page)[1] or None


def microdata_tags(page: Page) -> list[str] | None:
    return list(_tags(page.microdata.get("keywords", []))) or None


@once
def _tags_of_meta(page: Page) -> tuple[str, list[str]]:
    """The meta that tells tags, and these."""
    for name in TAG_METAS:
        if tags := list(_tags(page.meta_values.get(name, []))):
            return name, tags
    return "", []


def _tags(texts: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for text in texts:
        for piece in _SPLIT.split(text[: MOST_TAGS * LONGEST]):
            tag = readable(piece)
            if tag and folded(tag) not in seen and len(seen) < MOST_TAGS:
                seen.add(folded(tag))
                yield tag


def _names_publisher(tags: list[str], page: Page, article: Article) -> bool:
    """Whether *tags* name nobody but who publishes the story: keywords="The Harbour Post"."""
    publishers = {folded(name) for name in (article.source or "", *article.authors)}
    return all(folded(tag) in publishers or tag in page.site_names for tag in tags)


def _of_site(tags: list[str], page: Page, article: Article) -> bool:
    """Whether *tags* are those of all the site's pages: the story says none of them, nor a word of them.

    Where the site's name is among them, it says none of the rest; where a part of it is, few: "Lindtal, town hall,
    tourism, jobs" of "Stadt Lindtal". So it is where the whole head tells of the site.
    """
    if any(tag in page.site_names for tag in tags):
        told = folded(f"{article.title or ''} {article.body or ''}")
        if not any(folded(tag) in told for tag in tags if tag not in page.site_names):
            return True
    names = starts_of_words(names_of_site(page, article.title)) if len(tags) >= FEWEST_BESIDE_NAME else set()
    begun = {tag: starts_of_words(tag) for tag in tags}
    rest = [tag for tag in tags if not begun[tag] or not begun[tag] <= names]
    if len(rest) >= FEWEST_BESIDE_NAME and (len(rest) < len(tags) or head_tells_of_site(page, article.title)):
        story = f"{article.title or ''} {article.body or ''}".casefold()  # a description may be the site's too
        words = starts_of_words(story)
        # "ferries" of the ferry, "паромы" of "паромов"
        said = sum(tag.casefold() in story or bool(begun[tag] and begun[tag] <= words) for tag in rest)
        return said <= MOST_SAID * len(rest)
    texts = [text.casefold() for text in (article.title, article.description, article.body) if text]
    begins = starts_of_words(" ".join(tags)) if len(tags) >= FEWEST_OF_SITE else set()
    return bool(begins) and not any(start in text for text in texts for start in begins)


def _of_title(tags: list[str], title: str | None) -> bool:
    """Whether *tags* are words of the title in its order, as a machine takes them: "judge", "names", "minister" ..."""
    if len(tags) < FEWEST_OF_TITLE or any(" " in tag for tag in tags):
        return False
    words = iter((title or "").lower().split())
    return all(any(tag.lower() in word for word in words) for tag in tags)


def _of_sentence(tags: list[str], description: str | None) -> bool:
    """Whether *tags* are a sentence of the *description* that was parted at its commas."""
    said = folded("".join(tags)) if len(tags) >= FEWEST_TAGS and description else ""
    return len(said) >= SHORTEST_SENTENCE and said in folded(description or "")


def _are_slugs(tags: list[str]) -> bool:
    """Whether *tags* are parts of addresses: "new-york-city", "housing"."""
    return any("-" in tag for tag in tags) and all(tag == tag.lower() and " " not in tag for tag in tags)


def _without_title(tags: list[str], title: str | None) -> list[str]:
    """*tags* without what says the whole title: "ferry, strike, Ferry strike ends - The Gazette"."""
    key = folded(title or "")
    return [tag for tag in tags if not weighs(key, SHORTEST_TITLE) or key not in folded(tag)]


class TagsPipeline(NamesPipeline):
    """`tags`, in the order declared, each once; those that the page links to, where it declares none."""

    field = "tags"
    sources = (json_ld_tags, meta_tags)

    def candidates(self, page: Page, article: Article) -> list[Candidate[list[str]]]:
        found = super().candidates(page, article)
        found = [replace(c, value=tags) for c in found if (tags := _without_title(c.value, article.title))]
        found = [
            c
            for c in found
            if not _names_publisher(c.value, page, article)
            and not _of_title(c.value, article.title)
            and not _of_sentence(c.value, article.description)
        ]
        # Editors fill in the tags of an article; "keywords" of JSON-LD may be one phrase for search engines.
        if _tags_of_meta(page)[0] == "article:tag":
            found.sort(key=lambda c: c.source != "meta_tags" or len(c.value) < FEWEST_TAGS)
        if _tags_of_meta(page)[0] == "keywords":
            found = [c for c in found if c.source != "meta_tags" or not _of_site(c.value, page, article)]
        # Many "keywords" are words for search engines, often made by a machine.
        many = any(len(c.value) >= MANY_TAGS for c in found)
        weak = not found or (many and found[0].source == "meta_tags" and _tags_of_meta(page)[0] == "keywords")
        # One keyword may be of all the site's pages.
        lone = bool(found) and found[0].source == "meta_tags" and len(found[0].value) < FEWEST_TAGS
        weak = weak or (lone and _tags_of_meta(page)[0] == "keywords") or _are_slugs(found[0].value)
        if weak and page.given_body is None and (linked := tag_links(page)):
            # <a href="/search?tag=Ann+Lee">Ann Lee</a> beside the day leads to what she wrote.
            tags = [tag for tag in _tags(linked) if tag not in article.people]
            found.insert(0 if len(tags) > 1 else len(found), self.candidate(tags, "tag_links", ", ".join(linked), page))
        if not found and page.given_body is None and (labelled := labelled_tags(page, article)):
            found.append(self.candidate(list(_tags(labelled)), "labelled_tags", ", ".join(labelled), page))
        if not found and page.given_body is None and (labels := list(_tags(round_labels(page, article)))):
            found.append(self.candidate(labels, "round_labels", ", ".join(labels), page))
        if not found and (marked := microdata_tags(page)):
            found.append(self.candidate(marked, "microdata", ", ".join(marked), page))
        return found

    def refusal(self, value: list[str], page: Page) -> str | None:
        if {tag.lower() for tag in value} <= _KINDS and value:
            return "what any page of the site is"
        return None if value else "no readable tag in it"
