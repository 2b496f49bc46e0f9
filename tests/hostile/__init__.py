"""A site that means harm: a real server, one bad behaviour a path, each with the outcome that the ledger must name."""
