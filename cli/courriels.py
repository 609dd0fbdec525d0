"""`liasse courriels`: a mailbox watched; its letters are kept, then read."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Annotated

import typer

from cli.common import Data
from cli.station import Station
from flows.mailbox.collect import Collected
from flows.mailbox.follow import follow
from flows.mailbox.tick import tick
from flows.mailbox.watch import BACK, watch
from flows.outgoing.french import count
from flows.result import HERE
from flows.service.health import Spoken
from flows.steps import close
from models.errors import BadInput
from models.settings import load_settings


def courriels(
    data: Data = None,
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
    with Station(settings, then=follow) as station:
        station.tell(f"Boîte relevée : {settings.imap_compte} sur {settings.imap_hote}.")
        station.resume()
        watch(
            station.place,
            partial(_read, station),
            station.stop,
            Spoken(station.tell, BACK),
            once=une_fois,
            after=partial(_tick, station),
        )


def _read(station: Station, letter: Collected) -> None:
    received = letter.received
    if received.known:
        return
    station.tell(f"{letter.name} : envoi {received.numero}, {count(received.pages, 'page')}")
    if received.pages:
        station.process(received.envoi_id, datetime.now(HERE))
    else:
        follow(station.place, received.envoi_id, datetime.now(HERE))
        close(station.place, [received.envoi_id])
    _tick(station)


def _tick(station: Station) -> None:
    for sentence in tick(station.place, datetime.now(HERE)):
        station.tell(sentence)
