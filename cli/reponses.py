"""`liasse reponses`: what the company answered, brought in from a table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from cli.common import SOME_REFUSED, Data, bytes_of, opened, operator, role_option, say, say_lines
from cli.outputs import check_writable, write_whole
from flows.answers.importing import Fate, Line, import_answers
from flows.outgoing.french import count
from flows.result import HERE
from models.permissions import Role

app = typer.Typer(
    name="reponses",
    help="Réponses de la compagnie.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.callback()
def _group() -> None:
    """Réponses de la compagnie."""


@app.command("importer")
def bring(
    fichier: Annotated[Path, typer.Argument(help="Tableau des réponses, CSV ou XLSX.")],
    rapport: Annotated[
        Path | None, typer.Option(help="Écrire ici, en CSV, ce que chaque ligne est devenue.")
    ] = None,
    role: Annotated[Role, role_option("Rôle de qui agit.")] = Role.GESTIONNAIRE,
    data: Data = None,
) -> int:
    """Enregistre chaque réponse du tableau, ou la renvoie si elle rompt le contrat.

    Colonnes : dossier, decision, date, montant, motif, numero. Les lignes refusées sont dites, avec
    la raison ; le même tableau donné deux fois n'enregistre rien deux fois.
    """
    if rapport is not None:
        check_writable(rapport, "--rapport")
    content = bytes_of(fichier, "reponses_illisible")
    with opened(data) as place:
        done = import_answers(place, operator(role), fichier.name, content, now=datetime.now(HERE))
    if rapport is not None:
        write_whole(rapport, _report(done))
    numbers = {fate: sum(line.fate is fate for line in done) for fate in Fate}
    say(
        f"{count(numbers[Fate.ENREGISTREE], 'réponse enregistrée', 'réponses enregistrées')}, "
        f"{count(numbers[Fate.RENVOYEE], 'renvoyée')} à la compagnie, "
        f"{count(numbers[Fate.REFUSEE], 'ligne refusée', 'lignes refusées')}."
    )
    told = [line for line in done if line.fate is not Fate.ENREGISTREE]
    say_lines([f"ligne {line.number}, {line.dossier} : {line.said}" for line in told])
    return SOME_REFUSED if numbers[Fate.REFUSEE] else 0


def _report(done: Sequence[Line]) -> bytes:
    from flows.outgoing.spreadsheets import as_csv

    rows = ((line.number, line.dossier, line.fate.value, line.said) for line in done)
    return as_csv([("ligne", "dossier", "suite", "pourquoi"), *rows])
