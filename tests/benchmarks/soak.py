"""One long crawl: `python tests/benchmarks/soak.py [--pages 200000] [--folder FOLDER] [--seconds N]`.

Serves a site of made articles, listed by an index of sitemaps, from a process of its own, and crawls it as a user does,
without the delay that politeness asks for. After each twentieth it prints how many pages came in a second, by the
clock and by the crawl's CPU, and the memory of the crawl with its child processes: that may not grow. Then it asks
the archive what is in it, and whether it is sound. After *seconds* the crawl is told to end, as by Ctrl-C.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from ctypes import c_int
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
HOST = "soak.example"
IN_A_SITEMAP = 10_000
SYLLABLES = "ba ke lo mi nu pra shen tor vel zan".split()
WORDS = [first + second + third for first in SYLLABLES for second in SYLLABLES for third in SYLLABLES]
MAIN = "from crawler.cli import main; main()"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=200_000)
    parser.add_argument("--folder", type=Path, help="for the archive and the log; else one that is removed at the end")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="after which the crawl is told to end")
    parser.add_argument("-s", dest="settings", action="append", default=[], metavar="NAME=VALUE")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        return soak(options.pages, options.folder or Path(folder), options.seconds, options.settings)


def soak(pages: int, folder: Path, seconds: float, settings: list[str]) -> int:
    """Crawl a site of *pages* articles; return 0 where all are archived and memory did not grow."""
    folder.mkdir(parents=True, exist_ok=True)
    context = multiprocessing.get_context("fork")
    served, port = context.Value(c_int), context.Value(c_int)
    server = context.Process(target=serve, args=(pages, served, port), daemon=True)
    server.start()
    while not port.value:
        time.sleep(0.01)
    archive = folder / "archive.db"
    values = {
        "NEWSARC_RESOLVE": json.dumps({HOST: f"127.0.0.1:{port.value}"}),
        "NEWSARC_ALLOW_PRIVATE_ADDRESSES": 1,
        "DOWNLOAD_DELAY": 0,
        "AUTOTHROTTLE_ENABLED": 0,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
    }
    command = [sys.executable, "-c", MAIN, "crawl", f"http://{HOST}/", "--archive", str(archive)]
    command += [part for name, value in values.items() for part in ("-s", f"{name}={value}")]
    command += [part for setting in settings for part in ("-s", setting)]
    with (folder / "log").open("wb") as log:
        crawl = subprocess.Popen(command, stdout=log, stderr=log, env=os.environ | {"PYTHONPATH": str(ROOT)})
        memory = watch(crawl, served, pages, seconds)
    print(f"ended with {crawl.returncode}: {(folder / 'log').read_text()[-300:].strip()}")
    server.kill()
    return told(archive, pages, memory, crawl.returncode)


def watch(crawl: subprocess.Popen[bytes], served: Any, pages: int, seconds: float) -> list[int]:
    """Print how the crawl fares, until it ends; return its memory after each twentieth, in bytes."""
    step = max(1, pages // 20)
    began = last = time.monotonic()
    memory: list[int] = []
    before = cpu = peak = 0.0
    while crawl.poll() is None:
        time.sleep(0.2)
        with contextlib.suppress(OSError):
            peak = max(peak, memory_of(crawl.pid))
            cpu = cpu_of(crawl.pid)
        if served.value >= step * (len(memory) + 1):
            memory.append(memory_of(crawl.pid))
            wall, spent = time.monotonic() - last, max(cpu - before, 0.01)
            print(
                f"{served.value:>9,} pages: {step / wall:6.1f} a second, {step / spent:6.1f} a second of CPU, "
                f"{memory[-1] / 2**20:5.0f} MiB, at most {peak / 2**20:.0f} MiB",
                flush=True,
            )
            last, before = time.monotonic(), cpu
        if time.monotonic() - began > seconds:
            crawl.send_signal(signal.SIGINT)
            seconds = float("inf")
    took = f"{time.monotonic() - began:.0f} s, {cpu:.0f} s of CPU"
    print(f"{served.value:,} pages in {took}, at most {peak / 2**20:.0f} MiB")
    return memory


def told(path: Path, pages: int, memory: list[int], code: int) -> int:
    """Print what is in the archive and how memory went after the first tenth."""
    from crawler import Archive

    with Archive(path, read_only=True) as archive:
        count, wrong = archive.count_articles(), archive.check()
    print(f"archived {count:,} of {pages:,}; the archive's check: {wrong or 'sound'}")
    tenth, *later = memory[1:] or [0]
    growth = max(later, default=0) / tenth if tenth else 0.0
    print(f"memory after the first tenth {tenth / 2**20:.0f} MiB, later at most {growth:.2f} times that")
    return int(code != 0 or count < pages or bool(wrong) or growth > 1.1)


def memory_of(pid: int) -> int:
    """Return the resident bytes of a process and of its children."""
    size = os.sysconf("SC_PAGE_SIZE")
    return sum(int(Path(f"/proc/{one}/statm").read_text().split()[1]) * size for one in (pid, *children_of(pid)))


def cpu_of(pid: int) -> float:
    """Return the seconds of CPU that a process and its ended children have had."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def children_of(pid: int) -> list[int]:
    return [int(one) for task in Path(f"/proc/{pid}/task").iterdir() for one in (task / "children").read_text().split()]


