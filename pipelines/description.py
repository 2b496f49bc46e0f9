"""The standfirst: what the page says of its story in a line or two."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice, takewhile

from crawler.blocks import Block
from crawler.items import Article
from crawler.layout import headline_position, is_dateline, is_prose
from crawler.page import Page
from crawler.pieces import pieces
from crawler.reading.bylines.bylines import names_role, read_byline, starts_byline
from crawler.reading.bylines.signers import WORDS as BYLINE_WORDS
from crawler.reading.bylines.signers import WRITERS, reads_as_name
from crawler.reading.counts import find_views, is_counter_line
from crawler.reading.furniture import is_disclaimer
from crawler.reading.text import clean, ends_sentence, folded
from crawler.reading.topics import NAME_TOPICS, TEXT_TOPICS, text_topics
from crawler.site_names import LONGEST_NAME, SEPARATOR
from crawler.under_headline import FARTHEST_STANDFIRST, line_under_headline
from pipelines.authors import json_ld as declared_authors
from pipelines.field import Candidate, TextPipeline
from pipelines.places.headline_place import headline_or_start
from pipelines.places.printed_subjects import WORDS
from pipelines.places.site_words import head_tells_of_site, named_home, names_of_site
from pipelines.places.standfirst import (
    LONGEST_LINE,
    STEM,
    is_of_role,
    printed_standfirst,
    starts_of_words,
    tells_of,
    text_of_standfirst,
)
from pipelines.title import title_tag

_TAG = re.compile(r"</?[a-z][^<>]{0,300}>", re.IGNORECASE)  # "<p>The ferries are back.</p>"
_BREAKS = re.compile(r"(?:\\[nrt])+")  # as a script wrote them: "The ferries are back.\\nThe first ..."
# "31.10.2026, 10.19 Uhr : The ferries ..."
_DATED = re.compile(r"(\d[^:|]{5,40}\d[.:]\d\d[^:|–—]{0,8}?)\s+[:|–—-]\s+")
_COMMA = re.compile("[,，]")
_CUT = re.compile(r"\[?(?:…|\.{3})\]?")
MOST_WORDS_OF_NAMES = 8
BETWEEN = 5  # characters between two names
MOST_BESIDE_DATE = 3  # words
LONGEST_POINTER = 40  # characters: "Continue reading"
_ACCOUNT = re.compile(r"(?:^|[\s(])@\w+\W*$")  # "Ann Lee @annlee"
_BY = (" by ", " von ", " par ", " por ", " di ", " door ", " av ", " af ", ": ")  # before a name that ends a line
_WORDS_OF_LINE = re.compile(r"[^\W\d_]+")
_CREDITS = frozenset(BYLINE_WORDS["credits"])
MOST_BEFORE = 1  # paragraphs of the story above its standfirst
LONGEST_ALT = 40  # characters by which a picture's description is told
_NAMED_CAPTION = 1 << NAME_TOPICS.index("caption")
_OF_CREDIT = 1 << TEXT_TOPICS.index("credit")
_MORE = 1 << TEXT_TOPICS.index("more")
_SLOGANS = tuple(WORDS["slogans"])
_SLOGANS_OF = tuple(slogan for slogan in _SLOGANS if slogan.endswith(" of"))
_SLOGANS_OF_SITE = tuple(slogan for slogan in _SLOGANS if slogan.startswith(("your ", "news you ")))
LONGEST_SLOGAN = 14  # words
_ARTICLES = ("the ", "le ", "la ", "il ", "η ")
FEWEST_TOLD, LONGEST_TOLD = 2, 80  # words of a declared text that tells of the site alone, and characters
SHORTEST_STORY = 1000  # characters of prose that says none of them; a shorter one may do so of "What travellers ask"
FEW_WORDS = 6
MOST_BEGUN = 3  # paragraphs
MOST_SHARED = 0.25  # of the title's words: that of the town may be in the site's name
DECLARED = frozenset(("json_ld", "open_graph", "meta", "twitter", "microdata"))


def site_rule(page: Page) -> str | None:
    return page.select_text(page.site.selectors.description)


def json_ld(page: Page) -> str | None:
    text = page.structured.get("description")
    shared = page.meta.get("og:description") or ""
    # A content system may declare for the story what it says of the video in it.
    of_video = text and shared and text[:LONGEST_ALT] != shared[:LONGEST_ALT] and _tells_of_video(text, page)
    return shared if of_video or (text and shared and _is_cut_off(text, page)) else text


def _is_cut_off(text: str, page: Page) -> bool:
    """Whether *text* is the first words of what is declared as the body, up to somewhere in a sentence."""
    body = page.structured.article.get("articleBody")
    if not isinstance(body, str) or ends_sentence(text) or not body.startswith(text):
        return False
    return body[len(text) : len(text) + 2].lstrip()[:1].isalnum()


def _tells_of_video(text: str, page: Page) -> bool:
    """Whether *text* is declared of a video too."""
    videos = (node for node in page.structured.nodes if "VideoObject" in str(node.get("@type")))
    return any(video.get("description") == text for video in videos)


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

    content="Harbour Gazette - all the news of the coast". So do "Official website of", "News from" the place; and a
    printed line that says whose the views are.
    """
    if found.source not in DECLARED:
        is_slogan = found.value.lower().startswith(_SLOGANS_OF_SITE) and not ends_sentence(found.value)
        # "Your home for sale: what agents do not say" under "Why homes are sold in winter"
        says = not starts_of_words(article.title or "").isdisjoint(starts_of_words(found.value))
        return (is_slogan and not says) or is_disclaimer(found.value)
    title, tag = article.title or "", title_tag(page) or ""
    says = not starts_of_words(title).isdisjoint(starts_of_words(found.value))
    if _says_nothing_of(found.value, page, article) or (not says and _is_same_for_all(found.value, page, article)):
        return True
    begins = found.value[:LONGEST_NAME].lower()
    begins = begins.partition(" ")[2] if begins.startswith(_ARTICLES) else begins
    # "The student news site of Harbour Town High": a name after it, though the title has the town too.
    names = begins.startswith(_SLOGANS_OF) and not ends_sentence(found.value) and ":" not in found.value
    if names and len(found.value.split()) <= LONGEST_SLOGAN:
        return True
    if begins.startswith(_SLOGANS):
        # "Official website of the Kingfishers" under "Kingfishers win"
        of_site = starts_of_words(names_of_site(page, article.title))
        return starts_of_words(article.title or "").isdisjoint(starts_of_words(found.value) - of_site)
    if len(found.value.split()) <= FEW_WORDS and not ends_sentence(found.value):
        # "The daily Harbour Gazette" of harbourgazette.example
        words = starts_of_words(found.value)
        rest = words - starts_of_words(names_of_site(page, title))
        if words and 2 * len(rest) <= len(words):
            # "Mayor of Harbour Town resigns" is told below "A scandal in ten parts"
            told = " ".join([title, *(block.text for block in _first_paragraphs(page, article))])
            if rest.isdisjoint(starts_of_words(told)):
                return True
    if tag and found.value.startswith(tag) and folded(title) not in folded(tag):
        # <title>Harbour Town</title>, content="Harbour Town, on the river Dee", <h1>Ferry strike ends</h1>
        words, rest = starts_of_words(title), starts_of_words(found.value[len(tag) :])
        return len(words & rest) <= MOST_SHARED * len(words) and not _begins_story(rest, page, article)
    mark = SEPARATOR.search(found.value, 0, LONGEST_NAME) or _COMMA.search(found.value, 0, LONGEST_NAME)
    if mark is None:
        return False
    name = found.value[: mark.start()]
    of_tag = folded(tag.removeprefix(title))
    if name not in page.site_names and folded(name) != of_tag and name not in named_home(page):
        return False
    rest = starts_of_words(found.value[mark.end() :]) - starts_of_words(names_of_site(page, title))
    # "Harbour Town, where the crews were out for a week, is glad."
    return starts_of_words(title).isdisjoint(rest) and not _begins_story(rest, page, article)


