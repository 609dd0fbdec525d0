"""Plausible acts with their NGAP letter keys, by the kind of place that bills them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Act:
    """One line of care: letter key, coefficient (may be empty), words, unit price."""

    code: str
    coefficient: str
    designation: str
    prix: Decimal


def _acts(text: str) -> list[Act]:
    out = []
    for row in text.strip().split("\n"):
        code, coefficient, words, price = row.split("|")
        out.append(Act(code, coefficient, words, Decimal(price).quantize(Decimal("0.01"))))
    return out


ACTS = {
    "consultation": _acts(
        "C||Consultation|150\nCS||Consultation spécialisée|250\nCS||Consultation au cabinet|300\nV||Visite à domicile|200\nVS||Visite du spécialiste|350\nK|16|Électrocardiogramme|200\nK|25|Échographie transthoracique|600\nKC|10|Suture de plaie|300"
    ),
    "laboratoire": _acts(
        "B|50|Numération formule sanguine|67\nB|30|Glycémie à jeun|40.20\nB|100|Hémoglobine glyquée HbA1c|134\nB|30|Créatinine|40.20\nB|30|Urée sanguine|40.20\nB|120|TSH ultrasensible|160.80\nB|250|Vitamine D 25-OH|335\nB|60|Bilan lipidique|80.40\nB|90|Ferritine|120.60\nB|100|ECBU|134\nB|300|PSA total|402\nB|50|Transaminases ASAT ALAT|67"
    ),
    "radiologie": _acts(
        "Z|16|Radiographie du thorax face|160\nZ|20|Radiographie du rachis lombaire|200\nZ|30|Échographie abdominale|300\nZ|60|Mammographie bilatérale|600\nZ|100|Scanner thoracique sans injection|1000\nZ|250|IRM cérébrale|2500\nZ|25|Panoramique dentaire|250\nK|30|Échographie pelvienne|345"
    ),
    "clinique": _acts(
        "HJ||Journée d'hospitalisation|550\nK|50|Acte opératoire|1125\nKC|80|Cholécystectomie sous cœlioscopie|1800\nK|30|Anesthésie générale|675\nFS||Frais de salle d'opération|1500\nPH||Pharmacie et consommables|842.50\nCS||Consultation pré-anesthésique|250\nB|80|Bilan préopératoire|107.20\nZ|16|Radiographie du thorax|160\nRA||Réanimation, la journée|1500"
    ),
    "hopital_public": _acts(
        "HJ||Journée d'hospitalisation|350\nC||Consultation|60\nCS||Consultation de spécialité|100\nAMI|4|Injection intraveineuse|40\nAMM|8|Rééducation respiratoire|64\nK|20|Acte de petite chirurgie|230\nKC|50|Appendicectomie|575\nB|80|Bilan biologique|88\nZ|16|Radiographie du thorax|120\nPH||Médicaments|386.40"
    ),
    "optique": _acts(
        "VC||Verre correcteur OD -1,75 organique|350\nVC||Verre correcteur OG -2,00 organique|350\nMO||Monture optique|600\nVP||Verre progressif durci|950\nLC||Lentilles de contact (paire)|480"
    ),
    "dentaire": _acts(
        "D|6|Détartrage complet|150\nD|10|Obturation deux faces, dent 36|300\nD|15|Dévitalisation d'une molaire|600\nD|5|Extraction d'une dent|200\nSPR|50|Couronne céramo-métallique, dent 24|2200\nD|50|Prothèse amovible 5 dents|2600\nZ|6|Radiographie rétro-alvéolaire|60"
    ),
    "dialyse": _acts("HD||Séance d'hémodialyse|850"),
    "oncologie": _acts(
        "CH||Séance de chimiothérapie, hôpital de jour|1200\nPH||Docétaxel 80 mg flacon|2480\nPH||Oxaliplatine 100 mg flacon|1310.50\nRX||Séance de radiothérapie conformationnelle|900\nCS||Consultation d'oncologie|300\nAMI|5|Perfusion sur chambre implantable|60"
    ),
}
DISEASES = [
    "Angine aiguë",
    "Diabète de type 2",
    "Hypertension artérielle",
    "Asthme allergique",
    "Lombalgie chronique",
    "Gastrite",
    "Bronchite aiguë",
    "Hypothyroïdie",
    "Polyarthrite rhumatoïde",
    "Anémie ferriprive",
    "Migraine",
    "Insuffisance cardiaque",
    "Glaucome chronique",
    "Otite moyenne",
]
CHRONIC = [
    "Diabète de type 2",
    "Hypertension artérielle",
    "Asthme persistant",
    "Insuffisance rénale chronique",
    "Polyarthrite rhumatoïde",
    "Hypothyroïdie",
    "Insuffisance cardiaque",
    "Épilepsie",
]
CANCERS = [
    "Adénocarcinome colique",
    "Carcinome mammaire",
    "Lymphome folliculaire",
    "Carcinome papillaire de la thyroïde",
    "Adénocarcinome prostatique",
]
SPECIALTIES = [
    "Médecine générale",
    "Cardiologie",
    "Pédiatrie",
    "Gynécologie obstétrique",
    "Rhumatologie",
    "Dermatologie",
    "Pneumologie",
    "Endocrinologie",
    "Ophtalmologie",
    "Gastro-entérologie",
    "O.R.L.",
    "Neurologie",
]
POSOLOGY = [
    "1 cp matin et soir",
    "1 cp 3 fois par jour après repas",
    "1 cp le matin à jeun",
    "1 cp le soir au coucher",
    "2 cp par jour",
    "1 cp par jour",
    "1/2 cp matin et soir",
]
POSOLOGY_LIQUID = [
    "1 c. à s. 3 fois/j",
    "1 application matin et soir",
    "2 gouttes 3 fois par jour",
    "1 mesure 2 fois par jour",
]
DURATIONS = ["5 jours", "7 jours", "10 jours", "15 jours", "1 mois", "3 mois", "QSP 2 mois"]
