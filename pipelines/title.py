"""The title printed above the story."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from itertools import islice

from crawler.blocks import HEADINGS
from crawler.items import Article
from crawler.layout import is_dateline
from crawler.page import Page, once
from crawler.reading.address_words import share_told, words_in_address
from crawler.reading.counts import is_counter_line
from crawler.reading.text import clean, folded, unescape
from crawler.site_names import MOST_CUTS, SEPARATOR, UNSPACED
from pipelines.field import Candidate, FieldPipeline
from pipelines.places.headings import Heading, headings
from pipelines.places.printed_subjects import WORDS
from pipelines.places.top_lines import heading_beyond_menu, links_here, named_line, own_heading, top_line

LONGEST = 400
SHORTEST_LINE = 8
SHORTEST_START = 20  # characters, of a title that is cut short
LONGEST_KICKER = 6  # words
MOST_LINKS = 0.9
LONGEST_MASTHEAD = 3  # words
LONGEST_UNSPACED = 12  # letters of a masthead in a script that parts no words
MOST_TOP_LINES = 12  # blocks
# Of what a heading and a declared title share: from here on they speak of one story.
ALIKE = 0.4
# What a heading and the title tag share that is made of it and of more.
PIECE = 0.99
# "Would you like to read on?": a heading that nothing declares.
UNLIKE = 1.5
# Such a heading of so many words, of which the address is made rather than of a declared title.
FEWEST_WORDS = 4
OPENING = frozenset("\"'“„”«»‘‚‹「『—–")  # marks before somebody's words
# How far each source is trusted when they are put to the vote.
WEIGHTS = {
    **{"site_rule": 100.0, "headline_in_address": 50.0, "json_ld": 3.0, "microdata": 3.0, "printed_line": 3.0},
    **{
        "open_graph": 2.0,
        "headline": UNLIKE,
        "twitter": 1.0,
        "dublin_core": 1.0,
        "title_tag": 1.0,
        "first_line": 1.0,
        "top_line": UNLIKE,
    },
}


_STORY_PAGES = frozenset(WORDS["story_pages"])
_CRUMBS = re.compile(r"\s+[»›>]\s+|\s+::\s+")
# 渡轮罢工结束-港日报
_GLUED = re.compile(r"(?<=[\u2e80-\uffef])[-－—–]{1,2}(?=[\u2e80-\uffef])")
# A page's few titles are compared with each other again and again.
_key = lru_cache(maxsize=512)(folded)


def site_rule(page: Page) -> str | None:
    return page.select_text(page.site.selectors.title)


def json_ld(page: Page) -> str | None:
    return page.structured.get("headline")


def open_graph(page: Page) -> str | None:
    # Late: og:title is rewritten for search engines, or ends with the site's name.
    title, whole = page.meta.get("og:title"), title_tag(page)
    # content="Senator calls him "unfit"": the attribute ends at the quotation mark.
    if title and whole and whole.startswith(title) and whole[len(title) :].lstrip()[:1] == '"':
        return whole
    return title


def twitter(page: Page) -> str | None:
    return page.meta.get("twitter:title")


def dublin_core(page: Page) -> str | None:
    # Of governments: <meta name="DC.Title" content="Ferry strike ends">, <title>Harbour Town</title>
    return page.meta.get("dc.title") or page.meta.get("dcterms.title")


@once
def title_tag(page: Page) -> str | None:
    if not page.html:
        return None
    titles = page.elements.at(page.elements.tagged("title"))
    node = next((node for node in titles if node.parent and node.parent.tag == "head"), None)
    # What a script warns of before the page begins puts the page's head into its body.
    node = node or next((node for node in titles if node.parent and node.parent.tag == "body"), None)
    return clean(node.text()) or None if node else None


def first_line(page: Page) -> str | None:
    """The first line of a page that is only text, but for the site's name and the day."""
    lines = page.blocks[:MOST_TOP_LINES] if page.plain_text is not None else []
    return next((b.text for b in lines if b.text not in page.site_names and not is_dateline(b.text)), None)


def _is_masthead(title: str, page: Page) -> bool:
    """Whether *title*, all that a title tag says, may be the site's name: short, and no line but the way home."""
    is_short = len(title) <= LONGEST_UNSPACED if title[:1] > UNSPACED else len(title.split()) <= LONGEST_MASTHEAD
    said = (block for block in page.blocks if block.text == title)
    return is_short and all(block.link_density >= MOST_LINKS for block in said)


