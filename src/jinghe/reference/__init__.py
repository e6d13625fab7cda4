"""Reference data that the program ships: calendar, lexicon, sample rules and schemes, each with its source."""

REFERENCE_VERSION = "2026.1"
"""What is written down beside everything that was frozen from these data; a change of any of them is a new version."""
