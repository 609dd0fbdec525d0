"""`liasse exporter`: accepted dossiers for the claims system, all of them or what changed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.common import Data, named_organismes, opened, operator, role_option, typist
from cli.outputs import check_writable, whole, write_whole
from flows.exchange.files import allowed, export
from flows.exchange.writing import Format
from flows.outgoing.french import count
from models.errors import BadInput
from models.permissions import Role


def exporter(
    fichier: Annotated[Path, typer.Argument(help="Fichier à écrire.")],
    format: Annotated[Format, typer.Option(help="jsonl ou csv.")] = Format.JSONL,
    depuis: Annotated[
        int | None, typer.Option(min=0, help="Curseur : seulement ce qui a changé après lui.")
    ] = None,
    curseur: Annotated[
        Path | None,
        typer.Option(help="Fichier du curseur : lu pour commencer, réécrit à la fin."),
    ] = None,
    organisme: Annotated[
        list[str] | None, typer.Option(help="Organisme (peut être répété) ; sans l'option, tous.")
    ] = None,
    images: Annotated[
        Path | None, typer.Option(help="Dossier où mettre les images des pages, par empreinte.")
    ] = None,
    role: Annotated[
        Role, role_option("medecin_conseil : avec les pièces médicales.")
    ] = Role.GESTIONNAIRE,
    data: Data = None,
) -> None:
    """Écrit les dossiers acceptés et leurs pièces, ou ce qui en a changé depuis un curseur.

    Une ligne par dossier, dans son dernier état ; relancer avec le même curseur redonne la même
    chose. Le dernier curseur est dit à la fin.
    """
    named = named_organismes(organisme)
    check_writable(fichier, "FICHIER")
    if curseur is not None:
        check_writable(curseur, "--curseur")
    start = depuis if depuis is not None else _kept(curseur)
    actor = operator(role)
    if not allowed(actor):
        raise BadInput(
            "Ce rôle ne peut pas exporter de dossiers : gestionnaire ou medecin_conseil.",
            code="non_autorise",
        )
    with opened(data) as place, whole(fichier) as out:
        done = export(
            place, actor, out, format, start, organismes=named, images=images, who=typist()
        )
    if curseur is not None:
        write_whole(curseur, f"{done.cursor}\n".encode())
    told = count(done.dossiers, "dossier exporté", "dossiers exportés")
    if done.withdrawn:
        told += f", {count(done.withdrawn, 'retiré')}"
    if images is not None:
        told += f", {count(done.images, 'image')}"
    typer.echo(f"{told}. Curseur : {done.cursor}")


def _kept(path: Path | None) -> int:
    """The cursor that the last export left; the beginning where there was none."""
    if path is None or not path.exists():
        return 0
    said = path.read_text(encoding="utf-8", errors="replace").strip()
    if not said.isascii() or not said.isdigit():
        raise BadInput(
            f"Le fichier « {path} » ne contient pas un curseur.", code="curseur_illisible"
        )
    return int(said)