def _is_same_for_all(text: str, page: Page, article: Article) -> bool:
    """Whether a head with one description is the site's: of two that differ one is the story's."""
    told = {page.meta.get(name) for name in ("description", "og:description")} - {None, ""}
    if len(told) > 1 or not head_tells_of_site(page, article.title):
        return False
    words = starts_of_words(text) - starts_of_words(names_of_site(page, article.title))
    return not _begins_story(words, page, article)


def _begins_story(words: set[str], page: Page, article: Article) -> bool:
    """Whether the first paragraphs of the story say a good part of *words*."""
    return tells_of(words, _first_paragraphs(page, article))


def _first_paragraphs(page: Page, article: Article) -> list[Block]:
    below = page.blocks[headline_or_start(page, article) :]
    return list(islice(filter(is_prose, below), MOST_BEGUN))


def _says_nothing_of(text: str, page: Page, article: Article) -> bool:
    """Whether neither title nor any paragraph says a word of *text*: "Free HTML Templates", "Portal of local news"."""
    words = starts_of_words(text) if len(text) <= LONGEST_TOLD else set()
    # In Korean, and where nothing parts words, they are too short to tell.
    if len(words) < max(FEWEST_TOLD, len(text.split()) / 2) or any(len(word) < STEM for word in words):
        return False
    if not words.isdisjoint(starts_of_words(article.title or "")):
        return False
    read = 0
    for block in page.blocks:
        if is_prose(block):
            said = block.text.casefold()
            if any(word in said for word in words):
                return False
            read += len(said)
    return read >= SHORTEST_STORY


