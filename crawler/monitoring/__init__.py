"""What a run did, for its operator: the ledger of runs, progress on a terminal."""
