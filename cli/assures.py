"""`liasse assures`: the base of insured people, brought in from a file and looked at."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from cli.common import Data, opened, say
from cli.outputs import check_writable, write_whole
from flows.dossiers import people_file
from flows.dossiers.people_file import Checked
from flows.dossiers.rights import rights_on
from models.errors import BadInput
from models.organismes import organismes
from storage.records import assures

app = typer.Typer(
    name="assures",
    help="Base des assurés et de leurs familles.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
_Owner = Annotated[str | None, typer.Option(help="ofppt, cnops, pmas ou ci.")]
SHOWN = 15
"""Refusals shown; the report has them all."""
SOME_REFUSED = 1


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
    _known(organisme)
    if rapport is not None:
        check_writable(rapport, "--rapport")
    try:
        rows = people_file.read(fichier.name, fichier.read_bytes())
    except OSError:
        raise BadInput(
            f"Le fichier « {fichier} » ne peut pas être lu. Vérifiez son nom et vos droits.",
            code="assures_illisible",
        ) from None
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
    _known(organisme)
    on = _day(le)
    with opened(data) as place, place.database.reading() as session:
        found = assures.find(
            session, numero_immatriculation=numero, matricule=numero, organisme=organisme
        )
        families = assures.families(session, [p.id for p in found[:1]])
        if not families:
            raise BadInput(f"Personne n'a le numéro « {numero} ».", code="assure_inconnu")
        table = Table(title=f"Droits au {on:%d/%m/%Y}", title_justify="left")
        for column in ("Lien", "Nom", "Naissance", "Effet", "Droits"):
            table.add_column(column, overflow="fold")
        for person in families[0]:
            known = rights_on(person, on)
            said = {True: "ouverts", False: f"fermés : {known.motif}", None: "non connus"}
            born = person.date_naissance
            effect = person.date_effet
            table.add_row(
                person.lien,
                f"{person.nom} {person.prenom}",
                f"{born:%d/%m/%Y}" if born else "",
                f"{effect:%d/%m/%Y}" if effect else "",
                said[known.ouverts],
            )
    Console(highlight=False).print(table)


def _today() -> date:
    return datetime.now().astimezone().date()


def _known(organisme: str | None) -> None:
    if organisme is not None and organisme not in organismes():
        raise BadInput(
            f"L'organisme « {organisme} » est inconnu : {', '.join(organismes())}.",
            code="organisme_inconnu",
        )


def _day(written: str | None) -> date:
    try:
        return date.fromisoformat(written) if written else _today()
    except ValueError:
        raise BadInput(
            f"La date « {written} » n'est pas de la forme AAAA-MM-JJ.", code="date_invalide"
        ) from None


def _report(checked: Checked) -> bytes:
    """As a French Excel opens it: semicolons and a mark of UTF-8."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(("ligne", "personne", "suite", "raison"))
    for one in checked.told:
        writer.writerow((one.line, one.who, "gardée" if one.kept else "refusée", one.why))
    return text.getvalue().encode("utf-8-sig")


def _tell(checked: Checked, added: int, changed: int, report: Path | None) -> None:
    refused = len(checked.refused)
    say(f"{added} personne(s) ajoutée(s), {changed} mise(s) à jour, {refused} ligne(s) refusée(s).")
    for one in checked.told[:SHOWN]:
        say(f"  ligne {one.line}, {one.who} : {one.why}")
    if len(checked.told) > SHOWN:
        say(f"  … et {len(checked.told) - SHOWN} autres lignes.")
    if report is not None:
        say(f"Rapport écrit dans {report}.")
