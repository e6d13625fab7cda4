"""Serving enterprises 涉企服务: kinds of case, their clocks, and the approvals of a project."""
