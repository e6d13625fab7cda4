"""Serving enterprises 涉企服务: cases, approvals, duties, incentives."""
