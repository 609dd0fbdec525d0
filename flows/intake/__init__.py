"""What arrives: inputs told apart, kept, opened."""
