"""Claims 申报 and what the office recognises."""
