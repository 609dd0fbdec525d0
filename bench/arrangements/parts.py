"""Forms of two titled parts, set at random: the insured's and another person's, with the same labels.

Which person a label asks for is told by the title of its part alone.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from bench.arrangements.mixed import BLOCKS, Form, LowerPen, answer
from bench.arrangements.paper import LEFT, TOP, Entry, Paper
from models.documents import DocumentType, document_type

TITLES = {
    "assure": (
        "ASSURÉ", "1. Assuré(e)", "Identité de l'assuré", "L'ADHÉRENT(E)", "A/ Assuré principal",
        "PARTIE À REMPLIR PAR L'ASSURÉ", "Le titulaire", "Informations sur le participant",
        "CADRE RÉSERVÉ À L'ASSURÉ", "Qui est l'assuré ?",
    ),
    "beneficiaire": (
        "BÉNÉFICIAIRE DES SOINS", "2. Malade", "Identité du malade", "LE PATIENT", "II – LE MALADE",
        "Renseignements concernant le bénéficiaire", "La personne soignée", "B/ Bénéficiaire",
        "Personne ayant reçu les soins", "CADRE RÉSERVÉ AU MALADE", "Qui a reçu les soins ?",
    ),
    "patient": (
        "PATIENT", "Identité du patient", "MALADE", "Renseignements patient", "Personne hospitalisée",
        "1. Patient",
    ),
    "conjoint": (
        "CONJOINT", "2. Conjoint(e)", "Identité du conjoint", "L'ÉPOUX(SE)", "II – CONJOINT",
        "Renseignements concernant le conjoint", "B/ Votre conjoint", "Situation du conjoint",
    ),
}  # fmt: skip
"""How forms call the part of a person."""
LABELS = {
    "nom": ("Nom", "NOM", "Nom de famille", "Nom patronymique"),
    "prenom": ("Prénom", "Prénom(s)", "PRÉNOM"),
    "date_naissance": ("Né(e) le", "Date de naissance", "DATE NAISS."),
    "cin": ("CIN", "N° CIN", "C.I.N.", "N° de la carte nationale"),
    "adresse": ("Adresse", "Domicile"),
    "ville": ("Ville", "Localité"),
    "telephone": ("Tél.", "Téléphone", "GSM"),
    "lieu_naissance": ("Lieu de naissance",),
}
"""What each part asks for, and how."""
PEOPLE = {
    "feuille_de_soins": ("assure", "beneficiaire"),
    "bulletin_adhesion": ("assure", "conjoint"),
    "facture": ("patient", "assure"),
    "demande_prise_en_charge": ("assure", "beneficiaire"),
}
"""Types that speak of two persons."""


def parted_forms(number: int, seed: int) -> Iterator[Form]:
    """So many forms; the same for the same seed."""
    dice = random.Random(seed)
    for _ in range(number):
        kind = document_type(dice.choice(list(PEOPLE)))
        people = list(PEOPLE[kind.type])
        dice.shuffle(people)
        form = Form(kind.type, LowerPen(kind.libelle.upper()), {}, {})
        for person in people:
            _part(form, kind, person, dice)
        yield form


def _part(form: Form, kind: DocumentType, person: str, dice: random.Random) -> None:
    """The title of a person's part and what it asks for, under all that the form says so far."""
    asked = [name for name in LABELS if f"{person}_{name}" in kind.fields]
    more = dice.sample(asked[2:], k=dice.randint(0, len(asked) - 2))
    entries: list[Entry] = []
    for name in (*asked[:2], *more):
        field = f"{person}_{name}"
        value = answer(field, kind.fields[field], dice)
        if value is not None:
            entries.append(Entry(field, dice.choice(LABELS[name]), value))
    block, pen = dice.choice(list(BLOCKS)), form.pen
    pen.lower = pen.end + 0.03 - TOP
    pen.text(LEFT if dice.random() < 0.8 else 0.4, TOP, dice.choice(TITLES[person]))
    pen.lower = pen.end + 0.02 - TOP
    BLOCKS[block](pen, Paper(kind.type, "", tuple(entries), {}))
    form.arranged.update({entry.field: block for entry in entries})
    form.labels.update({entry.field: entry.label for entry in entries})
