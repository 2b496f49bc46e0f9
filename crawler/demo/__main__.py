"""`python -m crawler.demo --port 8000 --state 1`: serve the demo sites until interrupted, to look at them."""

from __future__ import annotations

import argparse
import sys
import time

from crawler.demo.server import DemoServer
from crawler.demo.states import LAST_STATE

HOW_TO_LOOK = """\
Serving {hosts} at {address}. Stop with Ctrl+C.
  curl --connect-to ::{address} http://{first}/
  chromium --host-resolver-rules="MAP *.example {address}" http://{first}/
  newsarc crawl http://{first}/ --delay 0 -s NEWSARC_RESOLVE='{{"*.example": "{address}"}}'"""


def main(arguments: list[str] | None = None) -> int:
    """Serve in the foreground; return an exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m crawler.demo", description="Serve the demo news sites on loopback."
    )
    parser.add_argument("--port", type=int, default=8000, help="0 takes any free port (default: 8000)")
    parser.add_argument(
        "--state",
        type=int,
        choices=range(LAST_STATE + 1),
        default=0,
        help=f"0 as it is first, {LAST_STATE} some days later (default: 0)",
    )
    options = parser.parse_args(arguments)
    port: int = options.port
    try:
        server = DemoServer(port, state=options.state)
    except (OSError, OverflowError) as error:
        print(f"Cannot serve on port {port}: {error}. Name a free one with --port, or 0 for any.", file=sys.stderr)
        return 1
    with server:
        print(
            HOW_TO_LOOK.format(hosts=", ".join(server.hosts), address=server.address, first=server.hosts[0]), flush=True
        )
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            return 0


if __name__ == "__main__":
    sys.exit(main())
