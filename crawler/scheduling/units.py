"""Units for other schedulers, cron and systemd, that crawl what is due and look after it."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from crawler.monitoring.exit_codes import INTERRUPTED, PARTLY_FAILED, TERMINATED

HOUR = timedelta(hours=1)
_STEPS = (1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30)  # minutes that divide an hour
_HOURS = (1, 2, 3, 4, 6, 8, 12, 24)


def crontab(crawl: Sequence[str], doctor: Sequence[str], folder: Path, every: timedelta) -> str:
    """Return lines for `crontab -e`: *crawl* every so often, *doctor* once a day, both in *folder*.

    Both say nothing unless something is wrong; what they say, cron mails.
    """
    lines = ("# newsarc: crawls what is due, and tells once a day what is not as it was",)
    return "\n".join((*lines, f"{_times(every)} {_cron(crawl, folder)}", f"17 6 * * * {_cron(doctor, folder)}", ""))


def _cron(command: Sequence[str], folder: Path) -> str:
    # A percent sign ends the command of a crontab.
    return f"cd {shlex.quote(str(folder))} && {shlex.join(command)}".replace("%", r"\%")


def _times(every: timedelta) -> str:
    """Return the times of a crontab that come nearest to *every*, and not less often.

    >>> _times(timedelta(minutes=15)), _times(timedelta(minutes=50)), _times(timedelta(hours=7))
    ('*/15 * * * *', '*/30 * * * *', '7 */6 * * *')
    """
    if every < HOUR:
        minutes = max(step for step in _STEPS if step <= max(1, every // timedelta(minutes=1)))
        return f"*/{minutes} * * * *"
    hours = max(step for step in _HOURS if step <= every // HOUR)
    return f"7 */{hours} * * *" if hours < 24 else "7 3 * * *"


def systemd_units(crawl: Sequence[str], doctor: Sequence[str], folder: Path, every: timedelta) -> dict[str, str]:
    """Return the texts of services and timers by their files' names."""
    return {
        "newsarc.service": _service("newsarc: crawl the news sites that are due", crawl, folder, PARTLY_FAILED),
        "newsarc.timer": _timer("newsarc: when to look what is due", every, "OnBootSec=2min"),
        "newsarc-doctor.service": _service("newsarc: are the sites as they were?", doctor, folder, None),
        "newsarc-doctor.timer": _timer("newsarc: when to look after the sites", timedelta(days=1), "OnBootSec=30min"),
    }


def _service(description: str, command: Sequence[str], folder: Path, success: int | None) -> str:
    # A run in which some pages failed is one of every day; so is one that was stopped, in good order.
    codes = " ".join(map(str, filter(None, (success, INTERRUPTED, TERMINATED))))
    return f"""[Unit]
Description={description}
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
WorkingDirectory={str(folder).replace("%", "%%")}
ExecStart={" ".join(map(_quoted, command))}
SuccessExitStatus={codes}
KillMode=mixed
TimeoutStopSec=120
Nice=10
NoNewPrivileges=yes
"""


def _timer(description: str, every: timedelta, first: str) -> str:
    return f"""[Unit]
Description={description}

[Timer]
{first}
OnUnitInactiveSec={every.total_seconds():.0f}s
RandomizedDelaySec={min(60, every.total_seconds() / 10):.0f}s

[Install]
WantedBy=timers.target
"""


def _quoted(word: str) -> str:
    """Return *word* as systemd reads it back in a command.

    >>> print(_quoted('a "b" 50% $x'))
    "a \\"b\\" 50%% $$x"
    """
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return escaped if word and not set(word) & set(" \t\n'\"\\;|&<>") else f'"{escaped}"'
