"""Whom an administrator invites, tied to what the base or a number says; and the mail that tells him."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from flows.dossiers.names import comparable
from models.entities import Assure, PartnerAccess
from models.errors import BadInput
from models.organismes import organismes
from models.permissions import PARTNERS, Role
from models.settings import Settings
from models.values.dates import typed_date
from models.values.identifiers import ice_valid, inpe_valid
from storage.records import assures, outbox, partners
from storage.records.dossier_words import bare

SUBJECT = "Votre accès au suivi des dossiers"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an administrator typed."""

    role: str = ""
    login: str = ""
    name: str = ""
    email: str = ""
    organisme: str = ""
    employeur: str = ""
    immatriculation: str = ""
    naissance: str = ""
    inpe: str = ""
    ice: str = ""


def access_of(session: Session, wanted: Wanted, actor: str, now: datetime) -> PartnerAccess:
    """The access that this makes, not kept yet; `BadInput` says what is lacking or unknown."""
    if wanted.role not in {role.value for role in PARTNERS}:
        raise BadInput("Choisissez employeur, assuré ou prestataire.", code="role_absent")
    if wanted.organisme and wanted.organisme not in organismes():
        raise BadInput("Cet organisme n'existe pas.", code="organisme_inconnu")
    if wanted.email and "@" not in wanted.email.strip("@ "):
        raise BadInput("Cette adresse de courriel n'en est pas une.", code="courriel")
    access = PartnerAccess(
        role=wanted.role, login=wanted.login, name=wanted.name.strip(),
        email=wanted.email.strip() or None, organisme=wanted.organisme or None,
        created_by=actor, created_at=now,
    )  # fmt: skip
    match Role(wanted.role):
        case Role.EMPLOYEUR:
            _employer(session, access, wanted.employeur.strip())
        case Role.ASSURE:
            _insured(session, access, wanted)
        case _:
            _provider(access, wanted)
    return access


def tied(session: Session, access: PartnerAccess) -> str:
    """What an access is tied to, in words."""
    said = [access.organisme.upper() if access.organisme else ""]
    if access.assure_id is not None:
        person = session.get(Assure, access.assure_id)
        if person is not None:
            said.append(f"n° {person.numero_immatriculation or person.matricule}")
    said += [access.employeur or ""]
    said += [f"{name} {number}" for name, number in (("INPE", access.inpe), ("ICE", access.ice))
             if number]  # fmt: skip
    return " · ".join(filter(None, said)) or "tous les organismes"


def mail(
    session: Session,
    settings: Settings,
    access: PartnerAccess,
    link: str,
    until: str,
    now: datetime,
) -> bool:
    """Put the link down to be mailed, where there is an address and mail leaves; whether it was."""
    if access.email is None or settings.smtp_hote is None or settings.courriels_retenus:
        return False
    text = (
        f"Bonjour,\n\nUn accès au suivi des dossiers vous est ouvert ({access.name}).\n\n"
        f"Votre identifiant : {access.login}\nPour choisir votre mot de passe, suivez ce lien. Il ne "
        f"sert qu'une fois, jusqu'au {until} :\n\n{link}\n\n"
        "Si vous n'attendiez pas ce message, n'en faites rien : sans le lien, rien n'est ouvert.\n"
    )
    outbox.put(
        session, partners.invitation_of(access.id) + now.isoformat(), recipient=access.email,
        subject=SUBJECT, text=text, domain=settings.expediteur.partition("@")[2], now=now,
    )  # fmt: skip
    return True


def _employer(session: Session, access: PartnerAccess, typed: str) -> None:
    """An employer is written as in the base, so that rows of another are never his."""
    if access.organisme is None:
        raise BadInput("Donnez l'organisme de l'employeur.", code="organisme_inconnu")
    column = Assure.extra["employeur"].as_string()
    rows = select(column).where(
        Assure.lien == "assure",
        Assure.organisme.is_(None) | (Assure.organisme == access.organisme),
    )
    known = {name or "" for name in session.scalars(rows.distinct())}
    found = [name for name in known if comparable(name) == comparable(typed)]
    if len(found) != 1:
        named = sorted(filter(None, known))[:5]
        hint = f" Elle nomme : {', '.join(named)}." if named else " Elle n'en nomme aucun."
        raise BadInput(
            f"La base des assurés de cet organisme ne nomme pas l'employeur « {typed} ».{hint}",
            code="employeur_inconnu",
        )
    access.employeur = found[0] or None
    access.name = access.name or found[0] or access.organisme.upper()


def _insured(session: Session, access: PartnerAccess, wanted: Wanted) -> None:
    born = typed_date(wanted.naissance)
    number = "".join(wanted.immatriculation.split())
    if born is None or not bare(number):
        raise BadInput(
            "Donnez le numéro d'immatriculation (ou le matricule) et la date de naissance de l'assuré.",
            code="assure_inconnu",
        )
    people = assures.find(
        session, numero_immatriculation=number, matricule=number, organisme=access.organisme
    )
    found = [p for p in people if p.lien == "assure" and p.date_naissance == born]
    if len(found) != 1:
        raise BadInput(
            "Aucun assuré de la base, ou plus d'un, ne porte ce numéro et cette date de naissance.",
            code="assure_inconnu",
        )
    person = found[0]
    access.assure_id = person.id
    access.organisme = access.organisme or person.organisme
    access.name = f"{person.nom} {person.prenom}"


def _provider(access: PartnerAccess, wanted: Wanted) -> None:
    inpe, ice = bare(wanted.inpe), bare(wanted.ice)
    if not (inpe or ice):
        raise BadInput(
            "Donnez l'INPE ou l'ICE du prestataire : un nom seul en désigne souvent plusieurs.",
            code="numero_absent",
        )
    if inpe and not inpe_valid(inpe):
        raise BadInput("L'INPE a 9 chiffres.", code="inpe")
    if ice and not ice_valid(ice):
        raise BadInput("Cet ICE n'a pas 15 chiffres, ou sa clé est fausse.", code="ice")
    if not access.name:
        raise BadInput("Donnez le nom du prestataire.", code="nom_absent")
    access.inpe, access.ice = inpe or None, ice or None
