"""`liasse courriels`: a mailbox watched; its letters are kept, then read."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from cli.station import Station
from flows.mailbox.acknowledge import acknowledge
from flows.mailbox.collect import Collected, collect
from flows.mailbox.imap import opened
from flows.mailbox.send import send_due
from flows.outgoing.french import count
from flows.result import HERE
from flows.steps import close
from models.entities import OutState
from models.errors import BadInput, StepFailed
from models.settings import load_settings

PATIENCE = 60.0
"""Seconds between two looks, where the server tells nothing or cannot be reached."""
IDLE = 30.0
"""Seconds that one IDLE lasts: so long may a stop that was asked for take."""


def courriels(
    data: Annotated[Path | None, typer.Option(help="Dossier où tout est conservé.")] = None,
    une_fois: Annotated[
        bool, typer.Option("--une-fois", help="S'arrête quand la boîte a été relevée.")
    ] = False,
) -> None:
    """Relève la boîte aux lettres et traite ce qui arrive, jusqu'à Ctrl+C.

    Le serveur et le compte sont dans les réglages LIASSE_IMAP_… ; un courriel n'est marqué sur le
    serveur qu'une fois conservé ici.
    """
    settings = load_settings(data)
    if settings.imap_hote is None:
        raise BadInput(
            "Dites d'abord quelle boîte relever : LIASSE_IMAP_HOTE, LIASSE_IMAP_COMPTE et "
            "LIASSE_IMAP_MOT_DE_PASSE.",
            code="boite_inconnue",
        )
    with Station(settings, then=acknowledge) as station:
        station.tell(f"Boîte relevée : {settings.imap_compte} sur {settings.imap_hote}.")
        station.resume()
        reachable = True
        while not station.stop.is_set():
            try:
                with opened(settings) as box:
                    if not reachable:
                        station.tell("La boîte aux lettres répond de nouveau.")
                    reachable = True
                    while not station.stop.is_set():
                        for letter in collect(station.place, box):
                            _read(station, letter)
                        _send(station)
                        if une_fois:
                            return
                        if box.tells:
                            box.wait(IDLE)
                        else:
                            station.stop.wait(PATIENCE)
            except StepFailed as error:
                if une_fois:
                    raise
                if reachable:
                    station.tell(error.message)
                reachable = False
                station.stop.wait(PATIENCE)


def _read(station: Station, letter: Collected) -> None:
    received = letter.received
    if received.known:
        return
    station.tell(f"{letter.name} : envoi {received.numero}, {count(received.pages, 'page')}")
    if not received.pages:
        close(station.place, [received.envoi_id])
    elif station.process(received.envoi_id, datetime.now(HERE)):
        _send(station)


def _send(station: Station) -> None:
    for mail in send_due(station.place, datetime.now(HERE)):
        said = "envoyé" if mail.state is OutState.ENVOYE else mail.why
        station.tell(f"Courriel à {mail.recipient}, « {mail.subject} » : {said}")
