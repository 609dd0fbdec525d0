"""A reply's papers put into the dossier that they were asked for, by one act that can be undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from flows.dossiers.earlier import of_one_insured
from flows.dossiers.grouping import HOMELESS
from flows.dossiers.identities import cared_for, insured
from flows.dossiers.links import SOME_LIKENESS
from flows.dossiers.names import comparable, likeness
from flows.mailbox import senders, thread
from flows.mailbox.acknowledge import acknowledge_more
from flows.outgoing.gather import dossier_named, person
from flows.review.desk import Desk, act
from flows.review.doing import begin, end
from flows.review.errors import HeldError, ImpossibleError, ReviewError
from flows.review.grip import grip, touch
from flows.review.papers import organise
from flows.workplace import Workplace
from models.entities import Document, Dossier, Envoi, Etape, NoticeKind
from models.errors import BadInput
from models.permissions import Actor, Role
from models.reading import Document as Read
from storage.records import documents, dossiers, envois, notices

POURER = Actor("systeme", frozenset({Role.RELECTEUR, Role.MEDECIN_CONSEIL}))
"""Moves papers without looking at them, sealed ones too."""


@dataclass(frozen=True, slots=True)
class Poured:
    """What became of a reply. `dossier_id`: the dossier that its papers are of, if they are.

    `waits`: they go there as soon as nobody has that dossier in hand.
    """

    dossier_id: str | None = None
    waits: bool = False


def pour(place: Workplace, envoi_id: str, now: datetime) -> Poured:
    """Put the papers of a reply into its dossier, judge it again and say so to who wrote.

    Papers of another person, from another sender, or for a dossier that is settled stay where they
    are, and people are told.
    """
    with place.database.reading() as session:
        envoi = envois.get(session, envoi_id)
        code = thread.answered(session, envoi)
        target = _standing(session, dossier_named(session, code.numero).id) if code else None
    if target is None:
        return Poured()
    try:
        return act(place, POURER, lambda desk: _pour(desk, envoi_id, target.id), now=now)
    except HeldError:
        _tell(
            place, envoi_id, target, NoticeKind.PIECES_A_VERSER, now,
            "elles y seront versées quand il sera reposé",
        )  # fmt: skip
        return Poured(target.id, waits=True)
    except (ReviewError, BadInput) as error:  # one dossier must not stop the tick, nor the mails
        _tell(
            place, envoi_id, target, NoticeKind.RATTACHEMENT_DOUTEUX, now,
            f"elles n'y ont pas été versées. {error.message}",
        )  # fmt: skip
        return Poured()


def _standing(session: Session, dossier_id: str) -> Dossier:
    """The dossier, or the one into which it went when it was itself a reply."""
    dossier = dossiers.get(session, dossier_id)
    while dossier.etape is Etape.ANNULE and dossier.rattache_a is not None:
        dossier = dossiers.get(session, dossier.rattache_a)
    return dossier


def _pour(desk: Desk, envoi_id: str, target_id: str) -> Poured:
    session = desk.session
    envoi = envois.get(session, envoi_id)
    rows = [d for d in documents.of_envoi(session, envoi_id) if d.type not in HOMELESS]
    if rows and all(row.dossier_id == target_id for row in rows):
        return Poured(target_id)  # done before the power failed
    target = dossiers.get(session, target_id)
    _trusted(desk, envoi, target)
    moved = [row for row in _of_the_case(desk, rows, target) if row.dossier_id != target_id]
    if not moved:
        raise ImpossibleError(
            "Elles semblent d'une autre personne : une personne vérifie.", code="autre_personne"
        )
    sources = {row.dossier_id for row in moved if row.dossier_id}
    ids = [row.id for row in moved]
    held = grip(desk, ids, [target_id], shut=True)
    needs = organise(held, *ids)
    doing = begin(
        desk,
        "verser_reponse",
        [
            *(f"document/{id}" for id in ids),
            *(f"dossier/{id}" for id in (*sources, target_id)),
            *(f"lotted/{id}" for id in sources),
        ],
        needs,
    )
    for row in moved:
        row.dossier_id = target_id
    touch(moved)
    session.flush()
    for id in sources:
        if not documents.of_dossier(session, id):
            emptied = held.dossiers[id]
            emptied.etape, emptied.lot_id = Etape.ANNULE, None
    home = held.dossiers[target_id]
    if home.etape in (Etape.COMPLEMENT, Etape.DE_COTE):
        home.etape, home.rappel_le = Etape.A_TRAITER, None
    end(doing, f"Réponse versée au dossier {home.reference}.", documents=ids)
    acknowledge_more(session, desk.place, envoi, home, desk.now)
    return Poured(target_id)


def _trusted(desk: Desk, envoi: Envoi, target: Dossier) -> None:
    first = envois.get(desk.session, target.envoi_id)
    if not senders.same(desk.session, envoi, first):
        raise ImpossibleError(
            "La réponse vient d'une autre adresse que la demande.", code="autre_expediteur"
        )


def _of_the_case(desk: Desk, rows: Sequence[Document], target: Dossier) -> list[Document]:
    """The papers that nothing says to be of another person; those grouped together go together."""
    read = documents.current(desk.session, [row.id for row in rows])
    groups: dict[str | None, list[Document]] = {}
    for row in rows:
        groups.setdefault(row.dossier_id, []).append(row)
    kept: list[Document] = []
    for group in groups.values():
        if not _of_another(target, [read[row.id] for row in group]):
            kept += group
    return kept


def _of_another(target: Dossier, papers: Sequence[Read]) -> bool:
    """Whether the papers name a person whom the dossier does not know."""
    assure = insured(papers)
    if not of_one_insured(target, assure):
        return True
    who = cared_for(papers, assure)
    read = comparable(f"{who.nom or ''} {who.prenom or ''}")
    ours = [comparable(person(one)) for one in (target.assure, target.beneficiaire)]
    return bool(read) and any(ours) and all(likeness(read, name) < SOME_LIKENESS for name in ours)


def _tell(
    place: Workplace, envoi_id: str, target: Dossier, kind: NoticeKind, now: datetime, what: str
) -> None:
    with place.database.transaction() as session:
        envoi = envois.get(session, envoi_id)
        notices.put(
            session, f"{kind}:{envoi_id}", kind,
            f"Des pièces sont arrivées (envoi {envoi.numero}) en réponse au sujet du dossier "
            f"{target.reference} ; {what.rstrip('.')}.",
            now=now, dossier_id=target.id, envoi_id=envoi_id,
        )  # fmt: skip
