"""Monthly returns 月报."""
