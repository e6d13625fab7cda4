"""The rules: pure values and functions, standard library only (no Django, no clock, no files)."""
