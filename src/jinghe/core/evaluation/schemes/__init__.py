"""Scoring schemes 评分办法 and their inputs and results: values and text."""
