"""What the log says of items."""

from __future__ import annotations

from typing import Any

from scrapy.logformatter import LogFormatter


class OneLine(LogFormatter):
    """Says of a page that is set aside why, without all that was read from it."""

    def dropped(self, item: Any, exception: BaseException, response: Any, spider: Any) -> Any:
        told = super().dropped(item, exception, response, spider)
        return {**told, "msg": "%(exception)s", "args": {"exception": exception}}
