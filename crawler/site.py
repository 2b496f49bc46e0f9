"""What is particular about one site. Name only what the generic sources get wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from urllib.parse import quote
from zoneinfo import ZoneInfo

from cssselect import SelectorError, SelectorSyntaxError
from cssselect import parse as parse_selector

from crawler.reading.urls import web_url_or_none

_ATTRIBUTE = re.compile(r"::attr\(\s*([\w-]+)\s*\)\s*$")


def is_header(name: str, value: str) -> bool:
    """Return whether *name* and *value* can be a header or a cookie: one line of ASCII each."""
    return bool(name) and (name + value).isascii() and (name + value).isprintable() and ":" not in name


def parted_selector(selector: str) -> tuple[str, str | None]:
    """Return the CSS of *selector*, and the attribute that it asks for, as Scrapy writes it.

    >>> parted_selector("div.story::attr(data-id)"), parted_selector("span.reads")
    (('div.story', 'data-id'), ('span.reads', None))
    """
    match = _ATTRIBUTE.search(selector)
    return (selector[: match.start()], match[1]) if match else (selector, None)


class SiteRuleError(ValueError):
    """A rule of a site's file that cannot be used. The message names the rule and quotes its value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selectors:
    """CSS selectors of one site, each for the element whose text (or `content`, `datetime`) is the value.

    One that ends with `::attr(NAME)` is for that attribute.
    """

    title: str | None = None
    description: str | None = None
    authors: str | None = None
    body: str | None = None
    published_at: str | None = None
    modified_at: str | None = None
    view_count: str | None = None
    remove: str | None = None  # what never belongs to the body

    def __post_init__(self) -> None:
        for rule in fields(self):
            value = getattr(self, rule.name)
            if value is None:
                continue
            css, attribute = parted_selector(value)
            try:
                if attribute and rule.name in ("body", "remove"):
                    raise SelectorSyntaxError("it is for elements, not for an attribute")
                parse_selector(css)
            except SelectorError as error:
                raise SiteRuleError(
                    f"selector {rule.name}={value!r} is not valid CSS: {error}. Try it with `newsarc extract PAGE`."
                ) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """Where a site serves the view count that its pages fill in by script: JSON at an address of its own.

    `url` may hold `{url}`, the article's address, and `{id}`: what the CSS selector `id` finds (its `content` or text,
    or the attribute of "div::attr(data-id)"), or without one the group of the site's `article_url`. `value` is the way
    to the number: "data.views", "0.count".
    """

    url: str
    value: str
    id: str | None = None

    def __post_init__(self) -> None:
        try:
            example = self.url.format(url="u", id="1")
        except (KeyError, IndexError, ValueError) as error:
            raise SiteRuleError(f"counter url={self.url!r} may hold {{url}} and {{id}} alone: {error}") from error
        if web_url_or_none(example) is None:
            raise SiteRuleError(f"counter url={self.url!r}; expected an http or https URL.")
        try:
            parse_selector(parted_selector(self.id)[0] if self.id else "a")
        except SelectorError as error:
            raise SiteRuleError(f"counter id={self.id!r} is not valid CSS: {error}.") from error

    def address(self, url: str, page_id: str | None) -> str | None:
        """Return where the count of the article at *url* is served; None where its id is needed and not known."""
        if "{id}" in self.url and not page_id:
            return None
        return self.url.format(url=quote(url, safe=""), id=quote(page_id or "", safe=""))


@dataclass(frozen=True, kw_only=True)
class Site:
    """One site: its domain, where its articles are listed, and what reading it needs to know.

    `article_url` is a regular expression searched in a URL's path and query; `time_zone` an IANA name
    for dates that are printed without an offset. Every rule is checked when the object is built:
    raises `SiteRuleError`.
    """

    domain: str
    name: str | None = None
    language: str | None = None
    time_zone: str | None = None
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    article_url: str | None = None
    selectors: Selectors = Selectors()
    counter: Counter | None = None
    headers: Mapping[str, str] = field(default_factory=dict, hash=False)
    cookies: Mapping[str, str] = field(default_factory=dict, hash=False)
    proxy: str | None = None
    login_marks: tuple[str, ...] = ()  # CSS selectors of what stands on its login page alone

    def __post_init__(self) -> None:
        self._check_fetching()
        if self.counter and "{id}" in self.counter.url and not (self.counter.id or self.article_url):
            raise SiteRuleError(f"{self.domain}: counter url={self.counter.url!r}: nothing says what {{id}} is.")
        if not self.domain or "/" in self.domain or self.domain != self.domain.lower():
            raise SiteRuleError(f"domain={self.domain!r} is not a host name in lower case, such as 'harbour.example'.")
        for rule in ("feeds", "sitemaps", "sections"):
            for url in getattr(self, rule):
                if web_url_or_none(url) is None:
                    raise SiteRuleError(f"{self.domain}: {rule} holds {url!r}; expected an http or https URL.")
        try:
            _ = self.zone
        except (KeyError, ValueError, OSError) as error:  # "Europe" is a folder of zones
            raise SiteRuleError(
                f"{self.domain}: time_zone={self.time_zone!r} is no IANA zone; expected a name such as 'Europe/Kyiv'."
            ) from error
        try:
            _ = self.article_pattern
        except re.error as error:
            raise SiteRuleError(
                f"{self.domain}: article_url={self.article_url!r} is not a regular expression: {error}."
            ) from error

    def _check_fetching(self) -> None:
        for rule in ("headers", "cookies"):
            for name, value in getattr(self, rule).items():
                if not is_header(name, value) or (rule == "cookies" and set("=; ") & set(name)):
                    raise SiteRuleError(  # the value may be a secret
                        f"{self.domain}: {rule} holds {name!r} with a name or value that is not one line of ASCII."
                    )
        if self.proxy and web_url_or_none(self.proxy) is None:
            shown = self.proxy.rpartition("@")[2]  # what is before it are a name and a password
            raise SiteRuleError(f"{self.domain}: proxy={shown!r}; expected an http or https URL.")
        for mark in self.login_marks:
            try:
                parse_selector(mark)
            except SelectorError as error:
                raise SiteRuleError(f"{self.domain}: login mark {mark!r} is not valid CSS: {error}.") from error

    @cached_property
    def zone(self) -> ZoneInfo | None:
        """The site's time zone, or None where it is not known."""
        return ZoneInfo(self.time_zone) if self.time_zone else None

    @cached_property
    def article_pattern(self) -> re.Pattern[str] | None:
        """`article_url`, compiled."""
        return re.compile(self.article_url) if self.article_url else None
