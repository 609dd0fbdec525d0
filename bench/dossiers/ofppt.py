"""OFPPT [000]: what DOMAIN §4 asks of each dossier type, whole and lacking."""

from __future__ import annotations

import random
from dataclasses import replace

from bench.dossiers import papers as p
from bench.dossiers.common import CARD, CHECKED, INVOICED, STAYED, both
from bench.dossiers.ofppt_pec import SCENARIOS as PEC
from bench.dossiers.ofppt_pec import case
from bench.dossiers.people import town
from bench.dossiers.plan import (
    Builder,
    Case,
    Lack,
    Planted,
    Scenario,
    blank,
    doing,
    unmarked,
    without,
    write,
)


def _maladie(nature: str) -> Builder:
    def build(rng: random.Random) -> Case:
        t = town(rng)
        person = rng.choice([t.insured, t.spouse])
        care = t.day(12)
        papers = [p.sheet(t, person, care), p.invoice(t, person, nature, t.day(11))]
        if nature in ("pharmacie", "laboratoire"):
            papers.append(p.prescription(t, person, care))
        if nature == "pharmacie":
            papers.append(p.plain("vignettes"))
            papers[1].marks |= {"ppv_colles": False, "codes_barres_colles": False}
        return case("maladie_remboursement", "courrier", t, person, *papers)

    return build


def _chronic(kind: str, proof: str) -> Builder:
    def build(rng: random.Random) -> Case:
        t = town(rng)
        person = t.insured
        care = t.day(6)
        sheet = p.sheet(t, person, care, maladie_chronique="true", nature_maladie="diabète")
        papers = [sheet, p.prescription(t, person, care)]
        if proof == "certificat":
            papers.append(p.certificate(t, person, t.day(rng.randint(0, 300))))
        else:
            papers.append(p.plain("pli_confidentiel"))
        if kind == "chronique_remboursement":
            papers += [p.plain("vignettes"), p.invoice(t, person, "pharmacie", t.day(5))]
        channel = "email" if kind == "chronique_pec" else "courrier"
        return case(kind, channel, t, person, *papers)

    return build


def _old_certificate(case: Case) -> None:
    day = case.received_at.date()
    write(
        case, "certificat_longue_duree", date_certificat=day.replace(year=day.year - 2).isoformat()
    )


CHRONIC: tuple[Lack, ...] = (
    without("feuille_de_soins", "feuille de soins"),
    without("ordonnance"),
    without("certificat_longue_duree", "certificat"),
    unmarked("feuille_de_soins", "cachet_medecin", "cachet", "medecin"),
    blank("feuille_de_soins", "nature_maladie", mots=("nature de la maladie",)),
    doing("certificat_ancien", _old_certificate, "douze mois", sur="certificat_longue_duree"),
)
SEALED = Planted("pli_scelle", "a_verifier", "a_verifier", ("pli", "medecin conseil"))


def _answer(rng: random.Random) -> Case:
    t = town(rng)
    letter = p.plain(
        "reponse_compagnie",
        decision="complement_information",
        numero_dossier="D25-1",
        date_document=t.day(8),
    )
    found = case("complement_information", "courrier", t, t.insured, letter, p.report(t.insured))
    found.history["dossier_rattache"] = True
    return found


def _visit(rng: random.Random) -> Case:
    t = town(rng)
    paper = p.plain(
        "convocation_contre_visite",
        ("cachet_medecin",),
        assure_nom=t.insured["nom"],
        numero_dossier="D25-2",
        date_visite_effectuee=t.day(4),
    )
    found = case("contre_visite", "courrier", t, t.insured, paper)
    found.history |= {"dossier_rattache": True, "contre_visites_douze_mois": 1}
    return found


def _final_bill(rng: random.Random) -> Case:
    t = town(rng)
    bill = p.stay(t, t.insured, "clinique", 20, 14)
    letter = p.plain("reponse_compagnie", decision="accord", numero_dossier="D25-3")
    return case("facture_definitive", "courrier", t, t.insured, bill, letter)


def _without_accord(case: Case) -> None:
    case.papers = case.all("facture")
    case.history["dossier_rattache"] = False


def _adhesion(rng: random.Random) -> Case:
    t = town(rng)
    paper = rng.choice(["etat_global_rib", "rib"])
    return case("adhesion", "courrier", t, t.insured, p.bulletin(t, t.insured), p.plain(paper))


def _no_rib(case: Case) -> None:
    case.papers = case.all("bulletin_adhesion")