def headline(page: Page, declared: Mapping[str, bool]) -> tuple[str, float] | None:
    """Return the heading that is most like a declared title, and how like: the later ones are other stories'.

    *declared* says of each title whether anything but the title tag declares it. A kicker inside the heading goes,
    whether its element is named so or the rest alone is what the page declares:
    <h1><span class="topic">Harbour</span> <span>Ferry strike ends</span></h1>
    """
    best: tuple[str, float] | None = None
    tag = _key(title_tag(page) or "")
    for heading in headings(page):
        text, score = _headline_of(heading, declared)
        # <title>News - Ferry strike ends</title> <h1>News</h1> ... <h1>Ferry strike ends</h1>
        ends_tag = best is not None and best[1] == PIECE and tag.endswith(_key(text)) and len(text) > len(best[0])
        if (
            text not in page.site_names
            and text.lower() not in _STORY_PAGES
            and (best is None or score > best[1] or ends_tag)
        ):
            best = text, PIECE if ends_tag else score
    surely = " ".join(_key(title) for title, is_sure in declared.items() if is_sure)
    if best is not None and best[1] < 1 and _key(best[0]) not in surely and (story := _story_beside(page, best[0])):
        return story, PIECE
    return best


def _headline_of(heading: Heading, declared: Mapping[str, bool]) -> tuple[str, float]:
    by_key = {_key(title): title for title in reversed(list(declared))}
    if len(heading.parts) < 2 and (title := by_key.get(_key(heading.text))):
        return heading.text, 1.0 if declared[title] else PIECE
    for text in (heading.headline, *(heading.parts if heading.headline == heading.text else ())):
        # Of several elements, the declared title has the spelling: "Ferry strike: two resign".
        if title := by_key.get(_key(text)):
            return title, 1.0 if declared[title] else PIECE
    # <h1>Ferry strike ends <small>(Rating: +3)</small></h1>, <title>Ferry strike ends - Harbour portal</title>
    own, bracket, _ = heading.text.partition(" (")
    if bracket and own in heading.parts and any(_likeness(own, title) == PIECE for title in declared):
        return own, PIECE
    return heading.headline, max((_likeness(heading.headline, title) for title in declared), default=0.0)


def _is_told_by_address(heading: str, declared: Iterable[str], url: str) -> bool:
    """Whether an address was made of *heading*, and of no declared title more than of it.

    /news/gift-guide-harbour-market-22, og:title "What to give", <h1>My gift guide: the harbour market</h1>
    """
    words = words_in_address(url)
    declared_told = max((share_told(words, title) for title in declared), default=0)
    return len(heading.split()) >= FEWEST_WORDS and share_told(words, heading) > declared_told


def _story_beside(page: Page, masthead: str) -> str | None:
    """The heading of the story where *masthead* is what else the title tag is made of; None where it is not.

    <title>Harbour blog » Archive » Ferry strike ends</title> <h1>Harbour blog</h1> ... <h2>Ferry strike ends</h2>
    <title>Ferry strike ends | Harbour blog</title> <h1>Harbour blog</h1> ... <h2>Ferry strike ends</h2>
    """
    tag, key = title_tag(page) or "", _key(masthead)
    leads = SEPARATOR.match(tag, len(masthead)) if tag.startswith(masthead) else None
    if leads and any(b.tag == "h1" and b.key == key and b.link_density > MOST_LINKS for b in page.blocks):
        # <title>Harbour blog: Ferry strike ends</title> <h1><a href="/">Harbour blog</a></h1> ... <h3>Ferry strike ...
        piece = _key(tag[leads.end() :])
        if line := next((b.text for b in page.blocks if b.tag in HEADINGS[1:] and b.key == piece), None):
            return clean(line)
    crumbs = _CRUMBS.split(tag, maxsplit=MOST_CUTS)
    if story := _story_before_board(page, masthead):
        return story
    if len(crumbs) > 1 and _key(crumbs[0]) == key:
        pieces = [crumbs[-1]]
    else:
        marks = (mark for mark in islice(SEPARATOR.finditer(tag), MOST_CUTS) if ":" not in mark[0])
        starts = [tag[: mark.start()] for mark in marks]
        pieces = [start for start in reversed(starts) if key in _key(tag[len(start) :]) and key not in _key(start)]
    lines = {block.key: block.text for block in page.blocks if block.tag in HEADINGS[1:]} if pieces else {}
    return next((clean(line) for piece in pieces if (line := lines.get(_key(piece))) and _key(piece)), None)


