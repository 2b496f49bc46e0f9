"""What a text quotes and who says it; `quoting` is the door, `cues/` has the words of each language."""
