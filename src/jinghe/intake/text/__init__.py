"""Notices as running text: sentences, and tables rebuilt from lines."""
