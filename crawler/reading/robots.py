"""robots.txt as RFC 9309 has it: what an agent may fetch, and the Crawl-delay that many sites add."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from crawler.reading.urls import normal_path

MOST_BYTES = 500 * 1024  # what is past that is not read
_TOKEN = re.compile(r"[A-Za-z_-]+")


@dataclass(slots=True)
class Group:
    """What robots.txt says to one agent: (pattern, is allowed), and the seconds between two requests."""

    rules: list[tuple[str, bool]] = field(default_factory=list)
    crawl_delay: float | None = None


class Robots:
    """The rules of one robots.txt.

    >>> robots = Robots("User-agent: *\\nDisallow: /private\\nAllow: /private/news$\\nCrawl-delay: 2.5")
    >>> robots.allows("https://harbour.example/private/x", "newsarc")
    False
    >>> robots.allows("https://harbour.example/private/news", "newsarc"), robots.crawl_delay("newsarc")
    (True, 2.5)

    Groups of one agent are read as one; an agent without a group is told what "*" is. The longest pattern that matches
    decides, and of two as long the one that allows. `*` stands for anything, `$` at the end for the end.
    """

    def __init__(self, text: str) -> None:
        self.groups: dict[str, Group] = {}
        named: list[Group] = []
        is_open = True  # more lines of user-agent may join the group
        for line in text.removeprefix("\ufeff").splitlines():
            name, colon, value = line.partition("#")[0].partition(":")
            name, value = name.strip().lower(), value.strip()
            if not colon:
                continue
            if name in ("user-agent", "useragent"):
                named = named if is_open else []
                is_open = True
                token = "*" if value.startswith("*") else (_TOKEN.match(value) or [""])[0].lower()
                named.append(self.groups.setdefault(token, Group()))
            elif name in ("allow", "disallow", "crawl-delay"):
                is_open = False
                for group in named:
                    _add(group, name, value)
        for group in self.groups.values():
            group.rules.sort(key=lambda rule: (-len(rule[0]), not rule[1]))

    def allows(self, url: str, agent: str) -> bool:
        """Return whether *agent* may fetch *url*. robots.txt itself may always be."""
        path = path_of(url)
        if path == "/robots.txt":
            return True
        return next((is_allowed for pattern, is_allowed in self.group(agent).rules if _matches(pattern, path)), True)

    def crawl_delay(self, agent: str) -> float | None:
        """Return the seconds that *agent* is asked to leave between two requests, or None."""
        return self.group(agent).crawl_delay

    def group(self, agent: str) -> Group:
        """Return what *agent* is told: what is said to it by name, else what is said to all."""
        return self.groups.get(agent.lower()) or self.groups.get("*") or Group()


def _add(group: Group, name: str, value: str) -> None:
    if name == "crawl-delay":
        try:
            seconds = float(value)
        except ValueError:
            return
        if math.isfinite(seconds) and seconds >= 0:
            group.crawl_delay = seconds
    elif value:
        pattern = _normal(value)
        group.rules.append((pattern if pattern[0] in "/*" else f"/{pattern}", name == "allow"))


def path_of(url: str) -> str:
    """Return the path and query of *url* as patterns are compared with them."""
    parts = urlsplit(url)
    return _normal((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))


def pattern_matches(pattern: str, path: str) -> bool:
    """Return whether *path*, from `path_of`, begins as *pattern* says: `*` is anything, `$` at its end the end."""
    return _matches(_normal(pattern), path)


def _normal(address: str) -> str:
    whole = address.encode("utf-8", "replace").decode()  # JSON can hold half a surrogate pair
    return "?".join(map(normal_path, whole.split("?", 1)))


def _matches(pattern: str, path: str) -> bool:
    """Whether *path* begins as *pattern* says. Takes the first place for each piece: no search goes back."""
    first, *pieces = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    last = pieces.pop() if pattern.endswith("$") and pieces else None
    for piece in pieces:
        found = path.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    if not pattern.endswith("$"):
        return True
    return at == len(path) if last is None else path.endswith(last) and len(path) - len(last) >= at
