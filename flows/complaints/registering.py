"""A réclamation registered: by a person, from a mail, or from its letter that was read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from flows.review.desk import Desk
from flows.review.doing import begin, end
from flows.review.done import Done
from flows.review.errors import BadValueError, ImpossibleError, MissingError
from flows.review.grip import fetched
from flows.secrecy import document_thing
from flows.workplace import Workplace
from models.calendars import calendar_of
from models.checklists import checklists
from models.checklists.readings import sure_text
from models.deadlines import working_days
from models.entities import Document, Dossier, Envoi, Reclamation, ReclamationState
from models.organismes import Organisme, organisme, organismes
from models.permissions import DOSSIER, Action
from storage import locks
from storage.records import audit, documents, dossiers, envois, reclamations, thresholds
from storage.records.reclamations import PAPER

DAYS = 8
"""Working days [000 §3]; the default of organismes that set none [unsourced]."""
LATELY = timedelta(days=60)
"""Letters read before are not registered by themselves: a base taken over is not told of its past."""
LONGEST = 2000
UNNAMED = "Réclamant non nommé"
SEALED = "Objet réservé au médecin conseil"
UNTOLD = "Objet non lu : voir la lettre"
MACHINE = "systeme"


def due(profile: Organisme, received_at: datetime) -> datetime:
    """When a réclamation that came then must be answered, by the organisme's calendar."""
    rule = checklists().get((profile.organisme, PAPER))
    delay = rule.dossier_type.delai if rule else None
    days = delay.duree if delay is not None and delay.duree is not None else DAYS
    return working_days(received_at.astimezone(profile.zone), days, calendar_of(profile))


def register(
    desk: Desk,
    *,
    who: str,
    objet: str,
    organisme_name: str = "",
    dossier_reference: str = "",
    received_on: date | None = None,
    envoi_id: str | None = None,
    document_id: str | None = None,
) -> Done:
    """Register a réclamation that a person read or heard. `envoi_id`: the mail that brought it."""
    desk.require(Action.DECIDER, DOSSIER)
    who, objet = who.strip(), objet.strip()
    if not who or not objet:
        raise BadValueError("Dites qui réclame, et quoi.", hint="un nom et un objet")
    if max(len(who), len(objet)) > LONGEST:
        raise BadValueError(f"Texte trop long ({LONGEST} caractères au plus).", hint="plus court")
    dossier = _named(desk.session, dossier_reference) if dossier_reference.strip() else None
    envoi = fetched(desk.session, Envoi, envoi_id, "Cet envoi") if envoi_id else None
    if envoi is not None and reclamations.of_envoi(desk.session, envoi.id) is not None:
        raise ImpossibleError("Ce courriel est déjà une réclamation.", code="deja_fait")
    owner = dossier.organisme if dossier is not None else organisme_name
    if owner not in organismes():
        raise BadValueError("Dites de quel organisme, ou de quel dossier.", hint="un organisme")
    profile = organisme(owner)
    row = reclamations.open_one(
        desk.session,
        organisme=owner,
        who=who,
        objet=objet,
        received_at=(at := _received(desk, profile, received_on, envoi)),
        deadline=due(profile, at),
        actor=desk.actor.name,
        now=desk.now,
        dossier_id=dossier.id if dossier else None,
        document_id=_loose(desk, document_id),
        envoi_id=envoi.id if envoi else None,
        recipient=envoi.sender if envoi else None,
    )
    row.state = ReclamationState.ANNULEE  # until the act has looked at what was before
    doing = begin(desk, "reclamation", [f"reclamation/{row.id}"], [(Action.DECIDER, DOSSIER)])
    row.state = ReclamationState.OUVERTE
    return end(doing, f"Réclamation {row.numero} enregistrée.", about=row.dossier_id, judge=False)


def link(desk: Desk, reclamation_id: str, reference: str) -> Done:
    """Say which dossier a réclamation is about; it is due then by that dossier's organisme."""
    desk.require(Action.DECIDER, DOSSIER)
    row = opened(desk, reclamation_id)
    dossier = _named(desk.session, reference)
    doing = begin(
        desk, "rattacher_reclamation", [f"reclamation/{row.id}"], [(Action.DECIDER, DOSSIER)]
    )
    row.dossier_id = dossier.id
    if row.organisme != dossier.organisme:
        row.organisme = dossier.organisme
        row.deadline = due(organisme(row.organisme), row.received_at)
    said = f"Réclamation {row.numero} rattachée au dossier {dossier.reference}."
    return end(doing, said, about=dossier.id, judge=False)


