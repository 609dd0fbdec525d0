"""A month of the office: what the clock makes by itself, kept, told by mail, made again when it changed."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pypdfium2  # type: ignore[import-untyped]
import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from bench.year.checking import faults
from bench.year.plan import FIRST, Planned, year
from bench.year.playing import play
from flows.statements import making
from flows.statements.clock import make_due
from flows.statements.making import make, rules_for
from flows.statements.spans import named
from flows.workplace import Workplace, open_workplace
from models.checklists import checklist
from models.entities import Dossier, Etape, OutMail, Statement, WrittenOnceError
from models.errors import BadInput
from models.permissions import Actor, Role
from models.settings import Settings
from storage.records import statements
from tests.flows.outgoing.made import said

MANAGER = Actor("samira", frozenset({Role.GESTIONNAIRE}))
LAST = date(2025, 7, 2)
NOW = datetime(2025, 7, 6, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def lived(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Workplace, list[Planned], dict[str, date]]]:
    """June 2025 and the first days of July, with the dossiers of those days."""
    plan = [one for one in year(420, seed=3) if one.came.date() <= LAST]
    home = tmp_path_factory.mktemp("mois")
    with open_workplace(Settings(home=home)) as place:
        made = play(place, plan, lambda day: None, LAST)
        yield place, plan, made


Lived = tuple[Workplace, list[Planned], dict[str, date]]


def test_every_statement_is_there_in_time_and_adds_up(lived: Lived) -> None:
    place, plan, made = lived
    assert {one.owner for one in plan} == {"ofppt", "cnops", "pmas", "ci"}
    wrong = [w for w in faults(place, plan, made) if "2025-06" in w or "2025-T2" in w]
    assert wrong == []
    for owner in ("ofppt", "cnops", "pmas", "ci"):
        assert made[f"{owner}/2025-06"] == date(2025, 7, 2)


def test_the_clock_makes_nothing_twice(lived: Lived) -> None:
    place, _, _ = lived
    assert list(make_due(place, NOW)) == []


def test_the_same_figures_make_no_new_version(lived: Lived) -> None:
    place, _, _ = lived
    span = named("2025-06", rules_for("pmas"))
    again = make(place, MANAGER, "pmas", span, NOW, why="pour voir")
    assert (again.new, again.statement.version) == (False, 1)


def test_other_figures_make_a_version_and_the_first_one_stays(lived: Lived) -> None:
    place, plan, _ = lived
    one = next(p for p in plan if p.owner == "cnops" and p.came_on.month == 6 and p.fate is None)
    with place.database.transaction() as session:
        session.get_one(Dossier, one.dossier_id).etape = Etape.ANNULE
    span = named("2025-06", rules_for("cnops"))
    made = make(place, MANAGER, "cnops", span, NOW, why="dossier annulé")
    assert (made.new, made.statement.version, made.statement.why) == (True, 2, "dossier annulé")
    with place.database.reading() as session:
        first, second = statements.versions(session, "cnops", "2025-06")[::-1]
    assert int(first.figures["recus"]) == int(second.figures["recus"]) + 1
    assert first.pdf_sha256 != second.pdf_sha256
    assert "v2" in said(place.blobs.get(second.pdf_sha256))
    with pytest.raises(WrittenOnceError), place.database.transaction() as session:
        session.get_one(Statement, first.id).why = "autre"


def test_it_goes_by_mail_once_for_each_version(
    lived: Lived, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, _, _ = lived
    rules = rules_for("ci").model_copy(update={"envoyer_a": ("stat@compagnie.example",)})
    monkeypatch.setattr(making, "rules_for", lambda owner: rules)
    with place.database.transaction() as session:
        row = statements.latest(session, "ci", "2025-06")
        assert row is not None
        session.add(
            Statement(
                **{
                    column.name: getattr(row, column.name)
                    for column in Statement.__table__.columns
                    if column.name != "id"
                }
                | {"version": row.version + 1, "contents_sha256": "autre"}
            )
        )
    span = named("2025-06", rules)
    make(place, MANAGER, "ci", span, NOW)
    make(place, MANAGER, "ci", span, NOW)
    with place.database.reading() as session:
        mails = session.scalars(select(OutMail).where(OutMail.key.startswith("etat:ci:"))).all()
    (mail,) = mails
    assert mail.recipient == "stat@compagnie.example"
    assert [one["name"] for one in mail.attachments] == [
        "etat-ci-2025-06-v3.pdf",
        "etat-ci-2025-06-v3.xlsx",
    ]
    assert "remplace" in mail.text


@pytest.mark.parametrize("owner", ["ofppt", "pmas"])
def test_nothing_medical_stands_beside_a_name(lived: Lived, owner: str) -> None:
    """The two whose statements of that month name people; a type of dossier may tell an illness."""
    place, plan, _ = lived
    with place.database.reading() as session:
        row = statements.latest(session, owner, "2025-06")
    assert row is not None
    book = load_workbook(io.BytesIO(place.blobs.get(row.xlsx_sha256)), read_only=True)
    ours = [one for one in plan if one.owner == owner]
    names = {one.case.insured["nom"] for one in ours}
    types = {checklist(owner, one.case.type).dossier_type.libelle.lower() for one in ours}
    named = [
        written
        for sheet in book.worksheets
        for line in sheet.values
        if any(name in (written := " ".join(str(cell) for cell in line if cell)) for name in names)
    ]
    assert named
    for written in named:
        for told in (*types, "chimio", "dialyse", "chronique"):
            assert told not in written.lower()


def test_a_period_that_goes_on_and_a_role_that_may_not(lived: Lived) -> None:
    place, _, _ = lived
    rules = rules_for("ofppt")
    with pytest.raises(BadInput, match="pas finie"):
        make(place, MANAGER, "ofppt", named("2025-07", rules), NOW)
    with pytest.raises(BadInput, match="pas d'état"):
        make(place, MANAGER, "ofppt", named("2025-06-D1", rules), NOW)
    clerk = replace(MANAGER, roles=frozenset({Role.RELECTEUR}))
    with pytest.raises(BadInput, match="rôle"):
        make(place, clerk, "ofppt", named("2025-05", rules), NOW)


def test_its_pages_can_be_looked_at(lived: Lived) -> None:
    place, _, _ = lived
    with place.database.reading() as session:
        row = statements.latest(session, "ofppt", "2025-06")
    assert row is not None
    assert row.first_day == FIRST
    pdf = place.blobs.get(row.pdf_sha256)
    words = said(pdf)
    for title in (
        "Rapprochement primes – remboursements", "Liste des assurés", "Statistiques des sinistres",
        "Règlements aux assurés actifs", "bénéficiaires de pensions", "prestataires conventionnés",
        "Bulletins d'adhésion manquants", "Primes : inconnues de liasse",
    ):  # fmt: skip
        assert title in words
    document = pypdfium2.PdfDocument(pdf)
    try:
        picture = document[0].render(scale=0.5).to_pil().convert("L")
        assert f"Page 1 sur {len(document)}" in words
        assert picture.getextrema()[0] < 100
    finally:
        document.close()
