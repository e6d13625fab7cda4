"""Attracting 招引: leads and their clock, trips, offerings, the way to a project, and duplicates of one."""
