"""Sheets that belong to no dossier: separators and blank backs."""

from __future__ import annotations

from .paper import Paper


def separator(key: str, code: str, organisme: str = "", libelle: str = "") -> Paper:
    return Paper(
        key,
        "feuille_separatrice",
        "liasse",
        extra={"code": code, "organisme": organisme, "libelle": libelle},
        recipes=("propre",),
    )


def blank(key: str, size: str = "") -> Paper:
    return Paper(key, "page_blanche", "blanche", extra={"size": size}, recipes=("verso",))
