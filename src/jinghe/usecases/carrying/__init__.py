"""Carrying the plan 责任落实: letters, decomposition, adjustment, work plans, named people."""
