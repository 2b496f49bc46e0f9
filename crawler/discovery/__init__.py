"""Where articles are listed: feeds, sitemaps, section pages. Pure functions on bytes; each finds links with dates."""
