"""Pages of the plan and of reading notices."""
