"""The standfirst as printed, where neither its name nor a date right under it tells."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice, pairwise

from crawler.blocks import HEADINGS, Block, Element
from crawler.items import Article
from crawler.layout import is_aside, is_dateline, is_prose, weighs
from crawler.page import Page
from crawler.pieces import first_said, is_emphasis, is_of_picture, pieces
from crawler.reading.bylines.bylines import labelled_part, read_byline, starts_byline
from crawler.reading.bylines.signers import ROLES
from crawler.reading.dates.date_labels import label_before
from crawler.reading.dates.dates import find_printed
from crawler.reading.standfirsts import UNSPACED, summed_up
from crawler.reading.text import clean, ends_sentence, folded
from crawler.under_headline import STANDFIRST, holds_story, is_text_with_summary
from pipelines.places.headline_place import headline_at

FARTHEST = 9  # blocks below the headline, without those of pictures
ABOVE_DATE = 8  # blocks between a standfirst and the date: names, what they do, their addresses
FEWEST = 25  # Latin characters
NEAREST = 4  # blocks below the headline, of a heading
FEWEST_BEGUN = 40  # letters of a declared text that a printed one goes on with
MOST_IN_HEADER = 4  # elements between a <header> and what it holds
MOST_MORE = 2  # times a declared sentence's letters
SHORTEST_LINE = 3  # characters
FEWEST_HEADING, FEWEST_SENTENCE = 80, 50  # of a heading without a full stop, and with one
LONGEST = 600
MOST_PROSE = 2  # paragraphs that are looked at
MOST_OUTSIDE = 4  # and where an element that says nothing parts them from the line above
LONGEST_LINE = 80  # of a byline, a label, a button
MOST_LINES = 3  # above a standfirst
FEWEST_SHARED, LEAST_SHARED = 2, 0.25  # beginnings of words that the story's first paragraphs have too
STEM = 4  # letters, from which on an ending may differ
_WORD = re.compile(
    r"(?:[^\W\d_]|(?=\D)[\u0900-\u0dff]){4,}|[\u2e80-\uffef]{2,}"
)  # with the vowel signs of Indic scripts
_ENDS_IN_YEAR = re.compile(r"(?:19|20)\d\d\W*$")
_SUBTITLE = re.compile(r"sub[-_](?:title|head|headline|heading)\b|sous[-_]titre")
_SENTENCES = re.compile(r"\S{4}[.!?؟।۔]\s.{12,}[.!?؟।۔]$|。.+。$")  # two, and no "Dr. Ann Lee Jr."
LONGEST_PLACE = 40
_PLACE = re.compile(r"\b(?:location|place|dateline|city)")
_NAMES = STANDFIRST | frozenset("preamble preambule tagline strapline subheading subdeck storydeck".split())
_INDIAN_ROLES = frozenset(word for word in ROLES if "\u0900" <= word < "\u0e00")
_FOREIGN = frozenset("aside nav footer form blockquote li button label table dl".split())


def text_of_standfirst(block: Block) -> str:
    """Return the text of *block* without the place that an element of its own sets before it.

    <p><span class="location">Harbour City</span> The ferries are back</p>
    """
    parts = pieces(block)
    first = first_said(block.element.node.first_child) if block.element is not None and len(parts) > 1 else None
    named = first is not None and _PLACE.search((first.attributes.get("class") or "").lower())
    text = clean(" ".join(parts[1:])) if named and len(parts[0]) <= LONGEST_PLACE else clean(block.text)
    return summed_up(text) or text


def is_of_role(line: str) -> bool:
    """Return whether *line* says no more than what who wrote is, and where, in a script of India.

    >>> is_of_role("কলমাকান্দা (নেত্রকোনা) প্রতিনিধি")
    True
    """
    return len(line) <= LONGEST_LINE and line.rpartition(" ")[2] in _INDIAN_ROLES


def starts_of_words(text: str) -> set[str]:
    """Return how the words of *text* begin that say something; of scripts without spaces, each two letters.

    >>> sorted(starts_of_words("The ferries are back")), sorted(starts_of_words("渡轮停航"))
    (['back', 'ferr'], ['停航', '渡轮', '轮停'])
    """
    found: set[str] = set()
    for word in _WORD.findall(text.casefold()):
        found.update(map("".join, pairwise(word)) if word[0] >= UNSPACED else {word[:STEM]})
    return found


def printed_standfirst(page: Page, article: Article, declared: Iterable[str]) -> Block | None:
    """Return the line near the headline that says what the story is of, None where nothing parts it from the story.

    A *declared* description says the same, it is called so, or names and a date stand between it and the story; or it
    is a heading near the headline, or stands in an element of its own, and speaks of what the title or they do.
    """
    at = headline_at(page, article)
    if at is None:
        return None
    near = page.blocks[at + 1 : at + 1 + 2 * FARTHEST]
    # Marks and counters between the parts of a byline are no lines: "By", "-", "0".
    below = [b for b in near if len(b.text) > SHORTEST_LINE and not (is_of_picture(b) or _shows_picture(b))][:FARTHEST]
    declared = list(declared)
    title = folded(article.title or "")
    told = {folded(text) for text in declared}
    if labelled := next((b for b in below if summed_up(b.text) is not None and len(b.text) <= LONGEST), None):
        return labelled
    for n, block in enumerate(below):
        if block.key in told and _could_be(block):
            return block
        if _is_apart(block, page.blocks[at]):
            if len(block.text) > LONGEST_LINE:
                return None
            continue
        if _could_be(block) and title not in block.key:
            over = not n and _is_over_byline(block, page.blocks[at], below[1:2])
            if over or _is_named(block, page) or _is_above_date(block, below[n + 1 :]):
                return block
            rest = below[n + 1 :]
            headed = (_is_heading(block) and n < NEAREST) or _shares_header(block, page.blocks[at])
            apart = headed or _is_set_apart(block, rest) or _is_emphasised(block, rest)
            outside = not told and _is_outside(block, rest)
            if outside and ends_sentence(block.text):
                return block
            apart = apart or outside
            words = starts_of_words(block.text) if apart else set()
            says = not words.isdisjoint(starts_of_words(" ".join((article.title or "", *declared))))
            says = says or (apart and tells_of(words, rest))
            return block if says else _printed_as_declared(below[n:], declared)
        if len(block.text) > LONGEST or (n >= MOST_LINES and not _is_named(block, page)):
            return None
    return None


def _shows_picture(block: Block) -> bool:
    """Whether *block* is a line alone with a picture: <div><img><em>The lock. Photo: Ann Lee</em></div>."""
    element = block.element
    return bool(element and element.images and element.blocks == 1 and len(block.text) <= 2 * LONGEST_LINE)


def _printed_as_declared(below: list[Block], declared: list[str]) -> Block | None:
    """The line that says a declared text; one that goes on where it ends must stand apart from the story.

    What the page cut may go on for long: "The ferries are back, and the ...".
    """
    told = {folded(text): ends_sentence(text) and not text.endswith(("...", "…")) for text in declared}
    for n, block in enumerate(below):
        if not _could_be(block):
            continue
        if block.key in told:
            return block
        begun = (key for key, whole in told.items() if len(block.key) <= MOST_MORE * len(key) or not whole)
        goes_on = any(len(key) >= FEWEST_BEGUN and block.key.startswith(key) for key in begun)
        if goes_on and not any(_alike(block, other) for other in below[n + 1 :]):
            return block
    return None


def _could_be(block: Block) -> bool:
    return (
        len(block.text) <= LONGEST
        and weighs(block.text, FEWEST)
        and block.link_density < 0.5
        and not is_dateline(block.text)
        and not block.text.endswith((":", "："))
        and not (len(block.text) <= LONGEST_LINE and _is_of_who_or_when(block.text))
        and not _signs_and_dates(block.text)
    )


def _signs_and_dates(line: str) -> bool:
    """Whether *line* tells of who wrote and when: "Author: Ann Lee, Category: Sport, Created: 3 May 2026"."""
    if not any(map(str.isdigit, line)):
        return False
    # "Published at 10:15, author: Ann Lee • Categories: Events Tags: station, culture"
    begins = starts_byline(line) or (
        label_before(line.split(" ", 1)[0]) is not None and labelled_part(line) is not None
    )
    return begins and (bool(find_printed(line)) or not ends_sentence(line))


def _is_of_who_or_when(line: str) -> bool:
    """Whether *line* names an author or begins as dates do: "Published in Sport"."""
    if starts_byline(line) or label_before(line.split(" ", 1)[0]) is not None or is_of_role(line):
        return True
    return not _SENTENCES.search(line) and bool(read_byline(line).people)


def _is_apart(block: Block, headline: Block) -> bool:
    """Whether *block* stands in a box of its own; what holds the *headline* too, a <li> as well, is none."""
    return block.element is None or any(
        (above.tag in _FOREIGN or (above.tag != "article" and is_aside(above))) and not _holds(above, headline)
        for above in islice(block.element.lineage(), 3)
    )


def _holds(around: Element, block: Block) -> bool:
    return block.element is not None and any(above is around for above in islice(block.element.lineage(), 3))


def _is_named(block: Block, page: Page) -> bool:
    """Whether *block*, or an element that holds no list and no heading beside it, is called a standfirst."""
    if summed_up(block.text) is not None:
        return True
    for element in islice(block.element.lineage(), 2) if block.element else ():
        named = not element.words.isdisjoint(_NAMES) and not is_text_with_summary(element)
        if named or _SUBTITLE.search(element.names):
            if holds_story(element, page):
                continue
            return element is block.element or element.node.css_first("li, h2, h3, h4, h5") is None
    return False


def _is_heading(block: Block) -> bool:
    return block.within(*HEADINGS) and _is_long(block)


def _is_long(block: Block) -> bool:
    return weighs(block.text, FEWEST_SENTENCE if ends_sentence(block.text) else FEWEST_HEADING)


def _shares_header(block: Block, headline: Block) -> bool:
    """Whether *block* stands in the <header> of the *headline*, where no story begins."""
    if block.element is None or headline.element is None or _ENDS_IN_YEAR.search(block.text):
        return False  # "All about ferries, 3 November 2026"
    around = next(
        (above for above in islice(headline.element.lineage(), MOST_IN_HEADER) if above.tag == "header"), None
    )
    return around is not None and any(above is around for above in islice(block.element.lineage(), MOST_IN_HEADER))


def _is_above_date(block: Block, below: list[Block]) -> bool:
    """Whether a date stands under *block*, nothing but short lines in between, and the story in other elements."""
    for n, other in enumerate(below[:ABOVE_DATE]):
        if is_dateline(other.text):
            return any(is_prose(b) for b in below[n + 1 :]) and not any(_alike(block, b) for b in below[n + 1 :])
        if is_prose(other) or len(other.text) > LONGEST_LINE:
            return False
    return False


def _is_over_byline(block: Block, headline: Block, below: list[Block]) -> bool:
    """Whether *block* is a lesser heading between the headline and a byline: <h1>Whales<h2>Two seen<p>By Ann Lee"""
    lesser = block.tag in HEADINGS and headline.tag in HEADINGS and block.tag > headline.tag
    return lesser and any(len(b.text) <= LONGEST_LINE and starts_byline(b.text) for b in below)


def _is_set_apart(block: Block, below: list[Block]) -> bool:
    """Whether *block* has a name of its own, and the story's first paragraphs stand together in another element."""
    prose = [b.element for b in below if b.element is not None and is_prose(b)][:MOST_PROSE]
    if block.element is None or block.tag in HEADINGS or len(prose) < 2 or prose[0].parent is not prose[1].parent:
        return False
    around = prose[0].parent
    shapes = {other.named.shape for other in prose}
    return (
        around is not None
        and block.element.parent is around.parent
        and bool(block.element.names)
        and block.element.named.shape not in shapes
        and not is_aside(block.element)
    )


