"""Drawings as plain SVG and tables."""
