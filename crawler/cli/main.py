"""The group of commands, and the errors that all of them share."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

import click

from crawler import __version__
from crawler.archive.errors import ArchiveError, ArchiveLockedError
from crawler.configuration import ConfigurationError
from crawler.discovery.periods import SpanError
from crawler.monitoring.exit_codes import FAILED, LOCKED, USAGE
from crawler.reading.text import printable
from crawler.reading.urls import UrlError

# Each is loaded when it is called for: a query of the archive needs none of Scrapy.
COMMANDS = {
    "demo": "crawler.cli.demo:demo",
    "crawl": "crawler.cli.crawl:crawl",
    "extract": "crawler.cli.extract:extract_command",
    "search": "crawler.cli.query:search",
    "list": "crawler.cli.query:list_command",
    "show": "crawler.cli.query:show",
    "story": "crawler.cli.story:story",
    "quotes": "crawler.cli.quotes:quotes",
    "views": "crawler.cli.views:views",
    "changes": "crawler.cli.changes:changes",
    "diff": "crawler.cli.changes:diff",
    "sites": "crawler.cli.sites:sites",
    "coverage": "crawler.cli.coverage:coverage_command",
    "runs": "crawler.cli.runs:runs",
    "doctor": "crawler.cli.doctor:doctor",
    "schedule": "crawler.cli.schedule:schedule",
    "export": "crawler.cli.export:export",
    "import": "crawler.cli.import_:import_command",
    "reread": "crawler.cli.reread:reread_command",
    "correct": "crawler.cli.correct:correct_command",
    "forget": "crawler.cli.forget:forget",
    "archive": "crawler.cli.archive:archive_group",
    "config": "crawler.cli.config:config_group",
    "train": "crawler.cli.train:train_command",
}


class Failure(click.ClickException):
    """A command could not do what it was asked to. The message says why and what was expected."""

    def show(self, file: Any = None) -> None:
        click.echo(f"newsarc: {printable(self.message)}", err=True)


class Newsarc(click.Group):
    """A group whose commands end with one line about what is wrong, not with a traceback."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (UrlError, SpanError, ConfigurationError) as error:
            fail(str(error), USAGE)
        except ArchiveLockedError as error:
            fail(str(error), LOCKED)
        except ArchiveError as error:
            fail(str(error), FAILED)
        except BrokenPipeError:
            sys.stderr.close()  # `newsarc list | head`: the reader has what it wanted
            sys.exit(0)


def fail(message: str, code: int) -> None:
    """Say what is wrong on stderr, and end with *code*."""
    click.echo(f"newsarc: {printable(message)}", err=True)
    sys.exit(code)


@click.group(cls=Newsarc, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="newsarc")
def main() -> None:
    """A news crawler that remembers: articles, view counts over time, quotes with their speakers, in one SQLite file.

    \b
    Begin with:   newsarc demo
    Then:         newsarc crawl https://your.site/
                  newsarc search "some words"

    The archive is --archive PATH, else the environment's NEWSARC_ARCHIVE, else the one that newsarc.toml names, else
    data/archive.db in the folder of newsarc.toml or scrapy.cfg, else here.

    \b
    Exit codes: 0 done, 1 failed, 2 usage, 3 partly failed, 4 something was due and nothing answered,
    5 the archive's write lock was not had in 30 s, 6 a site is not as it was, 130 interrupted, 143 terminated.
    """
