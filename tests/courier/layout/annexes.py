"""Sections that real forms print and nobody fills in here: other acts, teeth, glasses, payment, office use.

They are dropped from the last on where the sheet has no room (see `FIT` in printshop)."""

from __future__ import annotations

import random

from markupsafe import Markup

from .sheet import Sheet

# kind | split-wise titles (train ~ dev ~ test) | columns
TABLES = """
feuille_de_soins|AUXILIAIRES MÉDICAUX~Soins paramédicaux~Actes des auxiliaires|Date,Acte,Coef.,Honoraires perçus,Cachet et signature
feuille_de_soins|ANALYSES – RADIOLOGIE~Examens complémentaires~Biologie et imagerie|Date de l'examen,Lettre clé,Cotation,Prix,Visa
feuille_de_soins|SOINS ET PROTHÈSES DENTAIRES~Travaux dentaires~Actes dentaires exécutés|N° de la dent,Nature,Date,Cotation,Honoraires
feuille_de_soins|PHARMACIE – COLLER ICI LES VIGNETTES~Emplacement des vignettes~Étiquettes PPV à coller|
feuille_de_soins|OPTIQUE~Verres et monture~Équipement optique|Œil,Sphère,Cylindre,Axe,Addition,Prix
bulletin_adhesion|ASCENDANTS À CHARGE~Père et mère à charge~Ascendants couverts|Nom et prénom,Né(e) le,Lien,Pièce fournie
bulletin_adhesion|BÉNÉFICIAIRES EN CAS DE DÉCÈS~Capital décès : bénéficiaires~Désignation du bénéficiaire|Nom et prénom,Qualité,Part %
bulletin_adhesion|ANTÉCÉDENTS~Maladies antérieures~Traitements en cours|Affection,Depuis,Médecin
demande|ACTES ET FOURNITURES DEMANDÉS~Prestations sollicitées~Relevé des actes prévus|Code,Libellé,Quantité,Tarif,Accordé
demande|HISTORIQUE DES ACCORDS~Accords antérieurs~Précédentes demandes|Date,Référence,Durée,Visa
"""
BOXES = {
    "train": {
        "feuille_de_soins": ["Mode de règlement : ☐ virement ☐ chèque ☐ mise à disposition", "Autre assurance maladie : ☐ oui ☐ non – laquelle : ......................", "VISA DE L'EMPLOYEUR", "Accident du travail ☐ – Maladie professionnelle ☐ – Maternité ☐, grossesse de ...... mois"],
        "bulletin_adhesion": ["Option choisie : ☐ Base ☐ Base + complémentaire ☐ Maladie seule", "Nature du contrat de travail : ☐ CDI ☐ CDD ☐ autre", "VISA DU SERVICE DU PERSONNEL"],
        "demande": ["AVIS DU MÉDECIN CONSEIL : ☐ favorable ☐ défavorable ☐ complément – durée accordée : ...... jours", "Chambre : ☐ commune ☐ particulière – supplément à la charge du patient", "CADRE RÉSERVÉ À LA CAISSE"],
    },
    "dev": {
        "feuille_de_soins": ["Règlement souhaité (un seul choix) : ☐ compte bancaire ☐ guichet", "Le malade bénéficie-t-il d'un autre régime ? ☐ non ☐ oui, préciser", "Attestation de présence de l'employeur"],
        "bulletin_adhesion": ["Formule : ☐ A ☐ B ☐ C – Territorialité : ☐ locale ☐ monde", "Régime matrimonial et personnes à charge : voir pièces", "Avis de l'apériteur"],
        "demande": ["Décision du contrôle médical : ☐ accord ☐ refus ☐ à revoir – du ....... au .......", "Transfert depuis un autre établissement : ☐ oui ☐ non"],
    },
    "test": {
        "feuille_de_soins": ["Paiement à : ☐ l'adhérent ☐ le prestataire ☐ un tiers muni d'une procuration", "Double affiliation : ☐ oui ☐ non (organisme : ..................)", "Certification du service fait"],
        "bulletin_adhesion": ["Garanties souscrites : ☐ frais médicaux ☐ décès ☐ invalidité ☐ retraite", "Adhésion antérieure auprès d'un autre assureur ☐", "Acceptation médicale"],
        "demande": ["Conclusion de l'expertise : ☐ acceptée ☐ différée ☐ rejetée – motif ............", "Mode d'entrée : ☐ directe ☐ par les urgences ☐ par mutation"],
    },
}  # fmt: skip
TEETH = "18 17 16 15 14 13 12 11 21 22 23 24 25 26 27 28/48 47 46 45 44 43 42 41 31 32 33 34 35 36 37 38"


def family_of(kind: str) -> str:
    if kind in ("feuille_de_soins", "bulletin_adhesion"):
        return kind
    return "demande" if kind.startswith(("demande_", "bon_", "mandat")) else ""


def annexes(s: Sheet, side: str = "") -> Markup:
    """The unfilled sections of this family on a side, always the same ones in the same order."""
    kind = family_of(s.family.type)
    if not kind:
        return Markup("")
    rng = random.Random(f"{s.family.name}:annexes{side}")
    split = ("train", "dev", "test").index(s.family.split)
    blocks: list[str] = []
    for row in TABLES.strip().split("\n"):
        own, titles, columns = row.split("|")
        if own == kind:
            blocks.append(_table(s, titles.split("~")[split], columns, rng))
    if kind == "feuille_de_soins":
        rows = "".join(f"<tr>{''.join(f'<td class=ce>{n}</td>' for n in half.split())}</tr>" for half in TEETH.split("/"))  # fmt: skip
        blocks.append(f'<table class="t t-full" style="font-size:.75em">{rows}</table>')
    for said in BOXES[s.family.split][kind]:
        tall = rng.choice([0, 0, 9, 16])
        blocks.append(f'<div style="border:.2mm solid;padding:.8mm 1.5mm;margin:1mm 0;min-height:{tall}mm;font-size:.9em">{said.replace("☐", "<span class=bx></span>")}</div>')  # fmt: skip
    rng.shuffle(blocks)
    kept = blocks[: rng.choice([1, 2, 3, 4, 6])]
    return Markup("".join(f'<div class="opt">{b}</div>' for b in kept))


NOTES = {"train": "Observations", "dev": "Remarques éventuelles", "test": "Commentaires"}


def observations(s: Sheet) -> Markup:
    """A blank for remarks; a paper filled by hand has words of a real hand in it now and then."""
    if not family_of(s.family.type) or random.Random(f"{s.family.name}:remarques").random() < 0.3:
        return Markup("")
    said = s.pen.observation(s.family.split) if s.x.get("annote") else ""
    return Markup(f'<div style="border-bottom:.2mm dotted;min-height:9mm;margin-top:1mm">{NOTES[s.family.split]} :{said}</div>')  # fmt: skip


def _table(s: Sheet, title: str, columns: str, rng: random.Random) -> str:
    if not columns:
        return str(s.slots.section(title, Markup(f'<div style="height:{rng.randrange(22, 42)}mm"></div>')))  # fmt: skip
    names = columns.split(",")
    rows = "".join(f"<tr>{'<td></td>' * len(names)}</tr>" for _ in range(rng.randrange(2, 6)))
    head = "".join(f"<th>{n}</th>" for n in names)
    return str(s.slots.section(title, Markup(f'<table class="t t-{s.family.table}"><tr>{head}</tr>{rows}</table>')))  # fmt: skip
