"""Attracting 招引: leads, offerings, trips, and what came of them."""
