"""Organismes as data: one TOML profile each (country, calendar, settings)."""

from models.organismes.schema import Hours, Organisme, Setting, organisme, organismes

__all__ = ["Hours", "Organisme", "Setting", "organisme", "organismes"]
