"""Alarms in words: what changed, how it was, what may be done."""

from __future__ import annotations

from crawler.archive.sites.alarms import AlarmRow
from crawler.data_files import read_table

SAID = read_table("crawler.monitoring", "alarms.toml")


def told(alarm: AlarmRow) -> str:
    """Return what an alarm says, in one line without the site."""
    return _filled(SAID[alarm.kind]["said"], alarm)


def advice(alarm: AlarmRow) -> str:
    """Return what may be done about it, in one line."""
    return found_out(alarm) or _filled(SAID[alarm.kind]["todo"], alarm)


def found_out(alarm: AlarmRow) -> str:
    """Return what the kept pages tell of it, in one line; "" where nothing was found."""
    proposal = alarm.detail.get("proposal") or {}
    if proposal:
        rule = f"selectors.{proposal['field']} = {proposal['selector']!r}"
        return f"{rule} gives {proposal['gives']!r} there: name it in the site's file"
    if others := alarm.detail.get("taken_over"):
        text: str = SAID[alarm.kind]["otherwise" if others["url"] else "alike"]
        return text.format(**others)
    return ""


def _filled(text: str, alarm: AlarmRow) -> str:
    return text.format(subject=alarm.subject, was=alarm.detail.get("was"), now=alarm.detail.get("now"))
