"""The caption printed under the picture of a story, with who took it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, takewhile
from urllib.parse import unquote

from selectolax.lexbor import LexborNode

from crawler.blocks import Attributes
from crawler.items import Article
from crawler.layout import is_dateline
from crawler.page import Page
from crawler.reading.bylines.bylines import names_role, starts_byline
from crawler.reading.bylines.signers import ROLES
from crawler.reading.dates.dates import find_printed
from crawler.reading.furniture import is_advert_label, is_caption_line
from crawler.reading.picture_names import SHORTEST_NAME, file_name, shows_name, without_file_name
from crawler.reading.text import clean, ends_sentence, folded, unescape
from crawler.reading.topics import TEXT_TOPICS, text_topics
from crawler.structured_data import text_of
from pipelines.field import Candidate, Found, TextPipeline

LONGEST_CAPTION = 1000
MOST_FIGURES = 30
MOST_MARKED = 10
DEEPEST = 3  # elements around a caption and its picture
MOST_PARAGRAPHS = 3  # of a caption and who took its picture
LONGEST_BOX = 4000  # characters of markup around a picture and what stands beneath it
LONGEST_BENEATH = 300  # characters
LONGEST_BESIDE = 120  # in one paragraph with the picture: what is longer tells the story
SHORTEST_DENSE = 6  # characters without a space
# Text for readers' devices alone, which no screen shows.
_HIDDEN = 'script, style, noscript, [class*="hidden"], [class*="sr-only"], [class*="screen-reader"]'
_IMAGES = "img, amp-img"
_OF_TABLE = ("td", "tr", "tbody", "table")  # a page may be laid out in one, with <div class="caption">Menu</div>
_AROUND = frozenset("a p div span center picture".split())  # which may hold nothing but a picture
_CREDIT = re.compile(
    r"(?:^|[\s_-]|itemImage)(?:photo-?credits?(?:inline)?|credits?"
    r"|copyright|photographer|photo-?author|author|source|quelle)(?:\s|$)",
    re.IGNORECASE,
)
LONGEST_CREDIT = 80  # characters
_ENDS_IN_CLOCK = re.compile(r"\d[:.]\d\d$")
_LOOSE = re.compile(r"(?<=[(\[]) | (?=[)\],;])")
_CAPTIONS = (
    "caption",
    "legend",
    "bildunterschrift",
    "didascalia",
    "imgdesc",
    "img_desc",
    "pie-foto",
    "piefoto",
    "resimalti",
)
_SLUG = re.compile(r"\w+(?:-\w+){2,}")  # "lock-gates-at-dawn"
_SIZED = re.compile(r"[-_]")
_OF_CREDIT = 1 << TEXT_TOPICS.index("credit")
_SHOWN_BY_SCRIPT = ("data-c-caption", "data-caption")
_TAG = re.compile(r"<[^>]{0,200}>")
_BUTTONS = "button, a.buy, a[class*=buy-], a[class*=-buy]"  # <figcaption>The lock <a class="buy">Buy Now</a>
_STORY = "h1, h2, h3, time, p + p, li, button"  # what no caption holds
_BLANK = re.compile(r"data:|[^?]*(?:placeholder|blank|spacer|transparent|pixel)", re.IGNORECASE)


def json_ld_caption(page: Page) -> Found[str] | None:
    """The caption that the declared picture carries with it."""
    for value in page.structured.values("image"):
        if isinstance(value, dict) and (caption := text_of(value.get("caption"))):
            return Found(_tidy(caption), caption)
    return None


def figures(page: Page) -> Iterator[tuple[LexborNode, str]]:
    """The figures of the page with their captions, and what a class alone makes one: <p class="wp-caption-text">."""
    for figure in page.elements.at(page.elements.tagged("figure")[:MOST_FIGURES]):
        caption = figure.css_first("figcaption")
        if caption is not None and (text := _caption(caption)):
            yield figure, text
    for node in page.elements.at(page.elements.classed(_CAPTIONS))[:MOST_MARKED]:
        if node.tag != "figure" and not _is_in_figure(node) and (text := _caption(node)):
            around = next((above for above in islice(above_of(node), DEEPEST) if above.css_first(_IMAGES)), None)
            around = around or _picture_before(node)
            # The story holds pictures too, and a legend of its stars: <div class="stars-legend">Rate this post</div>.
            is_caption = "legend" not in (node.attributes.get("class") or "") or _paragraphs(around) <= MOST_PARAGRAPHS
            told = clean(around.text(separator=" ")) if around is not None and around.tag in _OF_TABLE else ""
            laid_out = len(told) > len(text) + LONGEST_BESIDE
            if around is not None and is_caption and not laid_out and node.css_first(_IMAGES) is None:
                yield around, text


def in_attribute(page: Page, name: str) -> str | None:
    """The caption of the picture of that *name* that its figure has in an attribute, which a script shows.

    <figure><img><div data-c-caption="The lock" data-c-credit="Ann Lee"></div></figure>
    """
    for attribute in _SHOWN_BY_SCRIPT if "caption=" in (page.html or "") else ():
        for place in islice(page.elements.with_attribute(attribute), MOST_FIGURES):
            told, node = page.elements.attributes[place], page.elements.nodes[place]
            around = next((above for above in islice(above_of(node), DEEPEST) if above.css_first(_IMAGES)), None)
            if around is not None and _shows(around, name):
                credit = told.get(attribute.replace("caption", "credit")) or ""
                return _tidy(clean(f"{_TAG.sub(' ', unescape(told[attribute] or ''))} {credit}")) or None
    return None


def _paragraphs(around: LexborNode | None) -> int:
    return len(around.css("p")) if around is not None else 0


def _is_in_figure(node: LexborNode) -> bool:
    """Whether *node* is the caption of a <figure>; some pages set a <figcaption> where there is none."""
    return node.tag == "figcaption" and any(above.tag == "figure" for above in islice(above_of(node), DEEPEST))


def _picture_before(node: LexborNode) -> LexborNode | None:
    """The element before *node*, where it is or holds a picture: <amp-img src=lock.jpg></amp-img><p class=caption>."""
    before = node.prev
    while before is not None and before.tag in ("-text", "-comment"):
        before = before.prev
    pictured = before is not None and (before.tag in ("img", "amp-img", "picture") or before.css_first(_IMAGES))
    return before if pictured else None


def _caption(node: LexborNode) -> str:
    """What *node* shows: "The lock (photo: Ann Lee)" of <b>The lock</b><i>(</i><b>photo: Ann Lee</b><i>)</i>."""
    text = node.text(separator=" ")
    for hidden in node.css(_HIDDEN)[:MOST_MARKED]:  # "Image caption, ", read out to the blind alone
        text = text.replace(hidden.text(separator=" "), " ", 1)
    for button in node.css(_BUTTONS)[:MOST_MARKED] if "Buy" in text else ():
        text = text.replace(button.text(separator=" "), " ", 1)
    text = _LOOSE.sub(lambda match: match[0].strip(), clean(text))
    # Who took the picture stands last, wherever the markup has it: <p class=credit>Ann Lee</p><p>The lock</p>.
    first = next((child for child in node.iter()), None)
    if first is not None and _CREDIT.search(first.attributes.get("class") or ""):
        credit = clean(first.text(separator=" "))
        return _tidy(f"{text.removeprefix(credit).strip()} {credit}" if text.startswith(credit) else text)
    credit = " ".join(_credits_beside(node))
    if text and credit and len(credit) <= LONGEST_CREDIT and credit not in text:
        return _tidy(f"{text} {credit}")
    return _tidy(text)


def _credits_beside(node: LexborNode) -> list[str]:
    """Who took the picture, where elements right below the caption *node* say so, or right above it."""
    for below in (True, False):
        found: list[str] = []
        beside = node
        while (at := beside.next if below else beside.prev) is not None and len(found) < MOST_PARAGRAPHS:
            beside = at
            if beside.tag in ("-text", "-comment"):
                continue
            name = beside.attributes.get("class") or ""
            # Under a whole figure an author may be the story's, and is above a picture.
            if not _CREDIT.search(name) or ((node.tag == "figcaption" or not below) and "author" in name):
                break
            found.append(clean(beside.text(separator=" ")))
        if found:
            return found if below else found[::-1]
    return []


def _tidy(text: str) -> str:
    """*text* without a file's name or a mark that nothing stands before: "DSC_0012.jpg The lock", ": The lock"."""
    return without_file_name(text.strip()).lstrip(":|;, ")


