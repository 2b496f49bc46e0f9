"""One crawl of a site whose every page means harm: each has its outcome in the ledger, and the crawl goes on."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import scrapy
from conftest import ROOT, Command
from hostile.addresses import NAMES, OWN_NAMES
from hostile.behaviour import BEHAVIOURS, DOMAIN, Behaviour
from hostile.server import HOME, HostileServer, good_urls
from scrapy.utils.python import without_none_values

from crawler.archive import Archive
from crawler.cli.crawling import project_settings

# The system's resolver, as an attacker's name server would answer it.
LAUNCH = """
import json, socket, sys
names, real, asked = json.loads(sys.argv.pop(1)), socket.getaddrinfo, {}
def getaddrinfo(host, port, *arguments, **options):
    name = host.decode() if isinstance(host, bytes) else host
    if name in names:
        asked[name] = asked.get(name, -1) + 1
        answers = names[name]
        answers = answers[min(asked[name], len(answers) - 1)] if answers and isinstance(answers[0], list) else answers
        if not answers:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return [found for answer in answers for found in real(answer, port, *arguments, **options)]
    if name.replace(".", "").isdigit() or ":" in name or name.startswith("0x") or name.startswith("localhost"):
        return real(host, port, *arguments, **options)
    raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
socket.getaddrinfo = getaddrinfo
from crawler.cli import main
from crawler.fetching import resolver
is_private = resolver.is_private
resolver.is_private = lambda address: address != "127.0.0.9" and is_private(address)
main()
"""
MOST_BYTES = 2**20  # of a page, so that the largest ones take less time to serve
MOST_MEMORY = 512 * 2**20
THOROUGH = {"markup", "structured"}  # groups


def memory_of(pid: int) -> int:
    """Return the resident bytes of a process and of all its descendants."""
    pids, total = [pid], 0
    page = os.sysconf("SC_PAGE_SIZE")
    while pids:
        one = pids.pop()
        try:
            total += int(Path(f"/proc/{one}/statm").read_text().split()[1]) * page
            for task in Path(f"/proc/{one}/task").iterdir():
                pids += map(int, (task / "children").read_text().split())
        except (OSError, IndexError):
            continue
    return total


@dataclass
class Crawled:
    """What one crawl of the whole site came to: how it ended, and what the server and the canary saw."""

    archive: Path
    code: int
    seconds: float
    memory: int
    asked: dict[str, int]
    paths: list[str]
    touched: int

    def rows(self, sql: str, *values: str) -> list[tuple[Any, ...]]:
        with Archive(self.archive, read_only=True) as archive:
            return archive.db.execute(sql, values).fetchall()


def crawl(server: HostileServer, path: Path, *options: str, home: str = HOME) -> Crawled:
    """Crawl the site as a user does, into the archive at *path*, with the log beside it."""
    names = NAMES | {f"{name}.{DOMAIN}": answers for name, answers in OWN_NAMES.items()}
    settings = {
        "NEWSARC_RESOLVE": json.dumps(dict.fromkeys(server.hosts, server.address)),
        "DOWNLOAD_TIMEOUT": 20,
        "DOWNLOAD_MAXSIZE": server.most,
        "DOWNLOAD_DELAY": 0,
        "AUTOTHROTTLE_ENABLED": 0,
        "CONCURRENT_REQUESTS": 32,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
        "RETRY_TIMES": 0,
    }
    command = [sys.executable, "-c", LAUNCH, json.dumps(names), "crawl", home, "--archive", str(path), "-v"]
    for name, value in settings.items():
        command += ["-s", f"{name}={value}"]
    peak, started = 0, time.monotonic()
    with (path.parent / "log").open("wb") as log:
        process = subprocess.Popen(
            [*command, *options], stderr=log, cwd=path.parent, env=os.environ | {"PYTHONPATH": str(ROOT)}
        )
        while process.poll() is None:
            peak = max(peak, memory_of(process.pid))
            time.sleep(0.02)
    seconds, seen = time.monotonic() - started, server.canary.touched
    return Crawled(path, process.returncode, seconds, peak, dict(server.asked), server.paths, seen)


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Crawled:
    """One crawl of all behaviours that are looked at: with `--thorough` those of markup, which cost the most CPU."""
    is_thorough = pytestconfig.getoption("--thorough")
    server = HostileServer(most=MOST_BYTES)
    server.behaviours = [one for one in BEHAVIOURS.values() if (one.group in THOROUGH) == is_thorough]
    with server:
        # What is costly to read keeps the crawl from taking in what it asked for meanwhile.
        options = ("-s", "CONCURRENT_REQUESTS=4") if is_thorough else ()
        return crawl(server, tmp_path_factory.mktemp("hostile") / "archive.db", *options)


def test_the_site_has_at_least_a_hundred_behaviours():
    assert len(BEHAVIOURS) >= 100


@pytest.mark.parametrize(
    "behaviour",
    [
        pytest.param(one, id=one.id, marks=[pytest.mark.thorough] if one.group in THOROUGH else [])
        for one in BEHAVIOURS.values()
    ],
)
def test_the_ledger_names_the_outcome_with_its_reason(crawled: Crawled, behaviour: Behaviour):
    expected = behaviour.outcome
    rows = crawled.rows("SELECT state, reason, http_status FROM pages WHERE url = ?", behaviour.url)

    assert rows, "the page is not in the ledger"
    state, reason, status = rows[0]
    assert (state, status if expected.state != "refused" else None) == (expected.state, expected.status), reason
    assert re.search(expected.reason or "", reason or ""), reason
    if expected.article:
        with Archive(crawled.archive, read_only=True) as archive:
            article = archive.article(behaviour.url)
        assert {name: getattr(article, name) for name in expected.article} == dict(expected.article)
    assert crawled.asked.get(behaviour.path, 0) <= expected.most_requests


def test_the_rest_of_the_crawl_goes_on(crawled: Crawled):
    archived = {url for (url,) in crawled.rows("SELECT url FROM pages WHERE state = 'archived'")}

    assert set(good_urls()) <= archived
    assert crawled.code == 3  # some pages failed
    assert crawled.rows("SELECT count(*) FROM pages WHERE lease_owner IS NOT NULL") == [(0,)]
    with Archive(crawled.archive, read_only=True) as archive:
        assert archive.check() == []


def test_no_page_leads_to_a_refused_address(crawled: Crawled):
    assert crawled.touched == 0
    assert not [path for path in crawled.paths if path.endswith("/secret")]


def test_names_of_the_site_at_private_addresses_are_refused(crawled: Crawled):
    rows = crawled.rows("SELECT url, state || ': ' || reason FROM pages WHERE url LIKE '%/addresses/at-%'")
    told = {url.rpartition("/at-")[2]: text for url, text in rows}

    assert re.match("new: robots.txt of .* no such host", told.pop("nowhere"))
    assert set(told) == set(OWN_NAMES) - {"nowhere"}
    assert all(re.match("refused: .* which is not a public address", text) for text in told.values()), told


# What a terminal obeys or is reordered by, and cells that a spreadsheet runs.
COMMANDS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
REORDERS = re.compile("[\u202a-\u202e\u2066-\u2069]")
FORMULA = re.compile(r'(?:^|,)"?[=+@-][A-Za-z(0-9]', re.MULTILINE)


@pytest.mark.parametrize(
    "arguments",
    [
        *(
            ("list", "--limit", "500", "--table"),
            ("list", "--limit", "500", "--json"),
            ("list", "--limit", "500", "--csv"),
        ),
        *(("export", "--format", "csv"), ("export", "--format", "jsonl"), ("search", "title", "--table")),
        *(("quotes", "--table"), ("show", f"http://values.{DOMAIN}/values/title-of-bidi"), ("sites", "--table")),
    ],
    ids=" ".join,
)
def test_what_is_printed_of_it_is_text_and_no_command(crawled: Crawled, newsarc: Command, arguments: tuple[str, ...]):
    done = newsarc(*arguments, "--archive", crawled.archive)

    assert done.returncode == 0, done.stderr
    assert done.stdout
    assert not COMMANDS.findall(done.stdout + done.stderr)
    if "csv" in "".join(arguments):
        assert not FORMULA.findall(done.stdout)
    else:
        assert not REORDERS.findall(done.stdout)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is read from /proc")
def test_the_whole_crawl_takes_bounded_memory(crawled: Crawled):
    assert crawled.memory <= MOST_MEMORY


def test_the_limits_of_a_crawl_are_those_that_are_documented():
    settings = project_settings()

    assert settings.getint("DOWNLOAD_MAXSIZE") == 10 * 2**20
    assert settings.getint("DOWNLOAD_TIMEOUT") == 30
    assert settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES")
    assert settings.getint("CONCURRENT_ITEMS") == 8
    assert not settings.getbool("TELNETCONSOLE_ENABLED")
    assert not settings.getbool("REMOTE_CONTROL_ENABLED")
    handlers = without_none_values(settings.getwithbase("DOWNLOAD_HANDLERS"))
    assert set(handlers) == {"http", "https"}
    assert tuple(map(int, scrapy.__version__.split(".")[:2])) >= (2, 19)
