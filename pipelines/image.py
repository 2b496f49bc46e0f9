"""The picture that the page declares for its story, and the caption printed under it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborNode

from crawler.blocks import Attributes
from crawler.items import Article
from crawler.page import Page
from crawler.reading.bylines import starts_byline
from crawler.reading.furniture import is_advert_label
from crawler.reading.text import clean, folded
from crawler.reading.urls import UrlError, web_url
from crawler.structured_data import text_of
from pipelines.field import Candidate, FieldPipeline, Found

LONGEST_URL = 2000
LONGEST_CAPTION = 1000
SHORTEST_NAME = 5  # letters of a file's name that tells it from others
MOST_FIGURES = 30
MOST_MARKED = 10
DEEPEST = 3  # elements around a caption and its picture
LONGEST_BOX = 4000  # characters of markup around a picture and what stands beneath it
LONGEST_BENEATH = 300  # characters
SHORTEST_DENSE = 6  # characters without a space
# Text for readers' devices alone, which no screen shows.
_HIDDEN = 'script, style, noscript, [class*="hidden"], [class*="sr-only"], [class*="screen-reader"]'
_IMAGES = "img, amp-img"
_CREDIT = re.compile(
    r"(?:^|[\s_-])(?:credits?|copyright|photographer|photo-?author|author|source|quelle)(?:\s|$)", re.IGNORECASE
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
_NO_PICTURE = re.compile(
    r"(?:^|[/_.-])(?:logo|placeholder|favicon|blank|spacer|default[_-]?(?:image|share|og)|no-?image)", re.IGNORECASE
)
_NAME = re.compile(r"[^/]+$")
_SIZED = re.compile(r"[-_]")


def _address(value: Any, page: Page) -> str | None:
    """The absolute address in *value*: a string, or an ImageObject's `url`, `contentUrl` or `@id`."""
    value = page.structured.resolve(value)
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("url") or value.get("contentUrl") or value.get("@id")
        return _address(value, page) if isinstance(value, list | str) else None
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST_URL:
        return None
    try:
        return web_url(clean(value), page.url)
    except UrlError:
        return None


def json_ld(page: Page) -> str | None:
    return next(filter(None, (_address(v, page) for v in page.structured.values("image"))), None)


def open_graph(page: Page) -> str | None:
    return _address(page.meta.get("og:image") or page.meta.get("og:image:url"), page)


def microdata(page: Page) -> str | None:
    return next(filter(None, (_address(value, page) for value in page.microdata.get("image", [])[:1])), None)


def twitter(page: Page) -> str | None:
    return _address(page.meta.get("twitter:image") or page.meta.get("twitter:image:src"), page)


class ImageUrlPipeline(FieldPipeline[str]):
    """`image_url`, absolute: the picture declared for the story, not the site's mark."""

    field = "image_url"
    sources = (json_ld, open_graph)

    def candidates(self, page: Page, article: Article) -> list[Candidate[str]]:
        found = super().candidates(page, article)
        # It repeats og:image, and reading an address costs more than all else here.
        if not any(c.refused is None for c in found) and (address := twitter(page)):
            found.append(self.candidate(address, "twitter", address, page))
        if not any(c.refused is None for c in found) and (address := microdata(page)):
            found.append(self.candidate(address, "microdata", address, page))
        return found

    def refusal(self, value: str, page: Page) -> str | None:
        return "the site's mark, or a stand-in" if _NO_PICTURE.search(urlsplit(value).path) else None

    def same(self, one: str, other: str) -> bool:
        return file_name(one) == file_name(other)


# What content systems append to the name of a picture for its size: lock-800x600, lock_XL, lock-scaled
_SIZE = re.compile(
    r"(?<=\w)[-_](?:\d{2,4}x\d{2,4}(?![\dx])|(?:x?[sml]|xs|xl|xxl|scaled|small|medium|large|thumb|generic)$)"
    r"|_w\d{2,4}(?:_[a-z]{1,2}\d{0,4})*$",  # lock_w250_r1_s
    re.IGNORECASE,
)


def file_name(address: str) -> str:
    """Return the name of the file at *address*, without its ending: sizes and hosts differ, the name stays.

    >>> file_name("https://img.harbour.example/800x600/lock-gates.webp?w=800")
    'lock-gates'
    """
    match = _NAME.search(unquote(urlsplit(address).path).rstrip("/"))
    if match is None:
        return ""
    name = match[0].rpartition(".")[0] or match[0]
    return _SIZE.sub("", _ENDING.sub("", name))  # lock-gates.jpg.webp


_ENDING = re.compile(r"(?<=\w)\.(?:jpe?g|png|webp|gif|avif)$", re.IGNORECASE)


def json_ld_caption(page: Page) -> Found[str] | None:
    """The caption that the declared picture carries with it."""
    for value in page.structured.values("image"):
        if isinstance(value, dict) and (caption := text_of(value.get("caption"))):
            return Found(caption, caption)
    return None


