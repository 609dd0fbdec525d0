"""`liasse comptes`: who may open the application, and as what."""

from __future__ import annotations

import getpass
from typing import Annotated

import typer

from cli import jetons
from cli.common import Data, opened, show, typist
from cli.passwords import given_password
from flows.workplace import Workplace
from models.entities import Account, utcnow
from models.errors import BadInput
from models.permissions import Role
from storage.records import accounts

app = typer.Typer(
    name="comptes",
    help="Comptes des personnes qui ouvrent l'application.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(jetons.app)

_Login = Annotated[str, typer.Argument(help="Identifiant de la personne, par exemple s.tahiri.")]
_Stdin = Annotated[
    bool,
    typer.Option("--mot-de-passe-entree", help="Lire le mot de passe sur l'entrée standard."),
]
_ROLES = {
    Role.COURRIER: "courrier",
    Role.RELECTEUR: "relecteur",
    Role.MEDECIN_CONSEIL: "médecin conseil",
    Role.GESTIONNAIRE: "gestionnaire",
    Role.ADMIN: "administrateur",
}


@app.command("ajouter")
def add(
    login: _Login,
    role: Annotated[
        list[str],
        typer.Option(
            help="Rôle (peut être répété) : courrier, relecteur, medecin_conseil, gestionnaire, admin."
        ),
    ],
    nom: Annotated[str, typer.Option(help="Nom affiché (par défaut : l'identifiant).")] = "",
    stdin: _Stdin = False,
    data: Data = None,
) -> None:
    """Ouvre un compte. Dès le premier, chacun doit se connecter."""
    roles = [_role(name) for name in role]
    with opened(data, make=True) as place:
        password = _password(stdin)
        with place.database.transaction() as session:
            made = accounts.add(
                session, login=login, name=nom, password=password, roles=roles, actor=typist()
            )
    typer.echo(f"Compte ouvert : {made.login}.")


@app.command("lister")
def listed(data: Data = None) -> None:
    """Montre les comptes, leurs rôles et leurs sessions ouvertes."""
    with opened(data) as place, place.database.reading() as session:
        people = accounts.listed(session)
        open_now = accounts.open_sessions(session, utcnow())
    if not people:
        typer.echo(
            "Aucun compte : l'application s'ouvre sans mot de passe, sur cette machine seule."
        )
        return
    show(
        ("Identifiant", "Nom", "Rôles", "Sessions ouvertes", "État"),
        [
            (
                person.login,
                person.name,
                ", ".join(_ROLES[Role(name)] for name in person.roles),
                str(open_now.get(person.id, 0)),
                f"fermé le {person.closed_at:%d/%m/%Y}" if person.closed_at else "ouvert",
            )
            for person in people
        ],
        whole=["Identifiant"],
    )


@app.command("mot-de-passe")
def password(login: _Login, stdin: _Stdin = False, data: Data = None) -> None:
    """Change le mot de passe d'un compte et met fin à ses sessions."""
    with opened(data) as place:
        _known(place, login)
        new = _password(stdin)
        with place.database.transaction() as session:
            account = accounts.by_login(session, login)
            assert account is not None
            accounts.set_password(session, account, new, actor=typist(), now=utcnow())
    typer.echo("Mot de passe changé ; les sessions ouvertes sont terminées.")


@app.command("fermer")
def close(
    login: _Login,
    sessions: Annotated[
        bool, typer.Option("--sessions", help="Terminer ses sessions seulement, sans fermer.")
    ] = False,
    data: Data = None,
) -> None:
    """Ferme un compte pour de bon, ou termine seulement ses sessions."""
    with opened(data) as place:
        account = _known(place, login)
        with place.database.transaction() as session:
            if sessions:
                accounts.end_all(session, account, utcnow())
            else:
                accounts.close(session, account, actor=typist(), now=utcnow())
    typer.echo("Sessions terminées." if sessions else f"Compte fermé : {account.login}.")


def _role(name: str) -> Role:
    known = {role.value: role for role in accounts.HUMAN}
    if name not in known:
        raise BadInput(
            f"« {name} » n'est pas un rôle. Rôles possibles : {', '.join(r.value for r in _ROLES)}.",
            code="role_inconnu",
        )
    return known[name]


def _known(place: Workplace, login: str) -> Account:
    with place.database.reading() as session:
        account = accounts.by_login(session, login)
    if account is None:
        raise BadInput(f"Aucun compte ne porte l'identifiant « {login} ».", code="compte_inconnu")
    return account


def _password(stdin: bool) -> str:
    """Asked for twice on a terminal; one line of the standard input otherwise."""
    first = given_password(stdin)
    if not stdin and getpass.getpass("Encore une fois : ") != first:
        raise BadInput("Les deux mots de passe diffèrent.", code="mot_de_passe_different")
    return first
