"""The rows of one article: which one a page is, what is written, what became of it, and how it leaves."""
