"""CNOPS, prise en charge [003]: what DOMAIN §4 asks of each dossier type."""

from __future__ import annotations

import random

from bench.dossiers import papers as p
from bench.dossiers.cnops_file import ADMINISTRATIVE, beneficiary, case, file_of, variants
from bench.dossiers.common import CHECKED, both
from bench.dossiers.people import town
from bench.dossiers.plan import (
    Builder,
    Case,
    Deed,
    Lack,
    Scenario,
    blank,
    doing,
    unmarked,
    without,
    write,
)


def _oncology(kind: str, motif: str) -> dict[str, Builder]:
    def build(rng: random.Random, variant: str = "") -> Case:
        t = town(rng)
        person = beneficiary(t, variant)
        papers = [p.demand(t, person, motif, "oncologie"), p.report(person)]
        if motif == "iratherapie":
            act = {"code_acte": "Z200", "libelle_acte": "Irathérapie"}
            papers += [p.prescription(t, person, t.day(9), **act)]
            papers += [p.results(person, "anatomopathologie")]
        return case(kind, t, person, *papers, *file_of(t, person, variant))

    return variants(build)


DEMAND: tuple[Lack, ...] = (
    without("demande_prise_en_charge", "demande de prise en charge"),
    unmarked("demande_prise_en_charge", "cachet_medecin", "cachet du medecin"),
    unmarked("demande_prise_en_charge", "signature_medecin", "signee du medecin"),
    unmarked("demande_prise_en_charge", "cachet_etablissement", "cachet de l etablissement"),
)
REPORT: tuple[Lack, ...] = (
    without("rapport_medical", "rapport medical"),
    unmarked("rapport_medical", "signature_medecin", "rapport medical", "sign"),
)
AFFECTION = blank("rapport_medical", "affection", mots=("affection",))


def _oncology_type(kind: str, motif: str, *lacks: Lack) -> Scenario:
    return Scenario(
        "cnops",
        kind,
        _oncology(kind, motif),
        both(*DEMAND, *REPORT, *lacks, *ADMINISTRATIVE, *CHECKED),
    )


def _metastatic(c: Case) -> None:
    write(c, "rapport_medical", metastase="true")


def _first_dialysis(earlier: bool) -> Builder:
    def build(rng: random.Random) -> Case:
        t = town(rng)
        person = rng.choice([t.insured, t.spouse])
        papers = [p.demand(t, person, "dialyse", "dialyse")]
        if not earlier:
            kidney = ("Urée", "Créatinine", "Clairance de la créatinine")
            papers += [p.results(person, "biologie", *kidney), p.sessions(person)]
        found = case("pec_dialyse", t, person, *papers)
        found.history["pec_dialyse_anterieure"] = earlier or None
        return found

    return build


def _half_kidney(c: Case) -> None:
    c.paper("resultats_examens").lines["mesures"].pop()


def _doubted(code: str, do: Deed, *mots: str) -> Lack:
    """Ruling 1: whether it is the first admission is not known, so that a person looks."""
    return doing(code, do, *mots, statut="a_verifier", resultat="a_verifier")


def _drop(kind: str) -> Lack:

    def do(c: Case) -> None:
        c.papers = [x for x in c.papers if x.type != kind]

    return _doubted(f"sans_{kind}", do, "premiere admission")


def _regularisation(motif: str) -> Builder:
    def build(rng: random.Random) -> Case:
        t = town(rng)
        person = rng.choice([t.insured, t.spouse])
        form = "forfait" if motif == "chirurgie" else "hospitalisation"
        kind = "compte_rendu_operatoire" if motif == "chirurgie" else "compte_rendu_hospitalisation"
        papers = [p.demand(t, person, motif, form), p.plain("pli_confidentiel")]
        if motif != "couveuse":
            papers.append(p.of_patient(kind, person))
        return case("pec_regularisation", t, person, *papers)

    return build


def _other_form(c: Case) -> None:
    now = c.paper("demande_prise_en_charge").fields["modele_imprime"]
    other = "hospitalisation" if now == "forfait" else "forfait"
    write(c, "demande_prise_en_charge", modele_imprime=other)


def _pharmacy(rng: random.Random) -> Case:
    t = town(rng)
    person = rng.choice([t.insured, t.spouse])
    papers = [p.demand(t, person, "pharmacie", "pharmacie"), p.prescription(t, person, t.day(3))]
    papers += [p.identity(t, person), p.card(t)]
    papers[2].fields["date_validite"] = t.day(-700)
    return case("pec_pharmacie", t, person, *papers)


def _expired(c: Case) -> None:
    day = c.received_at.date()
    write(c, "cnie", date_validite=day.replace(year=day.year - 1, day=1).isoformat())


def _access(rng: random.Random) -> Case:
    t = town(rng)
    kinds = ("demande_acces_tiers_payant", "rib", "fiche_enregistrement_anam")
    return case("acces_tiers_payant", t, t.insured, *(p.plain(k) for k in kinds))


