"""The demonstration: the journal of an invented year, replayed through the same doors as real work."""
