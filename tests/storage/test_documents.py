from __future__ import annotations

import threading

import pytest
from hypothesis import HealthCheck, given, settings

from models.entities import Decision, Target, ThingKind
from models.geometry import Box
from models.reading import Document, Field, How, Mark
from storage.database import Database
from storage.records import decisions, documents
from tests.storage import strategies
from tests.storage.conftest import MakeEnvoi

BOX = Box(0.1, 0.2, 0.3, 0.4)


def field(value: str) -> Field:
    return Field(value, f"raw {value}", 0.8, 1, BOX, How.OCR, "à vérifier", (("F-2", 0.1),))


FACTURE = Document(
    pages=(2, 1),
    type="facture",
    type_confidence=0.9,
    fields={"numero_facture": field("F-1"), "date_facture": field("2025-01-01")},
    lines={"lignes": ({"montant": field("1.00")}, {"montant": field("2.00")})},
    marks={"cachet_etablissement": Mark(None, 0.4, 1, BOX)},
    cut_confidence=0.7,
)
BLANK = Document(pages=(3,), type="page_blanche", type_confidence=1.0)


@pytest.fixture
def facture(database: Database, make_envoi: MakeEnvoi) -> str:
    envoi = make_envoi(3)
    with database.transaction() as session:
        return documents.record(session, envoi.id, [FACTURE, BLANK], "1")[0].id


def decide(
    database: Database, document_id: str, target: Target, value: str | None, **place: object
) -> Decision:
    with database.transaction() as session:
        return decisions.decide(
            session,
            actor="nadia",
            kind=ThingKind.DOCUMENT,
            thing_id=document_id,
            target=target,
            value=value,
            **place,  # type: ignore[arg-type]
        )


def current(database: Database, document_id: str) -> Document:
    with database.reading() as session:
        return documents.current(session, [document_id])[document_id]


def test_documents_come_back_as_they_were_read(database: Database, facture: str) -> None:
    assert current(database, facture) == FACTURE
    with database.reading() as session:
        kept = documents.get(session, facture)
        both = documents.of_envoi(session, kept.envoi_id)
        assert [row.type for row in both] == ["facture", "page_blanche"]
        assert documents.current(session, [row.id for row in both]) == {
            both[0].id: FACTURE,
            both[1].id: BLANK,
        }


@given(document=strategies.documents(strategies.plain))
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_document_comes_back(database: Database, facture: str, document: Document) -> None:
    with database.transaction() as session:
        documents.propose(session, facture, document, "2")
    kept = current(database, facture)
    assert kept.fields == document.fields
    assert kept.lines == document.lines
    assert kept.marks == document.marks
    assert (kept.type, kept.cut_confidence) == (document.type, document.cut_confidence)


@pytest.mark.parametrize("pages", [[(1,), (2,)], [(1, 2), (2, 3)], [(1, 2, 3), (4,)]])
def test_every_page_is_in_exactly_one_document(
    database: Database, make_envoi: MakeEnvoi, pages: list[tuple[int, ...]]
) -> None:
    envoi = make_envoi(3)
    read = [Document(numbers, "autre", 0.5) for numbers in pages]
    with pytest.raises(ValueError, match="in no document"), database.transaction() as session:
        documents.record(session, envoi.id, read, "1")
    with database.reading() as session:
        assert documents.of_envoi(session, envoi.id) == []


def test_documents_are_recorded_once(database: Database, facture: str) -> None:
    with database.reading() as session:
        envoi_id = documents.get(session, facture).envoi_id
    with pytest.raises(ValueError, match="already"), database.transaction() as session:
        documents.record(session, envoi_id, [FACTURE, BLANK], "1")


def test_what_a_person_decides_counts_and_keeps_its_place(database: Database, facture: str) -> None:
    decide(database, facture, Target.FIELD, "F-9", name="numero_facture")
    decide(database, facture, Target.FIELD, None, name="date_facture")
    decide(database, facture, Target.FIELD, "7.00", name="montant_total")
    decide(database, facture, Target.MARK, "true", name="cachet_etablissement")
    decide(database, facture, Target.TYPE, "devis")
    now = current(database, facture)
    assert set(now.fields) == {"numero_facture", "montant_total"}
    numero = now.fields["numero_facture"]
    assert (numero.value, numero.how, numero.confidence) == ("F-9", How.RELECTEUR, 1.0)
    assert (numero.box, numero.raw, numero.controle) == (BOX, "raw F-1", None)
    assert now.fields["montant_total"].box is None
    assert now.marks["cachet_etablissement"] == Mark(True, 1.0, 1, BOX)
    assert (now.type, now.type_confidence) == ("devis", 1.0)
    with database.reading() as session:
        assert documents.get(session, facture).type == "devis"


def test_lines_are_corrected_added_and_taken_away(database: Database, facture: str) -> None:
    decide(database, facture, Target.LINE, "9.00", name="lignes", row=0, column="montant")
    decide(database, facture, Target.LINE, None, name="lignes", row=1)
    decide(database, facture, Target.LINE, "", name="lignes", row=2)
    decide(database, facture, Target.LINE, "3.00", name="lignes", row=3, column="montant")
    rows = current(database, facture).lines["lignes"]
    assert [{name: cell.value for name, cell in row.items()} for row in rows] == [
        {"montant": "9.00"},
        {},
        {"montant": "3.00"},
    ]


def test_a_new_reading_never_overwrites_a_person(database: Database, facture: str) -> None:
    decide(database, facture, Target.FIELD, "F-9", name="numero_facture")
    again = Document(
        FACTURE.pages,
        "facture",
        0.99,
        {"numero_facture": field("F-3"), "date_facture": field("2025-02-02")},
    )
    with database.transaction() as session:
        documents.propose(session, facture, again, "2")
    now = current(database, facture)
    assert now.fields["numero_facture"].value == "F-9"
    assert now.fields["date_facture"].value == "2025-02-02"
    assert now.lines == {}


def test_of_two_who_edit_the_same_field_one_is_told(database: Database, facture: str) -> None:
    first = decide(database, facture, Target.FIELD, "F-7", name="numero_facture", expected=0)
    with pytest.raises(decisions.ConflictError) as told:
        decide(database, facture, Target.FIELD, "F-8", name="numero_facture", expected=0)
    assert told.value.latest is not None
    assert told.value.latest.seq == first.seq
    decide(database, facture, Target.FIELD, "F-8", name="numero_facture", expected=first.seq)
    with database.reading() as session:
        made = decisions.of(session, ThingKind.DOCUMENT, facture)
        assert [decision.value for decision in made] == ["F-7", "F-8"]


def test_at_once_too(database: Database, facture: str) -> None:
    start, results = threading.Barrier(6), []

    def edit(number: int) -> None:
        start.wait()
        try:
            decide(database, facture, Target.FIELD, str(number), name="tva", expected=0)
            results.append("fait")
        except decisions.ConflictError:
            results.append("dit")

    threads = [threading.Thread(target=edit, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["dit"] * 5 + ["fait"]
