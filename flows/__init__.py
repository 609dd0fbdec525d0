"""What happens when: the pipeline of an envoi, dossiers, lots."""
