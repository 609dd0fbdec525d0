"""The persons read on papers, found in the base of insured people."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from flows.dossiers.mentions import Role, Traces, bare
from flows.dossiers.names import comparable, likeness
from flows.dossiers.people import Directory, Family, member_agreement
from models.checklists import Person, Signalement
from models.entities import Assure

PROPOSED = 0.6
"""Probability from which a person of the base is proposed, to be confirmed."""
CERTAIN = 0.9
"""… from which nothing needs confirming, unless a paper says otherwise."""
SAME_LINK, OTHER_LINK = 1.5, -2.0
"""Log-odds of a tick that agrees with the family link in the base, or not."""
ONLY_ONE_OF_LINK = 1.5
"""The only spouse (child, parent) of the family, when the form says it is one."""
OF_OWN_PAPERS = 0.5
"""What a member's own papers (identity card, certificate) say for whom is cared for."""
SAME_NAME = 97.0


@dataclass(frozen=True, slots=True)
class Found:
    """The insured or the person cared for, with what must be said of where it comes from.

    `score` is the probability that it is that person of the base; `None` when as read.
    """

    person: Person
    score: float | None = None
    family: Family | None = None
    signalements: tuple[Signalement, ...] = ()


def insured_in_base(known: Directory, read: Person, traces: Traces) -> Found:
    """The insured as the base knows him, when the papers agree on one family; else as read."""
    rated = known.best(traces)
    if not rated or rated[0][1] < PROPOSED or rated[0][0].insured is None:
        return Found(read)
    (family, score), rivals = rated[0], rated[1:]
    insured = family.insured
    assert insured is not None
    person = _known(insured, score)
    return Found(person, score, family, tuple(_told(read, person, score, rivals)))


def cared_for_in_base(read: Person, insured: Found, traces: Traces) -> Found:
    """The person cared for, among the insured's family; as read when none stands out."""
    family, score = insured.family, insured.score
    if family is None or score is None:
        return Found(read)
    ranked = _ranked(family, read, traces)
    if not ranked:
        nameless = not (read.nom or read.prenom)
        if read.lien == "assure" or (nameless and read.lien is None):
            sure = {**insured.person.confidence, "lien": read.confidence.get("lien", 1.0)}
            return Found(replace(insured.person, lien="assure", sexe=read.sexe, confidence=sure))
        return Found(read)
    member, share = ranked[0]
    if share < PROPOSED:
        return Found(read)
    if read.lien and read.lien != member.lien and read.confidence.get("lien", 1.0) >= CERTAIN:
        told = Signalement(
            "lien_a_verifier",
            f"Bénéficiaire rapproché de la base ({_who(_known(member, 1.0))}, {member.lien}) ; "
            f"le papier dit « {read.lien} » : à vérifier.",
        )
        return Found(read, signalements=(told,))
    person = replace(_known(member, min(share, score)), sexe=read.sexe)
    if member.lien != "assure":
        number = member.numero_immatriculation_assure or member.numero_immatriculation
        person = replace(person, numero_immatriculation=number)
    return Found(person, share, family)


def _ranked(family: Family, read: Person, traces: Traces) -> list[tuple[Assure, float]]:
    """The members with the probability that each is the person cared for; none without a sign."""
    named = [m for m in traces.mentions if m.role is Role.SOIGNE]
    own = [m for m in traces.mentions if m.role is Role.PORTEUR]
    said = read.lien if read.confidence.get("lien", 1.0) >= PROPOSED else None
    alike = [m for m in family.members if m.lien == said]
    weights = []
    for member in family.members:
        weight = member_agreement(member, named, ())
        if member.lien != "assure":
            weight += OF_OWN_PAPERS * member_agreement(member, own, traces.numbers)
        if said:
            weight += SAME_LINK if member.lien == said else OTHER_LINK
            weight += ONLY_ONE_OF_LINK if alike == [member] else 0.0
        if read.date_naissance and read.date_naissance == member.date_naissance:
            weight += SAME_LINK
        weights.append((member, weight))
    if max(weight for _, weight in weights) <= SAME_LINK:
        return []
    whole = sum(math.exp(weight) for _, weight in weights)
    shares = [(member, math.exp(weight) / whole) for member, weight in weights]
    return sorted(shares, key=lambda pair: -pair[1])


def _told(
    read: Person, person: Person, score: float, rivals: Sequence[tuple[Family, float]]
) -> list[Signalement]:
    """What a person must know of a value that comes from the base: nothing when the paper says it."""
    same_number = _same(read.numero_immatriculation, person.numero_immatriculation)
    written = comparable(f"{read.nom or ''} {read.prenom or ''}")
    same_name = likeness(written, comparable(f"{person.nom} {person.prenom}")) >= SAME_NAME
    if same_number and same_name and score >= CERTAIN:
        return []
    said = f"Assuré rapproché de la base : {_who(person)} (probabilité {_percent(score)})."
    if read.numero_immatriculation and not same_number:
        said += f" Numéro lu sur les papiers : {read.numero_immatriculation}."
    if written and not same_name:
        said += f" Nom lu : {' '.join(filter(None, (read.nom, read.prenom)))}."
    for family, chance in rivals[:1]:
        if family.insured is not None:
            said += f" Autre possible : {_who(_known(family.insured, 1.0))} ({_percent(chance)})."
    if score < CERTAIN:
        return [Signalement("assure_a_confirmer", f"{said} À confirmer.")]
    return [Signalement("assure_rapproche", said)]


def _same(one: str | None, other: str | None) -> bool:
    return bare(one or "") == bare(other or "") != ""


def _who(person: Person) -> str:
    number = f", n° {person.numero_immatriculation}" if person.numero_immatriculation else ""
    return f"{person.nom} {person.prenom}{number}"


def _percent(share: float) -> str:
    return f"{share:.0%}".replace("%", " %")


def _known(person: Assure, score: float) -> Person:
    names = (
        "numero_immatriculation",
        "matricule",
        "nom",
        "prenom",
        "cin",
        "date_naissance",
        "lien",
    )
    return Person(
        numero_immatriculation=person.numero_immatriculation
        or person.numero_immatriculation_assure,
        matricule=person.matricule,
        nom=person.nom,
        prenom=person.prenom,
        cin=person.cin,
        date_naissance=person.date_naissance,
        lien=person.lien,
        confidence=dict.fromkeys(names, score),
    )
