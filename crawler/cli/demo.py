"""`newsarc demo`: the main job, start to end, on a news site that runs on this machine."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import click

from crawler.archive import Archive
from crawler.cli.crawl import crawl_settings, summary
from crawler.cli.crawling import Target, project_settings, run
from crawler.cli.output import archive_option, print_table
from crawler.demo import DemoServer

HOME = "http://harbour-gazette.example/"
QUERY = "Kishida Seoul"
SPEAKER = "President Yoon's office"
ARTICLES_SHOWN = 8


@click.command()
@archive_option
def demo(archive: str | None) -> None:
    """Crawl a small news site that runs on this machine, and show what an archive can answer."""
    path = Path(archive) if archive else Path(tempfile.mkdtemp(prefix="newsarc-demo-")) / "archive.db"
    with DemoServer() as server:
        _say(f"A news site, The Harbour Gazette, now runs on {server.address}. Crawling {HOME} ...")
        began = time.monotonic()
        settings = project_settings(**crawl_settings(path), **demo_settings(server.address))
        target = Target("news_site", {"url": HOME}, "harbour-gazette.example")
        code, stats = run(target, settings)
        for line in summary(stats, code, target, path):
            _say(f"  {line}")
        _say(f"  in {time.monotonic() - began:.1f} s, {len(server.requests)} requests")
    with Archive(path, read_only=True) as opened:
        _tour(opened, path)
    sys.exit(code)


def demo_settings(address: str) -> dict[str, Any]:
    """Return what differs from a crawl of the web: names under .example lead to *address*, and nobody is hurried."""
    return {
        "NEWSARC_RESOLVE": {"*.example": address},
        "NEWSARC_ALLOW_PRIVATE_ADDRESSES": True,
        "DOWNLOAD_DELAY": 0,
        "AUTOTHROTTLE_ENABLED": False,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
    }


def _tour(archive: Archive, path: Path) -> None:
    """Show a list, a search, a quote by its speaker and a view count, each with the command that shows it again."""
    _heading("The newest articles", "list", path)
    rows = list(archive.articles(limit=ARTICLES_SHOWN))
    print_table(
        [{"published": a.published_at, "lang": a.language, "views": a.view_count, "title": a.title} for a in rows]
    )
    _heading(f"A search: {QUERY}", f'search "{QUERY}"', path)
    for hit in archive.search(QUERY, limit=3):
        words = "".join(click.style(p.text, bold=True) if p.is_hit else p.text for p in hit.snippet)
        click.echo(f"{hit.article.title}\n  {words}")
    for quote in archive.quotes(speaker=SPEAKER, limit=1):
        _heading("A quote by its speaker", f"show {quote.article_id}", path)
        click.echo(f"“{quote.text}”\n  — {quote.speaker}")
        article = archive.article(quote.article_id)
        click.echo(f"\nIts article was printed {article.published_at} and read {article.view_count} times.")
    _say("")
    _say("Now your own site:")
    _say("  newsarc crawl https://your.site/")


def _heading(text: str, command: str, path: Path) -> None:
    click.echo()
    click.echo(click.style(text, bold=True) + f"     newsarc {command} --archive {path}")


def _say(text: str) -> None:
    click.echo(text, err=True)