def _no_results(c: Case) -> None:
    c.papers.remove(c.paper("resultats_examens"))


SCENARIOS: tuple[Scenario, ...] = (
    Scenario(
        "cnops",
        "acces_tiers_payant",
        {"": _access},
        (
            without("demande_acces_tiers_payant", "demande d acces"),
            without("rib", "rib"),
            without("fiche_enregistrement_anam", "anam"),
        ),
    ),
    Scenario(
        "cnops",
        "pec_regularisation",
        {
            "": _regularisation("chirurgie"),
            "medecine": _regularisation("medecine"),
            "reanimation": _regularisation("reanimation"),
            "couveuse": _regularisation("couveuse"),
        },
        both(
            without("demande_prise_en_charge", "imprime"),
            blank("demande_prise_en_charge", "diagnostic", mots=("diagnostic",)),
            blank("demande_prise_en_charge", "code_acte", mots=("code",)),
            blank("demande_prise_en_charge", "cotation", mots=("cotation",)),
            blank("demande_prise_en_charge", "beneficiaire_nom", mots=("identite",)),
            without("pli_confidentiel", "pli confidentiel"),
            without("compte_rendu_operatoire", "compte rendu operatoire"),
            without(
                "compte_rendu_hospitalisation", "compte rendu d hospitalisation", cas="medecine"
            ),
            without(
                "compte_rendu_hospitalisation", "compte rendu d hospitalisation", cas="reanimation"
            ),
            doing("autre_imprime", _other_form, "imprime", sur="demande_prise_en_charge"),
            doing("autre_imprime", _other_form, "imprime", cas="medecine"),
            unmarked("demande_prise_en_charge", "cachet_medecin", "cachet du medecin"),
            unmarked("demande_prise_en_charge", "signature_medecin", "signe du medecin"),
            unmarked(
                "demande_prise_en_charge", "cachet_etablissement", "cachet de l etablissement"
            ),
            *CHECKED,
        ),
    ),
    Scenario(
        "cnops",
        "pec_dialyse",
        {"": _first_dialysis(False), "ancien": _first_dialysis(True)},
        both(
            *DEMAND,
            _drop("resultats_examens"),
            _drop("attestation_seances"),
            _doubted("bilan_incomplet", _half_kidney, "bilan renal"),
            _doubted(
                "sans_nombre_de_seances",
                lambda c: write(c, "attestation_seances", seances_par_semaine=""),
                "seances",
            ),
            unmarked("attestation_seances", "signature_medecin", "signee"),
            *CHECKED,
        ),
    ),
    _oncology_type(
        "pec_chimiotherapie",
        "chimiotherapie",
        AFFECTION,
        blank("rapport_medical", "protocole", mots=("precise",)),
        blank("rapport_medical", "doses_journalieres", mots=("precise",)),
        blank("rapport_medical", "surface_corporelle", "poids", mots=("precise",)),
        blank("rapport_medical", "duree", mots=("precise",)),
        blank("rapport_medical", "nombre_cures", mots=("precise",)),
        doing(
            "six_cures",
            lambda c: write(c, "rapport_medical", nombre_cures="6"),
            "3 cures",
            statut="complet",
        ),
    ),
    _oncology_type(
        "pec_radiotherapie",
        "radiotherapie",
        blank("rapport_medical", "nombre_seances", mots=("seances",)),
    ),
    _oncology_type("pec_curietherapie", "curietherapie", AFFECTION),
    _oncology_type("pec_greffe_moelle", "greffe_moelle", AFFECTION),
    _oncology_type(
        "pec_iratherapie",
        "iratherapie",
        AFFECTION,
        without("ordonnance", "prescription"),
        blank("ordonnance", "code_acte", mots=("code",)),
        blank("ordonnance", "libelle_acte", mots=("libelle",)),
        doing("sans_anapath", _no_results, "anatomopathologie", resultat="manquant"),
        doing("metastase", _metastatic, "para cliniques", resultat="manquant", cas=""),
    ),
    Scenario(
        "cnops",
        "pec_pharmacie",
        {"": _pharmacy},
        both(
            without("demande_prise_en_charge", "demande de prise en charge"),
            without("ordonnance"),
            without("cnie", "cnie"),
            without("carte_immatriculation", "carte"),
            doing("cnie_perimee", _expired, "valid", sur="cnie", seul=False),
            blank("demande_prise_en_charge", "inpe", mots=("inpe",)),
            blank("demande_prise_en_charge", "numero_immatriculation", mots=("renseignee",)),
            unmarked("demande_prise_en_charge", "cachet_etablissement", "cachet"),
            unmarked("demande_prise_en_charge", "signature_pharmacien", "pharmacien"),
            doing(
                "autre_modele",
                lambda c: write(c, "demande_prise_en_charge", modele_imprime="hospitalisation"),
                "modele",
                statut="complet",
            ),
            *CHECKED,
        ),
    ),
)
