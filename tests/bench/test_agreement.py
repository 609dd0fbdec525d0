"""Our figures and those of `shared/eval/score.py` are the same."""

from __future__ import annotations

import importlib.util
from types import ModuleType
from typing import Any

import pytest

from bench.evaluate.counts import Counts
from bench.evaluate.inputs import truth_from
from bench.evaluate.scores import Scores, evaluate
from bench.shared import AbsentData, shared
from tests.bench.wrongs import CASES, case


@pytest.fixture(scope="module")
def judge() -> ModuleType:
    try:
        path = shared() / "eval" / "score.py"
    except AbsentData as absent:
        pytest.skip(f"ignoré: pas de ../shared : {absent}")
    if not path.is_file():
        pytest.skip(f"ignoré: pas de mesure commune dans ../shared : {path} absent")
    spec = importlib.util.spec_from_file_location("shared_score", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("seed", [7, 8])
@pytest.mark.parametrize("name", CASES)
def test_both_measures_agree(judge: ModuleType, name: str, seed: int) -> None:
    true, result = case(name, seed)
    theirs: dict[str, Any] = judge.score(true, result)
    ours = evaluate(truth_from(true), result)
    assert rounded(figures(ours)) == rounded(selected(theirs))


def rounded(figures: dict[str, Any]) -> dict[str, Any]:
    """Sums of floats in another order may differ in the last bits."""
    return {k: round(v, 9) if isinstance(v, float) else v for k, v in figures.items()}


def counts(value: Counts) -> tuple[float, ...]:
    return value.precision, value.recall, value.f1, value.right, value.extra, value.missing


def their_counts(value: dict[str, Any]) -> tuple[float, ...]:
    return tuple(value[key] for key in ("p", "r", "f1", "tp", "fp", "fn"))


def flat(name: str, values: dict[str, tuple[float, ...]]) -> dict[str, float]:
    return {
        f"{name}.{key}.{place}": number
        for key, numbers in values.items()
        for place, number in enumerate(numbers)
    }


def figures(ours: Scores) -> dict[str, Any]:
    cut, types, fields, dossiers = ours.segmentation, ours.types, ours.fields, ours.dossiers
    calibration = ours.calibration
    flagged = {
        "cut": cut.boundaries,
        "cut content": cut.boundaries_content,
        "exact": cut.exact,
        "exact content": cut.exact_content,
        "exact bare": cut.exact_apart_from_blanks,
        "strict": fields.strict,
        "lenient": fields.lenient,
        "cells": ours.lines.cells,
        "whole": ours.lines.whole,
        "marks": ours.marks.all.counts,
        "pairs": dossiers.pairs,
    }
    return {
        **flat("counts", {name: counts(value) for name, value in flagged.items()}),
        **flat("field type", {k: counts(v) for k, v in fields.by_type.items()}),
        **flat("field", {k: counts(v) for k, v in fields.by_field.items()}),
        **flat("field name", {k: counts(v) for k, v in fields.by_name.items()}),
        **flat("table", {k: counts(v) for k, v in ours.lines.by_table.items()}),
        **flat(
            "mark",
            {k: (*counts(m.counts), m.absent) for k, m in ours.marks.by_mark.items()},
        ),
        "hand": fields.by_writing.get("manuscrit", Counts()).f1,
        "print": fields.by_writing.get("imprime", Counts()).f1,
        "deduced": fields.deduced,
        "pages": ours.pages.read,
        "duplicated": ours.pages.duplicated,
        "unknown": ours.pages.unknown,
        "long": cut.long_exact,
        "bags": cut.perfect_bags,
        "perfect bags": sorted(bag.source for bag in cut.bags if bag.perfect),
        "types": types.documents_right,
        "types of pages": types.pages_right,
        "macro": types.macro,
        "macro content": types.macro_content,
        "confusions": sorted(types.confusions),
        "rotation": ours.rotations.right,
        "rotation of turned": ours.rotations.right_of_turned,
        "seen wrongly": ours.marks.all.counts.extra,
        "truly absent": ours.marks.truly_absent,
        "dossiers": dossiers.number,
        "exact dossiers": dossiers.exact / dossiers.number,
        "dossier type": dossiers.type_right / dossiers.number,
        "statut": dossiers.statut_right / dossiers.number,
        "statut accepted": dossiers.statut_accepted / dossiers.number,
        "dangerous": len(dossiers.dangers),
        "incomplete": dossiers.incomplete,
        "recognised": dossiers.recognised,
        "alarms": dossiers.false_alarms / dossiers.complete,
        "named": dossiers.lacks_named / dossiers.lacks,
        "noticed": dossiers.lacks_noticed / dossiers.lacks,
        "assure": dossiers.assure_right / dossiers.with_people,
        "beneficiaire": dossiers.beneficiaire_right / dossiers.with_people,
        "dossier confusions": sorted([*k, n] for k, n in dossiers.confusions.items()),
        "statuts": sorted([*k, n] for k, n in dossiers.statuts.items()),
        **(
            {
                "ece": calibration.ece,
                "number": calibration.number,
                "straight": calibration.straight.share,
                "error": calibration.straight.error,
            }
            if calibration
            else {}
        ),
    }


def selected(theirs: dict[str, Any]) -> dict[str, Any]:
    fields, lines, marks = theirs["champs"], theirs["lignes"], theirs["marques"]
    types, dossiers, calibration = theirs["types"], theirs["dossiers"], theirs["calibration"]
    flagged = {
        "cut": theirs["frontieres"],
        "cut content": theirs["frontieres_contenu"],
        "exact": theirs["documents_exacts"],
        "exact content": theirs["documents_exacts_contenu"],
        "exact bare": theirs["documents_exacts_sans_blancs"],
        "strict": fields["strict"],
        "lenient": fields["indulgent"],
        "cells": lines["cellules"],
        "whole": lines["lignes_completes"],
        "marks": marks["global_"],
        "pairs": dossiers["paires"],
    }
    nothing = {"f1": 0.0}
    return {
        **flat("counts", {name: their_counts(value) for name, value in flagged.items()}),
        **flat("field type", {k: their_counts(v) for k, v in fields["par_type"].items()}),
        **flat("field", {k: their_counts(v) for k, v in fields["par_champ"].items()}),
        **flat("field name", {k: their_counts(v) for k, v in fields["par_nom"].items()}),
        **flat("table", {k: their_counts(v) for k, v in lines["par_tableau"].items()}),
        **flat("mark", {k: (*their_counts(v), v["vn"]) for k, v in marks["par_marque"].items()}),
        "hand": fields["par_source"].get("manuscrit", nothing)["f1"],
        "print": fields["par_source"].get("imprime", nothing)["f1"],
        "deduced": fields["deduits_hors_verite"],
        "pages": theirs["pages"]["lues"],
        "duplicated": theirs["pages"]["dupliquees"],
        "unknown": theirs["pages"]["inconnues"],
        "long": theirs["documents_multipages"]["exacts"],
        "bags": theirs["sacs_parfaits"]["taux"],
        "perfect bags": sorted(theirs["sacs_parfaits"]["liste"]),
        "types": types["exactitude_documents"],
        "types of pages": types["exactitude_pages"],
        "macro": types["macro_f1"],
        "macro content": types["macro_f1_contenu"],
        "confusions": sorted(tuple(one) for one in types["confusions"]),
        "rotation": theirs["rotation"]["exactitude"],
        "rotation of turned": theirs["rotation"]["sur_tournees"],
        "seen wrongly": marks["vus_a_tort"],
        "truly absent": marks["absents_en_verite"],
        "dossiers": dossiers["n"],
        "exact dossiers": dossiers["groupes_exacts"],
        "dossier type": dossiers["type"],
        "statut": dossiers["statut"],
        "statut accepted": dossiers["statut_acceptable"],
        "dangerous": dossiers["dangereux"],
        "incomplete": dossiers["n_incomplets"],
        "recognised": dossiers["complets_reconnus"],
        "alarms": dossiers["fausses_alertes_par_complet"],
        "named": dossiers["rappel_fautes"],
        "noticed": dossiers["rappel_fautes_large"],
        "assure": dossiers["assure"],
        "beneficiaire": dossiers["beneficiaire"],
        "dossier confusions": sorted(dossiers["confusions_type"]),
        "statuts": sorted(dossiers["statuts"]),
        **(
            {
                "ece": calibration["ece"],
                "number": calibration["n"],
                "straight": calibration["part_sup_095"],
                "error": calibration["erreur_sup_095"],
            }
            if calibration
            else {}
        ),
    }
