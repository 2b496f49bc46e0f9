"""Alarms that go out, by mail, to Slack, Matrix or a webhook: each change once, as the archive remembers."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from crawler.archive import Archive
from crawler.archive.sites.alarms import AlarmRow, Alarms
from crawler.monitoring.causes import by_cause
from crawler.monitoring.telling import advice, found_out, told
from crawler.reading.text import printable

logger = logging.getLogger(__name__)

DAY = timedelta(days=1)
Send = Callable[[str, str], bool]  # title, text -> whether all of them took it


class NotifyError(RuntimeError):
    """Notifications cannot be sent. The message says what is missing."""


def apprise_sender(urls: Sequence[str]) -> Send:
    """Return what sends to all of *urls*. Raises `NotifyError` without Apprise, or for a URL that it does not know.

    The message counts the URLs instead of quoting them, for they hold passwords.
    """
    try:
        import apprise  # noqa: PLC0415  (an extra)
    except ImportError as error:
        raise NotifyError("notifications need the extra `notify`: pip install 'newsarc[notify]'") from error
    apprise.logger.setLevel(logging.CRITICAL)  # it would log addresses
    sender = apprise.Apprise()
    for number, url in enumerate(urls, 1):
        if not sender.add(url):
            raise NotifyError(
                f"notify.urls: number {number} of {len(urls)} is no URL that Apprise knows, such as mailto://"
            )
    return lambda title, text: bool(sender.notify(title=title, body=text))


def notify(archive: Archive, send: Send, *, now: datetime, digest: bool = False) -> int:
    """Tell what nobody was told of yet: new alarms, and the end of those that were told. Return how many.

    With *digest* one message a day holds all of them. What could not be sent is told the next time.
    """
    alarms = Alarms(archive)
    untold = alarms.untold()
    last = alarms.last_told()
    if not untold or (digest and last is not None and now - last < DAY):
        return 0
    title, text = message(untold)
    if not send(title, text):
        logger.error("%d notifications could not be sent; they are tried again after the next crawl", len(untold))
        return 0
    alarms.mark_told(untold, now)
    return len(untold)


def message(alarms: Sequence[AlarmRow]) -> tuple[str, str]:
    """Return the title and the text of a message that tells *alarms*."""
    sites = list(dict.fromkeys(alarm.site for alarm in alarms))
    shown = ", ".join(sites[:3]) + (f" and {len(sites) - 3} more" if len(sites) > 3 else "")
    lines: list[str] = []
    for alarm, *further in by_cause(alarm for alarm in alarms if alarm.is_open):
        lines.append(f"{alarm.site}: {told(alarm)}")
        about = [
            ("last good", alarm.detail.get("good")),
            ("first bad", alarm.detail.get("bad")),
            ("to do", advice(alarm)),
        ]
        about += [("with it", " – ".join(filter(None, (told(one), found_out(one))))) for one in further]
        lines += [*(f"  {name}: {text}" for name, text in about if text), ""]
    for alarm in alarms:
        if not alarm.is_open:
            lines += [f"{alarm.site}: as before again: {told(alarm)}", ""]
    return printable(f"newsarc: {shown}"), "\n".join(map(printable, lines)).strip()
