"""Reference data that the program ships: calendar, lexicon, sample rules and schemes, each with its source."""
