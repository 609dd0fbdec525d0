"""What the papers of other houses speak of: other acts, illnesses, analyses and names of places than those of the first splits."""

from __future__ import annotations

from .acts import _acts

KIND_NAMES = {
    "pharmacie": "Grande Pharmacie {}",
    "clinique": "Polyclinique {}",
    "laboratoire": "LABM {}",
    "radiologie": "Imagerie {}",
    "hopital_public": "Hôpital {}",
    "optique": "Optic {}",
    "dentaire": "Centre dentaire {}",
    "dialyse": "Néphro-Dialyse {}",
    "oncologie": "Institut d'Oncologie {}",
    "consultation": "Cabinet {}",
}
PLACE_NAMES = "Ibn Rochd|Atlas Médina|des Oliviers Bleus|Sidi Mâarouf|Al Farabi|Hannibal|Razi Centre|du Plateau|Bellevue Nord"
ACTS = {
    "consultation": _acts("C||Cs généraliste|180\nCS||Cs spécialiste|280\nV||Visite à domicile de nuit|350\nK|20|E.C.G. de repos|220\nKE|45|Écho-doppler|650\nK|10|Infiltration|250"),
    "laboratoire": _acts("B|70|Hémogramme complet|94\nB|30|Glucose|40.20\nB|110|Hb glyquée|147.40\nB|30|Créat|40.20\nB|30|Acide urique|40.20\nB|150|Ferritine|201\nB|60|Transaminases ASAT/ALAT|80.40\nB|40|V.S.|53.60\nB|90|ECBU avec antibiogramme|120.60"),
    "radiologie": _acts("Z|18|Rx poumons F+P|180\nZ|22|Rx genou 2 incidences|220\nZ|40|Échographie pelvienne|350\nZ|120|TDM lombaire|1200\nZ|250|IRM du genou droit|2400\nZ|65|Mammo + écho mammaire|750"),
    "clinique": _acts("CH||Chambre individuelle|700\nBO||Bloc opératoire|2200\nK|60|Honoraires chirurgien|1500\nARE|30|Honoraires anesthésiste|750\nPH||Médicaments et solutés|965.30\nMAT||Matériel à usage unique|480\nB|110|Biologie préopératoire|147.40\nRE||Séjour en salle de réveil|400"),
    "hopital_public": _acts("HJ||Séjour en médecine|350\nCS||Avis spécialisé|100\nAMI|5|Perfusion|50\nAMM|10|Séance de kinésithérapie|80\nKC|60|Cure de hernie|690\nB|60|Bilan sanguin|66\nZ|18|Radiographie|120\nPH||Pharmacie hospitalière|212.40"),
    "optique": _acts("OD||Unifocal OD anti-reflet|420\nOG||Unifocal OG anti-reflet|420\nMT||Lunette de vue (monture)|550\nPR||Progressif premium OD+OG|1900"),
    "dentaire": _acts("D|8|Soins de carie|250\nD|20|Traitement radiculaire|700\nD|6|Avulsion simple|220\nSPR|60|Couronne zircone sur 16|2800\nSPR|90|Bridge 3 éléments|6000\nD|5|Polissage et détartrage|200"),
    "dialyse": _acts("HD||Hémodialyse – séance|850"),
    "oncologie": _acts("CH||Cure en hôpital de jour|1400\nPH||Paclitaxel 300 mg|1920\nPH||Carboplatine 450 mg|860.40\nRX||Fraction de radiothérapie|950\nPV||Pose de voie veineuse|300\nCS||Avis oncologue|350"),
}  # fmt: skip
DISEASES = ["Sinusite maxillaire", "HTA", "DID", "Colopathie fonctionnelle", "Sciatique L5", "Eczéma", "Infection urinaire basse", "Cataracte bilatérale", "Arthrose du genou",
            "Goitre multinodulaire", "Reflux gastro-œsophagien", "Bronchiolite", "Entorse de la cheville", "Anémie"]  # fmt: skip
