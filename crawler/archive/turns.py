"""Long work in short transactions, between which others get the write lock."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from crawler.archive.archive import Archive

HELD = 0.5  # seconds for which the lock is held, in one transaction or in several, before others get their turn
# SQLite asks for a lock again after a tenth of a second at most: whoever waits gets it within a pause.
PAUSE = 0.12


class Turns:
    """Transactions of a long work on one archive. Whoever waits for the lock waits for one of them, or `HELD`."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self._held = 0.0

    @contextmanager
    def take(self) -> Iterator[Archive]:
        """One transaction, after a pause where the ones before have taken long."""
        if self._held > HELD:
            time.sleep(PAUSE)
            self._held = 0.0
        began = time.monotonic()
        with self.archive.transaction():
            yield self.archive
        self._held += time.monotonic() - began
