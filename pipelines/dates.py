"""When the article was published, and when it was last changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, timedelta, timezone, tzinfo
from itertools import islice
from zoneinfo import ZoneInfo

from crawler.data_files import read_table
from crawler.items import Article
from crawler.page import Page
from crawler.reading.dates.address_days import day_in_address
from crawler.reading.dates.date_labels import label_before
from crawler.reading.dates.dates import Moment, agree, find_printed, on_another_clock, parse_declared
from crawler.reading.instants import aware, zone_of_day
from crawler.reading.text import find_all
from crawler.structured_data import text_of
from pipelines.field import LONGEST_EVIDENCE, Candidate, FieldPipeline, Found
from pipelines.places.changes import change_beside, change_from_now, time_of_change
from pipelines.places.date_language import page_language
from pipelines.places.datelines import (
    PLACES,
    SURELY_PLACED,
    WELL_PLACED,
    Dateline,
    find_datelines,
)
from pipelines.places.time_elements import MOST_TIMES, as_instant, times

FIRST_YEAR = 1995  # of news on the web: what a machine dates before it filled in a default
MOST_PRINTED = 6
ABOUT_AS_WELL = 2.0  # between the scores of two dates
CREATED = frozenset(("dc:created", "schema:dateCreated", "schema:datePublished"))  # in `property`
MOST_SCRIPT = 1_000_000  # characters of a page
# "publishedAt":"2026-11-24T10:00:00Z", \"publish_date\":\"2026-11-24\", pubDate: '2026-11-24'
_SCRIPT_DATE = re.compile(
    r"(?i)[\"'{,\s](?:date_?published|(?:first_?)?publish(?:ed)?_?(?:at|date|time|on)|publication_?date|pub_?date)\\{0,3}[\"']?"
    r"\s?[:=]\s?\\{0,3}[\"']([12]\d{3}-[01]\d-[0-3]\d(?:[T ][\d:.]{5,12}(?:Z|[+-][\d:]{4,5})?)?)\\{0,3}[\"']"
)

# var createTime = '2026-11-23 07:30', "create_time":"2026-11-23 07:30:00"
_SCRIPT_CREATED = re.compile(
    r"create(?<=[\"'{,\s]create)d?_?(?:At|Time|Date|On|at|time|date|on)\\{0,3}[\"']?\s?[:=]\s?\\{0,3}[\"']"
    r"([12]\d{3}-[01]\d-[0-3]\d(?:[T ][\d:.]{5,12}(?:Z|[+-][\d:]{4,5})?)?)\\{0,3}[\"']"
)
_BEFORE_PUB, _BEYOND_PUB = len('"first_'), 120  # characters

# Why a source was chosen before those that say otherwise.
WHY = {
    "site_rule": "the site's own rule",
    "json_ld": "structured data of this article, before metas and print",
    "meta": "a meta of this article, before print",
    "microdata": "structured data of this article, before print",
    "rdfa": "structured data of this article, before print",
    "printed_as_published": "printed as the day of publication; a bare <time> does not say of what it is",
    "time_element": "the <time> nearest to the headline, before print",
    "printed": "printed nearest to the headline; metas such as `date` may mean the last change",
    "url_date": "the day in the address; nothing nearer to the story was found",
    "script_date": "the only day that the page's scripts name as that of publication; nothing else was found",
    "weak_meta": "nothing but metas that may mean the last change",
}


def first_date(texts: Iterable[str | None], page: Page) -> Found[Moment] | None:
    """Return the first of *texts* that is a date, in the site's zone where it has none of its own."""
    for text in texts:
        moment = parse_declared(text, language=page_language(page)) if text else None
        if moment is not None and text:
            return Found(moment.in_zone(page.site.zone), text)
    return None


def selected(page: Page, selector: str | None) -> Found[Moment] | None:
    """Return the date in the element that *selector* finds: declared, or the first one printed there."""
    text = page.select_text(selector)
    if text is None:
        return None
    printed = find_printed(text, language=page_language(page), fetched_at=page.fetched_at, zone=page.site.zone)
    return first_date([text], page) or (Found(printed[0].moment, text) if printed else None)


def site_rule(page: Page) -> Found[Moment] | None:
    return selected(page, page.site.selectors.published_at)


def json_ld(page: Page) -> Found[Moment] | None:
    return first_date(map(page.structured.get, ("datePublished", "dateCreated", "uploadDate")), page)


def meta(page: Page) -> Found[Moment] | None:
    return first_date(map(page.meta.get, PLACES["published_metas"]), page)


def microdata(page: Page) -> Found[Moment] | None:
    return first_date(page.microdata.get("datePublished", []) + page.microdata.get("dateCreated", []), page)


