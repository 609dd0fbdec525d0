"""OFPPT [000]: what DOMAIN §4 asks of each dossier type, whole and lacking."""

from __future__ import annotations

import random
from dataclasses import replace

from bench.dossiers import papers as p
from bench.dossiers.common import CARD, CHECKED, INVOICED, STAYED, both
from bench.dossiers.people import Town, town
from bench.dossiers.plan import (
    Builder,
    Case,
    Lack,
    Paper,
    Planted,
    Scenario,
    blank,
    doing,
    unmarked,
    without,
    write,
)


def _case(kind: str, channel: str, t: Town, person: dict[str, str], *papers: Paper) -> Case:
    return Case("ofppt", kind, channel, t.received, t.insured, person, list(papers))


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
        return _case("maladie_remboursement", "courrier", t, person, *papers)

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
        return _case(kind, channel, t, person, *papers)

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
        return _case(kind, "courrier", t, person, form, p.report(person))

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
        return _case(kind, "email", t, person, *papers)

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


def _answer(rng: random.Random) -> Case:
    t = town(rng)
    letter = p.plain(
        "reponse_compagnie",
        decision="complement_information",
        numero_dossier="D25-1",
        date_document=t.day(8),
    )
    case = _case("complement_information", "courrier", t, t.insured, letter, p.report(t.insured))
    case.history["dossier_rattache"] = True
    return case


def _visit(rng: random.Random) -> Case:
    t = town(rng)
    paper = p.plain(
        "convocation_contre_visite",
        ("cachet_medecin",),
        assure_nom=t.insured["nom"],
        numero_dossier="D25-2",
        date_visite_effectuee=t.day(4),
    )
    case = _case("contre_visite", "courrier", t, t.insured, paper)
    case.history |= {"dossier_rattache": True, "contre_visites_douze_mois": 1}
    return case


def _final_bill(rng: random.Random) -> Case:
    t = town(rng)
    bill = p.stay(t, t.insured, "clinique", 20, 14)
    letter = p.plain("reponse_compagnie", decision="accord", numero_dossier="D25-3")
    return _case("facture_definitive", "courrier", t, t.insured, bill, letter)


def _without_accord(case: Case) -> None:
    case.papers = case.all("facture")
    case.history["dossier_rattache"] = False


def _adhesion(rng: random.Random) -> Case:
    t = town(rng)
    paper = rng.choice(["etat_global_rib", "rib"])
    return _case("adhesion", "courrier", t, t.insured, p.bulletin(t, t.insured), p.plain(paper))


def _no_rib(case: Case) -> None:
    case.papers = case.all("bulletin_adhesion")


def _complaint(rng: random.Random) -> Case:
    t = town(rng)
    return _case("reclamation", "courrier", t, t.insured, p.plain("reclamation"))


def _unknown_case(case: Case) -> None:
    case.history["dossier_rattache"] = False


def _twice_visited(case: Case) -> None:
    case.history["contre_visites_douze_mois"] = 2


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
    Scenario(
        "ofppt",
        "complement_information",
        {"": _answer},
        (
            without("reponse_compagnie", "reference"),
            blank("reponse_compagnie", "numero_dossier", mots=("reference",)),
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