def _complaint(rng: random.Random) -> Case:
    t = town(rng)
    return case("reclamation", "courrier", t, t.insured, p.plain("reclamation"))


def _unknown_case(case: Case) -> None:
    case.history["dossier_rattache"] = False


def _twice_visited(case: Case) -> None:
    case.history["contre_visites_douze_mois"] = 2


VIGNETTES = (
    without("vignettes", "vignettes"),
    doing(
        "vignettes_non_collees",
        lambda c: setattr(c, "papers", [x for x in c.papers if x.type != "vignettes"]),
        "vignettes",
        sur="vignettes",
    ),
)
JOINED = doing(
    "dossier_inconnu",
    _unknown_case,
    "dossier d origine",
    statut="a_verifier",
    resultat="a_verifier",
)

SCENARIOS: tuple[Scenario, ...] = (
    *PEC,
    Scenario(
        "ofppt",
        "maladie_remboursement",
        {
            "": _maladie("pharmacie"),
            "consultation": _maladie("consultation"),
            "analyses": _maladie("laboratoire"),
        },
        both(
            without("feuille_de_soins", "feuille de soins"),
            without("facture"),
            without("ordonnance"),
            without("ordonnance", cas="analyses"),
            VIGNETTES[1],
            blank(
                "feuille_de_soins",
                "numero_immatriculation",
                "matricule",
                "numero_police",
                mots=("remplie",),
            ),
            unmarked("feuille_de_soins", "cachet_medecin", "cachet"),
            unmarked("feuille_de_soins", "signature_medecin", "signee"),
            unmarked("ordonnance", "signature_medecin", "ordonnance"),
            *INVOICED,
            *CHECKED,
        ),
    ),
    Scenario(
        "ofppt",
        "chronique_pec",
        {"": _chronic("chronique_pec", "certificat"), "pli": _chronic("chronique_pec", "pli")},
        both(
            *CHRONIC,
            unmarked("feuille_de_soins", "signature_medecin", "signee", statut="complet"),
            *CHECKED,
        ),
        {"pli": SEALED},
    ),
    Scenario(
        "ofppt",
        "chronique_remboursement",
        {
            "": _chronic("chronique_remboursement", "certificat"),
            "pli": _chronic("chronique_remboursement", "pli"),
        },
        both(
            *CHRONIC,
            unmarked("feuille_de_soins", "signature_medecin", "signee", statut="complet"),
            without("vignettes", "vignettes"),
            doing(
                "sans_mention",
                lambda c: write(c, "feuille_de_soins", maladie_chronique="false"),
                "dossier maladie chronique",
            ),
            *INVOICED,
            *CHECKED,
        ),
        {"pli": SEALED},
    ),
    Scenario(
        "ofppt",
        "complement_information",
        {"": _answer},
        (
            without("reponse_compagnie", "reference"),
            blank("reponse_compagnie", "numero_dossier", mots=("reference",)),
            replace(without("rapport_medical", "aucune piece"), resultat="non_conforme"),
            JOINED,
        ),
        {"": Planted("pieces_demandees", "a_verifier", "a_verifier", ("pieces recues",))},
    ),
    Scenario(
        "ofppt",
        "contre_visite",
        {"": _visit},
        (
            without("convocation_contre_visite", "convocation"),
            unmarked("convocation_contre_visite", "cachet_medecin", "cachet"),
            blank(
                "convocation_contre_visite",
                "date_visite_effectuee",
                mots=("date de la contre visite",),
            ),
            doing("deux_par_an", _twice_visited, "contre visite", statut="complet"),
            replace(JOINED, statut="complet"),
        ),
    ),
    Scenario(
        "ofppt",
        "facture_definitive",
        {"": _final_bill},
        both(
            without("facture", "facture definitive"),
            doing(
                "sans_accord", _without_accord, "accord", statut="a_verifier", resultat="a_verifier"
            ),
            *STAYED,
            *CHECKED,
        ),
    ),
    Scenario(
        "ofppt",
        "adhesion",
        {"": _adhesion},
        both(
            without("bulletin_adhesion", "bulletin"),
            doing("sans_rib", _no_rib, "rib", resultat="manquant"),
            blank("bulletin_adhesion", "assure_date_naissance", mots=("renseigne",)),
            unmarked("bulletin_adhesion", "signature_assure", "signe"),
            *CHECKED[:1],
            CARD,
        ),
    ),
    Scenario(
        "ofppt",
        "reclamation",
        {"": _complaint},
        (doing("vide", lambda c: c.papers.clear(), "lettre", resultat="manquant"),),
    ),
)