def rdfa(page: Page) -> Found[Moment] | None:
    """What Drupal says of its first text: <span property="dc:date dc:created" content="2026-11-11T12:40:00+00:00">."""
    attributes = page.elements.attributes
    told = page.elements.with_attribute("property").items()
    dated = (attributes[place].get("content") for place, names in told if not CREATED.isdisjoint(names.split()))
    return first_date(islice(dated, 1), page)


def time_element(page: Page) -> Found[Moment] | None:
    """The `<time>` that stands first under the headline."""
    return first_date(times(page, updated=False), page)


def time_of_entry(page: Page) -> Found[Moment] | None:
    """The first `<time>` of many alike: of a live blog's newest entry, say."""
    return first_date(times(page, updated=False, of_row=True), page)


def url_date(page: Page) -> Found[Moment] | None:
    """The day in the page's address."""
    return first_date([day_in_address(page.url, page.canonical_url)], page)


def weak_meta(page: Page) -> Found[Moment] | None:
    return first_date(map(page.meta.get, PLACES["weak_metas"]), page)


def script_date(page: Page) -> Found[Moment] | None:
    """The day that the page's scripts name as that of publication, where all that they say so of is one day."""
    html = (page.html or "")[:MOST_SCRIPT]
    said = [match[1] for match in islice(_script_dates(html), MOST_TIMES)]
    if not said:
        said = [match[1] for match in islice(_SCRIPT_CREATED.finditer(html), MOST_TIMES)] if "create" in html else []
    return first_date(said[:1], page) if len({text[:10] for text in said}) == 1 else None


def _script_dates(html: str) -> Iterator[re.Match[str]]:
    """Yield what `_SCRIPT_DATE` finds, which has "pub" in it: to look for that alone costs a fiftieth."""
    hits = [at for pub in ("pub", "Pub", "PUB") for at in find_all(pub, html)]
    end = 0
    for at in sorted(hits):
        match = _SCRIPT_DATE.search(html, max(end, at - _BEFORE_PUB), at + _BEYOND_PUB) if at >= end else None
        if match:
            end = match.end()
            yield match


def site_rule_modified(page: Page) -> Found[Moment] | None:
    return selected(page, page.site.selectors.modified_at)


_OF_PAGE = ("WebPage", "RadioEpisode", "PodcastEpisode")


def page_published(page: Page) -> Found[Moment] | None:
    """When the page was published that declares itself and no article: {"@type": "WebPage"} of Yoast."""
    return first_date(_of_page(page, "datePublished"), page)


def _of_page(page: Page, name: str) -> Iterator[str | None]:
    """The first value of that *name* of a declared page, or of its one episode, where no article is declared."""
    nodes = page.structured.nodes if not page.structured.article else ()
    for kind in _OF_PAGE:
        told = [text_of(node.get(name)) for node in nodes if node.get("@type") == kind]
        if told and (kind == "WebPage" or len(told) == 1):  # of several episodes none is known to be the page's
            yield told[0]
            return


def json_ld_modified(page: Page) -> Found[Moment] | None:
    # Systems that declare no article tell of its page when both were changed.
    return first_date([page.structured.get("dateModified"), *_of_page(page, "dateModified")], page)


def meta_modified(page: Page) -> Found[Moment] | None:
    return first_date(map(page.meta.get, PLACES["modified_metas"]), page)


def microdata_modified(page: Page) -> Found[Moment] | None:
    return first_date(page.microdata.get("dateModified", []), page)


def time_element_modified(page: Page) -> Found[Moment] | None:
    return first_date(times(page, updated=True), page)


