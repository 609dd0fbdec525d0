from __future__ import annotations

import threading
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from models.entities import (
    LOT_MAXIMUM,
    Dossier,
    Finding,
    Gravite,
    Lot,
    LotNature,
    LotStatut,
    Prestation,
    Resultat,
    Statut,
)
from models.errors import BadInput
from models.reading import Document
from storage.database import Database
from storage.records import assures, documents, dossiers, lots
from tests.storage.conftest import NOON, MakeEnvoi


@pytest.fixture
def envoi_id(make_envoi: MakeEnvoi) -> str:
    return make_envoi(2).id


def open_one(database: Database, envoi_id: str, *papers: str, **rest: object) -> Dossier:
    given = {"organisme": "cnops", "type": "facturation_pharmacie"} | rest
    with database.transaction() as session:
        return dossiers.open_dossier(session, envoi_id=envoi_id, documents=papers, **given)  # type: ignore[arg-type]


def test_a_document_has_one_home(database: Database, envoi_id: str) -> None:
    with database.transaction() as session:
        read = [Document((1,), "facture", 0.9), Document((2,), "cnie", 0.9)]
        facture, cnie = (row.id for row in documents.record(session, envoi_id, read, "1"))
    mine = open_one(database, envoi_id, facture)
    with pytest.raises(ValueError, match="at home elsewhere"):
        open_one(database, envoi_id, facture, cnie)
    with database.transaction() as session:
        dossiers.join(session, mine.id, [facture, cnie])
    with database.reading() as session:
        assert [row.id for row in documents.of_dossier(session, mine.id)] == [facture, cnie]
        assert [row.id for row in dossiers.of_envoi(session, envoi_id)] == [mine.id]
        found = dossiers.by_reference(session, mine.reference.lower())
        assert found is not None
        assert found.id == mine.id


def finding(name: str) -> Finding:
    return Finding(
        exigence=name,
        resultat=Resultat.MANQUANT,
        gravite=Gravite.BLOQUANT,
        raison="L'ordonnance manque.",
        citation="003 ¶5",
        documents=[],
        evidence=[{"page": 1}],
    )


def test_the_latest_judgement_counts_and_the_earlier_stay(
    database: Database, envoi_id: str
) -> None:
    dossier = open_one(database, envoi_id)
    for statut, names in ((Statut.INCOMPLET, ["b", "a"]), (Statut.COMPLET, ["c"])):
        with database.transaction() as session:
            dossiers.judge(
                session,
                dossiers.get(session, dossier.id),
                statut=statut,
                checklist="cnops/facturation_pharmacie",
                checklist_version="1",
                findings=[finding(name) for name in names],
            )
        with database.reading() as session:
            judged = dossiers.judged(session, [dossier.id, "autre"])
            assert list(judged) == [dossier.id]
            assert judged[dossier.id].judgement.statut is statut
            assert [f.exigence for f in judged[dossier.id].findings] == names
            assert dossiers.get(session, dossier.id).statut is statut
    with database.reading() as session:
        assert len(session.scalars(select(Finding)).all()) == 3


def test_least_time_left_comes_first(database: Database, envoi_id: str) -> None:
    open_one(database, envoi_id, type="sans")
    open_one(database, envoi_id, type="tard", deadline=NOON.replace(day=9))
    open_one(database, envoi_id, type="tot", deadline=NOON)
    with database.reading() as session:
        assert [dossier.type for dossier in dossiers.queue(session)] == ["tot", "tard", "sans"]


def place(database: Database, dossier_id: str, nature: LotNature, **rest: str) -> Lot | None:
    with database.transaction() as session:
        dossier = dossiers.get(session, dossier_id)
        return lots.place(session, dossier, nature=nature, **rest)  # type: ignore[arg-type]


def test_a_lot_never_holds_more_than_thirty_however_many_place_at_once(
    database: Database, envoi_id: str
) -> None:
    with database.transaction() as session:
        opened = [
            dossiers.open_dossier(
                session,
                envoi_id=envoi_id,
                organisme="cnops",
                type="x",
                documents=(),
                prestation=Prestation.AMBULATOIRE,
            ).id
            for _ in range(100)
        ]
    start, failures = threading.Barrier(8), []

    def work(mine: list[str]) -> None:
        start.wait()
        try:
            for dossier_id in mine:
                place(database, dossier_id, LotNature.FACTURATION)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(opened[n::8],)) for n in range(8)]
    # and one that places the same dossiers as another
    threads[7] = threading.Thread(target=work, args=(opened[6::8] + opened[7::8],))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with database.reading() as session:
        sizes = Counter(session.scalars(select(Dossier.lot_id)))
        assert sorted(sizes.values()) == [10, LOT_MAXIMUM, LOT_MAXIMUM, LOT_MAXIMUM]
        assert None not in sizes
        assert len(lots.of_envoi(session, envoi_id)) == len(lots.newest(session)) == 4


