"""`liasse lots`: what waits to leave, lots closed and handed over."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.orm import Session

from cli.common import Data, opened, operator, role_option, say, show
from flows.outgoing.gather import dossier_named, lot_named
from flows.review import Desk, act
from flows.review import lots as acts
from flows.review.done import Done
from models.entities import Lot, LotStatut
from models.permissions import Role
from storage.records import lots

app = typer.Typer(
    name="lots",
    help="Lots : les lister, les clôturer, les remettre.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
_Role = Annotated[Role, role_option("Rôle de qui agit.")]
_Lot = Annotated[str, typer.Argument(help="Numéro du lot, par exemple L26-00003-2.")]
STATES = {LotStatut.OUVERT: "ouvert", LotStatut.CLOTURE: "clôturé", LotStatut.REMIS: "remis"}


@app.command("lister")
def show_all(
    ouverts: Annotated[bool, typer.Option("--ouverts", help="Les lots ouverts seulement.")] = False,
    data: Data = None,
) -> None:
    """Les lots, les plus récents d'abord, et ce qui est prêt à partir."""
    with opened(data) as place, place.database.reading() as session:
        rows = [
            _line(session, lot)
            for lot in lots.newest(session, limit=1000)
            if not ouverts or lot.statut is LotStatut.OUVERT
        ]
    show(("Lot", "Pour", "État", "Dossiers", "Prêts"), rows, title="Lots", whole=["Lot"])


def _line(session: Session, lot: Lot) -> tuple[str, ...]:
    inside = lots.dossiers(session, lot.id)
    kind = [lot.organisme, lot.nature.value, lot.prestation.value]
    kind += [one for one in (lot.etablissement, lot.bordereau) if one]
    ready = sum(map(lots.ready, inside))
    return lot.numero, " · ".join(kind), STATES[lot.statut], str(len(inside)), str(ready)


@app.command("cloturer")
def close(
    numero: _Lot,
    sans: Annotated[
        str | None,
        typer.Option(help="Raison pour laquelle ce qui n'est pas prêt quitte le lot."),
    ] = None,
    data: Data = None,
    role: _Role = Role.GESTIONNAIRE,
) -> None:
    """Clôture un lot ; ce qui n'est pas complet le quitte d'abord (--sans RAISON)."""

    def work(desk: Desk) -> Done:
        lot = lot_named(desk.session, numero)
        return acts.close(desk, lot.id, seen=lot.revision, without=sans)

    _do(data, role, work)


@app.command("retirer")
def remove(
    numero: _Lot,
    dossier: Annotated[str, typer.Argument(help="Numéro du dossier.")],
    raison: Annotated[str, typer.Option(help="Pourquoi il quitte le lot.")],
    data: Data = None,
    role: _Role = Role.GESTIONNAIRE,
) -> None:
    """Retire un dossier d'un lot ouvert."""

    def work(desk: Desk) -> Done:
        lot, row = lot_named(desk.session, numero), dossier_named(desk.session, dossier)
        return acts.remove(desk, lot.id, row.id, raison)

    _do(data, role, work)


@app.command("remettre")
def hand_over(
    numero: _Lot,
    recu: Annotated[str, typer.Option(help="L'accusé de réception signé (date, référence).")],
    data: Data = None,
    role: _Role = Role.GESTIONNAIRE,
) -> None:
    """Note qu'un lot clôturé a été remis."""
    _do(data, role, lambda desk: acts.hand_over(desk, lot_named(desk.session, numero).id, recu))


def _do(data: Path | None, role: Role, work: Callable[[Desk], Done]) -> None:
    with opened(data) as place:
        done = act(place, operator(role), work)
    say(done.sentence)
