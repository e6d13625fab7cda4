"""What every use case rests on: access, acts, the rules and words of the office, calendars, messages."""