def beneath(page: Page, name: str, article: Article) -> str | None:
    """What stands alone with the picture of that *name* in an element, and is nothing else that is known of *article*.

    <div><picture><img src=lock.jpg></picture><div class="alt">The lock. Photo: Ann Lee</div></div>
    """
    elements = page.elements
    places = elements.tagged("img", "amp-img")
    images = elements.at([place for place in places if _is_of(elements.attributes[place], name)][:MOST_FIGURES])
    told = (said_beneath(image, name, article) for image in images if image.tag == "img")
    return next(filter(None, told), None) or next(filter(None, map(credited_below, images)), None)


def credited_below(image: LexborNode) -> str | None:
    """Return the line right below *image* that says who took it: <p><img src=lock.jpg></p><p>Photo: Ann Lee</p>."""
    alone = takewhile(lambda node: node.tag in _AROUND and not node.text().strip(), above_of(image))
    below = [image, *islice(alone, DEEPEST)][-1].next
    while below is not None and below.tag in ("-text", "-comment"):
        below = below.next
    text = _caption(below) if below is not None and below.tag in ("p", "div", "span", "small", "em", "i") else ""
    if not 0 < len(text) <= LONGEST_BENEATH or not is_caption_like(text):
        return None
    # "He studied photography, and worked for an agency." is the story's
    apart = not ends_sentence(text) or any(mark in text[-LONGEST_CREDIT:] for mark in ":/|©(")
    told = is_caption_line(text) or (apart and text_topics(text[-LONGEST_CREDIT:])[0] & _OF_CREDIT)
    return text if told else None


