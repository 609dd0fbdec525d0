"""A simulated month of quality control."""
