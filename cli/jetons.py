"""`liasse comptes jetons`: tokens with which programs call the API."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

import typer

from cli.common import Data, named_organismes, opened, show, typist
from models.entities import ApiToken, Right, utcnow
from models.errors import BadInput
from storage.records import tokens

app = typer.Typer(
    name="jetons",
    help="Jetons des programmes qui appellent l'API.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
_Name = Annotated[str, typer.Argument(help="Nom du programme, par exemple portail-pharmacies.")]


@app.command("creer")
def create(
    nom: _Name,
    droit: Annotated[
        list[Right],
        typer.Option(help="Droit (peut être répété) : depot, lecture, medical (avec lecture)."),
    ],
    organisme: Annotated[
        list[str] | None, typer.Option(help="Organisme auquel le limiter (peut être répété).")
    ] = None,
    jours: Annotated[int, typer.Option(min=1, max=3650, help="Jours de validité.")] = 365,
    data: Data = None,
) -> None:
    """Fait un jeton. Il n'est montré que cette fois."""
    named = named_organismes(organisme)
    now = utcnow()
    with opened(data, make=True) as place, place.database.transaction() as session:
        made, text = tokens.add(
            session,
            nom,
            droit,
            organismes=named,
            expires_at=now + timedelta(days=jours),
            actor=typist(),
        )
    typer.echo(f"Jeton « {made.name} », à garder en lieu sûr (il ne sera plus montré) :")
    typer.echo(text)


@app.command("lister")
def listed(data: Data = None) -> None:
    """Montre les jetons, leurs droits et leur état ; jamais leur texte."""
    with opened(data) as place, place.database.reading() as session:
        found = tokens.listed(session)
    if not found:
        typer.echo("Aucun jeton : l'API ne répond à personne.")
        return
    show(
        ("Nom", "Droits", "Organismes", "Dernier usage", "État"),
        [
            (
                token.name,
                ", ".join(token.rights),
                ", ".join(token.organismes) or "tous",
                f"{token.seen_at:%d/%m/%Y}" if token.seen_at else "jamais",
                _state(token),
            )
            for token in found
        ],
    )


@app.command("revoquer")
def revoke(nom: _Name, data: Data = None) -> None:
    """Retire un jeton, pour de bon."""
    with opened(data) as place, place.database.transaction() as session:
        token = tokens.by_name(session, nom)
        if token is None:
            raise BadInput(f"Aucun jeton ne s'appelle « {nom} ».", code="jeton_inconnu")
        tokens.revoke(session, token, actor=typist(), now=utcnow())
    typer.echo(f"Jeton révoqué : {nom}.")


def _state(token: ApiToken) -> str:
    if token.revoked_at:
        return f"révoqué le {token.revoked_at:%d/%m/%Y}"
    if not tokens.holds(token, utcnow()):
        return "périmé"
    return f"jusqu'au {token.expires_at:%d/%m/%Y}" if token.expires_at else "sans fin"
