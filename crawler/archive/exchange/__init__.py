"""In and out: other archives, JSON lines, WARC and the words of schema.org."""
