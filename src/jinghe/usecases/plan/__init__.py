"""From a notice to the plan of a year."""
