"""`liasse apprentissage`: what corrections taught: versions of the recognition of types, thresholds."""

from __future__ import annotations

import json as jsonlib
from datetime import datetime
from typing import Annotated, Any

import typer

from cli.common import Data, Json, opened, say, show, typist
from flows.learning import versions
from flows.learning.thresholds import believed_from, called
from flows.result import HERE
from models.entities import Threshold, TypingVersion
from models.reference.trust import NEVER
from storage.records import thresholds, typing_versions

app = typer.Typer(
    name="apprentissage",
    help="Ce que les corrections apprennent : versions des types et des coupes, seuils suivis.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
SHIPPED = "livrée"
CAPTION = "Types faux, puis coupes fausses : avant → avec la version."


@app.command("lister")
def show_all(json: Json = False, data: Data = None) -> None:
    """Les versions apprises, ce qu'elles valaient, et celle qui sert."""
    with opened(data) as place, place.database.reading() as session:
        rows, now = typing_versions.every(session), typing_versions.in_use(session)
    if json:
        told = [_described(row) | {"en_service": row.number == now} for row in rows]
        typer.echo(jsonlib.dumps({"en_service": now, "versions": told}, ensure_ascii=False))
        return
    listed = [(_state(0, now, True), SHIPPED, "", "", "", "")]
    for row in rows:
        kept = row.figures
        listed.append(
            (_state(row.number, now, row.taken), _day(row.at), str(kept["pages"]),
             str(kept["corrigees"]), _errors(kept["gardees"]), _errors(kept["fixes"]))
        )  # fmt: skip
    show(("Version", "Le", "Pages", "Corrigées", "À part", "Jeu fixe"), listed, title="Versions")
    say(CAPTION)


@app.command("seuils")
def show_thresholds(json: Json = False, data: Data = None) -> None:
    """Les seuils que l'erreur observée a déplacés, et ce qui dérive."""
    with opened(data) as place, place.database.reading() as session:
        rows = sorted(thresholds.current(session).values(), key=lambda row: (row.of, row.key))
        names = {row.key: called(session, row) for row in rows}
    if json:
        told = [
            {"de": row.of, "nom": names[row.key], "seuil": _least(row), "derive": row.drifts,
             "valeurs": row.number, "fausses": row.wrong, "depuis": row.at.isoformat()}
            for row in rows
        ]  # fmt: skip
        typer.echo(jsonlib.dumps({"seuils": told}, ensure_ascii=False))
        return
    if not rows:
        say("Aucun seuil n'a été déplacé : ce qui a été contrôlé ne dit encore rien d'autre.")
        return
    show(
        ("De", "Seuil", "Valeurs", "Fausses", "Depuis", ""),
        [
            (names[row.key], believed_from(row), str(row.number), str(row.wrong), _day(row.at),
             "dérive" if row.drifts else "")
            for row in rows
        ],
        title="Seuils",
    )  # fmt: skip


@app.command("entrainer")
def train(json: Json = False, data: Data = None) -> None:
    """Apprend une version des corrections faites ; elle ne sert que si elle est meilleure."""
    with opened(data) as place:
        trial = versions.train(place, typist())
    if json:
        told = {"version": trial.number, "prise": trial.taken, **versions.figures(trial)}
        typer.echo(jsonlib.dumps(told, ensure_ascii=False))
        return
    kept: dict[str, Any] = versions.figures(trial)
    say(
        f"Version {trial.number}, apprise de {trial.learned_from} pages dont {trial.corrected} "
        f"corrigées, contre la version {trial.against} :",
        f"  corrections gardées à part : {_moved(kept['gardees'])}",
        f"  jeu fixe : {_moved(kept['fixes'])}",
        f"{'Prise' if trial.taken else 'Refusée'} : {trial.why}.",
    )


@app.command("revenir")
def go_back(
    version: Annotated[
        int | None,
        typer.Option(help="Version à reprendre (0 : livrée ; par défaut : la précédente)."),
    ] = None,
    raison: Annotated[str | None, typer.Option(help="Pourquoi.")] = None,
    data: Data = None,
) -> None:
    """Reprend une version antérieure : les envois suivants sont reconnus comme avant."""
    with opened(data) as place:
        number = versions.go_back(place, typist(), version, raison)
    say(f"Version en service : {number or f'0 ({SHIPPED})'}.")


def _least(row: Threshold) -> float | None:
    """The confidence from which values are believed; `None`: from none, all are looked at."""
    return row.least if row.least < NEVER else None


def _state(number: int, now: int, taken: bool) -> str:
    return f"{number}{' en service' if number == now else '' if taken else ' refusée'}"


def _errors(both: Any) -> str:
    before, after = both
    return (
        f"{before['wrong']} → {after['wrong']} / {after['pages']}, "
        f"{before['wrong_cuts']} → {after['wrong_cuts']} / {after['cuts']}"
    )


def _described(row: TypingVersion) -> dict[str, Any]:
    return {"version": row.number, "le": row.at.isoformat(), "prise": row.taken, **row.figures}


def _day(at: datetime) -> str:
    return f"{at.astimezone(HERE):%d/%m/%Y}"


def _moved(both: Any) -> str:
    before, after = both
    return (
        f"types faux {before['wrong']} → {after['wrong']} sur {after['pages']}, "
        f"coupes {before['wrong_cuts']} → {after['wrong_cuts']} sur {after['cuts']}, "
        f"perte {before['loss']:.3f} → {after['loss']:.3f}"
    )
