"""What a site takes away, moves, shuts and gives back is told; what merely stands in the way is not."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from conftest import ROOT, Command
from local_site import LocalSite

from crawler.archive import Archive, ArticleRow, Change
from crawler.discovery.removed import says_not_found
from crawler.fetching.revisit import next_look
from crawler.page import Page

TEXT = "The lock gates were closed for the night and the ferry stayed at the quay until morning. " * 5


def story(title: str, text: str = TEXT, free: bool = True) -> bytes:
    declared = {
        "@type": "NewsArticle", "headline": title, "datePublished": "2026-11-20T10:00:00Z", "isAccessibleForFree": free,
    }  # fmt: skip
    return (
        f"<!DOCTYPE html><html lang=en><head><title>{title}</title><script type='application/ld+json'>"
        f"{json.dumps(declared)}</script></head><body><h1>{title}</h1><article>"
        f"<p>{title}. {text}</p><p>{title} once more. {text}</p></article></body></html>"
    ).encode()


HOME = b"<!DOCTYPE html><html><body><h1>The Lock</h1>" + b"".join(
    f"<h2><a href=/2026/11/story-number-{n}-of-the-lock>Story number {n} of the lock</a></h2>".encode()
    for n in range(9)
)
LOST = b"<!DOCTYPE html><html><title>Page not found | The Lock</title><h1>Sorry</h1><p>Try the home page.</p></html>"
CAPTCHA = b"<!DOCTYPE html><html><title>One moment</title><div class=g-recaptcha></div>Are you a robot?</html>"
PAGES = {f"/2026/11/story-number-{n}-of-the-lock": story(f"Story number {n} of the lock") for n in range(20)}
PATHS = list(PAGES)
Answer = tuple[int, bytes | str]


class Site(LocalSite):
    """A site whose answers are set by a test; a text is where a redirect leads."""

    def __init__(self) -> None:
        super().__init__()
        self.answers: dict[str, Answer] = {"/": (200, HOME), "/news/": (200, HOME)}
        self.answers |= {path: (200, page) for path, page in PAGES.items()}

    def answer(self, path: str, host: str) -> tuple[int, dict[str, str], bytes]:
        status, body = self.answers.get(path.partition("?")[0], (404, b""))
        if isinstance(body, str):
            return status, {"Content-Type": "text/html", "Location": body}, b""
        return status, {"Content-Type": "text/html"}, body


MOVED = "/2026/11/the-same-story-at-another-address"
OTHER = "/2026/11/another-story-of-the-old-ferry"
REMOVED: dict[str, tuple[Answer, str]] = {
    PATHS[0]: ((404, b""), "status 404"),
    PATHS[1]: ((410, b""), "status 410"),
    PATHS[2]: ((200, LOST), "a page that says it is not there"),
    PATHS[3]: ((302, "/"), "redirect to the home page"),
    PATHS[4]: ((302, "/news/"), "redirect to a section"),
    PATHS[5]: ((302, OTHER), "redirect to another article"),
}
IN_THE_WAY: dict[str, Answer] = {
    PATHS[6]: (500, b""),
    PATHS[7]: (403, b""),
    PATHS[8]: (200, CAPTCHA),
    PATHS[9]: (302, "/login?back=/x"),
    PATHS[10]: (200, b"<html></html>"),
}
SHUT = PATHS[11]
TO_MOVE = PATHS[12]
BUSY = PATHS[13]


class Visits:
    """Crawls of pages of one site into one archive, each time as if all were due; what was told after each."""

    def __init__(self, site: Site, path: Path) -> None:
        self.site, self.path, self.url = site, path, f"http://{site.address}"
        self.cut: ArticleRow  # as it stands behind the paywall
        self.told: list[dict[str, list[Change]]] = []

    def visit(self, paths: Iterable[str]) -> None:
        if self.path.exists():
            with Archive(self.path) as archive:
                archive.db.execute("UPDATE pages SET due_at = '2026-01-01T00:00:00Z' WHERE article_id IS NOT NULL")
                archive.db.execute("UPDATE hosts SET next_allowed_at = NULL")
        urls = " ".join(self.url + path for path in paths)
        settings = {
            "NEWSARC_ARCHIVE": self.path, "DOWNLOAD_DELAY": 0, "AUTOTHROTTLE_ENABLED": 0, "RETRY_TIMES": 0,
            "NEWSARC_ALLOW_PRIVATE_ADDRESSES": 1, "ROBOTSTXT_OBEY": 0, "NEWSARC_RERAISE": 1,
        }  # fmt: skip
        options = [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
        done = subprocess.run(
            [sys.executable, "-m", "scrapy", "crawl", "article", "-a", f"url={urls}", *options],
            cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        assert "Traceback" not in done.stderr, done.stderr
        told: dict[str, list[Change]] = {}
        with Archive(self.path, read_only=True) as archive:
            self.pages = {row["url"].removeprefix(self.url): row for row in archive.db.query("SELECT * FROM pages")}
            for change in archive.changes():
                told.setdefault(change.url.removeprefix(self.url), []).append(change)
        self.told.append(told)

    def article(self, path: str) -> ArticleRow:
        with Archive(self.path, read_only=True) as archive:
            return archive.article(self.url + path)

    def revisions(self, path: str) -> int:
        with Archive(self.path, read_only=True) as archive:
            return len(archive.revisions(archive.article(self.url + path).id))


@pytest.fixture(scope="module")
def visits(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visits]:
    """A site as it was; with all that may happen; the same again; one page too busy; and as it was before."""
    with Site() as site:
        visits = Visits(site, tmp_path_factory.mktemp("lock") / "archive.db")
        asked = PATHS[:13]
        visits.visit([*asked, BUSY])
        site.answers |= {path: answer for path, (answer, _) in REMOVED.items()} | IN_THE_WAY
        site.answers |= {
            SHUT: (200, story("Story number 11 of the lock", TEXT[:170], free=False)),
            **{TO_MOVE: (301, MOVED), MOVED: (200, PAGES[TO_MOVE]), OTHER: (200, story("The old ferry", TEXT.upper()))},
            "/login": (200, b"<!DOCTYPE html><html><h1>Members</h1><form></form></html>"),
        }
        visits.visit(asked)
        visits.cut = visits.article(SHUT)
        visits.visit(asked)
        site.answers[BUSY] = (503, b"")
        visits.visit([BUSY])
        site.answers |= {path: (200, page) for path, page in PAGES.items()}
        visits.visit(asked)
        yield visits


@pytest.mark.thorough
@pytest.mark.parametrize("path", REMOVED, ids=[how for _, how in REMOVED.values()])
def test_an_article_that_was_taken_away_is_gone_and_its_copy_stays(visits: Visits, path: str):
    (gone,) = visits.told[1][path]

    assert (gone.kind, gone.detail["how"]) == ("gone", REMOVED[path][1])
    assert gone.first_seen_at <= gone.last_seen_at <= gone.at <= gone.last_at
    kept = visits.article(path)
    assert kept.body is not None
    assert TEXT.strip() in kept.body
    assert visits.revisions(path) == 1


@pytest.mark.thorough
def test_an_absence_is_one_event_with_a_beginning_and_an_end(visits: Visits):
    for path in list(REMOVED)[:5]:
        (first,), (later,) = visits.told[1][path], visits.told[2][path]
        assert (first.at, first.last_at) == (later.at, first.at)
        assert later.last_at >= first.last_at


@pytest.mark.thorough
@pytest.mark.parametrize("path", IN_THE_WAY)
def test_what_stands_in_the_way_is_no_deletion(visits: Visits, path: str):
    assert path not in visits.told[1]
    assert path not in visits.told[2]


@pytest.mark.thorough
def test_a_busy_site_has_deleted_nothing(visits: Visits):
    assert BUSY not in visits.told[3]
    assert visits.article(BUSY).gone_at is None


@pytest.mark.thorough
@pytest.mark.parametrize("path", list(REMOVED)[:5])
def test_an_article_that_is_back_is_told_so(visits: Visits, path: str):
    assert [change.kind for change in visits.told[-1][path]] == ["back", "gone"]
    assert visits.article(path).gone_at is None


@pytest.mark.thorough
def test_a_moved_article_is_moved_and_not_gone(visits: Visits):
    assert [change.kind for change in visits.told[1][MOVED]] == ["moved"]
    assert TO_MOVE not in visits.told[1]


@pytest.mark.thorough
def test_a_later_paywall_is_an_event_and_the_whole_text_stays(visits: Visits):
    (shut,) = visits.told[1][SHUT]
    assert (shut.kind, shut.detail) == ("paywalled", {"how": "text cut"})
    assert visits.cut.access == "paywalled"
    assert TEXT.strip() in (visits.cut.body or "")
    assert visits.revisions(SHUT) == 1

    back = visits.told[-1][SHUT][0]
    assert (back.kind, back.detail) == ("back", {"from": "paywall"})
    assert visits.article(SHUT).access == "free"


@pytest.mark.thorough
def test_the_removed_are_listed(visits: Visits, newsarc: Command):
    done = newsarc("changes", "--kind", "removed", "--since", "7d", "--json", "--archive", visits.path)

    assert {row["url"].removeprefix(visits.url) for row in json.loads(done.stdout)} == set(REMOVED)


def test_what_is_gone_is_looked_for_again_ever_more_rarely():
    gone = datetime(2026, 1, 1, tzinfo=UTC)

    waits = [next_look(gone, gone + timedelta(days=days)) for days in (0, 5, 90)]

    assert waits == [gone + timedelta(days=days) for days in (1, 10, 120)]
    assert next_look(gone, gone + timedelta(days=365)) is not None
    assert next_look(gone, gone + timedelta(days=365, seconds=1)) is None


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<title>Сторінку не знайдено — Газета</title>", True),
        ("<title>ページが見つかりません</title>", True),
        ("<title>Puslapis nerastas - Paštas</title>", True),
        ("<title>পৃষ্ঠা পাওয়া যায়নি</title>", True),
        ("<h1>Sahifa topilmadi</h1>", True),
        ("<title>The Lock</title><h1>404</h1>", True),
        ("<title>The Lock</title><h1>We’re sorry, but this article isn’t available any more</h1>", True),
        ("<title>Die Schleuse</title><h2>Hoppla! Die gesuchte Seite gibt es leider nicht</h2>", True),
        ("<title>Kapı</title><h1>İçerik silinmiş</h1>", True),
        ("<title>The Lock</title><h1>This story’s page is missing</h1><p>President Lee</p>", True),
        ("<title>The Lock</title><p>Menu</p><p>We couldn't find the page. Try the search.</p>", True),
        ("<title>The Lock</title><h1>Dodo no longer exists</h1><p>We couldn't find the page.</p>", False),
        ("<title>Peugeot 404 is back on the road</title><h1>Peugeot 404 is back</h1>", False),
        (f"<title>Wreck not found after all</title><p>{TEXT * 9}</p>", False),
        (story("Survivors not found, search goes on").decode(), False),
        ("", False),
        (f"<title>Page not found - The Lock</title><p>26 November 2026</p><p>{TEXT}</p>", True),
    ],
)
def test_a_page_that_says_it_is_not_there_is_known_by_its_heading(page: str, expected: bool):
    assert says_not_found(Page.from_html(page.encode(), "http://lock.example/1")) is expected


@pytest.mark.parametrize(
    "headline",
    [
        *("President removed from office", "Postal worker is gone for good", "Hiker not found after three days"),
        *("Statue has been removed from the square", "Link road plan is gone", "Artikel 13 gelöscht"),
        *("Beitragserhöhung: Kasse existiert nicht mehr", "Presidenten slettet konto", "Artículo 155: ya no se aplica"),
        *("Вести: хоккеист удалён с поля", "В статистике нет роста", "Стаття 5 більше не діє"),
        *(
            "Milli takımdan haber: yasak kaldırılıyor",
            "Berita: pajak dihapus",
            "新闻出版署删除条例",
            "خبر عاجل: إزالة حاجز",
        ),
    ],
)
@pytest.mark.parametrize("tag", ["h1", "p"])
def test_short_news_of_what_is_gone_are_there(headline: str, tag: str):
    page = f"<title>{headline}</title><{tag}>{headline}</{tag}><p>3 September 2026</p><p>{TEXT}</p>"

    assert not says_not_found(Page.from_html(page.encode(), "http://lock.example/2026/09/the-lock-and-its-gates"))
