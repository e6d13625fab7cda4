"""Pages of stage evaluation."""
