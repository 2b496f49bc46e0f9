"""A reader that is as slow as a test wants: it says that it began, and reads on when it is let go."""

import os
import time
from pathlib import Path

from crawler.page import Page


def read(page: Page) -> None:
    folder = Path(os.environ["SLOW_READER"])
    (folder / "part").write_text(str(os.getpid()))
    (folder / "part").rename(folder / "began")
    while not (folder / "let-go").exists():
        time.sleep(0.01)
