"""`liasse surveiller` and `liasse feuilles`, run as the mailroom runs them."""

from __future__ import annotations

from pathlib import Path

from tests.cli.command import liasse
from tests.extractors.intake.deposits import line, pdf


def test_a_folder_is_emptied_into_dossiers_and_notes(tmp_path: Path) -> None:
    depot = tmp_path / "depot"
    (depot / "ofppt" / "Agadir").mkdir(parents=True)
    (depot / "ofppt" / "Agadir" / "sac.pdf").write_bytes(pdf(line("ORDONNANCE"), line("FACTURE")))
    (depot / "vide.pdf").write_bytes(b"")
    (depot / "en-cours.pdf.part").write_bytes(b"%PDF")
    done = liasse("surveiller", depot, "--data", tmp_path / "d", "--une-fois", "--repos", 0.2)
    assert done.status == 0, done.err
    assert done.foreign == []
    assert "2 pages, " in done.out
    assert "vide.pdf : mis en quarantaine." in done.out
    left = {str(path.relative_to(depot)) for path in depot.rglob("*") if path.is_file()}
    put = sorted(name.split("/", 2)[2] for name in left if name.startswith("traites/"))
    assert put == ["ofppt/Agadir/sac.pdf", "ofppt/Agadir/sac.pdf.liasse.txt"]
    aside = sorted(name.split("/", 2)[2] for name in left if name.startswith("quarantaine/"))
    assert aside == ["vide.pdf", "vide.pdf.liasse.txt"]
    assert "en-cours.pdf.part" in left


def test_a_folder_that_is_none_is_said(tmp_path: Path) -> None:
    done = liasse("surveiller", tmp_path / "absent", "--data", tmp_path / "d")
    assert done.status == 2
    assert "n'est pas un dossier" in done.err


def test_sheets_are_written_and_misplaced_options_refused(tmp_path: Path) -> None:
    pdf = tmp_path / "f.pdf"
    done = liasse("feuilles", "envoi", "--pdf", pdf, "--site", "Agadir", "--dossiers", 12)
    assert (done.status, pdf.read_bytes()[:5]) == (0, b"%PDF-")
    for wrong in (["document", "--site", "Agadir"], ["envoi", "--type", "adhesion"]):
        done = liasse("feuilles", *wrong, "--pdf", pdf)
        assert done.status == 2
        assert "se di" in done.err
