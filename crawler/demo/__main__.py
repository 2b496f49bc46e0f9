"""`python -m crawler.demo --port 8000`: serve the demo site until interrupted, to look at it."""

from __future__ import annotations

import argparse
import sys
import time

from crawler.demo.server import DemoServer

HOW_TO_LOOK = """\
Serving {hosts} at {address}. Stop with Ctrl+C.
  curl --connect-to ::{address} http://{first}/
  chromium --host-resolver-rules="MAP *.example {address}" http://{first}/"""


def main(arguments: list[str] | None = None) -> int:
    """Serve in the foreground; return an exit code."""
    parser = argparse.ArgumentParser(prog="python -m crawler.demo", description="Serve the demo news site on loopback.")
    parser.add_argument("--port", type=int, default=8000, help="0 takes any free port (default: 8000)")
    port: int = parser.parse_args(arguments).port
    try:
        server = DemoServer(port)
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
