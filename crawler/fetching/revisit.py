"""When a page is worth another visit."""

from __future__ import annotations

from datetime import datetime, timedelta

SOONEST = timedelta(hours=1)
LATEST = timedelta(days=30)
LONGEST_GONE = timedelta(days=365)
MOST_FAILURES = 10


def next_visit(published: datetime | None, now: datetime, *, visits: int = 0, changes: int = 0) -> datetime:
    """Return when an article is due again: after a quarter of its age, since stories change while they are young.

    One that had changed at most of its *visits* is due after half of that; one that never had, later and later, after
    its whole age at last. An article without a date counts as a day old.
    """
    age = now - published if published is not None else timedelta(days=1)
    likely = (changes + 1) / (visits + 2)  # that it has changed, as far as few visits can tell
    wait = age / 4 * min(0.5 / likely, 4.0)
    return now + min(max(wait, SOONEST), LATEST)


def next_look(gone: datetime, now: datetime) -> datetime | None:
    """Return when an article that is *gone* since then is looked for again, ever more rarely; after a year never."""
    if now - gone > LONGEST_GONE:
        return None
    return now + min(max(now - gone, timedelta(days=1)), LATEST)


def next_try(failures: int, now: datetime) -> datetime | None:
    """Return when a page that failed *failures* times before is tried again, later each time; None: never by itself."""
    if failures >= MOST_FAILURES:
        return None
    return now + SOONEST * float(2**failures)
