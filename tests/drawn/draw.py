"""What a page is drawn with: a story, the site's words and names for its elements, and the chance that chooses."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from pathlib import Path
from random import Random
from typing import Any

from dressing import WORDS as DRESSING
from dressing import namer

from crawler.demo import DemoArticle

WORDS = tomllib.loads((Path(__file__).parent / "words.toml").read_text("utf-8"))
MORE = tomllib.loads((Path(__file__).parent / "more_languages.toml").read_text("utf-8"))
SHAPES = (
    *(
        "<p>{}</p>",
        "<p>{}</p>",
        "<div>{}</div>",
        "{}<br><br>",
        "<section><p>{}</p></section>",
        "<p><font>{}</font></p>",
    ),
    *("<div><p>{}</p></div>", "<p><span>{}</span></p>", "<div><span>{}</span></div>"),
)
LONGEST_HEADING = 70
SHORTEST_IN_POOL = 60
_ENDS = re.compile(r"[.!?。！？।؟…:：][\"'”“»」』)]*$")


def _is_heading(paragraph: str) -> bool:
    return len(paragraph) <= LONGEST_HEADING and not _ENDS.search(paragraph) and "\n" not in paragraph


@dataclass(frozen=True)
class Told:
    """What a page shows of a story and what must come out: `body` in this order; each of `may` may come too.

    `beside` stands near the story, not in it. `whole`: the html is a document and not the inside of one. `joined`: the
    words count, not how they are parted. `fields`: what else the page tells, by the names of `Article`.
    `entries`: when each entry of a live blog was written, where the page tells that to machines, and its texts.
    """

    html: str
    body: Sequence[str]
    may: frozenset[str] = frozenset()
    whole: bool = False
    joined: bool = False
    head: str = ""
    beside: str = ""
    path: str = "/news/1"
    fields: Mapping[str, Any] = field(default_factory=dict)
    entries: Sequence[tuple[str, Sequence[str]]] = ()


@dataclass
class Draw:
    """One page to be drawn."""

    story: DemoArticle
    others: Sequence[DemoArticle]
    chance: Random
    words: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        language, chance = self.story.language, self.chance
        self.words = MORE.get(language) or DRESSING[language] | WORDS[language]
        self.named = namer(chance)
        self.shape = chance.choice(SHAPES)
        self.heading = chance.choice(("<h2>{}</h2>", "<h3>{}</h3>", "<p><strong>{}</strong></p>", "<h4>{}</h4>"))
        self.paragraphs = self.story.body.split("\n\n")
        self.when = datetime.fromisoformat(self.story.published_at[:16])
        self.views = chance.randint(1200, 98_000) if self.maybe(0.7) else None
        self.author = self.story.authors[0] if self.story.authors and self.maybe(0.6) else None
        self.standfirst = False  # whether the page prints one
        self.pictures: list[str] = []  # what stands under each, with its credit where that is printed, in no order
        self.further = Random()  # chance for what came later: what is drawn by the other one stays as it was
        self.further.setstate(chance.getstate())
        self.changed: datetime | None = None  # when the page says that it was
        self.time_shape = ""  # how a live blog sets the times of its entries, once it has
        self._tags: dict[str, str] = {}
        self._pool = [p for o in self.others for p in o.body.split("\n\n") if len(p) > self._least(SHORTEST_IN_POOL)]
        chance.shuffle(self._pool)

    @property
    def prose(self) -> list[str]:
        """The story's paragraphs without its subheadings: a page that shows a part of it ends with none."""
        return [paragraph for paragraph in self.paragraphs if not _is_heading(paragraph)]

    def _least(self, size: int) -> int:
        return size // 2 if self.story.language in ("zh", "ja", "ko") else size

    def of(self, story: DemoArticle) -> Draw:
        """How the same site would set another story."""
        other = copy(self)
        other.story, other.paragraphs = story, story.body.split("\n\n")
        other.when = datetime.fromisoformat(f"{story.published_at:.10}T{self.chance.randint(6, 22):02}:20")
        other.views = self.views and self.chance.randint(100, 9999)
        other.author = story.authors[0] if story.authors and self.author else None
        return other

    def maybe(self, share: float = 0.5) -> bool:
        return self.chance.random() < share

    def more(self, count: int) -> list[str]:
        """Paragraphs of the other stories, none of them twice; fewer where there are no more."""
        taken, self._pool = self._pool[:count], self._pool[count:]
        return taken

    def person(self) -> str:
        names = [name for other in self.others for name in other.authors if name not in self.story.authors]
        return self.chance.choice(names or ["Kim Lind"])

    def box(self, name: str, inner: str, tags: Sequence[str] = ("div",)) -> str:
        """An element whose tag is drawn once for each name."""
        tag = self._tags.setdefault(name, self.chance.choice(tags))
        return f"<{tag}{self.named(name)}>{inner}</{tag}>"

    def say(self, key: str) -> str:
        """The site's words for something, with people, numbers and times filled in."""
        chance = self.chance
        time = f"{chance.randint(0, 23):02}:{chance.randint(0, 59):02}"
        return escape(self.words[key].format(a=self.person(), n=chance.randint(2, 58), t=time))

    def text(self, paragraph: str) -> str:
        """A paragraph in the site's shape; a heading in its own."""
        inner = escape(paragraph).replace("\n", "<br>")
        return (self.heading if _is_heading(paragraph) else self.shape).format(inner)

    def texts(self, paragraphs: Sequence[str]) -> list[str]:
        return [self.text(paragraph) for paragraph in paragraphs]

    def link(self, text: str) -> str:
        return f'<a href="/n/{self.chance.randint(2, 9999)}">{escape(text)}</a>'

    def strew(self, texts: list[str], boxes: Sequence[str], share: float = 0.5) -> str:
        """*texts* with some of *boxes* between them, none above the first or below the last."""
        texts = list(texts)
        for box in boxes if len(texts) > 1 else ():
            if self.maybe(share):
                texts.insert(self.chance.randint(1, len(texts) - 1), box)
        return "".join(texts)