# The site


def serve(pages: int, served: Any, port: Any) -> None:
    """Serve the site until killed; *served* counts the articles, *port* becomes the port."""

    class Connection(asyncio.Protocol):
        def connection_made(self, transport: Any) -> None:
            self.transport = transport

        def data_received(self, data: bytes) -> None:
            path = data.split(b" ", 2)[1].decode()
            status, media, body = answer(path, pages)
            served.value += path.startswith("/news/")
            head = f"HTTP/1.1 {status}\r\nContent-Type: {media}\r\nContent-Length: {len(body)}\r\n\r\n"
            self.transport.write(head.encode() + body)

    async def run() -> None:
        server = await asyncio.get_running_loop().create_server(Connection, "127.0.0.1", 0)
        port.value = server.sockets[0].getsockname()[1]
        await asyncio.Event().wait()

    asyncio.run(run())


def answer(path: str, pages: int) -> tuple[str, str, bytes]:
    """Return status, media type and body of what is at *path*."""
    text = ""
    if path == "/":
        return "200 OK", "text/html", b"<!doctype html><html><head><title>Soak</title></head><body></body></html>"
    if path == "/robots.txt":
        return "200 OK", "text/plain", f"Sitemap: http://{HOST}/index.xml\n".encode()
    if path == "/index.xml":
        numbers = range(-(-pages // IN_A_SITEMAP))
        text = "".join(f"<sitemap><loc>http://{HOST}/map-{number}.xml</loc></sitemap>" for number in numbers)
        return "200 OK", "text/xml", f"<sitemapindex>{text}</sitemapindex>".encode()
    if path.startswith("/map-"):
        first = int(path[5:-4]) * IN_A_SITEMAP
        numbers = range(first, min(first + IN_A_SITEMAP, pages))
        text = "".join(f"<url><loc>http://{HOST}/news/{n}-a-story-of-the-day</loc></url>" for n in numbers)
        return "200 OK", "text/xml", f"<urlset>{text}</urlset>".encode()
    if path.startswith("/news/"):
        return "200 OK", "text/html; charset=utf-8", story(int(path[6:].partition("-")[0])).encode()
    return "404 Not Found", "text/plain", b""


def story(number: int) -> str:
    """Return the page of an article of 240 words, as large as a small site's."""
    words = random.Random(number).choices(WORDS, k=240)
    text = "".join(f"<p>{' '.join(words[at : at + 60]).capitalize()} on day {number}.</p>" for at in range(0, 240, 60))
    menu = "".join(f'<li><a href="/topics/{word}">{word}</a></li>' for word in WORDS[:40])
    return (
        f'<!DOCTYPE html><html lang="en"><head><title>Story {number} of the day</title>'
        f'<meta property="article:published_time" content="2024-09-03T08:00:00Z">'
        f'<meta property="og:type" content="article"></head><body><nav><ul>{menu}</ul></nav><article>'
        f"<h1>Story {number} of the {words[0]} {words[1]}</h1>{text}</article></body></html>"
    )


if __name__ == "__main__":
    sys.exit(main())
