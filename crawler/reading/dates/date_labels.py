"""What the words beside a date say of it: that it is of publication, of a change, or of something else."""

from __future__ import annotations

import re

from crawler.reading.dates.calendars import WORDS

WORD = re.compile(r"[^\s\d!-/:-@\[-`{-~՝：。，、（）|•·–—]+|©")
_OF_NEXT = re.compile(r"[^\s\d:：]{2,8}\s?[:：]")
UNSPACED = "\u2e7f"  # before the first letter of Chinese, Japanese and Korean
_LABELS: dict[str, str] = {
    " ".join(WORD.findall(word)): kind for kind, words in WORDS["labels"].items() for word in words
}


def label_before(text: str) -> str | None:
    """Return what the words right before a date make it: "published", "modified", "other", "dated", or None.

    >>> label_before("By Ann Lee | Last updated on: "), label_before("公開日："), label_before("Ann Lee, ")
    ('modified', 'published', None)
    """
    words = WORD.findall(text[-60:].lower())[-4:]
    weak = None
    for end in range(len(words), 0, -1):
        for start in range(max(0, end - 3), end):
            kind = _LABELS.get(" ".join(words[start:end]))
            if kind not in (None, "dated"):
                return kind
            weak = weak or kind
    # Chinese and Japanese put no space before the word.
    last = words[-1] if words else ""
    tails = (_LABELS.get(last[cut:]) for cut in range(max(1, len(last) - 5), len(last) - 1))
    return next(filter(None, tails), None) if last > UNSPACED else weak


def label_after(text: str) -> str | None:
    """Return what the word right after a date makes it, in Chinese, Japanese and Korean: 2026/9/4 10:00更新.

    >>> label_after("更新"), label_after(" 更新日：2026年9月4日")  # one of the next date
    ('modified', None)
    """
    word = text[:12].lstrip(" ）)")
    if word[:1] <= UNSPACED or _OF_NEXT.match(word):
        return None
    return next((kind for size in (4, 3, 2) if (kind := _LABELS.get(word[:size])) in ("modified", "published")), None)
