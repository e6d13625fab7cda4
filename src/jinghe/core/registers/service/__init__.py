"""Registers of serving enterprises 涉企服务."""
