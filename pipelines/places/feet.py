"""Which `<footer>` is a story's own: Drupal prints date and author there, WordPress categories, tags and counters."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

DEEPEST = 20  # elements around
# <footer class="submitted">, <footer class="post-meta">
_OF_STORY = re.compile(r"meta|submitted|byline|entry|post|article|story|node")


def is_own_foot(footer: LexborNode) -> bool:
    """Return whether *footer* is a story's, by its name or by the `<article>` with a headline that it ends."""
    if _OF_STORY.search((footer.attributes.get("class") or "").lower()):
        return True
    above = footer.parent
    for _ in range(DEEPEST):
        if above is None or above.tag in ("main", "body"):
            break
        if above.tag == "article":
            return above.css_first("h1") is not None
        above = above.parent
    return False
