"""Closing months 关账 and reconciliation 对账."""
