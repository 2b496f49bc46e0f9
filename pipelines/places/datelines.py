"""Where on a page dates are printed, and how likely each is the article's own."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice, takewhile
from typing import NamedTuple

from crawler.blocks import HEADINGS, Block, Element
from crawler.data_files import read_table
from crawler.items import Article
from crawler.layout import is_comments, weighs
from crawler.page import Page
from crawler.pieces import pieces
from crawler.reading.dates.calendars import WORDS, month_of
from crawler.reading.dates.date_labels import UNSPACED, WORD, label_after, label_before
from crawler.reading.dates.dates import Moment, Printed, find_printed
from crawler.reading.text import clean, ends_sentence, weight
from crawler.reading.topics import TEXT_TOPICS, text_topics
from pipelines.places.feet import is_own_foot
from pipelines.places.headline_place import headline_or_start, story_end

LONGEST_LINE = 300
LONGEST_PLAIN = 140  # longer lines are sentences that mention a date
SHORT = 60
MOST_BESIDE = 10  # words beside its dates, in a line of the story that prints when it was written
FEW_BESIDE = 4  # in a sentence without a year: "The bridge is to open by 15 December."
MOST_IN_LINE = 4  # dates
MOST_LINES = 200
MOST_AROUND_LISTED, MOST_LISTED = 3, 4  # elements around a date in a list of stories; blocks and links of an entry
SHORTEST_LISTED = 30  # Latin characters, of a headline there
DEEPEST = 60  # elements around a line
FARTHEST_ABOVE, FARTHEST_BELOW = 20, 60  # blocks from the headline
NEAR_ABOVE, NEAR_BELOW = 6, 14
LINES_ABOVE = 4  # of a headline: who wrote the story, when, how often it was read, how long that takes
WELL_PLACED = 4.0
LONGEST_TIME = 20
LONGEST_MONTH = 15
LONGEST_LABEL = 30
LINKED = 0.3  # of a line's text
FEWEST_ENTRIES = 3
MOST_IN_CARD = 3  # blocks of a story that a page names
LONGEST_NAME = 28  # Latin characters, of an author
LEADING = 1.0  # a story that begins with a day may tell of that day
SURELY_PLACED = 6.0  # nothing farther from the headline comes near
_DIGIT = re.compile(r"\d")
_GLUED = re.compile(r"(?<!\d)((?:19|20)\d\d)([012]?\d:\d\d)(?!\d)")
TIME = re.compile(
    r"(?:(?:klo|kl|um|at|ore|a las)\.?\s)?\d{1,2}[:.h]\d\d(?::\d\d)?"
    r"(?:\s?(?:uhr|hs?|hrs|น\.?|wib|wita|wit|[ap]\.?\s?m\.?))?",
    re.IGNORECASE,
)
LONGEST_VERB = 25  # characters
YEAR = re.compile(r"\d{4}|\d[-/.]\d\d|['’]\d\d|\d\s?年")
PLACES = read_table("pipelines.places", "date_places.toml")
FOREIGN_TAGS = frozenset(PLACES["foreign_tags"])
_DATE_WORDS = frozenset(PLACES["date_words"])
_NEAR_WORDS = frozenset(PLACES["near_words"])
_FOREIGN_WORDS = frozenset(PLACES["foreign_words"])
_THIS_ARTICLE = tuple(PLACES["this_article"])
_WAS_ON = tuple(PLACES["was_on"])
_WRITTEN = frozenset(PLACES["written"])
_OF_CHANGE = frozenset(("modified", "lastmodified", "lastupdated"))  # classes
_LEADING = re.compile(r"[(\[]?\s*$")
_AFTER_LEADING = re.compile(r"\s*[.:)\]–—―-]")


# The words by which a line without a digit tells a date: "Yesterday", "an hour ago".
_RELATIVE = frozenset(
    name.split()[0]
    for names in (*WORDS["days"].values(), WORDS["ago"]["one"], WORDS["ago"]["before"])
    for name in names
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """A date printed on the page: `label` is what the words before it say, `score` how well it is placed."""

    moment: Moment
    text: str
    label: str | None
    score: float
    relative: bool


_OF_COMMENTS = 1 << TEXT_TOPICS.index("comment")
_COMMENT = ", ".join(f"[class*={name}]" for name in ("comment_content", "comment_text", "cmt_"))
_COMMENTS = ("评论", "評論", "网友评论", "留言", "コメント")


def find_datelines(page: Page, article: Article, language: str | None, *, near: bool) -> list[Dateline]:
    """Return the dates printed on the page, or only those *near* the headline, the best placed first."""
    if page.given_body is not None:
        return []  # a date in a story is not the story's
    whole, part = ("datelines", "page"), ("datelines", "near")
    if whole not in page.readings and not (near and part in page.readings):
        at = headline_or_start(page, article)
        placed = list(_placed(page, at, language, near=near))
        comments = _comments(page, article) - at
        placed = _without_next_story([one for one in placed if one.distance < comments], page, article, at)
        placed = _without_listed(_without_entries(placed), page, article)
        around = _around(page.blocks[at]) | _around_all(article.blocks) if page.blocks else frozenset()
        lines = list(_scored(placed, page, article, around))
        if not near and (leading := leading_date(article, language)):
            lines.append(leading)
        page.readings[part if near else whole] = sorted(lines, key=lambda line: -line.score)
    found: list[Dateline] = page.readings.get(whole) or page.readings.get(part, [])
    return found


class _Placed(NamedTuple):
    """A block that prints dates, so many blocks below the headline, and the block before it where that is a label."""

    distance: int
    block: Block
    printed: list[Printed]
    before: str


def _placed(page: Page, at: int, language: str | None, *, near: bool) -> Iterator[_Placed]:
    first, last = (max(0, at - NEAR_ABOVE), at + NEAR_BELOW) if near else (0, len(page.blocks))
    found = 0
    for i, block in enumerate(page.blocks[first:last], first):
        if len(block.text) > LONGEST_LINE or not _may_hold_date(block, i - at, page):
            continue
        far = not -FARTHEST_ABOVE <= i - at <= FARTHEST_BELOW
        if far and not (label_before(block.text[:40]) or tells_of_itself(block.text)):
            continue
        # <time>23 de noviembre de 2026<span>18:04</span></time>
        text = _GLUED.sub(r"\1 \2", block.text) if len(block.text) > len("31") else _split_day(page, i)
        printed = find_printed(text, language=language, fetched_at=page.fetched_at, zone=page.site.zone)
        if len(printed) == 1 and printed[0].moment.precision == "day" and (time := _time_beside(page, i)):
            line = f"{block.text} {time}"
            printed = find_printed(line, language=language, fetched_at=page.fetched_at, zone=page.site.zone)
        if 0 < len(printed) <= MOST_IN_LINE and found < MOST_LINES:
            found += 1
            above = page.blocks[i - 1].text if i and printed[0].start == 0 else ""
            yield _Placed(i - at, block, printed, above if len(above) <= LONGEST_LABEL else "")


def _without_entries(placed: list[_Placed]) -> list[_Placed]:
    """Drop the dates of entries, set alike each in an element of its own, where another is printed beside them."""
    boxes: defaultdict[int, set[Element]] = defaultdict(set)
    for one in placed if len(placed) > FEWEST_ENTRIES else ():
        if one.block.element is not None:
            boxes[one.block.element.path].add(one.block.element)
    rows = {path for path, around in boxes.items() if len(around) >= FEWEST_ENTRIES}
    # Nor is the day of a post that the story quotes its own: <blockquote>... (@harbour) May 3, 2026.
    others = [
        one
        for one in placed
        if one.block.element is None or not (one.block.element.path in rows or one.block.within("blockquote"))
    ]
    return others or placed


def _without_next_story(placed: list[_Placed], page: Page, article: Article, at: int) -> list[_Placed]:
    """Drop the dates of a story that follows the first without end, where one is printed near that one's headline."""
    if len(placed) < 2:
        return placed
    end = story_end(page, article) - at
    own = [one for one in placed if one.distance < end]
    return own if any(one.distance >= -LINES_ABOVE for one in own) else placed


