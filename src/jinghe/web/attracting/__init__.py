"""Pages of leads, offerings, trips."""
