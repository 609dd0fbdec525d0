"""What is wrong with a command is said in French, before anything is kept; exit status 2."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from cli.main import main
from tests.cli.command import ENGLISH, ROOT, liasse

Captured = pytest.CaptureFixture[str]


def run(monkeypatch: pytest.MonkeyPatch, capsys: Captured, *arguments: object) -> tuple[int, str]:
    """The command in this process: its exit status and all that it says."""
    monkeypatch.setattr(sys, "argv", ["liasse", *map(str, arguments)])
    with pytest.raises(SystemExit) as left:
        main()
    said = capsys.readouterr()
    assert isinstance(left.value.code, int)
    return left.value.code, said.out + said.err


def test_help_in_a_process_of_its_own() -> None:
    done = liasse("--help")
    assert done.status == 0
    assert "process" in done.out
    assert done.err == ""


@pytest.mark.parametrize("command", ["process", "read", "serve", "bordereau", "courrier"])
def test_each_command_explains_itself(
    monkeypatch: pytest.MonkeyPatch, capsys: Captured, command: str
) -> None:
    status, said = run(monkeypatch, capsys, command, "--help")
    assert status == 0
    assert "Montre cette aide" in said
    assert "and exit" not in said
    assert "employeur|" not in said  # of `--role`: partners do not sit at this machine
    for line in ROOT.joinpath("README.md").read_text(encoding="utf-8").splitlines():
        for word in line.split() if f"liasse {command} " in line else []:
            if word.startswith("--"):
                assert word.strip("`].,") in said


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["process", "--organisme", "cnss", "sac.pdf"], "--organisme ne peut pas être « cnss »"),
        (["process", "--channel", "fax", "sac.pdf"], "--channel ne peut pas être « fax »"),
        (["process", "--vite", "sac.pdf"], "l'option --vite n'existe pas"),
        (["process"], "il manque"),
        (["serve", "--role", "assure"], "le rôle d'un partenaire"),
        (["serve", "--role", "systeme"], "le rôle de personne"),
        (["traite", "sac.pdf"], "« traite » n'est pas une commande"),
        (["process", "absent.pdf"], "« absent.pdf » n'existe pas"),
        (["process", "--received-at", "hier", "README.md"], "« hier » n'est pas une date ISO 8601"),
        (
            ["process", "--assures", "absent.csv", "README.md"],
            "« absent.csv » ne peut pas être lue",
        ),
        (["process", "--json", "nulle/part.json", "README.md"], "« nulle/part.json » ne peut pas"),
        (["process", "--json", "docs", "README.md"], "« docs » ne peut pas être écrit"),
        (["read", "absent.pdf"], "mal écrite"),
    ],
)
def test_wrong_usage(
    monkeypatch: pytest.MonkeyPatch,
    capsys: Captured,
    tmp_path: Path,
    arguments: list[str],
    told: str,
) -> None:
    monkeypatch.chdir(ROOT)
    data = ["--data", tmp_path / "donnees"] if arguments[0] == "process" else []
    status, said = run(monkeypatch, capsys, *arguments, *data)
    assert status == 2
    assert told in said
    assert said.startswith("liasse : ")
    assert not [word for word in ENGLISH if word in said]


def test_an_unknown_variable_stops_the_command(
    monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setenv("LIASSE_REDAERS", "2")
    status, said = run(monkeypatch, capsys, "process", "README.md")
    assert status == 2
    assert "LIASSE_REDAERS" in said


def test_a_wrong_line_of_the_base_of_insured_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: Captured, tmp_path: Path
) -> None:
    people = tmp_path / "assures.csv"
    people.write_text("nom,prenom,lien\nALAMI,Rachid,assure\nALAMI,Yto,cousine\n")
    status, said = run(
        monkeypatch, capsys, "process", "README.md", "--assures", people, "--data", tmp_path / "d"
    )
    assert status == 2
    assert "ligne 3" in said
    assert "cousine" in said


def test_a_failure_that_nobody_foresaw_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: Captured, tmp_path: Path
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("pdfium exploded")

    monkeypatch.setattr("cli.process.deposits", fail)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    status, said = run(monkeypatch, capsys, "process", "README.md", "--data", tmp_path / "d")
    assert status == 1
    assert "erreur imprévue" in said
    assert "pdfium" not in said
    (detail,) = tmp_path.glob("liasse-erreur-*.txt")
    assert "pdfium exploded" in detail.read_text()
    assert detail.stat().st_mode & 0o077 == 0


def test_a_disk_that_refuses_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: Captured, tmp_path: Path
) -> None:
    (tmp_path / "fichier").write_bytes(b"")
    status, said = run(monkeypatch, capsys, "process", "README.md", "--data", tmp_path / "fichier")
    assert status == 1
    assert f"« {tmp_path / 'fichier'} » : " in said, "which path"
    assert not [word for word in (*ENGLISH, "File exists", "Not a directory") if word in said]


def test_the_installed_command_is_this_one() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("liasse"), "process", "absent.pdf"],
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 2
    assert done.stderr.startswith("liasse : « absent.pdf » n'existe pas")
