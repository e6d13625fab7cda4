"""Pages of the scoreboard and of what stands behind a figure."""
