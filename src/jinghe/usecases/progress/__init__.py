"""Where every target stands, and why."""
