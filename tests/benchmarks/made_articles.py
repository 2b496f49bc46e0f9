"""Articles made for measuring: real vocabulary with its real frequencies, many sites, several languages, wire copies.

Words and how often they are used come from the package `wordfreq` (`pip install wordfreq`). Equal for equal seeds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from zlib import crc32

import numpy as np
from made_pages import SitePages
from wordfreq import get_frequency_dict

from crawler.items import Article, Quote
from crawler.page import Page

# Code: how many in a hundred articles, how a language says "said", what stands between words.
LANGUAGES = {
    "en": (40, "said", " "),
    "de": (12, "sagte", " "),
    "es": (12, "dijo", " "),
    "fr": (8, "a déclaré", " "),
    "ru": (8, "сказал", " "),
    "uk": (6, "сказав", " "),
    "ar": (4, "قال", " "),
    "hi": (4, "ने कहा", " "),
    "zh": (6, "说", ""),
}
SITES = 400
FIRST_DAY = datetime(2016, 1, 1, tzinfo=UTC)
SPAN = timedelta(days=3650)
COPIED = 0.15  # of the articles tell a wire story that another site had
RECENT = 3000  # articles, of which one is copied


@dataclass(frozen=True)
class Vocabulary:
    """The words of one language by frequency, and the people its articles quote."""

    language: str

    @cached_property
    def words(self) -> np.ndarray:
        """The words, the commonest first."""
        found = [word for word in get_frequency_dict(self.language, wordlist="small") if word.isalpha()]
        return np.array(found, dtype=object)

    @cached_property
    def _sums(self) -> np.ndarray:
        frequencies = get_frequency_dict(self.language, wordlist="small")
        sums = np.cumsum([frequencies[word] for word in self.words])
        return sums / sums[-1]

    @cached_property
    def people(self) -> list[str]:
        """20,000 full names, made of words that are no common ones."""
        rng = np.random.default_rng(1)
        pairs = rng.integers(2000, len(self.words), (20_000, 2))
        return [f"{self.words[a].title()} {self.words[b].title()}" for a, b in pairs]

    def text(self, rng: np.random.Generator, size: int) -> list[str]:
        """*size* words as they come in texts."""
        places = np.searchsorted(self._sums, rng.random(size))
        return list(self.words[np.minimum(places, len(self.words) - 1)])


@dataclass(frozen=True)
class Made:
    """An article, and the page it stands on at its site."""

    article: Article
    html: bytes
    seen_at: datetime
    headers: dict[str, str]


class Maker:
    """Makes *count* articles, the oldest first, spread over *span*; with *large_pages* on pages of real size."""

    def __init__(self, count: int, seed: int = 0, *, span: timedelta = SPAN, large_pages: bool = False) -> None:
        self.count = count
        self.span = span
        self.rng = np.random.default_rng(seed)
        self.vocabularies = {code: Vocabulary(code) for code in LANGUAGES}
        shares = np.array([share for share, _, _ in LANGUAGES.values()], dtype=float)
        self.site_languages = self.rng.choice(list(LANGUAGES), SITES, p=shares / shares.sum())
        weights = 1 / np.arange(1, SITES + 1) ** 0.8
        self.site_weights = weights / weights.sum()
        self.recent: list[tuple[str, str, list[str]]] = []  # language, title, paragraphs
        self.frames = {site: self._frame(site) for site in range(SITES)}
        names = [str(word) for word in self.vocabularies["en"].words[:3000] if word.isascii()]
        self.sites = [SitePages(f"site{site}.example", names, site) for site in range(SITES)] if large_pages else None

    def __iter__(self) -> Iterator[Made]:
        sites = self.rng.choice(SITES, self.count, p=self.site_weights)
        for number in range(self.count):
            yield self.make(number, int(sites[number]))

    def make(self, number: int, site: int) -> Made:
        """Return the article with this *number*, which stands at *site*."""
        rng, language = self.rng, str(self.site_languages[site])
        published = FIRST_DAY + self.span * (number / self.count)
        title, paragraphs = self._story(language)
        people = self._people(language)
        body, quotes = self._with_quotes(language, paragraphs, people)
        footer = " ".join(self.frames[site][1])
        body = f"{body}\n\n{footer}"
        url = f"https://www.site{site}.example/{published:%Y/%m/%d}/story-{number}"
        article = Article(
            page=Page(url),
            url=url,
            site=f"site{site}.example",
            title=title,
            description=" ".join(paragraphs[0].split(" ")[:25]),
            authors=[people[-1]],
            section=f"section {rng.integers(8)}",
            language=language,
            published_at=published.isoformat(timespec="seconds"),
            published_at_precision="second",
            body=body,
            word_count=len(body.split()),
            view_count=int(rng.lognormal(6, 2)) if site % 5 == 0 else None,
            quotes=quotes,
            provenance={
                name: {"source": "json_ld", "evidence": "NewsArticle"} for name in ("title", "body", "published_at")
            },
        )
        seen_at = published + timedelta(minutes=10)
        if self.sites:
            _dress(article)
            page = self.sites[site].page(article, seen_at)
            return Made(article, page, seen_at, self.sites[site].headers(seen_at))
        head, _, tail = self.frames[site]
        html = f"{head}<h1>{title}</h1><p>{body.replace(chr(10), '</p><p>')}</p>{tail}".encode()
        return Made(article, html, seen_at, {"Content-Type": "text/html; charset=utf-8"})

    def _story(self, language: str) -> tuple[str, list[str]]:
        """A new story, or a recent one as another outlet prints it: cut, a word exchanged here and there."""
        rng = self.rng
        if self.recent and rng.random() < COPIED:
            for place in rng.integers(0, len(self.recent), 8):
                known, title, paragraphs = self.recent[place]
                if known == language:
                    kept = paragraphs[: max(2, int(len(paragraphs) * rng.uniform(0.6, 1.0)))]
                    return title, [self._edited(language, paragraph) for paragraph in kept]
        between = LANGUAGES[language][2]
        words = self.vocabularies[language].text(rng, 8 + int(rng.lognormal(5.75, 0.6)))
        title, rest = between.join(words[:8]), words[8:]
        paragraphs = [_sentences(rest[i : i + 45], between) for i in range(0, len(rest), 45)] or ["-"]
        self.recent.append((language, title, paragraphs))
        del self.recent[:-RECENT]
        return title, paragraphs

    def _edited(self, language: str, paragraph: str) -> str:
        between = LANGUAGES[language][2]
        words = paragraph.split(between) if between else list(paragraph)
        for place in self.rng.integers(0, len(words), 2):
            words[place] = self.vocabularies[language].text(self.rng, 1)[0]
        return between.join(words)

    def _people(self, language: str) -> list[str]:
        people = self.vocabularies[language].people
        return [people[int(len(people) ** self.rng.random()) - 1] for _ in range(2)]

    def _with_quotes(self, language: str, paragraphs: list[str], people: list[str]) -> tuple[str, list[Quote]]:
        _, said, between = LANGUAGES[language]
        quotes: list[Quote] = []
        parts: list[str] = []
        at = 0
        for number, paragraph in enumerate(paragraphs):
            quoting = ""
            if number % 3 == 1 and len(quotes) < 4:
                words = between.join(self.vocabularies[language].text(self.rng, 14))
                speaker = people[len(quotes) % len(people)]
                quoting = f"“{words}”, {said} {speaker}. "
                start = at + 1
                quotes.append(Quote(words, start, start + len(words), "inline", len(quotes), speaker, speaker, said))
            parts.append(quoting + paragraph)
            at += len(parts[-1]) + 2
        return "\n\n".join(parts), quotes

    def _frame(self, site: int) -> tuple[str, list[str], str]:
        """What is around each story of a site: 20 kB of menus, scripts and teasers, and the line under its stories."""
        language = str(self.site_languages[site])
        words = self.vocabularies[language].text(np.random.default_rng(site), 1500)
        menu = "".join(f'<li class="menu-item c{i}"><a href="/{w}/">{w}</a></li>' for i, w in enumerate(words[:200]))
        teasers = "".join(
            f'<div class="teaser"><p>{" ".join(words[i : i + 12])}</p></div>' for i in range(200, 1400, 12)
        )
        head = f"<!doctype html><html lang={language}><body><ul>{menu}</ul><main>"
        return head, words[1400:1425], f"</main><aside>{teasers}</aside></body></html>"


def _dress(article: Article) -> None:
    """Fill the fields that most real articles have, and say of all where they come from, as reading a page does."""
    address = article.url
    article.tags = (article.title or "").split(" ")[:5]
    article.image_url = f"https://img.{article.site}/public/incoming/{crc32(address.encode()):08x}/alternates/16x9.jpg"
    article.image_caption = (article.description or "")[:70]
    article.access, article.kind = "free", "news"
    fields: dict[str, tuple[str, object]] = {
        "title": ("json_ld", article.title),
        "description": ("line_under_headline", article.description),
        "authors": ("json_ld", article.authors[0]),
        "body": (
            "visible_text",
            f"{len((article.body or '').split())} paragraphs, {len(article.body or '')} characters",
        ),
        "section": ("json_ld", article.section),
        "tags": ("meta_tags", article.tags),
        "language": ("text", f"{len(article.body or '')} characters"),
        "published_at": ("json_ld", article.published_at),
        "image_url": ("json_ld", article.image_url),
        "image_caption": ("json_ld_caption", article.image_caption),
        "access": ("json_ld", "isAccessibleForFree: true"),
        "kind": ("json_ld", "NewsArticle"),
        "quotes": ("marks", f"{len(article.quotes)} marked"),
    }
    article.provenance = {name: {"source": source, "evidence": str(value)} for name, (source, value) in fields.items()}
    article.provenance["title"] |= {"disagree": ["open_graph", "title_tag"]}
    article.provenance["published_at"] |= {"precision": "second"}


def _sentences(words: list[str], between: str) -> str:
    return (". " if between else "。").join(between.join(words[i : i + 15]) for i in range(0, len(words), 15)) + "."
