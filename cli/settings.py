"""`liasse settings`: every setting, its default and what it is for."""

from __future__ import annotations

import typer

from models.settings import PREFIX, Settings

AUTOMATIC = {"home": "dossier de données de l'utilisateur", "readers": "nombre de processeurs"}
"""Defaults that depend on the machine, in words."""


def settings() -> None:
    """Affiche les réglages, en tableau Markdown (c'est docs/reglages.md)."""
    typer.echo(settings_table(), nl=False)


def settings_table() -> str:
    """The settings as the documentation shows them."""
    lines = [
        "# Réglages",
        "",
        "Chaque réglage est une variable d'environnement. Une variable `LIASSE_…` inconnue est refusée.",
        "Ce tableau est écrit par `liasse settings`.",
        "",
        "| variable | par défaut | rôle |",
        "|---|---|---|",
    ]
    for name, field in Settings.model_fields.items():
        default = AUTOMATIC.get(name, "aucune" if field.default is None else str(field.default))
        lines.append(f"| `{PREFIX}{name.upper()}` | {default} | {field.description} |")
    return "\n".join(lines) + "\n"
