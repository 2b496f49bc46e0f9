"""Is the archive what it should be, and what takes the room in it."""
