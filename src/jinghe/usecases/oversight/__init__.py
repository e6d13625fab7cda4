"""Oversight 督查: watch rules, follow-ups, censure, dispatch."""
