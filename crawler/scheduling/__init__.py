"""When each site is crawled, and the loop that does it: its memory is the archive alone."""
