"""Lines that wait for a counter of views: a script writes the number once somebody looks."""

from __future__ import annotations

import re

from crawler.reading.counts import find_views

LONGEST = 40
_COLON = re.compile(r"\s*[:：]\s*")
_WAITING = re.compile(r"(?:[-–—_.…]+|loading\W*|загрузка\W*|加载中\W*|載入中\W*|読み込み中\W*|n/a)", re.IGNORECASE)


def is_unfilled_counter(text: str) -> bool:
    """Return whether *text* is a label of views with a mark or a unit where its number will stand.

    >>> is_unfilled_counter("Post Views: -"), is_unfilled_counter("浏览量：加载中"), is_unfilled_counter("Dibaca: kali")
    (True, True, True)
    >>> is_unfilled_counter("Views: mixed"), is_unfilled_counter("Lectures:"), is_unfilled_counter("Views: 12")
    (False, False, False)
    """
    if len(text) > LONGEST or not (colon := _COLON.search(text)):
        return False
    label, rest = text[: colon.start()], text[colon.end() :]
    if not rest or any(map(str.isdigit, text)):
        return False
    filled = f"{label}: 1" if _WAITING.fullmatch(rest) else f"{label}: 1 {rest}"
    return any(views.span == (0, len(filled)) for views in find_views(filled))
