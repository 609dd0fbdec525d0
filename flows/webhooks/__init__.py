"""Changes told to programs: signed, to addresses that may be told, until they have them."""
