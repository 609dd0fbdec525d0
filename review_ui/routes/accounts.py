"""The accounts of the house, for administrators: opened, given roles and passwords, closed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Response
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from models.entities import Account
from models.errors import BadInput
from models.permissions import Action, Role, Sort, Thing
from review_ui.visit import Visit, Visiting, Writing
from review_ui.wording import dates, words
from storage.records import accounts, passwords

router = APIRouter()

LONGEST = 200
ACCOUNT = Thing(Sort.COMPTE, confidential=False)
CHOICES = (Role.COURRIER, Role.RELECTEUR, Role.MEDECIN_CONSEIL, Role.GESTIONNAIRE, Role.ADMIN)
_LAST = (
    "C'est le dernier compte d'administrateur : donnez d'abord ce rôle à un autre, "
    "sinon personne ne pourrait plus ouvrir de compte."
)
Roles = Annotated[list[Role], Form()]


@dataclass(frozen=True, slots=True)
class Row:
    """An account in words. `sessions`: how many are open now."""

    id: str
    login: str
    name: str
    roles: frozenset[Role]
    opened: str
    closed: str
    sessions: int
    mine: bool


@dataclass(frozen=True, slots=True)
class Said:
    """What came of an act. `password` is shown this once, `login` is whose."""

    message: str
    login: str = ""
    password: str = ""


@router.get("/comptes")
def listed(visit: Visiting) -> Response:
    visit.require(Action.VOIR, ACCOUNT)
    return _page(visit)


@router.post("/comptes")
def add(
    visit: Writing,
    identifiant: Annotated[str, Form(max_length=LONGEST)] = "",
    nom: Annotated[str, Form(max_length=LONGEST)] = "",
    roles: Roles = [],  # noqa: B006 - FastAPI copies it
) -> Response:
    visit.require(Action.ADMINISTRER, ACCOUNT)
    password = passwords.drawn()

    def opened(session: Session) -> Said:
        if not accounts.any_at_all(session) and Role.ADMIN not in roles:
            raise BadInput(
                "Le premier compte doit être administrateur : dès qu'il existe, chacun doit se "
                "connecter, et lui seul peut ouvrir les autres.",
                code="premier_compte",
            )
        made = accounts.add(
            session, login=identifiant, name=nom, password=password, roles=roles, actor=visit.actor.name
        )  # fmt: skip
        return Said(f"Compte ouvert pour {made.name}.", made.login, password)

    return _after(visit, opened)


@router.post("/comptes/{account_id}/roles")
def change_roles(visit: Writing, account_id: str, roles: Roles = []) -> Response:  # noqa: B006
    visit.require(Action.ADMINISTRER, ACCOUNT)

    def changed(session: Session) -> Said:
        account = _open(session, account_id)
        if Role.ADMIN not in roles:
            _not_the_last(session, account)
        accounts.set_roles(session, account, roles, actor=visit.actor.name)
        return Said(f"Rôles de {account.name} changés.")

    return _after(visit, changed)


@router.post("/comptes/{account_id}/mot-de-passe")
def reset(visit: Writing, account_id: str) -> Response:
    visit.require(Action.ADMINISTRER, ACCOUNT)
    password = passwords.drawn()

    def changed(session: Session) -> Said:
        account = _open(session, account_id)
        accounts.set_password(session, account, password, actor=visit.actor.name, now=visit.now)
        return Said(
            f"Mot de passe de {account.name} changé ; ses sessions sont terminées.", account.login, password
        )  # fmt: skip

    return _after(visit, changed)


@router.post("/comptes/{account_id}/sessions")
def end_sessions(visit: Writing, account_id: str) -> Response:
    visit.require(Action.ADMINISTRER, ACCOUNT)

    def ended(session: Session) -> Said:
        account = _open(session, account_id)
        accounts.end_all(session, account, visit.now, actor=visit.actor.name)
        return Said(f"Sessions de {account.name} terminées.")

    return _after(visit, ended)


@router.post("/comptes/{account_id}/fermer")
def close(visit: Writing, account_id: str) -> Response:
    visit.require(Action.ADMINISTRER, ACCOUNT)

    def closed(session: Session) -> Said:
        account = _open(session, account_id)
        _not_the_last(session, account)
        accounts.close(session, account, actor=visit.actor.name, now=visit.now)
        return Said(
            f"Compte de {account.name} fermé. Ce que cette personne a fait reste au journal."
        )

    return _after(visit, closed)


def _open(session: Session, account_id: str) -> Account:
    account = session.get(Account, account_id)
    if account is None:
        raise NoResultFound
    if account.closed_at is not None:
        raise BadInput(f"Le compte de {account.name} est fermé.", code="compte_ferme")
    return account


def _not_the_last(session: Session, account: Account) -> None:
    if Role.ADMIN in accounts.roles(account) and not accounts.other_admins(session, account):
        raise BadInput(_LAST, code="dernier_admin")


def _after(visit: Visit, work: Callable[[Session], Said]) -> Response:
    """The page again. A password is shown in this answer alone, which no cache keeps."""
    try:
        said = visit.office.database.write(work)
    except BadInput as error:
        return _page(visit, problem=error.message, status=400)
    with visit.office.database.reading() as session:
        return _page(visit, said=said, people=accounts.listed(session))


def _page(
    visit: Visit,
    *,
    said: Said | None = None,
    problem: str = "",
    people: Sequence[Account] | None = None,
    status: int = 200,
) -> Response:
    known = accounts.listed(visit.session) if people is None else people
    open_now = accounts.open_sessions(visit.session, visit.now)
    answer = visit.page(
        "accounts.html",
        rows=[_row(visit, account, open_now) for account in known],
        choices=[(role, words.ROLES[role]) for role in CHOICES],
        said=said,
        problem=problem,
        first=not known,
    )
    answer.status_code = status
    return answer


def _row(visit: Visit, account: Account, open_now: dict[str, int]) -> Row:
    return Row(
        account.id,
        account.login,
        account.name,
        accounts.roles(account),
        dates.day(account.created_at),
        dates.day(account.closed_at) if account.closed_at else "",
        open_now.get(account.id, 0),
        account.login == visit.actor.name,
    )