def opened(desk: Desk, reclamation_id: str) -> Reclamation:
    """A réclamation that still waits, held until the act is done."""
    row = fetched(desk.session, Reclamation, reclamation_id, "Cette réclamation")
    locks.hold(desk.session, f"reclamation:{row.id}")
    desk.session.refresh(row)
    if row.state is not ReclamationState.OUVERTE:
        raise ImpossibleError(
            "Cette réclamation a sa réponse, ou est annulée.", code="reclamation_close"
        )
    return row


def register_letters(place: Workplace, now: datetime) -> Iterator[str]:
    """Register by itself what was surely read as a letter of complaint; what was registered."""
    with place.database.reading() as session:
        least = thresholds.policy(session, place.settings).type
        waiting = reclamations.unregistered(session, since=now - LATELY)
        found = [row.id for row in waiting if row.type_confidence >= least]
    for document_id in found:
        with place.database.transaction() as session:
            row = _of_letter(session, place, document_id, now)
            said = f"Réclamation {row.numero} enregistrée d'après sa lettre." if row else ""
        if said:
            yield said


def _of_letter(
    session: Session, place: Workplace, document_id: str, now: datetime
) -> Reclamation | None:
    locks.hold(session, f"reclamation:{document_id}")
    document = session.get_one(Document, document_id)
    policy = thresholds.policy(session, place.settings)
    read = documents.current(session, [document_id])[document_id]
    if read.type != PAPER or read.type_confidence < policy.type:
        return None  # a person says what it is: it is listed as to be registered
    if not reclamations.unregistered(session, since=now - LATELY, id=document_id):
        return None  # another process was quicker
    envoi = envois.get(session, document.envoi_id)
    home = dossiers.get(session, document.dossier_id) if document.dossier_id else None
    owner = home.organisme if home else envoi.organisme
    if owner is None:
        return None
    secret = document_thing(document, documents.pages(session, [document_id])[document_id])

    def said(name: str) -> str:
        return sure_text(read, name, policy)

    named = dossiers.by_reference(session, said("numero_dossier"))
    about = named or _joined(session, home) or home
    row = reclamations.open_one(
        session,
        organisme=owner,
        who=said("assure_nom") or UNNAMED,
        objet=SEALED if secret.confidential else said("objet") or UNTOLD,
        received_at=envoi.received_at,
        deadline=due(organisme(owner), envoi.received_at),
        actor=MACHINE,
        now=now,
        dossier_id=about.id if about else None,
        document_id=document_id,
        envoi_id=envoi.id,
        recipient=envoi.sender if envoi.mail else None,
    )
    audit.record(
        session, actor=MACHINE, action="reclamation.lettre", thing=f"reclamation/{row.id}",
        after={"document": document_id}, at=now,
    )  # fmt: skip
    return row


def _joined(session: Session, home: Dossier | None) -> Dossier | None:
    return dossiers.get(session, home.rattache_a) if home and home.rattache_a else None


def _named(session: Session, reference: str) -> Dossier:
    found = dossiers.by_reference(session, reference)
    if found is None:
        raise MissingError(f"Aucun dossier ne porte la référence « {reference.strip()} ».")
    return found


def _loose(desk: Desk, document_id: str | None) -> str | None:
    """A letter of complaint that none cites yet."""
    if document_id is None:
        return None
    document = fetched(desk.session, Document, document_id, "Ce papier")
    if document.type != PAPER:
        raise ImpossibleError("Ce papier n'est pas une réclamation.", code="autre_papier")
    if not reclamations.unregistered(desk.session, id=document_id):
        raise ImpossibleError("Cette lettre est déjà enregistrée.", code="deja_fait")
    return document_id


def _received(desk: Desk, profile: Organisme, on: date | None, envoi: Envoi | None) -> datetime:
    if envoi is not None:
        return envoi.received_at
    today = desk.today(profile.organisme)
    if on is None or on == today:
        return desk.now
    if on > today:
        raise BadValueError("Une réclamation n'arrive pas demain.", hint="une date passée")
    return datetime.combine(on, time(9), profile.zone)
