"""`liasse assures`: the base of insured people, brought in from a file and looked at."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from cli.common import (
    SOME_REFUSED,
    Data,
    bytes_of,
    day,
    named_organismes,
    opened,
    say,
    say_lines,
    show,
)
from cli.outputs import check_writable, write_whole
from flows.dossiers import people_file
from flows.dossiers.people_file import Checked
from flows.dossiers.rights import rights_on
from models.entities import Assure
from models.errors import BadInput
from storage.records import assures

app = typer.Typer(
    name="assures",
    help="Base des assurés et de leurs familles.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
_Owner = Annotated[str | None, typer.Option(help="ofppt, cnops, pmas ou ci.")]


@app.command("importer")
def bring(
    fichier: Annotated[Path, typer.Argument(help="Fichier des assurés, CSV ou XLSX.")],
    organisme: _Owner = None,
    rapport: Annotated[
        Path | None, typer.Option(help="Écrire ici, en CSV, les lignes refusées et pourquoi.")
    ] = None,
    data: Data = None,
) -> int:
    """Ajoute ou met à jour les personnes du fichier ; dit les lignes refusées et pourquoi."""
    named_organismes([organisme] if organisme else [])
    if rapport is not None:
        check_writable(rapport, "--rapport")
    rows = people_file.read(fichier.name, bytes_of(fichier, "assures_illisible"))
    with opened(data, make=True) as place, place.database.transaction() as session:
        known = assures.insured_numbers(session, organisme=organisme)
        checked = people_file.check(rows, known, today=_today())
        added, changed = assures.bring(session, checked.people, organisme=organisme)
    if rapport is not None:
        write_whole(rapport, _report(checked))
    _tell(checked, added, changed, rapport)
    return SOME_REFUSED if checked.refused else 0


@app.command("voir")
def look(
    numero: Annotated[str, typer.Argument(help="Immatriculation ou matricule de l'assuré.")],
    le: Annotated[str | None, typer.Option(help="Droits à cette date (AAAA-MM-JJ).")] = None,
    organisme: _Owner = None,
    data: Data = None,
) -> None:
    """Montre une famille et ses droits à une date (aujourd'hui par défaut)."""
    named_organismes([organisme] if organisme else [])
    on = day(le) or _today()
    with opened(data) as place, place.database.reading() as session:
        found = assures.find(
            session, numero_immatriculation=numero, matricule=numero, organisme=organisme
        )
        families = assures.families(session, [p.id for p in found[:1]])
    if not families:
        raise BadInput(f"Personne n'a le numéro « {numero} ».", code="assure_inconnu")
    show(
        ("Lien", "Nom", "Naissance", "Effet", "Droits"),
        [
            (
                person.lien,
                f"{person.nom} {person.prenom}",
                _written(person.date_naissance),
                _written(person.date_effet),
                _rights(person, on),
            )
            for person in families[0]
        ],
        title=f"Droits au {on:%d/%m/%Y}",
    )


def _rights(person: Assure, on: date) -> str:
    known = rights_on(person, on)
    return {True: "ouverts", False: f"fermés : {known.motif}", None: "non connus"}[known.ouverts]


def _written(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def _today() -> date:
    return datetime.now().astimezone().date()


def _report(checked: Checked) -> bytes:
    from flows.outgoing.spreadsheets import as_csv

    rows = (
        (one.line, one.who, "gardée" if one.kept else "refusée", one.why) for one in checked.told
    )
    return as_csv([("ligne", "personne", "suite", "raison"), *rows])


def _tell(checked: Checked, added: int, changed: int, report: Path | None) -> None:
    refused = len(checked.refused)
    say(f"{added} personne(s) ajoutée(s), {changed} mise(s) à jour, {refused} ligne(s) refusée(s).")
    say_lines([f"ligne {one.line}, {one.who} : {one.why}" for one in checked.told])
    if report is not None:
        say(f"Rapport écrit dans {report}.")
