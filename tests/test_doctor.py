"""A site that changed is noticed within one run; one that is as it was raises no alarm."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import faulty_site
import pytest
from conftest import Command
from faulty_site import DAYS, FEED, SECTION, START, Answer, Day, changed, day, record

from crawler.archive import Archive
from crawler.archive.sites.alarms import AlarmRow
from crawler.items import Article
from crawler.monitoring.causes import by_cause
from crawler.monitoring.doctor import Doctor
from crawler.page import Page
from pipelines import extract

CAPTCHA = b"<title>One moment</title><div class=g-recaptcha></div><p>Please prove that you are not a robot.</p>"
CONSENT = b"<title>Before you continue</title><p>Before you continue, accept all cookies of our partners.</p>"
LOGIN = b"<title>Sign in</title><p>Please sign in to read on.</p>"
TEASER = ("This story is for readers of the printed paper. " * 9,)
UKRAINIAN = ("Рада гавані зібралася знову, щоб обговорити міст, школу та ринок біля старого порту. " * 6,)
NEXT = DAYS  # the day after the last clean one
NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)


def answers(body: bytes, status: int = 200) -> Day:
    whole = day(NEXT)
    whole.answers = [Answer(one.url, body, status) for one in whole.stories]
    return whole


def with_(**values: object) -> Day:
    whole = day(NEXT)
    for name, value in values.items():
        setattr(whole, name, value)
    return whole


def cut(one: faulty_site.Story) -> faulty_site.Story:
    return replace(one, paragraphs=(one.paragraphs[0],))


def unquoted(one: faulty_site.Story) -> faulty_site.Story:
    return replace(one, paragraphs=tuple(text.replace("“", "").replace("”", "") for text in one.paragraphs))


def shut(one: faulty_site.Story) -> faulty_site.Story:
    return replace(one, paragraphs=tuple(f"{text[:-1]} {one.number}." for text in UKRAINIAN), language="uk")


# What happens to the site, and what the alarm must name.
FAULTS: dict[str, tuple[Callable[[], Day], str, str]] = {
    "the headline is gone": (lambda: changed(NEXT, lambda s: replace(s, headline=False)), "missing", "title"),
    "the text is drawn by a script": (
        lambda: changed(NEXT, lambda s: replace(s, paragraphs=())),
        *("not_articles", "pages"),
    ),
    "no date": (
        lambda: with_(answers=[Answer(s.url, undated(s)) for s in day(NEXT).stories]),
        *("missing", "published_at"),
    ),
    "no author": (lambda: changed(NEXT, lambda s: replace(s, author=None)), "missing", "authors"),
    "the counter has vanished": (lambda: changed(NEXT, lambda s: replace(s, views=None)), "missing", "view_count"),
    "no pictures": (lambda: changed(NEXT, lambda s: replace(s, image=False)), "missing", "image_url"),
    "sections told by the menu alone": (
        lambda: changed(NEXT, lambda s: replace(s, section=None)),
        *("source", "section from json_ld"),
    ),
    "no quotation marks": (lambda: changed(NEXT, unquoted), "missing", "quotes"),
    "no JSON-LD": (lambda: changed(NEXT, lambda s: replace(s, json_ld=False)), "source", "published_at from json_ld"),
    "two dates": (
        lambda: changed(NEXT, lambda s: replace(s, declared_date=s.published - timedelta(days=2))),
        *("disagree", "published_at"),
    ),
    "the text is cut": (lambda: changed(NEXT, cut), "words", "words"),
    "a captcha": (lambda: answers(CAPTCHA), "captcha", "pages"),
    "a wall of consent": (lambda: answers(CONSENT), "consent", "pages"),
    "a login": (lambda: answers(LOGIN), "login", "pages"),
    "the same text everywhere": (lambda: changed(NEXT, lambda s: replace(s, paragraphs=TEASER)), "same_body", "pages"),
    "the same title everywhere": (lambda: with_(answers=retitled()), "same_title", "pages"),
    "dates stand still": (lambda: changed(NEXT, lambda s: replace(s, published=START)), "same_date", "pages"),
    "dates are the present": (
        lambda: changed(NEXT, lambda s: replace(s, published=START + timedelta(days=NEXT))),
        *("present_date", "pages"),
    ),
    "counters at nought": (lambda: changed(NEXT, lambda s: replace(s, views="0 views")), "zero_count", "pages"),
    "another language": (lambda: changed(NEXT, shut), "language", "uk"),
    "a paywall": (lambda: changed(NEXT, lambda s: replace(s, paywalled=True)), "paywalled", "pages"),
    "the feed is frozen": (lambda: with_(feed=[s.url for s in day(1).stories]), "listing_frozen", FEED),
    "the feed is gone": (lambda: with_(listing_status=404), "listing_gone", FEED),
    "the section is empty": (lambda: with_(section=[]), "listing_empty", SECTION),
    "nothing new": (lambda: with_(stories=[], answers=[], feed=[]), "few_articles", "new articles"),
    "the site is down": (lambda: answers(b"no", 503), "failing", "pages"),
    "the crawler is shut out": (lambda: answers(b"no", 403), "failing", "pages"),
    "robots.txt forbids": (lambda: with_(refused=True), "refused", "pages"),
    "everything was deleted": (lambda: answers(b"no", 404), "gone", "pages"),
}


def retitled() -> list[Answer]:
    """Pages whose addresses differ and whose titles do not."""
    stories = day(NEXT).stories
    return [Answer(one.url, faulty_site.html(replace(one, title="The Wharf today"))) for one in stories]


def undated(one: faulty_site.Story) -> bytes:
    page = faulty_site.html(replace(one, json_ld=False)).decode()
    start, end = page.index("<time"), page.index("</time>") + len("</time>")
    return (page[:start] + page[end:]).encode()


@pytest.fixture(scope="session")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with runs over the site as it is, examined."""
    path = tmp_path_factory.mktemp("wharf") / "archive.db"
    with Archive(path) as archive:
        faulty_site.record_clean_days(archive)
        assert Doctor(archive).examine(faulty_site.SITE, now=NOON) == []
    return path


