"""`liasse surveiller`: folders of scanners watched; what arrives is taken in and read."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from cli.common import Data
from cli.process import Organisme
from cli.station import Station
from flows.result import HERE, result_of
from flows.scanner.taking import Taken, outcome
from flows.scanner.watch import LOOK_SECONDS, DropWatch
from flows.service.health import Spoken
from flows.steps import close
from models.errors import BadInput
from models.settings import load_settings


def surveiller(
    dossiers: Annotated[list[Path], typer.Argument(help="Dossiers où les scanners déposent.")],
    data: Data = None,
    organisme: Annotated[
        Organisme | None,
        typer.Option(help="Organisme, là où ni le sous-dossier ni la feuille de garde ne le dit."),
    ] = None,
    repos: Annotated[
        float, typer.Option(min=0.1, help="Secondes sans changement avant de prendre un fichier.")
    ] = 5.0,
    une_fois: Annotated[
        bool, typer.Option("--une-fois", help="S'arrête quand tout ce qui est là a été pris.")
    ] = False,
) -> None:
    """Prend et traite ce que les scanners déposent, jusqu'à Ctrl+C.

    Un fichier est pris quand il ne change plus, puis rangé dans « traites » ou « quarantaine »
    avec une note. Un sous-dossier au nom d'un organisme (ofppt/agence…) dit de qui il vient.
    """
    for root in dossiers:
        if not root.is_dir():
            raise BadInput(
                f"« {root} » n'est pas un dossier. Vérifiez le chemin et que le partage est monté.",
                code="depot_absent",
            )
    owner = organisme.value if organisme else None
    depots = [DropWatch(root, repos, owner) for root in dossiers]
    with ExitStack() as stack:
        for depot in depots:
            stack.enter_context(depot.held())
        station = stack.enter_context(Station(load_settings(data)))
        station.tell(f"Dossiers surveillés : {', '.join(str(root) for root in dossiers)}.")
        watched = [(depot, Spoken(station.tell, depot.back)) for depot in depots]
        _visit(station, watched)  # first what was claimed: its envoi, begun or not, is the same one
        station.resume()
        while not station.stop.is_set():
            _visit(station, watched)
            if une_fois and not any(depot.waiting for depot in depots):
                break
            station.stop.wait(min(LOOK_SECONDS, repos) if une_fois else LOOK_SECONDS)
        station.tell("Arrêt : tout ce qui a été pris est conservé.")


def _visit(station: Station, watched: list[tuple[DropWatch, Spoken]]) -> None:
    for depot, health in watched:
        depot.visit(station.place, datetime.now(HERE), health, partial(_read, station))


def _read(station: Station, taken: Taken) -> None:
    """Say what was taken, read it, and say what became of it."""
    received = taken.received
    if received is None or not received.pages:
        station.tell(f"{taken.name} : mis en quarantaine. {taken.refused}")
        if received is not None:
            close(station.place, [received.envoi_id])
        return
    more = ", déjà reçu : signalé comme doublon" if received.duplicate else ""
    station.tell(f"{taken.name} : envoi {received.numero}, {received.pages} pages{more}")
    if not station.process(received.envoi_id, datetime.now(HERE)):
        return
    with station.place.database.reading() as session:
        result = result_of(session, [received.envoi_id])
    for sentence in outcome(station.place, taken, result):
        station.tell(sentence)
