"""The sample courier as a whole: one bag and two e-mails, and the list of insured people beside them."""

from __future__ import annotations

from . import sheets
from .cases.facturation_hopital import hospital_billing
from .cases.facturation_pharmacie import drug_billing
from .cases.maladie_remboursement import reimbursement
from .cases.pec_pharmacie import drug_cover
from .cast import Cast
from .mails import adhesion, chronic
from .paper import Attachment, Envoi
from .values import Person

ASSURES_COLUMNS = [
    "numero_immatriculation",
    "matricule",
    "nom",
    "prenom",
    "cin",
    "date_naissance",
    "lien",
    "numero_immatriculation_assure",
    "date_effet",
    "rib",
]
README = """# Courrier d'exemple

Fabriqué par `python -m tests.courier.make_sample` (rien de vrai : personnes, adresses, numéros et établissements sont inventés).
Reçu le 5 novembre 2025.

| fichier | contenu |
|---|---|
| `sac-0001.pdf` | un sac de courrier numérisé (images seules, 150 ppp) : quatre dossiers, trois feuilles séparatrices, deux versos blancs, une page à l'envers, une page couchée |
| `courriel-pharmacie.eml` | une pharmacie dépose une prise en charge de maladie chronique (PDF numérisé et photo) |
| `courriel-2.eml` | un employeur envoie une adhésion (PDF avec texte, et photo du RIB) |
| `assures.csv` | liste des assurés, pour `--assures` |
| `verite.json` | ce qu'il y a vraiment sur chaque page, pour `score.py` ; aucun traitement ne le lit |

| dossier | type | attendu |
|---|---|---|
| sac-0001-D1 CHRAIBI / SEFRIOUI Nawal | ofppt maladie_remboursement | complet |
| sac-0001-D2 OUAZZANI Abdelhak | cnops pec_pharmacie | incomplet : la CNIE a expiré le 14/06/2024 |
| sac-0001-D3 AIT BRAHIM Khadija | cnops facturation_pharmacie | incomplet : pas d'attestation de prise en charge |
| sac-0001-D4 EL MANSOURI / Aya | cnops facturation_hopital | incomplet : pas d'ordonnance |
| courriel-pharmacie BERRADA Fouad | ofppt chronique_pec | à vérifier : certificat sous pli scellé |
| courriel-2 TAZI Zineb | ofppt adhesion | complet |
"""


def sample_envois(seed: str) -> list[Envoi]:
    """The three arrivals, in the order they came."""
    c = Cast(seed)
    d1, p1 = reimbursement(c, "sac-0001-D1")
    d2, p2 = drug_cover(c, "sac-0001-D2")
    d3, p3 = drug_billing(c, "sac-0001-D3")
    d4, p4 = hospital_billing(c, "sac-0001-D4")
    stream = [
        sheets.separator(
            "sac-0001-S1",
            "LIASSE:SEP:DOSSIER:ofppt:maladie_remboursement",
            "OFPPT",
            "Remboursement de frais de maladie",
        ),
        *p1,
        sheets.blank("sac-0001-B1", "a5"),
        sheets.separator(
            "sac-0001-S2",
            "LIASSE:SEP:DOSSIER:cnops:pec_pharmacie",
            "CNOPS",
            "Prise en charge pharmacie",
        ),
        *p2,
        *p3,
        sheets.blank("sac-0001-B2", "a5"),
        sheets.separator("sac-0001-S3", "LIASSE:SEP:DOSSIER"),
        *p4,
    ]
    sack = Envoi(
        "sac-0001.pdf",
        "courrier",
        "2025-11-05T09:12:00+01:00",
        [Attachment("sac-0001.pdf", stream, "scan")],
        [d1, d2, d3, d4],
    )
    return [sack, chronic(c), adhesion(c)]


def insured_rows(seed: str) -> list[dict[str, str]]:
    """Rows of assures.csv: the insured of the sample but the newcomer, their dependants and some neighbours."""
    c = Cast(seed)
    rows = []

    def row(p: Person, of: Person, since: str) -> None:
        rows.append(
            {
                "numero_immatriculation": p.immatriculation,
                "matricule": of.matricule if p is of else "",
                "nom": p.nom,
                "prenom": p.prenom,
                "cin": p.cin,
                "date_naissance": p.naissance.isoformat(),
                "lien": p.lien,
                "numero_immatriculation_assure": of.immatriculation,
                "date_effet": since,
                "rib": p.rib if p is of else "",
            }
        )

    for person, dependants, since in [
        (c.chraibi, [c.nawal], "2010-01-01"),
        (c.ouazzani, [], "2006-03-01"),
        (c.brahim, [], "2008-09-01"),
        (c.mansouri, [c.aya], "2012-05-01"),
        (c.berrada, [], "2001-02-01"),
        *[(o, [], "2015-01-01") for o in c.others],
    ]:
        row(person, person, since)
        for d in dependants:
            row(d, person, since)
    return rows
