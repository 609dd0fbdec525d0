"""The JSON of an envoi: the whole for who may read it, the same shape for the others."""

from __future__ import annotations

from flows.result import result_of
from models.permissions import Role
from models.result import Result
from storage.database import Database
from tests.review_ui.conftest import Visitor
from tests.review_ui.seed import Seeded


def test_the_medecin_conseil_gets_the_result_as_the_file_has_it(
    database: Database, seeded: Seeded, visitor: Visitor
) -> None:
    answer = visitor(Role.MEDECIN_CONSEIL).get(f"/api/envois/{seeded.envoi}")
    with database.reading() as session:
        whole = result_of(session, [seeded.envoi])
    assert Result.model_validate_json(answer.text) == whole
    assert answer.headers["Liasse-Contenu-Reserve"] == "0"


def test_others_get_the_same_shape_with_sealed_documents_emptied(
    seeded: Seeded, visitor: Visitor
) -> None:
    answer = visitor(Role.RELECTEUR).get(f"/api/envois/{seeded.envoi}")
    result = Result.model_validate_json(answer.text)
    by_id = {document.id: document for document in result.documents}
    sealed = by_id[seeded.documents["certificat"]]
    assert sealed.type == "certificat_longue_duree"
    assert sealed.fields == {}
    assert not sealed.marks
    assert not sealed.lines
    assert by_id[seeded.documents["feuille"]].fields["assure_nom"].value == "EL MANSOURI"
    assert len(result.documents) == len(seeded.documents)
    assert answer.headers["Liasse-Contenu-Reserve"] == "3"
    assert answer.headers["cache-control"] == "no-store"


def test_an_unknown_envoi_is_said_in_json(seeded: Seeded, visitor: Visitor) -> None:
    answer = visitor(Role.RELECTEUR).get("/api/envois/inconnu")
    assert answer.status_code == 404
    assert answer.json()["erreur"]["code"] == "introuvable"
