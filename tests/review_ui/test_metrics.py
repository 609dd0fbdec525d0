"""What Prometheus is told: counts and ages, of all that waits, and nobody's name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

import pytest
import yaml  # type: ignore[import-untyped]
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import delete, func, select

from flows.service.parts import Part, Service
from models.entities import Dossier, Envoi, Step, utcnow
from review_ui.routes import health
from storage.database import Database
from storage.records import envois, steps
from storage.records.figures import SILENT, SOON, WHOLE, _pace, figures
from tests.review_ui.seed import NOW, SECRET, SENSITIVE, Seeded
from tests.review_ui.site import Office
from tests.review_ui.test_running import client_of

ALERTS = Path(__file__).parents[2] / "deploy" / "alertes.yml"

BRACKETS = (("(", ")"), ("[", "]"), ("{", "}"))

Told = dict[tuple[str, ...], float]


def told(client: TestClient) -> Told:
    """Each value by its name and labels."""
    answer = client.get("/metriques")
    assert answer.status_code == 200
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def test_all_that_waits_is_counted(own_office: Office) -> None:
    part = Part("courriels", "Boîte aux lettres", lambda stop: None)
    part.ill("La boîte aux lettres ne répond pas.")
    values = told(client_of(own_office, service=Service([part])))
    database, _, _ = own_office
    with database.reading() as session:
        count = session.scalar(select(func.count()).select_from(Dossier))
        refused = len(envois.quarantine(session))
    assert sum(value for key, value in values.items() if key[0] == "liasse_dossiers") == count
    assert values["liasse_quarantaine",] == refused > 0
    assert values["liasse_partie_en_panne", "courriels"] == 1
    assert values["liasse_pret", "base"] == 1
    assert values["liasse_lecteurs_prets",] == 1
    assert values["liasse_disque_libre_octets",] > 0


def test_nobody_is_named(own_office: Office) -> None:
    text = client_of(own_office).get("/metriques").text
    for name in (SECRET, SENSITIVE, "MANSOURI", ".pdf"):
        assert name not in text


def test_only_who_asks_on_this_machine_is_told(own_office: Office) -> None:
    client = client_of(own_office)
    for name in sorted(health.RELAYED):
        assert client.get("/metriques", headers={name: "10.0.0.7"}).status_code == 404


def test_a_base_that_does_not_answer_is_told_beside_the_rest(
    own_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(health.CHECKS, "base", lambda office: 1 / 0 > 0)
    values = told(client_of(own_office))
    assert values["liasse_pret", "base"] == 0
    assert ("liasse_quarantaine",) not in values


def test_every_alert_is_about_something_that_is_told(own_office: Office) -> None:
    names = {key[0] for key in told(client_of(own_office, service=Service([_part()])))}
    names |= {"liasse_courriels", "liasse_etape_secondes"}  # told once there is any
    rules = yaml.safe_load(ALERTS.read_text(encoding="utf-8"))["groups"][0]["rules"]
    assert len(rules) == len({rule["alert"] for rule in rules})
    for rule in rules:
        assert set(re.findall(r"liasse_\w+", rule["expr"])) <= names, rule["alert"]
        assert rule.keys() - {"for"} == {"alert", "expr", "annotations"}
        assert rule["alert"].isidentifier()
        assert re.fullmatch(r"\d+[smhd]", rule.get("for", "0s"))
        assert re.fullmatch(r"(\{\{ \$\w[\w.]* \}\}|[^{}])+", rule["annotations"]["summary"])
        assert all(rule["expr"].count(one) == rule["expr"].count(other) for one, other in BRACKETS)


def test_how_long_each_stage_takes_and_what_its_worker_left(
    database: Database, seeded: Seeded
) -> None:
    with database.transaction() as session:
        gone = steps.claim(session, seeded.mail, "documents", "1", holder="ailleurs/1/2/3")
        done = [
            steps.claim(session, seeded.envoi, name, "1", holder="ici")
            for name in ("documents", "pages 1-20", "pages 21-24")
        ]
        assert gone is not None
    with database.transaction() as session:
        for held in done:
            assert held is not None
            steps.finish(session, held)
        later = utcnow()
        before = figures(session, later)
        silent = figures(session, later + steps.LEASE + SILENT)
        session.execute(delete(Step))
    assert before.paces["documents"].number == 1
    assert before.paces["pages"].number == before.steps["pages", "fait"] == 2
    assert 0 <= before.paces["documents"].median <= before.paces["documents"].most
    assert WHOLE not in before.paces, "it was finished long ago: begun again, it says nothing"
    assert (before.abandoned, silent.abandoned) == (0, 1)
    assert before.stubborn == 0


@pytest.mark.parametrize(
    ("seconds", "median", "most"),
    [([4], 4, 4), ([9, 3], 9, 9), (range(20), 10, 18), (range(21), 10, 19), (range(100), 50, 94)],
)
def test_nineteen_times_of_twenty_is_never_below_the_usual(
    seconds: Iterable[int], median: int, most: int
) -> None:
    pace = _pace(map(float, seconds))
    assert (pace.median, pace.most) == (median, most)


def _part() -> Part:
    return Part("courriels", "Boîte aux lettres", lambda stop: None)


def test_deadlines_and_ages_on_either_engine(database: Database, seeded: Seeded) -> None:
    with database.reading() as session:
        envoi = session.get_one(Envoi, seeded.mail)
        before = figures(session, NOW)
        deadlines = [
            row.deadline
            for row in session.scalars(select(Dossier))
            if row.deadline is not None and not row.etape.settled and row.statut.value != "complet"
        ]
        assert deadlines
        later = figures(session, max(deadlines) + timedelta(seconds=1))
        assert before.oldest_envoi >= (NOW - envoi.received_at).total_seconds()
    assert later.due[SOON[0]] == len(deadlines)
    assert before.due[SOON[0]] <= before.due[SOON[1]] <= before.due[SOON[2]]
    assert (before.oldest_mail, before.oldest_message) == (0.0, 0.0)
