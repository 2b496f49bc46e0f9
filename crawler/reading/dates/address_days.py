"""The day that the address of a page tells."""

from __future__ import annotations

import re

_URL_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)([/_.-]?)(\d\d)\2(\d\d)(?!\d)|/((?:19|20)\d\d)/(\d{1,2})/(\d{1,2})/")
# /Presse/2026/260126_Harbour.html, /2026/0126/: in a folder of its year
_SHORT_URL_DATE = re.compile(r"(?<!\d)20(\d\d)/(?:[^?#]{0,80}/)?(?:20)?\1([01]\d)([0-3]\d)(?!\d)")
# A2026012914320005196, 20260129143200123: a number that begins with the minute it was given out
_STAMP = re.compile(r"(?<!\d)(20\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d\d{2,9}(?!\d)")


def day_in_address(url: str, canonical: str | None = None) -> str | None:
    """Return the day in an address, or in the canonical one, year first, parted by hyphens; None without one.

    >>> day_in_address("https://mole.example/2026/1/24/harbour"), day_in_address("https://mole.example/a/260124")
    ('2026-1-24', None)
    """
    if match := _URL_DATE.search(canonical or "") or _URL_DATE.search(url):
        return "-".join(match.group(1, 3, 4) if match[1] else match.group(5, 6, 7))
    if match := _SHORT_URL_DATE.search(url):
        return f"20{match[1]}-{match[2]}-{match[3]}"
    return "-".join(match.groups()) if (match := _STAMP.search(url)) else None
