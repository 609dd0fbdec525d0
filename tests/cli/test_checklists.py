"""`liasse checklists`: the rules listed, checked and changed; a dossier's status explained."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app
from flows.workplace import open_workplace
from models.calendars import calendar_of
from models.checklists import checklist, checklists
from models.errors import BadInput
from models.organismes import organisme
from models.settings import Settings
from tests.flows.outgoing.made import a_dossier, paper

ROOT = Path(__file__).parents[2]
OURS = ROOT / "models"


def said(*arguments: object) -> str:
    told = CliRunner().invoke(app, ["checklists", *map(str, arguments)], catch_exceptions=False)
    return " ".join(told.output.split())


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the operator's own rules."""
    folder = tmp_path / "regles"
    folder.mkdir()
    monkeypatch.setenv("LIASSE_REGLES", str(folder))
    return folder


def changed(own: Path, name: str, old: str, new: str) -> None:
    ours = OURS / ("organismes" if name.startswith("organismes/") else "checklists")
    text = (ours / name.removeprefix("organismes/")).read_text(encoding="utf-8")
    assert old in text
    (own / name).parent.mkdir(exist_ok=True)
    (own / name).write_text(text.replace(old, new), encoding="utf-8")


def test_every_type_is_listed_with_its_version() -> None:
    told = said()
    for (owner, kind), found in checklists().items():
        assert f"{owner}/{kind}" in told
        assert found.version in told
    assert "cnops/pec_pharmacie" not in said("lister", "--organisme", "ofppt")


def test_a_list_is_shown_with_the_words_of_its_source() -> None:
    told = said("montrer", "cnops/facturation_pharmacie")
    assert "L’original de l’ordonnance" in told
    assert "exemplaire : original" in told
    assert "règle sans source" in told
    with pytest.raises(BadInput, match="n'est pas un type"):
        said("montrer", "cnops/pec_dentaire")


def test_our_rules_hold_together() -> None:
    assert "tout est bien formé" in said("valider")


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('"signature_pharmacien"', '"signature_du_roi"', "signature_du_roi"),
        ('gravite = "avertissement"', 'gravite = "grave"', "gravite"),
        ('organisme = "cnops"', "organisme = cnops", "mal formée"),
        ('type = "pec_pharmacie"', 'type = "pec_officine"', "ne décrit pas"),
    ],
)
def test_an_ill_formed_file_is_told_in_french(own: Path, old: str, new: str, why: str) -> None:
    changed(own, "cnops/pec_pharmacie.toml", old, new)
    with pytest.raises(BadInput, match=why):
        said("valider")


def test_a_changed_file_takes_effect_under_another_version(own: Path) -> None:
    before = checklist("cnops", "pec_pharmacie").version
    changed(own, "cnops/pec_pharmacie.toml", "Copie de l'ordonnance", "Copie lisible")
    after = checklist("cnops", "pec_pharmacie")
    assert after.version != before
    assert "Copie lisible" in said("montrer", "cnops/pec_pharmacie")
    (own / "cnops" / "pec_pharmacie.toml").unlink()
    assert checklist("cnops", "pec_pharmacie").version == before


def test_rules_that_the_settings_file_names_are_those_shown(
    tmp_path: Path, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed(own, "cnops/pec_pharmacie.toml", "Copie de l'ordonnance", "Copie lisible")
    (tmp_path / "liasse.toml").write_text(f"regles = '{own}'\n", encoding="utf-8")
    monkeypatch.delenv("LIASSE_REGLES")
    assert "Copie lisible" not in said("montrer", "cnops/pec_pharmacie")
    monkeypatch.setenv("LIASSE_REGLAGES", str(tmp_path / "liasse.toml"))
    assert "Copie lisible" in said("montrer", "cnops/pec_pharmacie")


def test_an_exceptional_day_off_is_a_line_of_a_file(own: Path) -> None:
    bridge = date(2026, 3, 23)
    assert calendar_of(organisme("ofppt")).is_working(bridge)
    changed(own, "organismes/ofppt.toml", "jours_chomes = []", "jours_chomes = [2026-03-23]")
    assert not calendar_of(organisme("ofppt")).is_working(bridge)


def test_a_dossier_is_explained(tmp_path: Path) -> None:
    with open_workplace(Settings(home=tmp_path)) as place, place.database.transaction() as session:
        papers = [
            paper("facture", nature="pharmacie", montant_total="452.20", exemplaire="original")
        ]
        row = a_dossier(session, "cnops", "facturation_pharmacie", papers)
        reference = row.reference
    told = said("--why", reference, "--data", tmp_path)
    assert told == said("pourquoi", reference, "--data", tmp_path)
    assert "✘ manque ordonnance_originale (bloquant)" in told
    assert "Règle : 003 pharmaciens d'officine" in told
    assert "Ce qu'il faut : pièce : « Ordonnance »" in told
    assert "Preuve : Facture" in told
    assert checklist("cnops", "facturation_pharmacie").version in told
    assert told.index("ordonnance_originale") < told.index("conforme facture_pharmacie")


def test_a_dossier_is_judged_again_under_changed_rules(tmp_path: Path, own: Path) -> None:
    with open_workplace(Settings(home=tmp_path)) as place, place.database.transaction() as session:
        papers = [paper("demande_acces_tiers_payant"), paper("rib")]
        reference = a_dossier(session, "cnops", "acces_tiers_payant", papers).reference
    again = ("rejuger", reference, "--data", tmp_path)
    said(*again)  # the persons are found again: that may change what is said
    assert "rien ne change (incomplet)" in said(*again)
    changed(own, "cnops/acces_tiers_payant.toml", 'documents = ["fiche_enregistrement_anam"]', 'documents = ["fiche_enregistrement_anam", "rib"]')  # fmt: skip
    dry = said(*again, "--a-blanc")
    assert "incomplet → " in dry
    assert "fiche_enregistrement_anam : ✘ manque → ✔ conforme" in dry
    assert said(*again) == dry
    assert "rien ne change" in said(*again)
