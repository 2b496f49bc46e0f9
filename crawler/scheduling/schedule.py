"""The loop that crawls each site when it is due. All it remembers is in the archive: it may be stopped at any time."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from crawler.archive import Archive, ArchiveError, ArchiveMissingError
from crawler.archive.sites.rhythms import last_run, published
from crawler.monitoring.exit_codes import FAILED, MEANINGS
from crawler.reading.instants import utc_text
from crawler.scheduling.rhythm import PAST, Bounds, Rhythm

logger = logging.getLogger(__name__)

GRACE = 60.0  # seconds that a crawl gets beyond its time, to end in good order
HARDER = 30.0  # seconds after which one that was asked to end is killed
LONGEST_SLEEP = 60.0  # seconds: clocks are set, machines sleep
SHORTEST_SLEEP = 0.2
AHEAD = timedelta(minutes=5)  # a run that began later than this from now: the clock was set back


class Clock(Protocol):
    """The time of day, which may be set; a time that only goes on; and waiting."""

    def now(self) -> datetime: ...
    def monotonic(self) -> float: ...
    def sleep(self, seconds: float) -> None: ...


class Child(Protocol):
    """A crawl in a process of its own."""

    def poll(self) -> int | None: ...
    def terminate(self) -> None: ...
    def kill(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Task:
    """A site to be crawled: as it is named to `newsarc crawl`, its domain, how often, and for how long at most."""

    name: str
    site: str
    every: Bounds
    max_time: timedelta


@dataclass(slots=True)
class _Running:
    task: Task
    child: Child
    since: float
    ending_since: float | None = None


@dataclass
class Schedule:
    """Crawls *tasks*, up to *jobs* at a time: the one that is due longest first. *finished* is told each end."""

    path: Path
    tasks: Sequence[Task]
    clock: Clock
    start: Callable[[Task], Child]
    finished: Callable[[Task, int], None] = lambda task, code: None
    jobs: int = 1
    running: list[_Running] = field(default_factory=list)
    codes: list[int] = field(default_factory=list)
    _begun: dict[str, float] = field(default_factory=dict)
    _known: dict[str, datetime] = field(default_factory=dict)
    _offset: float | None = None

    def run(self, *, is_over: Callable[[], bool]) -> None:
        """Crawl what is due, and wait for what will be, until *is_over*; then end what still runs."""
        while not is_over():
            self.clock.sleep(self.step())
        self.end()

    def run_once(self) -> None:
        """Crawl every site that is due now, and return when all have ended."""
        waiting = [task for _, task in self.due_tasks()]
        if not waiting and self.tasks:
            soonest = min(self.tasks, key=self.due)
            logger.info("nothing is due; %s is next, at %s", soonest.name, utc_text(self.due(soonest)))
        while waiting or self.running:
            self._reap()
            while waiting and len(self.running) < self.jobs:
                self._begin(waiting.pop(0))
            if self.running:
                self.clock.sleep(SHORTEST_SLEEP)

    def step(self) -> float:
        """End what has ended, start what is due; return how many seconds nothing else will be."""
        self._reap()
        self._notice_a_set_clock()
        if len(self.running) < self.jobs:
            try:
                due = self.due_tasks()
            except ArchiveError as error:
                logger.error("%s", error)
                return LONGEST_SLEEP
            for _, task in due[: self.jobs - len(self.running)]:
                self._begin(task)
        if self.running:
            return 1.0
        now = self.clock.now()
        waits = [(at - now).total_seconds() for at in self._known.values()]
        return min([LONGEST_SLEEP, *(max(wait, SHORTEST_SLEEP) for wait in waits)])

    def _notice_a_set_clock(self) -> None:
        offset = self.clock.now().timestamp() - self.clock.monotonic()
        if self._offset is not None and abs(offset - self._offset) > AHEAD.total_seconds():
            self._known.clear()
        self._offset = offset

    def due_tasks(self) -> list[tuple[datetime, Task]]:
        """Return what is due and not running, that due longest first."""
        now, busy = self.clock.now(), {one.task.name for one in self.running}
        due = [(at, task) for task in self.tasks if task.name not in busy and (at := self.due(task, now)) <= now]
        return sorted(due, key=lambda one: one[0])

    def due(self, task: Task, now: datetime | None = None) -> datetime:
        """Return when *task* is due next, by its last run and by how often its site publishes.

        One that is due at once is so at *now*: of many sites some are looked at in the next second.
        """
        now = now or self.clock.now()
        if (begun := self._begun.get(task.name)) is not None:
            # One that left no trace in the archive is not started again at once.
            rest = begun + task.every[0].total_seconds() - self.clock.monotonic()
            if rest > 0:
                return now + timedelta(seconds=rest)
        known = self._known.get(task.name)
        if known is None or known <= now:  # somebody else may have crawled it meanwhile
            known = self._from_archive(task, now)
            self._known[task.name] = known
        return known

    def _from_archive(self, task: Task, now: datetime) -> datetime:
        try:
            with Archive(self.path, read_only=True) as archive:
                last = last_run(archive, task.site)
                if last is None or last.started_at > now + AHEAD:
                    return now
                times = published(archive, task.site, since=now - PAST, until=now)
        except ArchiveMissingError:
            return now
        least, most = task.every
        if last.failures:
            return last.started_at + min(least * (1 << (last.failures - 1)), most)
        return Rhythm(times, now).next_crawl(last.started_at, task.every)

    def _begin(self, task: Task) -> None:
        logger.info("%s: crawl begins", task.name)
        self._begun[task.name] = self.clock.monotonic()
        try:
            self.running.append(_Running(task, self.start(task), self.clock.monotonic()))
        except OSError as error:  # no memory, no process left: for now
            logger.error("%s: the crawl cannot be started: %s. It is tried again later.", task.name, error)
            self.codes.append(FAILED)

    def _reap(self) -> None:
        for one in list(self.running):
            code = one.child.poll()
            if code is None:
                self._hurry(one)
                continue
            self.running.remove(one)
            self._known.pop(one.task.name, None)
            self.codes.append(code)
            meaning = MEANINGS.get(code if code >= 0 else 128 - code, "killed")  # before it heard signals: -15
            logger.info("%s: crawl ended with %s, %s", one.task.name, code, meaning)
            self.finished(one.task, code)
            if one.ending_since is None:
                self._tell_next(one.task)

    def _tell_next(self, task: Task) -> None:
        try:
            logger.info("%s: next crawl at %s", task.name, utc_text(max(self.due(task), self.clock.now())))
        except ArchiveError as error:  # it is tried again when it is needed
            logger.debug("%s", error)

    def _hurry(self, one: _Running) -> None:
        """End a crawl that hangs: politely, then not."""
        now = self.clock.monotonic()
        if one.ending_since is not None:
            if now - one.ending_since > HARDER:
                logger.error("%s: the crawl does not end; it is killed", one.task.name)
                one.child.kill()
        elif now - one.since > one.task.max_time.total_seconds() + GRACE:
            logger.warning("%s: the crawl takes longer than %s; it is ended", one.task.name, one.task.max_time)
            one.ending_since = now
            one.child.terminate()

    def end(self) -> None:
        """End what still runs, in good order where that is soon."""
        for one in self.running:
            one.child.terminate()
            one.ending_since = self.clock.monotonic()
        while self.running:
            self._reap()
            if self.running:
                self.clock.sleep(SHORTEST_SLEEP)
