"""Pure functions on text. Nothing here knows of pages, network or disk; data files stand beside the code."""
