"""Which blocks of a page are its story: features of blocks, a small learnt classifier and its weights."""

from crawler.story.choosing import choose_blocks

__all__ = ["choose_blocks"]
