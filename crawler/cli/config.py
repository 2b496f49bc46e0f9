"""`newsarc config`: whether `newsarc.toml` is sound, and which values count."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Iterator
from datetime import timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import click

from crawler.cli.groups import Commands
from crawler.cli.main import fail
from crawler.cli.options import format_options
from crawler.cli.output import print_rows
from crawler.cli.saying import say
from crawler.configuration import (
    CONFIG,
    Configuration,
    ConfigurationError,
    Key,
    Problem,
    SiteSection,
    find_problems,
    keys_of,
)
from crawler.configuration.sections import SECTIONS
from crawler.monitoring.exit_codes import USAGE
from crawler.monitoring.notifying import NotifyError, apprise_sender

COLUMNS = ("key", "value", "from")
KNOWN = (*COLUMNS, "variable", "setting", "help")


@click.group("config", cls=Commands)
def config_group() -> None:
    """Look at the configuration: newsarc.toml, here or in a folder above, and the environment."""


@config_group.command(short_help="Say what is wrong in newsarc.toml, line by line.")
def check() -> None:
    """Say everything that is wrong in newsarc.toml and the environment, each with its line; exit code 2 if anything."""
    configuration, problems = find_problems()
    # No spider is loaded by settings that are wrong themselves; the rest does not hang on them.
    problems = [
        *(problems or _spider_problems(configuration)),
        *_notify_problems(configuration),
        *_unknown_variables(is_sound=not problems),
    ]
    for problem in problems:
        say(str(problem))
    if problems:
        sys.exit(USAGE)
    click.echo(f"{configuration.file} is sound" if configuration.file else f"no {CONFIG} here or above: all defaults")


@config_group.command(short_help="List every value and where it came from.")
@format_options
def show(format: str | None, columns: tuple[str, ...]) -> None:
    """List every value and where it came from; what is wrong counts as not given."""
    configuration, problems = find_problems()
    print_rows(_rows(configuration), known=KNOWN, format=format, columns=columns, default_columns=COLUMNS)
    if problems:
        fail("\n".join(map(str, problems)), USAGE)


def _rows(configuration: Configuration) -> Iterator[dict[str, Any]]:
    for name, section in SECTIONS.items():
        yield from _section_rows(configuration, name, getattr(configuration, name), keys_of(section, name))
    for name, site in configuration.sites.items():
        rows = _section_rows(configuration, f"sites.{name}", site, keys_of(SiteSection))
        yield from (row for row in rows if row["from"] != "default")


def _section_rows(
    configuration: Configuration, name: str, section: Any, keys: dict[str, Key]
) -> Iterator[dict[str, Any]]:
    for key in keys.values():
        yield {
            "key": f"{name}.{key.name}",
            "value": _shown(getattr(section, key.name), key),
            "from": configuration.origins.get(f"{name}.{key.name}", "default"),
            "variable": key.variable,
            "setting": key.setting,
            "help": key.help,
        }


def _shown(value: Any, key: Key) -> Any:
    """Return a value as the file would say it; of a secret the names, and what comes before "://"."""
    if isinstance(value, tuple):
        if all(isinstance(one, timedelta) for one in value) and value:
            return "..".join(map(_span, dict.fromkeys(value)))
        return [_scheme(one) if key.is_secret else one for one in value]
    if key.is_secret and value is not None:
        return dict.fromkeys(value, "…") if isinstance(value, dict) else _scheme(value)
    if isinstance(value, timedelta):
        return _span(value)
    return str(value) if isinstance(value, Path) else value


def _scheme(url: str) -> str:
    return f"{url.partition('://')[0]}://…"


def _span(span: timedelta) -> str:
    seconds = int(span.total_seconds())
    for size, unit in ((7 * 24 * 3600, "w"), (24 * 3600, "d"), (3600, "h"), (60, "m")):
        if seconds and seconds % size == 0:
            return f"{seconds // size}{unit}"
    return f"{seconds}s"


def _notify_problems(configuration: Configuration) -> list[Problem]:
    """Return why alarms could not be sent: that is noticed before there is one."""
    try:
        if configuration.notify.urls:
            apprise_sender(configuration.notify.urls)
    except NotifyError as error:
        return [Problem(configuration.origins["notify.urls"], str(error))]
    return []


def _unknown_variables(*, is_sound: bool) -> list[Problem]:
    """Return the environment's variables that begin as ours do and stand for nothing, as a mere setting does.

    *is_sound*: the rest is; settings are made of it, and end the process where it cannot be read.
    """
    keys = [key for name, section in SECTIONS.items() for key in keys_of(section, name).values()]
    known = [key.variable for key in keys if key.variable]
    problems = []
    for name in sorted(os.environ):
        if name.startswith("NEWSARC_") and name not in known:
            near = get_close_matches(name, known, n=1, cutoff=0.6)
            hint = f"did you mean {near[0]}?" if near else "`newsarc config show -c variable` lists them"
            if is_sound and name in _names_of_settings():
                hint = f"it is a setting, given as -s {name}=VALUE"
            problems.append(Problem(f"the environment's {name}", f"stands for no key; {hint}"))
    return problems


def _names_of_settings() -> Collection[str]:
    from crawler import settings  # noqa: PLC0415

    return vars(settings)


def _spider_problems(configuration: Configuration) -> list[Problem]:
    """Return the files of one's own spiders that cannot be loaded, and the sites that nothing tells how to crawl."""
    folder = configuration.own_spiders
    if folder is not None and "spiders.folder" in configuration.origins and not folder.is_dir():
        return [Problem(configuration.origins["spiders.folder"], f"spiders.folder: there is no folder {folder}")]
    # Late: settings are made of the configuration, and end the process where it cannot be read.
    from crawler.cli.crawling import project_settings  # noqa: PLC0415
    from crawler.cli.targets import load_spiders, unloadable  # noqa: PLC0415

    settings = project_settings()
    if told := list(unloadable(settings)):
        return [Problem(*one.split(": ", 1)) for one in told]
    try:
        known = set(load_spiders(settings).list())
    except ConfigurationError as error:
        where, _, what = str(error).partition(": ")
        return [Problem(where, what)]
    return [
        Problem(
            configuration.origins[f"sites.{name}"],
            f'sites.{name}: no spider has this name; give the site\'s url = "https://..."',
        )
        for name, site in configuration.sites.items()
        if site.url is None and name not in known
    ]
