"""Words found again in every script: the full-text indexes, and what is asked of them."""