def _without_listed(placed: list[_Placed], page: Page, article: Article) -> list[_Placed]:
    """Drop the dates under the story that stand beside a link to another: <li><a>Ferry strike ends</a><p>3 May."""
    last = article.blocks[-1] if article.blocks else None
    under = next((i for i, block in enumerate(page.blocks) if block is last), None)
    if under is None:
        return placed
    below = {id(block) for block in page.blocks[under + 1 :]}
    return [
        one
        for one in placed
        if id(one.block) not in below
        or not (_is_of_comment(one.block) or (not _words_beside(one.block.text, one.printed) and _is_listed(one.block)))
    ]


def _is_of_comment(block: Block) -> bool:
    """Whether a comment stands beside *block*: <li><b>Reader</b> 3 May 2026<div class="comment_content">So am I."""
    near = islice(block.element.lineage(), MOST_AROUND_LISTED) if block.element else ()
    return any(around.blocks <= MOST_LISTED and around.node.css_first(_COMMENT) is not None for around in near)


def _is_listed(block: Block) -> bool:
    """Whether a link of a headline's length stands beside *block* in an element of few blocks."""
    for around in islice(block.element.lineage(), MOST_AROUND_LISTED) if block.element else ():
        if around.blocks > MOST_LISTED:
            return False
        links = around.node.css("a[href]")[:MOST_LISTED]
        if any(weighs(clean(link.text()), SHORTEST_LISTED) for link in links):
            return True
    return False


