"""Employees declared, held against the base: who has no bulletin, and who must be looked at first."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy.orm import Session

from flows.statements import payroll_file
from flows.statements.declaring import declare
from flows.statements.payroll import Matched, State, compare
from flows.statements.spans import month_of
from flows.workplace import Workplace
from models.errors import BadInput
from models.reading import Document
from storage.records import assures
from tests.flows.outgoing.made import ALAMI, a_dossier, paper, read
from tests.flows.statements.office import NOW

NOVEMBER = month_of(date(2025, 11, 1))
FILE = (
    "OFPPT;;;\nMatricule;Nom et prénom;N° d'immatriculation;Salaire brut\n"
    "12;ALAMI Saïd;204587613;9000\n13;BENALI Zineb;300111222;8000\n;INCONNU Omar;999888777;5000\n;;;1\n"
)  # fmt: skip


def payroll_paper(*rows: tuple[str, str, str, float]) -> Document:
    made = paper("bordereau_declaration_salaires", date_document="2025-11-01", emetteur_nom="OFPPT")
    lines = tuple(
        {
            "nom": read(nom, sure),
            "prenom": read(prenom, sure),
            "numero_immatriculation": read(number, sure),
        }
        for nom, prenom, number, sure in rows
    )
    return Document(made.pages, made.type, made.type_confidence, made.fields, {"personnes": lines})


def states(place: Workplace) -> dict[str, Matched]:
    with place.database.reading() as session:
        found = compare(session, "ofppt", NOVEMBER, place.settings)
    return {one.declared.nom.split()[0]: one for one in found.matched}


def base(session: Session, **more: str) -> None:
    people = [
        {**ALAMI, "lien": "assure", "date_effet": "2020-01-01", **more},
        {
            "numero_immatriculation": "300111222", "nom": "BENALI", "prenom": "Zineb", "lien": "assure",
            "date_effet": "2020-01-01",
        },
        {
            "numero_immatriculation": "400111222", "nom": "CHERKAOUI", "prenom": "Omar", "lien": "assure",
            "date_effet": "2020-01-01",
        },
    ]  # fmt: skip
    assures.load(session, people, organisme="ofppt")


def test_a_file_names_those_whose_bulletin_is_missing(here: Workplace) -> None:
    with here.database.transaction() as session:
        base(session)
        a_dossier(session, "ofppt", "adhesion", [paper("bulletin_adhesion", assure_nom="ALAMI")])
    kept = declare(here, "anna", "ofppt", "2025-11", "paie.csv", FILE.encode(), NOW)
    assert (len(kept.people), kept.skipped) == (3, 1)
    found = states(here)
    assert found["ALAMI"].state is State.EN_REGLE
    assert found["BENALI"].state is State.SANS_BULLETIN
    assert found["INCONNU"].state is State.ABSENT
    with here.database.reading() as session:
        said = compare(session, "ofppt", NOVEMBER, here.settings)
    assert [person.nom for person in said.undeclared] == ["CHERKAOUI"]
    assert said.sources == ("fichier « paie.csv »",)


def test_a_file_given_again_stands_for_the_first(here: Workplace) -> None:
    with here.database.transaction() as session:
        base(session)
    for text in (FILE, FILE.replace("INCONNU Omar", "AUTRE Omar")):
        declare(here, "anna", "ofppt", "2025-11", "paie.csv", text.encode(), NOW, employer="OFPPT")
    assert "INCONNU" not in states(here)


def test_a_paper_is_read_and_its_doubts_are_never_lacks(here: Workplace) -> None:
    with here.database.transaction() as session:
        base(session)
        sheet = payroll_paper(
            ("BENALI", "Zineb", "300111222", 0.97),
            ("FILALI", "Omar", "999888777", 0.4),
            ("GUESSOUS", "Amina", "300111222", 0.97),
        )
        a_dossier(session, "ofppt", "adhesion", [sheet])
    found = states(here)
    assert found["BENALI"].state is State.SANS_BULLETIN
    assert found["FILALI"].state is State.A_VERIFIER
    assert found["GUESSOUS"].state is State.A_VERIFIER
    assert "autre nom" in found["GUESSOUS"].why


@pytest.mark.parametrize(
    ("column", "state"), [("oui", State.EN_REGLE), ("non", State.SANS_BULLETIN)]
)
def test_the_base_may_say_it_itself(here: Workplace, column: str, state: State) -> None:
    with here.database.transaction() as session:
        base(session, bulletin=column)
    declare(here, "anna", "ofppt", "2025-11", "paie.csv", FILE.encode(), NOW)
    assert states(here)["ALAMI"].state is state


def test_nothing_came_is_said(here: Workplace) -> None:
    with here.database.transaction() as session:
        base(session)
    with here.database.reading() as session:
        said = compare(session, "ofppt", NOVEMBER, here.settings)
    assert (said.sources, said.matched, said.undeclared) == ((), (), ())


@pytest.mark.parametrize("text", ["", "a;b\n1;2\n", "nom;prénom\n;\n"])
def test_a_file_that_names_nobody(text: str) -> None:
    with pytest.raises(BadInput):
        payroll_file.read("paie.csv", text.encode())


def test_a_declaration_is_of_a_month(here: Workplace) -> None:
    at = datetime(2025, 12, 1, tzinfo=NOW.tzinfo)
    with pytest.raises(BadInput, match="mois"):
        declare(here, "anna", "ofppt", "2025-T4", "paie.csv", FILE.encode(), at)
