"""What the figures must be where anybody can say so beforehand."""

from __future__ import annotations

from typing import Any

import pytest

from bench.evaluate.inputs import truth_from
from bench.evaluate.scores import Scores, as_json, evaluate
from tests.bench.wrongs import case

RATIOS = {"precision", "rappel", "f1"}


def scores(name: str) -> Scores:
    true, result = case(name)
    return evaluate(truth_from(true), result)


def ratios(value: Any) -> list[float]:
    """Every precision, recall and F1 of a scores' JSON, where there was something to find."""
    if isinstance(value, list):
        return [r for one in value for r in ratios(one)]
    if not isinstance(value, dict):
        return []
    if value.keys() >= RATIOS:
        found = value["justes"] + value["en_trop"] + value["manquants"]
        return [value[name] for name in RATIOS] if found else []
    return [r for one in value.values() for r in ratios(one)]


def test_perfect_predictions_score_one_everywhere() -> None:
    score = scores("parfait")
    assert set(ratios(as_json(score))) == {1.0}
    assert score.segmentation.perfect_bags == score.segmentation.long_exact == 1.0
    assert score.types.documents_right == score.types.pages_right == score.types.macro == 1.0
    assert score.types.confusions == []
    assert score.rotations.right == score.rotations.right_of_turned == 1.0
    dossiers = score.dossiers
    assert dossiers.exact == dossiers.type_right == dossiers.statut_right == dossiers.number
    assert dossiers.recognised == 1.0
    assert dossiers.dangers == []
    assert dossiers.unnamed == []
    assert dossiers.lacks_named == dossiers.lacks_noticed == dossiers.lacks > 0
    assert dossiers.assure_right == dossiers.beneficiaire_right == dossiers.with_people
    assert score.calibration is not None
    assert (score.calibration.ece, score.calibration.straight.error) == (0.0, 0.0)


def test_empty_predictions_score_nothing() -> None:
    score = scores("vide")
    assert set(ratios(as_json(score))) == {0.0}
    assert score.pages.read == 0
    assert score.segmentation.perfect_bags == score.segmentation.long_exact == 0.0
    assert score.types.documents_right == score.types.macro == 0.0
    assert score.rotations.right == 0.0
    assert score.dossiers.recognised == 0.0
    assert score.dossiers.dangers == []
    assert score.dossiers.lacks_noticed == 0
    assert score.calibration is None


def test_shuffled_contents_leave_cuts_and_turns_right_and_spoil_the_rest() -> None:
    score = scores("contenus mélangés")
    assert score.segmentation.exact.f1 == score.rotations.right == 1.0
    assert score.types.documents_right is not None
    assert score.types.documents_right < 0.6
    assert score.fields.strict.f1 < 0.6
    true, result = case("contenus mélangés")
    unmoved = sum(
        t["type"] == r["type"] for t, r in zip(true["documents"], result["documents"], strict=True)
    )
    assert score.types.documents_right == unmoved / len(true["documents"])


def test_nothing_cut_finds_no_boundary_and_each_page_alone_finds_all() -> None:
    none, all_of_them = scores("un seul document"), scores("chaque page seule")
    assert none.segmentation.boundaries.right == 0
    assert none.segmentation.boundaries.extra == 0
    assert all_of_them.segmentation.boundaries.recall == 1.0
    assert all_of_them.segmentation.long_exact == 0.0
    assert none.segmentation.perfect_bags == all_of_them.segmentation.perfect_bags == 0.0


def test_the_length_of_each_bag_is_told() -> None:
    assert {bag.source: bag.pages for bag in scores("parfait").segmentation.bags} == {
        "sac-1.pdf": 10,
        "sac-2.pdf": 10,
        "mail.eml": 10,
    }


def test_a_dossier_called_complete_in_spite_of_a_lack_is_dangerous() -> None:
    true, result = case("parfait")
    for dossier in result["dossiers"]:
        dossier["statut"] = "complet"
    score = evaluate(truth_from(true), result)
    assert len(score.dossiers.dangers) == score.dossiers.incomplete == 3
    assert score.dossiers.recognised == 1.0


def test_the_rest_of_a_torn_dossier_is_dangerous_too() -> None:
    true, result = case("parfait")
    incomplete = result["dossiers"][1]
    rest = {"id": "reste", "documents": [incomplete["documents"].pop()], "statut": "complet"}
    result["dossiers"].append(rest)
    dangers = evaluate(truth_from(true), result).dossiers.dangers
    assert [danger.dossier for danger in dangers] == [true["dossiers"][1]["id"]]


def test_calibration_says_how_wrong_the_sure_values_are_and_which_family_is_worst() -> None:
    true, result = case("parfait")
    for position, document in enumerate(result["documents"]):
        for field in document["fields"].values():
            field["confidence"] = 0.97
            if document["type"] == "feuille_de_soins" and position < 7:
                field["value"] = "faux"
    calibration = evaluate(truth_from(true), result).calibration
    assert calibration is not None
    assert calibration.straight.share == 1.0
    assert calibration.straight.error == pytest.approx(6 / calibration.number)
    assert calibration.ece == pytest.approx(0.97 - (1 - 6 / calibration.number))
    assert calibration.worst is None or calibration.worst.name.startswith("f")


def test_an_optional_value_costs_nothing_when_left_out_and_counts_when_wrong() -> None:
    true, result = case("parfait")
    before = evaluate(truth_from(true), result).fields.strict
    for document in result["documents"]:
        document["fields"].pop("nature", None)
    assert evaluate(truth_from(true), result).fields.strict == before
    result["documents"][2]["fields"]["nature"] = {"value": "clinique"}
    after = evaluate(truth_from(true), result).fields.strict
    assert (after.extra, after.missing) == (before.extra + 1, before.missing)


def test_an_unread_mark_counts_as_not_seen() -> None:
    true, result = case("parfait")
    for document in result["documents"]:
        for mark in document["marks"].values():
            mark["present"] = None
    score = evaluate(truth_from(true), result)
    assert score.marks.all.counts.right == score.marks.all.counts.extra == 0
    assert score.marks.all.absent == score.marks.truly_absent
