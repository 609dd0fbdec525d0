"""`liasse stockage`: the kept files checked, or moved between a folder and an S3 server."""

from __future__ import annotations

import json as json_text
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from cli.common import Data, opened, say, typist
from cli.outputs import check_writable, write_whole
from models.errors import BadInput
from models.settings import Conservation
from storage.blobs import store_of
from storage.records import audit
from storage.upkeep.checking import Check, Fault, check
from storage.upkeep.checking import Progress as Told
from storage.upkeep.moving import move

app = typer.Typer(
    name="stockage",
    help="Les fichiers conservés : originaux, images des pages, papiers émis.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
FAULTY, ORPHANS = 1, 3


@app.callback()
def stockage() -> None:
    """Les fichiers conservés : originaux, images des pages, papiers émis."""


@app.command("verifier")
def verify(
    data: Data = None,
    json: Annotated[Path | None, typer.Option(help="Fichier où écrire le rapport.")] = None,
    relire: Annotated[
        bool,
        typer.Option(
            "--relire/--sans-relire",
            help="Relire chaque fichier et comparer son empreinte, ou seulement sa présence et sa taille.",
        ),
    ] = True,
) -> None:
    """Cherche les fichiers absents, altérés ou orphelins ; 1 s'il en manque, 3 s'il n'y a que des orphelins."""
    if json is not None:
        check_writable(json, "--json")
    with opened(data) as place, progress("Vérification") as told:
        found = check(place.database, store_of(place.settings), told, read=relire)
    if json is not None:
        text = json_text.dumps(_report(found, relire), ensure_ascii=False, indent=1)
        write_whole(json, (text + "\n").encode())
    say(f"{found.known} fichiers attendus, {found.intact} {'entiers' if relire else 'présents'}.")
    _list("ABSENT", found.missing)
    _list("ALTÉRÉ", found.damaged)
    if found.orphans:
        say(
            f"{len(found.orphans)} fichiers orphelins (conservés, qu'aucun envoi ne nomme : un dépôt "
            "coupé avant d'être pris). Rien n'en est effacé.",
            *(f"  orphelin {sha256}" for sha256 in found.orphans),
        )
    if not found.whole:
        say(
            "Restaurez ces fichiers depuis une sauvegarde : liasse sauvegarde, liasse restauration."
        )
        raise typer.Exit(FAULTY)
    if found.orphans:
        raise typer.Exit(ORPHANS)
    say("Rien ne manque.")


@app.command("deplacer")
def transfer(
    vers: Annotated[Conservation, typer.Option(help="Où : dossier ou s3.")],
    effacer: Annotated[
        bool,
        typer.Option("--effacer", help="Effacer d'ici chaque fichier, une fois vérifié là-bas."),
    ] = False,
    data: Data = None,
) -> None:
    """Copie tous les fichiers vers l'autre lieu et les y relit ; coupée, la commande se relance."""
    with opened(data) as place:
        settings = place.settings
        if effacer and settings.fichiers is not vers:
            raise BadInput(
                f"Les fichiers sont encore pris de l'autre lieu : réglez d'abord LIASSE_FICHIERS={vers.value} "
                "et relancez le service ; --effacer ensuite.",
                code="deplacement_refuse",
            )
        source = next(where for where in Conservation if where is not vers)
        with progress("Déplacement") as told:
            done = move(store_of(settings, source), store_of(settings, vers), told, remove=effacer)
        if done.removed:
            with place.database.transaction() as session:
                audit.record(
                    session, actor=typist(), action="stockage.effacer",
                    thing=audit.reference("stockage", source.value),
                    after={"fichiers": done.removed, "vers": vers.value},
                )  # fmt: skip
    say(f"{done.copied} fichiers copiés et relus, {done.there_before} y étaient déjà, entiers.")
    if effacer:
        say(f"{done.removed} fichiers effacés de l'ancien lieu.")
    if done.damaged:
        say(
            f"{len(done.damaged)} fichiers sont altérés dans l'ancien lieu et y restent :",
            *(f"  {sha256}" for sha256 in done.damaged),
        )
        raise typer.Exit(FAULTY)
    if not effacer:
        say(
            f"Rien n'est effacé. Ensuite : LIASSE_FICHIERS={vers.value}, puis la même commande avec --effacer."
        )


@contextmanager
def progress(what: str) -> Iterator[Told]:
    """A bar on a terminal, nothing elsewhere: the answer is what is printed at the end."""
    console = Console(stderr=True, highlight=False)
    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    )  # fmt: skip
    with Progress(
        *columns, console=console, disable=not console.is_terminal, transient=True
    ) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _list(word: str, faults: Sequence[Fault]) -> None:
    for fault in faults:
        say(f"{word} {fault.sha256} : {', '.join(fault.used_by) or 'usage inconnu'}")


def _report(found: Check, read: bool) -> dict[str, object]:
    def faults(some: Sequence[Fault]) -> list[dict[str, object]]:
        return [{"sha256": fault.sha256, "sert_a": list(fault.used_by)} for fault in some]

    return {
        "schema": "liasse.stockage/1",
        "relus": read,
        "attendus": found.known,
        "entiers": found.intact,
        "absents": faults(found.missing),
        "endommages": faults(found.damaged),
        "orphelins": list(found.orphans),
    }
