"""A watched folder, visited now and then: what is whole is taken in, an absent share is waited for."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from flows.outgoing.french import count
from flows.scanner.folder import DropFolder
from flows.scanner.taking import Taken, take
from flows.service.health import Health
from flows.workplace import Workplace
from models.errors import StepFailed
from models.refused import folder_of, refusal

LOOK_SECONDS = 2.0
"""Between two visits. Looking works on any share; events do not cross a network."""

NAMED = 5
"""Closed folders named one by one."""


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
                f"« {self.root} » : {_why(error, self.root)}. Rien n'est pris tant que cela dure, "
                "les fichiers restent où ils sont ; nouvel essai en continu."
            )
            return
        closed = self._folder.closed
        # What was given back must keep still once more: until it is taken, nothing is better.
        if self._reachable or taken or not self.waiting:
            self._reachable = True
            health.ill(_closed(self.root, closed)) if closed else health.well()


def _closed(root: Path, folders: list[Path]) -> str:
    named = ", ".join(f"« {folder} »" for folder in folders[:NAMED])
    if len(folders) > NAMED:
        named += f" et {count(len(folders) - NAMED, 'autre')}"
    shut = "sont fermés" if len(folders) > 1 else "est fermé"
    return (
        f"{named} {shut} à liasse : ce qui y est déposé y attend, tout le reste est pris. Donnez à "
        "l'utilisateur sous lequel liasse tourne le droit d'y lire et d'y écrire "
        f"(chown -R liasse:liasse {root}) ; nouvel essai en continu."
    )


def _why(error: OSError | StepFailed, root: Path) -> str:
    if isinstance(error, StepFailed):
        return error.message.rstrip(".")
    place = folder_of(error)
    where = f" (« {place} »)" if place and place != root.absolute() else ""
    return refusal(error).why + where
