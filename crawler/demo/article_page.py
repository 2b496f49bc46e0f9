"""What a markup is given to print: one story in its outlet, with the words of its language."""

from __future__ import annotations

from dataclasses import dataclass

from crawler.demo.content import (
    BlockQuote,
    Image,
    ItemList,
    Outlet,
    PageBreak,
    Paragraph,
    Story,
    Subheading,
    Update,
)
from crawler.demo.templates import Html, fill, inline
from crawler.demo.words import Words, all_words

PlainPart = Paragraph | Subheading | BlockQuote | ItemList | Image


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link as templates use it; `views` are those of the story it leads to."""

    url: str
    text: str
    views: str = ""


def menu_links(outlet: Outlet, words: Words) -> list[Link]:
    """Return the main navigation: home, sections, editions in other languages."""
    sections = [Link(url=outlet.url(f"/{name}/"), text=words.sections[name]) for name in outlet.sections]
    editions = [
        Link(url=outlet.url(f"/{code}/"), text=all_words()[code].labels["language"]) for code in outlet.editions
    ]
    return [Link(url=outlet.url("/"), text=words.labels["home"]), *sections, *editions]


def footer_links(outlet: Outlet, words: Words) -> list[Link]:
    """Return the links at the foot of every page, none of which leads to news."""
    names = {"/about/": "about", "/contact/": "contact", "/gallery/": "gallery", "/most-read/": "most_read"}
    return [Link(url=outlet.url(path), text=words.labels[name]) for path, name in names.items()]


def story_links(outlet: Outlet, words: Words, stories: list[Story]) -> list[Link]:
    """Return links to *stories* with their view counts as *words* prints them."""
    return [
        Link(
            url=outlet.url(story.path),
            text=story.title,
            views="" if story.view_count is None else words.label("views", words.print_number(story.view_count)),
        )
        for story in stories
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticlePage:
    """All that a markup needs to print one story."""

    outlet: Outlet
    story: Story
    words: Words
    related: list[Story]
    most_read: list[Story]
    number: int = 1  # of the page, where the story has several

    @property
    def url(self) -> str:
        return self.outlet.url(self.story.path)

    @property
    def page_url(self) -> str:
        """The address of this page of the story; `url` is that of the first."""
        return self.outlet.url(self.story.page_path(self.number))

    def other_page(self, number: int) -> str | None:
        """Return the address of another page of the story, or None if it has no such page."""
        return self.outlet.url(self.story.page_path(number)) if 1 <= number <= len(self.story.pages) else None

    @property
    def parts(self) -> list[PlainPart]:
        """The parts of this page, the entries of a live blog as a heading and paragraphs each."""
        parts: list[PlainPart] = []
        for part in self.story.pages[self.number - 1]:
            match part:
                case Update(_, title, texts):
                    parts += [Subheading(title), *(Paragraph(text) for text in texts)]
                case PageBreak():
                    pass
                case _:
                    parts.append(part)
        return parts

    @property
    def minutes(self) -> int:
        """How long a system thinks that the story takes to read; it is wrong about languages without spaces."""
        return 2 + self.story.number % 5

    def count(self, name: str) -> str | None:
        """Return the counter with a label around it, as in "Hits: 1,234"; None where the story has none."""
        views = self.story.view_count
        return None if views is None else self.words.label(name, self.words.print_number(views))

    @property
    def home(self) -> str:
        return self.outlet.url("/")

    @property
    def say(self) -> dict[str, str]:
        return self.words.labels

    def fill(self, template: str, /, **values: object) -> Html:
        """Return *template* filled with *values*, and with this `page`, its `story`, `outlet` and words (`say`)."""
        return fill(template, page=self, story=self.story, outlet=self.outlet, say=self.say, **values)

    @property
    def section_name(self) -> str:
        return self.words.sections[self.story.section]

    @property
    def section_url(self) -> str:
        return self.outlet.url(f"/{self.story.section}/")

    def link(self, path: str) -> str:
        return self.outlet.url(path)

    def menu(self) -> list[Link]:
        return menu_links(self.outlet, self.words)

    def footer(self) -> list[Link]:
        return footer_links(self.outlet, self.words)

    def author_links(self) -> list[Link]:
        return [Link(url=self.link(author_path(name)), text=name) for name in self.story.authors]

    def tag_links(self) -> list[Link]:
        return [Link(url=self.link(f"/tag/{tag}/"), text=tag) for tag in self.story.tags]

    def story_links(self, stories: list[Story]) -> list[Link]:
        return story_links(self.outlet, self.words, stories)

    def text(self, text: str, *, strong: str = "strong", em: str = "em") -> Html:
        """Return a paragraph of the story as HTML."""
        return inline(text, self.link, strong=strong, em=em)


def author_path(name: str) -> str:
    """Return the path of an author's own page.

    >>> author_path("Marta Oakes")
    '/author/marta-oakes/'
    """
    return f"/author/{name.lower().replace(' ', '-')}/"
