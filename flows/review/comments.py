"""What people note on a dossier for each other."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from flows.review.desk import Desk
from flows.review.doing import begin, end
from flows.review.done import Done
from flows.review.errors import ImpossibleError
from flows.review.grip import fetched
from models.entities import Comment, Dossier
from models.permissions import DOSSIER, Action

LONGEST = 4000


def comment(desk: Desk, dossier_id: str, text: str) -> Done:
    """Note something on a dossier; it may be in another's hands. Undone, it is withdrawn."""
    fetched(desk.session, Dossier, dossier_id, "Ce dossier")
    said = text.strip()
    if not said or len(said) > LONGEST:
        raise ImpossibleError(f"Un commentaire a de 1 à {LONGEST} caractères.", code="commentaire")
    desk.require(Action.COMMENTER, DOSSIER)
    row = Comment(
        dossier_id=dossier_id, actor=desk.actor.name, at=desk.now, text=said, withdrawn=True
    )
    desk.session.add(row)
    desk.session.flush()
    doing = begin(desk, "commenter", [f"comment/{row.id}"], [(Action.COMMENTER, DOSSIER)])
    row.withdrawn = False
    return end(doing, "Commentaire ajouté.", about=dossier_id, judge=False)


def comments(session: Session, dossier_id: str) -> Sequence[Comment]:
    """The comments on a dossier, the oldest first, without those withdrawn."""
    query = select(Comment).filter_by(dossier_id=dossier_id, withdrawn=False)
    return session.scalars(query.order_by(Comment.id)).all()
