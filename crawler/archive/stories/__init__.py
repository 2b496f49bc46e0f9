"""One story across many outlets: copies found when an article is written, and who told it first."""
