"""The first picture of a story that has a caption, for pages that declare none: those of the first years of the web."""

from __future__ import annotations

import re
from itertools import islice

from selectolax.lexbor import LexborNode

from crawler.blocks import Attributes, Block
from crawler.items import Article
from crawler.page import Page
from crawler.reading.picture_names import file_name
from crawler.reading.urls import web_url_or_none
from pipelines.field import Found
from pipelines.image_caption import above_of, credited_below, figures, is_caption_like, said_beneath
from pipelines.places.headline_place import headline_at

MOST_IMAGES = 30
HIGHEST = 3  # elements around a picture and its caption
SMALLEST = 60  # points that a photograph is wide and high
LONGEST_URL = 2000
# <img src="ferry_files/lock.jpg">: where a browser put it that saved the page
_SAVED_BESIDE = re.compile(
    r"(?:\./)?[^/]+[_-](?:files|fichiers|Dateien|archivos|arquivos|bestanden|pliki|soubory|file)/"
)
_PHOTOGRAPH = re.compile(r"\.(?:jpe?g|png|webp|avif)\b", re.IGNORECASE)  # smileys and buttons are others


def printed(page: Page, article: Article) -> Found[str] | None:
    """The address of the first picture with a caption between the headline and the end of the story."""
    around = _around_story(page, article)
    if not around:
        return None
    elements = page.elements
    # Below the story stand those who comment: <div class="entry"><img src="ray.jpg"><p>Ray: Nothing will come of it.
    last = article.blocks[-1].element
    end = elements.place(last.node) if last is not None else 0
    for figure, caption in figures(page):
        own = figure.mem_id in around and elements.place(figure) < end
        images = figure.css("img, amp-img") if own and not _leads_elsewhere(figure) else []
        if images and is_caption_like(caption) and (address := _address(images[0].attributes, page)):
            return Found(address, caption)
    for image in elements.at([place for place in elements.tagged("img")[:MOST_IMAGES] if place < end]):
        near = any(above.mem_id in around for above in islice(above_of(image), HIGHEST))
        if not near or _leads_elsewhere(image):
            continue
        address = _address(image.attributes, page)
        told = (said_beneath(image, file_name(address), article) or credited_below(image)) if address else None
        # What is said beside whose portrait, in a forum, is the story: "tom 28.09. 14:55 The bridge is late."
        if address and told and not any(block.text in told for block in article.blocks):
            return Found(address, told)
    return None


def _leads_elsewhere(node: LexborNode) -> bool:
    """Whether *node* stands in a link that says more: <a href="/n/5"><img src="5.jpg"><h4>Whales seen</h4></a>."""
    return any(above.tag == "a" and above.text().strip() for above in islice(above_of(node), HIGHEST))


def _around_story(page: Page, article: Article) -> set[int]:
    """The elements, by identity, around the blocks from the headline to the last one of the story."""
    start, last = headline_at(page, article), article.blocks[-1] if article.blocks else None
    if start is None or not page.html:
        return set()
    end = next((i for i in range(start, len(page.blocks)) if page.blocks[i] is last), start)
    between: list[Block] = page.blocks[start:end]
    around: set[int] = set()
    for block in between:
        for above in block.element.lineage() if block.element else ():
            if above.node.mem_id in around:
                break
            around.add(above.node.mem_id)
    return around


def _address(attributes: Attributes, page: Page) -> str | None:
    """The address of a picture that is large enough for a photograph, as far as is said."""
    address = attributes.get("data-src") or attributes.get("src") or ""
    if _SAVED_BESIDE.match(address):
        return None
    sizes = (attributes.get("width") or "", attributes.get("height") or "")
    if (
        not address
        or len(address) > LONGEST_URL
        or any(s.isdecimal() and int(s) < SMALLEST for s in sizes if len(s) < 6)
    ):
        return None
    return web_url_or_none(address, page.url) if _PHOTOGRAPH.search(address) else None
