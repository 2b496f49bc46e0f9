"""Commands of `python -m scrapy` that differ from Scrapy's own."""
