"""Pages of every class that news sites have, drawn by chance from the demo's stories, and what must come of each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from random import Random

from crawler.demo import DemoArticle, all_articles
from crawler.page import Page
from drawn import harder, setting, telling
from drawn.draw import MORE, Draw, Told
from drawn.frame import framed
from pipelines import extract

CLASSES: dict[str, Callable[[Draw], Told]] = {
    made.__name__.replace("_", " "): made
    for made in (
        *(telling.live_blog, telling.interview, telling.letters, telling.recipe, telling.results),
        *(telling.press_release, telling.gallery, telling.video, telling.short, telling.long, telling.script_state),
        *(setting.endless, setting.split, setting.notices, setting.paywall, setting.read_more, setting.fact_box),
        *(setting.rates, setting.posts, setting.legacy, setting.printed_inside, setting.opinion, setting.captions),
        *(setting.told_twice, setting.bare, setting.discussed),
        *(harder.crowded, harder.ticker, harder.flat, harder.asked_within, harder.prices, harder.long_captions),
        *(harder.signed_at_the_foot, harder.declared_alone),
    )
}
# Whose pictures are no lead picture; which show their story as it is, and no quote of another.
PICTURED = ("gallery", "long captions", "legacy", "video", "opinion", "crowded")
IN_LINE = ("inline", "dialogue")  # kinds of quotes whose speakers the paragraphs name; others have lines of their own
WHOLE = (
    "split",
    "notices",
    "fact box",
    "rates",
    "legacy",
    "printed inside",
    "captions",
    "told twice",
    "bare",
    "endless",
)
_OF_THE_DEMO = [
    story
    for story in all_articles()
    if story.description and "T" in story.published_at and story.body.count("\n\n") >= 2 and story.markup != "live_blog"
]
_OF_MORE_LANGUAGES = [
    replace(
        _OF_THE_DEMO[0],
        **{name: told[name] for name in ("title", "description")},
        body=told["body"].strip(),
        authors=[told["author"]],
        published_at=f"2026-0{3 + at}-1{at}T1{at}:4{at}:00",
        language=language,
        quotes=None,
    )
    for language, words in MORE.items()
    for at, told in enumerate(words["stories"])
]
STORIES = [*_OF_THE_DEMO, *_OF_MORE_LANGUAGES]


@dataclass(frozen=True)
class Outcome:
    """What was read wrong of a page: the fields, and of its body the paragraphs that are lost and those too many."""

    html: str
    wrong: frozenset[str]
    lost: Sequence[str]
    surplus: Sequence[str]


def outcome(name: str, story: DemoArticle, chance: Random) -> Outcome:
    """Return what is read of *story* on a page of the class *name*, drawn by *chance*."""
    others = [other for other in STORIES if other.language == story.language and other is not story]
    draw = Draw(story, chance.sample(others, len(others)), chance)
    told = CLASSES[name](draw)
    html = framed(draw, told)
    article = extract(Page.from_html(html, f"https://harbour.example{told.path}"), reraise=True)
    body = article.body.split("\n\n") if article.body else []
    known = Counter(told.body)
    lost = list((known - Counter(body)).elements())
    may = {story.description, *told.may}
    surplus = [text for text in (Counter(body) - known).elements() if text not in may]
    right = {
        "title": article.title == story.title,
        "published_at": (article.published_at or "")[:16] == f"{draw.when:%Y-%m-%dT%H:%M}",
        "view_count": article.view_count == draw.views,
        "authors": article.authors == ([draw.author] if draw.author else []),
        "body": not lost and not surplus and [text for text in body if text in known] == list(told.body),
    }
    right |= {name: value == getattr(article, name) for name, value in _also_told(draw, told).items()}
    right["access"] = (article.access == "paywalled") == (name == "paywall")
    if "kind" not in told.fields:
        right["kind"] = article.kind in (None, "article")
    changed = f"{draw.changed:%Y-%m-%dT%H:%M}" if draw.changed else ""
    right["modified_at"] = (article.modified_at or "")[:16] == changed
    if name not in PICTURED:
        captions = {_packed(re.findall(r"\w", told)) for told in draw.pictures or [""]}
        right["image_caption"] = _packed(re.findall(r"\w", article.image_caption or "")) in captions
    if name in WHOLE and story.quotes is not None:
        said = [(quote.text, quote.speaker) for quote in article.quotes]
        right["quotes"] = all((q.text, q.speaker) in said for q in story.quotes if q.kind in IN_LINE)
    if told.entries:
        read = {((entry.published_at or "")[:16], _packed([entry.body])) for entry in article.entries}
        right["entries"] = read == {(stamp, _packed(texts)) for stamp, texts in told.entries}
    if told.joined:
        right["body"] = _packed(told.body) in _packed(body)
    if name in ("script state", "declared alone"):  # what the page does not show is in the script, or nowhere
        right = {"body": right["body"]}
    return Outcome(html, frozenset(field for field, is_right in right.items() if not is_right), lost, surplus)


def _also_told(draw: Draw, told: Told) -> dict[str, object]:
    """What the page says besides the story's title, date, counter, author and text."""
    standfirst = {"description": draw.story.description} if draw.standfirst else {}
    return {"language": draw.story.language, **standfirst, **told.fields}


def _packed(texts: Sequence[str]) -> str:
    return "".join("".join(texts).split())