@pytest.fixture
def wharf(clean: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(clean, tmp_path / "archive.db"))


def examined(path: Path, seen: Day, number: int = NEXT, read: Callable[[Page], Article] = extract) -> list[AlarmRow]:
    with Archive(path) as archive:
        record(archive, number, seen, read=read)
        return Doctor(archive).examine(faulty_site.SITE, now=NOON)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found_within_one_run_and_named(wharf: Path, fault: str):
    make, kind, subject = FAULTS[fault]

    alarms = examined(wharf, make())

    found = {(alarm.kind, alarm.subject): alarm for alarm in alarms}
    assert (kind, subject) in found
    alarm = found[kind, subject]
    assert alarm.run_id == alarm.last_run_id == DAYS + 1
    todays = {one.url for one in day(NEXT).stories} | {faulty_site.HOME, FEED, SECTION}
    assert alarm.detail["bad"] in todays
    assert alarm.detail["good"] not in {one.url for one in day(NEXT).stories}
    assert alarm.detail["good"].startswith(faulty_site.HOME)


def test_a_step_that_breaks_on_every_page_is_found(wharf: Path):
    def broken(page: Page) -> Article:
        article = extract(page)
        article.broken.append("authors")
        return article

    alarms = examined(wharf, day(NEXT), read=broken)

    assert ("broken", "authors") in {(alarm.kind, alarm.subject) for alarm in alarms}


def test_a_clean_day_raises_nothing(wharf: Path):
    assert examined(wharf, day(NEXT)) == []


