"""Documents made into dossiers: who, what kind, complete or not."""
