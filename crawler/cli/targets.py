"""What is to be crawled, and by which spider."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from scrapy import Spider
from scrapy.settings import BaseSettings
from scrapy.spiderloader import SpiderLoader

from crawler.configuration import load_configuration
from crawler.discovery.links import looks_like_article
from crawler.reading.urls import site_of, web_url


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be crawled: a spider's name, its arguments, and the site."""

    spider: str
    arguments: dict[str, str]
    site: str


def find_targets(wanted: Sequence[str], settings: BaseSettings, *, is_page: bool = False) -> list[Target]:
    """Return who crawls each of *wanted*, each site once, and all single pages as one target. See `find_target`."""
    found: dict[tuple[str, str], Target] = {}
    pages: list[str] = []
    for one in wanted:
        target = find_target(one, settings, is_page=is_page)
        if target.spider == "article":
            pages.append(target.arguments["url"])
        else:
            found.setdefault((target.spider, target.site), target)
    if pages:
        found["article", ""] = Target("article", {"url": " ".join(pages)}, site_of(pages[0]))
    return list(found.values())


def known_sites(settings: BaseSettings) -> list[str]:
    """Return the names of all known sites: those of `newsarc.toml`, and the spiders that are for one site."""
    loader = SpiderLoader.from_settings(settings)
    spiders = [name for name in loader.list() if site_domain(loader.load(name))]
    return list(dict.fromkeys([*load_configuration().sites, *spiders]))


def find_target(target: str, settings: BaseSettings, *, is_page: bool = False) -> Target:
    """Return who crawls *target*: a known spider by its name or its site, `article` for one page, else `news_site`.

    A name may be one of the configuration's sites too. *is_page*: it is one page, whatever its address looks like.
    Raises `UrlError` for what is neither a known spider nor a web address.
    """
    loader = SpiderLoader.from_settings(settings)
    known = {name: domain for name in loader.list() if (domain := site_domain(loader.load(name)))}
    if target in known:
        return Target(target, {}, known[target])
    if (named := load_configuration().sites.get(target)) and named.url:
        target = named.url
    url = web_url(target if "://" in target else f"https://{target}")
    if is_page or looks_like_article(url):
        return Target("article", {"url": url}, site_of(url))
    if urlsplit(url).path == "/":
        for name, domain in known.items():
            if domain == site_of(url):
                return Target(name, {}, domain)
    return Target("news_site", {"url": url}, site_of(url))


def site_domain(spider: type[Spider] | Spider) -> str | None:
    """Return the domain of the site that *spider* is for, or None where it is for any."""
    return getattr(getattr(spider, "site", None), "domain", None)


def site_settings(target: Target) -> dict[str, Any]:
    """Return the settings that `newsarc.toml` gives the site of *target*."""
    configuration = load_configuration()
    for name, site in configuration.sites.items():
        if name == target.spider or (site.url and site_of(site.url) == target.site):
            return configuration.site_settings(name)
    return {}
