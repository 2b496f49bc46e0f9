"""Each behaviour of the hostile site alone, here and in plain Scrapy.

    python tests/benchmarks/hostile_alone.py here FILE [--only TEXT] [--at-once 3]
    python tests/benchmarks/hostile_alone.py plain FILE [--only TEXT] [--at-once 3]
    python tests/benchmarks/hostile_alone.py table FILE > rows.md

`here` crawls one behaviour after the other, each in a process of its own that is forked from one that has loaded
everything, with the default limits (10 MB, 30 s) and two good articles beside it; `plain` by plain Scrapy: a
CrawlSpider as `scrapy genspider -t crawl` writes it, with Scrapy's own defaults and robots.txt obeyed, which takes the
title and the paragraphs of all pages of the site. A process that goes on for more than 60 s, or takes more than 2 GB,
is ended. What came of each is a line of JSON in FILE; what FILE has is not measured again. `table` prints the table of
docs/reliability.md.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import re
import resource
import socket
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock
from typing import Any

import tests_beside  # noqa: F401  (finds what follows)
from hostile import server as hostile_server
from hostile.addresses import NAMES, OWN_NAMES
from hostile.behaviour import BEHAVIOURS, DOMAIN, Behaviour
from hostile.server import HostileServer, good_urls
from hostile_table import Row, table

HERE = Path(__file__).parent
MOST_SECONDS = 60
MOST_MEMORY = 2 * 2**30
CONTEXT = multiprocessing.get_context("forkserver")
LOCK = Lock()
OWN: set[str] = set()
LOADS = "HOSTILE_ALONE_LOADS"  # what the process loads that the others are forked from


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("here", "plain", "table"))
    parser.add_argument("file", type=Path)
    parser.add_argument("--only", default="", help="behaviours whose path holds this")
    parser.add_argument("--at-once", type=int, default=3, help="most of them wait")
    options = parser.parse_args()
    done = read(options.file)
    if options.what == "table":
        print("\n".join(table(done)))
        return 0
    wanted = [b for b in BEHAVIOURS.values() if options.only in b.path]
    tasks = [(b, options.what) for b in wanted if (b.path, options.what) not in done]
    hostile_server.GOOD = 2
    os.environ[LOADS] = options.what
    CONTEXT.set_forkserver_preload(["hostile_alone"])
    os.environ["PYTHONPATH"] = os.pathsep.join(map(str, (HERE, HERE.parent, HERE.parents[1])))
    with options.file.open("a") as file, ThreadPoolExecutor(options.at_once) as pool:
        for row in pool.map(lambda task: measure(*task), tasks):
            file.write(json.dumps(row) + "\n")
            file.flush()
    return 0


def read(file: Path) -> dict[tuple[str, str], Row]:
    """Return what was measured, by path and way."""
    lines = file.read_text().splitlines() if file.exists() else []
    return {(row["path"], row["way"]): row for row in map(json.loads, lines)}


# One behaviour in one process


def measure(behaviour: Behaviour, way: str) -> Row:
    """Return what came of *behaviour* when it was crawled alone."""
    with tempfile.TemporaryDirectory() as folder, HostileServer(behaviour) as server:
        told = Path(folder) / "told.json"
        places = {"port": server.port, "hosts": server.hosts, "url": behaviour.url, "folder": folder}
        process = CONTEXT.Process(target=child, args=(way, places))
        with LOCK:
            process.start()
        began, peak, ended = time.monotonic(), 0, ""
        while process.is_alive() and not ended:
            process.join(0.02)
            peak = max(peak, resident(process.pid or 0) + memory_of_descendants(process.pid or 0))
            if time.monotonic() - began > MOST_SECONDS:
                ended = f"went on after {MOST_SECONDS} s"
            elif peak > MOST_MEMORY:
                ended = "more than 2 GB"
        seconds = time.monotonic() - began
        if ended:
            process.kill()
        process.join()
        row = json.loads(told.read_text()) if told.exists() else {"outcome": f"ended with {process.exitcode}"}
        row |= {"outcome": ended} if ended else {}
        row |= {"path": behaviour.path, "way": way, "seconds": round(seconds, 1), "touched": server.canary.touched}
        row["memory"] = max(peak, row.get("memory", 0))
        if way == "here":
            row |= outcome_here(Path(folder) / "archive.db", behaviour)
        return row


def resident(pid: int) -> int:
    """Return the resident bytes of a process; 0 where it has ended."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return 0


