"""`newsarc schedule`: crawl each site on its own rhythm, or write the units of a scheduler that does."""

from __future__ import annotations

import logging
import signal
import sys
import time
from datetime import timedelta
from pathlib import Path
from types import FrameType
from typing import Any

import click
from scrapy.settings import BaseSettings

from crawler.archive import Archive, ArchiveError
from crawler.archive.location import default_archive
from crawler.cli.checked_settings import given_settings
from crawler.cli.crawling import project_settings
from crawler.cli.doctor import examine, send_out
from crawler.cli.interruption import SIGNALS
from crawler.cli.options import DURATION, NUMBER, FileType, archive_option
from crawler.cli.saying import say
from crawler.cli.targets import Known, find_target
from crawler.configuration import Configuration, load_configuration
from crawler.configuration.kinds import SPANS
from crawler.monitoring.exit_codes import DONE, PARTLY_FAILED
from crawler.monitoring.notifying import NotifyError
from crawler.monitoring.telling import told
from crawler.reading.text import printable
from crawler.scheduling.children import Process, SystemClock, crawl_command
from crawler.scheduling.schedule import Schedule, Task
from crawler.scheduling.units import crontab, systemd_units

logger = logging.getLogger(__name__)


class SpansType(click.ParamType[tuple[timedelta, timedelta]]):
    """Two spans of time, the shorter first: 15m..24h."""

    name = "MIN..MAX"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        try:
            return SPANS.read(value, Path()) if isinstance(value, str) else value
        except ValueError:
            self.fail(f"{value!r}; expected {SPANS.expected}", param, ctx)


@click.command()
@click.argument("sites", nargs=-1, metavar="[SITE]...")
@click.option("--every", type=SpansType(), help="How often each site is crawled, within these bounds: 15m..24h.")
@click.option("--max-time", type=DURATION, help="End a crawl after this time: 10m, 1h, or in seconds.")
@click.option("--jobs", type=NUMBER, default=1, show_default=True, help="Crawls at a time.")
@click.option("--once", is_flag=True, help="Crawl what is due now, and end.")
@click.option("--print", "printed", type=click.Choice(("cron", "systemd")), help="Write units for that instead.")
@click.option("--to", "folder", type=FileType(file_okay=False), help="Write the units of systemd into this folder.")
@click.option("-s", "settings", multiple=True, metavar="NAME=VALUE", help="Set a Scrapy setting of the crawls.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing unless something is wrong.")
@archive_option
def schedule(
    sites: tuple[str, ...],
    every: tuple[timedelta, timedelta] | None,
    max_time: timedelta | None,
    jobs: int,
    once: bool,
    printed: str | None,
    folder: str | None,
    settings: tuple[str, ...],
    quiet: bool,
    archive: str | None,
) -> None:
    """Crawl each SITE when it is due, for good: as often as it publishes, by hour and weekday.

    SITE is what `newsarc crawl` takes; without one, the sites of newsarc.toml. All that is remembered is in the
    archive: stop it, start it, set the clock. After each crawl the site is held against its own past, as
    `newsarc doctor` does.
    """
    if folder and printed != "systemd":
        raise click.UsageError("--to goes with --print systemd")
    given = project_settings(**given_settings(settings))
    _log_to_stderr(logging.WARNING if quiet else logging.INFO)
    path = Path(archive) if archive else default_archive()
    tasks = find_tasks(sites, load_configuration(), given, every=every, max_time=max_time)
    options = tuple(part for setting in settings for part in ("-s", setting))
    if printed:
        named = [*sites, "--once", "-q", *_bounds(every, max_time, jobs), *options]
        _print_units(printed, Path(folder) if folder else None, tasks, named, _file(archive, path))
        return
    received: list[int] = []
    _remember_signals(received)
    loop = Schedule(
        path,
        tasks,
        SystemClock(lambda: bool(received)),
        lambda task: Process(crawl_command(task, path, options)),
        finished=lambda task, code: look_after(path, task),
        jobs=jobs,
    )
    if once:
        loop.run_once()
    else:
        loop.run(is_over=lambda: bool(received))
    if received:
        sys.exit(SIGNALS[signal.Signals(received[0])])
    sys.exit(DONE if not any(loop.codes) else loop.codes[0] if len(set(loop.codes)) == 1 else PARTLY_FAILED)