def _comments(page: Page, article: Article) -> int:
    """The place of the line under the story that heads comments, "Comments (2)"; beyond all blocks where none does."""
    last = article.blocks[-1] if article.blocks else None
    under = next((i for i, block in enumerate(page.blocks) if block is last), len(page.blocks))
    for i, block in enumerate(page.blocks[under + 1 :], under + 1):
        if len(block.text) <= LONGEST_LABEL and (
            text_topics(block.text)[0] == _OF_COMMENTS or block.text.startswith(_COMMENTS)
        ):
            return i
    return len(page.blocks)


def _split_day(page: Page, at: int) -> str:
    """The day whose number is all of a block, as a leaf of a calendar shows it: <b>24</b> <i>Nov</i> <i>2026</i>."""
    day = page.blocks[at].text
    beside = (block.text for block in page.blocks[at + 1 : at + 3])
    parts = [day, *takewhile(lambda text: len(text) <= LONGEST_MONTH, beside)] if day.isdecimal() else [day]
    named = len(parts) > 1 and month_of(parts[1].split()[0]) is not None
    return " ".join(parts).replace("\n", " ") if named else day


def _time_beside(page: Page, at: int) -> str | None:
    """Return the time of day that is all of the next block: <li>23 noviembre, 2026</li><li>18:04</li>."""
    following = page.blocks[at + 1].text if at + 1 < len(page.blocks) else ""
    if LONGEST_TIME < len(following) <= LONGEST_LINE and following[:1].isdigit():
        following = pieces(page.blocks[at + 1])[0]  # <font>17:45 WIB</font><font>Dibaca: 12 kali</font>
    return following if len(following) <= LONGEST_TIME and TIME.fullmatch(following) else None


