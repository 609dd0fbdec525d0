"""What lies whole in a watched folder taken in, and told what became of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from flows.intake.deposits import Deposit
from flows.intake.receive import Received, receive, turn_away
from flows.outgoing.french import count
from flows.scanner.cover import Cover, differences, of_codes, of_folder
from flows.scanner.folder import Claim, DropFolder
from flows.workplace import Workplace
from models.entities import Statut
from models.errors import BadInput, LiasseError
from models.result import Result
from storage.records import envois, pages


@dataclass(frozen=True, slots=True)
class Taken:
    """An arrival that is kept, or turned away with `refused` (a French sentence)."""

    name: str
    received: Received | None
    cover: Cover
    refused: str | None = None


def take(
    place: Workplace, folder: DropFolder, now: datetime, organisme: str | None = None
) -> Iterator[Taken]:
    """Each arrival that is whole: claimed, kept, then put in `traites/` or `quarantaine/`.

    An `OSError` or a failure of ours leaves the files where the scanner put them, and stops.
    """
    for claim in folder.claims():
        try:
            taken = _kept(place, folder, claim, now, organisme)
        except (OSError, LiasseError):
            folder.give_back(claim)
            raise
        yield taken


def _kept(
    place: Workplace, folder: DropFolder, claim: Claim, now: datetime, organisme: str | None
) -> Taken:
    cover = of_folder(claim.names[0])
    deposit = Deposit(claim.name, tuple(folder.paths(claim)), bundle=claim.bundle)
    when = f"Déposé dans ce dossier, pris le {now:%d/%m/%Y à %H:%M}."
    try:
        received = receive(place, deposit, received_at=now, organisme=cover.organisme or organisme)
    except BadInput as error:
        turn_away(place, deposit, error)
        folder.aside(claim, now.date(), f"{when}\nRefusé : {error.message}")
        return Taken(claim.name, None, cover, error.message)
    with place.database.reading() as session:
        refusals = [refusal.message for refusal in envois.refusals(session, received.envoi_id)]
    told = [when, f"Envoi {received.numero}, {count(received.pages, 'page')}."]
    if received.duplicate:
        told.append("Les mêmes fichiers étaient déjà arrivés : envoi signalé comme doublon.")
    told += [f"Refusé : {message}" for message in refusals]
    if received.pages:
        folder.done(claim, now.date(), "\n".join(told))
        return Taken(claim.name, received, cover)
    folder.aside(claim, now.date(), "\n".join(told))
    return Taken(claim.name, received, cover, refusals[0] if refusals else "aucune page lisible")


def outcome(place: Workplace, taken: Taken, result: Result) -> list[str]:
    """What became of an arrival once it was read, in French, and what of it a person must check."""
    assert taken.received is not None
    with place.database.reading() as session:
        readings = pages.readings(session, taken.received.envoi_id)
    codes = [code.text for reading in readings.values() for code in reading.barcodes]
    cover = of_codes(codes).beside(taken.cover)
    read = sum(envoi.pages for envoi in result.envois)
    statuts = Counter(dossier.statut for dossier in result.dossiers)
    spread = ", ".join(f"{n} {Statut(s).mots}" for s, n in sorted(statuts.items()))
    told = [
        f"Envoi {taken.received.numero} : {count(read, 'page')}, "
        f"{count(len(result.documents), 'document')}, {count(len(result.dossiers), 'dossier')}"
        + (f" ({spread})." if spread else ".")
    ]
    told += differences(cover, read, len(result.dossiers))
    told += [
        f"Page {error.page} : {error.message}" if error.page else error.message
        for envoi in result.envois
        for error in envoi.erreurs
    ]
    return told
