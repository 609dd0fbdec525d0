"""Dossiers: a line of the queue, and the head of a dossier's own screen."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from models.entities import Dossier, JsonObject, Lot
from review_ui.queries import envois, lots
from review_ui.views.controls import phrase
from review_ui.visit import Visit
from review_ui.wording import dates, words
from storage.records import dossiers


@dataclass(frozen=True, slots=True)
class Case:
    """A dossier in words. `due` and `left` are empty where no deadline applies."""

    id: str
    reference: str
    organisme: str
    organisme_title: str
    kind: str
    assure: str
    matricule: str
    beneficiaire: str
    statut: words.Chip
    etape: words.Chip
    etape_name: str
    settled: bool
    revision: int
    due: str
    left: dates.TimeLeft | None
    forclos: str
    lacks: str
    prestation: str
    lot: str
    envoi_id: str
    envoi: str
    signalements: tuple[str, ...]


def cases(
    visit: Visit, shown: Sequence[Dossier], *, wanting: Collection[str] | None = None
) -> list[Case]:
    """The dossiers in words, in the order given. `wanting`: of which it is told what they lack."""
    told = [d.id for d in shown if wanting is None or d.id in wanting]
    judged = dossiers.judged(visit.session, told)
    numeros = envois.by_ids(visit.session, list({d.envoi_id for d in shown}))
    in_lots = lots.by_ids(visit.session, list({d.lot_id for d in shown if d.lot_id}))
    return [
        _case(
            visit,
            dossier,
            phrase(dossier, judged.get(dossier.id)) if dossier.id in told else "",
            numeros[dossier.envoi_id].numero,
            in_lots,
        )
        for dossier in shown
    ]


def _left(dossier: Dossier, now: datetime) -> dates.TimeLeft | None:
    if dossier.deadline is None:
        return None
    return dates.CLOSED if dossier.etape.closed else dates.time_left(dossier.deadline, now)


def _case(
    visit: Visit,
    dossier: Dossier,
    lacks: str,
    envoi: str,
    in_lots: Mapping[str, Lot],
) -> Case:
    zone = dates.zone_of(dossier.organisme)
    due = dossier.deadline
    return Case(
        id=dossier.id,
        reference=dossier.reference,
        organisme=words.organisme_word(dossier.organisme),
        organisme_title=words.organisme_title(dossier.organisme),
        kind=words.dossier_word(dossier.organisme, dossier.type),
        assure=person(dossier.assure) or "assuré non reconnu",
        matricule=_text(dossier.assure, "numero_immatriculation"),
        beneficiaire=_beneficiary(dossier.assure, dossier.beneficiaire),
        statut=words.STATUTS[dossier.statut],
        etape=words.ETAPES[dossier.etape],
        etape_name=dossier.etape.value,
        settled=dossier.etape.settled,
        revision=dossier.revision,
        due=dates.moment(due, zone) if due else "",
        left=_left(dossier, visit.now),
        forclos=dates.day(dossier.forclos_le) if dossier.forclos_le else "",
        lacks=lacks,
        prestation=words.PRESTATIONS[dossier.prestation] if dossier.prestation else "",
        lot=in_lots[dossier.lot_id].numero if dossier.lot_id else "",
        envoi_id=dossier.envoi_id,
        envoi=envoi,
        signalements=tuple(
            str(item["message"]) for item in dossier.signalements if item.get("message")
        ),
    )


def person(who: JsonObject) -> str:
    """`EL MANSOURI Abdelkrim`."""
    return " ".join(filter(None, (_text(who, "nom"), _text(who, "prenom"))))


def _beneficiary(assure: JsonObject, who: JsonObject) -> str:
    """Who was cared for, when it is not the insured himself."""
    lien, name = _text(who, "lien"), person(who)
    if lien == "assure" or (name and name == person(assure)) or not (lien or name):
        return ""
    word = words.LIENS.get(lien, words.plain(lien))
    return " ".join(filter(None, (word, name)))


def _text(who: JsonObject, name: str) -> str:
    value = who.get(name)
    return str(value) if value else ""
