"""`liasse surveiller`: folders of scanners watched; what arrives is taken in and read."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer
from rich.console import Console

from cli.faults import why
from cli.process import HERE, Organisme
from flows.reading.pool import ReaderPool
from flows.result import result_of
from flows.scanner.folder import DropFolder
from flows.scanner.taking import Taken, outcome, take
from flows.steps import close
from flows.workplace import Workplace, open_workplace
from models.errors import BadInput, StepFailed
from models.settings import Settings, load_settings
from storage.records import envois

LOOK_SECONDS = 2.0
"""Between two looks at the folders. Looking works on any share; events do not cross a network."""


def surveiller(
    dossiers: Annotated[list[Path], typer.Argument(help="Dossiers où les scanners déposent.")],
    data: Annotated[Path | None, typer.Option(help="Dossier où tout est conservé.")] = None,
    organisme: Annotated[
        Organisme | None,
        typer.Option(help="Organisme, là où ni le sous-dossier ni la feuille de garde ne le dit."),
    ] = None,
    repos: Annotated[
        float, typer.Option(min=0.1, help="Secondes sans changement avant de prendre un fichier.")
    ] = 5.0,
    une_fois: Annotated[
        bool, typer.Option("--une-fois", help="S'arrête quand tout ce qui est là a été pris.")
    ] = False,
) -> None:
    """Prend et traite ce que les scanners déposent, jusqu'à Ctrl+C.

    Un fichier est pris quand il ne change plus, puis rangé dans « traites » ou « quarantaine »
    avec une note. Un sous-dossier au nom d'un organisme (ofppt/agence…) dit de qui il vient.
    """
    settings = load_settings(data)
    for root in dossiers:
        if not root.is_dir():
            raise BadInput(
                f"« {root} » n'est pas un dossier. Vérifiez le chemin et que le partage est monté.",
                code="depot_absent",
            )
    folders = [DropFolder(root, repos) for root in dossiers]
    with ExitStack() as stack, _stopped_by_signal() as stop:
        for folder in folders:
            stack.enter_context(folder.held())
            folder.recover()
        place = stack.enter_context(open_workplace(settings))
        station = _Station(stack, place, settings)
        station.tell(f"Dossiers surveillés : {', '.join(str(root) for root in dossiers)}.")
        owner = organisme.value if organisme else None
        for folder in folders:  # first what was claimed: its envoi, begun or not, is the same one
            station.visit(folder, owner)
        station.resume()
        while not stop.is_set():
            for folder in folders:
                station.visit(folder, owner)
            if une_fois and not any(folder.waiting for folder in folders):
                break
            stop.wait(LOOK_SECONDS if not une_fois else min(LOOK_SECONDS, repos))
        station.tell("Arrêt : tout ce qui a été pris est conservé.")


class _Station:
    """Readers and engine, started at the first page there is to read and kept for the next ones."""

    def __init__(self, stack: ExitStack, place: Workplace, settings: Settings) -> None:
        self._stack = stack
        self._place = place
        self._settings = settings
        self._pool: ReaderPool | None = None
        self._unreachable: set[Path] = set()
        self._console = Console(highlight=False, soft_wrap=True, markup=False)

    def tell(self, sentence: str) -> None:
        self._console.print(f"{datetime.now(HERE):%H:%M:%S} {sentence}")

    def resume(self) -> None:
        """Go on with what an earlier command left half-way."""
        with self._place.database.reading() as session:
            left = [(e.id, e.numero, e.received_at) for e in envois.unfinished(session)]
        for envoi_id, numero, received_at in left:
            self.tell(f"Envoi {numero} repris où il en était.")
            self._process(envoi_id, received_at)

    def visit(self, folder: DropFolder, organisme: str | None) -> None:
        """Take in what is whole, and read it. A folder out of reach is tried again later."""
        try:
            for taken in take(self._place, folder, datetime.now(HERE), organisme):
                self._tell_taken(taken)
                if taken.received is None:
                    continue
                if taken.received.pages:
                    self._read(taken)
                else:
                    close(self._place, [taken.received.envoi_id])
        except (OSError, StepFailed) as error:
            if folder.root not in self._unreachable:
                said = (
                    error.message if isinstance(error, StepFailed) else error.strerror or str(error)
                )
                self.tell(
                    f"« {folder.root} » : {said.rstrip('.')}. Rien n'est pris tant que cela dure, "
                    "les fichiers restent où ils sont ; nouvel essai en continu."
                )
            self._unreachable.add(folder.root)
        else:
            if folder.root in self._unreachable:
                self.tell(f"« {folder.root} » est de nouveau accessible.")
            self._unreachable.discard(folder.root)

    def _tell_taken(self, taken: Taken) -> None:
        if taken.received is None or not taken.received.pages:
            self.tell(f"{taken.name} : mis en quarantaine. {taken.refused}")
            return
        more = ", déjà reçu : signalé comme doublon" if taken.received.duplicate else ""
        self.tell(
            f"{taken.name} : envoi {taken.received.numero}, {taken.received.pages} pages{more}"
        )

    def _read(self, taken: Taken) -> None:
        assert taken.received is not None
        if not self._process(taken.received.envoi_id, datetime.now(HERE)):
            return
        with self._place.database.reading() as session:
            result = result_of(session, [taken.received.envoi_id])
        for sentence in outcome(self._place, taken, result):
            self.tell(sentence)

    def _process(self, envoi_id: str, received_at: datetime) -> bool:
        """Whether the envoi went through; else it stays unfinished, for the next start."""
        pool = self._started()
        from flows.pipeline import process_envoi

        try:
            asyncio.run(
                process_envoi(
                    self._place, envoi_id, pool, lambda done, total: None, received_at.date()
                )
            )
        except Exception as error:  # one envoi's failure must not stop the others
            self.tell(why(error))
            return False
        close(self._place, [envoi_id])
        return True

    def _started(self) -> ReaderPool:
        if self._pool is None:
            from flows.engine import embedded

            settings = self._settings
            pool = ReaderPool(settings.readers, settings.page_seconds, settings.pages_per_reader)
            self._pool = self._stack.enter_context(pool)
            self._pool.warm_up()
            self._stack.enter_context(embedded(settings.home))
        return self._pool


@contextmanager
def _stopped_by_signal() -> Iterator[threading.Event]:
    """An event that SIGTERM sets; a second one, or Ctrl+C, interrupts at once."""
    stop = threading.Event()

    def ask(signum: int, frame: FrameType | None) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    before = signal.signal(signal.SIGTERM, ask)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGTERM, before)
