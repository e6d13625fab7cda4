"""What is counted: facts of the ledger, indicators, criteria and how they restrict, rulings, tallies."""