def _scored(
    placed: list[_Placed], page: Page, article: Article, around_headline: frozenset[Element]
) -> Iterator[Dateline]:
    body = {id(block) for block in article.blocks}
    alike = Counter(_kind(one.block) for one in placed)
    told = max((d for d, block, dates, _ in placed if d < 0 and _says_when(block, dates)), default=-FARTHEST_ABOVE)
    for distance, block, printed, before in placed:
        score = _place(distance) + _surroundings(block, around_headline)
        few = MOST_BESIDE if YEAR.search(block.text) or not ends_sentence(block.text) else FEW_BESIDE
        in_story = id(block) in body and _words_beside(block.text, printed) > few
        score -= 3.0 if in_story or len(block.text) > LONGEST_PLAIN else 0.0
        score -= 4.0 if in_story and not YEAR.search(block.text) else 0.0  # "... by the supper on September 9."
        # Mastheads print the day on which they are read.
        score -= 2.0 if distance < 0 and _is_today(printed, page) else 0.0
        score -= 3.0 if distance < told else 0.0  # or the hour, above the line that says which is the story's
        # A list of other articles: each with its date.
        score -= 2.0 if distance > 6 and alike[_kind(block)] > 2 else 0.0
        score -= 4.0 if distance and _links_a_story(block) else 0.0
        yield from _in_block(block, printed, score, before)


def _says_when(block: Block, printed: list[Printed]) -> bool:
    return label_before(block.text[: printed[0].start]) == "published"


def _links_a_story(block: Block) -> bool:
    """Whether a line holds a link as long as titles are: <a href="/n/2">The ferries sail again</a> Published 3 May."""
    element = block.element
    if element is None or element.blocks > MOST_IN_CARD or block.link_density < LINKED:
        return False
    return any(weight(clean(link.text())) >= LONGEST_NAME for link in element.node.css("a[href]"))


def _words_beside(text: str, printed: list[Printed]) -> int:
    return len(WORD.findall(text)) - sum(len(WORD.findall(text[p.start : p.end])) for p in printed)


def _is_today(printed: list[Printed], page: Page) -> bool:
    """Whether a line prints no more than the day on which the page was fetched, be it in two calendars."""
    days = {date.moment.when.date() for date in printed}
    if page.fetched_at is None or len(days) != 1 or any(date.moment.precision != "day" for date in printed):
        return False
    return abs(days.pop() - page.fetched_at.date()) <= timedelta(days=1)


def _may_hold_date(block: Block, distance: int, page: Page) -> bool:
    text = block.text
    if not -NEAR_ABOVE <= distance <= NEAR_BELOW:
        return block.has_digit and YEAR.search(text) is not None
    if block.has_digit:
        return True
    # "Yesterday", "an hour ago": lines of their own, and only where the present is known.
    if page.fetched_at is None or len(text) > SHORT:
        return False
    return text > UNSPACED or not _RELATIVE.isdisjoint(text.lower().replace(",", " ").split()[:6])


def _around(headline: Block) -> frozenset[Element]:
    """The elements around the headline: whatever their names, they hold the article."""
    return frozenset(headline.element.lineage()) if headline.element else frozenset()


def _around_all(story: list[Block]) -> frozenset[Element]:
    """The elements around the whole *story*: <div class="card"><p>The ferries ...</p><p><small>3 May 2026</small>."""
    return _around(story[0]) & _around(story[-1]) if len(story) > 1 else frozenset()


def _kind(block: Block) -> tuple[str, str, str]:
    element = block.element
    parent = element.parent if element else None
    return block.tag, element.names if element else "", parent.names if parent else ""


def _place(distance: int) -> float:
    """How near the headline: below it rather than above."""
    if distance >= 0:
        return max(-2.0, 4.0 - 0.2 * distance)
    return max(-3.0, 3.0 + 0.35 * distance)


