"""The plan of a year: targets, checks, drafts and their edits, comparison, adjustment, decomposition, letters."""
