"""Pages of closing months and of reconciliation."""
