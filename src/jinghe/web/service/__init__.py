"""Pages of serving enterprises."""
