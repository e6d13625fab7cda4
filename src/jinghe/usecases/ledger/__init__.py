"""The ledger: post, reverse, restate, and what stands."""
