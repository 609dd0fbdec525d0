"""`liasse feuilles`: sheets to print and slip into a pile before it is scanned."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from cli.outputs import check_writable, write_whole
from cli.process import Organisme
from flows.scanner import sheets
from flows.scanner.cover import Cover
from models.errors import BadInput

MOST = 500


class Sort(StrEnum):
    DOSSIER = "dossier"
    DOCUMENT = "document"
    ENVOI = "envoi"
    CONFIDENTIEL = "confidentiel"


def feuilles(
    sort: Annotated[Sort, typer.Argument(help="Ce qui commence après la feuille.")],
    pdf: Annotated[Path, typer.Option(help="Fichier PDF à écrire.")],
    nombre: Annotated[int, typer.Option(min=1, max=MOST, help="Combien de feuilles.")] = 1,
    organisme: Annotated[Organisme | None, typer.Option(help="Organisme concerné.")] = None,
    type_: Annotated[
        str | None,
        typer.Option("--type", help="Type des dossiers, par exemple maladie_remboursement."),
    ] = None,
    site: Annotated[str | None, typer.Option(help="Site où l'on numérise (envoi).")] = None,
    operateur: Annotated[str | None, typer.Option(help="Qui numérise (envoi).")] = None,
    pages: Annotated[
        int | None, typer.Option(min=1, max=99_999, help="Pages attendues (envoi).")
    ] = None,
    dossiers: Annotated[
        int | None, typer.Option(min=1, max=99_999, help="Dossiers attendus (envoi).")
    ] = None,
) -> None:
    """Écrit des feuilles séparatrices et de garde à imprimer.

    Ce que la feuille d'envoi annonce est comparé avec ce qui est trouvé.
    """
    check_writable(pdf, "--pdf")
    owner = organisme.value if organisme else None
    if sort is not Sort.ENVOI and any(v is not None for v in (site, operateur, pages, dossiers)):
        raise BadInput(
            "--site, --operateur, --pages et --dossiers se disent d'une feuille d'envoi.",
            code="option_ailleurs",
        )
    if sort is not Sort.DOSSIER and type_ is not None:
        raise BadInput("--type se dit d'une feuille de dossier.", code="option_ailleurs")
    match sort:
        case Sort.DOSSIER:
            sheet = sheets.new_dossier(owner, type_)
        case Sort.DOCUMENT:
            sheet = sheets.new_document()
        case Sort.CONFIDENTIEL:
            sheet = sheets.secret()
        case Sort.ENVOI:
            sheet = sheets.cover(Cover(owner, site, operateur, pages, dossiers))
    write_whole(pdf, sheets.to_pdf([sheet] * nombre))
    typer.echo(f"Écrit : {pdf} ({nombre} feuille{'s' if nombre > 1 else ''}, « {sheet.title} »).")