def memory_of_descendants(pid: int) -> int:
    """Return the resident bytes of all processes that a process has started.

    One that is about to become another program shares its parent's memory until then, and is not counted.
    """
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        pids = [int(child) for task in tasks for child in (task / "children").read_text().split()]
        own = Path(f"/proc/{pid}/cmdline").read_bytes()
        others = [child for child in pids if Path(f"/proc/{child}/cmdline").read_bytes() != own]
    except OSError:
        return 0
    return sum(resident(child) + memory_of_descendants(child) for child in others)


def outcome_here(path: Path, behaviour: Behaviour) -> Row:
    """Return what the ledger says of the page, and how many of the good articles are archived."""
    from crawler import Archive

    with Archive(path, read_only=True) as archive:
        found = archive.db.execute(
            "SELECT state, reason, http_status FROM pages WHERE url = ?", (behaviour.url,)
        ).fetchone()
        archived = {url for (url,) in archive.db.execute("SELECT url FROM pages WHERE state = 'archived'").fetchall()}
    state, reason, status = found or ("not in the ledger", None, None)
    expected = behaviour.outcome
    is_expected = state == expected.state and bool(re.search(expected.reason or "", reason or ""))
    return {
        "outcome": state + (f": {(reason).removeprefix('refused: ')}" if reason else ""),
        "status": status,
        "is_expected": is_expected,
        "good": len(archived & set(good_urls())),
    }


def child(way: str, places: dict[str, Any]) -> None:
    """Crawl in this process, and leave what it took, also where the crawl ends it."""
    os.chdir(places["folder"])
    os.dup2(os.open("log", os.O_CREAT | os.O_WRONLY), 2)
    os.dup2(2, 1)
    OWN.update(places["hosts"] if way == "plain" else [])
    told: Row = {}
    try:
        told |= WAYS[way](places)
    finally:
        own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
        told["memory"] = own.ru_maxrss * 1024
        told["cpu"] = round(sum((own.ru_utime, own.ru_stime, children.ru_utime, children.ru_stime)), 2)
        Path("told.json").write_text(json.dumps(told))


def resolve_as_an_attacker() -> None:
    """Answer for the site's names as an attacker's name server would, and for the server's own, which `OWN` holds.

    Twisted takes the system's resolver when it is loaded, so this comes first.
    """
    names = NAMES | {f"{name}.{DOMAIN}": answers for name, answers in OWN_NAMES.items()}
    real, asked = socket.getaddrinfo, Counter[str]()

    def getaddrinfo(host: Any, port: Any, *arguments: Any, **options: Any) -> list[Any]:
        name = host.decode() if isinstance(host, bytes) else host
        if name in OWN:
            return real("127.0.0.1", port, *arguments, **options)
        answers = names.get(name)
        if answers and isinstance(answers[0], list):
            answers = answers[min(asked[name], len(answers) - 1)]
            asked[name] += 1
        if answers:
            return [found for answer in answers for found in real(answer, port, *arguments, **options)]
        if name.replace(".", "").isdigit() or ":" in name or name.startswith(("0x", "localhost")):
            return real(host, port, *arguments, **options)
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    socket.getaddrinfo = getaddrinfo  # type: ignore[assignment]
    socket.gethostbyname = lambda host: getaddrinfo(host, None)[0][4][0]


def connect_to_loopback_alone() -> list[str]:
    """Let no connection leave this machine; return where those lead that would have."""
    from twisted.internet import reactor

    connect, refused = reactor.connectTCP, []

    def connect_here(host: str, port: int, *arguments: Any, **options: Any) -> Any:
        if not host.startswith("127.") and host not in ("::1", "0.0.0.0"):
            refused.append(host)
            host, port = "127.0.0.1", 1
        return connect(host, port, *arguments, **options)

    reactor.connectTCP = connect_here
    return refused


