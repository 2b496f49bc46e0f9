"""`python -m crawler.cli` is `newsarc`."""

from crawler.cli import main

main(prog_name="newsarc")
