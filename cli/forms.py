"""`liasse formulaires`: the forms learned from corrected papers, listed, shown, forgotten."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.orm import Session

from cli.common import Data, opened, say, show, typist
from cli.outputs import check_writable, write_whole
from models.entities import FormState, KnownForm
from models.errors import BadInput
from models.forms import Form
from storage.records import audit, forms

app = typer.Typer(
    name="formulaires",
    help="Formulaires appris des papiers corrigés : les lister, les montrer, les oublier.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
_Number = Annotated[int, typer.Argument(help="Numéro du formulaire.")]
STATES = {
    FormState.EN_SERVICE: "en service",
    FormState.ECARTE: "mis de côté",
    FormState.OUBLIE: "oublié",
}


@app.command("lister")
def show_all(data: Data = None) -> None:
    """Les formulaires appris, ce qu'ils savent lire et ce que valaient leurs lectures."""
    with opened(data) as place, place.database.reading() as session:
        rows = [_line(session, row) for row in forms.every(session)]
    show(
        ("Nº", "Type", "Exemples", "Places", "Relues", "Corrigées", "État"),
        rows,
        title="Formulaires appris",
    )


def _line(session: Session, row: KnownForm) -> tuple[str, ...]:
    form = forms.current(session, row)
    judged = forms.outcomes(session, row.id).values()
    return (
        str(row.number),
        row.type,
        str(form.examples),
        str(sum(len(page.places) for page in form.pages)),
        str(sum(number for number, _ in judged)),
        str(sum(wrong for _, wrong in judged)),
        STATES[row.state] + (f" : {row.why}" if row.why else ""),
    )


@app.command("montrer")
def look(
    numero: _Number,
    png: Annotated[
        Path | None, typer.Option(help="Image à écrire : mots imprimés, places.")
    ] = None,
    data: Data = None,
) -> None:
    """Montre un formulaire : d'où il vient, ce qu'il lit et où."""
    if png is not None:
        check_writable(png, "--png")
    with opened(data) as place, place.database.reading() as session:
        row = _named(session, numero)
        form = forms.current(session, row)
        judged = forms.outcomes(session, row.id)
        papers = [lesson.document_id for lesson in forms.lessons(session, row.id)]
    if png is not None:
        from extractors.forms.picture import pictured

        write_whole(png, pictured(form.pages))
    say(
        f"{form.label.capitalize()}, version {form.version}, {STATES[row.state]}.",
        *([f"Raison : {row.why}."] if row.why else []),
        f"Appris de {len(papers)} papier(s) : {', '.join(map(str, papers))}.",
        *_told(form, judged),
        *([f"Écrit : {png}."] if png is not None else []),
    )


@app.command("oublier")
def forget(
    numero: _Number,
    raison: Annotated[str | None, typer.Option(help="Pourquoi il n'est plus à lire.")] = None,
    data: Data = None,
) -> None:
    """Ne lit plus d'après ce formulaire ; ce qui a été lu reste."""
    _state(data, numero, FormState.OUBLIE, raison)


@app.command("reprendre")
def take_up(numero: _Number, data: Data = None) -> None:
    """Lit de nouveau d'après un formulaire oublié ou mis de côté, avec toutes ses places."""
    _state(data, numero, FormState.EN_SERVICE, None)


def _state(data: Path | None, numero: int, state: FormState, why: str | None) -> None:
    with opened(data) as place, place.database.transaction() as session:
        row = _named(session, numero)
        before = row.state
        if state is FormState.EN_SERVICE:
            row.aside = []
        forms.set_state(session, row, state, why)
        audit.record(
            session,
            actor=typist(),
            action=f"formulaire.{state}",
            thing=audit.reference("formulaire", row.id),
            before={"state": before},
            after={"state": state},
            why=why,
        )
        said = forms.label(row)
    say(f"{said.capitalize()} : {STATES[state]}.")


def _named(session: Session, number: int) -> KnownForm:
    row = forms.by_number(session, number)
    if row is None:
        raise BadInput(
            f"Aucun formulaire nº {number} : voyez « liasse formulaires lister ».",
            code="formulaire_inconnu",
        )
    return row


def _told(form: Form, judged: dict[str, tuple[int, int]]) -> list[str]:
    lines = []
    for order, page in enumerate(form.pages, 1):
        lines.append(
            f"Page {order} : {len(page.anchors)} mots imprimés, {len(page.places)} places."
        )
        for place in page.places:
            number, wrong = judged.get(place.name, (0, 0))
            option = f" = {place.option}" if place.option is not None else ""
            seen = f", {wrong} corrigée(s) sur {number}" if number else ""
            aside = ", plus demandée" if place.name in form.aside else ""
            where = ", ".join(f"{v:.2f}" for v in place.box.rounded())
            lines.append(f"  {place.name}{option} en [{where}]{seen}{aside}")
    return lines
