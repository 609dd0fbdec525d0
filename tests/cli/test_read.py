"""`liasse read`: the text, a page to look at, a searchable PDF; nothing is kept."""

from __future__ import annotations

from pathlib import Path

import pdfplumber
import pytest
from typer.testing import CliRunner

from cli.main import app
from models.errors import BadInput
from tests.extractors.intake.deposits import line, pdf

RUN = CliRunner()
BAG = pdf(
    line("FACTURE de la pharmacie du Rif"), line("ordonnance du docteur <b>Alami</b>, le 3 mai")
)


@pytest.fixture
def bag(tmp_path: Path) -> Path:
    path = tmp_path / "sac.pdf"
    path.write_bytes(BAG)
    return path


def read(*arguments: str) -> str:
    done = RUN.invoke(app, ["read", *arguments], catch_exceptions=False)
    assert done.exit_code == 0
    return done.output


def test_text_alone(bag: Path) -> None:
    assert read(str(bag), "--page", "2", "--text").strip().startswith("ordonnance du docteur")


def test_a_page_to_look_at_says_words_as_they_are(bag: Path, tmp_path: Path) -> None:
    out = tmp_path / "vue.html"
    assert "2 page(s)" in read(str(bag), "--html", str(out))
    text = out.read_text(encoding="utf-8")
    assert "FACTURE" in text
    assert "&lt;b&gt;Alami" in text
    assert "<b>Alami" not in text
    assert text.count("data:image/jpeg;base64,") == 2


def test_a_searchable_pdf_of_all_pages(bag: Path, tmp_path: Path) -> None:
    out = tmp_path / "lu.pdf"
    read(str(bag), "--pdf", str(out))
    with pdfplumber.open(out) as document:
        assert [page.extract_text().split()[0] for page in document.pages] == [
            "FACTURE",
            "ordonnance",
        ]


def test_a_page_that_is_not_there(bag: Path) -> None:
    with pytest.raises(BadInput, match="pas de page 3"):
        RUN.invoke(app, ["read", str(bag), "--page", "3"], catch_exceptions=False)


def test_where_nothing_can_be_written_is_said_before_reading(bag: Path, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="--pdf"):
        RUN.invoke(
            app, ["read", str(bag), "--pdf", str(tmp_path / "x" / "y.pdf")], catch_exceptions=False
        )
