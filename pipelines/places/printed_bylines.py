"""The lines that are printed as bylines though no markup says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise, takewhile

from crawler.blocks import Block
from crawler.items import Article
from crawler.layout import is_prose
from crawler.page import Page
from crawler.pieces import is_of_picture, pieces
from crawler.reading.bylines.byline_labels import begins_loosely
from crawler.reading.bylines.bylines import (
    is_signing_agency,
    label_and_name,
    labelled_part,
    names_editor,
    names_role,
    read_byline,
    read_dated_account,
    read_dated_name,
    starts_byline,
    starts_credit,
)
from crawler.reading.bylines.dated_bylines import read_dated_byline
from crawler.reading.bylines.reporters import read_dateline_reporters
from crawler.reading.bylines.signers import INITIAL_AND_NAME, WORDS, WRITERS, is_agency, reads_as_name
from crawler.reading.dates.date_labels import label_before
from crawler.reading.dates.dates import find_printed
from crawler.reading.text import folded
from pipelines.places.author_icons import by_icon
from pipelines.places.headline_place import headline_at, story_end

LONGEST = 160  # characters, of a line that names authors
DESK_LINES = frozenset(WORDS["desk_lines"])
ABOVE, BELOW = 5, 12  # blocks around the headline
ABOVE_DATED = 2
BELOW_AGENCY = 5
LONGEST_SIGNATURE = 40
MOST_DATES, FEWEST_DIGITS = 2, 3
FIRST_YEAR = 1995  # of news on the web: an earlier day is one of birth
SOME_DAY, SOMEBODY = "24.11.2026", "Ann Lee"  # any will do
MOST_IN_NAME = 4  # words
MOST_WORDS_OF_NAMES = 8
LONGEST_PART = 12  # words
_PARTED = re.compile(r"\s[-|•·–—]\s")  # "3 May 2026 - 4 minutes read"
_BARS = frozenset("|•·/")
_BAR = re.compile(r"\||\s[•·/]\s")
_COUNTER = re.compile(r"\d{1,3}(?:[.,\s]?\d{3})*[kK]?")
_ACCOUNT = re.compile(r"/(?:users?|members?|profiles?)/[^/?#]", re.IGNORECASE)
_LENGTH = re.compile(r"\s*\d{1,5}\s+[^\W\d_]{1,12}\.?\s*$")  # "2 min", "210 palabras"
_SEGMENT = re.compile(r"\n|\s[•·–—]\s|\s?\|\s?")


def near_byline(page: Page, article: Article) -> str | None:
    """Return the line near the headline that says "By Mira Holt", or that is nothing but her name and a date.

    One that names an editor only where no other line names anybody.
    """
    head = headline_at(page, article) or 0
    near = page.blocks[max(0, head - ABOVE) : min(head + BELOW, story_end(page, article))]
    lines = _labelled_lines(near, article.title or "")
    line = next((line for line in lines if not names_editor(line)), None)
    if line or (line := _dated_or_in_pieces(page, head, story_end(page, article))):
        # An obituary is headed by whom it is of.
        return line if folded(line) != folded(article.title or "") else None
    return next(iter(lines), None)


def near_profile(page: Page, article: Article) -> str | None:
    """Return the name below the headline that links to its account: <a href="/user/annalee/"><b>Ann Lee</b></a>.

    Above it stands whom the story is of: <a href="/profile/annalee/">Ann Lee</a><h1>Mayor opens the lock</h1>
    """
    head = headline_at(page, article)
    near = page.blocks[head + 1 : min(head + BELOW, story_end(page, article))] if head is not None else []
    for block in takewhile(lambda b: not is_prose(b), near):
        if block.links and block.element is not None and 1 < len(block.text.split()) <= MOST_IN_NAME:
            link = block.element.node if block.element.tag == "a" else block.element.node.css_first("a[href]")
            address = (link.attributes.get("href") or "") if link is not None else ""
            if _ACCOUNT.search(address) and read_byline(block.text).people == [block.text]:
                return block.text
    return None


def dateline_reporters(page: Page) -> str | None:
    """Return whom the story names where it begins: 新华社北京11月24日电（记者 王安）, (서울=연합뉴스) 김수현 기자 =."""
    for block in page.blocks:
        if any(word in block.text for word in ("记者", "記者", "기자", "특파원")) and (
            names := read_dateline_reporters(block.text)
        ):
            return "、".join(names)
    return None


def _labelled_lines(near: list[Block], title: str) -> list[str]:
    """The lines that say "By Mira Holt", and what stands beside a lone "By".

    Not those that tell who is shown or told of: <figcaption>Journalist Ann Lee</figcaption>, under "Lee set free".
    """
    found = []
    for n, block in enumerate(near):
        for line in _SEGMENT.split(block.text):
            part = line if len(line) <= LONGEST and starts_byline(line) else None
            if part and begins_loosely(part) and (is_of_picture(block) or _is_told_of(part, title)):
                break
            if part and (own := labelled_part(part)):
                part = own  # "Author: Ann Lee Views: 655"
            part = _in_piece(part, block) if part else None
            if part is None or not read_byline(part).people:
                part = labelled_part(line) if len(line) <= 2 * LONGEST else None
            if part and read_byline(part).people and not _is_post(block):
                found.append(part)
        # <dt>By</dt><dd>Mira Holt</dd>
        if n + 1 < len(near) and label_and_name(block.text, beside := near[n + 1].text[:LONGEST]):
            found.append(beside)
        if found and not names_editor(found[-1]):
            break
    return found


def _in_piece(line: str, block: Block) -> str:
    """*line*, or the piece of *block* that ends where the name does: <i>By: Ann Lee</i> <i>Last change: 3 May</i>."""
    names = read_byline(line).people
    if len(names) != 1 or len(parts := pieces(block)) < 2:
        return line
    for n, piece in enumerate(parts):
        own = piece if starts_byline(piece) or n + 1 == len(parts) else parts[n + 1]
        told = read_byline(own).people if own is piece or starts_byline(f"{piece} {own}") else []
        if len(told) == 1 and names[0].startswith(f"{told[0]} "):
            return own
    return line


def _is_post(block: Block) -> bool:
    """Whether *block* is of what a network lends: <blockquote cite="https://graph..."><p>Posted by Ann Lee on ..."""
    around = block.element.lineage() if block.element is not None and block.within("blockquote") else ()
    return any("cite" in above.node.attributes for above in around if above.tag == "blockquote")


def _is_told_of(line: str, title: str) -> bool:
    """Whether a headline names who is named in *line*."""
    return any(name.split()[-1] in title for name in read_byline(line).people)


def _dated_or_in_pieces(page: Page, head: int, end: int) -> str | None:
    """The name beside a date near the headline, or the byline in a line whose parts style alone sets apart."""
    for block in page.blocks[max(0, head - ABOVE_DATED) : min(head + BELOW, end)]:
        # "— Ann Lee (@annlee) June 10, 2018" signs a post that the story shows.
        signs = len(block.text) <= LONGEST // 2 and block.text[:1] not in "—–-"
        if signs and read_dated_name(block.text):
            return block.text
        if signs and not _BARS.isdisjoint(block.text) and (name := _beside_dated_part(block.text)):
            return name
        if signs and (named := read_dated_byline(block.text)):
            return named
    close = page.blocks[max(0, head - ABOVE_DATED) : min(head + BELOW // 2, end)]
    close = [block for block in close if any(map(str.isalnum, block.text))]  # <i>Ann Lee</i><i>·</i><i>3 May 2026</i>
    return (
        next(filter(None, (_byline_in_pieces(block, page) for block in close)), None)
        or _beside_date(close, page)
        or _above_role(close)
        or _by_portrait(close, page)
        or by_icon(close)
    )


def _beside_dated_part(line: str) -> str | None:
    """Return the name beside the date in a line of parts: "Ann Lee | 24.11.2026 14:05 | 6318 | 27 | Font size A A".

    Or in "Ann Lee • 24 November 2026 • 3 min read", or with an agency or a length between them:
    "Ann Lee | TNN | 24.11.2026", "24.11.2026 · 2 min · 210 words · Ann Lee".
    """
    parts = [part for part in _BAR.split(line) if not is_agency(part.strip()) and not _LENGTH.match(part)]
    for one, other in pairwise(parts):
        for name, date in ((one.strip(), other), (other.strip(), one)):
            if read_dated_name(f"{name} | {_without_label(date)}") == [name]:
                return name
    return None


def _beside_date(close: list[Block], page: Page) -> str | None:
    """Return the line that is a name alone beside one that is a date alone: <p>Ann Lee</p><p>3 May 2026</p>.

    Or several names, or one and what she is: <p>Ann Lee, Bob Ray</p>, <p>Ann Lee Staff Writer</p>.
    """
    for n, block in enumerate(close):
        words = block.text.split() if len(block.text) <= LONGEST_SIGNATURE else []
        lone = len(words) == 1 and INITIAL_AND_NAME.fullmatch(block.text) is not None
        one = lone or (1 < len(words) <= MOST_IN_NAME and "," not in block.text and not names_role(block.text))
        names = [block.text] if one else read_byline(block.text).people if len(words) > 1 else []
        if len(words) > MOST_WORDS_OF_NAMES or not (names and all(map(reads_as_name, names))):
            continue
        # Of two lines below, the nearer may be the outlet's name.
        nearest = close[n + 1].text if n + 1 < len(close) else ""
        skips = nearest in page.site_names or _COUNTER.fullmatch(nearest) is not None  # Ann Lee, 1.204, 3 May 2026
        below = close[n + 1 : n + 3 if skips else n + 2]
        beside = [other.text for other in (*below, *close[max(0, n - 1) : n])]
        firsts = (_PARTED.split(text, maxsplit=1)[0] for text in beside if len(text) <= LONGEST)
        lines = (text for text in firsts if len(text) <= LONGEST_SIGNATURE and any(map(str.isdigit, text)))
        dates = (_without_label(text) for text in lines)
        role = block.text.removeprefix(names[0]).strip(" ,|–—-") if len(names) == 1 else ""
        line = names[0] if role and names_role(role) else block.text
        if any(read_dated_name(f"{line} | {date}") == names for date in dates):
            return line
    return None


def _by_portrait(close: list[Block], page: Page, *, writers: bool = False) -> str | None:
    """Return the name by a date or a role that a picture is of: <img alt="Jet Hoekstra"><b>Jet Hoekstra</b><i>3 May.

    Of *writers* alone, where a story may show portraits of others.
    """
    attributes = page.elements.attributes
    pictured = {attributes[place].get("alt") for place in page.elements.tagged("img")}
    for block, below in pairwise(close):
        name, _, rest = block.text.partition("\n")
        if name not in pictured or not 1 < len(name.split()) <= MOST_IN_NAME:
            continue
        beside = _without_label(rest or below.text)[:LONGEST]
        dated = read_dated_name(f"{SOMEBODY} | {beside}") == [SOMEBODY]
        signs = beside.lower() in WRITERS or (not writers and (dated or names_role(beside)))
        if signs and read_byline(name).people == [name]:
            return name
    return None


def _without_label(line: str) -> str:
    """*line* without the word that says of what its day is: "Published : 25 Nov 2026 08:18 PM"."""
    label, mark, rest = line.partition(":")
    return rest if mark and rest and label_before(label) is not None else line


def _above_role(close: list[Block]) -> str | None:
    """Return the line that is a name alone above one of what somebody does: <p>Ann Lee</p><p>harbour reporter</p>.

    Or below one word for it: <div>Columnist</div><div>Ann Lee</div>.
    """
    for block, below in pairwise(close):
        few = block.text.lower() in WRITERS and 1 < len(below.text.split()) <= MOST_IN_NAME
        if few and read_byline(below.text).people == [below.text]:
            return below.text
        if len(below.text) <= LONGEST_SIGNATURE and block.tag == below.tag and names_role(below.text):
            words = block.text.split() if len(block.text) <= LONGEST_SIGNATURE else []
            if 1 < len(words) <= MOST_IN_NAME and read_byline(block.text).people == [block.text]:
                return block.text
    return None


def _byline_in_pieces(block: Block, page: Page) -> str | None:
    """Return the byline in a line whose parts nothing but style sets apart: <span>Author: Ann Lee</span><span>3 May."""
    if len(block.text) > 2 * LONGEST or block.text.count(" ") > LONGEST // 4 or len(parts := pieces(block)) < 2:
        return None
    # <p>The vessel at the pier. <b>By HARBOUR POLICE</b></p> is a caption.
    if starts_credit(block.text) or any(len(piece.split()) > LONGEST_PART for piece in parts):
        return None
    # "— Ann Lee (@annlee)" signs a post.
    parts = [part for part in parts if part.strip("|•·") and not (part[:1] in "—–-" and "(@" in part)]
    for n, piece in enumerate(parts):
        if starts_byline(piece) and read_byline(piece).people:
            return piece
        if n + 1 < len(parts) and label_and_name(piece, parts[n + 1]):
            # <span>Por</span><a>Ana López</a><a>Tomás Ruiz</a><span>3 May</span>
            names = takewhile(lambda part: read_byline(part).people == [part], parts[n + 2 :])
            return " | ".join([parts[n + 1], *names])
        # <span>Ann Lee</span><span>Environment correspondent</span>
        # or before who edited: <span>Ann Lee</span> | <span>Edited by: Tom</span>
        told = n + 1 < len(parts) and (names_role(parts[n + 1]) or names_editor(parts[n + 1]))
        if told and read_byline(piece).people == [piece]:
            return piece
    # One of the parts is a date, and another a name that is known as a person's.
    dates = [piece for piece in parts if sum(map(str.isdecimal, piece)) >= FEWEST_DIGITS][:MOST_DATES]
    printed = (date for piece in dates for date in find_printed(piece, fetched_at=page.fetched_at)[:1])
    told = any(date.moment.when.year >= FIRST_YEAR for date in printed)
    named = (name for piece in parts if piece not in dates for name in _names_in(piece, page)) if told else iter(())
    return next((piece for piece in named if read_dated_name(f"{piece} | {SOME_DAY}", with_desk=True)), None)


def _names_in(piece: str, page: Page) -> Iterator[str]:
    """Yield what may be a name in *piece*: "Ann Lee, gazette.example", "Gazette - Ann Lee"."""
    name, comma, site = piece.rpartition(", ")
    yield name if comma and site in page.site_names else piece
    if piece.count(" - ") == 1:
        yield from piece.split(" - ")


def near_account(page: Page, article: Article) -> str | None:
    """Return the account's name near the headline: "Posted by konstantin72 on 21.10.2026"."""
    head = headline_at(page, article) or 0
    near = (
        block.text.replace("\n", " ")
        for block in page.blocks[max(0, head - ABOVE) : min(head + BELOW, story_end(page, article))]
        if not _is_post(block)
    )
    return next((name for text in near if len(text) <= LONGEST // 2 and (name := read_dated_account(text))), None)


def lower_byline(page: Page, article: Article) -> str | None:
    """Return the byline that stands alone in its block farther below: under the story, in Germany."""
    head, end = headline_at(page, article) or 0, story_end(page, article)
    for block in page.blocks[head + BELOW : end]:
        if len(block.text) <= LONGEST // 2 and starts_byline(block.text) and read_byline(block.text).people:
            return block.text
    return _by_portrait(page.blocks[head + BELOW // 2 : end + ABOVE], page, writers=True)


def signing_agency(page: Page, article: Article) -> str | None:
    """Return the line right under the headline that an agency or a desk signs: "By AFP", "AFP, Manila"."""
    head = headline_at(page, article)
    if head is None:
        return None
    for block in page.blocks[head + 1 : head + 1 + BELOW_AGENCY]:
        if is_of_picture(block):
            continue
        for line in _lines(block):
            if is_signing_agency(line) or line.lower() in DESK_LINES:
                return line
            if starts_byline(line) and read_byline(line).others:
                return line
    return None


def _lines(block: Block) -> Iterator[str]:
    yield from (line for line in block.text.split("\n")[:BELOW] if len(line) <= LONGEST // 2)
