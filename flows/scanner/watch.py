"""A watched folder, visited now and then: what is whole is taken in, an absent share is waited for."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from flows.scanner.folder import DropFolder
from flows.scanner.taking import Taken, take
from flows.service.health import Health
from flows.workplace import Workplace
from models.errors import StepFailed
from models.refused import refusal

LOOK_SECONDS = 2.0
"""Between two visits. Looking works on any share; events do not cross a network."""


class DropWatch:
    """A folder, whether it can be reached, and whose courier comes by it unless something says so."""

    def __init__(
        self,
        root: Path,
        still: float,
        organisme: str | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._folder = DropFolder(root, still, clock)
        self._organisme = organisme
        self._reachable = True

    @property
    def root(self) -> Path:
        return self._folder.root

    @property
    def waiting(self) -> bool:
        """Whether there was something, at the last visit, that is not taken yet."""
        return self._folder.waiting

    @property
    def back(self) -> str:
        """What is said when the folder answers again."""
        return f"« {self.root} » est de nouveau accessible."

    @contextmanager
    def held(self) -> Iterator[None]:
        """For this process alone, with what an earlier one left half done."""
        with self._folder.held():
            self._folder.recover()
            yield

    def visit(
        self,
        place: Workplace,
        now: datetime,
        health: Health,
        read: Callable[[Taken], None],
    ) -> None:
        """Take in what is whole, and have it read. A folder out of reach is tried again later."""
        taken = False
        try:
            for one in take(place, self._folder, now, self._organisme):
                taken = True
                read(one)
        except (OSError, StepFailed) as error:
            self._reachable = False
            health.ill(
                f"« {self.root} » : {_why(error)}. Rien n'est pris tant que cela dure, "
                "les fichiers restent où ils sont ; nouvel essai en continu."
            )
            return
        # What was given back must keep still once more: until it is taken, nothing is better.
        if self._reachable or taken or not self.waiting:
            self._reachable = True
            health.well()


def _why(error: OSError | StepFailed) -> str:
    if isinstance(error, StepFailed):
        return error.message.rstrip(".")
    return refusal(error).why
