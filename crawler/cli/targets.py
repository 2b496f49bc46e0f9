"""What is to be crawled, and by which spider."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy import Spider
from scrapy.settings import BaseSettings
from scrapy.spiderloader import SpiderLoader

from crawler.configuration import CONFIG, Configuration, ConfigurationError, load_configuration
from crawler.discovery.links import looks_like_article
from crawler.reading.urls import UrlError, may_be_address, site_of, web_url


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be crawled: a spider's name, its arguments, and the site."""

    spider: str
    arguments: dict[str, str]
    site: str


@dataclass(frozen=True, slots=True)
class Known:
    """The spiders and the configuration in which names are looked up, read once: one of 300 sites takes 30 ms."""

    loader: SpiderLoader
    spiders: dict[str, str]
    configuration: Configuration

    @classmethod
    def by(cls, settings: BaseSettings) -> Self:
        """Return what is known by *settings*, here."""
        loader = load_spiders(settings)
        return cls(loader, spiders_by_name(loader), load_configuration())


def find_targets(
    wanted: Sequence[str], settings: BaseSettings, *, is_page: bool, listed: Sequence[str] = ()
) -> list[Target]:
    """Return who crawls each of *wanted*, each site once, and the pages of *listed*. See `find_target`.

    All single pages are one target, but for those of sites that have settings of their own: each of these is one.
    """
    found: dict[tuple[str, str], Target] = {}
    pages, known = list(listed), Known.by(settings)
    for one in wanted:
        target = find_target(one, known, is_page=is_page)
        if target.spider == "article":
            pages.append(target.arguments["url"])
        else:
            found.setdefault((target.spider, target.site), target)
    sites = known.configuration.sites.items()
    own = {site_of(site.url) for name, site in sites if site.url and known.configuration.site_settings(name)}
    together: dict[str, list[str]] = {}
    for url in dict.fromkeys(pages):
        site = site_of(url)
        together.setdefault(site if site in own else "", []).append(url)
    for key, urls in together.items():
        found["article", key] = Target("article", {"url": " ".join(urls)}, key or site_of(urls[0]))
    return list(found.values())


def known_sites(settings: BaseSettings) -> list[str]:
    """Return the names of all known sites: those of `newsarc.toml`, and the spiders of one's own that are for one site.

    Where there is neither, the spiders that ship with newsarc.
    """
    configuration, loader = load_configuration(), load_spiders(settings)
    shipped = list(spiders_by_name(loader))
    folder = configuration.own_spiders
    own = [
        name for name in shipped if folder is not None and _file_of(loader.load(name)).is_relative_to(folder.resolve())
    ]
    return list(dict.fromkeys([*configuration.sites, *own])) or shipped


def _file_of(spider: type[Spider]) -> Path:
    return Path(sys.modules[spider.__module__].__file__ or "").resolve()


def load_spiders(settings: BaseSettings) -> SpiderLoader:
    """Return Scrapy's loader of spiders. Raises `ConfigurationError` with the file and line that cannot be loaded."""
    try:
        return SpiderLoader.from_settings(settings)
    except Exception as error:  # a file of one's own may raise anything
        if (told := _told(error, settings)) is None:
            raise
        raise ConfigurationError(told) from error


def unloadable(settings: BaseSettings) -> Iterator[str]:
    """Yield, of each file of spiders that cannot be loaded, the file, the line and what is wrong there."""
    for name in settings.getlist("SPIDER_MODULES"):
        package = import_module(name)
        for found in iter_modules(getattr(package, "__path__", ()), f"{name}."):
            try:
                import_module(found.name)
            except Exception as error:  # as above
                if (told := _told(error, settings)) is None:
                    raise
                yield told


def _told(error: Exception, settings: BaseSettings) -> str | None:
    """Return what is said of *error*, which a file of spiders has raised; None where none has."""
    where = _where(error, settings.getlist("SPIDER_MODULES"))
    what = error.msg if isinstance(error, SyntaxError) else str(error)
    return where and f"{where}: {type(error).__name__}: {what}. No spider can be used until it is mended."


def _where(error: Exception, modules: Sequence[str]) -> str | None:
    """Return the file in *modules*, and its line, in which *error* came up; None where it was in none."""
    if isinstance(error, SyntaxError):
        return f"{error.filename}, line {error.lineno}"
    folders = {Path(folder) for name in modules for folder in getattr(sys.modules.get(name), "__path__", ())}
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if folders & set(Path(frame.filename).parents) and Path(frame.filename).name != "__init__.py":
            return f"{frame.filename}, line {frame.lineno}"
    return None


def spiders_by_name(loader: SpiderLoader) -> dict[str, str]:
    """Return the names of the spiders that are for one site, each with its domain."""
    return {name: domain for name in loader.list() if (domain := site_domain(loader.load(name)))}


def find_target(target: str, known: Known, *, is_page: bool = False) -> Target:
    """Return who crawls *target*: a known spider by its name or its site, `article` for one page, else `news_site`.

    A name may be one of the configuration's sites too. *is_page*: it is one page, whatever its address looks like.
    Raises `UrlError` for what is neither a known spider nor a web address.
    """
    if target in known.spiders:
        return Target(target, {}, known.spiders[target])
    if (named := known.configuration.sites.get(target)) and named.url:
        target = named.url
    elif "://" not in target and os.path.isfile(target):  # False for a name that is too long for one
        raise UrlError(
            f"{target!r} is a file: `newsarc crawl --file {target}` fetches the pages that it lists, one a line; "
            "`newsarc extract` reads a saved page. The address of a site begins with https://"
        )
    elif not may_be_address(target):
        raise UrlError(_unknown(target, known))
    url = web_url(target if "://" in target else f"https://{target}")
    if is_page or looks_like_article(url):
        return Target("article", {"url": url}, site_of(url))
    if urlsplit(url).path == "/":
        for name, domain in known.spiders.items():
            if domain == site_of(url):
                return Target(name, {}, domain)
    return Target("news_site", {"url": url}, site_of(url))


def _unknown(target: str, known: Known) -> str:
    """Return what is said of a word that names nothing that can be crawled."""
    configuration = known.configuration
    if target in configuration.sites:
        where = configuration.origins.get(f"sites.{target}", CONFIG)
        return f'{where}: sites.{target} has no url, and no spider has this name; give it url = "https://..."'
    if target in known.loader.list():
        return f"the spider {target!r} is for no one site; give an address, such as https://site.example"
    names = [*configuration.sites, *known.spiders]
    near = get_close_matches(target, names, n=1, cutoff=0.6)
    hint = f"did you mean {near[0]!r}?" if near else f"known are: {', '.join(names)}."
    return f"no site is called {target!r}; {hint} An address has a dot: {target or 'site'}.example"


def site_domain(spider: type[Spider] | Spider) -> str | None:
    """Return the domain of the site that *spider* is for, or None where it is for any."""
    return getattr(getattr(spider, "site", None), "domain", None)


def site_settings(target: Target, configuration: Configuration) -> dict[str, Any]:
    """Return the settings that *configuration* gives the site of *target*."""
    for name, site in configuration.sites.items():
        if name == target.spider or (site.url and site_of(site.url) == target.site):
            return configuration.site_settings(name)
    return {}
