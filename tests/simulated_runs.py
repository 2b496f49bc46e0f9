"""Runs over a news site that is as it always was: with the noise that such sites have, made through the real tally."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from crawler.archive import Archive
from crawler.archive.sites.history import SiteHistory
from crawler.items import Article, Fetched, Quote
from crawler.monitoring.tally import SiteTally
from crawler.page import Page
from crawler.reading.instants import utc_text

SITE = "gazette.example"
HOME = f"https://{SITE}/"
FEED, SITEMAP, SECTION = f"{HOME}feed", f"{HOME}news-sitemap.xml", f"{HOME}news/"
START = datetime(2026, 1, 5, 6, tzinfo=UTC)  # a Monday
DAY = timedelta(days=1)
PAGE = Page.from_html(b"<p>", HOME)
# How often an article of a kind gives a field, and from which source; what is not named is always missing.
KINDS = {
    "report": {"weight": 60, "words": 320, "authors": 0.97, "image_url": 0.95, "quotes": 0.85, "section": 0.99},
    "agency": {"weight": 30, "words": 180, "authors": 0.04, "image_url": 0.6, "quotes": 0.6, "section": 0.97},
    "gallery": {"weight": 6, "words": 60, "authors": 0.5, "image_url": 1.0, "quotes": 0.05, "section": 0.9},
    "comment": {"weight": 4, "words": 800, "authors": 1.0, "image_url": 0.8, "quotes": 0.5, "section": 1.0},
}
QUOTE = Quote("Nobody will wait", 0, 16, "inline", 0)
MOOD = 0.5  # how much the kinds of a day's articles differ from those of other days, as a logarithm
MOST_DRIFT, STEP = 0.15, 0.004  # of what share of its articles gives a field, in all and from run to run
ALWAYS = {"title": 1.0, "body": 1.0, "published_at": 0.995, "view_count": 0.98, "description": 0.97, "language": 1.0}
SOURCES = {
    "title": ("json_ld", "open_graph"),
    "published_at": ("json_ld", "printed"),
    "authors": ("json_ld", "printed"),
}


class NoisySite:
    """One site and its noise, the same for the same *seed*. Each call of `run` is one crawl of it."""

    def __init__(self, seed: int = 1, *, per_day: float = 30, every: timedelta = DAY) -> None:
        self.random = random.Random(seed)
        self.per_day = per_day
        self.every = every
        self.now = START
        self.last = START - every
        self.number = 0
        self.without: tuple[str, ...] = ()  # fields that the site has ceased to give
        self.drift = dict.fromkeys(("authors", "image_url", "quotes", "section", "description"), 0.0)

    def run(self, archive: Archive) -> int:
        """Record one crawl in *archive* and return its number."""
        chance = self.random.random
        while chance() < 0.03:  # the machine was off, or somebody else's
            self.now += self.every
        if chance() < 0.003:
            self.now += self.random.uniform(3, 10) * DAY
        for name, drift in self.drift.items():
            self.drift[name] = min(MOST_DRIFT, max(0.0, drift + self.random.choice((-STEP, STEP))))
        tally = SiteTally(SITE)
        new = [self._article(tally) for _ in range(self._how_many())]
        trouble = chance() < 0.05  # the site is out of breath for some minutes
        failing = self.random.uniform(0.05, 0.4) if trouble else 0.005
        for article in new:
            self._visit(tally, article, failing)
        for number in range(self.random.randrange(12)):
            self._revisit(tally, f"{HOME}old-{number}")
        for number in range(self.random.choice((0, 0, 0, 1, 2))):
            tally.visit(f"{HOME}about-{number}", "article", "not_article", status=200, reason="no story")
        if chance() < 0.1:
            tally.visit(f"{HOME}gone", "article", "gone", status=404, reason="status 404")
        self._list(tally, new, failing)
        run_id = archive.start_run("news_site", SITE, at=self.now)
        with archive.transaction():
            archive.finish_run(
                run_id, status="finished", exit_code=0, counts={}, fields={SITE: tally.fields}, at=self.now + DAY / 300
            )
            SiteHistory(archive).write(run_id, [tally.result()])
        self.last, self.now = self.now, self.now + self.every * self.random.uniform(0.95, 1.05)
        return run_id

    def _how_many(self) -> int:
        """Fewer at weekends and by night, few on holidays, many when something happens."""
        expected, hour, step = 0.0, self.last, timedelta(hours=1)
        while hour < self.now:
            by_day = 0.45 if hour.weekday() >= 5 else 1.15
            by_hour = 0.2 if hour.hour < 6 or hour.hour > 22 else 1.3
            day = random.Random(f"{self.per_day}{hour.date()}").random()
            special = 0.3 if day < 0.03 else 2.8 if day > 0.97 else 0.8 + 0.4 * day
            share = min(step, self.now - hour) / DAY
            expected += self.per_day * by_day * by_hour * special * share
            hour += step
        return min(60, sum(self.random.random() < expected / 400 for _ in range(400)))

    def _article(self, tally: SiteTally) -> Article:
        self.number += 1
        url = f"{HOME}2026/story-{self.number}"
        kind = KINDS[self.random.choices(list(KINDS), self._mix())[0]]
        article = Article(page=PAGE, url=url, site=SITE, outcome="new")
        fetched = self.now
        published = fetched - (fetched - self.last) * self.random.random()
        article.fetched = Fetched(url, 200, {}, b"", fetched)
        for name, share in (ALWAYS | kind).items():
            given = share - self.drift.get(name, 0.0)
            if name not in ("weight", "words", *self.without) and self.random.random() < given:
                sources = SOURCES.get(name, ("visible",))
                source = sources[0] if self.random.random() < 0.9 else sources[-1]
                disagree = {"disagree": ["printed"]} if self.random.random() < 0.03 else {}
                article.provenance[name] = {"source": source, **disagree}
        words = max(20, round(self.random.lognormvariate(0, 0.5) * kind["words"]))
        article.word_count, article.body = words, f"story {self.number} of the day"
        is_usual = self.random.random() < 0.02
        article.title = "Weather" if is_usual else f"Story {self.number}"
        if "published_at" in article.provenance:
            whole = published.replace(second=0, microsecond=0)
            article.published_at = utc_text(whole)
        article.view_count = round(self.random.lognormvariate(5, 1)) if "view_count" in article.provenance else None
        article.quotes = [QUOTE] * self.random.randint(1, 6) if "quotes" in article.provenance else []
        article.language = "en" if self.random.random() < 0.97 else "fr"
        article.access = "paywalled" if self.random.random() < 0.1 else "free"
        return article

    def _mix(self) -> list[float]:
        """The kinds' weights on this day: at weekends agencies fill the paper, and each day has its own subject."""
        day = random.Random(f"mix {self.per_day}{self.now.date()}")
        weights = {name: kind["weight"] * day.lognormvariate(0, MOOD) for name, kind in KINDS.items()}
        weights["agency"] *= 2 if self.now.weekday() >= 5 else 1
        return list(weights.values())

    def _revisit(self, tally: SiteTally, url: str) -> None:
        tally.visit(url, "article", "archived", status=304, reason=None)

    def _visit(self, tally: SiteTally, article: Article, failing: float) -> None:
        tally.count("answers")
        if self.random.random() < failing:
            article.outcome = None
            tally.visit(article.url, "article", "failed", status=503, reason="status 503")
            return
        tally.visit(article.url, "article", "archived", status=200, reason=None)
        if self.random.random() < 0.002:
            tally.count("obstacles/consent", article.url)
        tally.article(article)

    def _list(self, tally: SiteTally, new: list[Article], failing: float) -> None:
        """The feed holds the last twenty, the sitemap nearly all, the section some; now and then one fails."""
        listed = {
            FEED: [article.url for article in new[-20:]],
            SITEMAP: [article.url for article in new if self.random.random() < 0.97],
            SECTION: [article.url for article in new if self.random.random() < 0.4],
        }
        for url, urls in listed.items():
            tally.count("answers")
            if self.random.random() < failing:
                tally.visit(url, "listing", "failed", status=503, reason="status 503")
                continue
            tally.visit(url, "listing", "read", status=200, reason=None)
            older = [f"{HOME}older-{n}" for n in range(20 - len(urls))]
            tally.listed(url, 200, urls + older, utc_text(self.now))
