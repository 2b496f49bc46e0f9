"""The parts of a story as a markup prints them: a template for each kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from crawler.demo.article_page import ArticlePage, PlainPart
from crawler.demo.content import BlockQuote, Image, ItemList, Paragraph, Subheading
from crawler.demo.templates import Html, each, fill, given

NOTHING: Mapping[int, Html] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class PartTemplates:
    """A template for each kind of part, in which `it` is what it says.

    `pull_quote`: where it is another one than `quote`. `caption` and `credit` stand in `figure` as `it` and `credit`
    where the image has them. `strong` and `em`: the elements of emphasis in paragraphs.
    """

    paragraph: str = "<p>{it}</p>\n"
    subheading: str = "<h2>{it}</h2>\n"
    quote: str
    pull_quote: str | None = None
    items: str = "<ul>{it}</ul>\n"
    item: str = "<li>{it}</li>"
    figure: str
    caption: str = "{it}"
    credit: str = ""
    strong: str = "strong"
    em: str = "em"

    def print(self, page: ArticlePage, part: PlainPart) -> Html:
        """Return *part* of the story on *page* as HTML."""
        match part:
            case Paragraph(text):
                return fill(self.paragraph, it=page.text(text, strong=self.strong, em=self.em))
            case Subheading(text):
                return fill(self.subheading, it=text)
            case BlockQuote(text, source, kind):
                template = self.pull_quote if kind == "pull" and self.pull_quote else self.quote
                return fill(template, it=page.text(text), source=source)
            case ItemList(items):
                return fill(self.items, it=each(self.item, items))
            case Image(path, caption, credit):
                owner = given(self.credit, credit, say=page.say)
                return fill(
                    self.figure, src=page.link(path), it=given(self.caption, caption), credit=owner, say=page.say
                )

    def print_all(self, page: ArticlePage, between: Mapping[int, Html] = NOTHING) -> list[Html]:
        """Return all parts of the story on *page*; *between*: what stands behind the part of a number, from 1."""
        return [Html(self.print(page, part) + between.get(at, "")) for at, part in enumerate(page.parts, start=1)]
