"""What the screens ask of the database, read only: one module a noun."""
