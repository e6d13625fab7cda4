"""Pages of feature office_rules: the numbers that the office lays down."""