def test_an_alarm_stays_one_until_the_site_is_as_before(wharf: Path):
    def uncounted(number: int) -> Day:
        return changed(number, lambda s: replace(s, views=None))

    first = examined(wharf, uncounted(NEXT))
    second = examined(wharf, uncounted(NEXT + 1), NEXT + 1)
    third = examined(wharf, day(NEXT + 2), NEXT + 2)

    (one,), (other,) = first, second
    assert (one.id, one.run_id, one.last_run_id) == (other.id, DAYS + 1, DAYS + 1)
    assert other.last_run_id == DAYS + 2
    assert third == []
    with Archive(wharf) as archive:
        (ended,) = Doctor(archive).alarms.of_site(faulty_site.SITE)
    assert ended.ended_at is not None


def test_a_site_that_shuts_the_crawler_out_is_told_by_the_second_run(wharf: Path):
    def shut(number: int) -> Day:
        return Day([], [], None, None, shut_out=403)

    first = examined(wharf, shut(NEXT))
    second = examined(wharf, shut(NEXT + 1), NEXT + 1)
    third = examined(wharf, day(NEXT + 2), NEXT + 2)

    assert "shut_out" not in {alarm.kind for alarm in first}
    (alarm,) = [alarm for alarm in second if alarm.kind == "shut_out"]
    assert (alarm.run_id, alarm.detail["now"]) == (DAYS + 2, "status 403")
    assert "shut_out" not in {alarm.kind for alarm in third}


@pytest.mark.parametrize(
    ("change", "kinds"),
    [
        (lambda: answers(CAPTCHA), {"captcha"}),
        (lambda: changed(NEXT, lambda s: replace(s, json_ld=False, author=None, views=None)), {"missing"}),
        (lambda: with_(feed=[s.url for s in day(1).stories], section=[]), {"listing_frozen", "listing_empty"}),
    ],
    ids=["a captcha", "pages made otherwise", "two lists"],
)
def test_what_one_cause_has_changed_is_told_together(
    wharf: Path, newsarc: Command, change: Callable[[], Day], kinds: set[str]
):
    groups = by_cause(examined(wharf, change()))

    assert {first.kind for first, *_ in groups} == kinds
    assert len(groups) == len(kinds)
    shown = newsarc("doctor", "--text", "--archive", wharf).stdout
    rows = json.loads(newsarc("doctor", "--json", "--archive", wharf).stdout)
    assert shown.count("wharf.example: ") == len(kinds)
    assert all(f"alarm {row['id']}" in shown for row in rows)
    assert {row["cause"] for row in rows} == {first.id for first, *_ in groups}


def test_a_site_that_was_out_of_reach_is_told_with_what_that_made_of_its_pages():
    def alarm(number: int, kind: str, run: int, last: int) -> AlarmRow:
        return AlarmRow(number, "a.example", kind, "pages", run, last, "", "", None, None, {}, None, None)

    out, before, long_since = alarm(3, "shut_out", 38, 38), alarm(2, "failing", 37, 38), alarm(1, "missing", 9, 36)

    assert by_cause([long_since, before, out]) == [[long_since], [out, before]]


def test_what_was_missing_long_before_a_captcha_is_told_for_itself():
    def alarm(number: int, kind: str, run: int) -> AlarmRow:
        return AlarmRow(number, "a.example", kind, "pages", run, 38, "", "", None, None, {}, None, None)

    captcha, with_it, long_since = alarm(3, "captcha", 38), alarm(2, "words", 38), alarm(1, "missing", 9)

    assert by_cause([long_since, with_it, captcha]) == [[long_since], [captcha, with_it]]


def test_what_is_accepted_is_how_the_site_is_from_then_on(wharf: Path, newsarc: Command):
    def uncounted(number: int) -> Day:
        return changed(number, lambda s: replace(s, views=None))

    (alarm,) = examined(wharf, uncounted(NEXT))
    assert newsarc("doctor", "-q", "--archive", wharf).returncode == 6

    done = newsarc("doctor", "--accept", str(alarm.id), "-q", "--archive", wharf)

    assert (done.returncode, done.stdout) == (0, "[]\n")
    for number in range(NEXT + 1, NEXT + 4):
        assert examined(wharf, uncounted(number), number) == []
    assert "no open alarm 9" in newsarc("doctor", "--accept", "9", "--archive", wharf).stderr


