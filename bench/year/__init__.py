"""A year of an office with four organismes, on a clock that stands where it is put."""
