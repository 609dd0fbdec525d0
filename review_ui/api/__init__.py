"""The API for programs, under `/api`: deposits in, results out. docs/api.md."""
