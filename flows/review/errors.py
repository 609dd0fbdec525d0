"""What can stop an act: each a French sentence for the person at the screen, with a stable code."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flows.review.done import Obstacle
from models.errors import LiasseError


class ReviewError(LiasseError):
    """Root of what stops an act. `status` is the answer's over HTTP."""

    code = "acte_refuse"
    status = 409


class ForbiddenError(ReviewError):
    """The person may not. `sealed`: because of a medical secret, else because of the role."""

    code = "interdit"
    status = 403

    def __init__(self, *, sealed: bool = False) -> None:
        super().__init__(
            "Cette pièce est un secret médical : seul le médecin conseil peut la modifier."
            if sealed
            else "Votre rôle ne permet pas cette action."
        )
        self.sealed = sealed


class MissingError(ReviewError):
    """There is no such thing (any more)."""

    code = "introuvable"
    status = 404


class HeldError(ReviewError):
    """Another person has the dossier."""

    code = "dossier_pris"
    status = 423

    def __init__(
        self, message: str, *, dossier_id: str, holder: str, since: datetime, until: datetime
    ) -> None:
        super().__init__(message)
        self.dossier_id = dossier_id
        self.holder = holder
        self.since = since
        self.until = until


class HoldLostError(HeldError):
    """The dossier was this person's; idle too long, it is another's now."""

    code = "prise_perdue"


class ChangedError(ReviewError):
    """It is no longer as the person saw it: `who` changed it, `what` and when, and to what."""

    code = "deja_modifie"

    def __init__(
        self,
        message: str,
        *,
        who: str | None = None,
        at: datetime | None = None,
        what: str = "",
        current: str | None = None,
    ) -> None:
        super().__init__(message)
        self.who = who
        self.at = at
        self.what = what
        self.current = current


class BadValueError(ReviewError):
    """What was typed is no such value; `hint` is what is expected."""

    code = "valeur_invalide"
    status = 422

    def __init__(self, message: str, *, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


class NotCompleteError(ReviewError):
    """A dossier is not complete: each of `obstacles` is settled, or lifted with a reason, first."""

    code = "dossier_incomplet"

    def __init__(self, reference: str, obstacles: Sequence[Obstacle]) -> None:
        told = ", ".join(one.libelle for one in obstacles[:4])
        more = f" et {len(obstacles) - 4} de plus" if len(obstacles) > 4 else ""
        super().__init__(f"Le dossier {reference} n'est pas complet : {told}{more}.")
        self.obstacles = tuple(obstacles)


class LotNotReadyError(ReviewError):
    """A lot cannot be closed: each of `dossiers` (id, reference, why) is in the way."""

    code = "lot_non_pret"

    def __init__(self, numero: str, dossiers: Sequence[tuple[str, str, str]]) -> None:
        told = " ; ".join(f"{reference} : {why}" for _, reference, why in dossiers[:4])
        more = f" ; et {len(dossiers) - 4} de plus" if len(dossiers) > 4 else ""
        super().__init__(f"Le lot {numero} ne peut pas être clôturé : {told}{more}.")
        self.dossiers = tuple(dossiers)


class ImpossibleError(ReviewError):
    """It cannot be done as things are; `code` says which thing is in the way."""

    def __init__(self, message: str, *, code: str) -> None:
        super().__init__(message)
        self.code = code
