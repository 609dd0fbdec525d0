"""`liasse ouvrier`: this machine reads what others take in."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Annotated

import typer

from cli.common import Data
from models.settings import FILE, load_settings


def ouvrier(
    data: Data = None,
    reglages: Annotated[
        Path | None,
        typer.Option(help="Fichier de réglages (TOML) ; sinon celui de LIASSE_REGLAGES."),
    ] = None,
) -> None:
    """Lit et contrôle ce qu'un serveur Prefect répartit, jusqu'à Ctrl+C ou SIGTERM.

    Autant d'ouvriers que l'on veut, sur autant de machines : mêmes LIASSE_DATABASE_URL,
    LIASSE_PREFECT_URL et LIASSE_S3_… que là où le courrier est pris.
    """
    named = {FILE: str(reglages)} if reglages is not None else {}
    settings = load_settings(data, os.environ | named)
    from cli import logs
    from cli.stopping import stopped_by
    from flows.crew.house import CrewHouse
    from flows.engine import connected
    from flows.reading.pool import ReaderPool
    from flows.workplace import open_workplace

    connected(settings)
    logs.keep()
    with (
        stopped_by(signal.SIGTERM, signal.SIGINT) as stop,
        open_workplace(settings) as place,
        ReaderPool.of(settings) as pool,
    ):
        pool.warm_up()
        house = CrewHouse(place, pool, stop)
        typer.echo("L'ouvrier est au travail (Ctrl+C pour arrêter).")
        left = house.run()
    said = f" Interrompu : {', '.join(left)}." if left else ""
    typer.echo(f"L'ouvrier est arrêté ; tout ce qui a été lu est conservé.{said}")
