"""Papers for the tests: well-read ones, and the ways to spoil them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

from models.checklists import Channel, DossierFacts, Person, Piece
from models.geometry import Box
from models.reading import Document, Field, How, Mark

RECEIVED = datetime(2025, 11, 5, 9, 12, tzinfo=UTC)
TODAY = date(2025, 11, 6)
BOX = Box(0.1, 0.1, 0.3, 0.15)
INSURED = Person(
    numero_immatriculation="204587613",
    nom="EL MANSOURI",
    prenom="Abdelkrim",
    cin="BE51234",
    date_naissance=date(1975, 3, 2),
    lien="assure",
)
SPOUSE = Person(nom="BENNANI", prenom="Fatima Zahra", cin="BK77120", lien="conjoint")
STUDENT = Person(
    nom="EL MANSOURI", prenom="Yassine", date_naissance=date(2003, 1, 15), lien="enfant"
)


def value(text: str, confidence: float = 0.97) -> Field:
    return Field(text, text, confidence, 1, BOX, How.OCR)


def rows(*lines: Mapping[str, str]) -> tuple[dict[str, Field], ...]:
    return tuple({name: value(text) for name, text in line.items()} for line in lines)


PATIENT = {"patient_nom": "EL MANSOURI", "patient_prenom": "Abdelkrim"}
HOLDER = {"nom": "EL MANSOURI", "prenom": "Abdelkrim"}
ASSURE = {
    "assure_nom": "EL MANSOURI",
    "assure_prenom": "Abdelkrim",
    "numero_immatriculation": "204587613",
}
BENEFICIARY = {"beneficiaire_nom": "EL MANSOURI", "beneficiaire_prenom": "Abdelkrim"}

FIELDS: Mapping[str, Mapping[str, str]] = {
    "feuille_de_soins": ASSURE
    | {
        "nature_maladie": "diabète de type 2",
        "date_soins": "2025-10-20",
        "montant_total": "300.00",
    },
    "facture": PATIENT
    | {
        "nature": "pharmacie",
        "numero_facture": "F-2025/0187",
        "date_facture": "2025-10-21",
        "date_delivrance": "2025-10-21",
        "emetteur_nom": "PHARMACIE ATLAS",
        "montant_total": "452.20",
        "part_organisme": "316.54",
        "part_assure": "135.66",
    },
    "ordonnance": PATIENT | {"date_prescription": "2025-10-20"},
    "bulletin_adhesion": {
        "numero_bulletin": "B-0012",
        "assure_nom": "EL MANSOURI",
        "assure_prenom": "Abdelkrim",
        "assure_cin": "BE51234",
        "assure_date_naissance": "1975-03-02",
        "situation_familiale": "celibataire",
        "nombre_enfants": "0",
    },
    "demande_prise_en_charge": ASSURE
    | BENEFICIARY
    | {
        "motif": "pharmacie",
        "modele_imprime": "pharmacie",
        "inpe": "104012345",
        "diagnostic": "hernie inguinale",
        "code_acte": "K50",
        "cotation": "50",
        "date_demande": "2025-11-04",
        "date_hospitalisation": "2025-11-20",
        "ville": "Fès",
        "urgence": "false",
        "etablissement_statut": "public",
        "duree_prevue": "4",
    },
    "attestation_prise_en_charge": BENEFICIARY
    | {"numero_prise_en_charge": "PEC-77", "date_attestation": "2025-10-15"},
    "certificat_longue_duree": PATIENT
    | {"maladie": "diabète de type 2", "date_certificat": "2025-03-01"},
    "cnie": HOLDER
    | {"cin": "BE51234", "date_validite": "2030-01-01", "date_naissance": "1975-03-02"},
    "carte_immatriculation": HOLDER | {"numero_immatriculation": "204587613"},
    "certificat_garantie": HOLDER | {"numero_immatriculation": "204587613"},
    "compte_rendu_hospitalisation": PATIENT,
    "compte_rendu_operatoire": PATIENT,
    "rapport_medical": PATIENT
    | {
        "affection": "lymphome",
        "protocole": "R-CHOP",
        "doses_journalieres": "750 mg/m2",
        "surface_corporelle": "1.80",
        "duree": "3 mois",
        "nombre_cures": "3",
        "nombre_seances": "25",
        "metastase": "false",
    },
    "resultats_examens": PATIENT | {"nature_examen": "anatomopathologie"},
    "attestation_seances": {"patient_nom": "EL MANSOURI", "seances_par_semaine": "3"},
    "convocation_contre_visite": {"date_visite_effectuee": "2025-10-30", "numero_dossier": "D-1"},
    "reponse_compagnie": {"decision": "accord", "numero_dossier": "D-1"},
    "listing_adherents": {"nombre": "1", "manuscrit": "false"},
    "demande_retrait": {"objet": "départ de l'assuré"},
}
LINES = {
    "facture": {"lignes": rows({"designation": "AUGMENTIN 1G", "quantite": "1", "ppv": "132.90"})},
    "resultats_examens": {
        "mesures": rows(
            {"analyse": "Urée"},
            {"analyse": "Créatinine"},
            {"analyse": "Clairance de la créatinine"},
        )
    },
}
MARKS = {
    "feuille_de_soins": ("cachet_medecin", "signature_medecin"),
    "facture": (
        "cachet_etablissement",
        "signature_etablissement",
        "signature_assure",
        "ppv_colles",
        "codes_barres_colles",
    ),
    "ordonnance": ("cachet_medecin", "signature_medecin"),
    "bulletin_adhesion": ("signature_assure", "photo"),
    "demande_prise_en_charge": (
        "cachet_medecin",
        "signature_medecin",
        "cachet_etablissement",
        "signature_pharmacien",
    ),
    "attestation_prise_en_charge": ("cachet_organisme", "signature_organisme"),
    "rapport_medical": ("cachet_medecin", "signature_medecin"),
    "convocation_contre_visite": ("cachet_medecin",),
    "listing_adherents": ("signature_souscripteur",),
    "avenant": ("signature_souscripteur",),
    "attestation_seances": ("cachet_medecin", "signature_medecin"),
}
HOSPITAL = {
    "nature": "hopital_public",
    "date_entree": "2025-10-05",
    "date_sortie": "2025-10-10",
    "montant_total": "6133.95",
}


def paper(kind: str, **fields: str | None) -> Piece:
    """A well-read original of a type; `fields` change it, `None` takes a field away."""
    written = dict(FIELDS.get(kind, {})) | {"exemplaire": "original"} | fields
    read = {name: value(text) for name, text in written.items() if text is not None}
    marks = {name: Mark(True, 0.96, 1, BOX) for name in MARKS.get(kind, ())}
    document = Document((1,), kind, 0.98, read, LINES.get(kind, {}), marks)
    return Piece(f"doc-{kind}", document)


def facts(*pieces: Piece, **more: object) -> DossierFacts:
    """A dossier of these pieces by courier, each with an id of its own."""
    named = tuple(replace(piece, id=f"{piece.id}-{n}") for n, piece in enumerate(pieces))
    base = DossierFacts(
        channel=Channel.COURRIER,
        received_at=RECEIVED,
        pieces=named,
        assure=INSURED,
        beneficiaire=INSURED,
    )
    return replace(base, **more)  # type: ignore[arg-type]


def changed(piece: Piece, change: Callable[[Document], Document]) -> Piece:
    return replace(piece, document=change(piece.document))


def spoil(
    dossier: DossierFacts, change: Callable[[Document], Document], *kinds: str
) -> DossierFacts:
    """The dossier with the documents of these types changed."""
    pieces = tuple(
        changed(piece, change) if piece.document.type in kinds else piece
        for piece in dossier.pieces
    )
    return replace(dossier, pieces=pieces)


def without(dossier: DossierFacts, *kinds: str) -> DossierFacts:
    """The dossier without its documents of these types."""
    kept = tuple(piece for piece in dossier.pieces if piece.document.type not in kinds)
    return replace(dossier, pieces=kept)


def with_field(name: str, new: Field | None) -> Callable[[Document], Document]:
    def change(document: Document) -> Document:
        fields = {key: old for key, old in document.fields.items() if key != name}
        return replace(document, fields=fields if new is None else {**fields, name: new})

    return change


def with_mark(name: str, mark: Mark) -> Callable[[Document], Document]:
    def change(document: Document) -> Document:
        return replace(document, marks={**document.marks, name: mark})

    return change


def of_type_confidence(confidence: float) -> Callable[[Document], Document]:
    def change(document: Document) -> Document:
        return replace(document, type_confidence=confidence)

    return change
