"""Instants of our own clock, as the archive keeps them: UTC text that sorts."""

from __future__ import annotations

from datetime import UTC, datetime


def utc_text(when: datetime) -> str:
    """Return *when* as "2026-11-24T03:25:00Z"; a naive one counts as UTC.

    >>> utc_text(datetime.fromisoformat("2024-09-03T07:25:00+03:00"))
    '2024-09-03T04:25:00Z'
    """
    aware = when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
    return aware.strftime("%Y-%m-%dT%H:%M:%SZ")


def now() -> datetime:
    """Return the present instant, to the second, aware."""
    return datetime.now(UTC).replace(microsecond=0)
