"""A step of an envoi begun once, and an envoi closed once its result was handed over."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session

from flows.workplace import Workplace
from models.entities import EnvoiState
from models.errors import StepFailed
from storage.records import envois, pages, steps
from storage.records.steps import Claim


def begin(
    session: Session, envoi_id: str, name: str, version: str, holder: str, *, kept: bool
) -> Claim | None:
    """The claim to do a step; `None` when it is done already.

    `kept`: its results are there, from this version of the code or an earlier one (an
    envoi begun before an update); they stand. `StepFailed` while another process is at it.
    """
    claim = steps.claim(session, envoi_id, name, version, holder=holder)
    if claim is None and not steps.is_done(session, envoi_id, name, version):
        raise StepFailed(
            "Cet envoi est en cours de traitement par une autre commande. "
            "Attendez qu'elle finisse, puis relancez celle-ci."
        )
    if claim is not None and kept:
        steps.finish(session, claim)
        return None
    return claim


def close(place: Workplace, envoi_ids: Iterable[str]) -> None:
    """Mark envois finished. Until then, the same inputs given again go on with them.

    To be called when their result was handed over, for all at once: a command killed at
    its last envoi is then resumed as a whole, and its first ones are no duplicates.
    """
    with place.database.transaction() as session:
        for envoi_id in envoi_ids:
            taken = bool(pages.of_envoi(session, envoi_id))
            state = EnvoiState.TERMINE if taken else EnvoiState.QUARANTAINE
            envois.set_state(session, envoi_id, state)
