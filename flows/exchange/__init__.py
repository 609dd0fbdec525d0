"""What the claims system takes: accepted dossiers with their papers, change after change."""
