"""Pages of carrying the plan."""
