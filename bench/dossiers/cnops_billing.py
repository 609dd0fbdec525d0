"""CNOPS, facturation [003]: what DOMAIN §4 asks of each dossier type."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

from bench.dossiers import papers as p
from bench.dossiers.cnops_file import ADMINISTRATIVE, beneficiary, case, file_of, variants
from bench.dossiers.common import CHECKED, HOSPITAL_DRUG, INVOICED, STAYED, both
from bench.dossiers.people import town
from bench.dossiers.plan import (
    Builder,
    Case,
    Lack,
    Scenario,
    blank,
    copied,
    doing,
    unmarked,
    without,
    write,
)


def _care(kind: str, nature: str, *, tests: bool) -> Builder:
    def build(rng: random.Random) -> Case:
        t = town(rng)
        person = rng.choice([t.insured, t.spouse])
        leaving = rng.randint(5, 80)
        bill = p.stay(t, person, nature, leaving + 4, leaving)
        papers = [p.sheet(t, person, t.day(leaving + 4)), bill]
        if tests:
            bill.lines["lignes"][0] |= {"designation": "Hémogramme", "code": "B80"}
            papers.append(p.results(person, "biologie", "NFS"))
        if tests or nature == "hopital_public":
            papers.append(p.prescription(t, person, t.day(leaving + 4)))
        return case(kind, t, person, *papers)

    return build


def late(name: str, *, kept: int = 0) -> Lack:
    """Three calendar months, last day included: the day after is too late."""

    def do(c: Case) -> None:
        received = c.received_at.date()
        event = _three_months_before(received) - timedelta(days=1 - kept)
        write(c, "facture", **{name: event.isoformat(), "date_facture": event.isoformat()})
        bill = c.paper("facture")
        if name == "date_sortie":
            bill.fields["date_entree"] = event.isoformat()
            for line in bill.lines["lignes"]:
                line["date"] = event.isoformat()
        for paper in c.papers:
            for field in ("date_prescription", "date_soins"):
                if field in paper.fields:
                    paper.fields[field] = event.isoformat()

    if kept:
        return doing("dernier_jour", do, statut="complet", resultat="conforme")
    return doing("forclos", do, "delai de depot", "forclusion", statut="forclos")


def _three_months_before(day: date) -> date:
    """The first event whose third month ends on that day or after it."""
    month = (day.month - 4) % 12 + 1
    year = day.year - (day.month <= 3)
    try:
        return date(year, month, day.day)
    except ValueError:  # 29 to 31 of a shorter month: 28 February ends on 28 May
        return date(year, month + 1, 1)


def _cheap(c: Case) -> None:
    write(c, "facture", montant_total="199.99", part_organisme="160.00", part_assure="39.99")


SHEET: tuple[Lack, ...] = (
    without("feuille_de_soins", "feuille de soins"),
    without("facture", "facture manque"),
    blank("feuille_de_soins", "numero_immatriculation", "matricule", mots=("remplie",)),
    unmarked("feuille_de_soins", "cachet_medecin", "cachet du medecin"),
    unmarked("feuille_de_soins", "signature_medecin", "signee du medecin"),
    copied("facture", "original"),
    blank("facture", "numero_facture", mots=("numero",)),
    blank("facture", "part_organisme", mots=("part",)),
    blank("facture", "part_assure", mots=("part",)),
    unmarked("facture", "cachet_etablissement", "cachet"),
    unmarked("facture", "signature_etablissement", "signee"),
    without("resultats_examens", "resultats", cas="analyses"),
    without("ordonnance", cas="analyses"),
    late("date_sortie"),
    late("date_sortie", kept=1),
    *STAYED,
    *CHECKED,
)


def _scenario(kind: str, nature: str, *lacks: Lack) -> Scenario:
    makers = {"": _care(kind, nature, tests=False), "analyses": _care(kind, nature, tests=True)}
    prescribed = "" if nature == "hopital_public" else "analyses"
    moved = [replace(x, cas=prescribed) for x in (INVOICED[0], HOSPITAL_DRUG)]
    return Scenario("cnops", kind, makers, both(*SHEET, *moved, *lacks))


def _oncology(rng: random.Random, variant: str = "") -> Case:
    t = town(rng)
    person = beneficiary(t, variant)
    bill = p.stay(t, person, "oncologie", 20, 16)
    papers = [bill, p.accord(t, person), p.plain("bordereau_envoi")]
    return case("facturation_oncologie", t, person, *papers, *file_of(t, person, variant))


def _drugs(c: Case) -> None:
    line = {"designation": "Médicament de chimiothérapie", "code": "PH", "quantite": "1"}
    c.paper("facture").lines["lignes"].append(line)


def _conform_copy(c: Case) -> None:
    write(c, "attestation_prise_en_charge", exemplaire="copie_conforme")


def _small_accord(c: Case) -> None:
    write(c, "attestation_prise_en_charge", montant_accorde="10.00")


def _drugs_on_a_copy(c: Case) -> None:
    _drugs(c)
    write(c, "attestation_prise_en_charge", exemplaire="copie")


def _drugs_conform(c: Case) -> None:
    _drugs(c)
    _conform_copy(c)


def _pharmacy(rng: random.Random) -> Case:
    t = town(rng)
    person = rng.choice([t.insured, t.spouse])
    given = rng.randint(3, 60)
    bill = p.invoice(t, person, "pharmacie", t.day(given))
    papers = [bill, p.accord(t, person), p.prescription(t, person, t.day(given + 1))]
    return case("facturation_pharmacie", t, person, *papers)


SCENARIOS: tuple[Scenario, ...] = (
    _scenario(
        "facturation_hopital",
        "hopital_public",
        without("ordonnance", "ordonnance"),
        doing("moins_de_200_dh", _cheap, "200 dh", statut="rejete", sur="facture", seul=False),
    ),
    _scenario("facturation_clinique", "clinique"),
    _scenario("facturation_dialyse", "dialyse"),
    Scenario(
        "cnops",
        "facturation_oncologie",
        variants(_oncology),
        both(
            without("facture", "facture manque"),
            without("attestation_prise_en_charge", "attestation de prise en charge"),
            without("bordereau_envoi", "bordereau"),
            copied("facture", "original"),
            copied("attestation_prise_en_charge", "original"),
            blank("facture", "date_facture", mots=("datee",)),
            blank("facture", "part_organisme", mots=("part",)),
            unmarked("facture", "cachet_etablissement", "cachet"),
            unmarked("facture", "signature_etablissement", "signee par l etablissement"),
            unmarked("facture", "signature_assure", "assure"),
            unmarked("attestation_prise_en_charge", "cachet_organisme", "cnops"),
            unmarked("attestation_prise_en_charge", "signature_organisme", "cnops"),
            doing("copie_pour_medicaments", _drugs_on_a_copy, "copie conforme"),
            doing(
                "copie_conforme_pour_medicaments",
                _drugs_conform,
                statut="complet",
                resultat="conforme",
            ),
            doing("copie_conforme", _conform_copy, "original"),
            doing(
                "depassement",
                _small_accord,
                "montant accorde",
                statut="complet",
                resultat="a_verifier",
            ),
            late("date_sortie"),
            late("date_sortie", kept=1),
            *STAYED,
            *ADMINISTRATIVE,
            *CHECKED,
        ),
    ),
    Scenario(
        "cnops",
        "facturation_pharmacie",
        {"": _pharmacy},
        both(
            without("facture", "facture des medicaments"),
            without("attestation_prise_en_charge", "attestation de prise en charge"),
            without("ordonnance"),
            copied("attestation_prise_en_charge", "original"),
            copied(
                "ordonnance", "ordonnance", "original", statut="a_verifier", resultat="a_verifier"
            ),
            unmarked("facture", "ppv_colles", "ppv"),
            unmarked("facture", "codes_barres_colles", "codes"),
            doing(
                "accord_depasse",
                _small_accord,
                "montant accorde",
                statut="a_verifier",
                resultat="a_verifier",
            ),
            late("date_delivrance"),
            late("date_delivrance", kept=1),
            *INVOICED,
            *CHECKED,
        ),
    ),
)