def tidy(text: str, title: str) -> str:
    """Return *text* without what a content system adds to it: markup, a date before it, a pointer after a cut.

    >>> tidy("The ferries are back at sea ... Read more »", "Ferry strike ends")
    'The ferries are back at sea ...'
    """
    if "</" in text:
        text = clean(_TAG.sub(" ", text))
    if "\\" in text:
        text = clean(_BREAKS.sub(" ", text))
    if text[:1].isdigit() and (dated := _DATED.match(text)) and is_dateline(dated[1]):
        text = text[dated.end() :]
    if "…" not in text and ".." not in text:
        return text
    cuts = list(_CUT.finditer(text, max(0, len(text) - len(title) - LONGEST_POINTER)))
    rest = text[cuts[-1].end() :].strip() if cuts else ""
    points = len(rest) <= LONGEST_POINTER and text_topics(rest)[0] & _MORE
    names = title and folded(title) in folded(rest)
    return text[: cuts[-1].end()] if rest and (points or names) else text


def _is_of_picture(found: Candidate[str], page: Page) -> bool:
    """Whether a declared text, or one that ends in a credit, is what a picture of the page shows, and no standfirst."""
    begins = found.value[:LONGEST_ALT]
    if len(begins) < LONGEST_ALT or not (found.source in DECLARED or _credits(found.value)):
        return False
    alts = (page.elements.attributes[place].get("alt") for place in page.elements.tagged("img"))
    return any(alt is not None and alt.startswith(begins) for alt in alts)


def _credits(text: str) -> bool:
    """Whether *text* ends in who took a picture: "... (Ann Lee / The Gazette)", "... Photo: dpa"."""
    end = text[-LONGEST_POINTER:]
    return end.endswith(")") or bool(text_topics(end)[0] & _OF_CREDIT)


def _line(page: Page, article: Article) -> Block | None:
    """The line under the headline; no part of the story's own text, and not its title again."""
    # The body step leaves out the same line.
    block = line_under_headline(page, article.title)
    at = headline_position(page, article.title)
    if block is None or at is None:
        return None
    signed = any(map(starts_byline, block.text.split(" | ")))  # "Harbour Gazette | By Ann Lee"
    if len(block.text) <= LONGEST_LINE and (signed or _ACCOUNT.search(block.text)):
        return None
    if _is_byline(block.text, page) or _is_names(block.text):
        return None
    # "The old bridge closes on 3 May 2026" tells of the story.
    if is_dateline(block.text, MOST_BESIDE_DATE) or is_of_role(block.text):
        return None
    # <span>Ann Lee</span><span>Local journalism fund</span>
    parts = pieces(block) if len(block.text) <= LONGEST_LINE else []
    if len(parts) > 1 and reads_as_name(parts[0]) and read_byline(parts[0]).people == [parts[0]]:
        return None
    # "HARBOUR, 3 May (The Gazette) —", and what is told of a picture and by whom: <div><img><p>The lock. Photo: Ann Lee
    if block.text.endswith(("—", "–")) or _is_caption(block):
        return None
    name, mark, rest = block.text.partition(" - ")
    if mark and len(name.split()) > 1 and len(rest) <= LONGEST_NAME and reads_as_name(name):
        return None  # "Ann Lee - The Gazette"
    above = takewhile(lambda other: other is not block, page.blocks[at + 1 : at + 1 + FARTHEST_STANDFIRST])
    title = folded(article.title or "")
    # "Harbour : Ferry strike ends" / two paragraphs and <div class="box intro">
    again = bool(title) and block.key.endswith(title)
    return None if again or sum(map(is_prose, above)) > MOST_BEFORE else block


