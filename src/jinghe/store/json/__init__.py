"""Values of the rules as JSON and back, exactly: what is stored, frozen under a digest, or printed by commands."""
