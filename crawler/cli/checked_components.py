"""What settings name by its path in Python is looked for before a crawl starts: Scrapy would end in a traceback."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import click
from scrapy.settings import BaseSettings, default_settings
from scrapy.utils.misc import load_object

from crawler import settings as our_settings

_CLASSES = (
    *("SCHEDULER", "DOWNLOADER", "DUPEFILTER_CLASS", "STATS_CLASS", "LOG_FORMATTER", "ITEM_PROCESSOR", "DNS_RESOLVER"),
    *("TWISTED_DNS_RESOLVER", "TWISTED_REACTOR", "SPIDER_LOADER_CLASS", "REQUEST_FINGERPRINTER_CLASS"),
)
# Dictionaries of classes and their places in the order, and of names and their classes. None switches one off.
_ORDERS = ("ADDONS", "DOWNLOADER_MIDDLEWARES", "EXTENSIONS", "ITEM_PIPELINES", "SPIDER_MIDDLEWARES")
_BY_NAME = ("DOWNLOAD_HANDLERS", "FEED_EXPORTERS", "FEED_STORAGES")


def check_components(settings: BaseSettings) -> None:
    """Raise `click.UsageError` with the first path that *settings* name, beside those that ship, and nothing is at."""
    for name in _CLASSES:
        if settings[name] != _shipped(name):
            _check(name, "is", settings[name], load_object, f"a class, such as {_shipped(name)}")
    for name in _ORDERS:
        for path, place in _added(name, settings):
            if not isinstance(place, int | float):
                raise click.UsageError(
                    f"{name} gives {path!r} the place {place!r}; expected a number, or null for none"
                )
            _check(name, "holds", path, load_object, "a class, by module and name")
    for name in _BY_NAME:
        for _, path in _added(name, settings):
            _check(name, "holds", path, load_object, "a class, by module and name")
    if settings["SPIDER_MODULES"] != our_settings.SPIDER_MODULES:
        for module in settings.getlist("SPIDER_MODULES"):
            _check("SPIDER_MODULES", "holds", module, import_module, "a module of spiders, such as spiders")
    if settings["NEWSARC_READER"] != our_settings.NEWSARC_READER:
        told = f"module:function, such as {our_settings.NEWSARC_READER}"
        _check("NEWSARC_READER", "is", settings["NEWSARC_READER"], _load_reader, told)


def check_crawl(settings: BaseSettings) -> None:
    """Raise `click.UsageError` where *settings* take away what a crawl into an archive stands on."""
    if not settings.getbool("TWISTED_REACTOR_ENABLED") or settings["TWISTED_REACTOR"] != _shipped("TWISTED_REACTOR"):
        raise click.UsageError(f"a crawl runs on {_shipped('TWISTED_REACTOR')}; leave TWISTED_REACTOR as it is")
    # To issubclass() any class with a scheduler's methods is one.
    is_other = settings["SCHEDULER"] != our_settings.SCHEDULER
    if is_other and load_object(our_settings.SCHEDULER) not in load_object(settings["SCHEDULER"]).__mro__:
        raise click.UsageError(
            f"SCHEDULER is {settings['SCHEDULER']!r}; expected {our_settings.SCHEDULER} or a class made of it: "
            "the archive is the queue"
        )


def _shipped(name: str) -> Any:
    return getattr(our_settings, name, getattr(default_settings, name, None))


def _added(name: str, settings: BaseSettings) -> Iterator[tuple[Any, Any]]:
    """Yield what a dictionary holds beside what ships."""
    shipped = {**getattr(default_settings, f"{name}_BASE", {}), **(_shipped(name) or {})}
    for key, value in settings.getdict(name).items():
        if value is not None and shipped.get(key) != value:
            yield key, value


def _load_reader(path: str) -> Any:
    module, _, function = path.partition(":")
    return getattr(import_module(module), function)


def _check(name: str, verb: str, path: Any, load: Callable[[Any], Any], expected: str) -> None:
    try:
        found = load(path)
    except Exception as error:  # what is imported may raise anything
        raise click.UsageError(
            f"{name} {verb} {path!r}; expected {expected}. Importing it ends with {type(error).__name__}: {error}. "
            "Look at its spelling, and whether its folder is on PYTHONPATH."
        ) from error
    if load is not import_module and not callable(found):
        raise click.UsageError(f"{name} {verb} {path!r}, which is a {type(found).__name__}; expected {expected}")
