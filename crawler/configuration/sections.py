"""The sections of `newsarc.toml`, each key with its kind, its default and the Scrapy setting that it stands for."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

from crawler.configuration.kinds import (
    FLAG,
    PAIRS,
    PATH,
    SELECTORS,
    SPAN,
    SPANS,
    TEXT,
    TEXTS,
    URL,
    Kind,
    Span,
    choice,
    number,
    whole,
)


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a section. `setting` is the Scrapy setting that it sets, `variable` the environment's name for it.

    What `is_secret` is shown without what it holds.
    """

    name: str
    kind: Kind
    help: str
    setting: str | None
    variable: str | None
    is_secret: bool


def key(
    default: Any, kind: Kind, help: str, *, setting: str | None = None, variable: str = "", is_secret: bool = False
) -> Any:
    """Return a field of a section. Its environment variable is NEWSARC_SECTION_KEY unless *variable* names another."""
    metadata = {"kind": kind, "help": help, "setting": setting, "variable": variable, "is_secret": is_secret}
    return field(default=default, metadata=metadata)


def keys_of(section: type[Any], name: str | None = None) -> dict[str, Key]:
    """Return the keys of a section that is called *name* in the file; without a name no variable stands for them."""
    found = {}
    for one in fields(section):
        variable = one.metadata["variable"] or f"NEWSARC_{name}_{one.name}".upper() if name else None
        known = {"kind", "help", "setting", "is_secret"}
        found[one.name] = Key(
            name=one.name, variable=variable, **{at: value for at, value in one.metadata.items() if at in known}
        )
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveSection:
    """`[archive]`"""

    path: Path = key(
        Path("data/archive.db"), PATH, "the archive's file", setting="NEWSARC_ARCHIVE", variable="NEWSARC_ARCHIVE"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SpidersSection:
    """`[spiders]`"""

    folder: Path = key(Path("spiders"), PATH, "where the files of your own sites are")


@dataclass(frozen=True, slots=True, kw_only=True)
class PolitenessSection:
    """`[politeness]`: how sites are asked."""

    contact: str = key(
        "no contact set",
        TEXT,
        "who crawls: an address of yours, for the user agent",
        setting="NEWSARC_CONTACT",
        variable="NEWSARC_CONTACT",
    )
    user_agent: str | None = key(None, TEXT, "all of the user agent, in place of ours", setting="USER_AGENT")
    obey_robots: bool = key(True, FLAG, "do as robots.txt says", setting="ROBOTSTXT_OBEY")
    obey_reservations: bool = key(
        False,
        FLAG,
        "archive nothing that its site reserves of text and data mining or of AI",
        setting="NEWSARC_OBEY_RESERVATIONS",
    )
    delay: float = key(
        1.0, number(0, 3600), "seconds between two requests to a host, at least", setting="DOWNLOAD_DELAY"
    )
    max_delay: float = key(
        30.0, number(0, 3600), "seconds that a slow host is given, at most", setting="AUTOTHROTTLE_MAX_DELAY"
    )
    requests_at_once: int = key(16, whole(1, 1000), "requests under way, to all hosts", setting="CONCURRENT_REQUESTS")


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleSection:
    """`[schedule]`: when `newsarc schedule` crawls."""

    every: Span = key(
        (timedelta(minutes=15), timedelta(hours=24)), SPANS, "how often a site is crawled, by how often it publishes"
    )
    max_time: timedelta = key(timedelta(hours=1), SPAN, "after which a crawl is ended")


@dataclass(frozen=True, slots=True, kw_only=True)
class NotifySection:
    """`[notify]`: where alarms go."""

    urls: tuple[str, ...] = key((), TEXTS, "Apprise URLs: mailto://, slack://, json://", is_secret=True)
    digest: str = key("off", choice("off", "daily"), "all alarms of a day in one message, or each at once")


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteSection:
    """`[sites.NAME]`: a site that is crawled. `url` where NAME is no spider; the rest overrides the sections above."""

    url: str | None = key(None, URL, "its home page; not needed where NAME is a spider's")
    delay: float | None = key(None, number(0, 3600), "as politeness.delay", setting="DOWNLOAD_DELAY")
    headers: dict[str, str] | None = key(
        None, PAIRS, "sent with each request to the site", setting="NEWSARC_HEADERS", is_secret=True
    )
    cookies: dict[str, str] | None = key(
        None, PAIRS, "sent with each request to the site", setting="NEWSARC_COOKIES", is_secret=True
    )
    proxy: str | None = key(None, URL, "the proxy to ask it through", setting="NEWSARC_PROXY", is_secret=True)
    login_marks: tuple[str, ...] | None = key(
        None, SELECTORS, "CSS selectors of what stands on its login page alone", setting="NEWSARC_LOGIN_MARKS"
    )
    verify_certificates: bool | None = key(
        None, FLAG, "false: take its certificate as it is", setting="DOWNLOAD_VERIFY_CERTIFICATES"
    )
    browser: bool | None = key(
        None, FLAG, "fetch its pages with a browser, which runs their scripts", setting="NEWSARC_BROWSER"
    )
    obey_robots: bool | None = key(None, FLAG, "as politeness.obey_robots", setting="ROBOTSTXT_OBEY")
    every: Span | None = key(None, SPANS, "as schedule.every")
    max_time: timedelta | None = key(None, SPAN, "as schedule.max_time")


SECTIONS: dict[str, type[Any]] = {
    "archive": ArchiveSection,
    "spiders": SpidersSection,
    "politeness": PolitenessSection,
    "schedule": ScheduleSection,
    "notify": NotifySection,
}


def default_of(section: type[Any], name: str) -> Any:
    """Return the default of a key."""
    return next(cast(Any, one.default) for one in fields(section) if one.name == name)
