"""Where a target stands: what it asks of the ledger, completion, pace, gap, forecast and rank."""
