"""Accounts, passwords, sign-ins, auditing and the integrity of what is stored."""