CHRONIC = ["DNID sous insuline", "HTA sévère", "BPCO", "Insuffisance rénale terminale", "Spondylarthrite ankylosante", "Maladie de Crohn", "Psoriasis étendu", "Hépatite B"]  # fmt: skip
CANCERS = ["Cancer bronchique non à petites cellules", "Carcinome canalaire du sein gauche", "Lymphome de Hodgkin", "Carcinome vésiculaire thyroïdien", "Tumeur du rectum moyen"]  # fmt: skip
PROTOCOLS = ["FEC 100", "Carbo-Taxol", "ABVD", "XELOX"]
SPECIALTIES = ["Généraliste", "Maladies du cœur", "Médecin pédiatre", "Gynécologue accoucheur", "Chirurgie viscérale", "Traumatologie orthopédie", "Urologue", "Médecine interne", "Psychiatre", "Néphrologue"]  # fmt: skip
LABS = [
    ("Azotémie (urée)", "mmol/L", "5.2", "2,5 à 7,5"), ("Créatininémie", "µmol/L", "84", "53 à 97"), ("DFG (clairance MDRD)", "mL/min/1,73m²", "79", ">= 60"),
    ("Glucose sanguin", "mmol/L", "6.4", "3,9 à 6,1"), ("Ferritine", "ng/mL", "48", "15 à 150"), ("ASAT", "U/L", "27", "< 40"), ("ALAT", "U/L", "31", "< 41"),
    ("Hématies", "M/µL", "4.6", "4 à 5,4"), ("Globules blancs", "G/L", "6.8", "4 à 10"), ("Acide urique", "mg/L", "52", "25 à 60"), ("Vitamine B12", "pg/mL", "310", "191 à 663"),
    ("Fer sérique", "µg/dL", "74", "60 à 160"),
]  # fmt: skip
POSOLOGY = ["1 cp x 2/j", "1-0-1", "un comprimé toutes les 8 h si douleur", "1 le matin, 1 à midi, 1 le soir", "1 gél / 24 h", "2 cp en une prise", "1 cp avant le dîner"]  # fmt: skip
POSOLOGY_LIQUID = [
    "1 cuillère mesure x 3/j",
    "1 appl. le soir",
    "III gouttes x 4/j",
    "5 ml matin, midi et soir",
]
DURATIONS = [
    "8 j",
    "une semaine",
    "10 j",
    "trois semaines",
    "30 jours",
    "traitement de 2 mois",
    "6 mois",
]
QUESTIONS = [
    "Prenez-vous des médicaments de façon régulière ?", "Avez-vous séjourné dans un hôpital ou une clinique depuis moins de dix ans ?", "Souffrez-vous d'une affection durable (diabète, tension, asthme…) ?",
    "Portez-vous des lunettes ou des lentilles ?", "Percevez-vous une rente pour infirmité ?", "Un arrêt de travail de plus de trente jours vous a-t-il été prescrit ?",
]  # fmt: skip
FUND = {
    "ofppt": ["Mutuelle Attadamoun", "Sanad Prévoyance", "Assurances Zellidja"],
    "cnops": ["CNOPS"],
    "pmas": ["PMAS"],
    "ci": ["Assurances Comoé", "Mutuelle Ébrié"],
}
OBJECTS = {
    "demande_remboursement_direct": "Remboursement de soins dentaires réglés", "demande_incorporation": "Ajout d'un enfant né récemment", "bon_soins": "Consultation, analyses et médicaments",
    "mandat_ayant_droit": "Retrait et signature des pièces de facturation",
}  # fmt: skip
LEAVING = ["Mutation", "Fin de contrat de travail", "Décès", "Enfant ayant dépassé l'âge limite"]
COMPLAINTS = ["Retard de paiement de plus de trois mois", "Base de remboursement erronée", "Pièces égarées par le service", "Refus non motivé"]  # fmt: skip
