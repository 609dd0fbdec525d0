"""What is written about the figures, and how a run is measured."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bench.evaluate import html
from bench.evaluate.compare import equal, nearly, same_cell
from bench.evaluate.courier import find_sources, truth_file
from bench.evaluate.inputs import truth_from
from bench.evaluate.scores import as_json, evaluate
from bench.evaluate.summary import summary
from bench.markdown import decimal, percent, table
from bench.shared import AbsentData
from bench.speed.page import page, race_table
from bench.speed.race import Run, measured
from tests.bench.wrongs import case

NOW = datetime(2025, 11, 5, 9, 12, tzinfo=UTC)


@pytest.mark.parametrize("name", ["parfait", "vide", "tout à la fois"])
def test_every_result_can_be_told(name: str) -> None:
    true, result = case(name)
    scores = evaluate(truth_from(true), result)
    assert "erreurs dangereuses" in summary(scores, details=True)
    json.dumps(as_json(scores), allow_nan=False)
    report = html.report(scores, html.Origin("essai", {}), NOW)
    assert "Erreurs dangereuses" in report
    assert "http" not in report.replace("http-equiv", "")


def test_the_report_escapes_what_was_read() -> None:
    true, result = case("parfait")
    result["documents"][1]["fields"]["assure_nom"]["value"] = "<script>alert(1)</script>"
    report = html.report(evaluate(truth_from(true), result), html.Origin("essai", {}), NOW)
    assert "<script>" not in report
    assert "&lt;script&gt;" in report


@pytest.mark.parametrize(
    ("name", "read", "true", "strict", "lenient"),
    [
        ("date_facture", "2025-10-03T00:00", "2025-10-03", True, True),
        ("date_facture", "03/10/2025", "2025-10-03", False, False),
        ("montant_total", "1 250,0", "1250.00", True, True),
        ("numero_facture", "F-2025/0187", "f 2025 0187", True, True),
        ("numero_facture", "F-2025/0188", "F-2025/0187", False, False),
        ("nombre_pieces", "3.0", "3", True, True),
        ("assure_nom", "el mansouri", "EL MANSOURI", True, True),
        ("assure_nom", "EL MANSOURl", "EL MANSOURI", False, True),
        ("nature", "pharmacle", "pharmacie", False, False),
        ("accident", True, "true", True, True),
        ("accident", "oui", True, True, True),
        ("accident", "false", True, False, False),
    ],
)
def test_values_are_compared_by_their_kind(
    name: str, read: object, true: object, strict: bool, lenient: bool
) -> None:
    assert (equal(name, read, true), nearly(name, read, true)) == (strict, lenient)


def test_a_cell_of_text_may_be_wrong_in_one_character_of_seven() -> None:
    assert same_cell("designation", "AUGMENTIM 1G SACHFT", "AUGMENTIN 1G SACHET")
    assert not same_cell("designation", "AUGMENT", "AUGMENTIN 1G SACHET")
    assert not same_cell("montant", "132.80", "132.90")


def test_a_truth_can_be_cut_down_to_some_sources() -> None:
    part = truth_from(case("parfait")[0]).only({"sac-1.pdf"})
    assert {key.source for key in part.pages} == {"sac-1.pdf"}
    assert (len(part.sources), len(part.dossiers)) == (1, 2)


def test_a_folder_without_truth_or_source_says_which(tmp_path: Path) -> None:
    with pytest.raises(AbsentData, match="vérité"):
        truth_file(tmp_path)
    (tmp_path / "sac-1.pdf").touch()
    truth = truth_from(case("parfait")[0])
    with pytest.raises(AbsentData, match=r"mail\.eml"):
        find_sources(tmp_path, truth)


def test_tables_are_written_the_french_way() -> None:
    assert percent(0.5) == "50,0\N{NARROW NO-BREAK SPACE}%"
    assert (percent(None), decimal(None), decimal(1.5)) == ("–", "–", "1,50")
    assert table(["a", "b"], [["x|y", 1]]).splitlines()[-1] == r"| x\|y | 1 |"


def test_a_command_is_measured_with_what_it_starts() -> None:
    work = (
        "import time; held = bytes(8_000_000); sum(i * i for i in range(2_000_000)); time.sleep(1)"
    )
    line = [
        sys.executable,
        "-c",
        f"import subprocess, sys; subprocess.run([sys.executable, '-c', '{work}'])",
    ]
    run = measured("essai", 2, line, {})
    assert run.why is None
    assert run.wall > 0
    assert 0.02 < run.processor < 60
    assert run.memory > 1024**2


def test_a_command_that_fails_is_told() -> None:
    run = measured("essai", 1, [sys.executable, "-c", "raise SystemExit('non')"], {})
    assert run.why == "code 1 : non"
    assert "code 1 : non" in race_table([run])


def test_the_page_of_benchmarks_names_machine_and_versions() -> None:
    true, result = case("parfait")
    runs = [
        Run("liasse process", 24, 60.0, 72.0, 2 * 1024**3),
        Run("ocrmypdf", 24, why="ignoré: absent"),
    ]
    scores = evaluate(truth_from(true), result)
    times = "| PP-OCR | 0,70 |"
    text = page(runs, "sac.pdf", {"cœurs": "2"}, {"Python": "3.11"}, times, scores, NOW)
    assert times in text
    assert "| liasse process | 60,0 | 24,0 | 3,00 | 2048 |" in text
    assert "ignoré: absent" in text
    assert "- cœurs : 2" in text
    assert "- Python : 3.11" in text
