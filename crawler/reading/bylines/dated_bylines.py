"""Who wrote a story, in the line that says first when it was published: "Publié le 3 mai 2026 à 10 h par Ana Lopes"."""

from __future__ import annotations

import re

from crawler.reading.bylines.byline_labels import without_label
from crawler.reading.bylines.bylines import read_byline, starts_byline
from crawler.reading.bylines.signers import WORDS
from crawler.reading.dates.calendars import WEEKDAYS, fold
from crawler.reading.dates.date_labels import label_before
from crawler.reading.dates.dates import find_printed

FARTHEST = 25  # characters between the day and "by": the time
LONGEST_REST = 120
MOST_BEFORE = 4  # words before a day
LONGEST_JOINING = 3  # letters of "Le", "d.", "on"
_AGENT = re.compile(rf"(?:^|[\s,])(?:{'|'.join(map(re.escape, WORDS['agents']))})\s*:?\s+(?=[^\W\d_])", re.IGNORECASE)
_OF_STORY = ("published", "modified")
# "... par Ana Lopes dans la catégorie Justice", "... by Ann Lee IN Fashion"
_IN_CATEGORY = re.compile(
    r"\s+[^\W\d_]{1,5}(?:\s[^\W\d_]{1,3})?\s+(?:cat[eé]g|kateg|rubri|seç|secci|sezion|section)\w*.*$|\s+in\s.*$",
    re.IGNORECASE,
)


def read_dated_byline(line: str) -> str | None:
    """Return whom *line* names behind the day on which a story was published or written; else None.

    >>> read_dated_byline("Redatto il 18/11/2026 alle 10:30 da Giorgia Monti")
    'Giorgia Monti'
    >>> read_dated_byline("Il 18/11/2026 da Giorgia Monti")
    """
    if not any(map(str.isdigit, line)) or not _AGENT.search(line):
        return None
    for printed in find_printed(line)[:1]:
        # "Tirsdag d. 24. november 2026, kl. 21:50 - Skrevet af Poul Bertelsen"
        behind = line[printed.end :].lstrip(" ,.:|–—-")
        label = label_before(line[: printed.start])
        short = len(behind) <= LONGEST_REST and (label in _OF_STORY or _is_of_day(line[: printed.start]))
        if short and starts_byline(behind) and read_byline(behind).people:
            return _IN_CATEGORY.sub("", without_label(behind) or behind)
        told = label == "published"
        agent = _AGENT.search(line, max(0, printed.end - 1), printed.end + FARTHEST) if told else None
        rest = _IN_CATEGORY.sub("", line[agent.end() :]) if agent else ""
        if rest and len(rest) <= LONGEST_REST and read_byline(rest).people:
            return rest
    return None


def _is_of_day(before: str) -> bool:
    """Whether *before* a day says nothing else than which: "Tirsdag d.", "Le", not "Medically reviewed on"."""
    words = [word.strip(".,:") for word in before.split()]
    return len(words) <= MOST_BEFORE and all(len(w) <= LONGEST_JOINING or fold(w) in WEEKDAYS for w in words)
