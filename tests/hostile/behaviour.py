"""One behaviour of the hostile site, the outcome it must have, and the table of all of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from hostile.exchange import Exchange

DOMAIN = "hostile.example"
ELSEWHERE = "www.elsewhere.example"  # another site, which the same server answers for
# Groups whose behaviours have a host each: what they do makes newsarc leave the whole host alone for a while.
OWN_HOSTS = ("transport", "refusals")
Respond = Callable[[Exchange], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the ledger must say of a page: its state, a regular expression for the reason, the status if one came.

    `article` are values of the archive's row, for a page that is archived. `most_requests` bounds how often the server
    may be asked for the behaviour's pages together.
    """

    state: str
    reason: str | None = None
    status: int | None = None
    article: Mapping[str, Any] = field(default_factory=dict)
    most_requests: int = 3


@dataclass(frozen=True, slots=True)
class Behaviour:
    """One path of the site. It owns all paths below its own. `kind`: how the site lists it, article or listing."""

    group: str
    name: str
    respond: Respond
    outcome: Outcome
    kind: str
    own_host: bool

    @property
    def id(self) -> str:
        return f"{self.group}/{self.name}"

    @property
    def host(self) -> str:
        return f"{self.name if self.own_host or self.group in OWN_HOSTS else self.group}.{DOMAIN}"

    @property
    def path(self) -> str:
        return f"/{self.group}/{self.name}"

    @property
    def url(self) -> str:
        return f"http://{self.host}{self.path}"


BEHAVIOURS: dict[str, Behaviour] = {}


def add(
    group: str, name: str, respond: Respond, outcome: Outcome, *, kind: str = "article", host: bool = False
) -> None:
    """Enter a behaviour into the table. *host*: it is served under a host name of its own."""
    behaviour = Behaviour(group, name, respond, outcome, kind, host)
    assert behaviour.path not in BEHAVIOURS, behaviour.path
    BEHAVIOURS[behaviour.path] = behaviour


def behaviour(outcome: Outcome, *, kind: str = "article", host: bool = False) -> Callable[[Respond], Respond]:
    """Enter the decorated function into the table, under its module's name and its own."""

    def enter(respond: Respond) -> Respond:
        group = respond.__module__.rpartition(".")[2]
        add(group, respond.__name__.replace("_", "-"), respond, outcome, kind=kind, host=host)
        return respond

    return enter


def archived(most_requests: int = 3, **article: Any) -> Outcome:
    """The page is an article like any other, with these values."""
    return Outcome("archived", None, 200, article, most_requests)


def failed(reason: str, status: int | None = None, most_requests: int = 3) -> Outcome:
    """Nothing was read, for *reason*; the page is tried again later."""
    return Outcome("failed", reason, status, {}, most_requests)


def put_off(reason: str, status: int | None = None, most_requests: int = 3) -> Outcome:
    """The host wants to be left alone for now, for *reason*; the page stays due."""
    return Outcome("new", reason, status, {}, most_requests)


def refused(reason: str, most_requests: int = 3) -> Outcome:
    """newsarc would not fetch the page, for *reason*."""
    return Outcome("refused", reason, None, {}, most_requests)


def not_article(reason: str, most_requests: int = 3) -> Outcome:
    """The page was read and set aside, for *reason*."""
    return Outcome("not_article", reason, 200, {}, most_requests)


def read(most_requests: int = 3) -> Outcome:
    """A listing whose links are in the ledger."""
    return Outcome("read", None, 200, {}, most_requests)
