"""An editor's notes on what was corrected: they stand above or below a story, and are not of it."""

from __future__ import annotations

from itertools import chain

from crawler.items import Article
from crawler.layout import headline_position, is_comments
from crawler.page import Page
from crawler.reading.edits import correction_notes
from pipelines.field import Candidate, FieldPipeline

FARTHEST = 6  # blocks below the story: lines of who wrote it, buttons, an advert stand in between
INSIDE = 2  # blocks of the story itself, at either end: some are left in it
SHORTEST, LONGEST = 25, 1000  # characters
ALL_LINK = 0.5  # of a text: "Correction: Ferry times" leads to another page


class NotesPipeline(FieldPipeline[list[str]]):
    """`notes`: each as a line; nearly all stories have none."""

    field = "notes"
    is_expected = False

    def candidates(self, page: Page, article: Article) -> list[Candidate[list[str]]]:
        notes = printed(page, article)
        return [self.candidate(notes, "printed", notes[0], page)] if notes else []


def printed(page: Page, article: Article) -> list[str]:
    """Return the notes above and below the story of *article*."""
    blocks, told = page.blocks, set(map(id, article.blocks))
    story = [at for at, block in enumerate(blocks) if id(block) in told]
    if not story:
        return []
    first, last = story[0], story[-1]
    headline = headline_position(page, article.title)
    upper = range(first if headline is None else min(first, headline), min(first + INSIDE, last))
    lower = range(max(upper.stop, last + 1 - INSIDE), min(last + 1 + FARTHEST, len(blocks)))
    near = {
        " ".join(block.text.split()): block
        for block in map(blocks.__getitem__, chain(upper, lower))
        if SHORTEST <= len(block.text) <= LONGEST and block.links < ALL_LINK * len(block.text)
    }
    return [
        note
        for note in correction_notes(near, article.language)
        if not any(map(is_comments, element.lineage() if (element := near[note].element) else ()))
    ]