def crawl_here(places: dict[str, Any]) -> Row:
    from crawler.cli import main as newsarc
    from crawler.fetching import resolver

    is_private = resolver.is_private
    resolver.is_private = lambda address: address != "127.0.0.9" and is_private(address)  # the tests' public place
    resolve = json.dumps(dict.fromkeys(places["hosts"], f"127.0.0.1:{places['port']}"))
    arguments = ["crawl", f"http://{DOMAIN}/", "--archive", "archive.db", "-s", f"NEWSARC_RESOLVE={resolve}"]
    arguments += ["-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=0", "-s", "RETRY_TIMES=0"]
    try:
        newsarc(arguments)
    except SystemExit as end:
        return {"code": end.code}
    return {}


def crawl_plainly(places: dict[str, Any]) -> Row:
    from scrapy.crawler import CrawlerProcess
    from scrapy.linkextractors import LinkExtractor
    from scrapy.spiders import CrawlSpider, Rule
    from twisted.internet import endpoints

    initial = endpoints.HostnameEndpoint.__init__

    def to_the_server(self: Any, reactor: Any, host: Any, port: int, *arguments: Any, **options: Any) -> None:
        name = host.decode() if isinstance(host, bytes) else host
        initial(self, reactor, host, places["port"] if name in places["hosts"] else port, *arguments, **options)

    endpoints.HostnameEndpoint.__init__ = to_the_server
    items: list[str] = []

    class Plain(CrawlSpider):
        name = "plain"
        allowed_domains = (DOMAIN,)
        start_urls = (places["url"],)
        rules = (Rule(LinkExtractor(), callback="parse_item", follow=True),)

        def parse_item(self, response: Any) -> Iterator[dict[str, Any]]:
            item = {"title": response.css("title::text").get(), "text": response.css("p::text").getall()}
            items.append(response.url)
            yield item

        parse_start_url = parse_item

    process = CrawlerProcess({"ROBOTSTXT_OBEY": True, "LOG_LEVEL": "ERROR", "TELNETCONSOLE_ENABLED": False})
    crawler = process.create_crawler(Plain)
    process.crawl(crawler)
    left = connect_to_loopback_alone()
    process.start(install_signal_handlers=False)
    stats = crawler.stats.get_stats() if crawler.stats else {}
    return {"outcome": outcome_there(stats, len(items), places["url"] in items), "left": left}


def outcome_there(stats: dict[str, Any], items: int, is_taken: bool) -> str:
    """Say in words what came of the page in plain Scrapy, by its statistics."""
    if items > 1:
        return f"{items} pages taken"
    if is_taken or items:
        return "taken as a page"
    for name, value in stats.items():
        for start, said in (("downloader/exception_type_count/", "failed"), ("spider_exceptions/", "spider broke")):
            if name.startswith(start) and value and not name.endswith(("IgnoreRequest", "count")):
                return f"{said}: {name.rpartition('.')[2].rpartition('/')[2]}"
    if stats.get("robotstxt/forbidden"):
        return "forbidden by robots.txt"
    if stats.get("offsite/filtered"):
        return "left out: another site"
    statuses = [n.rpartition("/")[2] for n in stats if n.startswith("httperror/response_ignored_status_count/")]
    if statuses:
        return f"left out: status {statuses[0]}"
    reached = [n.rpartition(".")[2] for n in stats if n.startswith("downloader/exception_type_count/")]
    return f"nothing taken{': ' + reached[0] if reached else ''}"


WAYS: dict[str, Callable[[dict[str, Any]], Row]] = {"here": crawl_here, "plain": crawl_plainly}


if __name__ == "__main__":
    sys.exit(main())
elif os.environ.get(LOADS):
    resolve_as_an_attacker()

    if os.environ[LOADS] == "here":
        pass
