"""Boxes that hold a quote and who said it: <div class="pull-quote"><p>We sail tomorrow.</p><b>Ann Lee</b></div>."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice, takewhile
from typing import TYPE_CHECKING

from crawler.reading.quotes.attribution_lines import attribution_speaker, begins_with_name
from crawler.reading.text import ends_sentence, is_caseless

if TYPE_CHECKING:
    from crawler.blocks import Block, Element

_MOST_BLOCKS = 5  # a mark, the words, the name, the role, a picture's credit
_HIGHEST = 5  # elements, from a line outwards
_INNERMOST = 2
_LONGEST_LINE = 120  # characters
_LONGEST_CASELESS = 40
_WORDS_AND_NAME = 2  # blocks
_SHORTEST_WORDS = 12  # characters
_GOES_ON = ",，、،;；:：۔।"
_NAMED = re.compile(
    r"(?<![a-z])(?:(?:pull|block|big|side|large)?quot(?:e|ation)|zitat|zitation|citation|citat|citaat|cytat|citaz|sitat|sitaatti"
    r"|idezet|alinti|kutipan|tsitat|(?:cita|cita[cç]ao)(?![a-z]))"
)
_SIGNED = re.compile(
    r"(?<![a-z])(?:author|name|source|cite|attribution|speaker|person|caption|footer|by|credit|autor|auteur|autore|quelle|fuente|fonte)"
)
EMBEDS = frozenset("twitter tweet instagram tiktok facebook fb bluesky mastodon reddit telegram".split())
_SIGNING_TAGS = frozenset("cite footer figcaption".split())


def quote_box(block: Block) -> Element | None:
    """Return the outermost small element around *block* that its tag or its name says to hold a quote.

    None inside an embedded post, which is one as a whole.
    """
    box = None
    for element in islice(block.element.lineage() if block.element else (), _HIGHEST):
        if element.blocks > _MOST_BLOCKS:
            break
        if not element.words.isdisjoint(EMBEDS):
            return None
        if element.tag == "blockquote" or (element.names and _is_named(element.names)):
            box = element
    return box


@lru_cache(maxsize=20_000)  # a page repeats its names, and a site those of its pages
def _is_named(names: str) -> bool:
    return _NAMED.search(names) is not None


def stands_under(line: Block, quote: Block) -> Element | None:
    """Return the box of *quote*, where *line*, which follows it, is a short one in the same."""
    box = quote_box(quote) if len(line.text) <= _LONGEST_LINE else None
    return box if box is not None and quote_box(line) is box else None


def signs(line: Block, quote: Block) -> bool:
    """Return whether *line*, which follows *quote*, stands in its box and says who said it."""
    box = stands_under(line, quote)
    if box is None or line.element is None or attribution_speaker(line.text, after_quote=True) is None:
        return False
    # <div class="quote"><p>...</p><div class="quote__author">Ann
    inside = islice(takewhile(lambda element: element is not box, line.element.lineage()), _INNERMOST)
    if any(e.tag in _SIGNING_TAGS or _SIGNED.search(e.names) for e in inside):
        return True
    # "床前明月光": a line of a poem is like a name where no letter is a capital
    told = box.blocks == _WORDS_AND_NAME or not is_caseless(line.text) or ends_sentence(quote.text)
    return told and len(quote.text) >= _SHORTEST_WORDS and may_sign(line.text)


def may_sign(line: str) -> bool:
    """Return whether *line*, which stands alone after somebody's words, is like a name."""
    if is_caseless(line):
        return len(line) <= _LONGEST_CASELESS and (line[-1].isalnum() or line[-1] not in _GOES_ON)
    return begins_with_name(line)
