"""`liasse effacement` and `liasse conservation`, as two people type them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from typer.testing import CliRunner

from cli.main import app
from models.entities import Dossier, ErasureState, Etape, utcnow
from models.errors import BadInput
from models.permissions import Role
from storage.records import accounts, erasures, passwords
from tests.flows.erasure.persons import NAME, NUMBER, Office, traces

Run = Callable[..., tuple[int, str]]
PASSWORD = "un chemin de terre 7"


@pytest.fixture
def run(office: Office, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A command on the office's data; of `who`, with his password."""
    quicker = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", quicker)
    monkeypatch.setattr(passwords, "_NOBODY", quicker.hash("personne"))
    with office.place.database.transaction() as session:
        for login, role in (
            ("nadia", Role.GESTIONNAIRE),
            ("driss", Role.ADMIN),
            ("anna", Role.RELECTEUR),
        ):
            accounts.add(
                session, login=login, name="", password=PASSWORD, roles=[role], actor="essai"
            )
    monkeypatch.setenv("LIASSE_CLE_MAITRE", str(office.place.settings.cle_maitre))

    def command(
        *arguments: object, who: str | None = None, password: str = PASSWORD
    ) -> tuple[int, str]:
        given = [str(a) for a in arguments] + ["--data", str(office.place.home)]
        given += ["--compte", who, "--mot-de-passe-entree"] if who else []
        done = CliRunner().invoke(app, given, input=f"{password}\n", standalone_mode=False)
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done.return_value or done.exit_code, " ".join(done.output.split())

    return command


def test_found_prepared_confirmed_and_proven(office: Office, run: Run, tmp_path: Path) -> None:
    who = ("--nom", NAME, "--numero", NUMBER)
    said = run("effacement", "chercher", *who)[1]
    assert all(one.reference in said for one in office.his)
    assert office.others[0].reference not in said
    said = run("effacement", "preparer", *who, who="nadia")[1]
    assert "Effacement n° 1 préparé par nadia" in said
    for refused, why in (
        ({"who": "nadia"}, "une autre personne"),
        ({"who": "anna"}, "gestionnaire ou un administrateur"),
        ({"who": "driss", "password": "un autre mot"}, "ne vont pas ensemble"),
        ({"who": "personne"}, "ne vont pas ensemble"),
    ):
        with pytest.raises(BadInput, match=why):
            run("effacement", "confirmer", 1, **refused)
    said = run("effacement", "confirmer", 1, who="driss")[1]
    assert "clés détruites" in said
    assert "1 originaux réécrits" in said
    proof = tmp_path / "preuve.json"
    said += run("effacement", "certificat", 1, "--json", proof)[1]
    told = json.loads(proof.read_text(encoding="utf-8"))
    assert sorted(told["dossiers"]) == sorted(one.reference for one in office.his)
    assert traces(said) == traces(proof.read_bytes()) == []
    assert "fait" in run("effacement", "lister")[1]
    for command in (("journal", "verifier"), ("stockage", "verifier"), ("cles", "verifier")):
        assert run(*command)[0] == 0
    with pytest.raises(BadInput, match="rien à effacer"):
        run("effacement", "preparer", *who, who="nadia")
    target = tmp_path / "disque"
    assert run("sauvegarde", target)[0] == 0
    assert "0 sauvegardes refaites" in run("effacement", "sauvegardes", target)[1]


def test_what_is_asked_carelessly_is_refused(run: Run) -> None:
    for arguments, why in (
        ((), "Donnez un nom ou un numéro"),
        (("--nom", "Žofía"), "donnez nom et prénom"),
        (("--numero", "12"), "trop court"),
        (("--nom", NAME, "--dossier", "D20-00001-1"), "Aucun dossier"),
        (("--nom", NAME, "--page", "E99/1"), "Aucune page"),
    ):
        with pytest.raises(BadInput, match=why):
            run("effacement", "preparer", *arguments, who="nadia")


def test_an_abandoned_one_forgets_whom_it_was_about(office: Office, run: Run) -> None:
    run("effacement", "preparer", "--nom", NAME, who="nadia")
    run("effacement", "abandonner", 1, who="nadia")
    with office.place.database.reading() as session:
        row = erasures.get(session, 1)
    assert row is not None
    assert (row.state, row.sought) == (ErasureState.ABANDONNEE, None)
    with pytest.raises(BadInput, match="pas d'effacement n° 1 à confirmer"):
        run("effacement", "confirmer", 1, who="driss")


def test_time_over_proposes_a_dossier_unless_it_is_held(
    office: Office, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, held = office.his[0], office.others[0]
    with office.place.database.transaction() as session:
        for one in (mine, held):
            session.get_one(Dossier, one.id).etape = Etape.VALIDE
    assert mine.reference not in run("conservation", "echus")[1]
    later = utcnow() + timedelta(days=11 * 366)
    monkeypatch.setattr("cli.conservation.utcnow", lambda: later)
    run("conservation", "geler", held.reference, "--motif", "litige", who="driss")
    assert held.reference in run("conservation", "gels")[1]
    status, said = run(
        "conservation", "echus", "--organisme", mine.organisme, "--preparer", who="nadia"
    )
    assert (status, f"{mine.reference} : effacement n° 1 préparé" in said) == (1, True)
    assert f"{held.reference} : Rien n'est effacé, un dossier est gelé" in said
    assert "n'est plus gelé" in run("conservation", "degeler", held.reference, who="driss")[1]
    run("effacement", "confirmer", 1, who="driss")
    said = run("conservation", "echus")[1]
    assert mine.reference not in said
    assert held.reference in said
