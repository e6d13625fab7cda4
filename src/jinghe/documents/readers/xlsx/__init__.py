"""Reading .xlsx and comma-separated files."""
