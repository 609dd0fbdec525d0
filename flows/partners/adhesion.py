"""The certificate that an insured prints: of whom the base knows to be covered today."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

from sqlalchemy.orm import Session

from flows.outgoing.certificate import Adhesion, Covered, certificate
from flows.outgoing.facts import Sender
from flows.outgoing.gather import LIENS
from flows.partners.situation import Open, family_of, of_person
from models.entities import Assure, PartnerAccess
from models.errors import BadInput
from models.organismes import organisme
from models.organismes.stationery import stationery
from storage.records import audit
from storage.records.numbers import Series, next_number

NOT_OPEN = (
    "Vos droits ne sont pas ouverts à ce jour d'après la base des assurés, ou leur date d'effet n'y est "
    "pas : aucun certificat ne peut être imprimé. Adressez-vous à votre employeur ou à nous."
)


def issue(session: Session, access: PartnerAccess, actor: str, now: datetime, day: date) -> bytes:
    """A certificate of that day, numbered, in the audit trail; `BadInput` when it would be untrue."""
    insured = session.get_one(Assure, access.assure_id)
    held = of_person(session, insured, day)
    if held.open is not Open.OUI:
        raise BadInput(NOT_OPEN, code="droits_fermes")
    owner = insured.organisme or access.organisme or ""
    numero = next_number(session, Series.CERTIFICAT, now)
    made = certificate(
        Adhesion(
            Sender(organisme(owner), stationery(owner)),
            numero,
            _covered(insured),
            insured.numero_immatriculation or "",
            insured.matricule or "",
            tuple(
                _covered(one)
                for one in family_of(session, insured)
                if one.lien != "assure" and of_person(session, one, day).open is Open.OUI
            ),
            held.until,
            day,
        )
    )
    audit.record(
        session, actor=actor, action="certificat.imprimer",
        thing=audit.reference("certificat", numero),
        after={"assure": insured.id, "sha256": hashlib.sha256(made).hexdigest()}, at=now,
    )  # fmt: skip
    return made


def _covered(person: Assure) -> Covered:
    return Covered(
        f"{person.nom} {person.prenom}",
        LIENS.get(person.lien, ""),
        person.date_naissance,
        person.date_effet,
    )
