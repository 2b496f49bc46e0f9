"""`newsarc demo`: the main job, start to end, on news sites that run on this machine; and the day after."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import click

from crawler.archive import Archive, ArticleRow
from crawler.cli.changes import edits
from crawler.cli.options import archive_option
from crawler.cli.output import print_table
from crawler.cli.saying import say
from crawler.demo import DemoServer, outlets
from crawler.reading.text import printable

QUERY = "Kishida Seoul"
SPEAKER = "President Yoon's office"
ARTICLES_SHOWN = 8


@click.command()
@archive_option
def demo(archive: str | None) -> None:
    """Crawl small news sites that run on this machine, twice, and show what an archive can answer."""
    path = Path(archive) if archive else Path(tempfile.mkdtemp(prefix="newsarc-demo-")) / "archive.db"
    tour = Tour(path)
    with DemoServer() as server:
        settings = " ".join(f"-s {name}={shlex.quote(value)}" for name, value in demo_settings(server.address).items())
        say(f"Three news sites now run on {server.address}, known to these crawls alone, which are told: {settings}")
        tour.crawl(server)
        with Archive(path, read_only=True) as opened:
            tour.first_look(opened)
        server.advance()
        say("\nA day passes. Counters rise; stories are edited, moved, taken down, copied by other outlets.")
        tour.crawl(server, "--refresh")
        with Archive(path, read_only=True) as opened:
            tour.second_look(opened)
    say("\nNow your own site:")
    say(f"  {program()} crawl https://your.site/")
    sys.exit(tour.code)


class Tour:
    """What the demo does and shows, each with the command that shows it again. `code` is the worst of the crawls'."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.code = 0

    def crawl(self, server: DemoServer, *options: str) -> None:
        """Crawl all sites of *server*, each by the command that crawls any site."""
        began, first = time.monotonic(), len(server.requests)
        for host in outlets():
            command = ["crawl", f"http://{host}/", "--archive", str(self.path), *options]
            self.heading(f"Crawling {host}", *command[:2], *options)
            command += [f"-s{name}={value}" for name, value in demo_settings(server.address).items()]
            done = subprocess.run([sys.executable, "-m", "crawler.cli", *command], check=False)
            self.code = max(self.code, done.returncode)
        say(f"\n{len(server.requests) - first} requests in {time.monotonic() - began:.0f} s")

    def first_look(self, archive: Archive) -> None:
        """Show a list, a search, a quote by its speaker and a view count."""
        self.heading("The newest articles", "list")
        rows = archive.articles(limit=ARTICLES_SHOWN)
        print_table(
            [{"published": a.published_at, "lang": a.language, "views": a.view_count, "title": a.title} for a in rows]
        )
        self.heading(f"A search: {QUERY}", "search", QUERY)
        for hit in archive.search(QUERY, limit=3):
            words = "".join(click.style(p.text, bold=True) if p.is_hit else printable(p.text) for p in hit.snippet)
            click.echo(f"{printable(hit.article.title or '')}\n  {words}")
        self.heading("A quote by its speaker", "quotes", "--speaker", SPEAKER)
        for quote in archive.quotes(speaker=SPEAKER, limit=1):
            article = archive.article(quote.article_id)
            click.echo(f"“{printable(quote.text)}”\n  — {printable(quote.speaker or '')}")
            click.echo(f"\nIts article was printed {article.published_at} and read {article.view_count} times.")

    def second_look(self, archive: Archive) -> None:
        """Show what happened between the two crawls."""
        self.heading("What happened", "changes")
        changes = list(archive.changes())
        print_table(
            [
                {"kind": c.kind, "fields": ", ".join(c.fields), "silent": c.silent, "site": c.site, "title": c.title}
                for c in changes
            ]
        )
        for change in changes:
            if change.silent:
                self.heading("What an edit changed that the page does not tell of", "diff", str(change.article_id))
                click.echo("\n".join(edits(*archive.revisions(change.article_id)[-2:])))
                break
        self._readings(archive)
        self._copies(archive)

    def _readings(self, archive: Archive) -> None:
        article = max(archive.articles(), key=lambda article: article.view_count or 0)
        self.heading("A view counter, read at each visit", "views", str(article.id))
        readings = [{"seen_at": r.seen_at, "views": r.views, "printed": r.raw} for r in archive.views(article.id)]
        print_table([*readings])

    def _copies(self, archive: Archive) -> None:
        told: dict[int | None, list[ArticleRow]] = {}
        for article in archive.articles():
            told.setdefault(article.story_id, []).append(article)
        self.heading("One story, several outlets", "list", "-c", "story_id", "-c", "site", "-c", "title")
        for copies in (articles for articles in told.values() if len(articles) > 1):
            print_table([{"story": a.story_id, "site": a.site, "title": a.title} for a in reversed(copies)])

    def heading(self, text: str, *command: str) -> None:
        """Print what comes, and the command that shows it."""
        shown = " ".join(f'"{word}"' if " " in word else word for word in command)
        archive = "" if command[0] == "crawl" else f" --archive {self.path}"
        click.echo(f"\n{click.style(text, bold=True)}     {program()} {shown}{archive}")
        sys.stdout.flush()


def demo_settings(address: str) -> dict[str, str]:
    """Return what differs from a crawl of the web: names under .example lead to *address*, and nobody is hurried."""
    return {
        "NEWSARC_RESOLVE": json.dumps({"*.example": address}),
        "NEWSARC_ALLOW_PRIVATE_ADDRESSES": "1",
        "DOWNLOAD_DELAY": "0",
        "AUTOTHROTTLE_ENABLED": "0",
        "CONCURRENT_REQUESTS_PER_DOMAIN": "8",
    }


def program() -> str:
    """Return how this program is called from here: "newsarc" where the shell finds it, else its path."""
    return "newsarc" if shutil.which("newsarc") else os.path.relpath(sys.argv[0])
