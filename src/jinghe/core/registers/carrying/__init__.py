"""Registers of carrying the plan 责任落实."""
