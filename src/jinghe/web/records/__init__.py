"""Pages of registers and records."""
