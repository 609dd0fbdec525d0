"""Plays one scenario: invents the case, writes its papers, plants the lacks, says the truth."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from .. import values
from ..desk import civil, core, medical, office  # noqa: F401  (each registers its writers)
from ..desk.kit import iso, write
from ..layout.copybook import writers
from ..layout.family import Family
from ..layout.registry import families
from ..layout.scripts import PENS, SCRIPTS
from ..paper import Dossier, Fault, Ink, Paper
from ..town.acts import ACTS
from ..town.story import Story, story
from ..values import Person
from .lacks import BASE_FAULT, Lack, lack, verdict
from .scenarios import Role, Scenario

FILLED = {"feuille_de_soins": 0.72, "bulletin_adhesion": 0.7, "ordonnance": 0.62, "demande_prise_en_charge": 0.55, "reclamation": 0.7, "facture": 0.12,
          "demande_remboursement_direct": 0.7, "demande_entente_prealable": 0.7, "demande_incorporation": 0.7, "demande_retrait": 0.7, "bon_soins": 0.7,
          "mandat_ayant_droit": 0.7, "pli_confidentiel": 0.8, "convocation_contre_visite": 0.4, "certificat_longue_duree": 0.4, "listing_adherents": 0.15}  # fmt: skip


@dataclass
class Written:
    """A paper with its family and the role it plays."""

    paper: Paper
    family: Family
    role: str
    copy: bool = False


@dataclass
class Case:
    dossier: Dossier
    written: list[Written]
    story: Story
    scenario: Scenario
    joined: bool = False  # came with the case before it, on the same invoice


def play(
    key: str,
    split: str,
    scenario: Scenario,
    specs: tuple[str, ...],
    seed: str,
    surname: str = "",
    like: Story | None = None,
    turns: Counter[str] | None = None,
) -> Case:
    """One dossier of `scenario` with these lacks; `like`: another case of the same provider.

    `turns`: how often each family was used, so that the least used comes next.
    """
    lacks = [lack(s) for s in specs]
    s = _story(key, split, scenario, seed, surname)
    if like is not None:
        s.lieu, s.nature = like.lieu, like.nature
    for x in lacks:
        _before(s, x)
    rng = random.Random(f"{seed}:{key}:papers")
    desk = _Desk(s, scenario, split, rng, lacks)
    desk.turns = turns
    for role in scenario.roles:
        desk.write(role)
    written = desk.written
    statut, accepted = verdict((scenario.statut, scenario.acceptes), lacks)
    faults: list[Fault] = [x.fault for x in lacks]
    if "pli" in scenario.flags and not any(x.role == "pli_confidentiel" for x in lacks):
        faults.append(BASE_FAULT)
    empty: dict[str, str] = {}
    place = "etablissement" in scenario.flags
    who, sick = s.assure, s.malade
    dossier = Dossier(
        key, scenario.organisme, scenario.type, [w.paper for w in written],
        empty if place else {"numero_immatriculation": who.immatriculation, "nom": who.nom, "prenom": who.prenom},
        empty if place else {"lien": sick.lien, "nom": sick.nom, "prenom": sick.prenom},
        scenario.prestation, statut, accepted, tuple(faults),
    )  # fmt: skip
    return Case(dossier, written, s, scenario)


def _story(key: str, split: str, scenario: Scenario, seed: str, surname: str) -> Story:
    rng = random.Random(f"{seed}:{key}:nature")
    flags = scenario.flags
    lien = next((f[5:] for f in flags if f.startswith("lien=")), "")
    if lien == "adulte":
        lien = rng.choice(["assure", "assure", "conjoint"])
    student = "etudiant" in flags
    s = story(key, split, scenario.organisme, scenario.type, rng.choice(scenario.natures), seed=seed, chronic="chronic" in flags,
              surname=surname, child_years=(22, 25) if student else (2, 17), lien=lien)  # fmt: skip
    if ("famille" in flags or student or lien == "enfant") and not s.enfants:
        s = story(
            key + "+",
            split,
            scenario.organisme,
            scenario.type,
            s.nature,
            seed=seed,
            surname=surname,
            child_years=(22, 25) if student else (2, 17),
            lien=lien,
        )
        while not s.enfants:
            s = story(
                s.key + "+",
                split,
                scenario.organisme,
                scenario.type,
                s.nature,
                seed=seed,
                surname=surname,
                child_years=(22, 25) if student else (2, 17),
                lien=lien,
            )
        s.key = key
    if student:
        s.enfants[0] = replace(s.enfants[0], cin=values.cin(rng))
        s.malade = s.enfants[0]
    if "pec" in flags:
        s.soins = date(2025, 11, 15) + timedelta(days=rng.randrange(0, 5))
        s.sortie = s.soins + timedelta(days=4)
    if scenario.type == "reclamation":
        s.malade = s.assure
    return s


def _before(s: Story, x: Lack) -> None:
    """Lacks that change the case itself."""
    if x.verb == "tardif":
        gap = timedelta(days=s.rng.randrange(110, 190))
        s.soins, s.sortie = s.soins - gap, s.sortie - gap
    elif x.verb == "moins_de_200":
        cheap = sorted(ACTS["hopital_public"], key=lambda a: a.prix)[:2]
        s.actes = [(a, 1) for a in cheap]
        s.sortie = s.soins


class _Desk:
    """Writes the papers of one case one after the other."""

    def __init__(
        self, s: Story, scenario: Scenario, split: str, rng: random.Random, lacks: list[Lack]
    ) -> None:
        self.s, self.scenario, self.split, self.rng, self.lacks = s, scenario, split, rng, lacks
        self.written: list[Written] = []
        self.turns: Counter[str] | None = None
        self.hand = rng.choice(sorted(SCRIPTS[split]))
        self.doctor_hand = rng.choice(sorted(SCRIPTS[split]))
        self.pen = rng.choice(PENS)

    def write(self, role: Role) -> None:
        if any(x.verb == "manque" and x.role == role.nom for x in self.lacks):
            return
        people: list[Person | None] = [None]
        if role.each == "enfant":
            people = list(self.s.enfants)
        elif role.each == "un_enfant":
            people = [self.s.enfants[0]]
        elif role.each == "conjoint":
            people = [self.s.conjoint]
        if any(x.verb == "manque_un" and x.role == role.nom for x in self.lacks):
            people = people[1:]
        for n, who in enumerate(people):
            self._one(role, who, f"{role.nom}{n or ''}")

    def _one(self, role: Role, who: Person | None, name: str) -> None:
        s, rng = self.s, self.rng
        mine = [x for x in self.lacks if x.role == role.nom]
        options: dict[str, Any] = {
            k: v for k, v in role.options.items() if k not in ("of", "hosp", "mention", "copie")
        }
        of = role.options.get("of")
        if of:
            options["who"] = s.assure if of == "assure" else s.malade
        if who is not None and role.type != "acte_mariage":
            options["who"] = who
        if any(x.verb == "perimee" for x in mine):
            options["until"] = iso(date(2022, 3, 1), rng.randrange(0, 900))
        if any(x.verb == "mauvais_modele" for x in mine):
            options["modele"] = "hospitalisation"
        case = s
        if any(x.verb == "autre_personne" for x in mine):
            other = office.another(s)
            case = replace(s, assure=other, malade=other)
            options.pop("who", None)
        kind = role.type
        paper = write(kind, case, name, **options)
        if "hosp" in role.options:
            paper.fields["date_hospitalisation"] = iso(s.soins, role.options["hosp"])
        if role.options.get("mention") and not any(x.verb == "sans_mention" for x in mine):
            paper.extra["mention_chronique"] = True
        glue = "glue" in self.scenario.flags and kind == "facture"
        family = self._family(kind, glue)
        self._fill(paper, family)
        for x in mine:
            _plant(paper, x, s)
        copied = bool(role.options.get("copie")) or any(x.verb.startswith("copie") for x in mine)
        copied = copied or (kind in ("cnie", "carte_immatriculation") and True)
        self.written.append(Written(paper, family, role.nom, copied))

    def _family(self, kind: str, glue: bool) -> Family:
        s = self.s
        serves = s.nature if kind == "facture" else s.organisme
        own = families(kind, self.split, serves)
        if glue:
            own = [f for f in own if f.has("glue")]
        if self.turns is not None:
            least = min(self.turns[f.name] for f in own)
            own = [f for f in own if self.turns[f.name] == least]
            family = self.rng.choice(own)
            self.turns[family.name] += 1
            return family
        return self.rng.choice(own)

    def _fill(self, paper: Paper, family: Family) -> None:
        """Who fills the paper in, with what, and how carelessly."""
        rng = self.rng
        paper.family = family.name
        chance = 0.0 if family.has("print") else FILLED.get(paper.type, 0.0)
        if paper.type == "facture" and (
            len(paper.lines["lignes"]) > 6
            or self.s.nature in ("clinique", "hopital_public", "oncologie", "laboratoire")
        ):
            chance = 0.0
        doctors = paper.type in (
            "ordonnance",
            "certificat_longue_duree",
            "pli_confidentiel",
            "convocation_contre_visite",
        )
        paper.hand = self.doctor_hand if doctors else self.hand
        paper.pen = rng.choice(PENS) if doctors else self.pen
        paper.ink = (
            Ink.HAND
            if rng.random() < chance
            else (Ink.TYPED if chance > 0.5 and rng.random() < 0.5 else Ink.PRINT)
        )
        real = writers(self.split)
        if rng.random() < 0.5 and real and paper.ink == Ink.HAND:
            paper.extra["main_reelle"] = (self.split, rng.choice(real))
        paper.extra["annote"] = rng.random() < 0.5 and paper.ink == Ink.HAND
        if paper.type == "listing_adherents":
            paper.extra["deduit"] = {"manuscrit": paper.ink == Ink.HAND}
        if paper.type == "reclamation" and paper.ink != Ink.HAND:
            paper.extra["libre"] = False
        paper.extra["fautes_de_plume"] = rng.choice([0.0, 0.03, 0.06, 0.12])
        paper.extra["frappe"] = rng.gauss(0, 0.8)
        paper.extra["devise"] = self.s.currency
        if family.has("two") and paper.type == "feuille_de_soins" and rng.random() < 0.3:
            paper.extra["recto_verso"] = True


def _plant(paper: Paper, x: Lack, s: Story) -> None:
    """Lacks that change one paper."""
    match x.verb:
        case "sans_cachet":
            paper.stamps.pop(x.detail, None)
        case "sans_signature":
            paper.signatures = paper.signatures - {x.detail}
        case "vide":
            paper.fields.pop(x.detail, None)
        case "copie" | "copie_av":
            paper.extra["copie"] = True
            paper.fields["exemplaire"] = "copie"
            paper.exemplaire = "copie"
            if "mention" in paper.fields and paper.type == "facture":
                paper.fields["mention"] = "copie"
            if paper.type == "attestation_prise_en_charge":
                paper.extra["deduit"] = {"original": False}
        case "apres":
            paper.fields["date_prescription"] = iso(s.sortie, 9)
        case "sans_vignettes":
            paper.extra["sans_vignettes"] = True
        case _:
            pass
