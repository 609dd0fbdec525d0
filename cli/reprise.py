"""`liasse relire` and `liasse rejuger`: dossiers read or judged again; shown first, then accepted."""

from __future__ import annotations

import json as jsonlib
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from cli.common import Data, Json, opened, say, show, typist
from flows.learning import again
from flows.learning.again import Again, Selection
from models.permissions import Actor, Role

Since = Annotated[
    datetime | None,
    typer.Option("--depuis", formats=["%Y-%m-%d"], help="Reçus à partir de ce jour (2026-01-31)."),
]
Until = Annotated[
    datetime | None,
    typer.Option("--jusqua", formats=["%Y-%m-%d"], help="Reçus jusqu'à ce jour compris."),
]
Organisme = Annotated[str | None, typer.Option("--organisme", help="De cet organisme.")]
Type = Annotated[str | None, typer.Option("--type", help="De ce type de dossier.")]
LotNumber = Annotated[str | None, typer.Option("--lot", help="De ce lot (son numéro).")]
Version = Annotated[
    str | None,
    typer.Option(
        "--version", help="Dont une pièce a été lue par cette version (ou une partie de son nom)."
    ),
]
Accepted = Annotated[
    str | None,
    typer.Option("--accepter", help="Code sous lequel les changements ont été montrés."),
]
NOTHING = "—"


def _command(told: str, *, reread: bool) -> Callable[..., None]:
    def command(
        depuis: Since = None,
        jusqua: Until = None,
        organisme: Organisme = None,
        type: Type = None,
        lot: LotNumber = None,
        version: Version = None,
        accepter: Accepted = None,
        json: Json = False,
        data: Data = None,
    ) -> None:
        wanted = Selection(_day(depuis), _day(jusqua), organisme, type, lot, version)
        _again(data, wanted, accepter, json=json, reread=reread)

    command.__doc__ = f"{told} : montre ce qui changerait, puis le fait si on l'accepte."
    return command


relire = _command("Relit des dossiers sous les versions du jour", reread=True)
rejuger = _command("Juge de nouveau des dossiers sous les règles du jour", reread=False)


def _again(
    data: Path | None, wanted: Selection, code: str | None, *, json: bool, reread: bool
) -> None:
    actor = Actor(typist(), frozenset({Role.SYSTEME}))
    with opened(data) as place:
        with place.database.reading() as session:
            ids = again.selected(session, wanted)
        found = again.preview(place, actor, ids, reread=reread)
        shown = again.fingerprint(found)
        done = again.accept(place, actor, found, code, reread=reread) if code is not None else None
    if json:
        told = {"code": shown, "accepte": done is not None}
        told["dossiers"] = [again.printable(one) for one in (found if done is None else done)]
        typer.echo(jsonlib.dumps(told, ensure_ascii=False))
        return
    _show(found if done is None else done)
    changing = sum(one.changes for one in found)
    if done is not None:
        say(f"{sum(one.left is None for one in done)} dossier(s) changé(s) sur {changing} montrés.")
    elif changing:
        say(
            f"{changing} dossier(s) changeraient sur {len(found)}. Rien n'est encore fait.",
            f"Pour l'accepter, la même commande avec : --accepter {shown}",
        )
    else:
        say(f"Rien ne changerait ({len(found)} dossier(s)).")


def _show(found: Sequence[Again]) -> None:
    rows = [(one.reference, *row) for one in found for row in _rows(one)]
    if rows:
        columns = ("Dossier", "Ce qui change", "Avant", "Après")
        show(columns, rows, title="Changements", whole=["Dossier"])
    for one in found:
        if one.left is not None:
            say(f"{one.reference} laissé : {one.left}.")


def _rows(one: Again) -> list[tuple[str, str, str]]:
    rows = [("statut", *one.statut)] if one.statut else []
    rows += [(name, before or NOTHING, after or NOTHING) for name, before, after in one.findings]
    for change in one.values:
        where = f"p. {change.pages[0]}, {change.name}"
        told = "secret médical" if change.sealed else NOTHING
        rows.append((where, change.before or told, change.after or told))
    return rows


def _day(given: datetime | None) -> date | None:
    return given.date() if given is not None else None
