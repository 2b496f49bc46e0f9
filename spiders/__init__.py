"""Where the articles are, and what is odd about a site: one file a site, found by Scrapy's own loader."""
