"""Registers of oversight 督查."""
