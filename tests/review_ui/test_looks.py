"""Who of the house was shown a medical secret: kept once an hour, vouched for, told to who answers for it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from models.entities import Letter
from models.permissions import Role
from review_ui.app import create_app
from storage.database import Database
from storage.records import audit, blobs, looks
from tests.review_ui.seed import NOW, SECRET, Seeded
from tests.review_ui.site import Office, place_of


def visiting(office: Office, role: Role, at: datetime = NOW) -> TestClient:
    database, store, _ = office
    app = create_app(place_of(database, store), role=role, now=lambda: at)
    return TestClient(app, base_url="http://127.0.0.1")


def seen(database: Database) -> set[str]:
    with database.reading() as session:
        return {look.thing for look in looks.listed(session)}


def secret_page(seeded: Seeded) -> str:
    return seeded.pages[6]


def test_each_thing_that_shows_a_secret_is_kept_once_an_hour(own_office: Office) -> None:
    database, _, seeded = own_office
    doctor = visiting(own_office, Role.MEDECIN_CONSEIL)
    page, paper = secret_page(seeded), seeded.documents["certificat"]
    shown = {
        f"/pages/{page}/image": f"page/{page}",
        f"/pages/{page}/vignette": f"envoi/{seeded.envoi}",
        f"/documents/{paper}": f"document/{paper}",
        f"/dossiers/{seeded.dossiers['chronique']}": f"dossier/{seeded.dossiers['chronique']}",
    }
    kept: set[str] = set()
    for address, thing in shown.items():
        assert doctor.get(address).status_code == 200
        kept.add(thing)
        assert seen(database) == kept
        assert doctor.get(address).status_code == 200
    with database.reading() as session:
        assert len(looks.listed(session)) == len(kept)
    assert "SCLEROSE" in doctor.get(f"/recherche?q={SECRET}").text
    assert seen(database) == kept | {f"page/{seeded.pages[7]}"}  # its other page: a line of it
    later = visiting(own_office, Role.MEDECIN_CONSEIL, NOW + timedelta(hours=1))
    assert later.get(f"/pages/{page}/image").status_code == 200
    with database.reading() as session:
        assert len(looks.listed(session, thing=f"page/{page}")) == 2


def test_a_letter_that_tells_a_secret_is_a_look(own_office: Office) -> None:
    database, store, seeded = own_office
    dossier = seeded.dossiers["chronique"]
    sha256 = store.put(b"%PDF-1.4")
    with database.transaction() as session:
        blobs.record(session, sha256, size=8, media_type="application/pdf")
        kept = [
            Letter(
                dossier_id=dossier, kind="complement", addressee="assure", text={}, actor="nadia",
                pdf_sha256=sha256, medical=medical,
            )
            for medical in (False, True)
        ]  # fmt: skip
        session.add_all(kept)
    doctor = visiting(own_office, Role.MEDECIN_CONSEIL)
    for letter, looked in zip(kept, (set(), {f"dossier/{dossier}"}), strict=True):
        assert doctor.get(f"/lettres/{letter.id}.pdf").status_code == 200
        assert seen(database) == looked


def test_who_sees_no_secret_leaves_no_trace_of_a_look(own_office: Office) -> None:
    database, _, seeded = own_office
    for role in (Role.RELECTEUR, Role.GESTIONNAIRE, Role.COURRIER):
        client = visiting(own_office, role)
        for dossier in seeded.dossiers.values():
            client.get(f"/dossiers/{dossier}")
        for page in seeded.pages.values():
            client.get(f"/pages/{page}/image")
            client.get(f"/pages/{page}/vignette")
        client.get(f"/envois/{seeded.envoi}")
        client.get(f"/recherche?q={SECRET}")
    assert seen(database) == set()


def test_they_are_told_to_who_reads_the_trail(own_office: Office) -> None:
    _, _, seeded = own_office
    dossier = seeded.dossiers["chronique"]
    visiting(own_office, Role.MEDECIN_CONSEIL).get(f"/dossiers/{dossier}")
    chief = visiting(own_office, Role.GESTIONNAIRE)
    told = chief.get("/journal?quoi=regards").text
    assert "Dossier ouvert" in told
    assert f'href="/dossiers/{dossier}"' in told
    assert "Dossier ouvert" not in chief.get("/journal").text
    assert "Dossier ouvert" not in chief.get("/journal?quoi=regards&qui=personne").text
    assert (
        visiting(own_office, Role.MEDECIN_CONSEIL).get("/journal?quoi=regards").status_code == 403
    )


@pytest.mark.parametrize("change", ["UPDATE look SET actor = 'autre'", "DELETE FROM look"])
def test_an_hour_that_was_tampered_with_shows(own_office: Office, change: str) -> None:
    database, _, seeded = own_office
    address = f"/pages/{secret_page(seeded)}/image"
    for hours in (0, 1, 3):
        visiting(own_office, Role.MEDECIN_CONSEIL, NOW + timedelta(hours=hours)).get(address)
    with database.reading() as session:
        vouched = [row.thing for row in audit.entries(session) if row.action == looks.ACTION]
        assert vouched == ["regards/2025-11-05T13", "regards/2025-11-05T12"]
        assert looks.altered(session) == []
    with pytest.raises(Exception, match="written once"), database.transaction() as session:
        session.execute(text(change))
    with database.transaction() as session:
        for name in ("update", "delete"):
            session.execute(text(f"DROP TRIGGER look_no_{name}"))
        session.execute(text(f"{change} WHERE hour = '2025-11-05T12'"))
    with database.reading() as session:
        assert looks.altered(session) == ["2025-11-05T12"]


def test_looks_put_into_an_hour_that_had_none_show(own_office: Office) -> None:
    database, _, seeded = own_office
    address = f"/pages/{secret_page(seeded)}/image"
    for hours in (0, 3):
        visiting(own_office, Role.MEDECIN_CONSEIL, NOW + timedelta(hours=hours)).get(address)
    with database.transaction() as session:
        looks.record(session, "autre", ["page/1"], NOW - timedelta(hours=3))
    with database.reading() as session:
        assert looks.altered(session) == ["2025-11-05T09"]