def said_beneath(image: LexborNode, name: str, article: Article) -> str | None:
    """Return what stands with *image*, which shows the file of that *name*, in an element that holds no story."""
    for around in islice(above_of(image), DEEPEST):
        text = _caption(around) if len(around.html or "") <= LONGEST_BOX else ""
        if text:
            own = _is_alone(around, name, text) and is_caption_like(text) and not _is_known(text, article)
            return text if own and not _signs(text, article) else None
    return None


def _is_alone(around: LexborNode, name: str, text: str) -> bool:
    """Whether *around* holds one picture, in whatever sizes, and *text*, which links to others only as credits do."""
    images = [image.attributes for image in around.css("img")[:MOST_MARKED]]
    one = len(images) == 1 or all(_is_of(image, name) or _BLANK.match(image.get("src") or "data:") for image in images)
    in_story = len(text) > LONGEST_BESIDE and "p" in (around.tag, around.parent.tag if around.parent else "")
    if not one or in_story or around.css_first(_STORY) is not None:
        return False
    # <figure>© <a href="https://pictures.example">Ann Lee</a>, and not what leads to the picture in full
    links = (link for link in [around, *around.css("a")[:MOST_MARKED]] if link.tag == "a")
    linked = any(clean(link.text()) for link in links if link.css_first(_IMAGES) is None)
    return not linked or bool(len(text) <= LONGEST_CREDIT and text_topics(text)[0] & _OF_CREDIT)


def _is_known(text: str, article: Article) -> bool:
    """Whether the title, the description or the body of *article* say *text*, or it says one of them."""
    key = folded(text)
    known = filter(None, (folded(told or "") for told in (article.title, article.description, article.body)))
    return any(key in other or other in key for other in known)


def _signs(text: str, article: Article) -> bool:
    """Whether *text* is who wrote the story, beside a portrait: "Ann Lee 21 May 2026".

    Not "Ann Lee / Gazette", who took the picture, nor "Ann Lee at sea", which the picture shows.
    """
    author = next(filter(text.startswith, article.people), None)
    if author is None or any(mark in text for mark in "/|©()") or text_topics(text)[0] & _OF_CREDIT:
        return False
    rest = text[len(author) :].strip(" ,–—-·:")
    return not rest or names_role(rest) or rest.lower() in ROLES or is_dateline(rest)


