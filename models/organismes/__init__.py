"""Organismes as data: one TOML profile each (country, calendar, settings)."""

from models.organismes.schema import Attente, Hours, Organisme, Setting, organisme, organismes

__all__ = ["Attente", "Hours", "Organisme", "Setting", "organisme", "organismes"]
