"""Pages read by several processes at once."""
