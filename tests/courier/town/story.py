"""One invented case: who is insured, who was cared for, by whom, when, for how much."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from .. import values
from ..drugs import Drug
from ..values import Person, Provider
from . import acts, elsewhere, names
from .acts import SPECIALTIES, Act
from .shelf import SHELF

LENT = 0.4  # of the cases of `train`
COUNTRY = {"ofppt": "maroc", "cnops": "maroc", "pmas": "senegal", "ci": "ci"}
KIND_NAMES = {
    "pharmacie": "Pharmacie {}",
    "clinique": "Clinique {}",
    "laboratoire": "Laboratoire {}",
    "radiologie": "Centre de Radiologie {}",
    "hopital_public": "Centre Hospitalier {}",
    "optique": "{} Optique",
    "dentaire": "Cabinet dentaire {}",
    "dialyse": "Centre d'Hémodialyse {}",
    "oncologie": "Centre d'Oncologie {}",
    "consultation": "Cabinet médical {}",
}
PLACE_NAMES = {
    "train": "Al Andalous|Ibn Zohr|du Palmier|Achifa|Annakhil|El Menzeh|Bab Doukkala|Les Iris|Moulay Idriss|Al Wahda",
    "dev": "Ibn Nafis|La Corniche|Arrazi|Assalama|Oued Fès|Des Almohades|El Hikma",
    "neuf": elsewhere.PLACE_NAMES,
    "test": "Al Boustane|Les Jacarandas|Avicenne II|du Détroit|Essalam|Oum Rabia|Chellah|La Ménara",
}


@dataclass
class Story:
    """Everything that the papers of one dossier say in common. `rng` draws what each paper adds."""

    key: str
    split: str
    organisme: str
    kind: str
    rng: random.Random
    assure: Person
    malade: Person
    medecin: Provider
    lieu: Provider
    nature: str
    recu: date
    soins: date
    sortie: date
    maladie: str
    basket: list[tuple[Drug, str, str, int]] = field(default_factory=list)
    actes: list[tuple[Act, int]] = field(default_factory=list)
    conjoint: Person | None = None
    enfants: list[Person] = field(default_factory=list)
    police: str = ""
    pec: str = ""
    employeur: str = ""
    hand: str = ""
    new: bool = False  # speaks of the acts, illnesses and places of `elsewhere`

    @property
    def currency(self) -> str:
        return "DH" if self.organisme in ("ofppt", "cnops") else "F CFA"

    @property
    def scale(self) -> Decimal:
        """Prices are those of Morocco; the FCFA ones are sixty times as high, in round fives."""
        return Decimal(1) if self.currency == "DH" else Decimal(60)

    def price(self, dirhams: Decimal) -> Decimal:
        p = dirhams * self.scale
        return p if self.scale == 1 else (p / 5).quantize(Decimal(1)) * 5


def provider(
    rng: random.Random, split: str, kind: str, country: str, ville: str = "", new: bool = False
) -> Provider:
    """A doctor (`consultation`), pharmacy, clinic …; `new`: named as other houses are."""
    ville = ville or rng.choice(names.CITIES[country])
    who = f"Dr {rng.choice(names.FIRST_NAMES[(country, rng.choice('MF'))])} {rng.choice(names.surnames(split, country))}"
    nom = (elsewhere.KIND_NAMES if new else KIND_NAMES)[kind].format(
        rng.choice(PLACE_NAMES[split].split("|"))
    )
    titre = (
        rng.choice(elsewhere.SPECIALTIES if new else SPECIALTIES)
        if kind == "consultation"
        else kind
    )
    return Provider(
        who if kind == "consultation" else nom,
        titre,
        ville,
        f"{rng.randrange(1, 260)}, {rng.choice(names.STREETS[split])}",
        values.phone(rng, "5"),
        values.inpe(rng),
        values.ice(rng),
        values.digits(rng, 8),
        personne=who,
        arabe=" ".join(rng.sample(names.ARABIC[1:8], 2)),
    )


def person(
    rng: random.Random, split: str, country: str, sexe: str, born: date, **known: str
) -> Person:
    known.setdefault("nom", rng.choice(names.surnames(split, country)))
    known.setdefault("prenom", rng.choice(names.FIRST_NAMES[(country, sexe)]))
    known.setdefault("ville", rng.choice(names.CITIES[country]))
    known.setdefault("adresse", f"{rng.randrange(2, 190)}, {rng.choice(names.STREETS[split])}")
    made = values.invent(rng, sexe, born, **known)
    return replace(made, lieu_naissance=rng.choice(names.CITIES[country]))


def born(rng: random.Random, low: int, high: int) -> date:
    return date(2025, 6, 1) - timedelta(days=rng.randrange(low * 365, high * 365))


def story(
    key: str,
    split: str,
    organisme: str,
    kind: str,
    nature: str,
    *,
    seed: str,
    chronic: bool = False,
    surname: str = "",
    child_years: tuple[int, int] = (1, 17),
    lien: str = "",
) -> Story:
    """A new case. `surname` makes brothers of neighbouring dossiers."""
    rng = random.Random(f"{seed}:{key}:story")
    country = COUNTRY[organisme]
    sexe = rng.choice("MF")
    known = {"nom": surname} if surname else {}
    who = person(rng, split, country, sexe, born(rng, 27, 60), **known)
    other = person(
        rng,
        split,
        country,
        "F" if sexe == "M" else "M",
        born(rng, 25, 58),
        ville=who.ville,
        adresse=who.adresse,
    )
    conjoint = replace(other, lien="conjoint")
    enfants = []
    for i in range(rng.choice([0, 1, 2, 2, 3, 4])):
        kid = person(
            rng,
            split,
            country,
            rng.choice("MF"),
            born(rng, *child_years),
            nom=who.nom if sexe == "M" else other.nom,
            ville=who.ville,
            prenom=rng.choice(names.FIRST_NAMES[(country, "MF"[i % 2])]),
        )
        sex = "MF"[i % 2]
        enfants.append(replace(kid, sexe=sex, lien="enfant", cin=""))
    lien = lien or rng.choice(["assure", "assure", "assure", "conjoint", "enfant"])
    if lien == "enfant" and not enfants:
        lien = "assure"
    malade = {"assure": who, "conjoint": conjoint}.get(lien) or enfants[0]
    soins = date(2025, 9, 1) + timedelta(days=rng.randrange(0, 50))
    sortie = soins + timedelta(days=rng.randrange(2, 9))
    recu = sortie + timedelta(days=rng.randrange(5, 25))
    new = split == "neuf" or (
        split == "train" and random.Random(f"{seed}:{key}:ailleurs").random() < LENT
    )
    ill = elsewhere if new else acts
    s = Story(
        key,
        split,
        organisme,
        kind,
        rng,
        who,
        malade,
        provider(rng, split, "consultation", country, who.ville, new),
        provider(rng, split, nature, country, who.ville, new),
        nature,
        recu,
        soins,
        sortie,
        rng.choice(ill.CHRONIC if chronic else ill.DISEASES),
        conjoint=conjoint,
        enfants=enfants,
        new=new,
        police=rng.choice(["4120", "SA-", "P2-", "00"]) + values.digits(rng, 6),
        pec=rng.choice(["PEC25-", "25/", ""]) + values.digits(rng, 7),
        employeur=rng.choice(names.EMPLOYERS[split]),
    )
    pool = [d for d in SHELF if d.ppv < 400]
    for drug in rng.sample(pool, rng.choice([2, 3, 3, 4, 5])):
        solid = drug.forme in ("comprimé", "gélule")
        from_ = ill.POSOLOGY if solid else ill.POSOLOGY_LIQUID
        s.basket.append(
            (drug, rng.choice(from_), rng.choice(ill.DURATIONS), rng.choice([1, 1, 1, 2, 3]))
        )
    own = ill.ACTS.get(nature, ill.ACTS["consultation"])
    count = min(
        len(own),
        rng.choice([1, 2, 3])
        if nature in ("consultation", "optique", "dentaire")
        else rng.choice([3, 4, 5, 7]),
    )
    for act in rng.sample(own, count):
        days = (sortie - soins).days
        many = (
            days
            if act.code in ("HJ", "RA") or act.designation.startswith("Chambre")
            else rng.choice([1, 1, 1, 2])
        )
        s.actes.append((act, 12 if act.code == "HD" else many))
    return s
