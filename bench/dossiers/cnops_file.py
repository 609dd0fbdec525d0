"""CNOPS [003]: the administrative file of a beneficiary, by his link to the insured."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial

from bench.dossiers import papers as p
from bench.dossiers.people import Town
from bench.dossiers.plan import Builder, Case, Lack, Paper, doing, without

Person = dict[str, str]


def case(kind: str, t: Town, person: Person, *papers: Paper, channel: str = "courrier") -> Case:
    return Case("cnops", kind, channel, t.received, t.insured, person, list(papers))


def administrative(t: Town, person: Person) -> list[Paper]:
    """The administrative file of a beneficiary: cards, and what his link calls for."""
    papers = [p.card(t), p.identity(t, t.insured)]
    if person["lien"] == "conjoint":
        papers.append(p.identity(t, person, profession="SANS PROFESSION"))
    if person["lien"] == "enfant":
        papers.append(p.identity(t, person))
        papers += [p.named("certificat_scolarite", person), p.named("attestation_celibat", person)]
    return papers


def _employed(c: Case) -> None:
    c.all("cnie")[-1].fields["profession"] = "Enseignante"


def _silent(c: Case) -> None:
    del c.all("cnie")[-1].fields["profession"]


def _only_insureds(c: Case) -> None:
    c.papers.remove(c.all("cnie")[-1])


def _only_beneficiarys(c: Case) -> None:
    c.papers.remove(c.all("cnie")[0])


def _grown(c: Case) -> None:
    """27 years old today: covered only when disabled."""
    day = c.received_at.date()
    born = day.replace(year=day.year - 28, day=1)
    c.cared_for["date_naissance"] = born.isoformat()


ADMINISTRATIVE: tuple[Lack, ...] = (
    without("carte_immatriculation", "carte"),
    without("cnie", "cnie", "assure"),
    doing("conjoint_employe", _employed, "certificat de non emploi", sur="cnie", cas="conjoint"),
    doing("conjoint_muet", _silent, "certificat de non emploi", sur="cnie", cas="conjoint"),
    without("certificat_scolarite", "scolarite", cas="enfant"),
    without("attestation_celibat", "celibat", cas="enfant"),
    doing(
        "cnie_enfant_absente",
        _only_insureds,
        "cnie",
        statut="a_verifier",
        resultat="a_verifier",
        cas="enfant",
    ),
    doing(
        "cnie_assure_absente",
        _only_beneficiarys,
        "cnie",
        statut="a_verifier",
        resultat="a_verifier",
        cas="enfant",
    ),
    doing("enfant_27_ans", _grown, "plus de 26 ans", "handicap", resultat="manquant", cas="enfant"),
)


def beneficiary(t: Town, variant: str) -> Person:
    if variant == "conjoint":
        return t.spouse
    if variant in ("enfant", "handicape"):
        years = t.rng.randint(21, 25) if variant == "enfant" else t.rng.randint(28, 40)
        return t.child | {"date_naissance": t.born(years, 200)}
    if variant == "mineur":
        return t.child | {"date_naissance": t.born(t.rng.randint(2, 19), 200)}
    return t.insured


def _built(build: Callable[[random.Random, str], Case], variant: str, rng: random.Random) -> Case:
    return build(rng, variant)


def variants(build: Callable[[random.Random, str], Case]) -> dict[str, Builder]:
    return {
        variant: partial(_built, build, variant)
        for variant in ("", "conjoint", "enfant", "mineur", "handicape")
    }


def file_of(t: Town, person: Person, variant: str) -> list[Paper]:
    if variant == "handicape":
        papers = [p.card(t), p.identity(t, t.insured), p.identity(t, person)]
        return [*papers, p.named("attestation_medicale_handicap", person)]
    if variant == "mineur":
        return [p.card(t), p.identity(t, t.insured)]
    return administrative(t, person)
