"""Bulletins 通报: written, edited, issued, proved."""
