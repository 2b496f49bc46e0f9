"""Where on a page a field stands: what the steps look through for it."""