def _surroundings(block: Block, around_headline: frozenset[Element]) -> float:
    score = 0.0
    if block.tag in HEADINGS:
        score -= 2.0
    if block.element is None:
        return score
    for depth, element in enumerate(block.element.lineage()):
        if element.tag == "body" or depth == DEEPEST or element in around_headline:
            break
        if depth < 3:
            score += 2.0 if element.words & _DATE_WORDS else 0.7 if element.words & _NEAR_WORDS else 0.0
        own_foot = element.tag == "footer" and is_own_foot(element.node)
        if (element.tag in FOREIGN_TAGS and not own_foot) or is_comments(element):
            score -= 4.0
        elif element.tag == "header" and element.parent is not None and element.parent.tag == "body":
            score -= 4.0  # of the site, for the headline is not in it: it may tell the time of the visit
        elif element.words & _FOREIGN_WORDS:
            score -= 3.0 if depth < 5 else 1.0
    if block.link_density > 0.7:
        score -= 1.0
    return score


def _in_block(block: Block, printed: list[Printed], place: float, before: str) -> Iterator[Dateline]:
    text = block.text
    end = 0
    for n, date in enumerate(printed):
        label = label_after(text[date.end :]) or label_before(text[end : date.start])
        if n == 0 and label is None and before and not _DIGIT.search(before):
            label = label_before(before)  # <dt>Last updated</dt><dd>23 November 2026</dd>
        if label is None and len(printed) == 1 and block.element and _OF_CHANGE & block.element.words:
            label = "modified"  # <dd class="modified"><i></i>23 November 2026</dd>
        end = date.end
        score = place - 0.3 * n + 2.0 * (date.end - date.start) / max(1, len(text))
        score += 0.7 if date.moment.precision != "day" else 0.0
        score -= 1.0 if date.relative else 0.0
        # "3 May 2026 (changed 4 May, 10:12)": of two days in a line the later is not that of publication.
        later = date.moment.when.date() > min(other.moment.when.date() for other in printed)
        score -= 1.5 if later and label in (None, "modified") else 0.0
        score += {"published": 3.0, "dated": 2.0, "modified": 0.0, "other": -4.0}.get(label or "", 0.0)
        if label not in ("other", "modified") and n == 0 and tells_of_itself(text):
            # "Dieser Artikel wurde am 4. Mai 2026 aktualisiert."
            after = text[date.end :].rstrip(" .")
            if label != "published" and len(after) <= LONGEST_VERB and label_before(after) == "modified":
                label = "modified"
            else:
                label, score = "published", score + SURELY_PLACED - min(0.0, place)
        # Words on both sides, and none that labels it: a sentence that mentions a date.
        words = len(WORD.findall(text[: date.start]))
        if label is None and words > 8:
            score -= 2.5
        # "Door to door for 6,200 families from 30 November"
        vague = label in (None, "dated") and not date.relative and date.moment.precision == "day"
        if vague and not YEAR.search(text[date.start : date.end]) and _words_beside(text, printed) > FEW_BESIDE:
            score -= 2.0
        yield Dateline(date.moment, text, label, score, date.relative)


def tells_of_itself(text: str) -> bool:
    """Return whether *text* says when the article itself was written, wherever on the page it stands.

    >>> tells_of_itself("This entry was posted on May 3, 2026."), tells_of_itself("The pier was opened on May 3, 2026.")
    (True, False)
    """
    low = text.lower()
    if low.startswith(_THIS_ARTICLE):
        return True
    at = max(low.find(words) for words in _WAS_ON)
    return at >= 0 and not _WRITTEN.isdisjoint(WORD.findall(low[at : at + SHORT + 20]))


def leading_date(article: Article, language: str | None) -> Dateline | None:
    """Return the date that the story itself begins with: "(18.01.2026) The ferries", "3 May 2026. The ferries"."""
    text = article.blocks[0].text[:SHORT] if article.blocks else ""
    for date in find_printed(text, language=language)[:1] if YEAR.search(text) else ():
        if _LEADING.match(text[: date.start]) and _AFTER_LEADING.match(text, date.end):
            return Dateline(date.moment, text, "dated", LEADING, relative=False)
    return None
