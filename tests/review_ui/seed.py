"""A small office to look at: drawn pages, documents read on them, dossiers judged, a lot.

Everybody here is invented. `SECRET` stands on the confidential pages and in their values,
`SENSITIVE` in a field that only those who check forms may read: tests look for them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from sqlalchemy.orm import Session

from models.entities import (
    Channel,
    Document,
    Envoi,
    EnvoiState,
    Finding,
    Gravite,
    LotNature,
    Prestation,
    Resultat,
    Statut,
)
from models.reading import Document as ReadDocument
from models.reading import Field, How, Mark, PageReading, Rotation
from storage.blobs import Blobs, sha256_of
from storage.records import blobs, documents, dossiers, envois, lots, pages
from tests.review_ui.drawing import HEIGHT, WIDTH, Sheet

NOW = datetime(2025, 11, 5, 12, 0, tzinfo=UTC)
SECRET = "SCLEROSE-EN-PLAQUES"
SENSITIVE = "DIABETE-DE-TYPE-2"
HOSTILE = '"><script>window.volee=1</script>.pdf'
HOSTILE_VALUE = "<img src=x onerror='window.volee=2'>{{ 7*7 }}"
VERSION = "essai"


@dataclass
class Seeded:
    """Identifiers by nickname, for the tests to go to."""

    envoi: str = ""
    mail: str = ""
    numero: str = ""
    documents: dict[str, str] = field(default_factory=dict)
    pages: dict[int, str] = field(default_factory=dict)
    dossiers: dict[str, str] = field(default_factory=dict)
    lot: str = ""
    lot_id: str = ""
    refusal: str = ""


def care_sheet(sheet: Sheet) -> ReadDocument:
    f = sheet.field
    fields = {
        "numero_immatriculation": f(0.1, 0.13, "N° d'immatriculation", "204 587 613", 0.98, value="204587613"),
        "assure_nom": f(0.1, 0.2, "Nom de l'assuré", "EL MANSOURI", 0.97),
        "assure_prenom": f(0.5, 0.2, "Prénom", "Abdelkrim", 0.95),
        "assure_cin": f(0.1, 0.27, "CIN", "BE 45I221", 0.55, value="BE451221", how=How.MANUSCRIT, rivals=(("BE457221", 0.31), ("BE451227", 0.12))),
        "beneficiaire_lien": f(0.5, 0.27, "Lien", "[x] Conjoint", 0.91, value="conjoint", how=How.CASE_COCHEE),
        "beneficiaire_nom": f(0.1, 0.34, "Bénéficiaire", "EL MANSOURI", 0.93),
        "beneficiaire_prenom": f(0.5, 0.34, "Prénom", "Fatima Zahra", 0.9),
        "nature_maladie": f(0.1, 0.41, "Nature de la maladie", SENSITIVE, 0.86, how=How.MANUSCRIT),
        "medecin_nom": f(0.1, 0.48, "Médecin traitant", "Dr TAHIRI Samira", 0.94),
        "date_soins": f(0.5, 0.48, "Date des soins", "31/10/2025", 0.97, value="2025-10-31"),
        "montant_total": f(
            0.1, 0.55, "Montant total", "1 250,00 DH", 0.88, value="1250.00",
            controle="Le total des lignes (1 150,00) n'est pas celui du document.",
        ),
        "maladie_chronique": Field("true", "Dossier maladie chronique", 0.9, sheet.number, None, How.DEDUIT),
        "exemplaire": Field("inconnu", "", 0.98, None, None, How.DEDUIT),
    }  # fmt: skip
    sheet.write(0.1, 0.63, "Date         Code    Désignation              Montant", 24)
    lines = tuple(
        {
            "date": sheet.cell(0.1, 0.66 + 0.03 * n, day),
            "code": sheet.cell(0.24, 0.66 + 0.03 * n, code),
            "designation": sheet.cell(0.36, 0.66 + 0.03 * n, what, 0.6 if n == 1 else 0.95),
            "montant": sheet.cell(0.7, 0.66 + 0.03 * n, amount),
        }
        for n, (day, code, what, amount) in enumerate(
            [
                ("2025-10-31", "CS", "Consultation", "300.00"),
                ("2025-10-31", "B", "Glycémie à jeun", "850.00"),
            ]
        )
    )
    marks = {
        "cachet_medecin": Mark(True, 0.96, sheet.number, sheet.stamp(0.12, 0.82)),
        "signature_medecin": Mark(None, 0.52),
        "signature_assure": Mark(False, 0.9),
    }
    return ReadDocument((sheet.number,), "feuille_de_soins", 0.98, fields, {"actes": lines}, marks)


def invoice(first: Sheet, second: Sheet) -> ReadDocument:
    fields = {
        "numero_facture": first.field(0.1, 0.13, "Facture", "N° F-2025/0187", 0.97, value="F-2025/0187"),
        "date_facture": first.field(0.5, 0.13, "Date", "03/11/2025", 0.99, value="2025-11-03", how=How.TEXTE_PDF),
        "emetteur_nom": first.field(0.1, 0.2, "Pharmacie", HOSTILE_VALUE, 0.9),
        "emetteur_ice": first.field(
            0.5, 0.2, "ICE", "001528736000042", 0.72, controle="La clé de l'ICE n'est pas juste."
        ),
        "montant_total": second.field(0.1, 0.5, "Total", "132,90", 0.99, value="132.90"),
    }  # fmt: skip
    return ReadDocument((first.number, second.number), "facture", 0.93, fields)


def secret(sheet: Sheet, type_: str) -> ReadDocument:
    fields = {
        "maladie": sheet.field(0.1, 0.3, "Maladie", SECRET, 0.9, rivals=((SECRET + "-BIS", 0.2),))
    }
    marks = {"cachet_medecin": Mark(True, 0.9, sheet.number, sheet.stamp(0.5, 0.6))}
    return ReadDocument((sheet.number,), type_, 0.9, fields, {}, marks)


def seed(session: Session, store: Blobs) -> Seeded:
    """All of it, in the transaction of the caller."""
    made = Seeded()
    envoi = _envoi(session, store, "sac-0412.pdf", Channel.COURRIER, b"sac", 9)
    made.envoi, made.numero = envoi.id, envoi.numero
    sheets = {n: Sheet(n, t) for n, t in TITLES.items()}
    read = [
        ReadDocument((1,), "feuille_separatrice", 0.99),
        care_sheet(sheets[2]),
        invoice(sheets[3], sheets[4]),
        ReadDocument((5,), "page_blanche", 0.99),
        secret(sheets[6], "certificat_longue_duree"),
        secret(sheets[7], "autre"),
        ReadDocument((8,), "ordonnance", 0.64),
        ReadDocument((9,), "autre", 0.4),
    ]
    _keep_pages(session, store, envoi, sheets)
    rows = documents.record(session, envoi.id, read, VERSION)
    names = (
        "separatrice",
        "feuille",
        "facture",
        "blanche",
        "certificat",
        "douteux",
        "ordonnance",
        "illisible",
    )
    made.documents = {name: row.id for name, row in zip(names, rows, strict=True)}
    made.pages = {page.number: page.id for page in pages.of_envoi(session, envoi.id)}
    refusal = envois.refuse(
        session, envoi_id=envoi.id, name=HOSTILE, sha256=None, code="pdf_chiffre",
        message="Ce PDF est protégé par un mot de passe : demandez-en une copie sans protection.",
    )  # fmt: skip
    made.refusal = refusal.id
    envois.set_state(session, envoi.id, EnvoiState.TERMINE)
    _dossiers(session, envoi, rows, made)
    _mail(session, store, made)
    return made


TITLES = {
    1: "FEUILLE SÉPARATRICE", 2: "FEUILLE DE SOINS", 3: "FACTURE", 4: "FACTURE (suite)", 5: "",
    6: "CERTIFICAT MÉDICAL", 7: "Compte rendu ?", 8: "ORDONNANCE",
}  # fmt: skip
DOUBT = "pourrait être un compte rendu"


def _keep_pages(session: Session, store: Blobs, envoi: Envoi, sheets: dict[int, Sheet]) -> None:
    for number, sheet in sheets.items():
        data = sheet.jpeg()
        sha256 = store.put(data)
        blobs.record(session, sha256, size=len(data), media_type="image/jpeg")
        reading = PageReading(
            Rotation(0),
            0.99,
            0.0,
            number == 5,
            WIDTH,
            HEIGHT,
            150,
            tuple(sheet.words),
            reader=VERSION,
        )
        pages.keep_reading(
            session, envoi.id, number, reading, reader_version=VERSION, image_sha256=sha256
        )
        why = {6: "certificat de longue durée", 7: DOUBT}.get(number)
        pages.set_confidential(session, envoi.id, number, confidential=why is not None, why=why)
    pages.keep_unread(
        session, envoi.id, 9, "La lecture de cette page a dépassé le temps permis.", reader_version=VERSION
    )  # fmt: skip


def _envoi(
    session: Session, store: Blobs, name: str, channel: Channel, data: bytes, count: int
) -> Envoi:
    sha256 = store.put(data)
    blobs.record(session, sha256, size=len(data), media_type="application/pdf")
    envoi = envois.take_in(
        session, source=name, sha256=sha256, size=len(data), channel=channel,
        received_at=datetime(2025, 11, 5, 8, 12, tzinfo=UTC),
        sender="pharmacie@exemple.ma" if channel is Channel.EMAIL else None,
        mail={"sender_name": HOSTILE_VALUE, "subject": "Dossier", "text": f"Voir {SECRET}", "date": "2025-11-05T09:00:00"}
        if channel is Channel.EMAIL else None,
    ).envoi  # fmt: skip
    file = envois.add_file(
        session, envoi.id, ordinal=0, name=name, sha256=sha256, kind="pdf", pages=count, first_page=1
    )  # fmt: skip
    pages.expect(session, file)
    return envoi


def _mail(session: Session, store: Blobs, made: Seeded) -> None:
    """An e-mail with a hostile name, its pages not yet read."""
    mail = _envoi(session, store, HOSTILE, Channel.EMAIL, sha256_of(b"mail").encode(), 3)
    envois.set_state(session, mail.id, EnvoiState.EN_LECTURE)
    made.mail = mail.id


def _dossiers(session: Session, envoi: Envoi, rows: list[Document], made: Seeded) -> None:
    care, bill, certificate, doubt, order = rows[1], rows[2], rows[4], rows[5], rows[6]
    chronic = dossiers.open_dossier(
        session, envoi_id=envoi.id, organisme="ofppt", type="chronique_pec",
        documents=[care.id, certificate.id, doubt.id, order.id],
        assure={"numero_immatriculation": "204587613", "nom": "EL MANSOURI", "prenom": "Abdelkrim"},
        beneficiaire={"lien": "conjoint", "nom": "EL MANSOURI", "prenom": "Fatima Zahra"},
        prestation=Prestation.AMBULATOIRE, deadline=NOW + timedelta(days=1, hours=4),
        signalements=[{"code": "debut_estime", "message": "L'heure du dépôt à la pharmacie n'est pas connue."}],
    )  # fmt: skip
    dossiers.judge(
        session, chronic, statut=Statut.INCOMPLET, checklist="ofppt/chronique_pec", checklist_version="1",
        findings=[
            _finding("declaration_maladie", Resultat.CONFORME, "Déclaration de maladie : conforme.", care),
            _finding("ordonnance", Resultat.A_VERIFIER, "Le type de la pièce n'est pas certain.", order),
            _finding("signature_assure", Resultat.MANQUANT, "La signature de l'assuré manque : faites signer la feuille.", care, "signature_assure"),
            _finding("signature_medecin", Resultat.A_VERIFIER, "La signature du médecin est à vérifier sur l'image.", care, "signature_medecin", Gravite.AVERTISSEMENT),
            _finding("certificat_longue_duree", Resultat.A_VERIFIER, "Le pli est là : son contenu est à vérifier par le médecin conseil.", certificate),
            _finding("coherence_dates", Resultat.NON_CONFORME, "Une date est postérieure à la réception.", care, "date_soins", Gravite.AVERTISSEMENT),
            _finding("contre_visite", Resultat.SANS_OBJET, "Sans objet pour ce dossier."),
        ],
    )  # fmt: skip
    billing = dossiers.open_dossier(
        session, envoi_id=envoi.id, organisme="cnops", type="facturation_pharmacie", documents=[bill.id],
        assure={"nom": HOSTILE_VALUE}, prestation=Prestation.AMBULATOIRE,
        deadline=NOW - timedelta(hours=3, minutes=10), forclos_le=date(2026, 2, 5),
    )  # fmt: skip
    dossiers.judge(
        session, billing, statut=Statut.COMPLET, checklist="cnops/facturation_pharmacie",
        checklist_version="1", findings=[_finding("facture", Resultat.CONFORME, "Facture : conforme.", bill)],
    )  # fmt: skip
    empty = dossiers.open_dossier(
        session, envoi_id=envoi.id, organisme="ci", type="reclamation", documents=[]
    )
    lot = lots.place(
        session, billing, nature=LotNature.FACTURATION, etablissement="Pharmacie Atlas"
    )
    assert lot is not None
    made.lot, made.lot_id = lot.numero, lot.id
    lots.place(session, chronic, nature=LotNature.PEC)
    made.dossiers = {"chronique": chronic.id, "facturation": billing.id, "vide": empty.id}


def _finding(
    exigence: str,
    resultat: Resultat,
    raison: str,
    document: Document | None = None,
    name: str = "",
    gravite: Gravite = Gravite.BLOQUANT,
) -> Finding:
    sort = "marque" if name.startswith(("signature_", "cachet_")) else "champ"
    evidence = [{"document": document.id, "genre": sort, "nom": name}] if document and name else []
    return Finding(
        exigence=exigence, resultat=resultat, gravite=gravite, raison=raison,
        citation="000 §3 a : «une déclaration de maladie, dûment cachetée par le médecin traitant»",
        documents=[document.id] if document else [], evidence=evidence,
    )  # fmt: skip