def _figures(page: Page) -> Iterator[tuple[LexborNode, str]]:
    """The figures of the page with their captions, and what a class alone makes one: <p class="wp-caption-text">."""
    for figure in page.elements.at(page.elements.tagged("figure")[:MOST_FIGURES]):
        caption = figure.css_first("figcaption")
        if caption is not None and (text := _caption(caption)):
            yield figure, text
    for node in page.elements.at(page.elements.classed(_CAPTIONS))[:MOST_MARKED]:
        if node.tag not in ("figure", "figcaption") and (text := _caption(node)):
            around = next((above for above in islice(_above(node), DEEPEST) if above.css_first(_IMAGES)), None)
            around = around or _picture_before(node)
            if around is not None and node.css_first(_IMAGES) is None:
                yield around, text


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
    text = _LOOSE.sub(lambda match: match[0].strip(), clean(text))
    # Who took the picture stands last, wherever the markup has it: <p class=credit>Ann Lee</p><p>The lock</p>.
    first = next((child for child in node.iter()), None)
    if first is not None and _CREDIT.search(first.attributes.get("class") or ""):
        credit = clean(first.text(separator=" "))
        return f"{text.removeprefix(credit).strip()} {credit}".strip() if text.startswith(credit) else text
    beside = node.next
    while beside is not None and beside.tag in ("-text", "-comment"):
        beside = beside.next
    if beside is not None and node.tag != "figcaption" and _CREDIT.search(beside.attributes.get("class") or ""):
        credit = clean(beside.text(separator=" "))
        return f"{text} {credit}" if text and credit and len(credit) <= LONGEST_CREDIT and credit not in text else text
    return text


def beneath(page: Page, name: str, article: Article) -> str | None:
    """What stands alone with the picture of that *name* in an element, and is nothing else that is known of *article*.

    <div><picture><img src=lock.jpg></picture><div class="alt">The lock. Photo: Ann Lee</div></div>
    """
    elements = page.elements
    images = [place for place in elements.tagged("img") if _is_of(elements.attributes[place], name)]
    for image in elements.at(images[:MOST_FIGURES]):
        for around in islice(_above(image), DEEPEST):
            text = _caption(around) if len(around.html or "") <= LONGEST_BOX else ""
            if not text:
                continue
            lone = len(around.css("img")) == 1 and around.css_first("h1, h2, h3, time, p + p, li, button") is None
            lone = lone and not any(clean(link.text()) for link in around.css("a")[:MOST_MARKED])
            if lone and _is_caption_like(text) and not _is_known(text, article):
                return text
            break
    return None


def _is_known(text: str, article: Article) -> bool:
    """Whether the title, the description or the body of *article* say *text*, or it says one of them."""
    key = folded(text)
    known = filter(None, (folded(told or "") for told in (article.title, article.description, article.body)))
    return any(key in other or other in key for other in known)


def _is_of(attributes: Attributes, name: str) -> bool:
    """Whether an image with these *attributes* shows the file of that *name*."""
    addresses = (attributes.get("src") or "", attributes.get("data-src") or "")
    # Most addresses of a page are others', which to read costs more: sizes, which are left out, follow a "-" or "_".
    begins = _SIZED.split(name, maxsplit=1)[0]
    return any((begins in address or "%" in address) and file_name(address) == name for address in addresses)


def _is_caption_like(text: str) -> bool:
    """Whether *text* is no label, number, byline or date: of several words, or long in a script without spaces."""
    says = " " in text or len(text) >= SHORTEST_DENSE
    told = text[0].isdigit() or _ENDS_IN_CLOCK.search(text) or is_advert_label(text) or starts_byline(text)
    return says and len(text) <= LONGEST_BENEATH and not told


def _above(node: LexborNode) -> Iterator[LexborNode]:
    while (node_above := node.parent) is not None and node_above.tag not in ("main", "body"):
        # <article class="media media--type-image"> holds a picture and its caption
        if node_above.tag == "article" and "media" not in (node_above.attributes.get("class") or ""):
            break
        yield node_above
        node = node_above


def _shows(figure: LexborNode, name: str) -> bool:
    """Whether *figure* shows the file of that *name*; a short one must be the whole name."""
    if len(name) >= SHORTEST_NAME and name in unquote(figure.html or ""):
        return True
    images = figure.css(_IMAGES)[:MOST_FIGURES]
    return any(file_name(image.attributes.get("src") or "") == name for image in images) if name else False


class ImageCaptionPipeline(FieldPipeline[str]):
    """`image_caption`: what stands under the picture of `image_url`; never that of another picture."""

    field = "image_caption"
    sources = (json_ld_caption,)

    def candidates(self, page: Page, article: Article) -> list[Candidate[str]]:
        if article.image_url is None:
            return []
        found = super().candidates(page, article)
        name = file_name(article.image_url)
        shown = (
            (caption for figure, caption in _figures(page) if _shows(figure, name)) if name and not found else iter(())
        )
        if caption := next(shown, None):
            found.append(self.candidate(caption, "figcaption", caption, page))
        elif not found and name and (caption := beneath(page, name, article)):
            found.append(self.candidate(caption, "beneath", caption, page))
        return found

    def refusal(self, value: str, page: Page) -> str | None:
        return "longer than a caption" if len(value) > LONGEST_CAPTION else None
