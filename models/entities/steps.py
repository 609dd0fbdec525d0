"""Steps of an envoi: which are finished, and who is at which."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Mapped, mapped_column

from models.entities.base import Base, refers


class StepState(StrEnum):
    EN_COURS = "en_cours"
    LIBRE = "libre"
    FAIT = "fait"


class Step(Base):
    """A step, in one version of the code, for one envoi.

    While `EN_COURS` it belongs to `claimed_by` until `lease_until`; then it is anybody's.
    `attempts` counts the claims: a step that kills its workers is noticed. `begun_at` is when it was
    last claimed.
    """

    __tablename__ = "step"

    envoi_id: Mapped[str] = mapped_column(refers("envoi.id"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[StepState] = mapped_column(index=True)
    claimed_by: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=1)
    begun_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None] = mapped_column(index=True)
