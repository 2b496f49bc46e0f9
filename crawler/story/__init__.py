"""Which blocks of a page are its story: features of blocks, a small learnt classifier, its weights and its training."""

from crawler.story.choosing import choose_blocks

__all__ = ["choose_blocks"]
