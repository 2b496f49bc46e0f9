"""People's names: which words are one, and which of an article's names are the same person."""