def _is_of(attributes: Attributes, name: str) -> bool:
    """Whether an image with these *attributes* shows the file of that *name*."""
    addresses = (attributes.get("src") or "", attributes.get("data-src") or "")
    # Most addresses of a page are others', which to read costs more: sizes, which are left out, follow a "-" or "_".
    begins = _SIZED.split(name, maxsplit=1)[0]
    return any((begins in address or "%" in address) and file_name(address) == name for address in addresses)


def is_caption_like(text: str) -> bool:
    """Whether *text* is no label, number, byline or date: of several words, or long in a script without spaces."""
    says = " " in text or len(text) >= SHORTEST_DENSE
    told = text[0].isdigit() or _ENDS_IN_CLOCK.search(text) or is_advert_label(text) or starts_byline(text)
    return says and len(text) <= LONGEST_BENEATH and not told and not _tells_minute(text)


def _tells_minute(text: str) -> bool:
    """Whether *text* is a line about the story that a picture lies under: "Harbour 10:15, 24 November 2025 1 873 3"."""
    dated = find_printed(text) if len(text) <= LONGEST_BESIDE and ":" in text else ()
    return any(date.moment.precision != "day" for date in dated)


def above_of(node: LexborNode) -> Iterator[LexborNode]:
    """Yield the elements around *node* that may hold a picture and its caption and no story."""
    while (node_above := node.parent) is not None and node_above.tag not in ("main", "body"):
        # <article class="media media--type-image"> holds a picture and its caption
        if node_above.tag == "article" and "media" not in (node_above.attributes.get("class") or ""):
            break
        yield node_above
        node = node_above


def _shows(figure: LexborNode, name: str) -> bool:
    """Whether *figure* shows the file of that *name*; a short one must be the whole name."""
    if len(name) >= SHORTEST_NAME and "/" not in name and shows_name(unquote(figure.html or ""), name):
        return True
    images = figure.css(_IMAGES)[:MOST_FIGURES]
    return any(file_name(image.attributes.get("src") or "") == name for image in images) if name else False


def _beyond(text: str, known: list[str]) -> str:
    """What *text* says beyond one of *known* texts that it begins with; "" where it says no more."""
    for told in known:
        if text.startswith(told):
            return _tidy(text[len(told) :])
    return "" if folded(text) in map(folded, known) else text


class ImageCaptionPipeline(TextPipeline):
    """`image_caption`: what stands under the picture of `image_url`; never that of another picture.

    What is declared with the picture comes first, but for a printed caption that says it too and who took the picture.
    """

    field = "image_caption"
    sources = (json_ld_caption,)

    def candidates(self, page: Page, article: Article) -> list[Candidate[str]]:
        if article.image_url is None:
            return []
        # <img alt> of a content system is often the title, and a <figcaption> that of a whole opener the standfirst.
        known = [text for text in (article.title, article.description) if text]
        found = [c for c in super().candidates(page, article) if _beyond(c.value, known)]
        if not (name := file_name(article.image_url)):
            return found
        # "lock gates spring 01", which a content system made of lock-gates-spring_01.jpg
        found = [c for c in found if folded(c.value) != folded(name) and not _SLUG.fullmatch(c.value)]
        shown = (own for figure, text in figures(page) if (own := _beyond(text, known)) and _shows(figure, name))
        if caption := next(shown, None):
            longer = not found or folded(found[0].value) in folded(caption)
            found.insert(0 if longer else len(found), self.candidate(caption, "figcaption", caption, page))
        elif not found and (caption := beneath(page, name, article)):
            found.append(self.candidate(caption, "beneath", caption, page))
        elif not found and (caption := in_attribute(page, name)) and _beyond(caption, known):
            found.append(self.candidate(caption, "attribute", caption, page))
        return found

    def refusal(self, value: str, page: Page) -> str | None:
        return "longer than a caption" if len(value) > LONGEST_CAPTION else None
