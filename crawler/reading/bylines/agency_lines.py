"""The agencies that a story's first words name: "LISBON (Reuters) - …", 【ロンドン共同】, 新华社北京11月24日电."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.reading.bylines.byline_labels import UNSPACED, without_label
from crawler.reading.bylines.signers import WORDS, is_agency
from crawler.reading.text import clean

DATELINE = 120  # characters at the start of a story
# "LISBON (Reuters) - The lock ...", "東京（共同）", "София /БТА/ Мостът"; not "(Reuters, 2 May).", "A ship (beta) is".
_FRAMED = re.compile(
    r"(?:[(（\[【]([^()（）\[\]【】]{2,40})[)）\]】]|/([^()（）\[\]【】/]{2,40})/)\.?\s*([-–—―－:：.]|[^\W\d_])"
)
# "МОСКВА, 24 ноя — РИА Новости. Мост ..."
_AFTER_DASH = re.compile(r"[^.—–]{3,40}[—–-]\s?([^.—–-]{2,30})\.\s")
# "Москва. 24 ноября. INTERFAX.RU - Мост ..."
_BEFORE_DASH = re.compile(r".{3,40}\.\s(\w{2,20})(?:\.\w{2,3})?\s[-–—]\s")
# "به گزارش خبرگزاری ایسنا، پل ..."
_TOLD_BY = re.compile(r"(?:به گزارش|به نقل از)\s(?:خبرگزاری\s)?([^\s،,]{2,20})")
# 新华社记者王安北京11月24日电; not 新华社是通讯社，成立电台
_SENT = re.compile(r"[^，。、,.]{0,20}?(?:[\d一二三四五六七八九十]日[电電讯訊]|[电電讯訊](?![\u3400-\u9fff]))")
_PARTS = re.compile(r"\s*[,;/=＝]\s*|(?<=[a-z])-(?=[a-z])")  # "efe-epa", "서울=연합뉴스"
_WITH = re.compile(r"^(?:avec|mit|con|com|met|med|with|s|sa|z|с|із|з)\s+", re.IGNORECASE)
_UNSPACED_AGENCIES = tuple(sorted((name for name in WORDS["agencies"] if name > UNSPACED), key=len, reverse=True))


def dateline_agencies(text: str) -> list[str]:
    """Return the agencies in the dateline that *text*, a story's first paragraph, begins with.

    >>> dateline_agencies("МОСКВА, 24 ноя — РИА Новости. Мост"), dateline_agencies("【横浜共同】橋が開通")
    (['РИА Новости'], ['共同'])
    >>> dateline_agencies("The report (by Ann Lee) was read."), dateline_agencies("Reuters - the agency - grew.")
    ([], [])
    """
    head = text[:DATELINE]
    framed = _FRAMED.search(head)
    begins = framed is not None and not framed[3].islower()
    return (agencies_of(framed[1] or framed[2]) if framed and begins else []) or list(_bare(head))


def agencies_of(words: str) -> list[str]:
    """Return the agencies among *words* that stand in brackets: "dpa/lni", "avec AFP", "서울=연합뉴스"."""
    bare = without_label(words) or _WITH.sub("", words)
    parts = _PARTS.split(bare)
    found = [clean(part) for part in parts if is_agency(part)]
    return found or [name for part in parts[:1] for name in _at_edge(part)]


def _at_edge(words: str) -> Iterator[str]:
    """The agency that *words* begin or end with, where nothing parts it from its place or reporter."""
    if words[:1] > UNSPACED:
        yield from [name for name in _UNSPACED_AGENCIES if words.startswith(name) or words.endswith(name)][:1]


def _bare(head: str) -> Iterator[str]:
    """The agency that *head* names in no brackets."""
    if head[:1] > UNSPACED:
        name = next((name for name in _UNSPACED_AGENCIES if head.startswith(name)), None)
        if name and _SENT.match(head, len(name)):
            yield name
        return
    for pattern in (_AFTER_DASH, _BEFORE_DASH, _TOLD_BY):
        match = pattern.match(head)
        if match and is_agency(match[1]):
            yield clean(match[1])
            return
