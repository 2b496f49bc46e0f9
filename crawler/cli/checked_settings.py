"""Settings that are not what they should be are named before a crawl starts, not in the midst of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from logging import getLevelNamesMapping
from math import isfinite
from pathlib import Path
from typing import Any

import click
from scrapy.exceptions import NotConfigured
from scrapy.settings import BaseSettings, default_settings

from crawler import settings as our_settings
from crawler.cli.checked_components import check_components
from crawler.cli.saying import say
from crawler.configuration import Key, SiteSection, keys_of
from crawler.configuration.sections import SECTIONS
from crawler.fetching.resolver import parse_resolve

# Settings are read as their defaults are, but for these, whose default may be a whole number.
_NUMBERS = (
    *("DOWNLOAD_DELAY", "DOWNLOAD_TIMEOUT", "DNS_TIMEOUT", "AUTOTHROTTLE_START_DELAY", "AUTOTHROTTLE_MAX_DELAY"),
    "NEWSARC_LOCK_TIMEOUT",
)
_MAY_BE_NEGATIVE = ("DEPTH_PRIORITY", "REDIRECT_PRIORITY_ADJUST", "RETRY_PRIORITY_ADJUST", "FEED_EXPORT_INDENT")
_STATUSES = ("RETRY_HTTP_CODES", "HTTPERROR_ALLOWED_CODES", "HTTPCACHE_IGNORE_HTTP_CODES")
_EXPECTED = {bool: "0 or 1", int: "a whole number", float: "a number", dict: "a JSON object", list: "a list"}


def kinds() -> dict[str, type]:
    """Return what each setting that is checked is read as."""
    known = {**vars(default_settings), **vars(our_settings)}
    read_as = {name: type(value) for name, value in known.items() if name.isupper() and type(value) in _EXPECTED}
    return read_as | dict.fromkeys(_NUMBERS, float)


def configured() -> dict[str, Key]:
    """Return the keys of newsarc.toml by the settings that they stand for: these are bounded alike."""
    keys = [key for section in (*SECTIONS.values(), SiteSection) for key in keys_of(section).values()]
    return {key.setting: key for key in keys if key.setting}


def check_name(name: str) -> str | None:
    """Return what is odd about the name of a setting that was given, or None.

    One that nobody knows may be a step's of one's own; one that is nearly another is a slip of the pen. Raises
    `click.UsageError` for one of ours that does not exist.
    """
    known = {*vars(default_settings), *vars(our_settings), *kinds()}
    if name in known:
        return None
    near = get_close_matches(name, filter(str.isupper, known), n=1, cutoff=0.85)
    hint = f"; did you mean {near[0]}?" if near else ""
    if name.startswith("NEWSARC_"):
        raise click.UsageError(f"-s {name}: there is no such setting{hint or '; docs/settings.md lists them'}")
    return f"-s {name}: no setting of Scrapy's{hint}" if near else None


def given_settings(settings: Sequence[str]) -> dict[str, str]:
    """Return the settings of `-s NAME=VALUE`; what is odd about a name is said on stderr. Raises `click.UsageError`."""
    values = {}
    for setting in settings:
        name, equals, value = setting.partition("=")
        if not equals or not name:
            raise click.BadParameter(f"{setting!r}; expected NAME=VALUE", param_hint="-s")
        if odd := check_name(name.strip()):
            say(f"newsarc: {odd}")
        values[name.strip()] = value
    return values


def check_settings(settings: BaseSettings) -> None:
    """Raise `click.UsageError` with the first setting that cannot be, its value and what was expected."""
    getters: dict[type, Callable[[str], Any]] = {
        bool: settings.getbool,
        int: settings.getint,
        float: settings.getfloat,
        dict: settings.getdict,
        list: settings.getlist,
    }
    for name, kind in kinds().items():
        if settings[name] is None:
            continue  # Scrapy's word for "as if it were not set"
        try:
            read = getters[kind](name)
        except (ValueError, TypeError) as error:
            raise _refusal(name, settings, _EXPECTED[kind]) from error
        if kind in (int, float) and not (isfinite(read) and (read >= 0 or name in _MAY_BE_NEGATIVE)):
            raise _refusal(name, settings, f"{_EXPECTED[kind]} of 0 or more")
    for name, key in configured().items():
        read = getters.get(kinds().get(name, str), settings.get)(name)
        try:
            if read not in (None, "", [], {}):
                key.kind.read(read, Path())
        except ValueError as error:
            raise _refusal(name, settings, key.kind.expected) from error
    for name in _STATUSES:
        if not all(str(status).strip().isdecimal() for status in settings.getlist(name)):
            raise _refusal(name, settings, "HTTP status codes, such as 500,503")
    if settings["LOG_LEVEL"] not in getLevelNamesMapping():
        raise _refusal("LOG_LEVEL", settings, "DEBUG, INFO, WARNING, ERROR or CRITICAL")
    try:
        parse_resolve(settings.getdict("NEWSARC_RESOLVE"))
    except NotConfigured as error:
        raise click.UsageError(str(error)) from error
    check_components(settings)


def take_settings(settings: BaseSettings, values: Mapping[str, Any]) -> None:
    """Put *values* over *settings*, as from a command line. Raises `click.UsageError` for what is no JSON object."""
    for name, value in values.items():
        try:
            settings.set(name, value, priority="cmdline")
        except (ValueError, TypeError) as error:  # such as ITEM_PIPELINES, which are read as soon as they are set
            raise click.UsageError(f"{name} is {value!r}; expected {_EXPECTED[dict]}") from error


def _refusal(name: str, settings: BaseSettings, expected: str) -> click.UsageError:
    key = configured().get(name)
    value = "(not shown)" if key is not None and key.is_secret else repr(settings[name])
    return click.UsageError(f"{name} is {value}; expected {expected}")
