"""Who may do which act: a table, tried one by one, on ordinary papers and on medical secrets."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from flows.review import (
    Desk,
    comments,
    envois,
    fields,
    holds,
    journal,
    letters,
    lots,
    outcome,
    pages,
)
from flows.review.errors import ForbiddenError, ReviewError
from flows.review.fields import Spot
from flows.workplace import open_workplace
from models.entities import Target
from models.errors import LiasseError
from models.permissions import HOUSE, TABLE, Action, Actor, Role, Sort
from models.settings import Settings
from storage.records import documents
from tests.flows.review.office import (
    INVOICE,
    INVOICE_END,
    PRESCRIPTION,
    REPORT,
    SHEET,
    Office,
    bag,
)

PEOPLE = [role for role in Role if role is not Role.SYSTEME]


@dataclass(frozen=True)
class Things:
    """What is acted on: a document, one of its pages, another document, its dossier, its lot."""

    document: str
    field: Spot
    page: str
    other: str
    dossier: str
    lot: str
    envoi: str


@dataclass(frozen=True)
class Ground:
    office: Office
    plain: Things
    secret: Things


class UndoneError(Exception):
    """Ends a transaction that went well: the next try finds all as it was."""


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    home: Path = tmp_path_factory.mktemp("droits")
    with open_workplace(Settings(home=home)) as place:
        office = Office(place)
        papers = bag(place, SHEET, PRESCRIPTION, INVOICE, INVOICE_END, REPORT, REPORT)
        (dossier,) = office.dossiers(papers)
        assert dossier.lot_id is not None
        invoice, report = (
            office.document(papers, "facture"),
            office.document(papers, "rapport_medical"),
        )
        common = (dossier.id, dossier.lot_id, papers.envoi_id)
        other = office.document(papers, "ordonnance").id
        yield Ground(
            office,
            Things(
                invoice.id, Spot(Target.FIELD, "montant_total"), office.page_id(papers, 4), other,
                *common,
            ),
            Things(
                report.id, Spot(Target.FIELD, "affection"), office.page_id(papers, 5), other,
                *common,
            ),
        )  # fmt: skip


def seen(desk: Desk, document_id: str) -> int:
    return documents.get(desk.session, document_id).revision


# Initials of the roles: c(ourrier) r(electeur) m(edecin_conseil) g(estionnaire) a(dmin).
ACTS: Mapping[str, tuple[Callable[[Desk, Things], Any], str, str]] = {
    "corriger": (lambda d, t: fields.correct(d, t.document, t.field, "12", seen=0), "rm", "m"),
    "accepter": (lambda d, t: fields.accept(d, t.document, t.field, seen=0), "rm", "m"),
    "vider": (lambda d, t: fields.blank(d, t.document, t.field, seen=0), "rm", "m"),
    "couper": (lambda d, t: pages.split(d, t.document, 1, seen=seen(d, t.document)), "rm", "m"),
    "réunir": (
        lambda d, t: pages.merge(
            d, t.document, t.other, seen=seen(d, t.document), into_seen=seen(d, t.other)
        ), "rm", "m",
    ),
    "déplacer la page": (
        lambda d, t: pages.move_page(
            d, t.page, t.other, seen=seen(d, t.document), into_seen=seen(d, t.other)
        ), "rm", "m",
    ),
    "extraire": (lambda d, t: pages.extract_page(d, t.page, seen=seen(d, t.document)), "rm", "m"),
    "déplacer le document": (
        lambda d, t: pages.move_document(d, t.document, None, seen=seen(d, t.document)), "rm", "m",
    ),
    "ouvrir un dossier": (
        lambda d, t: pages.new_dossier(d, [t.document], "ofppt", "maladie_remboursement"), "rm", "m",
    ),
    "tourner": (lambda d, t: pages.turn(d, t.page, 90, seen=seen(d, t.document)), "rm", "m"),
    "blanche": (
        lambda d, t: pages.mark_blank(d, t.page, True, seen=seen(d, t.document)), "rm", "m",
    ),
    "secret": (
        lambda d, t: pages.mark_secret(d, t.page, False, seen=seen(d, t.document)), "rm", "m",
    ),
    "type": (
        lambda d, t: pages.retype(d, t.document, "facture", seen=seen(d, t.document)), "rm", "m",
    ),
    "prendre": (lambda d, t: holds.take(d, t.dossier), "rmg", "rmg"),
    "suivant": (lambda d, t: holds.next_dossier(d), "rmg", "rmg"),
    "commenter": (lambda d, t: comments.comment(d, t.dossier, "vu"), "rmg", "rmg"),
    "complet": (lambda d, t: outcome.complete(d, t.dossier, seen=0), "rmg", "rmg"),
    "au médecin": (lambda d, t: outcome.refer(d, t.dossier, "avis", seen=0), "rmg", "rmg"),
    "de côté": (lambda d, t: outcome.put_aside(d, t.dossier, "plus tard", None, seen=0), "rmg", "rmg"),
    "rejeter": (lambda d, t: outcome.reject(d, t.dossier, "hors délai", seen=0), "mg", "mg"),
    "type du dossier": (
        lambda d, t: outcome.confirm_type(d, t.dossier, "ofppt", "maladie_remboursement", seen=0),
        "rmg", "rmg",
    ),
    "lettre": (lambda d, t: letters.preview(d, t.dossier), "rmg", "rmg"),
    "retirer du lot": (lambda d, t: lots.remove(d, t.lot, t.dossier, "double"), "rg", "rg"),
    "clôturer": (lambda d, t: lots.close(d, t.lot, seen=0), "rg", "rg"),
    "imprimer le lot": (lambda d, t: lots.print_lot(d, t.lot, date(2025, 11, 6)), "crg", "crg"),
    "séparateurs": (lambda d, t: envois.expect_separators(d, t.envoi, 3), "crg", "crg"),
    "journal": (lambda d, t: journal.entries(d), "ga", "ga"),
}  # fmt: skip


@pytest.mark.parametrize("role", PEOPLE)
@pytest.mark.parametrize("name", sorted(ACTS))
@pytest.mark.parametrize("secret", [False, True], ids=["ordinaire", "secret"])
def test_who_may_do_what(ground: Ground, name: str, role: Role, secret: bool) -> None:
    work, plain, sealed = ACTS[name]
    things = ground.secret if secret else ground.plain
    allowed = role in HOUSE and role.value[0] in (sealed if secret else plain)
    assert _is_let(ground.office, role, lambda desk: work(desk, things)) == allowed


def _is_let(office: Office, role: Role, work: Callable[[Desk], Any]) -> bool:
    """Whether the act is not forbidden; nothing of it is kept."""

    def tried(desk: Desk) -> None:
        work(desk)
        raise UndoneError

    try:
        office.do(Actor("quelqu'un", frozenset({role})), tried)
    except ForbiddenError:
        return False
    except (UndoneError, ReviewError, LiasseError):
        return True
    raise AssertionError("unreachable")


def test_no_rule_says_what_nobody_can_be_asked() -> None:
    """Every action is somebody's for something, and the machine decides nothing of these."""
    assert {action for action, _ in TABLE} == set(Action)
    deciding = {
        Action.PRENDRE, Action.COMMENTER, Action.DECIDER, Action.REJETER, Action.LEVER,
        Action.PASSER_OUTRE, Action.DECIDER_MEDICAL, Action.COMPOSER, Action.CLOTURER,
        Action.REMETTRE,
    }  # fmt: skip
    for (action, sort), roles in TABLE.items():
        assert roles, f"{action} {sort}: nobody"
        if action in deciding:
            assert Role.SYSTEME not in roles
        if sort in (Sort.COMPTE, Sort.REGLAGE):
            assert Role.RELECTEUR not in roles