def _is_outside(block: Block, below: list[Block]) -> bool:
    """Whether *block* stands beside the one element that holds all of the story's first paragraphs, and in none alike.

    A page that declares a description has this one in it; else it may as well be a first paragraph before an advert.
    """
    prose = [b.element for b in below if b.element is not None and is_prose(b)][:MOST_OUTSIDE]
    if block.element is None or block.element.parent is None or not prose:
        return False
    beside = block.element.parent
    around = next((above for above in prose[0].lineage() if above.parent is beside), None)
    if around is None or around is prose[0]:  # the second of two paragraphs
        return False
    return all(any(above is around for above in one.lineage()) for one in prose[1:])


def _is_emphasised(block: Block, below: list[Block]) -> bool:
    """Whether all of *block* is bold or in italics, and no paragraph below is: <p><b>The ferries are back.</b></p>."""
    return _is_long(block) and is_emphasis(block) and not any(is_emphasis(b) for b in below if is_prose(b))


def tells_of(words: set[str], below: list[Block]) -> bool:
    """Return whether the first paragraphs *below* say a good part of *words* too."""
    told = starts_of_words(" ".join(b.text for b in below if is_prose(b)))
    return len(words & told) >= max(FEWEST_SHARED, LEAST_SHARED * len(words))


def _alike(one: Block, other: Block) -> bool:
    return (
        one.element is not None
        and other.element is not None
        and one.element.parent is other.element.parent
        and one.element.named.shape == other.element.named.shape
    )
