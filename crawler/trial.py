"""A page that may be made to be slow is tried in a process of its own, which is killed when it takes too long.

C parsers are quadratic on made pages and cannot be interrupted: 100,000 nested tags keep one busy for ten seconds,
50,000 attributes another. Of real pages, one in a hundred has more than 6,500 tags; none of those seen comes near
`MOST_TAGS`, so a page that does is worth half a second of a process that is started for it alone.
"""

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
import sys
import time
from importlib import import_module
from math import ceil
from pathlib import Path

import numpy as np

from crawler.page import Page
from crawler.reading.languages import leave_model_out

MOST_TAGS = 25_000
# A parsed page of ten megabytes of links takes 500 MB: what is larger than this is not even tried.
MOST_TAGS_AT_ALL = 250_000
SECONDS = 5.0  # of CPU; what passes keeps the crawl itself busy as long once more
PATIENCE = 20.0  # seconds by the clock: on a busy machine the child waits its turn
MOST_MEMORY = 2 << 30  # bytes
OUT_OF_TIME = getattr(signal, "SIGXCPU", 0)  # where there is none, patience alone ends a child
_SCRIPT = re.compile(r"<script\b", re.IGNORECASE)


def may_be_risky(body: bytes) -> bool:
    """Return whether the page that *body* encodes can be risky; what it costs is next to nothing."""
    signs = np.frombuffer(body, np.uint8)
    return any(np.count_nonzero(signs == ord(sign)) > MOST_TAGS for sign in "<=")


def is_risky(html: str) -> bool:
    """Return whether *html* has more tags, or more attributes outside of scripts, than any page that is meant well."""
    if html.count("<") > MOST_TAGS:
        return True
    return html.count("=") > MOST_TAGS and _equal_signs(html) > MOST_TAGS


def _equal_signs(html: str) -> int:
    """How many "=" stand outside of scripts."""
    count = html.count("=")
    for script in _SCRIPT.finditer(html):
        end = html.find("</", script.end())
        count -= html.count("=", script.end(), end if end >= 0 else len(html))
    return count


def why_unreadable(page: Page, reader: str) -> str | None:
    """Return why *page* cannot be read in time, or None; pages that are not risky are not tried.

    *reader* names the function that reads a page: "module:function".
    """
    if not page.html or not _is_risky(page):
        return None
    return _why_too_large(page.html) or _outcome(_start(reader), page.html)


async def find_why_unreadable(page: Page, reader: str) -> str | None:
    """Return what `why_unreadable` does, and let others work meanwhile; where the task is cancelled, the child ends."""
    if not page.html or not _is_risky(page):
        return None
    if reason := _why_too_large(page.html):
        return reason
    child = _start(reader)
    try:
        return await asyncio.to_thread(_outcome, child, page.html)
    finally:
        child.kill()


def _is_risky(page: Page) -> bool:
    return may_be_risky(page.utf8) and is_risky(page.html or "")


def _why_too_large(html: str) -> str | None:
    tags, attributes = html.count("<"), html.count("=")
    if tags <= MOST_TAGS_AT_ALL and (attributes <= MOST_TAGS_AT_ALL or _equal_signs(html) <= MOST_TAGS_AT_ALL):
        return None
    return f"unreadable: {_shown(html)} are more than {MOST_TAGS_AT_ALL:,}"


def _shown(html: str) -> str:
    return f"{html.count('<'):,} tags and {html.count('='):,} attributes"


def _start(reader: str) -> subprocess.Popen[bytes]:
    package = str(Path(__file__).parent.parent)
    command = [sys.executable, "-c", f"from crawler.trial import try_page; try_page({reader!r})"]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, [package, os.environ.get("PYTHONPATH")]))}
    return subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def _outcome(child: subprocess.Popen[bytes], html: str) -> str | None:
    """Return why *child* could not read *html*, or None. It has ended then."""
    shown = _shown(html)
    with child:
        try:
            child.communicate(html.encode("utf-8", "surrogatepass"), timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            return f"unreadable: {shown} take longer than {PATIENCE:g} s to read"
        finally:
            child.kill()
    if child.returncode == -OUT_OF_TIME:
        return f"unreadable: {shown} take longer than {SECONDS:g} s to read"
    if child.returncode:
        return f"unreadable: {shown} end the process that reads them with {child.returncode}"
    return None


def try_page(reader: str) -> None:
    """Read the page on stdin with *reader*, within bounds: what runs in the child process."""
    module, _, name = reader.partition(":")
    read = getattr(import_module(module), name)
    if sys.platform != "win32":
        import resource  # noqa: PLC0415

        most = ceil(time.process_time() + SECONDS)  # what has been spent is the start of the process
        resource.setrlimit(resource.RLIMIT_CPU, (most, most + 1))
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    leave_model_out()  # what it looks at is short
    html = sys.stdin.buffer.read().decode("utf-8", "surrogatepass")
    read(Page.from_html(html))
