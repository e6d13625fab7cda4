"""What the office does: every write is one transaction with who, when and why; every answer is asked here once."""