def _is_caption(block: Block) -> bool:
    """Whether *block* ends in who took the picture that stands with it, and next to nothing else, in an element."""
    around = islice(block.element.lineage(), 2) if block.element is not None else ()
    if block.inline_bits & _NAMED_CAPTION:
        return True  # <img><span class="feat-caption">The lock. Photo: Ann Lee</span>
    return _credits(block.text) and any(element.images and element.blocks <= MOST_BEFORE + 1 for element in around)


def _is_names(line: str) -> bool:
    """Whether *line* is nothing but names: "Ann Lee, Bob Ray", "Ann Lee, Harbour Times, Mumbai"."""
    if len(line) > LONGEST_LINE or not 1 < len(line.split()) <= MOST_WORDS_OF_NAMES or ends_sentence(line):
        return False
    names = read_byline(line).people
    first, *rest = line.split(", ")
    placed = bool(rest) and names == [first] and all(part.istitle() or part.isupper() for part in rest)
    alone = bool(names) and len(line) - len("".join(names)) <= BETWEEN * len(names)
    return (placed or alone) and all(map(reads_as_name, names))


def _is_byline(line: str, page: Page) -> bool:
    """Whether *line* is a name and what its bearer is or did: "Ann Lee, Sports Editor", "Photos and text by Ann"."""
    if len(line) > LONGEST_LINE or ends_sentence(line):
        return False
    declared = declared_authors(page) or []
    names = [name for name in (*declared, *read_byline(line).people) if name in line]
    for name in names:
        before, _, rest = line.partition(name)
        role = rest.strip(" ,|-–—") if not before else ""
        signs = bool(role and names_role(role)) or (not rest and before.endswith(_BY))
        # "The debut novel by Ann Lee", "Ann Lee, director of the museum" tell of her where she does not sign
        words = _WORDS_OF_LINE.findall((role or before).lower())
        known = WRITERS if role else _CREDITS
        if signs and (name in declared or (reads_as_name(name) and not known.isdisjoint(words))):
            return True
    return False


def _is_title_tag(text: str, title: str, page: Page) -> bool:
    """Whether *text* is how the title tag begins, with more than the title: "Ferry strike ends - Ann Lee"."""
    return bool(title) and text.startswith(title) and (title_tag(page) or "").startswith(text)


class DescriptionPipeline(TextPipeline):
    """`description`: the line under the headline before what is declared, often for search engines."""

    field = "description"
    sources = (site_rule, json_ld, open_graph, meta, twitter)

    def candidates(self, page: Page, article: Article) -> list[Candidate[str]]:
        found = super().candidates(page, article)
        at = 1 if found and found[0].source == "site_rule" else 0
        if page.given_body is None and (block := _line(page, article)):
            text = text_of_standfirst(block)
            found.insert(at, self.candidate(text, "line_under_headline", text, page))
        elif (
            page.html is not None
            and (block := printed_standfirst(page, article, [c.value for c in found]))
            and not _is_caption(block)
        ):
            text = text_of_standfirst(block)
            found.insert(at, self.candidate(text, "standfirst", text, page))
        if not found and (told := microdata(page)):  # the last: to look for it costs as much as all others
            found.append(self.candidate(told, "microdata", told, page))
        title = article.title or ""
        found = [
            c if (text := tidy(c.value, title)) == c.value else self.candidate(text, c.source, c.evidence, page)
            for c in found
        ]
        found = [
            replace(c, refused="it tells of the site") if _tells_of_site(c, page, article) else c
            for c in found
            if folded(c.value) != folded(title) and not _is_title_tag(c.value, title, page)
        ]
        # A gallery's first picture stands where a standfirst does; systems declare it where there is none.
        if page.html is not None and (at := next((n for n, c in enumerate(found) if not _is_of_picture(c, page)), 0)):
            found = [*found[at:], *found[:at]]
        return found

    def refusal(self, value: str, page: Page) -> str | None:
        if value in page.site_names or (page.meta.get("og:title") or "").endswith(value):
            return "the site's name"
        if is_counter_line(value) or (is_dateline(value) and find_views(value)):
            return "a counter"  # "Posted 12 March 2024 - 1,204 views - 3 comments"
        return None if folded(value) else "no letter or digit in it"
