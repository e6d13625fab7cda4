"""Reading .pdf, always in a process of its own."""
