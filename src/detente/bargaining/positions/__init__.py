"""Where a position on a scale settles: aggregates, elections, rounds of challenges, exchanges, and a measured band."""
