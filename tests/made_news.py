"""News that is made up for measuring and testing: any number of stories in several languages, and copies of them."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from functools import cache
from itertools import accumulate

from crawler.demo.content import stories

LANGUAGES = ("en", "de", "es", "uk")


@cache
def _vocabulary(language: str) -> tuple[tuple[str, ...], tuple[float, ...]]:
    """The words of the demo's stories, and beside them rarer ones made of their halves, as frequent as words are."""
    texts = " ".join(text for story in stories() if story.language == language for text in story.texts())
    words = sorted(set(re.findall(r"[^\W\d_]{2,}", texts)))
    rnd = random.Random(language)
    rnd.shuffle(words)
    made = {a[: len(a) // 2 + 1] + b[len(b) // 2 :].lower() for a in words[:150] for b in words[150:300]}
    words += sorted(made - set(words))
    return tuple(words), tuple(accumulate(1 / (rank + 3) for rank in range(len(words))))


def made_paragraphs(rnd: random.Random, language: str = "en", *, count: int = 6, words: int = 50) -> list[str]:
    """Return paragraphs of some *words* each, with a number in every second one."""
    vocabulary, weights = _vocabulary(language)
    found = []
    for _ in range(count):
        chosen = rnd.choices(vocabulary, cum_weights=weights, k=rnd.randint(words * 3 // 4, words * 5 // 4))
        if rnd.random() < 0.5:
            chosen.insert(rnd.randrange(len(chosen)), str(rnd.randint(2, 9999)))
        found.append(" ".join(chosen).capitalize() + ".")
    return found


def edited(rnd: random.Random, paragraphs: list[str]) -> list[str]:
    """Return *paragraphs* as another outlet prints them: cut, extended, with words exchanged."""
    vocabulary, weights = _vocabulary("en")
    how = rnd.choice(("cut", "dropped", "reworded", "extended"))
    if how == "cut":
        return paragraphs[: max(2, len(paragraphs) * 2 // 3)]
    if how == "dropped":
        left_out = rnd.randrange(len(paragraphs))
        return [paragraph for place, paragraph in enumerate(paragraphs) if place != left_out]
    if how == "extended":
        return [*paragraphs, *made_paragraphs(rnd, count=1)]

    def reword(word: str) -> str:
        is_kept = any(map(str.isdigit, word)) or rnd.random() > 0.12
        return word if is_kept else rnd.choices(vocabulary, cum_weights=weights)[0]

    return [" ".join(map(reword, paragraph.split())) for paragraph in paragraphs]


def made_rows(count: int, *, seed: int = 1, sites: int = 40, copies: float = 0.3) -> Iterator[dict[str, str]]:
    """Yield *count* articles as `newsarc import` reads them, a share of them *copies* of one of the last 500 stories.

    Each site has a footer of its own. `story` says which article tells the same.
    """
    rnd = random.Random(seed)
    footers = [made_paragraphs(rnd, count=2, words=25) for _ in range(sites)]
    recent: list[tuple[str, str, list[str], int]] = []
    for number in range(count):
        site = rnd.randrange(sites)
        if recent and rnd.random() < copies:
            language, story, paragraphs, first = rnd.choice(recent[-500:])
            site = site if site != first else (site + 1) % sites
            paragraphs = edited(rnd, paragraphs)
        else:
            language, story = rnd.choice(LANGUAGES), str(number)
            paragraphs = made_paragraphs(rnd, language, count=rnd.randint(4, 10))
            recent.append((language, story, paragraphs, site))
            del recent[:-500]
        yield {
            "url": f"https://site{site}.example/{number}",
            "site": f"site{site}.example",
            "title": " ".join(paragraphs[0].split()[:7]),
            "body": "\n\n".join([*paragraphs, *footers[site]]),
            "language": language,
            "story": story,
        }
