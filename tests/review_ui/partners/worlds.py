"""Two worlds side by side, alike in all but their people: what one's partners see, and the other's.

Everybody here is invented. `Known.marks` are words that only one world's papers and people bear.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from flows.review import Desk, letters
from flows.review.judging import judged_again
from flows.workplace import Workplace
from models.entities import (
    AnswerDecision,
    AnswerSource,
    AnswerState,
    Channel,
    CompanyAnswer,
    Etape,
    Letter,
    LotNature,
    PartnerAccess,
    Prestation,
    Statut,
)
from models.permissions import Actor, Role
from models.reading import Document, Field, How, PageReading, Rotation
from review_ui.app import create_app
from storage.database import Database
from storage.records import (
    accounts,
    assures,
    blobs,
    documents,
    dossiers,
    envois,
    lots,
    pages,
    partners,
)
from tests.review_ui.drawing import HEIGHT, WIDTH, Sheet
from tests.review_ui.seed import NOW

PASSWORD = "quatre mots font affaire"
CLERK = Actor("s.tahiri", frozenset({Role.RELECTEUR, Role.GESTIONNAIRE}))
VERSION = "essai"
SECRET = "LYMPHOME"


@dataclass
class Known:
    """A world: its people, its things, and the words that would betray it."""

    letter: str
    surname: str
    number: str
    born: str
    employer: str
    provider: str
    inpe: str
    invoice: str
    assure_id: str = ""
    dossiers: dict[str, str] = field(default_factory=dict)
    references: dict[str, str] = field(default_factory=dict)
    letters: dict[str, str] = field(default_factory=dict)
    logins: dict[Role, str] = field(default_factory=dict)

    @property
    def marks(self) -> list[str]:
        return [self.surname, self.number, self.provider, self.inpe, self.invoice, self.employer,
                *self.references.values()]  # fmt: skip


def two() -> tuple[Known, Known]:
    return (
        Known("x", "XARIFI", "310044881", "1980-03-12", "ATELIERS DU NORD", "CLINIQUE DU PHARE",
              "101202303", "F-NORD-7741"),
        Known("y", "YACOUBI", "420055992", "1975-07-30", "COMPTOIR DU SUD", "POLYCLINIQUE AL AMAL",
              "404505606", "F-SUD-9182"),
    )  # fmt: skip


def furnish(place: Workplace) -> tuple[Known, Known]:
    """Both worlds, with an administrator and a partner of each role in each."""
    both = two()
    with place.database.transaction() as session:
        accounts.add(
            session, login="chef", name="Chef", password=PASSWORD, roles=[Role.ADMIN], actor="essai"
        )
        for known in both:
            _people(session, known)
            _papers(session, place, known)
            _partners(session, known)
    for known in both:
        _letter(place, known)
    return both


def _people(session: Session, known: Known) -> None:
    rows = [
        {"numero_immatriculation": known.number, "matricule": f"M{known.number[:4]}", "nom": known.surname,
         "prenom": "Nadia", "lien": "assure", "date_naissance": known.born, "date_effet": "2020-01-01",
         "employeur": known.employer},
        {"nom": known.surname, "prenom": "Sami", "lien": "enfant", "date_naissance": "2012-05-06",
         "numero_immatriculation_assure": known.number, "date_effet": "2020-01-01"},
    ]  # fmt: skip
    assures.load(session, rows, organisme="ofppt")
    known.assure_id = assures.family(session, known.number)[0].id


def _papers(session: Session, place: Workplace, known: Known) -> None:
    """Care with a medical report; a cover that the provider asked for; what he billed."""
    insured = {
        "numero_immatriculation": _said(known.number), "assure_nom": _said(known.surname),
        "assure_prenom": _said("Nadia"), "beneficiaire_lien": _said("enfant"),
        "beneficiaire_nom": _said(known.surname), "beneficiaire_prenom": _said("Sami"),
    }  # fmt: skip
    report = Document((2,), "compte_rendu_hospitalisation", 0.95, {"patient_nom": _said(SECRET)})
    care = _dossier(
        session, place, known, "maladie_remboursement",
        [Document((1,), "feuille_de_soins", 0.99, insured | {"nature_maladie": _said(SECRET), "montant_total": _said("480.00")}), report],
    )  # fmt: skip
    fields = insured | {
        "inpe": _said(known.inpe), "etablissement_nom": _said(known.provider), "diagnostic": _said(SECRET),
    }  # fmt: skip
    cover = _dossier(
        session, place, known, "pec_programmee",
        [Document((1,), "demande_prise_en_charge", 0.99, fields)], Prestation.HOSPITALISATION,
    )  # fmt: skip
    bill = insured | {
        "emetteur_inpe": _said(known.inpe), "emetteur_nom": _said(known.provider),
        "numero_facture": _said(known.invoice, How.RELECTEUR), "montant_total": _said("9120.00"),
    }  # fmt: skip
    billed = _dossier(
        session, place, known, "pec_urgence_clinique", [Document((1,), "facture", 0.99, bill)]
    )
    known.dossiers = {"care": care, "cover": cover, "billed": billed}
    for name, id in known.dossiers.items():
        row = dossiers.get(session, id)
        known.references[name] = row.reference
        lots.place(session, row, nature=LotNature.PEC, etablissement=known.provider)


def _said(value: str, how: How = How.TEXTE_PDF) -> Field:
    return Field(value, value, 0.999, 1, None, how)


def _dossier(
    session: Session, place: Workplace, known: Known, type_: str, read: list[Document],
    prestation: Prestation = Prestation.AMBULATOIRE,
) -> str:  # fmt: skip
    data = f"{known.letter}-{type_}".encode()
    sha256 = place.blobs.put(data)
    blobs.record(session, sha256, size=len(data), media_type="application/pdf")
    envoi = envois.take_in(
        session, source=f"{type_}.pdf", sha256=sha256, size=len(data), channel=Channel.COURRIER,
        received_at=datetime(2025, 11, 3, 8, 12, tzinfo=UTC),
    ).envoi  # fmt: skip
    file = envois.add_file(
        session, envoi.id, ordinal=0, name=f"{type_}.pdf", sha256=sha256, kind="pdf",
        pages=len(read), first_page=1,
    )  # fmt: skip
    pages.expect(session, file)
    for number, document in enumerate(read, start=1):
        sheet = Sheet(number, f"{document.type} {known.surname}")
        image = place.blobs.put(sheet.jpeg())
        blobs.record(session, image, size=1, media_type="image/jpeg")
        reading = PageReading(
            Rotation(0), 0.99, 0.0, False, WIDTH, HEIGHT, 150, tuple(sheet.words), reader=VERSION
        )
        pages.keep_reading(
            session, envoi.id, number, reading, reader_version=VERSION, image_sha256=image
        )
        secret = "compte rendu" if document.type.startswith("compte_rendu") else None
        pages.set_confidential(
            session, envoi.id, number, confidential=secret is not None, why=secret
        )
    rows = documents.record(session, envoi.id, read, VERSION)
    row = dossiers.open_dossier(
        session, envoi_id=envoi.id, organisme="ofppt", type=type_, documents=[r.id for r in rows],
        assure={"numero_immatriculation": known.number, "nom": known.surname, "prenom": "Nadia"},
        beneficiaire={"lien": "enfant", "nom": known.surname, "prenom": "Sami"},
        prestation=prestation, deadline=NOW + timedelta(days=3),
    )  # fmt: skip
    dossiers.judge(
        session, row, statut=Statut.INCOMPLET, checklist=f"ofppt/{type_}", checklist_version="1",
        findings=[],
    )  # fmt: skip
    return row.id


def _partners(session: Session, known: Known) -> None:
    tied = {
        Role.EMPLOYEUR: PartnerAccess(organisme="ofppt", employeur=known.employer),
        Role.ASSURE: PartnerAccess(organisme="ofppt", assure_id=known.assure_id),
        Role.PRESTATAIRE: PartnerAccess(inpe=known.inpe),
    }
    names = (known.employer, f"{known.surname} Nadia", known.provider)
    for (role, access), name in zip(tied.items(), names, strict=True):
        access.role, access.name, access.created_by = role.value, name, "chef"
        access.login = f"{known.letter}.{role.value}"
        token = partners.invite(session, access, now=NOW)
        assert partners.accept(session, token, PASSWORD, NOW) is not None
        known.logins[role] = access.login


def _letter(place: Workplace, known: Known) -> None:
    """What lacks is asked of the insured, and of the provider; the cover was granted."""
    with place.database.transaction() as session:
        row = dossiers.get(session, known.dossiers["cover"])
        row.etape = Etape.REPONDU
        session.add(
            CompanyAnswer(
                dossier_id=row.id,
                decision=AnswerDecision.ACCORD,
                decided_on=date(2025, 11, 4),
                amount="7600.00",
                numero=f"PEC-{known.letter}",
                source=AnswerSource.SAISIE,
                state=AnswerState.ENREGISTREE,
                breaches=[],
                actor=CLERK.name,
                at=NOW,
            )
        )
    for name in ("care", "billed"):
        with place.database.transaction() as session:
            desk = Desk(place, session, CLERK, NOW)
            row = dossiers.get(session, known.dossiers[name])
            judged_again(desk, row)
            draft = letters.preview(desk, row.id)
            letters.issue(desk, row.id, draft, seen=row.revision)
            session.flush()
            written = session.query(Letter).filter_by(dossier_id=row.id).one()
            known.letters[name] = written.id


class House:
    """The application over the two worlds, and browsers for it."""

    def __init__(self, place: Workplace) -> None:
        self.place = place
        self.database: Database = place.database
        self.own, self.other = furnish(place)
        self.now = NOW
        self.app = create_app(place, now=lambda: self.now)

    def client(self, login: str = "") -> TestClient:
        """A browser, logged in where a login is given."""
        client = TestClient(
            self.app, base_url="http://127.0.0.1", follow_redirects=False, raise_server_exceptions=False
        )  # fmt: skip
        if login:
            form = {
                "identifiant": login,
                "mot_de_passe": PASSWORD,
                "jeton": token(client, "/connexion"),
            }
            assert client.post("/connexion", data=form).status_code == 303
        return client

    def access(self, session: Session, role: Role) -> PartnerAccess:
        """What that partner of one's own world is tied to."""
        found = partners.of_login(session, self.own.logins[role])
        assert found is not None
        return found

    def partner(self, role: Role) -> TestClient:
        return self.client(self.own.logins[role])


def token(client: TestClient, path: str = "/compte") -> str:
    """What a page of ours would repeat."""
    found = re.search(r'name="jeton" value="([^"]+)"', client.get(path).text)
    assert found
    return found[1]


def post(client: TestClient, path: str, **form: object):
    return client.post(path, data={"jeton": token(client), **form})