def _story_before_board(page: Page, heading: str) -> str | None:
    """The story in a hidden *heading* that goes on with its board's name, where headings of their own say both.

    <h1>Ferry strike ends > Local</h1> ... <h2>Local</h2> <h2><span>Harbour</span> Ferry strike ends</h2>
    """
    mark = next(reversed(list(islice(_CRUMBS.finditer(heading), MOST_CUTS))), None)
    story, board = (heading[: mark.start()], _key(heading[mark.end() :])) if mark else ("", "")
    keys = [block.key for block in page.blocks if block.tag in HEADINGS[1:]] if mark else []
    return story if board in keys and any(key.endswith(_key(story)) for key in keys) else None


def _likeness(one: str, other: str) -> float:
    """The share of runs of three letters that two texts have in common, 0 to 1."""
    if _key(one) == _key(other):
        return 1.0
    if other.startswith(one) and SEPARATOR.match(other, len(one)):
        return PIECE  # "Ferry strike ends", "Ferry strike ends - crews are back after a week"
    a, b = _grams(one), _grams(other)
    return 2 * (a & b).total() / max(1, a.total() + b.total())


def _grams(text: str) -> Counter[str]:
    key = _key(text)[:LONGEST]
    return Counter(key[i : i + 3] for i in range(max(1, len(key) - 2)))


def printed_line(page: Page, declared: Collection[str]) -> str | None:
    """Return the line of the page that a declared title is made of, with more before or after it.

    <title>Ferry strike ends | News | The Gazette</title> ... <div class="x7">Ferry strike ends</div>
    """
    # A line that is all link is the way home: the site's name, by whatever name it goes.
    short = [block for block in page.blocks if len(block.text) < LONGEST]
    lines = {block.key: block.text for block in short if block.link_density < MOST_LINKS}
    # A blog links its headlines; but so may the way home be set.
    linked = {block.key: block.text for block in short if block.tag in HEADINGS[1:]}
    return _line_of(page, declared, lines, linked) or _line_of(page, declared, {}, links_here(page))


def _line_of(page: Page, declared: Collection[str], lines: dict[str, str], linked: dict[str, str]) -> str | None:
    """The one of *lines*, or of those *linked*, that one of the *declared* titles is made of."""
    for title in declared:
        if line := _unabridged(title, lines):
            return line
        for piece in _runs(title):
            line = lines.get(_key(piece)) or (linked.get(_key(piece)) if 2 * len(piece) > len(title) else None)
            if line and line not in page.site_names:
                return clean(line)
    return None


def _unabridged(title: str, lines: Mapping[str, str]) -> str | None:
    """The line of which *title* is the beginning, cut short: "Ferry strike ends after a week of …"."""
    start = title.rstrip(" .…")
    if start == title or not title.endswith(("…", "...")) or len(start) < SHORTEST_START:
        return None
    key = _key(start)
    return next((clean(line) for of_line, line in lines.items() if of_line.startswith(key)), None)


def _runs(title: str) -> list[str]:
    """The texts between any two separators in *title*, the longest first."""
    found = sorted(m.span() for mark in (SEPARATOR, _GLUED) for m in islice(mark.finditer(title), MOST_CUTS))
    marks = found[:MOST_CUTS]
    starts = [0, *(end for _, end in marks)]
    ends = [*(start for start, _ in marks), len(title)]
    runs = [title[start:end].strip() for i, start in enumerate(starts) for end in ends[i:]]
    return sorted((run for run in runs if len(run) >= SHORTEST_LINE), key=len, reverse=True)


