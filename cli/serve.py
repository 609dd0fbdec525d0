"""`liasse serve`: the app, on this machine only until accounts exist."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from models.permissions import Role
from models.settings import load_settings


def serve(
    data: Annotated[Path | None, typer.Option(help="Dossier où tout est conservé.")] = None,
    host: Annotated[
        str, typer.Option(help="Adresse d'écoute (boucle locale seulement).")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port d'écoute.")] = 8033,
    role: Annotated[
        Role, typer.Option(help="Rôle de la personne devant l'écran.")
    ] = Role.RELECTEUR,
) -> None:
    """Ouvre l'application : envois, dossiers, pages et leurs champs."""
    from review_ui.serve import serve as run

    settings = load_settings(data)
    run(settings.home, host=host, port=port, role=role, on_ready=_announce)


def _announce(url: str) -> None:
    typer.echo(f"liasse est ouverte sur {url} (Ctrl+C pour arrêter).")
