"""An office where what must be right is keyed twice, and dossiers that lack nothing else."""

from __future__ import annotations

from dataclasses import replace

from flows.learning import keying
from flows.review import fields, outcome
from flows.review.fields import Spot
from models.entities import Control, Dossier, Target
from models.permissions import Actor
from storage.records import controls
from tests.flows.review.office import ANNA, BRAHIM, CHIEF, DOCTOR, Bag, Office

TOTAL = Spot(Target.FIELD, "montant_total")


def asking(office: Office, **settings: object) -> Office:
    """The same office, where somebody set what is controlled."""
    wanted = office.place.settings.model_copy(update={"controle_part": 0.0, **settings})
    return Office(replace(office.place, settings=wanted))


def lift_everything(office: Office, dossier_id: str) -> None:
    """All that its checklist asks for is let go, the second keying excepted."""
    standing = office.do(CHIEF, lambda desk: outcome.standing(desk, dossier_id))
    for one in standing.obstacles:
        if one.exigence != "seconde_saisie" and one.lifted_by is None:
            lift(office, DOCTOR if one.medical else CHIEF, dossier_id, one.exigence)


def lift(office: Office, who: Actor, dossier_id: str, exigence: str) -> None:
    seen = office.dossier(dossier_id).revision
    office.do(who, lambda desk: outcome.lift(desk, dossier_id, exigence, "vu", seen=seen))


def waiting(office: Office, who: Actor = BRAHIM) -> list[Control]:
    with office.place.database.reading() as session:
        return [*controls.waiting(session, who.name)]


def correct(office: Office, papers: Bag, typed: str, who: Actor = ANNA) -> None:
    row = office.document(papers, "facture")
    with office.place.database.reading() as session:
        seen = fields.sheet(session, row.id).seen.get(TOTAL, 0)
    office.do(
        who,
        lambda desk: fields.correct(desk, row.id, TOTAL, typed, seen=seen),
    )


def of_invoice(office: Office, papers: Bag, who: Actor = BRAHIM) -> list[Control]:
    row = office.document(papers, "facture")
    return [c for c in waiting(office, who) if c.document_id == row.id]


def differing(office: Office, papers: Bag, dossier: Dossier) -> tuple[Office, Control]:
    """Anna read 160,90, Brahim 166,90."""
    strict = asking(office, seconde_saisie_montant=150.0)
    correct(strict, papers, "160,90")
    lift_everything(strict, dossier.id)
    for one in waiting(strict):
        typed = "166,90" if one.name == "montant_total" and one.value == "160.90" else one.value
        strict.do(BRAHIM, lambda desk, one=one, typed=typed: keying.key(desk, one.id, typed))  # type: ignore[misc]
    with office.place.database.reading() as session:
        (difference,) = controls.differences(session, settled=False)
    return strict, difference.control
