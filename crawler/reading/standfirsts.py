"""The label that some sites print before the lines that sum a story up: "Summary: ...", "摘要：…"."""

from __future__ import annotations

from crawler.data_files import read_table

LONGEST_LABEL = 30  # "Tóm tắt tin tức: ..."
UNSPACED = "\u0e00"  # and beyond: Thai, Lao, Burmese, Khmer, Chinese, Japanese, Korean
_LABELS = frozenset(read_table("crawler.reading", "standfirsts.toml")["standfirst_labels"])


def summed_up(text: str) -> str | None:
    """Return what follows the label of a summary at the beginning of *text*; None where none stands there.

    >>> summed_up("摘要: 渡轮今早复航。"), summed_up("The ferries are back: why?")
    ('渡轮今早复航。', None)
    """
    label, colon, rest = text[:LONGEST_LABEL].replace("：", ":").partition(":")
    told = colon and label.strip(" 【】[]").lower().replace(" ", "" if label > UNSPACED else " ") in _LABELS
    return text[len(label) + 1 :].strip() if told and rest else None
