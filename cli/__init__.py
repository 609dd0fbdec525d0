"""The command `liasse`."""
