"""Oversight 督查: watch rules, and who answers for what."""
