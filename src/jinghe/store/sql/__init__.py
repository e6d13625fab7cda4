"""Tallies as SQL: criteria become one text for every database."""
