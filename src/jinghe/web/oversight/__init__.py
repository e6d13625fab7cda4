"""Pages of dispatch, watch rules, follow-ups and censure."""
