"""The kinds of bulletin, one file each."""
