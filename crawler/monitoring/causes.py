"""Alarms that one cause has raised, told together: a page that shows a captcha shows no date and no author."""

from __future__ import annotations

from collections.abc import Iterable

from crawler.archive.sites.alarms import AlarmRow

# What is read of articles: where a site changes its pages, several of these are not as before from one run on.
_READ = frozenset(
    "missing broken disagree source same_body same_title same_date present_date same_count zero_count words "
    "quotes".split()
)
_FOUND = frozenset("listing_frozen listing_gone listing_empty few_articles age".split())
_UNREADABLE = _READ | _FOUND | {"failing", "refused", "not_articles", "gone", "language"}
_OUT = _FOUND | {"failing", "refused"}
# What explains what, that which explains most first.
_EXPLAINS: dict[str, frozenset[str]] = {
    "captcha": _UNREADABLE,
    "consent": _UNREADABLE,
    "login": _UNREADABLE,
    "shut_out": _OUT,
    "failing": _FOUND,
    "not_articles": _READ | _FOUND,
    "paywalled": frozenset(("words", "quotes")),
    **dict.fromkeys(("missing", "source", "broken", "disagree"), _READ),
    **dict.fromkeys(("listing_gone", "listing_empty"), frozenset(("listing_empty", "listing_frozen"))),
}
_RANK = {kind: rank for rank, kind in enumerate(_EXPLAINS)}


def by_cause(alarms: Iterable[AlarmRow]) -> list[list[AlarmRow]]:
    """Return open *alarms* in groups, in each first the one that explains the others; in the order of their first ones.

    That is a guess from what they are and when they began, and nothing is left out because of it.
    """
    rest = list(alarms)
    order = {alarm.id: place for place, alarm in enumerate(rest)}
    groups: list[list[AlarmRow]] = []
    while rest:
        first = min(rest, key=lambda alarm: _RANK.get(alarm.kind, len(_RANK)))
        group = [first, *(alarm for alarm in rest if alarm is not first and _explains(first, alarm))]
        groups.append(group)
        rest = [alarm for alarm in rest if alarm not in group]
    return sorted(groups, key=lambda group: min(order[alarm.id] for alarm in group))


def _explains(one: AlarmRow, other: AlarmRow) -> bool:
    if one.site != other.site or other.kind not in _EXPLAINS.get(one.kind, ()):
        return False
    if one.kind in _FOUND:
        return one.subject == other.subject
    if one.kind in _READ:
        return one.run_id == other.run_id
    # What was there before has another cause; but a site is told to shut the crawler out by the second run it fails in.
    return one.run_id <= (other.last_run_id if one.kind == "shut_out" else other.run_id)
