"""Two families of errors: the input is bad, or a step failed.

Messages are French sentences for the person who deposited the paper: what is
wrong, on which page, what to do. They are shown as they are, so no error text of
a library goes into them.
"""

from __future__ import annotations


class LiasseError(Exception):
    """Root of our errors. `code` is stable and goes into the result file."""

    code = "erreur"

    def __init__(self, message: str, *, page: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.page = page


class BadInput(LiasseError):
    """What was deposited cannot be taken in: it goes to quarantine, the rest goes on."""

    code = "fichier_refuse"

    def __init__(self, message: str, *, code: str | None = None, page: int | None = None) -> None:
        super().__init__(message, page=page)
        if code is not None:
            self.code = code


class StepFailed(LiasseError):
    """A step of ours failed on a good input: it may be tried again, then a person looks."""

    code = "etape_echouee"
