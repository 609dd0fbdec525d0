"""The directory of pharmacies: what of a file is kept, why the rest is not, who is found by what."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app
from flows.intake.tables import rows_of
from flows.mailbox.directory import Checked, check
from flows.workplace import Workplace
from models.errors import BadInput
from storage.records import pharmacies

FILE = """Pharmacie;E-mail;N° INPE;Ville
Pharmacie Ibn Sina;Contact@IbnSina.exemple.ma, garde@ibnsina.exemple.ma;104012345;Fès
Pharmacie du Port;@port.exemple.ma;;Agadir
;perdu@exemple.ma;;
Pharmacie Atlas;pas une adresse;;
Pharmacie Atlas;@gmail.com;;
Pharmacie Atlas;atlas@exemple.ma;12;
Autre;garde@ibnsina.exemple.ma;;
"""
runner = CliRunner()


def checked(text: str) -> Checked:
    return check("annuaire.csv", rows_of(text.encode()))


def test_lines_are_kept_or_refused_with_their_reason() -> None:
    found = checked(FILE)
    assert [(s.address, s.nom, s.inpe) for s in found.senders] == [
        ("contact@ibnsina.exemple.ma", "Pharmacie Ibn Sina", "104012345"),
        ("garde@ibnsina.exemple.ma", "Pharmacie Ibn Sina", "104012345"),
        ("@port.exemple.ma", "Pharmacie du Port", None),
    ]
    assert [line for line, _ in found.refused] == [4, 5, 6, 7, 8]
    told = " ".join(why for _, why in found.refused)
    for said in ("« nom » est vide", "n'est pas une adresse", "à tout le monde", "INPE", "ligne 2"):
        assert said in told


@pytest.mark.parametrize("text", ["", "nom;ville\nx;y\n", "courriel;email;nom\na@b.ma;a@b.ma;x\n"])
def test_what_is_no_directory_is_refused_whole(text: str) -> None:
    with pytest.raises(BadInput):
        checked(text)


def test_a_sender_is_found_by_address_then_by_domain(here: Workplace) -> None:
    with here.database.transaction() as session:
        for one in checked(FILE).senders:
            assert pharmacies.keep(session, one.address, nom=one.nom, inpe=one.inpe)
        assert not pharmacies.keep(session, "@port.exemple.ma", nom="Pharmacie du Port")
    with here.database.reading() as session:

        def name(address: str) -> str | None:
            found = pharmacies.of_address(session, address)
            return found.nom if found else None

        assert name("CONTACT@ibnsina.exemple.ma") == "Pharmacie Ibn Sina"
        assert name("qui.que.ce.soit@port.exemple.ma") == "Pharmacie du Port"
        for stranger in (
            "x@ibnsina.exemple.ma",
            "x@sous.port.exemple.ma",
            "port.exemple.ma",
            "@",
            "",
        ):
            assert name(stranger) is None
        assert pharmacies.of_inpe(session, ["104012345"]) is not None
        assert pharmacies.of_inpe(session, []) is None


def test_the_command_brings_a_file_in_and_shows_it(tmp_path: Path) -> None:
    file, home = tmp_path / "annuaire.csv", tmp_path / "chez"
    file.write_text(FILE, encoding="utf-8")

    def said(*arguments: object) -> str:
        return runner.invoke(
            app, ["pharmacies", *map(str, arguments)], catch_exceptions=False
        ).output

    told = said("importer", file, "--data", home)
    assert "3 adresse(s) ajoutée(s), 0 mise(s) à jour, 5 refusée(s)" in told
    assert "ligne 4" in told
    assert "0 adresse(s) ajoutée(s), 3 mise(s) à jour" in said("importer", file, "--data", home)
    assert "Pharmacie du Port" in said("voir", "--data", home)
    file.write_text("nom;courriel\n[red]Atlas[/];atlas@exemple.ma\n", encoding="utf-8")
    said("importer", file, "--data", home)
    assert "[red]Atlas[/]" in said("voir", "--data", home), "a name is no markup"
