"""One person erased: nothing of him can be read again, others keep theirs, the trail still holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select, text

from flows.erasure.carrying_out import Asked, carry_out, prepare
from flows.erasure.finding import Sought, find
from flows.review import Desk
from flows.review.judging import judged_again
from flows.workplace import Workplace, open_workplace
from models.entities import (
    AuditEntry,
    Base,
    DataKey,
    Document,
    Dossier,
    Envoi,
    EnvoiState,
    Erasure,
    ErasureReason,
    ErasureState,
    Etape,
    JsonObject,
    Lot,
    LotNature,
    LotStatut,
    Page,
    Prestation,
    ReclamationState,
    SourceFile,
)
from models.errors import BadInput
from models.permissions import SYSTEME, Role
from models.settings import Settings
from review_ui.app import create_app
from storage.blobs import BlobErasedError, store_of
from storage.database import Database
from storage.records import (
    audit,
    documents,
    emptied,
    erasures,
    lots,
    page_texts,
    pages,
    reclamations,
)
from storage.sealing import opened as keys_of
from storage.upkeep.checking import check
from storage.upkeep.freed import DatabaseBusyError
from tests.flows.erasure.persons import (
    NAME,
    NUMBER,
    OTHER,
    Office,
    fill,
    in_files,
    outcome_of,
    traces,
)
from tests.flows.papers import NOON

WHEN = NOON + timedelta(days=400)
SOUGHT = Sought((NAME,), (NUMBER,))


def asked(office: Office) -> Asked:
    return Asked([one.id for one in office.his], (), SOUGHT)


def erase(office: Office) -> Erasure:
    row = prepare(office.place, "nadia", asked(office), ErasureReason.DEMANDE)
    return carry_out(office.place, "driss", row.number, WHEN)


def rows(place: Workplace) -> dict[str, str]:
    """Every table, as text."""
    with place.database.reading() as session:
        return {
            table.name: "\n".join(repr(tuple(row)) for row in session.execute(select(table)))
            for table in Base.metadata.sorted_tables
        }


def test_he_is_found_by_name_and_number_and_others_are_not(office: Office) -> None:
    with office.place.database.reading() as session:
        found = find(session, SOUGHT)
    assert set(found.dossiers) == {one.id for one in office.his}
    assert {how for _, hows in found.dossiers.values() for how in hows} >= {"nom", "numéro"}
    assert [row.nom for row in found.assures] == ["ŒRÜNÇI-BEN"]
    assert office.others
    assert len(found.heads) == 2


def test_nothing_of_him_can_be_read_again(anywhere: Office) -> None:
    office = anywhere
    place, home = office.place, office.place.home
    before = rows(place)
    spoken_of = {name for name, said in before.items() if traces(said)}
    assert spoken_of >= {
        "envoi", "source_file", "dossier", "dossier_word",
        "document_number", "assure", "reclamation", "notice", "out_mail",
    }  # fmt: skip
    sealed = {
        "page", "page_version", "page_text", "proposal", "decision", "comment", "finding", "letter",
        "company_answer",
    }  # fmt: skip
    assert not spoken_of & sealed
    row = erase(office)
    after = rows(place)
    assert {name: traces(said) for name, said in after.items() if traces(said)} == {}
    assert in_files(home) == {}
    assert row.state is ErasureState.FAITE
    assert row.sought is None
    with place.database.reading() as session:
        assert audit.verify(session) is None
        assert audit.altered_decisions(session) == []
        assert audit.altered_deeds(session) == []
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == audit.ERASURE)).one()
        assert (entry.actor, (entry.after or {})["dossiers"]) == (
            "driss",
            sorted(one.id for one in office.his),
        )
        assert find(session, SOUGHT).dossiers == {}
        his = session.scalars(select(Page).where(Page.erased_at.is_not(None))).all()
        assert {session.get_one(DataKey, page.id).wrapped for page in his} == {None}
        papers = [d.id for one in office.his for d in documents.of_dossier(session, one.id)]
        keys = session.scalars(select(DataKey).where(DataKey.id.in_(papers))).all()
        assert {key.wrapped for key in keys} == {None}
        assert pages.readings_of(session, [page.id for page in his]) == {}
        assert check(place.database, store_of(place.settings), lambda _a, _b: None).whole


def test_who_was_beside_him_keeps_everything(office: Office) -> None:
    place = office.place
    with place.database.reading() as session:
        file = session.scalars(select(SourceFile).filter_by(envoi_id=office.shared)).one()
        before = pages.readings(session, office.shared)
    row = erase(office)
    with place.database.reading() as session:
        (kept,) = session.scalars(select(SourceFile).filter_by(envoi_id=office.shared)).all()
        after = pages.readings(session, office.shared)
        assert [p.number for p in pages.to_read(session, office.shared, "plus tard")] == [1, 2]
        terms = page_texts.wanted(OTHER)
        assert session.scalars(select(Page.id).where(Page.envoi_id == office.shared)).all()
        assert page_texts.among(session, terms) is not None
        other = session.get_one(Dossier, office.others[0].id)
    assert other.assure == office.others[0].assure
    assert after == {number: before[number] for number in (1, 2)}
    assert (kept.kind, outcome_of(row)["remplaces"]) == ("pdf", {file.sha256: kept.sha256})
    assert place.blobs.get(kept.sha256).startswith(b"%PDF")
    with pytest.raises(BlobErasedError, match="a été effacé le"):
        place.blobs.get(file.sha256)


def test_what_is_left_of_him_on_the_screens_is_that_he_was_erased(office: Office) -> None:
    erase(office)
    dossier = office.his[0]
    with office.place.database.reading() as session:
        papers = session.scalars(select(Document.id).filter_by(dossier_id=dossier.id)).all()
        erased = session.scalars(select(Page.id).where(Page.erased_at.is_not(None))).all()
    assert papers
    assert len(erased) == 3
    paths = [
        "/", "/envois", f"/envois/{dossier.envoi_id}", f"/envois/{office.shared}", f"/dossiers/{dossier.id}",
        f"/recherche?q={NUMBER}", *(f"/documents/{id}" for id in papers),
        *(f"/pages/{id}{what}" for id in erased for what in ("", "/image", "/vignette")),
    ]  # fmt: skip
    app = create_app(office.place, role=Role.MEDECIN_CONSEIL)
    with TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False) as client:
        told = {path: client.get(path) for path in paths}
    assert {path: page.status_code for path, page in told.items() if page.status_code >= 500} == {}
    del told[f"/recherche?q={NUMBER}"]  # it repeats what was typed
    assert {path: traces(page.text) for path, page in told.items() if traces(page.text)} == {}
    assert "Effacé le" in told[f"/dossiers/{dossier.id}"].text


@pytest.mark.parametrize("etape", [Etape.A_TRAITER, Etape.VALIDE])
def test_an_erased_dossier_leaves_an_open_lot_and_stays_in_a_closed_one(
    office: Office, etape: Etape
) -> None:
    with office.place.database.transaction() as session:
        opened, closed = (session.get_one(Dossier, one.id) for one in office.his)
        for one in (opened, closed):
            one.prestation = Prestation.AMBULATOIRE
            one.lot_id, one.etape = None, etape
        assert lots.place(session, closed, nature=LotNature.FACTURATION) is not None
        session.get_one(Lot, closed.lot_id).statut = LotStatut.CLOTURE
        assert lots.place(session, opened, nature=LotNature.FACTURATION) is not None
        assert opened.lot_id != closed.lot_id
        kept = closed.lot_id
    erase(office)
    with office.place.database.reading() as session:
        after = [session.get_one(Dossier, one.id) for one in office.his]
    handed_over = etape if etape.settled else Etape.ANNULE
    assert [(one.etape, one.lot_id) for one in after] == [
        (Etape.ANNULE, None), (handed_over, kept),
    ]  # fmt: skip
    assert [one.prestation for one in after] == [None, Prestation.AMBULATOIRE]  # enters no other


def test_his_reclamation_waits_for_an_answer_no_more(office: Office) -> None:
    """Neither what it says nor where to write is left: it would be late for ever."""
    with office.place.database.reading() as session:
        assert reclamations.number(session, ReclamationState.OUVERTE) == 1
    erase(office)
    with office.place.database.reading() as session:
        assert reclamations.number(session, ReclamationState.OUVERTE) == 0
        assert reclamations.number(session, ReclamationState.ANNULEE) == 1


def test_an_erased_dossier_is_judged_no_more(office: Office) -> None:
    """It would be told again what papers lack of which nothing is left, and no more that it was erased."""
    with office.place.database.transaction() as session:
        for one in office.his:
            session.get_one(Dossier, one.id).etape = Etape.REPONDU
    erase(office)
    for one in office.his:
        with office.place.database.transaction() as session:
            row = session.get_one(Dossier, one.id)
            assert not judged_again(Desk(office.place, session, SYSTEME, WHEN), row).told
            assert [said["code"] for said in row.signalements] == ["efface"]
            assert row.prestation is None


def test_without_a_master_key_files_are_taken_away(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "clair")
    with open_workplace(settings) as place:
        office = fill(place)
        held = set(store_of(settings))
        row = erase(office)
        gone = {one["conserve"] for one in outcome_of(row)["fichiers"]}
        assert gone <= held
        assert not gone & set(store_of(settings))
        assert in_files(place.home) == {}
        assert check(place.database, store_of(settings), lambda _a, _b: None).whole


def test_a_second_person_confirms_what_is_still_so(office: Office) -> None:
    row = prepare(office.place, "nadia", asked(office), ErasureReason.DEMANDE)
    with pytest.raises(BadInput, match="une autre personne"):
        carry_out(office.place, "nadia", row.number, WHEN)
    with office.place.database.transaction() as session:
        paper = session.scalars(
            select(Document).filter_by(dossier_id=office.others[0].id).order_by(Document.id)
        ).first()
        assert paper is not None
        paper.dossier_id = office.his[0].id
    with pytest.raises(BadInput, match="a changé"):
        carry_out(office.place, "driss", row.number, WHEN)
    with pytest.raises(BadInput, match="Il n'y a pas d'effacement n° 99"):
        carry_out(office.place, "driss", 99, WHEN)
    with office.place.database.reading() as session:
        assert session.get_one(Dossier, office.his[0].id).assure


def test_a_dossier_that_is_held_is_not_erased(office: Office) -> None:
    row = prepare(office.place, "nadia", asked(office), ErasureReason.DEMANDE)
    with office.place.database.transaction() as session:
        dossier = session.get_one(Dossier, office.his[0].id)
        erasures.hold(session, dossier, actor="driss", why="litige en cours")
    for act in (
        lambda: carry_out(office.place, "driss", row.number, WHEN),
        lambda: prepare(office.place, "nadia", asked(office), ErasureReason.DEMANDE),
    ):
        with pytest.raises(BadInput, match=r"gelé le .* \(litige en cours\)"):
            act()
    with office.place.database.transaction() as session:
        assert erasures.lift(session, dossier, actor="driss") == 1
    assert carry_out(office.place, "driss", row.number, WHEN).state is ErasureState.FAITE


def test_nothing_is_erased_while_its_envoi_is_read(office: Office) -> None:
    row = prepare(office.place, "nadia", asked(office), ErasureReason.DEMANDE)
    with office.place.database.transaction() as session:
        envoi = session.get_one(Envoi, session.get_one(Dossier, office.his[0].id).envoi_id)
        before, envoi.state = envoi.state, EnvoiState.EN_LECTURE
    with pytest.raises(BadInput, match=f"la lecture n'est pas finie : {envoi.numero}"):
        carry_out(office.place, "driss", row.number, WHEN)
    with office.place.database.transaction() as session:
        session.get_one(Envoi, envoi.id).state = before
    assert carry_out(office.place, "driss", row.number, WHEN).state is ErasureState.FAITE


def test_cut_off_before_files_were_taken_away_it_goes_on(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = prepare(office.place, "nadia", asked(office), ErasureReason.DEMANDE)

    class _Killed(Exception):
        pass

    def killed(place: Workplace, row: Erasure) -> None:
        raise _Killed

    with monkeypatch.context() as patched:
        patched.setattr("flows.erasure.carrying_out._take_away", killed)
        with pytest.raises(_Killed):
            carry_out(office.place, "driss", row.number, WHEN)
    below = store_of(office.place.settings)
    left = [one["conserve"] for one in _outcome(office, row.number)["fichiers"]]
    assert all(below.exists(name) for name in left)
    carry_out(office.place, "driss", row.number, WHEN)
    assert not any(below.exists(name) for name in left)


def test_a_database_that_others_read_is_written_anew_the_next_time(office: Office) -> None:
    row = prepare(office.place, "nadia", asked(office), ErasureReason.DEMANDE)
    place = replace(
        office.place, database=Database(office.place.settings.database(), busy_seconds=0.05)
    )
    keyring = keys_of(place.database, office.master, place.home)
    place.database.seal_with(keyring)
    with office.place.database.reading() as session:
        session.scalars(select(Erasure)).all()  # from now on it sees the database of before
        with pytest.raises(DatabaseBusyError, match="Relancez la même commande"):
            carry_out(place, "driss", row.number, WHEN)
    assert in_files(place.home) != {}
    carry_out(place, "driss", row.number, WHEN)
    assert in_files(place.home) == {}
    keyring.close()
    place.database.close()


def test_what_was_emptied_is_held_to_the_trail_too(office: Office) -> None:
    erase(office)
    with office.place.database.transaction() as session:
        seq = session.scalars(text("SELECT max(seq) FROM decision WHERE salt = ''")).one()
        if session.get_bind().dialect.name == "postgresql":
            session.execute(text("ALTER TABLE decision DISABLE TRIGGER USER"))
        else:
            session.execute(text("DROP TRIGGER decision_no_update"))
        session.execute(text("UPDATE decision SET value = 'x' WHERE seq = :seq"), {"seq": seq})
    with office.place.database.reading() as session:
        assert audit.altered_decisions(session) == [seq]


def test_every_table_is_thought_of() -> None:
    """A new table says here what an erasure does with it (`storage.records.emptied`)."""
    thought_of = [
        emptied.emptied_tables(), set(emptied.TAKEN_OUT), emptied.NOTHING_OF_HIM, set(emptied.BEYOND),
    ]  # fmt: skip
    assert sorted(name for some in thought_of for name in some) == sorted(Base.metadata.tables)


def _outcome(office: Office, number: int) -> JsonObject:
    with office.place.database.reading() as session:
        return outcome_of(session.get_one(Erasure, number))