def unlabelled(one: faulty_site.Story) -> bytes:
    number = (one.views or "").removesuffix(" views")
    page = faulty_site.html(one).decode().replace(f">{one.views}<", f">{number}<")
    return page.encode()


def test_a_selector_that_would_have_worked_is_proposed(wharf: Path, newsarc: Command):
    """The counter stands where it stood, without the word that told what it is."""
    seen = with_(answers=[Answer(one.url, unlabelled(one)) for one in day(NEXT).stories])
    with Archive(wharf) as archive:
        record(archive, NEXT, seen)

    done = newsarc("doctor", "wharf.example", "--text", "--archive", wharf)

    assert done.returncode == 6
    first = seen.stories[0].views.removesuffix(" views")
    assert "view_count is missing: filled on 0 of 16 pages, on 100% before" in done.stdout
    assert f"selectors.view_count = 'span.piece__n' gives '{first}' there" in done.stdout
    assert f"first bad  {seen.stories[0].url}" in done.stdout


def test_no_selector_is_proposed_where_none_works(wharf: Path):
    with Archive(wharf) as archive:
        record(archive, NEXT, changed(NEXT, lambda s: replace(s, views=None)))
        (alarm,) = Doctor(archive, extract=extract).examine(faulty_site.SITE, now=NOON)

    assert alarm.detail["proposal"] == {}


def redone(change: Callable[[faulty_site.Story], faulty_site.Story]) -> Day:
    """A day on which the site has changed, and the day before's stories are read once more."""
    whole, before = changed(NEXT, change), changed(NEXT - 1, change)
    whole.answers += before.answers
    return whole


def test_a_source_is_no_loss_where_another_says_the_same_on_pages_read_before_and_after(wharf: Path):
    with Archive(wharf) as archive:
        record(archive, NEXT, redone(lambda s: replace(s, json_ld=False)))
        alarms = Doctor(archive, extract=extract).examine(faulty_site.SITE, now=NOON)
        known = {(alarm.kind, alarm.subject): alarm for alarm in Doctor(archive).alarms.of_site(faulty_site.SITE)}

    assert {(alarm.kind, alarm.subject) for alarm in alarms} == {("missing", "image_url"), ("missing", "access")}
    settled = known["source", "published_at from json_ld"]
    assert settled.accepted_at is not None
    assert (settled.detail["taken_over"]["pages"], settled.detail["taken_over"]["same"]) == (12, 12)


def test_what_another_source_says_otherwise_is_told(wharf: Path, newsarc: Command):
    def without_the_right_date(one: faulty_site.Story) -> faulty_site.Story:
        return replace(one, json_ld=False, published=one.published - timedelta(hours=2))

    with Archive(wharf) as archive:
        record(archive, NEXT, redone(without_the_right_date))

    done = newsarc("doctor", "wharf.example", "--text", "--archive", wharf)

    assert done.returncode == 6
    assert "published_at from json_ld: 0 of 32 values, 100% before" in done.stdout
    assert re.search(r"the other source says '2026-\S+' where this one said '2026-\S+', at http://wharf", done.stdout)
    assert "the same on 0 of 12 pages" in done.stdout
    assert "title from json_ld" not in done.stdout


def test_a_site_that_nobody_crawled_is_no_site_to_examine(wharf: Path, newsarc: Command):
    done = newsarc("doctor", "harbour.example", "--archive", wharf)

    assert done.returncode == 1
    assert "no run went over 'harbour.example'; expected one of: wharf.example" in done.stderr


def test_single_pages_are_not_held_against_a_sites_past(wharf: Path):
    with Archive(wharf) as archive:
        seen = changed(NEXT, lambda s: replace(s, views=None))
        run = record(archive, NEXT, seen)
        archive.db.execute(
            "UPDATE run_sites SET counts = json_remove(counts, '$.\"pages/listing/read\"') WHERE run_id = ?", (run,)
        )

        assert Doctor(archive).examine(faulty_site.SITE, now=NOON) == []
