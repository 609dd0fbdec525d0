"""What people do about mail: answer a stranger, have a mail sent again or kept back, see a notice."""

from __future__ import annotations

from datetime import datetime

from flows.mailbox import follow, senders
from flows.review.desk import Desk, act
from flows.review.errors import BadValueError, ImpossibleError
from flows.review.grip import fetched
from flows.workplace import Workplace
from models.entities import Envoi, Notice, NoticeKind, OutMail, OutState, utcnow
from models.permissions import DOSSIER, Action, Actor, Sort, Thing
from models.values.identifiers import inpe_valid
from storage.records import audit, notices, outbox, pharmacies

DIRECTORY = Thing(Sort.REGLAGE, confidential=False)
THIS = "Ce courriel"


def see(desk: Desk, notice_id: str) -> None:
    """A person has seen a notice: it waits for nobody any more."""
    desk.require(Action.DECIDER, DOSSIER)
    notice = fetched(desk.session, Notice, notice_id, "Cet avis")
    if notice.closed_at is None:
        notices.close(desk.session, notice, desk.actor.name, desk.now)
        _note(desk, "avis.vu", "notice", notice.id)


def remember(desk: Desk, address: str, *, nom: str, inpe: str | None, ville: str | None) -> None:
    """Put a sender into the directory."""
    desk.require(Action.ADMINISTRER, DIRECTORY)
    if not nom.strip():
        raise BadValueError("Donnez le nom de la pharmacie.", hint="un nom")
    if inpe and not inpe_valid(inpe):
        raise BadValueError("Un INPE a neuf chiffres.", hint="9 chiffres")
    pharmacies.keep(desk.session, address, nom=nom.strip(), inpe=inpe or None, ville=ville)
    _note(desk, "annuaire", "pharmacy", address.lower())


def accept_sender(
    place: Workplace,
    actor: Actor,
    envoi_id: str,
    *,
    nom: str | None = None,
    inpe: str | None = None,
    now: datetime | None = None,
) -> int:
    """Answer a stranger's letter; with a name, know him from now on. How many acknowledgements.

    Not within `act`: it does what would have been done at once, had he been known.
    """
    moment = now or utcnow()

    def accepted(desk: Desk) -> None:
        desk.require(Action.DECIDER, DOSSIER)
        envoi = fetched(desk.session, Envoi, envoi_id, "Cet envoi")
        if not senders.by_a_person(envoi) or not envoi.sender:
            raise ImpossibleError("Ce courriel n'appelle pas de réponse.", code="sans_reponse")
        if nom is not None:
            remember(desk, envoi.sender, nom=nom, inpe=inpe, ville=None)
        for notice in notices.waiting(
            desk.session, envoi_id=envoi_id, kind=NoticeKind.EXPEDITEUR_INCONNU
        ):
            notices.close(desk.session, notice, desk.actor.name, desk.now)
        _note(desk, "expediteur.accepte", "envoi", envoi_id)

    act(place, actor, accepted, now=moment)
    return follow.answer(place, envoi_id, moment)


def send_again(desk: Desk, mail_id: str) -> None:
    """Have a mail leave that was given up, is doubtful, or was kept back."""
    desk.require(Action.DECIDER, DOSSIER)
    mail = fetched(desk.session, OutMail, mail_id, THIS)
    if mail.state in (OutState.ENVOYE, OutState.EN_COURS, OutState.A_ENVOYER):
        raise ImpossibleError("Ce courriel est parti, ou part de lui-même.", code="deja_parti")
    outbox.replay(desk.session, mail_id, desk.now)
    _note(desk, "courriel.renvoyer", "out_mail", mail_id)


def _note(desk: Desk, action: str, kind: str, thing_id: str) -> None:
    audit.record(
        desk.session,
        actor=desk.actor.name,
        action=action,
        thing=audit.reference(kind, thing_id),
        at=desk.now,
    )
