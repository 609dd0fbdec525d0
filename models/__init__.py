"""What things are: types, values, checklists, deadlines, the result schema. No I/O but package data."""