def _bounds(every: tuple[timedelta, timedelta] | None, max_time: timedelta | None, jobs: int) -> list[str]:
    """Return the options again that were given."""
    spans = {"--every": every and f"{_span(every[0])}..{_span(every[1])}", "--max-time": max_time and _span(max_time)}
    spans["--jobs"] = str(jobs) if jobs != 1 else None
    return [part for name, value in spans.items() if value for part in (name, value)]


def _span(span: timedelta) -> str:
    return f"{span.total_seconds():.0f}s"


def _file(option: str | None, path: Path) -> list[str]:
    """Return the archive as units name it: where neither `newsarc.toml` nor its folder says which it is."""
    is_told_elsewhere = load_configuration().origins.get("archive.path", "").startswith("environment")
    return ["--archive", str(path.absolute())] if option or is_told_elsewhere else []


def _print_units(kind: str, to: Path | None, tasks: list[Task], arguments: list[str], file: list[str]) -> None:
    """Write a crontab or the units of systemd: they crawl what is due every MIN of the site that has the least.

    What `newsarc.toml` says they read from it each time: a site that is added there is crawled from then on.
    """
    python = [sys.executable, "-P", "-m", "crawler.cli"]
    crawl = [*python, "schedule", *arguments, *file]
    doctor = [*python, "doctor", "-q", "--text", *file]
    place, every = load_configuration().folder, min(task.every[0] for task in tasks)
    if kind == "cron":
        click.echo(crontab(crawl, doctor, place, every), nl=False)
        return
    units = systemd_units(crawl, doctor, place, every)
    for name, text in units.items():
        if to is None:
            click.echo(f"# {name}\n{text}")
        else:
            to.mkdir(parents=True, exist_ok=True)
            (to / name).write_text(text, "utf-8")
            say(f"wrote {to / name}")


def find_tasks(
    sites: tuple[str, ...],
    configuration: Configuration,
    settings: BaseSettings,
    *,
    every: tuple[timedelta, timedelta] | None,
    max_time: timedelta | None,
) -> list[Task]:
    """Return what is to be crawled: *sites*, else those of the configuration; the options count before the file.

    *settings* tell where spiders are.
    """
    names = sites or tuple(configuration.sites)
    if not names:
        raise click.UsageError("no site to crawl; name some, or write [sites.NAME] into newsarc.toml")
    tasks, known = [], Known.by(settings)
    for name in dict.fromkeys(names):
        section = configuration.sites.get(name)
        own_every, own_time = (section.every, section.max_time) if section else (None, None)
        tasks.append(
            Task(
                name,
                find_target(name, known).site,
                every=every or own_every or configuration.schedule.every,
                max_time=max_time or own_time or configuration.schedule.max_time,
            )
        )
    return tasks


def look_after(path: Path, task: Task) -> None:
    """Hold the site's runs against its past once a crawl has ended, and say what is not as it was.

    What cannot be looked at now, for the archive is locked or away, is looked at after the next crawl.
    """
    if not path.exists():
        return
    try:
        with Archive(path) as archive:
            for alarm in examine(archive, [task.site]):
                if alarm.told_at is None:
                    logger.warning("%s: %s", printable(alarm.site), printable(told(alarm)))
            send_out(archive)
    except (ArchiveError, NotifyError) as error:
        logger.error("%s", error)


def _log_to_stderr(level: int) -> None:
    """Say on stderr what is done, with the time in UTC, as all times of the archive are."""
    formatter = logging.Formatter("%(asctime)s %(message)s", "%Y-%m-%dT%H:%M:%SZ")
    formatter.converter = time.gmtime
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    logging.basicConfig(level=level, handlers=[handler])


def _remember_signals(received: list[int]) -> None:
    """Note SIGINT and SIGTERM, and wake who sleeps."""

    def note(number: int, frame: FrameType | None) -> None:
        received.append(number)

    for number in SIGNALS:
        signal.signal(number, note)
