"""Stage evaluation 阶段评估 and its schemes."""
