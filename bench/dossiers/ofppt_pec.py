"""OFPPT [000], prises en charge: what DOMAIN §4 asks of each dossier type."""

from __future__ import annotations

import random

from bench.dossiers import papers as p
from bench.dossiers.common import CHECKED, both
from bench.dossiers.people import Town, town
from bench.dossiers.plan import (
    Builder,
    Case,
    Lack,
    Paper,
    Scenario,
    blank,
    doing,
    unmarked,
    without,
    write,
)


def case(kind: str, channel: str, t: Town, person: dict[str, str], *papers: Paper) -> Case:
    return Case("ofppt", kind, channel, t.received, t.insured, person, list(papers))


def _pec(urgent: bool, town_name: str | None = None) -> Builder:
    def build(rng: random.Random) -> Case:
        t = town(rng)
        person = rng.choice([t.insured, t.spouse])
        kind = "pec_urgente" if urgent else "pec_programmee"
        form = p.demand(
            t,
            person,
            "chirurgie",
            "hospitalisation",
            urgence="true" if urgent else "false",
            date_hospitalisation=t.day(0 if urgent else -10),
        )
        if town_name:
            form.fields["ville"] = town_name
        return case(kind, "courrier", t, person, form, p.report(person))

    return build


def _too_late(case: Case) -> None:
    write(case, "demande_prise_en_charge", date_hospitalisation=case.received_at.date().isoformat())


def _copy(case: Case) -> None:
    write(case, "demande_prise_en_charge", exemplaire="copie")


PEC: tuple[Lack, ...] = (
    without("demande_prise_en_charge", "demande de prise en charge"),
    without("rapport_medical", "diagnostic", statut="complet"),
    blank("demande_prise_en_charge", "beneficiaire_nom", "assure_nom", mots=("malade",)),
    unmarked("demande_prise_en_charge", "signature_medecin", "medecin"),
    doing("copie_casablanca", _copy, "casablanca", "original", cas="casablanca"),
)


def _provider(kind: str, *more: str) -> Builder:
    def build(rng: random.Random) -> Case:
        t = town(rng)
        person = t.insured
        care = t.day(1)
        papers = [p.identity(t, person), p.guarantee(t), p.sheet(t, person, care)]
        if "ordonnance" in more:
            papers.append(p.prescription(t, person, care))
        return case(kind, "email", t, person, *papers)

    return build


def _someone_else(kind: str) -> Lack:
    def do(case: Case) -> None:
        write(case, kind, nom="ZNIBER", prenom="Hortense", cin="ZZ11", numero_immatriculation="1")

    return doing(f"autre_personne_{kind}", do, "autre personne", sur=kind)


PROVIDER: tuple[Lack, ...] = (
    without("cnie", "piece d identite"),
    without("certificat_garantie", "certificat de garantie"),
    without("feuille_de_soins", "feuille de soins"),
    _someone_else("cnie"),
    _someone_else("certificat_garantie"),
)


def _not_listed(case: Case) -> None:
    case.history["prestataire_conventionne"] = False


LATE = (doing("dernier_moment", _too_late, "deux jours", statut="complet", cas=""),)
AFTER = (
    doing(
        "apres_premier_jour",
        lambda c: write(
            c,
            "demande_prise_en_charge",
            date_hospitalisation=c.received_at.date().replace(day=1).isoformat()
            if c.received_at.day > 1
            else c.received_at.date().replace(year=c.received_at.year - 1).isoformat(),
        ),
        "premier jour",
        statut="complet",
    ),
)
SCENARIOS: tuple[Scenario, ...] = (
    Scenario(
        "ofppt",
        "pec_programmee",
        {"": _pec(False), "casablanca": _pec(False, "Casablanca")},
        both(*PEC, *LATE, *CHECKED),
    ),
    Scenario(
        "ofppt",
        "pec_urgente",
        {"": _pec(True), "casablanca": _pec(True, "Casablanca")},
        both(*PEC, *AFTER, *CHECKED),
    ),
    Scenario(
        "ofppt",
        "pec_prestataire",
        {"": _provider("pec_prestataire", "ordonnance")},
        both(
            *PROVIDER,
            without("ordonnance"),
            doing("hors_liste", _not_listed, "liste des conventionnes", statut="complet"),
            *CHECKED,
        ),
    ),
    Scenario(
        "ofppt",
        "pec_urgence_clinique",
        {"": _provider("pec_urgence_clinique")},
        both(
            *PROVIDER,
            doing("hors_liste", _not_listed, "liste des conventionnes", statut="complet"),
            *CHECKED,
        ),
    ),
)