class TitlePipeline(FieldPipeline[str]):
    """`title`, without the site's name: the page's headline where a declared title speaks of the same.

    Else the text that most sources agree on.
    """

    field = "title"
    sources = (site_rule, json_ld, open_graph, twitter, dublin_core, title_tag, first_line)

    def candidates(self, page: Page, article: Article) -> list[Candidate[str]]:
        found = [self._without_site_name(c, page) for c in super().candidates(page, article)]
        valid = list(dict.fromkeys(c.value for c in found if c.refused is None))
        at = 1 if found and found[0].source == "site_rule" else 0
        surely = {c.value for c in found if c.refused is None and c.source != "title_tag"}
        printed = headline(page, {title: title in surely for title in valid})
        if printed and not valid and not page.structured.nodes and (story := heading_beyond_menu(page, printed[0])):
            printed = story, printed[1]
        if printed:
            is_told = printed[1] < ALIKE and _is_told_by_address(printed[0], valid, page.url)
            source = "headline_in_address" if is_told else "headline"
            text = _without_counter(printed[0], valid)
            found.insert(at, self.candidate(page.site_names.cut(text), source, printed[0], page))
        # Dear to look for: only where no heading is a title that the page declares.
        if page.html and (printed is None or printed[1] < ALIKE):
            # <h2 itemprop="headline">Ferry strike ends</h2>
            if marked := page.microdata.get("headline"):
                found.append(self.candidate(page.site_names.cut(marked[0][:LONGEST]), "microdata", marked[0], page))
            if line := printed_line(page, valid):
                found.append(self.candidate(line, "printed_line", line, page))
            of_any = page.site_names.cut(title_tag(page) or "").lower() in _STORY_PAGES
            of_site = not valid and bool(page.meta) and (title_tag(page) or "") in page.site_names
            masthead = not surely and (of_any or of_site or (len(valid) == 1 and _is_masthead(valid[0], page)))
            line = named_line(page) if printed is None and not surely and len(found) < 2 else None
            line = line or (own_heading(page) if printed is None and not surely else None)
            if line is None and printed is None and (not valid or masthead):
                line = top_line(page, dated=masthead)
            if line is not None:
                found.append(self.candidate(page.site_names.cut(line), "top_line", line, page))
        return found

    def _without_site_name(self, found: Candidate[str], page: Page) -> Candidate[str]:
        if len(found.value) > 2 * LONGEST:
            return found
        # <title>Fish &amp;amp; chips</title>
        return self.candidate(page.site_names.cut(unescape(found.value)), found.source, found.evidence, page)

    def refusal(self, value: str, page: Page) -> str | None:
        if len(value) > LONGEST:
            return f"longer than {LONGEST} characters"
        if not _key(value):
            return "no letter or digit in it"
        if value in page.site_names:
            return "the site's name"
        return "what a system calls any story's page" if value.lower() in _STORY_PAGES else None

    def choose(self, candidates: list[Candidate[str]]) -> Candidate[str] | None:
        """The site's own rule, the headline that a declared title is like, or the winner of the vote."""
        if candidates and candidates[0].source == "site_rule":
            return candidates[0]
        printed = next((c for c in candidates if c.source == "headline"), None)
        if printed is not None:
            others = [c for c in candidates if c.source != "headline"]
            if same := _declared_alike(printed, others) or _declared_alone(printed, others):
                return same
            if not others or any(_likeness(printed.value, c.value) >= ALIKE for c in others):
                return printed
        votes: defaultdict[str, float] = defaultdict(float)
        for one in candidates:
            for other in candidates:
                votes[_key(one.value)] += WEIGHTS[other.source] * _agreement(one.value, other.value)
        return max(candidates, key=lambda c: votes[_key(c.value)], default=None)

    def same(self, one: str, other: str) -> bool:
        return _key(one) == _key(other)


def _without_counter(printed: str, declared: list[str]) -> str:
    """*printed* without the views that stand behind a title that is declared too: "Ferry strike ends (512 views)"."""
    behind = ((title, printed[len(title) :].strip(" ()[]|·-")) for title in declared if printed.startswith(title))
    return next((title for title, rest in behind if is_counter_line(rest)), printed)


def _declared_alike(printed: Candidate[str], others: list[Candidate[str]]) -> Candidate[str] | None:
    """The title that JSON-LD and OpenGraph declare alike, where it is the printed one, or that with a kicker before it.

    headline "Harbour: Ferry strike ends", <h1>Ferry strike ends</h1>
    """
    declared = [c for c in others if c.source in ("json_ld", "open_graph")]
    if len(declared) < 2 or _key(declared[0].value) != _key(declared[1].value):
        return None
    if any(_key(c.value.rpartition(" | ")[2]) == _key(printed.value) != _key(c.value) for c in declared):
        return None  # what a bar parts is no more of the title
    # "Harbour - Ferry strike ends" and "Harbour: Ferry strike ends" are alike; the colon is how titles are written.
    kicker = (c for c in declared if _key(c.value.rpartition(": ")[2]) == _key(printed.value))
    return next(kicker, None)


def _declared_alone(printed: Candidate[str], others: list[Candidate[str]]) -> Candidate[str] | None:
    """The title that OpenGraph declares without the kicker that is printed before it.

    og:title "Ferry strike ends", <h1>Harbour: Ferry strike ends</h1>. Who speaks is none: <h1>Ann Lee: "We won"</h1>.
    """
    kicker, colon, rest = printed.value.partition(": ")
    if not colon or len(kicker.split()) > LONGEST_KICKER or rest[:1] in OPENING:
        return None
    return next((c for c in others if c.source == "open_graph" and _key(c.value) == _key(rest)), None)


def _agreement(one: str, other: str) -> float:
    """1 where two titles are the same, less where the longer only holds the shorter: a kicker, a name left on."""
    a, b = _key(one), _key(other)
    if a == b:
        return 1.0
    return 0.3 if len(a) > 15 and a in b else 0.0
