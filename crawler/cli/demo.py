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
from collections import Counter
from pathlib import Path

import click

from crawler.archive import Archive
from crawler.cli.main import main as newsarc
from crawler.cli.options import archive_option
from crawler.cli.saying import say
from crawler.demo import DemoServer, outlets

QUERY = "Kishida Seoul"
SPEAKER = "President Yoon's office"
CHANGES = tuple(word for column in ("kind", "edit", "article_id", "silent", "site", "title") for word in ("-c", column))


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
        tour.first_look()
        server.advance()
        say("\nA day passes. Counters rise; stories are edited, moved, taken down, copied by other outlets.")
        tour.crawl(server, "--refresh")
        tour.second_look()
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

    def first_look(self) -> None:
        """Show a list, a search and a quote by its speaker."""
        self.show("The newest articles", "list", "--limit", "8")
        self.show("A search", "search", QUERY)
        self.show("A quote by its speaker", "quotes", "--speaker", SPEAKER, "-c", "speaker", "-c", "text")

    def second_look(self) -> None:
        """Show what happened between the two crawls."""
        with Archive(self.path, read_only=True) as archive:
            silent = [change.article_id for change in archive.changes() if change.silent]
            most_read = max(archive.articles(), key=lambda article: article.view_count or 0).id
            told = Counter(article.story_id for article in archive.articles())
        self.show("What happened", "changes", *CHANGES)
        for article_id in silent[:1]:
            self.show("What an edit changed that the page does not tell of", "diff", str(article_id), form="--text")
        self.show("A view counter, read at each visit", "views", str(most_read))
        [(story_id, _)] = told.most_common(1)
        self.show("One story, several outlets", "story", str(story_id), form="--text")

    def show(self, text: str, *command: str, form: str = "--table") -> None:
        """Print what comes, and the command that shows it, and run that; *form* is the one it has on a terminal."""
        self.heading(text, *command)
        newsarc([*command, form, "--archive", str(self.path)], standalone_mode=False)

    def heading(self, text: str, *command: str) -> None:
        """Print what comes, and the command that shows it."""
        shown = " ".join(f'"{word}"' if " " in word else word for word in command)
        archive = "" if command[0] == "crawl" else f" --archive {shlex.quote(str(self.path))}"
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
