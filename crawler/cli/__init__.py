"""The command `newsarc`: parse options, call, print."""

from crawler.cli.main import main

__all__ = ["main"]
