"""The exit code of a crawl, from its statistics. docs/commands.md lists them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

DONE = 0
FAILED = 1
USAGE = 2
PARTLY_FAILED = 3
NOTHING_ANSWERED = 4
LOCKED = 5
ALARM = 6
INTERRUPTED = 130  # by SIGINT, as shells have it
TERMINATED = 143
# What a crawl's exit code means, in words; others are 128 and the signal that ended it, or what ended Python.
MEANINGS = {
    DONE: "done",
    FAILED: "failed",
    USAGE: "cannot be started so",
    PARTLY_FAILED: "some pages failed",
    NOTHING_ANSWERED: "nothing answered",
    LOCKED: "the archive was locked",
    INTERRUPTED: "stopped",
    TERMINATED: "stopped",
}


def exit_code(stats: dict[str, Any]) -> int:
    """Return what a crawl ends with: 0 done, 1 nothing of use, 3 partly failed, 4 no answer, 130 and 143 stopped.

    A run in which every page is unchanged is done, and so is one with nothing due. Of a site some pages are always gone
    or no articles; not so of those that somebody named.
    """

    def pages(*states: str) -> int:
        return sum(stats.get(f"pages/{kind}/{state}", 0) for kind in ("article", "listing") for state in states)

    articles = sum(stats.get(f"articles/{outcome}", 0) for outcome in ("new", "updated", "unchanged"))
    good = articles + pages("read", "not_modified")
    bad = pages("failed")
    useless = pages("refused", "gone", "not_article")
    if interrupted := stats.get("interrupted"):
        return int(interrupted)
    if stats.get("finish_reason") == "start_error":
        return FAILED
    if failure := stats.get("archive/failure"):
        return LOCKED if failure == "ArchiveLockedError" else FAILED
    put_off = stats.get("pages/put_off", 0)
    if good == 0 and put_off:
        return NOTHING_ANSWERED
    if good == 0 and (bad or useless):
        return FAILED if stats.get("pages/answered") or pages("refused") else NOTHING_ANSWERED
    if bad or put_off or (useless and stats.get("pages/named")):
        return PARTLY_FAILED
    is_without = stats.get("articles/known") == 0 and not articles
    return FAILED if is_without and not stats.get("pages/leased_by_others") else DONE


def code_of_all(codes: Sequence[int]) -> int:
    """Return the exit code of several crawls: theirs where all agree, 5 if a lock was not had, else 3, partly failed.

    Only crawls of which none was of use, for different reasons, are 1.
    """
    if len(set(codes)) == 1:
        return codes[0]
    if LOCKED in codes:
        return LOCKED
    return PARTLY_FAILED if {DONE, PARTLY_FAILED} & set(codes) else FAILED
