"""Registers 登记簿: what offices write down about projects, leads, trips, cases …, declared once for all faces."""
