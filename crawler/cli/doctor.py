"""`newsarc doctor`: is a site as it was?"""

from __future__ import annotations

import sys
from dataclasses import asdict
from difflib import get_close_matches
from typing import Any

import click

from crawler.archive import Archive
from crawler.archive.sites.alarms import AlarmRow, Alarms
from crawler.archive.sites.history import SiteHistory
from crawler.cli.main import Failure
from crawler.cli.options import NUMBER, SITE, archive_option, open_to_change
from crawler.cli.output import format_or_default, to_json
from crawler.cli.saying import say
from crawler.configuration import load_configuration
from crawler.monitoring.causes import by_cause
from crawler.monitoring.doctor import Doctor
from crawler.monitoring.exit_codes import ALARM, DONE
from crawler.monitoring.notifying import NotifyError, apprise_sender, notify
from crawler.monitoring.telling import advice, found_out, told
from crawler.reading.instants import now
from crawler.reading.text import printable


@click.command()
@click.argument("site", type=SITE, metavar="[SITE]", required=False)
@click.option(
    "--accept", "accepted", type=NUMBER, multiple=True, metavar="N", help="Alarm N is right from now on; repeatable."
)
@click.option("--json", "format", flag_value="json", help="JSON (default when piped).")
@click.option("--text", "format", flag_value="text", help="Text to read (default on a terminal).")
@click.option("--notify", "notified", is_flag=True, help="Send what is new to notify.urls of newsarc.toml.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing where all is as it was.")
@archive_option
def doctor(
    site: str | None,
    accepted: tuple[int, ...],
    format: str | None,
    notified: bool,
    quiet: bool,
    archive: str | None,
) -> None:
    """Hold the latest runs over SITE, or over every site, against the site's own past.

    Tells what changed: fields that are missing, sources that are gone, texts that are cut, captchas, listings that
    stand still, days without news. There is nothing to set. An alarm stays until the site is as it was before, or until
    `--accept N` says that it is right so. Exit code 6 while there is one.
    """
    if notified and not load_configuration().notify.urls:
        raise click.UsageError(
            '--notify has nobody to send to; name them in newsarc.toml: notify.urls = ["mailto://..."]'
        )
    with open_to_change(archive) as opened:
        if accepted:
            for alarm in Alarms(opened).accept(accepted, now()):
                say(f"accepted: {alarm.site}: {told(alarm)}")
        sites = [_known(opened, site)] if site else SiteHistory(opened).sites()
        alarms = examine(opened, sites)
        young = sum(not Doctor(opened).can_tell(one) for one in sites)
        if notified:
            try:
                send_out(opened)
            except NotifyError as error:
                raise Failure(str(error)) from error
    if format_or_default(format) == "json":
        cause = {alarm.id: group[0].id for group in by_cause(alarms) for alarm in group}
        rows = [
            asdict(alarm) | {"told": told(alarm), "advice": advice(alarm), "cause": cause[alarm.id]} for alarm in alarms
        ]
        click.echo(to_json(rows, indent=2))
    else:
        click.echo("\n\n".join(map(_text, by_cause(alarms))), nl=bool(alarms))
    if not alarms and not quiet:
        say(_all_as_before(len(sites), young))
    sys.exit(ALARM if alarms else DONE)


def examine(opened: Archive, sites: list[str]) -> list[AlarmRow]:
    """Examine the runs over *sites* that nobody looked at yet, and return the open alarms."""
    from pipelines import extract  # noqa: PLC0415  (it is read in no time where nothing changed)

    examiner = Doctor(opened, extract=extract)
    return [alarm for site in sites for alarm in examiner.examine(site, now=now())]


def _all_as_before(sites: int, young: int) -> str:
    """Return what is said where there is no alarm; *young* sites have no past to be held against."""
    if not sites:
        return "no crawl has gone over a site yet: there is nothing to compare"
    waits = f"too few crawls to tell: the fifth is the first that is compared ({young} of {sites} sites)"
    known = f"{sites - young} site{'s' * (sites - young != 1)}: all as before"
    return "\n".join([known] * (sites > young) + [waits] * (young > 0))


def send_out(opened: Archive) -> None:
    """Send what nobody was told of yet to the configuration's `notify.urls`. Raises `NotifyError`."""
    section = load_configuration().notify
    if section.urls:
        notify(opened, apprise_sender(section.urls), now=now(), digest=section.digest == "daily")


def _known(opened: Archive, site: str) -> str:
    """Return *site*. Raises `Failure` where no run went over it."""
    known = SiteHistory(opened).sites()
    if site not in known:
        begun = [one for one in known if one.startswith(f"{site}.")]
        near = begun or get_close_matches(site, known, n=1, cutoff=0.85)
        hint = f"did you mean {near[0]!r}?" if near else f"expected one of: {', '.join(known) or 'none yet'}"
        raise Failure(f"no run went over {site!r}; {hint}")
    return site


def _text(group: list[AlarmRow]) -> str:
    alarm, *further = group
    detail: dict[str, Any] = alarm.detail
    about = [
        ("since", f"{alarm.at}, run {alarm.run_id}; alarm {alarm.id}"),
        ("last good", detail.get("good")),
        ("first bad", detail.get("bad")),
        ("to do", advice(alarm)),
    ]
    for one in further:
        about += [("with it", f"{told(one)}; alarm {one.id}"), ("", found_out(one))]
    head = f"{click.style(printable(alarm.site), bold=True)}: {printable(told(alarm))}"
    return "\n".join((head, *(f"  {name:<10} {printable(text)}" for name, text in about if text)))
