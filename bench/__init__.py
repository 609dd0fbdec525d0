"""How well and how fast liasse reads: measures that a user can repeat."""
