"""Pages of accounts, signing in and the audit."""
