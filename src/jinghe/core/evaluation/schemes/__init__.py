"""Scoring schemes 评分办法: their values, functions, checks and text."""
