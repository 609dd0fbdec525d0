"""What a public hospital writes: a three-page invoice, blood results, the story of a stay."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from .paper import Paper, Stamp
from .values import Provider

ROWS = """
#HÉBERGEMENT ET HONORAIRES
HJ|Journée d'hospitalisation pédiatrie||4|350
C|Consultation d'admission||1|80
AMI|Pose de voie veineuse périphérique|2|2|10
AMI|Injection intraveineuse directe|1|12|10
AMI|Prélèvement sanguin veineux|1.5|3|10
AMM|Kinésithérapie respiratoire|6|3|8
K|Oxygénothérapie nasale, surveillance|10|2|11.50
K|Électrocardiogramme|6|1|11.50
Z|Radiographie thorax face|16|2|10
Z|Radiographie thorax profil|16|1|10
HS|Supplément chambre à deux lits||4|60
HR|Repas accompagnant||8|35
#PHARMACIE ET CONSOMMABLES
PH|Augmentin 1 g/200 mg injectable, flacon||12|47.80
PH|Perfalgan 500 mg perfusion, flacon||10|26.40
PH|Sérum glucosé 5 % 500 ml||8|12.50
PH|Sérum salé 0,9 % 500 ml||6|11.80
PH|Salbutamol nébulisation, dosette||9|5.10
PH|Doliprane 300 mg sachet, boîte||1|12.85
PH|Solumédrol 40 mg injectable||3|31.20
PH|Eau pour préparation injectable 10 ml||12|1.90
CS|Cathéter veineux court 22 G||3|14.50
CS|Perfuseur avec régulateur||4|9.80
CS|Seringue 10 ml||20|1.40
CS|Seringue 5 ml||12|1.20
CS|Masque nébuliseur pédiatrique||1|48.00
CS|Lunettes à oxygène pédiatriques||1|17.50
CS|Compresses stériles, paquet||6|4.20
CS|Gants d'examen, paire||24|0.90
#EXAMENS DE LABORATOIRE
B|Numération formule sanguine|80|2|1.10
B|Protéine C réactive|100|2|1.10
B|Ionogramme sanguin complet|160|1|1.10
B|Urée sanguine|30|1|1.10
B|Créatinine sanguine|30|1|1.10
B|Hémoculture aérobie|180|2|1.10
B|Gaz du sang capillaire|120|1|1.10
B|Examen cytobactériologique des urines|90|1|1.10
#IMAGERIE ET DIVERS
Z|Échographie pleurale|30|1|10
FD|Frais de dossier||1|20
"""


def invoice_rows() -> tuple[list[dict[str, Any]], dict[int, str], list[int]]:
    """Lines, the headings before some of them, and where pages end."""
    rows: list[dict[str, Any]] = []
    parts: dict[int, str] = {}
    for text in ROWS.strip().splitlines():
        if text.startswith("#"):
            parts[len(rows)] = text[1:]
            continue
        code, name, factor, count, price = text.split("|")
        amount = Decimal(price) * int(count) * (Decimal(factor) if factor else 1)
        row = {
            "code": code,
            "designation": name,
            "quantite": count,
            "prix_unitaire": f"{Decimal(price):.2f}",
            "montant": f"{amount:.2f}",
        }
        if factor:
            row["coefficient"] = factor
        rows.append(row)
    return rows, parts, [17, 34]


def laboratory(key: str, name: str, patient: dict[str, Any]) -> Paper:
    """Results of blood tests."""
    rows = [
        ("Leucocytes", "17.8", "10³/mm³", "4,5 – 13,5"),
        ("Hémoglobine", "11.6", "g/dl", "11,5 – 14,5"),
        ("Plaquettes", "412", "10³/mm³", "150 – 450"),
        ("Polynucléaires neutrophiles", "81", "%", "35 – 70"),
        ("Protéine C réactive", "142", "mg/l", "< 6"),
        ("Urée", "0.24", "g/l", "0,15 – 0,45"),
        ("Créatinine", "4.8", "mg/l", "3,0 – 7,0"),
        ("Sodium", "138", "mmol/l", "135 – 145"),
        ("Potassium", "4.1", "mmol/l", "3,5 – 5,1"),
    ]
    return Paper(
        key,
        "resultats_examens",
        "labo",
        {
            **patient,
            "date_document": "2025-10-06",
            "medecin_nom": "Dr Jalil BENKIRANE",
            "nature_examen": "biologie",
        },
        {"mesures": [{"analyse": a, "valeur": v, "unite": u} for a, v, u, _ in rows]},
        {"labo": Stamp(("LABORATOIRE CENTRAL", "Hôpital Al Amal"), "rect", "#2b3fa0", 44)},
        frozenset({"biologiste"}),
        extra={
            "labo": "LABORATOIRE CENTRAL DE BIOLOGIE",
            "labo_pied": "Hôpital d'Enfants Al Amal – Rabat<br>Hématologie – Biochimie – Microbiologie",
            "ne": "17/09/2016",
            "numero": "251006-0318",
            "chapitres": {0: "HÉMATOLOGIE", 4: "BIOCHIMIE SANGUINE"},
            "normes": [r[3] for r in rows],
        },
        recipes=("bureau",),
    )


def hospital_story(dr: Provider) -> dict[str, Any]:
    return {
        "hopital": "HÔPITAL D'ENFANTS AL AMAL – CHU – RABAT",
        "service": "Service de Pédiatrie B – Pneumologie pédiatrique",
        "chef": "Pr A. FILALI BABA",
        "age": "9 ans",
        "ville": "Rabat",
        "sejour": "Hospitalisée du 06/10/2025 au 10/10/2025 (entrée n° 25/11402)",
        "parties": [
            (
                "Motif d'hospitalisation",
                "Fièvre à 39,6 °C évoluant depuis trois jours, toux grasse et gêne respiratoire d'aggravation progressive.",
            ),
            (
                "Antécédents",
                "Née à terme, vaccinations à jour. Pas d'allergie médicamenteuse connue. Aucune hospitalisation antérieure.",
            ),
            (
                "Examen à l'entrée",
                "Enfant consciente, polypnéique à 38 cycles/min, saturation 92 % à l'air ambiant. Foyer de râles crépitants de la base droite.",
            ),
            (
                "Examens complémentaires",
                "Radiographie thoracique : opacité systématisée du lobe inférieur droit. Biologie : hyperleucocytose à prédominance neutrophile, CRP élevée.",
            ),
            (
                "Évolution et traitement",
                "Oxygénothérapie nasale 36 heures, antibiothérapie intraveineuse par amoxicilline – acide clavulanique, paracétamol. Apyrexie au troisième jour.",
            ),
            (
                "Conclusion",
                "Pneumopathie lobaire aiguë d'allure pneumococcique, d'évolution favorable. Sortie avec relais par voie orale ; contrôle dans dix jours.",
            ),
        ],
    }
