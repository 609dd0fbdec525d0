"""`liasse serve`: the app, on this machine; people log in once there are accounts."""

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
        Role, typer.Option(help="Rôle de l'opérateur local, tant qu'il n'y a pas de comptes.")
    ] = Role.RELECTEUR,
    nom: Annotated[
        list[str] | None,
        typer.Option(help="Nom d'hôte du relais HTTPS qui montre l'application à d'autres."),
    ] = None,
) -> None:
    """Ouvre l'application : envois, dossiers, pages et leurs champs."""
    from review_ui.serve import serve as run

    settings = load_settings(data)
    run(settings.home, host=host, port=port, role=role, names=nom or (), on_ready=_announce)


def _announce(url: str) -> None:
    typer.echo(f"liasse est ouverte sur {url} (Ctrl+C pour arrêter).")
