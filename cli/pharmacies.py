"""`liasse pharmacies`: the directory of those who write to us, brought in from a file and looked at."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from cli.common import Data, opened, say
from flows.intake.tables import rows_of
from flows.mailbox import directory
from models.errors import BadInput
from storage.records import pharmacies

app = typer.Typer(
    name="pharmacies",
    help="Annuaire des pharmacies dont les courriels reçoivent une réponse.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
SHOWN = 15
SOME_REFUSED = 1


@app.command("importer")
def bring(
    fichier: Annotated[Path, typer.Argument(help="Fichier des pharmacies, CSV ou XLSX.")],
    data: Data = None,
) -> int:
    """Ajoute ou met à jour les adresses du fichier ; dit les lignes refusées et pourquoi.

    Colonnes : nom, courriel, inpe, ville. Une adresse « @exemple.ma » vaut pour tout ce domaine.
    """
    try:
        found = directory.check(fichier.name, rows_of(fichier.read_bytes()))
    except OSError:
        raise BadInput(
            f"Le fichier « {fichier} » ne peut pas être lu. Vérifiez son nom et vos droits.",
            code="annuaire_illisible",
        ) from None
    with opened(data, make=True) as place, place.database.transaction() as session:
        new = [
            pharmacies.keep(session, one.address, nom=one.nom, inpe=one.inpe, ville=one.ville)
            for one in found.senders
        ]
    say(
        f"{sum(new)} adresse(s) ajoutée(s), {len(new) - sum(new)} mise(s) à jour, "
        f"{len(found.refused)} refusée(s)."
    )
    say(*(f"  ligne {line} : {why}" for line, why in found.refused[:SHOWN]))
    if len(found.refused) > SHOWN:
        say(f"  … et {len(found.refused) - SHOWN} autres lignes.")
    return SOME_REFUSED if found.refused else 0


@app.command("voir")
def look(data: Data = None) -> None:
    """Montre l'annuaire."""
    with opened(data) as place, place.database.reading() as session:
        rows = pharmacies.everyone(session)
    table = Table()
    for column in ("Pharmacie", "Adresse", "INPE", "Ville"):
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(row.nom, row.address, row.inpe or "", row.ville or "")
    Console(highlight=False).print(table)
