"""`liasse serve`: everything on this machine: the application, and all that brings courier to it."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Annotated

import typer

from cli.common import Data, at_home, role_option
from models.permissions import Role
from models.settings import FILE, load_settings

END_SECONDS = 75.0
"""For all parts to end, once asked: longer than any of them takes."""


def serve(
    data: Data = None,
    reglages: Annotated[
        Path | None,
        typer.Option(help="Fichier de réglages (TOML) ; sinon celui de LIASSE_REGLAGES."),
    ] = None,
    host: Annotated[
        str | None, typer.Option(help="Adresse d'écoute (boucle locale seulement).")
    ] = None,
    port: Annotated[int | None, typer.Option(help="Port d'écoute.")] = None,
    role: Annotated[
        Role, role_option("Rôle de l'opérateur local, tant qu'il n'y a pas de comptes.")
    ] = Role.RELECTEUR,
    nom: Annotated[
        list[str] | None,
        typer.Option(help="Nom d'hôte du relais HTTPS qui montre l'application à d'autres."),
    ] = None,
) -> None:
    """Ouvre l'application, et fait tourner tout ce que les réglages demandent.

    Lecture, dossiers des scanners, boîte aux lettres, délais, courriels et messages qui partent :
    une partie en panne est réessayée et n'arrête pas les autres. Ctrl+C ou SIGTERM : la page en
    cours est finie, le reste reprend au prochain départ.
    """
    named = {FILE: str(reglages)} if reglages is not None else {}
    settings = load_settings(data, os.environ | named)
    at_home(role)
    from cli import logs
    from cli.parts import House
    from cli.stopping import stopped_by
    from flows.workplace import open_workplace
    from review_ui.app import create_app
    from review_ui.serve import (
        address_of,
        demand_accounts,
        keep_what_is_loaded,
        listen,
        web_server,
    )

    names = nom or settings.noms
    logs.keep()
    with (
        stopped_by(signal.SIGTERM, signal.SIGINT) as stop,
        listen(host or settings.adresse, settings.port if port is None else port) as listening,
        open_workplace(settings) as place,
    ):
        if names:
            demand_accounts(place)
        house = House(place)
        app = create_app(place, role=role, names=names, room=house.room, service=house.service)
        house.service.start()
        keep_what_is_loaded()
        typer.echo(f"liasse est ouverte sur {address_of(listening)} (Ctrl+C pour arrêter).")
        try:
            # on a signal, the web ends first, then gives the signal to us
            if not stop.is_set():
                web_server(app, relayed=bool(names)).run(sockets=[listening])
        finally:
            left = house.service.end(END_SECONDS)
    said = f" Interrompu : {', '.join(left)}." if left else ""
    typer.echo(f"liasse est arrêtée ; tout ce qui a été pris est conservé.{said}")
