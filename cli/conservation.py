"""`liasse conservation`: dossiers whose time is over, and those that may not be erased."""

from __future__ import annotations

from typing import Annotated

import typer
from sqlalchemy import select

from cli.common import Data, named_organismes, opened, say, show
from cli.effacement import Login, Stdin, person
from flows.erasure.carrying_out import Asked, prepare
from flows.erasure.retention import due
from flows.outgoing.gather import dossier_named
from models.entities import Dossier, ErasureReason, utcnow
from models.errors import BadInput
from storage.records import erasures

app = typer.Typer(
    name="conservation",
    help="Les dossiers au terme de leur conservation, et ceux qui sont gelés.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
REFUSED = 1
_Reference = Annotated[str, typer.Argument(help="Dossier, par exemple D25-00012-3.")]


@app.callback()
def conservation() -> None:
    """Les dossiers au terme de leur conservation, et ceux qui sont gelés."""


@app.command("echus")
def over(
    organisme: Annotated[list[str] | None, typer.Option(help="Organisme (répétable).")] = None,
    preparer: Annotated[
        bool,
        typer.Option(
            "--preparer", help="Prépare l'effacement de chacun ; une autre personne confirme."
        ),
    ] = False,
    compte: Login = "",
    stdin: Stdin = False,
    data: Data = None,
) -> None:
    """Liste les dossiers clos que leur organisme ne garde plus ; 1 si un effacement n'a pu être préparé."""
    chosen = named_organismes(organisme)
    with opened(data) as place:
        with place.database.reading() as session:
            found = due(session, utcnow(), chosen)
        show(
            ("Dossier", "Organisme", "Étape", "Dernier acte", "Gelé"),
            [
                (
                    one.dossier.reference, one.dossier.organisme, one.dossier.etape.value,
                    f"{one.last:%d/%m/%Y}", one.held or "",
                )
                for one in found
            ],
            whole=["Dossier"],
        )  # fmt: skip
        if not preparer:
            return
        actor = person(place, compte, stdin)
        refused = 0
        for one in found:
            try:
                row = prepare(place, actor, Asked([one.dossier.id]), ErasureReason.CONSERVATION)
            except BadInput as error:
                refused += 1
                say(f"{one.dossier.reference} : {error.message}")
            else:
                say(f"{one.dossier.reference} : effacement n° {row.number} préparé.")
    if refused:
        raise typer.Exit(REFUSED)


@app.command("geler")
def hold(
    dossier: _Reference,
    compte: Login,
    motif: Annotated[str, typer.Option(help="Pourquoi : litige, réquisition …")],
    stdin: Stdin = False,
    data: Data = None,
) -> None:
    """Interdit d'effacer un dossier, jusqu'à ce que le gel soit levé."""
    with opened(data) as place:
        actor = person(place, compte, stdin)
        with place.database.transaction() as session:
            erasures.hold(session, dossier_named(session, dossier), actor=actor, why=motif.strip())
    say(f"{dossier} est gelé : il ne peut pas être effacé.")


@app.command("degeler")
def lift(dossier: _Reference, compte: Login, stdin: Stdin = False, data: Data = None) -> None:
    """Lève le gel d'un dossier."""
    with opened(data) as place:
        actor = person(place, compte, stdin)
        with place.database.transaction() as session:
            lifted = erasures.lift(session, dossier_named(session, dossier), actor=actor)
    say(f"{dossier} n'est plus gelé." if lifted else f"{dossier} n'était pas gelé.")


@app.command("gels")
def holds(data: Data = None) -> None:
    """Montre les dossiers gelés, par qui et pourquoi."""
    with opened(data) as place, place.database.reading() as session:
        rows = erasures.holds(session)
        ids = [row.dossier_id for row in rows]
        named = session.scalars(select(Dossier).where(Dossier.id.in_(ids))).all()
    references = {dossier.id: dossier.reference for dossier in named}
    show(
        ("Dossier", "Depuis le", "Par", "Motif"),
        [
            (references[row.dossier_id], f"{row.set_at:%d/%m/%Y}", row.set_by, row.why)
            for row in rows
        ],
        whole=["Dossier"],
    )