class DatePipeline(FieldPipeline[Moment]):
    """What both dates share: what is no date of an article, and how one is written."""

    def candidate(self, value: Moment, source: str, evidence: str, page: Page) -> Candidate[Moment]:
        candidate = super().candidate(value, source, evidence, page)
        if candidate.refused is None and value.when.year < FIRST_YEAR and not source.startswith("printed"):
            return replace(candidate, refused=f"before {FIRST_YEAR}, and not printed so")
        return candidate

    def refusal(self, value: Moment, page: Page) -> str | None:
        if page.fetched_at is None or aware(value.when) <= aware(page.fetched_at) + timedelta(days=1):
            return None
        return "later than the page was fetched"

    def read(
        self, sources: Iterable[Callable[[Page], Found[Moment] | None]], page: Page
    ) -> Iterator[Candidate[Moment]]:
        """Yield what *sources* find as candidates."""
        for source in sources:
            if found := source(page):
                yield self.candidate(found.value, source.__name__, found.evidence, page)

    def printed(self, lines: Iterable[Dateline], page: Page, source: str) -> Iterator[Candidate[Moment]]:
        """Yield the dates of *lines* as candidates."""
        for line in lines:
            yield self.candidate(as_instant(line.moment, page), source, line.text, page)

    def choose(self, candidates: list[Candidate[Moment]]) -> Candidate[Moment] | None:
        """The first, told as exactly as the others allow: a time for its day, the zone that readers are shown."""
        return in_shown_zone(refined(candidates[0], candidates), candidates) if candidates else None

    def same(self, one: Moment, other: Moment) -> bool:
        return agree(one, other)

    def record(self, article: Article, candidates: list[Candidate[Moment]], chosen: Candidate[Moment] | None) -> None:
        zone = country_zone(article.page)
        if chosen is not None and zone is not None and _is_utc(chosen.value):
            chosen = replace(chosen, value=replace(chosen.value, when=chosen.value.when.astimezone(zone)))
        super().record(article, candidates, chosen)
        if chosen is None:
            return
        provenance = article.provenance[self.field]
        provenance["precision"] = chosen.value.precision
        if disagree := provenance.get("disagree"):
            said = {c.source: c.value.iso() for c in reversed(candidates) if c.refused is None}
            provenance["others"] = {source: said[source] for source in disagree}
            provenance["why"] = WHY.get(chosen.source.removesuffix("_modified"), WHY["printed"])

    def fill(self, article: Article, value: Moment) -> None:
        setattr(article, self.field, value.iso())


class PublishedAtPipeline(DatePipeline):
    """`published_at`, and the precision it is known to."""

    field = "published_at"
    sources = (site_rule, json_ld, meta)

    def candidates(self, page: Page, article: Article) -> list[Candidate[Moment]]:
        """What is declared; where that is an instant, what is printed can only show its zone, and is dear to read."""
        found = super().candidates(page, article)
        if _is_exact(found):
            if country_zone(page) is None and all(_is_utc(c.value) for c in found if c.refused is None):
                found += self.printed(self.lines(page, article, near=True)[:MOST_PRINTED], page, "printed")
            return found
        lines = self.lines(page, article, near=True)
        if not lines or lines[0].score < SURELY_PLACED:
            lines = self.lines(page, article)
        placed = [line for line in lines if line.score >= WELL_PLACED]
        found += self.read([microdata, rdfa], page)
        # <time datetime="2026-11-24"> says of what only to its readers: "Published 23 November, changed 24 November".
        found += self.printed([x for x in placed[:1] if x.label == "published"], page, "printed_as_published")
        found += self.read([time_element], page)
        found += self.printed(placed[:MOST_PRINTED], page, "printed")
        found += self.read([time_of_entry], page)
        if not any(c.refused is None for c in found):
            found += self.read([url_date], page)
        found += self.read([page_published], page)  # its template's page may be older than the address says
        found += self.read([weak_meta], page)
        found += self.printed(lines[len(placed) :][:MOST_PRINTED], page, "printed_elsewhere")
        if not any(c.refused is None for c in found):
            found += self.read([script_date], page)
        return found

    def lines(self, page: Page, article: Article, *, near: bool = False) -> list[Dateline]:
        """Return the dates printed where the article's own may stand, the best placed first."""
        return _changes_last([x for x in find_datelines(page, article, page_language(page), near=near) if x.score > 0])

    def fill(self, article: Article, value: Moment) -> None:
        super().fill(article, value)
        article.published_at_precision = value.precision


def _changes_last(lines: list[Dateline]) -> list[Dateline]:
    """*lines* with those that tell of a change behind an earlier one placed about as well: "3 May", "Updated 4 May"."""
    for n, change in enumerate(lines):
        if change.label != "modified":
            continue
        own = [x.score for x in lines if x.label != "modified" and _is_before(x.moment, change.moment)]
        if own and own[0] > change.score - ABOUT_AS_WELL:
            lines = [*lines[:n], replace(change, score=min(change.score, own[0]) - 0.1), *lines[n + 1 :]]
    return sorted(lines, key=lambda line: -line.score)


def _is_before(one: Moment, other: Moment) -> bool:
    return aware(one.when) < aware(other.when) and not agree(one, other)


