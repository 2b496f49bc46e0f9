"""Who signs where the story ends: a name behind a dash, or what is told of the author."""

from __future__ import annotations

import re

from crawler.blocks import Block
from crawler.items import Article
from crawler.page import Page
from crawler.reading.bylines.bylines import read_byline
from crawler.reading.bylines.signers import WORDS, reads_as_name
from crawler.reading.text import ends_sentence
from pipelines.places.headline_place import headline_at, story_end

LONGEST_NOTE = 400  # characters
MOST_IN_NAME = 4  # words
FARTHEST_NOTE = 6  # blocks above the end of the story
_MARKS = frozenset("\"'”»“’‘«」』")
_DASHED = re.compile(r"[-–—]{1,2}\s?(.{4,40})")
# "Ann Lee is a staff writer at the Gazette.", "Ann Lee covers the harbour. Reach her at 555-0134."
_NOTE = re.compile(rf"(\S+(?: \S+){{1,{MOST_IN_NAME - 1}}}?),? (?:{'|'.join(WORDS['notes_on_authors'])})\b")


def closing_note(page: Page, article: Article) -> str | None:
    """Return the name that signs below the story: "- Ann Lee", or who is told of there: "Ann Lee is a staff writer"."""
    head = headline_at(page, article) or 0
    end = story_end(page, article)
    blocks = page.blocks[head + 1 : end]
    for n, block in reversed(list(enumerate(blocks))[-FARTHEST_NOTE:]):
        if len(block.text) > LONGEST_NOTE:
            continue
        signs = n and ends_sentence(blocks[n - 1].text) and not _ends_quote(blocks[n - 1]) and not _ends_quote(block)
        match = (_DASHED.fullmatch(block.text) if signs else None) or _NOTE.match(block.text)
        name = match[1] if match else ""
        if 1 < len(name.split()) <= MOST_IN_NAME and reads_as_name(name) and read_byline(name).people == [name]:
            # Of whom the story tells it says what she is as well: "Ann Lee is a writer", at the end of her obituary.
            last = name.rpartition(" ")[2]
            return None if any(last in above.text for above in (page.blocks[head], *blocks[:n])) else name
    return None


def _ends_quote(block: Block) -> bool:
    """Whether *block* is a quote, or ends one, below which a name is that of who says it."""
    return block.text[-1] in _MARKS or block.within("blockquote")
