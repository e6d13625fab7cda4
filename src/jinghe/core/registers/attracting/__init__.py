"""Registers of attracting 招引."""