class ModifiedAtPipeline(DatePipeline):
    """`modified_at`, where it is another moment than that of publication."""

    field = "modified_at"
    sources = (site_rule_modified, json_ld_modified, meta_modified)
    marked_sources = (microdata_modified, time_element_modified)

    def candidates(self, page: Page, article: Article) -> list[Candidate[Moment]]:
        found = super().candidates(page, article)
        if not _is_exact(found):
            found += self.read(self.marked_sources, page)
        if not any(candidate.refused is None for candidate in found):
            lines = find_datelines(page, article, page_language(page), near=True)
            found += self.printed((x for x in lines if x.label == "modified" and x.score > 0), page, "printed")
            if not found and lines:
                moment = change_from_now(lines[0], page, page_language(page)) or time_of_change(lines[0])
                moment = moment or change_beside(page, article, lines[0])
                found += [self.candidate(moment, "printed", lines[0].text, page)] if moment else []
        published = parse_declared(article.published_at) if article.published_at else None
        return [_not_before(candidate, published) for candidate in found]


def _not_before(candidate: Candidate[Moment], published: Moment | None) -> Candidate[Moment]:
    if candidate.refused is not None or published is None:
        return candidate
    # "2026-11-20T10:31:07" where "2026-11-20T05:31:07-05:00" is declared: UTC that does not say so
    if agree(candidate.value, published) or (
        candidate.value.when.tzinfo is None and on_another_clock(candidate.value, published)
    ):
        return replace(candidate, refused="the moment of publication")
    earlier = aware(candidate.value.when) < aware(published.when)
    return replace(candidate, refused="before publication") if earlier else candidate


def _is_exact(found: list[Candidate[Moment]]) -> bool:
    """Whether the first valid candidate is an instant: nothing else can tell more."""
    first = next((c.value for c in found if c.refused is None), None)
    return first is not None and first.precision != "day" and first.when.tzinfo is not None


def _is_utc(moment: Moment) -> bool:
    return moment.precision != "day" and moment.when.utcoffset() == timedelta(0)


def refined(chosen: Candidate[Moment], others: list[Candidate[Moment]]) -> Candidate[Moment]:
    """Return *chosen* with the time of day, or the offset, that another source gives for the same moment."""
    value = chosen.value
    printed = next((other for other in others if other.source in ("printed_as_published", "printed")), None)
    for other in others:
        gives_time = value.precision == "day" and other.value.precision != "day"
        gives_offset = value.precision != "day" and value.when.tzinfo is None and other.value.when.tzinfo is not None
        in_utc = gives_offset and other is printed and _is_in_utc(value, other)
        is_same = agree(value, other.value) or in_utc or (gives_offset and on_another_clock(value, other.value))
        if (gives_time or gives_offset) and is_same:
            return _with(chosen, other.value, f"{other.source}: {other.evidence}")
    return chosen


def _is_in_utc(one: Moment, printed: Candidate[Moment]) -> bool:
    """Whether *one* is the minute of what is *printed* by the clock of UTC: "11:00" of "5:00 AM CST".

    Not "Updated 12:00 CET", which is an hour later.
    """
    if one.when.replace(second=0) != printed.value.when.astimezone(UTC).replace(tzinfo=None, second=0):
        return False
    text = str(printed.evidence)
    return all(label_before(text[: date.start]) != "modified" for date in find_printed(text)[:1])


def in_shown_zone(chosen: Candidate[Moment], others: list[Candidate[Moment]]) -> Candidate[Moment]:
    """Return *chosen*, where it is in UTC, with the offset in which the page shows the same minute to its readers."""
    when = chosen.value.when
    for other in others if _is_utc(chosen.value) else ():
        shown = other.value.when
        if other.value.precision in ("minute", "second"):
            gap = shown.replace(tzinfo=None, second=0) - when.replace(tzinfo=None, second=0)
            alike = shown.tzinfo is None or shown.utcoffset() == gap
            if alike and gap and gap % timedelta(hours=1) == timedelta(0) and abs(gap) <= timedelta(hours=13):
                return _with(
                    chosen, replace(chosen.value, when=when.astimezone(timezone(gap))), f"shown as {other.evidence}"
                )
    shown_day = next((o for o in others if o.source == "printed" and o.refused is None), None)
    if shown_day is not None and shown_day.value.precision == "day" and _is_utc(chosen.value):
        zone = zone_of_day(when, shown_day.value.when)
        if zone is not None:
            told = replace(chosen.value, when=when.astimezone(zone))
            return _with(chosen, told, f"shown as {shown_day.evidence}")
    return chosen


def _with(chosen: Candidate[Moment], value: Moment, why: str) -> Candidate[Moment]:
    return replace(chosen, value=value, evidence=f"{chosen.evidence}; {why}"[:LONGEST_EVIDENCE])


def country_zone(page: Page) -> tzinfo | None:
    """Return the zone of the site, or of its domain's country: to show an instant that is known, never to guess one."""
    name = read_table("crawler.reading.dates", "country_zones.json")["zones"].get(page.site.domain.rsplit(".", 1)[-1])
    return page.site.zone or (ZoneInfo(name) if name else None)
