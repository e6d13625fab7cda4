"""The demonstration: an invented year told through the same doors as real work. Only the command line imports it."""
