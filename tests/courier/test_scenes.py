"""The tables of scenarios and lacks are complete, and a bag's truth agrees with the evaluation's own score."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from PIL import Image

from tests.courier import bag
from tests.courier.builder import Builder
from tests.courier.desk.kit import on_stamps
from tests.courier.layout.family import Family
from tests.courier.paper import Paper, Stamp
from tests.courier.press import Side, Spot
from tests.courier.scenes.case import play
from tests.courier.scenes.lacks import DETAILS, NAMED, RANK, lack, verdict
from tests.courier.scenes.plan import cases
from tests.courier.scenes.post import Mailroom
from tests.courier.scenes.scenarios import SCENARIOS, Scenario

SCORE = Path(__file__).parents[3] / "shared" / "eval" / "score.py"
WANTED = {
    "ofppt": "maladie_remboursement chronique_pec chronique_remboursement pec_programmee pec_urgente pec_prestataire adhesion contre_visite reclamation complement_information",
    "cnops": "pec_pharmacie facturation_pharmacie facturation_hopital facturation_clinique pec_regularisation pec_dialyse pec_chimiotherapie pec_radiotherapie pec_iratherapie facturation_oncologie acces_tiers_payant",
    "pmas": "facture_prestataire remboursement_direct adhesion_groupe incorporation entente_prealable",
    "ci": "remboursement tiers_payant adhesion",
}
SPECS = [(s, spec) for s in SCENARIOS for spec in s.manques]
LEVEL = {"tardif", "moins_de_200"}


def test_every_dossier_type_has_a_scenario() -> None:
    have = {(s.organisme, s.type) for s in SCENARIOS}
    assert not {(o, t) for o, types in WANTED.items() for t in types.split()} - have


@pytest.mark.parametrize(("scenario", "spec"), SPECS, ids=[f"{s.name}-{x}" for s, x in SPECS])
def test_a_lack_names_a_role_and_has_words(scenario: Scenario, spec: str) -> None:
    made = lack(spec)
    assert made.verb in LEVEL or made.role in {r.nom for r in scenario.roles}
    assert made.verb in LEVEL or made.role in NAMED
    assert not made.detail or made.detail in DETAILS
    assert made.fault.mots
    assert made.fault.description.endswith(".")
    assert made.statut in made.acceptes
    assert made.statut != "complet"


@pytest.mark.parametrize(("scenario", "spec"), SPECS, ids=[f"{s.name}-{x}" for s, x in SPECS])
def test_a_planted_lack_changes_the_papers(scenario: Scenario, spec: str) -> None:
    whole = play("t-001", "train", scenario, (), "7")
    spoilt = play("t-001", "train", scenario, (spec,), "7")
    assert spoilt.dossier.statut != "complet"
    assert spoilt.dossier.fautes[0].code == lack(spec).code
    state = lambda c: [  # noqa: E731
        (p.id, p.fields, sorted(p.signatures), sorted(p.stamps), p.extra.get("copie"), p.extra.get("sans_vignettes"), p.extra.get("mention_chronique"), p.extra.get("modele"))
        for p in c.dossier.papers
    ]  # fmt: skip
    assert state(whole) != state(spoilt)


def test_the_gravest_of_two_lacks_decides() -> None:
    late, gone = lack("tardif"), lack("manque:ordonnance")
    assert verdict(("complet", ("complet",)), [late, gone])[0] == "forclos"
    assert verdict(("complet", ("complet", "a_verifier")), []) == (
        "complet",
        ("complet", "a_verifier"),
    )
    unsure = lack("sans_cachet:facture.cachet_etablissement")
    assert verdict(("complet", ("complet",)), [unsure, gone]) == ("incomplet", ("incomplet",))
    assert RANK[0] == "forclos"


class PaperShop:
    """Stands for the printshop without a browser: every value is shown, on a page the size of a stamp."""

    dpi = 200

    def sides(self, paper: Paper, family: Family, seed: str) -> list[Side]:
        image = Image.new("RGB", (124, 176), "white")
        image.paste((20, 20, 20), (10, 10, 60, 14))
        return [Side(image, self._spots(paper))]

    def pdf(self, paper: Paper, family: Family, seed: str) -> tuple[bytes, list[list[Spot]]]:
        from io import BytesIO

        out = BytesIO()
        self.sides(paper, family, seed)[0].image.save(out, "JPEG")
        return bag.image_pdf([out.getvalue()]), [self._spots(paper)]

    @staticmethod
    def _spots(paper: Paper) -> list[Spot]:
        box = (0.1, 0.1, 0.2, 0.12)
        names = [Spot("field", n, str(v), "printed", box) for n, v in paper.fields.items()]
        cells = [Spot("line", f"{t}.{i}.{c}", str(v), "printed", box) for t, rows in paper.lines.items() for i, row in enumerate(rows) for c, v in row.items()]  # fmt: skip
        marks = [Spot("mark", m, "", "printed", box) for m in (*paper.stamps, *paper.signatures)]
        return names + cells + marks


@pytest.fixture(scope="module")
def truth(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    out = tmp_path_factory.mktemp("courier")
    builder = Builder(PaperShop(), out, "train", "3")  # type: ignore[arg-type]
    for parcel in Mailroom("train", "3").parcels(cases("train", 60, "3")):
        builder.parcel(parcel)
    builder.ledger.close()
    return json.loads(json.dumps(builder.ledger.as_json()))


def test_every_page_is_in_one_document_and_every_document_of_a_dossier_exists(
    truth: dict[str, Any],
) -> None:
    owned = sorted((d["source"], n) for d in truth["documents"] for n in d["pages"])
    assert owned == sorted((p["source"], p["page"]) for p in truth["pages"])
    assert len(owned) == len(set(owned)) == sum(s["pages"] for s in truth["sources"])
    ids = {d["id"] for d in truth["documents"]}
    for d in truth["dossiers"]:
        assert d["documents"]
        assert set(d["documents"]) <= ids
        assert (d["statut"] == "complet") == (not d["fautes"])
        assert d["statut"] in d["statuts_acceptes"]


def test_nothing_happens_after_it_arrived(truth: dict[str, Any]) -> None:
    ahead = {"date_validite", "date_hospitalisation", "date_contre_visite", "date_visite_effectuee"}
    received = {s["source"]: s["received_at"][:10] for s in truth["sources"]}
    for d in truth["documents"]:
        for name, f in d["fields"].items():
            if name.startswith("date_") and name not in ahead:
                assert f["value"] <= received[d["source"]], (d["id"], name)


def test_the_disorder_is_there(truth: dict[str, Any]) -> None:
    assert len({Path(s["source"]).suffix for s in truth["sources"]}) == 4
    assert {p["rotation"] for p in truth["pages"]} == {0, 90, 180, 270}
    assert any(p["blank"] for p in truth["pages"])
    assert any("autre_piece" in d for d in truth["documents"])
    assert any(len(d["fautes"]) == 2 for d in truth["dossiers"])


def load_score() -> ModuleType:
    spec = importlib.util.spec_from_file_location("liasse_score", SCORE)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.skipif(
    not SCORE.is_file(), reason="../shared/eval/score.py absent : la mesure commune n'est pas là"
)
def test_perfect_predictions_score_one(truth: dict[str, Any]) -> None:
    score = load_score()
    made = score.score(truth, score.perfect(truth))
    for name in ("frontieres", "documents_exacts", "documents_exacts_sans_blancs"):
        assert made[name]["f1"] == 1.0
    assert made["types"]["exactitude_documents"] == made["rotation"]["exactitude"] == 1.0
    assert (
        made["champs"]["strict"]["f1"]
        == made["lignes"]["cellules"]["f1"]
        == made["marques"]["global_"]["f1"]
        == 1.0
    )
    d = made["dossiers"]
    assert (
        d["groupes_exacts"] == d["type"] == d["statut"] == d["rappel_fautes"] == d["assure"] == 1.0
    )
    assert d["dangereux"] == 0


def test_the_same_seed_writes_the_same_bytes(tmp_path: Path) -> None:
    def made(out: Path) -> dict[str, bytes]:
        out.mkdir()
        builder = Builder(PaperShop(), out, "dev", "4")  # type: ignore[arg-type]
        for parcel in Mailroom("dev", "4").parcels(cases("dev", 14, "4")):
            builder.parcel(parcel)
        return {p.name: p.read_bytes() for p in sorted(out.iterdir())}

    assert made(tmp_path / "a") == made(tmp_path / "b")


def test_what_only_a_stamp_says_is_no_error_when_it_is_read() -> None:
    """The name on a doctor's stamp is right even where the sheet does not print it: optional in the truth."""
    paper = Paper("x", "ordonnance", "", {"medecin_nom": "Dr Rim ALAMI", "medecin_inpe": "123456789", "patient_nom": "ALAMI"})  # fmt: skip
    paper.stamps["cachet_medecin"] = Stamp(("Dr Rim ALAMI", "Rabat"))
    assert on_stamps(paper) == {"medecin_nom": "Dr Rim ALAMI"}
