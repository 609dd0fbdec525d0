"""A réclamation that an insured or a provider writes about a dossier of his own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from flows.complaints.registering import LONGEST, due
from models.entities import Dossier, PartnerAccess, Reclamation
from models.errors import BadInput
from models.organismes import organisme
from storage import locks
from storage.records import audit, reclamations

MOST_A_DAY = 5
"""By one partner: more is for the telephone."""


def complain(
    session: Session, access: PartnerAccess, actor: str, dossier: Dossier, objet: str, now: datetime
) -> Reclamation:
    """Register it: it waits with all others, under the same delay. `dossier` is the partner's own."""
    said = objet.strip()
    if not said or len(said) > LONGEST:
        raise BadInput(
            f"Écrivez votre réclamation ({LONGEST} caractères au plus).", code="objet_absent"
        )
    locks.hold(session, f"reclamation:{actor}")
    lately = select(func.count()).where(
        Reclamation.actor == actor, Reclamation.created_at > now - timedelta(days=1)
    )
    if (session.scalar(lately) or 0) >= MOST_A_DAY:
        raise BadInput(
            "Vous avez écrit plusieurs réclamations aujourd'hui : elles sont enregistrées. Pour une "
            "autre, appelez-nous.",
            code="trop_de_demandes",
        )
    row = reclamations.open_one(
        session, organisme=dossier.organisme, who=access.name, objet=said, received_at=now,
        deadline=due(organisme(dossier.organisme), now), actor=actor, now=now,
        dossier_id=dossier.id, recipient=access.email,
    )  # fmt: skip
    audit.record(
        session, actor=actor, action="reclamation.deposer",
        thing=audit.reference("reclamation", row.id), after={"dossier": dossier.reference}, at=now,
    )  # fmt: skip
    return row


def own(session: Session, actor: str, dossier: Dossier) -> Sequence[Reclamation]:
    """Those that this partner wrote about a dossier, the oldest first."""
    return [row for row in reclamations.of_dossier(session, dossier.id) if row.actor == actor]
