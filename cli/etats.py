"""`liasse etats`: statements for partners, and registers, drawn up and written as files."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from cli.common import (
    Data,
    bytes_of,
    day,
    named_organismes,
    opened,
    operator,
    role_option,
    say,
    show,
    typist,
)
from cli.outputs import check_writable, whole, write_whole
from flows.result import HERE
from flows.statements import registers
from flows.statements.clock import make_due
from flows.statements.declaring import declare
from flows.statements.making import file_name, make, rules_for
from flows.statements.register_rows import Asked
from flows.statements.spans import named
from models.entities import Statement
from models.errors import BadInput
from models.organismes import organisme as profile_of
from models.permissions import Role
from storage.records import statements

app = typer.Typer(
    name="etats",
    help="États périodiques et registres : les établir, les lister, les écrire en fichiers.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
_Owner = Annotated[str, typer.Argument(help="ofppt, cnops, pmas ou ci.")]
_Span = Annotated[
    str, typer.Argument(help="2026-10 (mois), 2026-10-D2 (décade), 2026-T3, 2026-AN (exercice).")
]
_Role = Annotated[Role, role_option("Rôle de qui établit.")]
_Pdf = Annotated[Path | None, typer.Option(help="Fichier PDF à écrire.")]
_Xlsx = Annotated[Path | None, typer.Option(help="Classeur Excel à écrire.")]
_Day = Annotated[str | None, typer.Option(help="AAAA-MM-JJ.")]


@app.command("lister")
def listed(
    organisme: Annotated[str | None, typer.Option(help="ofppt, cnops, pmas ou ci.")] = None,
    data: Data = None,
) -> None:
    """Les états établis, les plus récents d'abord."""
    named_organismes([organisme] if organisme else [])
    with opened(data) as place, place.database.reading() as session:
        rows = [_line(row) for row in statements.every(session, organisme, limit=1000)]
    show(
        (
            "Organisme",
            "Période",
            "Version",
            "Établi le",
            "Dû le",
            "Reçus",
            "Transmis",
            "Réglés",
            "Rejetés",
        ),
        rows,
        title="États",
        whole=("Organisme", "Période", "Établi le", "Dû le"),
    )


def _line(row: Statement) -> tuple[str, ...]:
    made = row.at.astimezone(profile_of(row.organisme).zone).date()
    return (
        row.organisme, row.span, str(row.version), f"{made:%d/%m/%Y}", f"{row.due_on:%d/%m/%Y}",
        *(str(row.figures.get(name, "")) for name in ("recus", "transmis", "regles", "rejetes")),
    )  # fmt: skip


@app.command("etablir")
def draw_up(
    organisme: _Owner,
    periode: _Span,
    raison: Annotated[str | None, typer.Option(help="Pourquoi il est refait, s'il l'est.")] = None,
    pdf: _Pdf = None,
    xlsx: _Xlsx = None,
    data: Data = None,
    role: _Role = Role.GESTIONNAIRE,
) -> None:
    """Établit l'état d'une période ; les mêmes chiffres ne font pas de nouvelle version."""
    named_organismes([organisme])
    span = named(periode, rules_for(organisme))
    _check(pdf, xlsx)
    with opened(data) as place:
        made = make(place, operator(role), organisme, span, datetime.now(HERE), why=raison)
        for path, sha256 in ((pdf, made.statement.pdf_sha256), (xlsx, made.statement.xlsx_sha256)):
            if path is not None:
                write_whole(path, place.blobs.get(sha256))
    row = made.statement
    said = f"version {row.version}" if made.new else f"inchangé (version {row.version})"
    say(
        f"État {row.organisme}, {span.words} : {said}, à remettre au plus tard le {row.due_on:%d/%m/%Y}."
    )
    _tell(pdf, xlsx)


@app.command("dus")
def due(data: Data = None) -> None:
    """Établit tous les états dont le jour est venu (« liasse serve » le fait de lui-même)."""
    with opened(data) as place:
        said = list(make_due(place, datetime.now(HERE)))
    say(*said or ["Aucun état n'est à établir."])


@app.command("fichier")
def as_files(
    organisme: _Owner,
    periode: _Span,
    pdf: _Pdf = None,
    xlsx: _Xlsx = None,
    version: Annotated[int | None, typer.Option(help="Une version d'avant.")] = None,
    data: Data = None,
) -> None:
    """Écrit un état déjà établi."""
    named_organismes([organisme])
    span = named(periode, rules_for(organisme))
    if pdf is None and xlsx is None:
        raise BadInput("Dites où écrire : --pdf ou --xlsx.", code="sortie_absente")
    _check(pdf, xlsx)
    with opened(data) as place:
        with place.database.reading() as session:
            kept = statements.versions(session, organisme, span.key)
        found = next((row for row in kept if version in (None, row.version)), None)
        if found is None:
            raise BadInput(
                f"Aucun état n'est établi pour {organisme}, {span.words} : liasse etats etablir.",
                code="etat_absent",
            )
        for path, sha256 in ((pdf, found.pdf_sha256), (xlsx, found.xlsx_sha256)):
            if path is not None:
                write_whole(path, place.blobs.get(sha256))
    say(f"{file_name(found)} :")
    _tell(pdf, xlsx)


@app.command("registre")
def register(
    registre: Annotated[str, typer.Argument(help=", ".join(registers.REGISTERS) + ".")],
    organisme: _Owner,
    pdf: _Pdf = None,
    xlsx: _Xlsx = None,
    du: _Day = None,
    au: _Day = None,
    data: Data = None,
) -> None:
    """Écrit un registre, ligne à ligne (par défaut : des douze derniers mois)."""
    named_organismes([organisme])
    found = registers.named(registre)
    if pdf is None and xlsx is None:
        raise BadInput("Dites où écrire : --pdf ou --xlsx.", code="sortie_absente")
    _check(pdf, xlsx)
    today = datetime.now(HERE).astimezone(profile_of(organisme).zone).date()
    last = day(au) or today
    asked = Asked(organisme, day(du) or last - timedelta(days=365), last, today)
    with opened(data) as place:
        for path, write in ((pdf, registers.write_pdf), (xlsx, registers.write_xlsx)):
            if path is not None:
                with place.database.reading() as session, whole(path) as file:
                    write(session, found, asked, place.settings, file)
    say(f"{found.title}, du {asked.first:%d/%m/%Y} au {asked.last:%d/%m/%Y} :")
    _tell(pdf, xlsx)


@app.command("salaires")
def payroll(
    fichier: Annotated[Path, typer.Argument(help="Salariés déclarés, CSV ou XLSX.")],
    organisme: _Owner,
    mois: Annotated[str, typer.Argument(help="Mois déclaré, par exemple 2026-10.")],
    employeur: Annotated[str, typer.Option(help="Qui déclare.")] = "",
    data: Data = None,
) -> None:
    """Garde une déclaration de salaires donnée en fichier, pour le rapprochement du mois."""
    named_organismes([organisme])
    with opened(data) as place:
        kept = declare(
            place, typist(), organisme, mois, fichier.name, bytes_of(fichier, "salaires_illisible"),
            datetime.now(HERE), employer=employeur,
        )  # fmt: skip
    say(
        f"{len(kept.people)} salarié(s) déclaré(s) gardé(s) pour {kept.month}, {kept.skipped} ligne(s) sans nom."
    )


def _check(*paths: Path | None) -> None:
    for path, option in zip(paths, ("--pdf", "--xlsx"), strict=True):
        if path is not None:
            check_writable(path, option)


def _tell(*paths: Path | None) -> None:
    say(*(f"  écrit dans {path}" for path in paths if path is not None))
