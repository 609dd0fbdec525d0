"""Which fields of a type a notion asks for, and of whom."""

from __future__ import annotations

from extractors.fields.spoken import prefixes
from models.documents import DocumentType
from models.reference.wording import Notion, Role, wording

HOUSES = frozenset({"etablissement", "prestataire", "emetteur", "organisme", "employeur"})
"""Roles that are no persons."""


def role_of(name: str) -> str | None:
    """The role that a field's name speaks of: `assure` of `assure_nom`."""
    return prefixes().get(name.split("_", 1)[0]) if "_" in name else None


def fields_meant(notion: Notion, role: str | None, kind: DocumentType) -> list[str]:
    """Fields of the type that a notion asks for, of `role` or of anybody."""
    if notion.roles and role not in notion.roles:
        return []
    fields = kind.fields
    if not notion.suffixes:
        return [n for n in notion.champs if n in fields][:1]
    if role is None:
        named = [n for n in fields for s in notion.suffixes if n == s or n.endswith(f"_{s}")]
        if "nom" not in notion.suffixes and all(role_of(n) in HOUSES for n in named):
            return named  # an ICE is a house's, whoever is not named
        return [n for n in named if role_of(n) not in HOUSES]
    who = wording().roles[role]
    found = _of_role(who, notion, kind)
    if not found and "nom" in notion.suffixes:
        return [n for n in who.champs if n in fields][:1]
    return found


def _of_role(who: Role, notion: Notion, kind: DocumentType) -> list[str]:
    for prefix in who.prefixes:
        names = [f"{prefix}_{s}" if prefix else s for s in notion.suffixes]
        known = [n for n in names if n in kind.fields]
        if known:
            return known
    if "etablissement" in who.prefixes:
        return [s for s in notion.suffixes if s == "inpe" and s in kind.fields]
    return []