def test_dossiers_of_different_kinds_travel_apart(database: Database, envoi_id: str) -> None:
    day, stay = Prestation.AMBULATOIRE, Prestation.HOSPITALISATION
    billing, care = LotNature.FACTURATION, LotNature.PEC
    cases = [
        ("cnops", day, billing, None),
        ("cnops", stay, billing, None),
        ("cnops", day, care, None),
        ("pmas", day, billing, None),
        ("cnops", day, billing, "Clinique A"),
        ("cnops", day, billing, "Clinique B"),
    ]
    placed: dict[int, set[str]] = {}
    for _ in range(2):
        for n, (organisme, prestation, nature, where) in enumerate(cases):
            dossier = open_one(database, envoi_id, organisme=organisme, prestation=prestation)
            rest = {"etablissement": where} if where else {}
            lot = place(database, dossier.id, nature, **rest)
            assert lot is not None
            placed.setdefault(n, set()).add(lot.id)
    assert all(len(ids) == 1 for ids in placed.values())
    assert len(set.union(*placed.values())) == len(cases)


def test_what_travels_in_no_lot_enters_none(database: Database, envoi_id: str) -> None:
    assert place(database, open_one(database, envoi_id).id, LotNature.PEC) is None


def test_a_closed_lot_takes_nothing_more(database: Database, envoi_id: str) -> None:
    prestation = Prestation.AMBULATOIRE
    first = place(database, open_one(database, envoi_id, prestation=prestation).id, LotNature.PEC)
    assert first is not None
    with database.transaction() as session:
        lots.get(session, first.id).statut = LotStatut.CLOTURE
    second = place(database, open_one(database, envoi_id, prestation=prestation).id, LotNature.PEC)
    assert second is not None
    assert second.id != first.id
    with database.reading() as session:
        assert len(lots.dossiers(session, first.id)) == 1


FATIMA = {
    "numero_immatriculation": "204587614",
    "nom": "EL MANSOURI",
    "prenom": "Fatima-Zahra",
    "cin": "BE123",
    "date_naissance": "1985-03-02",
    "lien": "conjoint",
    "numero_immatriculation_assure": "204587613",
    "ville": "Rabat",
}
ABDELKRIM = {
    "numero_immatriculation": "204587613",
    "nom": "EL MANSOURI",
    "prenom": "Abdelkrim",
    "lien": "assure",
}


def test_the_insured_are_loaded_twice_and_there_once(database: Database) -> None:
    for rib in ("", "0" * 24):
        with database.transaction() as session:
            assert assures.load(session, [FATIMA | {"rib": rib}, ABDELKRIM], organisme="cnops") == 2
    with database.reading() as session:
        people = assures.everybody(session)
        assert [person.prenom for person in people] == ["Abdelkrim", "Fatima-Zahra"]
        assert people[1].rib == "0" * 24
        assert people[1].extra == {"ville": "Rabat"}
        family = assures.family(session, "204587613")
        assert [person.lien for person in family] == ["assure", "conjoint"]
        assert [p.prenom for p in assures.find(session, cin="BE123")] == ["Fatima-Zahra"]
        assert assures.find(session) == []
        assert len(assures.by_name(session, "el mansouri", "FATIMA ZAHRA")) == 1
        assert assures.find(session, cin="BE123", organisme="pmas") == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"date_naissance": "02/03/1985"}, "ligne 3 : la date « 02/03/1985 »"),
        ({"nom": " "}, "ligne 3 : la colonne « nom » est vide"),
        ({"lien": "cousin"}, "ligne 3 : le lien « cousin »"),
    ],
)
def test_a_wrong_line_is_named_and_nothing_is_loaded(
    database: Database, change: dict[str, str], said: str
) -> None:
    with pytest.raises(BadInput, match=said), database.transaction() as session:
        assures.load(session, [ABDELKRIM, FATIMA | change])
    with database.reading() as session:
        assert assures.everybody(session) == []


@given(st.text(), st.text())
def test_folding_a_name_twice_is_folding_it_once(nom: str, prenom: str) -> None:
    folded = assures.name_key(nom, prenom)
    assert assures.name_key(folded, "") == folded
