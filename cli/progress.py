"""What a person sees while envois are read: a bar on a terminal, lines elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from flows.intake.receive import Received

EVERY = 10
"""Pages between two lines where there is no terminal."""


class Reporter:
    """Writes to standard error, so that standard output stays the result's."""

    def __init__(self) -> None:
        self.console = Console(stderr=True, highlight=False)
        self._bars = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=self.console,
            disable=not self.console.is_terminal,
        )

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bars.stop()

    def received(self, name: str, envoi: Received) -> None:
        """An envoi is kept."""
        more = ", repris où il en était" if envoi.resumed else ""
        more += ", déjà reçu : signalé comme doublon" if envoi.duplicate else ""
        if envoi.pages:
            self.console.print(f"{name} : envoi {envoi.numero}, {envoi.pages} pages{more}")
        else:
            self.console.print(f"{name} : refusé, gardé en quarantaine ({envoi.numero})")

    def turned_away(self, sentence: str) -> None:
        """A deposit could not even be opened."""
        self.console.print(sentence, markup=False)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Something that takes a while and cannot be counted."""
        self.console.print(f"{name}…")
        yield

    @contextmanager
    def reading(self, envoi: Received) -> Iterator[Callable[[int, int], None]]:
        """The pages of an envoi being read."""
        bar = self._bars.add_task(f"Lecture de {envoi.numero}", total=envoi.pages)
        said = -1

        def progress(done: int, total: int) -> None:
            nonlocal said
            self._bars.update(bar, completed=done, total=total)
            due = done == total or done - said >= EVERY
            if not self.console.is_terminal and due and done != said:
                self.console.print(f"  {envoi.numero} : {done} pages lues sur {total}")
                said = done

        yield progress
