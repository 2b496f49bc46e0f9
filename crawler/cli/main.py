"""The group of commands, and the errors that all of them share."""

from __future__ import annotations

import codecs
import errno
import io
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import click

from crawler import __version__
from crawler.archive.errors import ArchiveError, ArchiveLockedError
from crawler.cli.groups import Commands
from crawler.cli.saying import say
from crawler.cli.typed import take_as_typed
from crawler.configuration import ConfigurationError
from crawler.discovery.periods import SpanError
from crawler.monitoring.exit_codes import FAILED, INTERRUPTED, LOCKED, USAGE
from crawler.reading.text import escaped
from crawler.reading.urls import UrlError

# Each is loaded when it is called for: a query of the archive needs none of Scrapy. Beside it what it does, in a line.
COMMANDS = {
    "demo": ("crawler.cli.demo:demo", "Crawl news sites that run on this machine, and look at them."),
    "crawl": ("crawler.cli.crawl:crawl", "Crawl sites from their home pages, or fetch single pages."),
    "extract": ("crawler.cli.extract:extract_command", "Print the article on a page as JSON, without an archive."),
    "search": ("crawler.cli.query:search", "Find articles by their words, in any script."),
    "list": ("crawler.cli.query:list_command", "List the archived articles, the newest first."),
    "show": ("crawler.cli.show:show", "Show one article with its quotes and view readings."),
    "story": ("crawler.cli.story:story", "Show who told a story, who was first, what each added."),
    "quotes": ("crawler.cli.quotes:quotes", "List quotes, by speaker or by what was said."),
    "views": ("crawler.cli.views:views", "Show an article's view readings, or which articles rise."),
    "changes": ("crawler.cli.changes:changes", "List what was edited, moved, taken down, and came back."),
    "diff": ("crawler.cli.changes:diff", "Show what changed in an article, word by word."),
    "sites": ("crawler.cli.sites:sites", "List the sites of the archive; `sites add` looks at one."),
    "coverage": ("crawler.cli.coverage:coverage_command", "Compare what a site listed with what is archived, by day."),
    "runs": ("crawler.cli.runs:runs", "List the crawl runs, show one, compare two."),
    "doctor": ("crawler.cli.doctor:doctor", "Tell which sites are not as they were, and since when."),
    "schedule": ("crawler.cli.schedule:schedule", "Crawl each site when it is due, for good."),
    "export": ("crawler.cli.export:export", "Write articles as JSON lines, CSV, WARC and more."),
    "import": ("crawler.cli.import_:import_command", "Archive articles from JSON lines, WARC or WACZ files."),
    "reread": ("crawler.cli.reread:reread_command", "Read the kept pages again, by today's rules."),
    "correct": ("crawler.cli.correct:correct_command", "Put a value of an article right by hand, for good."),
    "forget": ("crawler.cli.forget:forget", "Take an article out of the archive for good."),
    "archive": ("crawler.cli.archive:archive_group", "Check, back up, merge and shrink the archive's file."),
    "config": ("crawler.cli.config:config_group", "Check newsarc.toml, show what counts and why."),
    "train": ("crawler.cli.train:train_command", "Learn which blocks of a page are its story."),
}
# What keeps a stream from being written: a full disk, and EBADF where there is no stream.
UNWRITABLE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF)
AS_JSON = "newsarc.as_json"


def _as_json(error: UnicodeError) -> tuple[str, int]:
    """What cannot be encoded as JSON escapes it: Python's own "\\U0001f600" would be none."""
    assert isinstance(error, UnicodeEncodeError)
    return json.dumps(error.object[error.start : error.end])[1:-1], error.end


codecs.register_error(AS_JSON, _as_json)


class Failure(click.ClickException):
    """A command could not do what it was asked to. The message says why and what was expected."""

    def show(self, file: Any = None) -> None:
        say(f"newsarc: {self.message}")


class Newsarc(Commands):
    """A group whose commands end with one line about what is wrong, not with a traceback."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(module), name)
        take_as_typed(command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what each command does, without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, told) for name, (_, told) in COMMANDS.items()])

    def main(self, *args: Any, **kwargs: Any) -> Any:
        open_closed_streams()
        if isinstance(sys.stdout, io.TextIOWrapper):
            # In a latin-1 locale, or where a title holds half a character, what cannot be written is written in ASCII.
            sys.stdout.reconfigure(errors=AS_JSON)
        return super().main(*args, **kwargs)

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        with one_line_for_what_is_wrong():  # --help and --version write here
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        with one_line_for_what_is_wrong():
            return super().invoke(ctx)


def open_closed_streams() -> None:
    """Open what the shell has closed, as with `>&-`: an archive's file would take its place, and be written over.

    Nothing comes from such a stdin; writing to such a stdout fails, as it should; who closes stderr wants no messages.
    """
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115  (until the process ends)
    if sys.stdout is None:
        stdout = os.fdopen(os.open(os.devnull, os.O_RDONLY), "w", encoding="utf-8")
        sys.stdout = sys.__stdout__ = stdout  # type: ignore[misc]  # kept: Python 3.13 tells of one that it collects
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115


@contextmanager
def one_line_for_what_is_wrong() -> Iterator[None]:
    """End the command with a line on stderr and its exit code where something is raised that its user can mend."""
    try:
        with _all_of_it_written():
            yield
    except click.UsageError as error:
        told = error.format_message()
        if escaped(told) == told:
            raise
        raise click.UsageError(escaped(told), error.ctx) from error
    except (UrlError, SpanError, ConfigurationError) as error:
        fail(str(error), USAGE)
    except ArchiveLockedError as error:
        fail(str(error), LOCKED)
    except ArchiveError as error:
        fail(str(error), FAILED)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        # `newsarc list | head`: the reader has what it wanted. What is left would be tried once more when Python ends.
        sys.stdout = io.StringIO()
        sys.exit(0)
    except OSError as error:
        if error.errno in UNWRITABLE:
            if error.filename is None:
                # What is left in its buffer would be tried once more when Python ends.
                sys.stdout = io.StringIO()
            where = error.filename or "the output"
            fail(f"{where} cannot be written: {error.strerror}. Make room, or write elsewhere.", FAILED)
        if error.filename is None:
            raise
        fail(f"{error.filename} cannot be used: {error.strerror}. Name another, or give permission.", FAILED)


@contextmanager
def _all_of_it_written() -> Iterator[None]:
    """Write what stdout still holds: what Python finds unwritable at its own end is a traceback and the code 120."""
    try:
        yield
    except BrokenPipeError:
        raise
    except BaseException:
        try:
            sys.stdout.flush()
        except BrokenPipeError:  # `newsarc doctor | head -1`: what was found out is told all the same
            sys.stdout = io.StringIO()
        raise
    sys.stdout.flush()


def fail(message: str, code: int) -> None:
    """Say what is wrong on stderr, and end with *code*."""
    say(f"newsarc: {message}")
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
