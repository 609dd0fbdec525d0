"""What partners follow from outside: which dossiers are theirs, where these stand, who is covered."""
