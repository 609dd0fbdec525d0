"""What runs side by side on one machine: its parts, each kept going whatever becomes of the others."""
