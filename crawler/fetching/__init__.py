"""Scrapy components: the scheduler over the ledger; what may be fetched, when, how politely."""
