"""`liasse pharmacies`: the directory of those who write to us, brought in from a file and looked at."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.common import SOME_REFUSED, Data, bytes_of, opened, say, say_lines, show
from flows.intake.tables import rows_of
from flows.mailbox import directory
from storage.records import pharmacies

app = typer.Typer(
    name="pharmacies",
    help="Annuaire des pharmacies dont les courriels reçoivent une réponse.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command("importer")
def bring(
    fichier: Annotated[Path, typer.Argument(help="Fichier des pharmacies, CSV ou XLSX.")],
    data: Data = None,
) -> int:
    """Ajoute ou met à jour les adresses du fichier ; dit les lignes refusées et pourquoi.

    Colonnes : nom, courriel, inpe, ville. Une adresse « @exemple.ma » vaut pour tout ce domaine.
    """
    rows = rows_of(bytes_of(fichier, "annuaire_illisible"))
    found = directory.check(fichier.name, rows)
    with opened(data, make=True) as place, place.database.transaction() as session:
        new = [
            pharmacies.keep(session, one.address, nom=one.nom, inpe=one.inpe, ville=one.ville)
            for one in found.senders
        ]
    say(
        f"{sum(new)} adresse(s) ajoutée(s), {len(new) - sum(new)} mise(s) à jour, "
        f"{len(found.refused)} refusée(s)."
    )
    say_lines([f"ligne {line} : {why}" for line, why in found.refused])
    return SOME_REFUSED if found.refused else 0


@app.command("voir")
def look(data: Data = None) -> None:
    """Montre l'annuaire."""
    with opened(data) as place, place.database.reading() as session:
        rows = pharmacies.everyone(session)
    show(
        ("Pharmacie", "Adresse", "INPE", "Ville"),
        [(row.nom, row.address, row.inpe or "", row.ville or "") for row in rows],
    )
