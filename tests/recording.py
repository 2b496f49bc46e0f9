"""Record a real session as docs/recordings/doctor.svg: `make recordings`.

Five sites on loopback (tests/test_noticing_changes.py) are crawled, change, are crawled again; then the commands below
run in a pseudo-terminal. What they print is drawn line by line, each when it came; where nothing moves, all is shown.
"""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from html import escape
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT)]

from local_site import local_options  # noqa: E402
from test_noticing_changes import CLEAN, COUNTED, HOSTS, LISTED, RULED, SPIDER, ChangingSites  # noqa: E402

NEWSARC = [sys.executable, "-c", "from crawler.cli import main; main()"]
COLUMNS, WIDTH, HEIGHT = 132, 7.85, 17
SHOWN = [
    ["runs", "--limit", "6"],
    ["runs", "compare", "{run}"],
    ["doctor", COUNTED],
    ["doctor", RULED],
    ["doctor", LISTED],
]
READING = 1.5  # seconds after each command, to read what it said
STYLE = """\
text { font: 13px ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace; fill: #d8dee9; white-space: pre; }
.asked { fill: #a3be8c; } .bold { font-weight: bold; fill: #eceff4; }
text { animation: come 1ms step-end backwards; } @keyframes come { from { visibility: hidden; } }"""
_COLOUR = re.compile(r"\x1b\[([\d;]*)m")
_OTHER = re.compile(r"\x1b\[[\d;?]*[A-Za-ln-z]|\r")

Line = tuple[float, str, str]  # when it came, its class, and its text with colours


def said(arguments: Sequence[str], folder: Path, begun: float) -> list[Line]:
    """Run `newsarc ARGUMENTS` in a pseudo-terminal and return what it printed, line by line."""
    environment = os.environ | {"COLUMNS": str(COLUMNS), "TERM": "xterm-256color", "PYTHONPATH": str(ROOT)}
    ours, theirs = pty.openpty()
    process = subprocess.Popen([*NEWSARC, *arguments], cwd=folder, env=environment, stdout=theirs, stderr=theirs)
    os.close(theirs)
    lines, rest = [(time.monotonic() - begun, "asked", f"$ newsarc {' '.join(arguments)}")], b""
    while True:
        try:
            got = os.read(ours, 65536)
        except OSError:  # the other end was closed
            break
        if not got:
            break
        *whole, rest = (rest + got).split(b"\n")
        lines += [(time.monotonic() - begun, "", line.decode("utf-8", "replace")) for line in whole]
    os.close(ours)
    lines.append((time.monotonic() - begun, "asked", f"# exit code {process.wait()}"))
    return [*lines, (time.monotonic() - begun, "", "")]


def svg(lines: Sequence[Line]) -> str:
    """Return a drawing of *lines*; each appears when it came."""
    drawn = []
    for number, (at, kind, text) in enumerate(lines, 1):
        spans, is_bold = [], False
        for number_of_part, part in enumerate(_COLOUR.split(_OTHER.sub("", text))):
            if number_of_part % 2:
                is_bold = "1" in part.split(";")
            elif part:
                spans.append(f'<tspan class="bold">{escape(part)}</tspan>' if is_bold else escape(part))
        if spans:
            named = f' class="{kind}"' if kind else ""
            place = f'x="12" y="{number * HEIGHT + 8}" style="animation-delay:{at:.2f}s"'
            drawn.append(f'<text {place}{named} xml:space="preserve">{"".join(spans)}</text>')
    width, height = round(COLUMNS * WIDTH) + 24, len(lines) * HEIGHT + 24
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">\n'
        f"<style>{STYLE}</style>\n<rect width='100%' height='100%' rx='6' fill='#2e3440'/>\n"
        + "\n".join(drawn)
        + "\n</svg>\n"
    )


def record(target: Path) -> None:
    """Crawl, ask, draw."""
    with tempfile.TemporaryDirectory() as name, ChangingSites() as sites:
        folder = Path(name)
        (folder / "spiders").mkdir()
        (folder / "spiders" / "ruled.py").write_text(SPIDER)
        (folder / "newsarc.toml").write_text('[archive]\npath = "news.db"\n')
        for number in range(CLEAN + 1):
            sites.day, sites.is_changed = number, number == CLEAN
            crawl = [*NEWSARC, "crawl", *(f"http://{host}/" for host in HOSTS), "-q", *local_options(sites)]
            subprocess.run(crawl, cwd=folder, env=os.environ | {"PYTHONPATH": str(ROOT)}, check=True)
        lines: list[Line] = []
        began, passed = time.monotonic(), 0.0
        for asked in SHOWN:
            run = str(len(HOSTS) * CLEAN + 1)  # of the first of the sites, after it changed
            lines += said([part.format(run=run) for part in asked], folder, began - passed)
            passed += READING
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(svg(lines), "utf-8")
    print(f"{target}: {target.stat().st_size / 1000:.0f} kB, {len(lines)} lines")


if __name__ == "__main__":
    record(ROOT / "docs" / "recordings" / "doctor.svg")
