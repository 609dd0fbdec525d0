"""Réclamations: registered, linked to their dossier, answered within 8 working days [000 §3]."""
